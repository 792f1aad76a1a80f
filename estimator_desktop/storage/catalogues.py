"""Catalogues, the price archive and watched folders in the database.

An edition is imported whole or not at all and replaces an older import of the same name and edition.  Search is for
typing: by beginnings of words and codes, and by pieces of words where that finds nothing.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from estimator_desktop.catalogues.words import fold
from estimator_desktop.domain.job import Progress
from estimator_desktop.domain.match import ArchivedPrice, Catalogue, CatalogueItem
from estimator_desktop.domain.systems import normalise_code
from estimator_desktop.storage.connection import Connections, now

ARCHIVE = "archive"
"""The name under which the price archive stands among catalogues where one must be named."""
_CHUNK = 2000
_CUT = 5
_ITEM = (
    "select i.code, i.description, i.unit, i.price, i.specification, i.chapter, i.id, i.catalogue, c.system, c.edition"
    " from catalogue_items i join catalogues c on c.id = i.catalogue"
)
_CATALOGUE = (
    "select id, name, system, edition, items, imported, sha256, source, published, licence, currency, complete"
    " from catalogues"
)
_ARCHIVE = "select code, description, unit, price, noted, region, project, system, id from price_archive"


@dataclass(frozen=True, slots=True)
class Found:
    """An item that a search found, and the catalogue it stands in."""

    item: CatalogueItem
    catalogue: str


class Catalogues:
    """Price lists, their editions and the archive of own prices."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, head: Catalogue, items: Sequence[CatalogueItem], progress: Progress = lambda *_: None) -> Catalogue:
        """Store an edition.  An older import of the same name and edition goes in the same transaction."""
        rows = [
            (item.code, normalise_code(item.code), item.description, item.unit,
             None if item.price is None else str(item.price), item.specification, item.chapter, fold(item.description))
            for item in items
        ]  # fmt: skip
        with self._connections.transaction() as connection:
            known = connection.execute(
                "select id from catalogues where name = ? and edition = ?", (head.name, head.edition)
            ).fetchone()
            if known is not None:
                self._remove(connection, int(known[0]))
            identity = connection.execute(
                "insert into catalogues (name, system, edition, items, imported, sha256, source, published, licence,"
                " currency, complete) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (head.name, head.system, head.edition, len(items), head.imported.isoformat(), head.sha256, head.source,
                 head.published.isoformat() if head.published else None, head.licence, head.currency,
                 int(head.complete)),
            ).lastrowid  # fmt: skip
            first = int(connection.execute("select coalesce(max(id), 0) + 1 from catalogue_items").fetchone()[0])
            for start in range(0, len(rows), _CHUNK):
                part = list(enumerate(rows[start : start + _CHUNK], first + start))
                connection.executemany(
                    "insert into catalogue_items (id, catalogue, code, code_key, description, unit, price,"
                    " specification, chapter) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    ((number, identity, *row[:7]) for number, row in part),
                )
                connection.executemany(
                    "insert into catalogue_search (rowid, code, words) values (?, ?, ?)",
                    ((number, row[1], row[7]) for number, row in part),
                )
                connection.executemany(
                    "insert into catalogue_pieces (rowid, folded) values (?, ?)",
                    ((number, row[7]) for number, row in part),
                )
                progress(min(start + _CHUNK, len(rows)), len(rows), "items")
        return replace(head, id=int(identity or 0), items=len(items))

    def remove(self, catalogue: int) -> None:
        """Delete an edition."""
        with self._connections.transaction() as connection:
            self._remove(connection, catalogue)

    @staticmethod
    def _remove(connection: sqlite3.Connection, catalogue: int) -> None:
        for table in ("catalogue_search", "catalogue_pieces"):
            connection.execute(
                f"delete from {table} where rowid in (select id from catalogue_items where catalogue = ?)",
                (catalogue,),
            )
        connection.execute("delete from catalogue_items where catalogue = ?", (catalogue,))
        connection.execute("delete from catalogues where id = ?", (catalogue,))

    def any(self) -> bool:
        """Whether there is anything to match with: an edition or an archived price."""
        row = self._connections.get().execute(
            "select exists (select 1 from catalogues) or exists (select 1 from price_archive)"
        )
        return bool(row.fetchone()[0])

    def listed(self) -> tuple[Catalogue, ...]:
        """All editions, by name, the newest edition first."""
        rows = self._connections.get().execute(f"{_CATALOGUE} order by name, edition desc")
        return tuple(map(_catalogue, rows))

    def with_content(self, sha256: str) -> Catalogue | None:
        """The edition that was imported from this content; None where there is none."""
        row = self._connections.get().execute(f"{_CATALOGUE} where sha256 = ?", (sha256,)).fetchone()
        return None if row is None else _catalogue(row)

    def items(self, catalogue: int | None = None) -> tuple[CatalogueItem, ...]:
        """All items, or those of one edition, in the order of import."""
        if catalogue is None:
            rows = self._connections.get().execute(f"{_ITEM} order by i.id")
        else:
            rows = self._connections.get().execute(f"{_ITEM} where i.catalogue = ? order by i.id", (catalogue,))
        return tuple(map(_item, rows))

    def search(self, text: str, most: int = 50) -> tuple[Found, ...]:
        """What a person who types means: codes and words by their beginnings, then by pieces.  Milliseconds."""
        folded = fold(text)
        words = [word for word in re.findall(r"[a-z0-9]+", folded) if word]
        if not words:
            return ()
        connection = self._connections.get()
        query = " ".join(f'"{word[:_CUT] if word.isalpha() else word}"*' for word in words)
        code = normalise_code(text)
        if any(sign.isdigit() for sign in code) and code.isalnum():
            query = f'({query}) OR code : "{code.lower()}"*'
        # A short beginning is in thousands of items: their order by rank would take longer than the next key.
        order = "" if max(map(len, words)) < 3 else " order by rank"
        numbers = [
            int(row[0])
            for row in connection.execute(
                f"select rowid from catalogue_search where catalogue_search match ?{order} limit ?",
                (query, most),
            )
        ]
        if not numbers and len(folded) >= 4:
            numbers = self._by_pieces(connection, folded, most)
        return self._found(connection, numbers)

    @staticmethod
    def _by_pieces(connection: sqlite3.Connection, folded: str, most: int) -> list[int]:
        """Items that hold at least half of the text's pieces of three letters: for misspelt and damaged words."""
        pieces = [folded[place : place + 3] for place in range(len(folded) - 2)]
        pieces = [piece for piece in dict.fromkeys(pieces) if piece.strip() == piece][:24]
        if not pieces:
            return []
        query = " OR ".join('"' + piece.replace('"', '""') + '"' for piece in pieces)
        rows = connection.execute(
            "select rowid, folded from catalogue_pieces where catalogue_pieces match ? order by rank limit ?",
            (query, most),
        )
        return [int(row[0]) for row in rows if sum(piece in row[1] for piece in pieces) * 2 >= len(pieces)]

    @staticmethod
    def _found(connection: sqlite3.Connection, numbers: Sequence[int]) -> tuple[Found, ...]:
        marks = ", ".join("?" * len(numbers))
        rows = connection.execute(
            f"select q.*, c.name from ({_ITEM} where i.id in ({marks})) q join catalogues c on c.id = q.catalogue",
            tuple(numbers),
        )
        by_number = {int(row[6]): Found(_item(row[:10]), str(row[10])) for row in rows}
        return tuple(by_number[number] for number in numbers if number in by_number)

    def add_to_archive(self, document: str, entries: Iterable[ArchivedPrice]) -> int:
        """Take prices of an accepted document into the archive; what it gave before goes.  How many there are."""
        with self._connections.transaction() as connection:
            connection.execute("delete from price_archive where document = ? and document <> ''", (document,))
            cursor = connection.executemany(
                "insert into price_archive (code, code_key, description, unit, price, noted, region, project, document,"
                " system) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        one.code,
                        normalise_code(one.code),
                        one.description,
                        one.unit,
                        str(one.price),
                        one.noted.isoformat(),
                        one.region,
                        one.project,
                        document,
                        one.system,
                    )
                    for one in entries
                ],
            )
            return cursor.rowcount

    def archive(self, text: str = "", most: int | None = None) -> tuple[ArchivedPrice, ...]:
        """The archived prices, newest first; those whose code or text holds the words."""
        rows = self._connections.get().execute(f"{_ARCHIVE} order by noted desc, id desc")
        words = fold(text).split()
        found = (_archived(row) for row in rows)
        chosen = [one for one in found if all(word in fold(f"{one.code} {one.description}") for word in words)]
        return tuple(chosen[:most])

    def takeable(self, document: str) -> int:
        """How many positions of a document have a code, a unit and a price that the archive could take."""
        row = self._connections.get().execute(
            "select count(*) from positions where document = ? and code <> '' and unit <> ''"
            " and cast(coalesce(unit_price, '0') as real) > 0",
            (document,),
        )
        return int(row.fetchone()[0])

    def change_archived(self, entry: ArchivedPrice) -> None:
        """Write an entry the person has edited."""
        with self._connections.transaction() as connection:
            connection.execute(
                "update price_archive set code = ?, code_key = ?, description = ?, unit = ?, price = ?, noted = ?,"
                " region = ?, project = ? where id = ?",
                (entry.code, normalise_code(entry.code), entry.description, entry.unit, str(entry.price),
                 entry.noted.isoformat(), entry.region, entry.project, entry.id),
            )  # fmt: skip

    def remove_archived(self, identities: Iterable[int]) -> None:
        """Take entries out of the archive."""
        with self._connections.transaction() as connection:
            connection.executemany("delete from price_archive where id = ?", [(one,) for one in identities])

    def state(self) -> str:
        """Changes whenever something changed that matching rests on."""
        row = self._connections.get().execute(
            "select (select coalesce(group_concat(id || ':' || items), '') from catalogues),"
            " (select count(*) || ':' || coalesce(max(id), 0) || ':' || coalesce(sum(price), 0) from price_archive),"
            " (select coalesce(group_concat(id || ':' || code), '') from personal_rules),"
            " (select value from settings where key = 'synonyms')"
        )
        return "|".join("" if part is None else str(part) for part in row.fetchone())


def new_catalogue(name: str, system: str, edition: str, **rest: object) -> Catalogue:
    """The head of an edition that is about to be stored."""
    return replace(Catalogue(0, name, system, edition, 0, datetime.fromisoformat(now())), **rest)  # type: ignore[arg-type]


def _catalogue(row: Sequence[object]) -> Catalogue:
    identity, name, system, edition, items, imported, sha256, source, published, licence, currency, complete = row
    return Catalogue(
        int(str(identity)), str(name), str(system), str(edition), int(str(items)),
        datetime.fromisoformat(str(imported)), str(sha256), str(source),
        date.fromisoformat(str(published)) if published else None, str(licence), str(currency), bool(complete),
    )  # fmt: skip


def _item(row: Sequence[object]) -> CatalogueItem:
    code, description, unit, price, specification, chapter, identity, catalogue, system, edition = row
    return CatalogueItem(
        str(code), str(description), str(unit), None if price is None else Decimal(str(price)), str(specification),
        str(chapter), int(str(identity)), int(str(catalogue)), str(system), str(edition),
    )  # fmt: skip


def _archived(row: Sequence[object]) -> ArchivedPrice:
    code, description, unit, price, noted, region, project, system, identity = row
    return ArchivedPrice(
        str(code), str(description), str(unit), Decimal(str(price)), date.fromisoformat(str(noted)), str(region),
        str(project), str(system), int(str(identity)),
    )  # fmt: skip
