"""Personal rules in the database: one for each text and unit."""

from __future__ import annotations

import sqlite3

from estimator_desktop.domain.match import PersonalRule
from estimator_desktop.storage.connection import now


def put_rule(connection: sqlite3.Connection, rule: PersonalRule) -> PersonalRule | None:
    """Keep a rule, in an open transaction; the one for the same text and unit whose place it takes."""
    before = connection.execute(
        "select text, unit, code, system, id from personal_rules where text = ? and unit = ?", (rule.text, rule.unit)
    ).fetchone()
    connection.execute(
        "insert or replace into personal_rules (text, unit, code, system, created) values (?, ?, ?, ?, ?)",
        (rule.text, rule.unit, rule.code, rule.system, now()),
    )
    return PersonalRule(*before) if before is not None else None


def drop_rule(connection: sqlite3.Connection, rule: PersonalRule) -> bool:
    """Forget just this rule, in an open transaction; whether it was there."""
    gone = connection.execute(
        "delete from personal_rules where text = ? and unit = ? and code = ? and system = ?",
        (rule.text, rule.unit, rule.code, rule.system),
    )
    return gone.rowcount > 0
