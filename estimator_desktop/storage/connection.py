"""Connections to the one database: a connection a thread, short transactions that write at once or not at all."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from estimator_desktop.errors import UserError
from estimator_desktop.storage.migrations import MIGRATIONS

_BUSY_SECONDS = 10.0
_KEPT_BACKUPS = 7


class Connections:
    """Opens the database, migrates it once, and hands every thread its own connection."""

    def __init__(self, path: Path, backups: Path) -> None:
        self._path = path
        self._backups = backups
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

    def migrate(self) -> None:
        """Bring the database to this program's shape, with a dated copy first.

        Raises UserError: `database_corrupt`, `database_newer`, `database_unwritable`.
        """
        existed = self._path.exists() and self._path.stat().st_size > 0
        try:
            db = Database(self.get())
            known = {step.name for step in MIGRATIONS._migrations}  # noqa: SLF001 - the library has no other way
            applied = {step.name for step in MIGRATIONS.applied(db)}
            if applied - known:
                raise UserError("database_newer", file=str(self._path))
            if MIGRATIONS.pending(db):
                if existed:
                    self.backup("before-migration")
                MIGRATIONS.apply(db)
        except sqlite3.OperationalError as error:
            raise UserError("database_unwritable", file=str(self._path), detail=str(error)) from error
        except sqlite3.DatabaseError as error:
            raise UserError("database_corrupt", file=str(self._path), detail=str(error)) from error

    def get(self) -> sqlite3.Connection:
        """This thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            connection.execute("pragma foreign_keys = on")
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = normal")
            self._local.connection = connection
            with self._lock:
                self._all.append(connection)
        return connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing.  Takes the write lock at once, so that no reader turns writer and fails."""
        connection = self.get()
        if connection.in_transaction:
            yield connection
            return
        connection.execute("begin immediate")
        try:
            yield connection
        except BaseException:
            connection.execute("rollback")
            raise
        connection.execute("commit")

    def backup(self, reason: str) -> Path:
        """A dated copy by SQLite's backup interface; the oldest beyond seven go."""
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        target = self._backups / f"estimator-{stamp}-{reason}.db"
        with sqlite3.connect(target) as copy:
            self.get().backup(copy)
        copy.close()
        for old in sorted(self._backups.glob("estimator-*.db"))[:-_KEPT_BACKUPS]:
            old.unlink()
        return target

    def data_version(self) -> int:
        """A number that changes when another connection has written (SQLite's `data_version`)."""
        return int(self.get().execute("pragma data_version").fetchone()[0])

    def close(self) -> None:
        """Close every thread's connection."""
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()
        self._local = threading.local()


def now() -> str:
    """The time as stored: UTC, ISO 8601 with microseconds."""
    return datetime.now(UTC).isoformat()
