"""The names of the migration steps, in order, without the library that runs them.

Every process opens the database, and nearly always it has this program's shape already: comparing names takes
microseconds, importing the library a tenth of a second of the first window.  A test keeps the list equal to
`migrations.MIGRATIONS`.
"""

from __future__ import annotations

import sqlite3

STEPS = (
    "m001_first",
    "m002_rows",
    "m003_queue",
    "m010_catalogues",
    "m020_layouts",
    "m021_revisions",
    "m025_decisions",
    "m030_unlocked",
    "m031_search",
    "m040_claude",
    "m050_batches",
    "m051_marks",
    "m052_findings",
    "m053_deeds",
)


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether exactly these steps have been applied.  A new, empty database is not current."""
    known = connection.execute("select 1 from sqlite_master where name = '_sqlite_migrations'").fetchone()
    if known is None:
        return False
    applied = connection.execute("select name from _sqlite_migrations where migration_set = 'estimator_desktop'")
    return {name for (name,) in applied} == set(STEPS)
