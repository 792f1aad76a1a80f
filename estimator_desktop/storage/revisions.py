"""Revisions: which document follows which, and decisions carried from the older one to the newer."""

from __future__ import annotations

from collections.abc import Mapping

from estimator_desktop.storage.connection import Connections, now


class Revisions:
    """The documents of a project as a chain."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def follow(self, document: str, previous: str) -> None:
        """Note that a document is the new revision of another one of the same project."""
        with self._connections.transaction() as connection:
            connection.execute(
                "insert into revisions (document, previous, created) values (?, ?, ?)"
                " on conflict (document) do update set previous = excluded.previous",
                (document, previous, now()),
            )

    def previous(self, document: str) -> str:
        """The document that this one is a revision of; empty where it is the first."""
        row = self._connections.get().execute("select previous from revisions where document = ?", (document,))
        found = row.fetchone()
        return "" if found is None else str(found[0])

    def chain(self, document: str) -> tuple[str, ...]:
        """The document with all it goes back to, oldest first."""
        found = [document]
        while (before := self.previous(found[-1])) and before not in found:
            found.append(before)
        return tuple(reversed(found))

    def carried(self, document: str) -> frozenset[int]:
        """The positions of a document with a standing decision that was carried over from an older one."""
        rows = self._connections.get().execute(
            "select distinct o.idx from decisions o left join deeds d on d.id = o.deed"
            " where o.document = ? and o.carried_from is not null and d.undone is null",
            (document,),
        )
        return frozenset(row[0] for row in rows)

    def carry_decisions(self, previous: str, document: str, pairs: Mapping[int, int]) -> int:
        """Copy the standing decisions on paired positions (new index: old index), marked with where they come from.

        What was carried before goes first, so that it may be done twice; a person's own decisions stay.  Nobody made
        them here: they stand outside the history.  How many.
        """
        with self._connections.transaction() as connection:
            earlier = "from decisions where document = ? and carried_from = ?"
            connection.execute(f"delete from deeds where id in (select deed {earlier})", (document, previous))
            connection.execute(f"delete {earlier}", (document, previous))
            names = [row[1] for row in connection.execute("pragma table_info(decisions)")]
            kept = [name for name in names if name not in {"id", "document", "idx", "carried_from", "deed"}]
            columns = ", ".join(kept)
            carried = 0
            for after, before in sorted(pairs.items()):
                carried += connection.execute(
                    f"insert into decisions (document, idx, carried_from, {columns})"
                    f" select ?, ?, ?, {columns} from decisions where document = ? and idx = ?"
                    " and (deed is null or deed in (select id from deeds where undone is null)) order by id",
                    (document, after, previous, previous, before),
                ).rowcount
        return carried
