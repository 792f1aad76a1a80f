"""Looking whether a database is whole while others close it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from estimator_desktop.errors import UserError
from estimator_desktop.storage import rescue


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma journal_mode = wal")
        connection.execute("create table t (a)")
        connection.commit()
    return path


def failing(monkeypatch: pytest.MonkeyPatch, code: int, times: int) -> list[int]:
    """The first looks fail as SQLite fails; how often it was looked is counted."""
    look, asked = rescue._answer, list[int]()

    def answer(database: Path, pragma: str) -> list[tuple[str]]:
        asked.append(code)
        if len(asked) <= times:
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = code
            raise error
        return look(database, pragma)

    monkeypatch.setattr(rescue, "_answer", answer)
    return asked


def test_a_log_that_is_taken_away_meanwhile_is_no_trouble(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = failing(monkeypatch, sqlite3.SQLITE_IOERR_SHORT_READ, 2)
    assert rescue.problems(database) == ()
    assert len(asked) == 3


def test_a_disk_that_cannot_be_read_is_said(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = failing(monkeypatch, sqlite3.SQLITE_IOERR_READ, 9)
    with pytest.raises(UserError) as caught:
        rescue.problems(database)
    assert caught.value.code == "database_unwritable"
    assert len(asked) == 3


def test_other_errors_are_said_at_once(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = failing(monkeypatch, sqlite3.SQLITE_CANTOPEN, 9)
    with pytest.raises(UserError):
        rescue.problems(database)
    assert len(asked) == 1
