"""Opening the database for the first time in a process: is it sound, has it this program's shape; and copies of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from estimator_desktop.config import make_private
from estimator_desktop.errors import UserError
from estimator_desktop.storage.connection import Connections, suspicion
from estimator_desktop.storage.shape import is_current
from estimator_desktop.storage.trouble import as_user_error

_PATIENCE = 120.0
"""Seconds to wait for another process that brings the database up."""


def bring_up(connections: Connections, backups: Path) -> None:
    """Bring the database to this program's shape, with a dated copy in `backups` first.

    Raises UserError: `database_corrupt`, `database_newer`, `database_unwritable`, `database_busy`, `disk_full`.
    """
    path = connections.path
    existed = path.exists() and path.stat().st_size > 0
    if existed and _suspected(path):
        raise UserError("database_corrupt", file=str(path))
    try:
        if is_current(connections.get()):
            return
        with _alone(path):
            _migrate(connections, backups if existed else None)
    except sqlite3.Error as error:
        trouble = as_user_error(error, str(path))
        raise trouble or UserError("database_corrupt", file=str(path), detail=str(error)) from error


def _migrate(connections: Connections, backups: Path | None) -> None:
    """Apply what is missing; unless another process has just done it."""
    if is_current(connections.get()):
        return
    # Imported here: the library is large, and a database that is current does not need it.
    from sqlite_utils import Database  # noqa: PLC0415

    from estimator_desktop.storage.migrations import MIGRATIONS  # noqa: PLC0415

    db = Database(connections.get())
    known = {step.name for step in MIGRATIONS._migrations}  # noqa: SLF001 - the library has no other way
    applied = {step.name for step in MIGRATIONS.applied(db)}
    if applied - known:
        raise UserError("database_newer", file=str(connections.path))
    if MIGRATIONS.pending(db):
        if backups is not None:
            back_up(connections, backups, "before-migration")
        MIGRATIONS.apply(db)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Processes that find the database without its shape bring it up one after the other.

    An empty database beside it is only there to be locked; SQLite's own lock works on every system and ends with its
    process.  The database itself cannot be: each step of a migration is a transaction.
    """
    guard = path.with_name(f"{path.name}-opening")
    make_private(guard)
    with closing(sqlite3.connect(guard, timeout=_PATIENCE, isolation_level=None)) as lock:
        lock.execute("begin exclusive")
        yield


def _suspected(path: Path) -> bool:
    if not suspicion(path).exists():
        return False
    from estimator_desktop.storage.rescue import suspected  # noqa: PLC0415 - a sound database does without

    return suspected(path)


def back_up(connections: Connections, backups: Path, reason: str) -> Path:
    """A dated copy that was checked; seven of a reason are kept.

    Raises UserError `database_corrupt` (no copy is dropped then), `disk_full`.
    """
    from estimator_desktop.storage.rescue import copy_of, rotate  # noqa: PLC0415 - see above

    path = connections.path
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    target = backups / f"{path.stem}-{stamp}-{reason}.db"
    copy_of(connections.get(), target)
    rotate(backups, path.stem, reason)
    return target
