"""A look at one stored setting by whoever has no business with the database: nothing is made, moved or repaired."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from estimator_desktop.config import Paths

_PATIENCE = 1.0


def stored_setting(paths: Paths, key: str) -> str | None:
    """A setting as the database has it, or, where that cannot be read, the newest copy of it that can.

    None where it was never set.  What is wrong with a database is said by what works with it.
    """
    if not paths.database.is_file():
        return None
    try:
        return _looked_up(paths.database, key)
    except sqlite3.Error:
        from estimator_desktop.storage.rescue import backups  # noqa: PLC0415 - hardly ever needed

        for copy in backups(paths):
            try:
                return _looked_up(copy.path, key)
            except sqlite3.Error:
                continue
        return None


def _looked_up(database: Path, key: str) -> str | None:
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE)) as look:
        row = look.execute("select value from settings where key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])
