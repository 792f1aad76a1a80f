"""Which kept file is a protected one without its protection: the person is asked for a password once a file."""

from __future__ import annotations

from estimator_desktop.storage.connection import Connections, now
from estimator_desktop.storage.files import FileStore


class Unlocked:
    """Files by their SHA-256.  No password is kept anywhere."""

    def __init__(self, connections: Connections, files: FileStore) -> None:
        self._connections = connections
        self._files = files

    def note(self, locked: str, unlocked: str) -> None:
        """Remember that `unlocked` holds what `locked` protects."""
        with self._connections.transaction() as connection:
            connection.execute(
                "insert into unlocked (locked, unlocked, created) values (?, ?, ?)"
                " on conflict (locked) do update set unlocked = excluded.unlocked",
                (locked, unlocked, now()),
            )

    def known(self, locked: str) -> str:
        """The kept file that holds what a protected one protects; empty where there is none (any more)."""
        row = self._connections.get().execute("select unlocked from unlocked where locked = ?", (locked,)).fetchone()
        found = "" if row is None else str(row[0])
        return found if found and self._files.path(found).exists() else ""
