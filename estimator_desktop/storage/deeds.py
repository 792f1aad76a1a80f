"""The one history of what a person did in a document: decisions and words on matches in the order they were made.

Each of their rows names its deed and stands as long as that does; a row without one was made by a job and stands.
What is undone is always the end of the history.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

from estimator_desktop.domain.deed import Deed, DeedKind, to_redo, to_undo
from estimator_desktop.domain.match import PersonalRule
from estimator_desktop.storage.codec import decode
from estimator_desktop.storage.connection import Connections, now
from estimator_desktop.storage.personal import drop_rule, put_rule


def record(connection: sqlite3.Connection, document: str, kind: DeedKind) -> int:
    """Enter a deed in an open transaction; its number.  What was undone before it can no longer be redone, and goes."""
    connection.execute("delete from deeds where document = ? and undone is not null", (document,))
    made = connection.execute(
        "insert into deeds (document, kind, created) values (?, ?, ?)", (document, kind.value, now())
    )
    return int(made.lastrowid or 0)


class Deeds:
    """Looks at the history, takes deeds back and brings them again."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def all(self, document: str) -> tuple[Deed, ...]:
        """Every deed in a document in order, undone ones included."""
        with self._connections.snapshot() as connection:
            about: dict[int, tuple[str, str, str]] = {}
            for table, name in (("decisions", "coalesce(field, '')"), ("match_answers", "''")):
                rows = connection.execute(
                    f"select deed, group_concat(distinct idx), min({name}), max({name}) from {table}"
                    " where document = ? and deed is not null group by deed",
                    (document,),
                )
                about |= {row[0]: row[1:] for row in rows}
            deeds = connection.execute(
                "select id, kind, created, undone is not null from deeds where document = ? order by id", (document,)
            ).fetchall()
        return tuple(_deed(row, about[row[0]]) for row in deeds)

    def undo(self, document: str) -> Deed | None:
        """Take back what was done last, whatever it was; None where nothing stands."""
        with self._connections.transaction() as connection:
            deed = to_undo(self.all(document))
            if deed is not None:
                connection.execute("update deeds set undone = ? where id = ?", (now(), deed.id))
                for rule, before in _rules(connection, deed):
                    if drop_rule(connection, rule) and before is not None:
                        put_rule(connection, before)
        return deed

    def redo(self, document: str) -> Deed | None:
        """Bring again what was undone last; None where nothing was, or something was done since."""
        with self._connections.transaction() as connection:
            deed = to_redo(self.all(document))
            if deed is not None:
                connection.execute("update deeds set undone = null where id = ?", (deed.id,))
                for rule, _before in _rules(connection, deed):
                    put_rule(connection, rule)
        return deed


def _deed(row: tuple[int, str, str, int], about: tuple[str, str, str]) -> Deed:
    identity, kind, created, undone = row
    positions, least, most = about
    return Deed(
        identity, DeedKind(kind), datetime.fromisoformat(created), tuple(map(int, positions.split(","))),
        least if least == most else "", bool(undone),
    )  # fmt: skip


def _rules(connection: sqlite3.Connection, deed: Deed) -> list[tuple[PersonalRule, PersonalRule | None]]:
    """The rule that a deed made, with the one whose place it took."""
    rows = connection.execute(
        "select rule, rule_before from match_answers where deed = ? and rule is not null", (deed.id,)
    )
    return [(decode(rule, PersonalRule), decode(before, PersonalRule) if before else None) for rule, before in rows]
