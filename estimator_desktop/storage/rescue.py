"""Is the database whole, copies of it, and what to do when it is not.  Nothing here opens it for writing.

A damaged database is never deleted: it is set aside under a name that says so, and a copy takes its place.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from estimator_desktop.config import Paths
from estimator_desktop.errors import UserError
from estimator_desktop.storage.connection import suspicion
from estimator_desktop.storage.trouble import as_user_error

_KEPT = 7
_BESIDE = ("", "-wal", "-shm")
_SHOWN = 5
_PAUSES = (0.05, 0.2)
_PRIMARY = 0xFF
"""The part of SQLite's error codes that names the kind."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the database."""

    path: Path
    made: datetime
    reason: str
    size: int


def suspect(database: Path) -> None:
    """Note that the database answered as a damaged one does: the next start looks closely before it goes on."""
    suspicion(database).touch()


def suspected(database: Path) -> bool:
    """Whether a suspicion was noted and a close look confirms it; an unfounded one is forgotten."""
    mark = suspicion(database)
    if not mark.exists():
        return False
    if problems(database):
        return True
    mark.unlink(missing_ok=True)
    return False


def problems(database: Path, *, quick: bool = False) -> tuple[str, ...]:
    """What SQLite finds wrong with a database (at most five lines); empty: it is whole, or there is none.

    Whoever closes the database at this moment takes its log away: that is no trouble, and it is asked again.
    Raises UserError `database_unwritable`, and what `as_user_error` knows.
    """
    if not database.exists() or database.stat().st_size == 0:
        return ()
    pragma = f"pragma {'quick_check' if quick else 'integrity_check'}({_SHOWN})"
    try:
        for pause in _PAUSES:
            try:
                rows = _answer(database, pragma)
                break
            except sqlite3.OperationalError as error:
                if not _is_failed_read(error):
                    raise
                time.sleep(pause)
        else:
            rows = _answer(database, pragma)
    except sqlite3.OperationalError as error:
        trouble = as_user_error(error, str(database))
        raise trouble or UserError("database_unwritable", file=str(database), detail=str(error)) from error
    except sqlite3.DatabaseError as error:
        return (str(error),)
    return tuple(str(row[0]) for row in rows if row[0] != "ok")


def _is_failed_read(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & _PRIMARY == sqlite3.SQLITE_IOERR


def _answer(database: Path, pragma: str) -> list[tuple[str]]:
    with closing(_read_only(database)) as connection:
        return connection.execute(pragma).fetchall()


def _read_only(database: Path) -> sqlite3.Connection:
    """Open for reading; where the folder is read-only too, as it lies there."""
    address = f"file:{quote(str(database.absolute()))}"
    connection = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=10)
    try:
        connection.execute("select count(*) from sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if _is_failed_read(error):
            raise
        connection = sqlite3.connect(f"{address}?immutable=1", uri=True)
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def copy_of(connection: sqlite3.Connection, target: Path) -> None:
    """Copy a live database by SQLite's backup interface and check the copy; it appears whole or not at all.

    Raises UserError: `database_corrupt`, `disk_full`, `database_busy`.
    """
    part = target.with_suffix(".part")
    try:
        with closing(sqlite3.connect(part)) as copy:
            connection.backup(copy)
            copy.execute("pragma journal_mode = delete")
        found = problems(part, quick=True)
        if found:
            raise UserError("database_corrupt", file=str(target), detail="\n".join(found))
        part.replace(target)
    except (sqlite3.Error, OSError) as error:
        trouble = as_user_error(error, str(target))
        if trouble is None:
            raise
        raise trouble from error
    finally:
        part.unlink(missing_ok=True)


def rotate(folder: Path, stem: str, reason: str) -> None:
    """Keep the newest seven copies of a reason."""
    for old in sorted(folder.glob(f"{stem}-*-{reason}.db"))[:-_KEPT]:
        old.unlink(missing_ok=True)


def backups(paths: Paths) -> tuple[Backup, ...]:
    """The copies there are, newest first; by name and size only, `newest_sound` looks into them."""
    found = []
    for path in paths.backups.glob("estimator-*.db"):
        stamp, _, reason = path.stem.removeprefix("estimator-").partition("-")
        try:
            made = datetime.strptime(stamp, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        except ValueError:
            continue
        found.append(Backup(path, made, reason, path.stat().st_size))
    return tuple(sorted(found, key=lambda backup: (backup.made, backup.path.name), reverse=True))


def newest_sound(paths: Paths) -> Backup | None:
    """The newest copy that is whole; None where there is none."""
    return next((backup for backup in backups(paths) if backup.size and not problems(backup.path)), None)


def set_aside(paths: Paths) -> Path | None:
    """Rename the database and what belongs to it; where it lies now.  None where there is none."""
    database = paths.database
    if not database.exists():
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    aside = database.with_name(f"{database.stem}-damaged-{stamp}.db")
    for ending in _BESIDE:
        part = database.with_name(database.name + ending)
        if part.exists():
            part.replace(aside.with_name(aside.name + ending))
    suspicion(database).unlink(missing_ok=True)
    return aside


def restore(paths: Paths, backup: Backup | None) -> Path | None:
    """Set the database aside and put a copy in its place (None: begin with an empty one); where the old one lies.

    Nobody may have the database open.  The copy itself stays among the copies.
    """
    database = paths.database
    part = database.with_suffix(".part")
    if backup is not None:
        with closing(_read_only(backup.path)) as source:
            copy_of(source, part.with_suffix(".copy"))
        part.with_suffix(".copy").replace(part)
    aside = set_aside(paths)
    if backup is not None:
        part.replace(database)
    return aside
