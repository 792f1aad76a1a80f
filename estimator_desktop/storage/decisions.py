"""Decisions in the database: appended, undone and redone, never changed.  They outlive a new audit."""

from __future__ import annotations

from datetime import datetime

from estimator_desktop.domain.decision import Action, Decision, checked, last_standing, next_undone
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
        checked(action, name, value, reason)
        with self._connections.transaction() as connection:
            redo = next_undone(self.all(document))
            if redo is not None:
                connection.execute("delete from decisions where document = ? and id >= ? and undone is not null",
                                   (document, redo.id))  # fmt: skip
            connection.execute(
                "insert into decisions (document, idx, action, field, value, reason, ground, created)"
                " values (?, ?, ?, ?, ?, ?, ?, ?)",
                (document, position, action.value, name, value.strip(), reason.strip(), ground, now()),
            )

    def all(self, document: str) -> tuple[Decision, ...]:
        """Every decision about a document in order, undone ones included."""
        rows = self._connections.get().execute(
            "select id, idx, action, created, field, value, reason, ground, undone from decisions"
            " where document = ? order by id",
            (document,),
        )
        return tuple(
            Decision(row[0], row[1], Action(row[2]), datetime.fromisoformat(row[3]), row[4] or "", row[5] or "",
                     row[6] or "", row[7], row[8] is not None)
            for row in rows
        )  # fmt: skip

    def undo(self, document: str) -> Decision | None:
        """Take the last standing decision back; None where nothing stands."""
        with self._connections.transaction() as connection:
            found = last_standing(self.all(document))
            if found is not None:
                connection.execute("update decisions set undone = ? where id = ?", (now(), found.id))
        return found

    def redo(self, document: str) -> Decision | None:
        """Bring back what was undone last; None where nothing was."""
        with self._connections.transaction() as connection:
            found = next_undone(self.all(document))
            if found is not None:
                connection.execute("update decisions set undone = null where id = ?", (found.id,))
        return found
