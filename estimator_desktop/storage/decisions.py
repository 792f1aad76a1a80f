"""Decisions in the database: appended, never changed; they stand as their deed does and outlive a new audit."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime

from estimator_desktop.domain.bill import Decided
from estimator_desktop.domain.decision import Action, Decision, checked
from estimator_desktop.domain.deed import DeedKind
from estimator_desktop.storage.connection import Connections, now
from estimator_desktop.storage.deeds import record


class Decisions:
    """What the person decided about the positions of documents."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(
        self, document: str, position: int, action: Action, *, name: str = "", value: str = "", reason: str = "",
        ground: str = "",
    ) -> None:  # fmt: skip
        """Store a decision; what was undone before it can no longer be redone.  Raises DecisionError."""
        self.add_all(document, {position: ground}, action, name=name, value=value, reason=reason)

    def add_all(
        self, document: str, grounds: Mapping[int, str], action: Action, *, name: str = "", value: str = "",
        reason: str = "",
    ) -> None:  # fmt: skip
        """Store the same decision about several positions (each with its ground); they are undone together."""
        rows = [(position, name, value, ground) for position, ground in grounds.items()]
        self._store(document, DeedKind.of(action), action, rows, reason)

    def edit_all(self, document: str, edits: Sequence[tuple[int, str, str]], reason: str) -> None:
        """Store corrected values (position, field, value) that came in one file; they are undone together.

        Raises DecisionError, and stores none then.
        """
        rows = [(position, name, value, "") for position, name, value in edits]
        self._store(document, DeedKind.FILE, Action.EDIT, rows, reason)

    def take_over(self, document: str, decided: Sequence[Decided]) -> None:
        """Store decisions that came in a file, in order.  Nobody made them here: they stand outside the history."""
        with self._connections.transaction() as connection:
            for item in decided:
                checked(Action(item.action), item.field, item.value, item.reason)
                row = (item.position, item.field, item.value, "")
                self._insert(connection, document, Action(item.action), [row], item.reason, None)

    def _store(
        self, document: str, kind: DeedKind, action: Action, rows: Sequence[tuple[int, str, str, str]], reason: str
    ) -> None:
        for _position, name, value, _ground in rows:
            checked(action, name, value, reason)
        with self._connections.transaction() as connection:
            self._insert(connection, document, action, rows, reason, record(connection, document, kind))

    @staticmethod
    def _insert(
        connection: sqlite3.Connection, document: str, action: Action, rows: Sequence[tuple[int, str, str, str]],
        reason: str, deed: int | None,
    ) -> None:  # fmt: skip
        connection.executemany(
            "insert into decisions (document, idx, action, field, value, reason, ground, created, deed)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (document, position, action.value, name, value.strip(), reason.strip(), ground, now(), deed)
                for position, name, value, ground in rows
            ],
        )

    def all(self, document: str) -> tuple[Decision, ...]:
        """Every decision about a document in order, undone ones included."""
        rows = self._connections.get().execute(
            "select o.id, o.idx, o.action, o.created, o.field, o.value, o.reason, o.ground, d.undone from decisions o"
            " left join deeds d on d.id = o.deed where o.document = ? order by o.id",
            (document,),
        )
        return tuple(
            Decision(row[0], row[1], Action(row[2]), datetime.fromisoformat(row[3]), row[4] or "", row[5] or "",
                     row[6] or "", row[7], row[8] is not None)
            for row in rows
        )  # fmt: skip
