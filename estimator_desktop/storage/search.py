"""Searching the positions of all projects at once: code, text and ordinal, without case and accents, word by word.

Rows of the index are numbered `number of the document * 2^20 + position`, so that a document's rows are a range.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from estimator_desktop.storage.connection import Connections

_SHIFT = 20
SEARCH_TABLES = (
    """create table search_documents (
        number integer primary key, document text not null unique references documents(id) on delete cascade
    )""",
    """create virtual table position_search using fts5 (
        code, description, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4'
    )""",
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A position that was found, and where.  Amounts are decimal texts, None where nothing is printed."""

    document: str
    position: int
    project: str
    file: str
    archived: bool
    ordinal: str
    code: str
    description: str
    unit: str
    quantity: str | None
    unit_price: str | None


def index_document(connection: sqlite3.Connection, document: str) -> None:
    """Put a document's positions into the index, in place of what it held of them."""
    connection.execute("insert or ignore into search_documents (document) values (?)", (document,))
    row = connection.execute("select number from search_documents where document = ?", (document,)).fetchone()
    first = int(row[0]) << _SHIFT
    connection.execute("delete from position_search where rowid between ? and ?", (first, first + (1 << _SHIFT) - 1))
    connection.execute(
        "insert into position_search (rowid, code, description)"
        " select ? + idx, code, description from positions where document = ?",
        (first, document),
    )


def unindex_document(connection: sqlite3.Connection, document: str) -> None:
    """Take a document's positions out of the index; its number may be another's one day."""
    row = connection.execute("select number from search_documents where document = ?", (document,)).fetchone()
    if row is not None:
        first = int(row[0]) << _SHIFT
        connection.execute(
            "delete from position_search where rowid between ? and ?", (first, first + (1 << _SHIFT) - 1)
        )


class Search:
    """The index over all documents."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def find(self, text: str, limit: int = 200) -> tuple[Hit, ...]:
        """Positions that hold the beginnings of all words, of every project's newest document; the best first.

        Nothing for a text without letters and digits.
        """
        words = _WORD.findall(text)
        if not words:
            return ()
        rows = self._connections.get().execute(
            "select p.document, p.idx, o.name, d.name, o.archived is not null, p.ordinal, p.code, p.description,"
            " p.unit, p.quantity, p.unit_price"
            " from position_search s join search_documents n on n.number = s.rowid >> :shift"
            " join positions p on p.document = n.document and p.idx = (s.rowid & :mask)"
            " join documents d on d.id = p.document join projects o on o.id = d.project"
            " where position_search match :words and d.rowid = (select e.rowid from documents e"
            " where e.project = o.id order by e.created desc, e.rowid desc limit 1)"
            " order by o.archived is not null, s.rank limit :limit",
            {
                "shift": _SHIFT,
                "mask": (1 << _SHIFT) - 1,
                "words": " ".join(f'"{word}"*' for word in words),
                "limit": limit,
            },
        )
        return tuple(
            Hit(document, index, project, file, bool(archived), ordinal, code, description, unit, quantity, price)
            for document, index, project, file, archived, ordinal, code, description, unit, quantity, price in rows
        )
