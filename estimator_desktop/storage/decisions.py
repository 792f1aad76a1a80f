"""Decisions in the database: appended, undone and redone, never changed.  They outlive a new audit."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime

from estimator_desktop.domain.decision import Action, Decision, checked, redo_step, undo_step
from estimator_desktop.storage.connection import Connections, now


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
        self._store(document, action, rows, reason)

    def edit_all(self, document: str, edits: Sequence[tuple[int, str, str]], reason: str) -> None:
        """Store corrected values (position, field, value) that came together; they are undone together.

        Raises DecisionError, and stores none then.
        """
        self._store(document, Action.EDIT, [(position, name, value, "") for position, name, value in edits], reason)

    def _store(self, document: str, action: Action, rows: Sequence[tuple[int, str, str, str]], reason: str) -> None:
        for _position, name, value, _ground in rows:
            checked(action, name, value, reason)
        with self._connections.transaction() as connection:
            redo = redo_step(self.all(document))
            if redo:
                connection.execute("delete from decisions where document = ? and id >= ? and undone is not null",
                                   (document, redo[0].id))  # fmt: skip
            batch = 0
            if len(rows) > 1:
                batch = connection.execute("select coalesce(max(id), 0) + 1 from decisions").fetchone()[0]
            connection.executemany(
                "insert into decisions (document, idx, action, field, value, reason, ground, created, batch)"
                " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (document, position, action.value, name, value.strip(), reason.strip(), ground, now(), batch)
                    for position, name, value, ground in rows
                ],
            )

    def all(self, document: str) -> tuple[Decision, ...]:
        """Every decision about a document in order, undone ones included."""
        rows = self._connections.get().execute(
            "select id, idx, action, created, field, value, reason, ground, undone, batch from decisions"
            " where document = ? order by id",
            (document,),
        )
        return tuple(
            Decision(row[0], row[1], Action(row[2]), datetime.fromisoformat(row[3]), row[4] or "", row[5] or "",
                     row[6] or "", row[7], row[8] is not None, row[9])
            for row in rows
        )  # fmt: skip

    def undo(self, document: str) -> tuple[Decision, ...]:
        """Take the last standing decision back, with those made together with it; empty where nothing stands."""
        with self._connections.transaction() as connection:
            found = undo_step(self.all(document))
            self._mark(connection, found, now())
        return found

    def redo(self, document: str) -> tuple[Decision, ...]:
        """Bring back what was undone last; empty where nothing was."""
        with self._connections.transaction() as connection:
            found = redo_step(self.all(document))
            self._mark(connection, found, None)
        return found

    @staticmethod
    def _mark(connection: sqlite3.Connection, found: Sequence[Decision], undone: str | None) -> None:
        connection.executemany("update decisions set undone = ? where id = ?", [(undone, item.id) for item in found])
