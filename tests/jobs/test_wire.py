"""What travels through Huey's own database: ids only, as JSON."""

from __future__ import annotations

import json
import pickle
import sqlite3

import pytest

from estimator_desktop.config import Paths
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


def test_a_pickle_is_never_opened() -> None:
    with pytest.raises(ValueError, match="codec can't decode"):
        JsonSerializer().deserialize(pickle.dumps(print))
