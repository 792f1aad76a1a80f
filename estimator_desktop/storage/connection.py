"""Connections to the one database: a connection a thread, short transactions that write at once or not at all."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from estimator_desktop.config import make_private
from estimator_desktop.errors import BugError, UserError
from estimator_desktop.storage.trouble import as_user_error

_BUSY_SECONDS = 10.0
_PAUSE = 0.02
_KIND = 0xFF
"""The part of SQLite's error codes that names the kind."""


def _keep_log(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log; while another process does it, SQLite does not wait by itself."""
    patience = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _KIND != sqlite3.SQLITE_BUSY or time.monotonic() > patience:
                raise
            time.sleep(_PAUSE)
        else:
            return


class Connections:
    """Opens the database and hands every thread its own connection."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

    @property
    def path(self) -> Path:
        """Where the database lies."""
        return self._path

    def get(self) -> sqlite3.Connection:
        """This thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            if not self._path.exists():
                self._make()
            connection = sqlite3.connect(
                self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            with self._lock:
                self._all.append(connection)
            connection.execute("pragma foreign_keys = on")
            _keep_log(connection)
            connection.execute("pragma synchronous = normal")
            self._local.connection = connection
        return connection

    def _make(self) -> None:
        try:
            make_private(self._path)
        except OSError as error:
            raise UserError("database_unwritable", file=str(self._path), detail=str(error)) from error

    def set_patience(self, seconds: float) -> None:
        """How long this thread's connection waits for a busy database before it fails with `database_busy`."""
        self.get().execute(f"pragma busy_timeout = {round(seconds * 1000)}")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing.  Takes the write lock at once, so that no reader turns writer and fails.

        Raises UserError for what SQLite complains of: `disk_full`, `database_busy` (transient), `database_unwritable`,
        `database_corrupt`.
        """
        connection = self.get()
        if getattr(self._local, "reading", False):
            raise BugError("a transaction inside a snapshot: what it writes would be dropped")
        if connection.in_transaction:
            yield connection
            return
        try:
            connection.execute("begin immediate")
            try:
                yield connection
                connection.execute("commit")
            except BaseException:
                if self._open(connection):  # SQLite itself rolls back when the disk is full
                    connection.execute("rollback")
                raise
        except sqlite3.Error as error:
            trouble = as_user_error(error, str(self._path))
            if trouble is None:
                raise
            raise trouble from error

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Queries that all see the same state, whatever others write between them.  For reading only."""
        connection = self.get()
        if connection.in_transaction:
            yield connection
            return
        connection.execute("begin")
        self._local.reading = True
        try:
            yield connection
        finally:
            self._local.reading = False
            connection.execute("rollback")  # nothing was written

    @staticmethod
    def _open(connection: sqlite3.Connection) -> bool:
        return connection.in_transaction

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


def suspicion(database: Path) -> Path:
    """The mark that a database was suspected of damage: it is looked at closely before anything else."""
    return database.with_name(database.name + ".suspect")


def now() -> str:
    """The time as stored."""
    return stored(datetime.now(UTC))


def stored(moment: datetime) -> str:
    """A moment as stored: UTC, ISO 8601 with microseconds, so that texts sort as moments do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
