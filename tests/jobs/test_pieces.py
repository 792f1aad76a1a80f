"""Small pieces: Windows' job object by a stand-in, Huey's file damaged, a worker that hangs or cannot start."""

from __future__ import annotations

import ctypes
import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from huey.exceptions import CancelExecution

from estimator_desktop.config import Limits, Paths
from estimator_desktop.domain.job import JobKind
from estimator_desktop.jobs import supervisor as supervising
from estimator_desktop.jobs.life import last_sign
from estimator_desktop.jobs.limits import limits_of
from estimator_desktop.jobs.queue import Queue
from estimator_desktop.jobs.supervisor import Supervisor
from estimator_desktop.jobs.windows_job import ExtendedLimits, WindowsJob
from estimator_desktop.jobs.wire import open_wire
from estimator_desktop.storage.jobs import NewJob
from estimator_desktop.storage.store import Store

if TYPE_CHECKING:
    from .conftest import House


class Kernel:
    """What Windows would answer, and what it was asked."""

    def __init__(self, *, handle: int = 7, assigns: bool = True) -> None:
        self.handle = handle
        self.assigns = assigns
        self.closed: list[int] = []
        self.flags = 0

    def CreateJobObjectW(self, _security: object, _name: object) -> int:  # noqa: N802 - Windows' names
        return self.handle

    def SetInformationJobObject(self, _job: int, kind: int, limits: Any, size: int) -> int:  # noqa: N802
        assert (kind, size) == (9, ctypes.sizeof(ExtendedLimits))
        self.flags = limits._obj.BasicLimitInformation.LimitFlags
        return 1

    def AssignProcessToJobObject(self, _job: int, process: int) -> int:  # noqa: N802
        assert process == 42
        return int(self.assigns)

    def CloseHandle(self, handle: int) -> int:  # noqa: N802
        self.closed.append(handle)
        return 1


CHILD: Any = SimpleNamespace(_handle=42)


def test_closing_the_job_ends_all_in_it_once() -> None:
    kernel = Kernel()
    job = WindowsJob(CHILD, kernel)
    assert kernel.flags == 0x2000, "kill on close"
    job.close()
    job.close()
    assert kernel.closed == [7]


def test_a_system_that_refuses_jobs_is_borne() -> None:
    WindowsJob(CHILD, Kernel(handle=0)).close()
    refusing = Kernel(assigns=False)
    WindowsJob(CHILD, refusing).close()
    assert refusing.closed == [7]


def test_a_damaged_queue_file_is_made_anew(paths: Paths) -> None:
    paths.create()
    paths.queue.write_bytes(b"no database" * 500)
    wire = open_wire(paths, lambda _identity: None)
    wire.send(JobKind.AUDIT, "x")
    assert wire.waiting() == 1


def test_a_message_that_cannot_be_sent_is_no_matter(store: Store) -> None:
    store.paths.queue.mkdir()
    woken: list[int] = []
    queue = Queue(store, lambda: woken.append(1))
    queue.send([store.jobs.add(NewJob(JobKind.AUDIT, "a")), "unknown"])
    assert woken == [1]


def test_what_waits_for_a_person_goes_first(paths: Paths) -> None:
    paths.create()
    ran: list[str] = []
    wire = open_wire(paths, ran.append)
    for kind in (JobKind.HEALTH, JobKind.PARSE, JobKind.AUDIT, JobKind.EXPORT):
        wire.send(kind, kind.value)
    while (task := wire.huey.dequeue()) is not None:
        wire.huey.execute(task)
    assert ran == ["export_project", "audit_project", "parse_pdf", "health_check"]


def test_hueys_signals_are_told(paths: Paths) -> None:
    paths.create()

    def run(_identity: str) -> None:
        raise CancelExecution

    wire = open_wire(paths, run)
    told: list[tuple[str, str, str]] = []
    wire.tell(lambda *words: told.append(words))
    wire.send(JobKind.AUDIT, "x")
    wire.huey.execute(wire.huey.dequeue())
    assert told == [("x", "signal", "huey: canceled")]


@pytest.mark.skipif(os.name != "posix", reason="stops a process")
def test_a_worker_that_hangs_is_ended_and_another_one_works(
    make_house: Callable[[str], House], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervising, "_LISTEN_EVERY", 0.2)
    house = make_house("")
    house.supervisor.start()
    house.until(lambda: last_sign(house.store.paths) is not None)
    monkeypatch.setattr(supervising, "_SILENT", 8.0)
    pid = house.supervisor.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    house.until(lambda: house.supervisor.pid not in {None, pid}, 90)
    job = house.store.jobs.add(NewJob(JobKind.CLEANUP_PROJECTS, ""))
    house.queue.send([job])
    house.until(lambda: bool((found := house.store.jobs.get(job)) and found.settled))


def test_a_worker_that_cannot_start_is_tried_with_growing_pauses(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "_FIRST_PAUSE", 0.05)
    made = Supervisor(paths, [sys.executable, "-c", "import sys; sys.exit(5)"])
    made._pause = 0.05
    made.start()
    deadline = time.monotonic() + 60
    while made.restarts < 3:
        made.tick()
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert made._pause >= 0.4
    made.stop()
    made.wake()


def test_a_worker_says_why_it_cannot_work(paths: Paths) -> None:
    paths.create()
    paths.database.write_bytes(b"no database" * 1000)
    made = Supervisor(paths)
    made.start()
    deadline = time.monotonic() + 60
    while made.alive:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    made.stop()
    assert b"database_corrupt" in (paths.logs / "worker-output.log").read_bytes()


def test_the_output_of_workers_does_not_grow_for_ever(paths: Paths) -> None:
    paths.create()
    log = paths.logs / "worker-output.log"
    log.write_bytes(b"x" * 1_000_001)
    made = Supervisor(paths, [sys.executable, "-c", "print('hello')"])
    made.start()
    while made.alive:
        time.sleep(0.02)
    made.stop()
    assert log.read_bytes() == b"hello\n"


def test_limits_as_set(store: Store) -> None:
    assert limits_of(store) == Limits()
    store.set_setting("limit_soft_seconds", "10")
    store.set_setting("limit_hard_seconds", "nonsense")
    assert limits_of(store) == Limits(soft_seconds=10.0)


def test_helpers_queue_what_they_say(store: Store) -> None:
    queue = Queue(store, lambda: None)
    project = store.add_project("Stavba")
    document = store.add_document(project, "a.pdf", "0" * 64, 1)
    jobs = [queue.enrich(document), queue.enrich(document, [3]), queue.enrich(document, [3, 4]), queue.audit(document)]
    jobs += [queue.audit_position(document, 3), queue.audit(document), queue.run_now(JobKind.HEALTH)]
    kinds = [found.kind for job in jobs if (found := store.jobs.get(job))]
    assert kinds == [
        JobKind.ENRICH, JobKind.ENRICH_POSITION, JobKind.ENRICH, JobKind.AUDIT,
        JobKind.AUDIT_POSITION, JobKind.AUDIT, JobKind.HEALTH,
    ]  # fmt: skip
    assert store.jobs.payload(jobs[2]) == {"positions": "3,4"}


def test_a_document_whose_read_content_is_gone_is_read_again(store: Store) -> None:
    queue = Queue(store, lambda: None)
    job = store.jobs.add(NewJob(JobKind.EXTRACT, "a.pdf", document="d", payload={"sha256": "0" * 64}))
    store.jobs.claim(job, "w")
    store.jobs.fail(job, "w", "disk_full", {}, "")
    assert queue.retry(job)
    found = store.jobs.get(job)
    assert found is not None
    assert found.kind is JobKind.PARSE
    assert not queue.retry("unknown")


def test_queue_db_holds_ids_only(store: Store) -> None:
    Queue(store, lambda: None).send([store.jobs.add(NewJob(JobKind.PARSE, "tajné jméno.pdf"))])
    with sqlite3.connect(store.paths.queue) as connection:
        (data,) = connection.execute("select data from task").fetchone()
    connection.close()
    assert "tajn" not in bytes(data).decode("utf-8", "replace")
