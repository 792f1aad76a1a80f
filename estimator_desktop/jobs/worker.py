"""The worker: a process of its own with Huey's thread consumer; the jobs table says what is to be done.

A byte on standard input wakes it at once; when standard input closes, it hands its jobs back and goes home.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import uuid
from collections.abc import Callable, Sequence

from huey.consumer import Consumer, Worker

from estimator_desktop.config import Limits, Paths, default_paths
from estimator_desktop.domain.job import JobKind
from estimator_desktop.jobs.lock import ALREADY_RUNNING, FolderLock, FolderTaken
from estimator_desktop.jobs.reader_process import ReaderProcess
from estimator_desktop.jobs.runner import LEASE, Runner
from estimator_desktop.jobs.wire import Wire
from estimator_desktop.logs import set_up_logging
from estimator_desktop.storage.store import Store

_THREADS = 2
_IDLE_LOOK = 1.0
"""Seconds an idle thread sleeps when nobody wakes it."""
_RECONCILE_EVERY = 3.0
_log = logging.getLogger(__name__)
Send = Callable[[JobKind, str], None]


class _Bell:
    """Wakes sleeping threads."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._rings = 0

    def ring(self) -> None:
        with self._condition:
            self._rings += 1
            self._condition.notify_all()

    @property
    def rings(self) -> int:
        return self._rings

    def wait(self, heard: int, seconds: float) -> None:
        """Sleep until a ring after the `heard`-th, or for so many seconds."""
        with self._condition:
            if self._rings == heard:
                self._condition.wait(seconds)


def _consumer_class(bell: _Bell) -> type[Consumer]:
    class WakingWorker(Worker):
        """Huey's worker, sleeping on the bell instead of a growing pause."""

        def loop(self, now: object = None) -> None:
            self._heard = bell.rings
            super().loop(now)

        def sleep(self) -> None:
            if not self.stop_flag.is_set():
                bell.wait(self._heard, _IDLE_LOOK)

    class WakingConsumer(Consumer):
        worker_class = WakingWorker

    return WakingConsumer


def run_worker(paths: Paths, reader: ReaderProcess) -> int:
    """Work until standard input closes or a signal comes.  Must run on the process's main thread."""
    paths.create()
    try:
        lock = FolderLock(paths.home / "worker.lock")
    except FolderTaken:
        return ALREADY_RUNNING
    with lock:
        set_up_logging(paths.logs, "worker")
        store = Store(paths)
        owner = uuid.uuid4().hex
        bell = _Bell()
        wires: list[Wire] = []

        def send(kind: JobKind, identity: str) -> None:
            wires[0].send(kind, identity)
            bell.ring()

        runner = Runner(store, owner, reader, send)
        wire = Wire(paths, runner.run)
        wires.append(wire)
        wire.huey.flush()  # old messages: the jobs table says what is to be done
        consumer = _consumer_class(bell)(
            wire.huey, workers=_THREADS, periodic=False, check_worker_health=True, scheduler_interval=60
        )
        stopped = threading.Event()

        def go_home() -> None:
            runner.stopping.set()
            stopped.set()
            consumer.stop_flag.set()
            bell.ring()

        _send_ready(store, owner, send, starting=True)
        threading.Thread(target=_listen, args=(bell, go_home), daemon=True).start()
        threading.Thread(target=_reconcile, args=(store, owner, send, stopped), daemon=True).start()
        _log.info("worker %s ready, pid %d", owner[:8], os.getpid())
        consumer.run()
        go_home()
        for _worker, thread in consumer.worker_threads:
            thread.join(timeout=LEASE)
        store.close()
        _log.info("worker %s gone home", owner[:8])
    return 0


def _send_ready(store: Store, owner: str, send: Send, *, starting: bool) -> None:
    for identity in store.jobs.reconcile(owner, starting=starting):
        job = store.jobs.get(identity)
        if job is not None:
            send(job.kind, identity)


def _reconcile(store: Store, owner: str, send: Send, stopped: threading.Event) -> None:
    """Every few seconds: jobs whose worker is gone, whose message was lost, or whose pause is over.

    A message too many is harmless: a job is claimed once.
    """
    while not stopped.wait(_RECONCILE_EVERY):
        _send_ready(store, owner, send, starting=False)


def _listen(bell: _Bell, go_home: Callable[[], None]) -> None:
    while os.read(sys.stdin.fileno(), 64):
        bell.ring()
    go_home()


def main(arguments: Sequence[str]) -> int:
    """The command `worker`; further arguments replace the reader's command (tests)."""
    return run_worker(default_paths(), ReaderProcess(Limits(), tuple(arguments)))
