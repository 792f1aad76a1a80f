"""A look at one stored setting by whoever has no business with the database: nothing is made, moved or repaired."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_PATIENCE = 1.0


def stored_setting(database: Path, key: str) -> str | None:
    """A setting as stored; None where it was never set, or the database is not there or cannot be read.

    What is wrong with a database is said by what works with it.
    """
    if not database.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE)) as look:
            row = look.execute("select value from settings where key = ?", (key,)).fetchone()
    except sqlite3.Error:
        return None
    return None if row is None else str(row[0])
