"""Huey with our settings: its own database file, JSON instead of pickle, no results; messages carry a job's id."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

from huey import Huey
from huey.registry import Message
from huey.serializer import Serializer
from huey.signals import SIGNAL_CANCELED, SIGNAL_ERROR, SIGNAL_EXPIRED, SIGNAL_INTERRUPTED, SIGNAL_REVOKED
from huey.storage import SqliteStorage

from estimator_desktop.config import Paths, make_private
from estimator_desktop.domain.job import JobKind

Run = Callable[[str], None]
Note = Callable[[str, str, str], None]
_log = logging.getLogger(__name__)
_TOLD = (SIGNAL_INTERRUPTED, SIGNAL_ERROR, SIGNAL_CANCELED, SIGNAL_REVOKED, SIGNAL_EXPIRED)
"""Huey's signals that say something our own transitions do not."""
PRIORITY = {
    JobKind.EXPORT: 3,
    JobKind.ENRICH_POSITION: 3,
    JobKind.AUDIT_POSITION: 3,
    JobKind.CLAUDE_CHECK: 3,
    JobKind.MINERU_CHECK: 3,
    JobKind.EXTRACT: 2,
    JobKind.ENRICH: 2,
    JobKind.AUDIT: 2,
    JobKind.CATALOGUE: 2,
    JobKind.PARSE: 1,
    JobKind.REREAD: 1,
    JobKind.SUGGEST: 1,
    JobKind.OPINIONS: 1,
}
"""What somebody waits for goes first, a document that was begun before the next, the program's own work last."""


class JsonSerializer(Serializer):
    """Messages as JSON: a file that somebody else wrote can name a task and an id, but never run code of its own."""

    def _serialize(self, data: object) -> bytes:
        return json.dumps(data, default=str).encode()

    def _deserialize(self, data: bytes) -> object:
        fields = json.loads(data)
        return Message(*fields) if isinstance(fields, list) and len(fields) == len(Message._fields) else fields


class _Storage(SqliteStorage):
    """Huey's own file without waiting for the disk on every message: losing one is harmless, `jobs` is the truth."""

    def _create_connection(self) -> Any:  # noqa: ANN401 - SQLite is storage's alone
        connection = super()._create_connection()
        connection.execute("pragma synchronous = normal")
        return connection


class Wire:
    """Huey on `queue.db` with the named tasks, each a thin call of `run(job id)`."""

    def __init__(self, paths: Paths, run: Run) -> None:
        make_private(paths.queue)
        self.huey = Huey(
            "estimator",
            results=False,
            serializer=JsonSerializer(),
            storage_class=_Storage,
            filename=str(paths.queue),
            strict_fifo=True,
            cache_mb=1,
        )
        self._tasks = {
            kind: self.huey.task(name=kind.value, priority=PRIORITY.get(kind, 0))(_named(run)) for kind in JobKind
        }

    def send(self, kind: JobKind, identity: str) -> None:
        """Put one message in the queue.  Losing it is harmless, so trouble is only logged."""
        try:
            self._tasks[kind](identity)
        except Exception:  # noqa: BLE001 - whatever is wrong with Huey's file, the worker finds the job by its row
            _log.warning("no message for job %s", identity, exc_info=True)

    def waiting(self) -> int:
        """How many messages wait."""
        return int(self.huey.pending_count())

    def tell(self, note: Note) -> None:
        """Pass Huey's signals on as (job id, event, detail).  They inform; they decide nothing."""

        def heard(signal: str, task: Any, *details: object) -> None:  # noqa: ANN401 - huey has no types
            if task.args:
                words = ": ".join(["huey", signal, *(repr(detail) for detail in details)])
                note(str(task.args[0]), "interrupted" if signal == SIGNAL_INTERRUPTED else "signal", words)

        self.huey.signal(*_TOLD)(heard)


def open_wire(paths: Paths, run: Run) -> Wire:
    """Huey ready for the worker: emptied, since the jobs table says what is to be done.

    A damaged `queue.db` is thrown away; it holds nothing that is not known elsewhere.
    """
    try:
        wire = Wire(paths, run)
        wire.huey.flush()
    except Exception:  # noqa: BLE001 - SQLite's errors are storage's; any of them means a file we can do without
        _log.warning("queue.db cannot be used; a new one is made", exc_info=True)
        for ending in ("", "-wal", "-shm"):
            paths.queue.with_name(paths.queue.name + ending).unlink(missing_ok=True)
        wire = Wire(paths, run)
    return wire


def _named(run: Run) -> Run:
    def task(identity: str) -> None:
        run(identity)

    return task
