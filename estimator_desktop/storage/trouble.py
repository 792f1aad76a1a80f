"""What SQLite complains of, as errors that a user can act on."""

from __future__ import annotations

import errno
import sqlite3

from estimator_desktop.errors import UserError

_CODES = {
    sqlite3.SQLITE_BUSY: "database_busy",
    sqlite3.SQLITE_LOCKED: "database_busy",
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_READONLY: "database_unwritable",
    sqlite3.SQLITE_CANTOPEN: "database_unwritable",
    sqlite3.SQLITE_PERM: "database_unwritable",
    sqlite3.SQLITE_IOERR: "database_unwritable",
    sqlite3.SQLITE_CORRUPT: "database_corrupt",
    sqlite3.SQLITE_NOTADB: "database_corrupt",
}
_TRANSIENT = frozenset({"database_busy"})


def as_user_error(error: BaseException, file: str = "") -> UserError | None:
    """The user's error behind an exception: its own, SQLite's or the system's; None where it is a bug."""
    if isinstance(error, UserError):
        return error
    if isinstance(error, sqlite3.Error):
        number = getattr(error, "sqlite_errorcode", None)
        code = _CODES.get(number & 0xFF) if isinstance(number, int) else _by_words(str(error))
        if code is None:
            return None
        return UserError(code, file=file, detail=f"{type(error).__name__}: {error}", transient=code in _TRANSIENT)
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return UserError("disk_full", file=file, detail=str(error))
    return None


def _by_words(words: str) -> str | None:
    """Errors that SQLite's wrapper raises without a number."""
    if "malformed" in words or "not a database" in words:
        return "database_corrupt"
    return "database_busy" if "locked" in words else None
