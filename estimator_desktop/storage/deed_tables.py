"""The table that migration `m053_deeds` makes, and how what was kept before finds its way into it.

Decisions and words on matches each had a history of their own.  They are put into one, in the order they were made.
What was carried over from an older revision is nobody's deed here and stands without one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge

DEED_TABLES = (
    """create table deeds (
        id integer primary key, document text not null references documents(id) on delete cascade,
        kind text not null, created text not null, undone text
    )""",
    "create index deeds_document on deeds (document, id)",
    "alter table decisions add column deed integer references deeds(id) on delete cascade",
    "alter table match_answers add column deed integer references deeds(id) on delete cascade",
    "alter table match_answers add column rule text",
    "alter table match_answers add column rule_before text",
    "create index decisions_deed on decisions (deed)",
    "create index match_answers_deed on match_answers (deed)",
)
LEFT_BEHIND = (
    "alter table decisions drop column undone",
    "alter table decisions drop column batch",
    "alter table match_answers drop column undone",
)
"""The deed tells what is undone and what was made together."""


@dataclass(slots=True)
class _Made:
    """What was made at once: rows of one table."""

    table: str
    kind: str
    at: str
    rows: list[int]
    undone: str | None = None
    batch: tuple[object, ...] = ()


def gather(connection: sqlite3.Connection) -> None:
    """Give every decision and word on a match its deed."""
    known = "select document from decisions union select document from match_answers"
    for (document,) in connection.execute(known).fetchall():
        for made in _in_order(connection, document):
            deed = connection.execute(
                "insert into deeds (document, kind, created, undone) values (?, ?, ?, ?)",
                (document, made.kind, made.at, made.undone),
            ).lastrowid
            update = f"update {made.table} set deed = ? where id = ?"  # noqa: S608 - one of two names
            connection.executemany(update, [(deed, row) for row in made.rows])


def _in_order(connection: sqlite3.Connection, document: str) -> Iterator[_Made]:
    """All that was made in a document, oldest first; last what could still be redone, as it could before."""
    standing, redoable = _decisions(connection, document)
    yield from merge(standing, _answers(connection, document), key=lambda made: made.at)
    yield from redoable


def _decisions(connection: sqlite3.Connection, document: str) -> tuple[list[_Made], list[_Made]]:
    """What stands, without what was carried over; and what was undone and could be redone.

    A decision that was undone in the older revision was carried over too, to no effect: that copy goes.
    """
    groups: list[_Made] = []
    latest = ""  # the order of the rows counts more than a clock that was put back
    rows = connection.execute(
        "select id, action, created, undone, batch, carried_from from decisions where document = ? order by id",
        (document,),
    )
    for row, action, created, undone, batch, carried in rows:
        latest = max(latest, created)
        together = (batch or -row, carried, undone is None)
        if not groups or groups[-1].batch != together:
            kind = "file" if batch and action == "edit" else action
            groups.append(_Made("decisions", kind, latest, [], undone, together))
        groups[-1].rows.append(row)
    redoable: list[_Made] = []
    while groups and groups[-1].undone is not None:
        redoable.insert(0, groups.pop())
    idle = [row for made in groups if made.undone is not None for row in made.rows]
    connection.executemany("delete from decisions where id = ?", [(row,) for row in idle])
    return [made for made in groups if made.undone is None and made.batch[1] is None], redoable


def _answers(connection: sqlite3.Connection, document: str) -> list[_Made]:
    """Every word on a match; one that was taken back was said, and then the word before it said again (or none)."""
    found: list[_Made] = []
    latest = ""
    rows = connection.execute(
        "select id, idx, fingerprint, answer, item, created, undone from match_answers where document = ? order by id",
        (document,),
    ).fetchall()
    for place, (row, idx, mark, answer, _item, created, undone) in enumerate(rows):
        latest = max(latest, created)
        found.append(_Made("match_answers", f"match_{answer}", latest, [row]))
        if undone is None:
            continue
        before = next(
            (one[2:5] for one in reversed(rows[:place]) if one[1] == idx and (one[6] is None or one[6] > undone)),
            (mark, "open", None),
        )
        again = connection.execute(
            "insert into match_answers (document, idx, fingerprint, answer, item, created) values (?, ?, ?, ?, ?, ?)",
            (document, idx, *before, undone),
        ).lastrowid
        found.append(_Made("match_answers", "match_open", max(latest, undone), [again or 0]))
    return sorted(found, key=lambda made: made.at)
