"""Huey with our settings: its own database file, JSON instead of pickle, no results; messages carry a job's id."""

from __future__ import annotations

import json
from collections.abc import Callable

from huey import SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer

from estimator_desktop.config import Paths
from estimator_desktop.domain.job import JobKind

Run = Callable[[str], None]


class JsonSerializer(Serializer):
    """Messages as JSON: a file that somebody else wrote can name a task and an id, but never run code of its own."""

    def _serialize(self, data: object) -> bytes:
        return json.dumps(data, default=str).encode()

    def _deserialize(self, data: bytes) -> object:
        fields = json.loads(data)
        return Message(*fields) if isinstance(fields, list) and len(fields) == len(Message._fields) else fields


class Wire:
    """Huey on `queue.db` with the named tasks, each a thin call of `run(job id)`."""

    def __init__(self, paths: Paths, run: Run) -> None:
        self.huey = SqliteHuey(
            "estimator", filename=str(paths.queue), results=False, serializer=JsonSerializer(), strict_fifo=True
        )
        self._tasks = {kind: self.huey.task(name=kind.value)(_named(run)) for kind in JobKind}

    def send(self, kind: JobKind, identity: str) -> None:
        """Put one message in the queue."""
        self._tasks[kind](identity)


def _named(run: Run) -> Run:
    def task(identity: str) -> None:
        run(identity)

    return task
