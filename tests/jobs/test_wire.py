"""What travels through Huey's own database: ids only, as JSON."""

from __future__ import annotations

import json
import pickle
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from estimator_desktop.config import Paths, make_private
from estimator_desktop.domain.job import JobKind
from estimator_desktop.jobs.wire import JsonSerializer, Wire


def test_messages_are_json_with_a_name_and_an_id(paths: Paths) -> None:
    paths.create()
    wire = Wire(paths, lambda _id: None)
    wire.send(JobKind.PARSE, "abc")
    with sqlite3.connect(paths.queue) as connection:
        (data,) = connection.execute("select data from task").fetchone()
    connection.close()
    assert json.loads(data)[1].endswith(".parse_pdf")
    assert json.loads(data)[6] == ["abc"]


def test_a_message_runs_the_named_task_with_its_id(paths: Paths) -> None:
    paths.create()
    ran: list[str] = []
    wire = Wire(paths, ran.append)
    wire.send(JobKind.AUDIT, "abc")
    task = wire.huey.dequeue()
    assert task is not None
    wire.huey.execute(task)
    assert ran == ["abc"]


ASKS = """
import sqlite3, sys
try:
    sqlite3.connect(sys.argv[1], timeout=0).execute("begin immediate")
except sqlite3.OperationalError as error:
    print(error)
"""


def test_making_a_file_that_is_there_leaves_the_locks_on_it_alone(tmp_path: Path) -> None:
    """Opening and closing it would take them away, and other processes would throw a live database's log away."""
    database = tmp_path / "queue.db"
    make_private(database)
    with closing(sqlite3.connect(database, isolation_level=None)) as held:
        held.execute("create table task (data)")
        held.execute("begin immediate")
        make_private(database)
        command = [sys.executable, "-c", ASKS, str(database)]
        asked = subprocess.run(command, capture_output=True, check=True, text=True)
    assert asked.stdout.strip() == "database is locked"


def test_a_pickle_is_never_opened() -> None:
    with pytest.raises(ValueError, match="codec can't decode"):
        JsonSerializer().deserialize(pickle.dumps(print))
