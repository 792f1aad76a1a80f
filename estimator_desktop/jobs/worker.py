"""The worker: a process of its own with Huey's thread consumer; the jobs table says what is to be done.

A byte on standard input wakes it at once.  When standard input closes, it hands its jobs back and goes home; after the
byte `FINISH` it first does everything that is queued.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import uuid
from collections.abc import Callable, Sequence

from estimator_desktop import __version__
from estimator_desktop.config import Paths, default_paths
from estimator_desktop.domain.job import JobKind
from estimator_desktop.domain.preferences import WORKERS
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.bell import Bell, consumer_class
from estimator_desktop.jobs.caretaker import Caretaker
from estimator_desktop.jobs.life import worker_lock
from estimator_desktop.jobs.limits import limits_of
from estimator_desktop.jobs.lock import ALREADY_RUNNING, UNUSABLE, FolderLock, FolderTaken
from estimator_desktop.jobs.maintenance import periods_from
from estimator_desktop.jobs.reader_process import ReaderProcess
from estimator_desktop.jobs.runner import Runner
from estimator_desktop.jobs.stages import Stages
from estimator_desktop.jobs.supervisor import FINISH
from estimator_desktop.jobs.wire import Wire, open_wire
from estimator_desktop.logs import set_up_logging
from estimator_desktop.storage.store import Store

PERIODS_VARIABLE = "ESTIMATOR_PERIODS"
"""Replaces periods of periodic tasks: a JSON object of names and seconds (tests)."""
_FAREWELL = 30.0
_log = logging.getLogger(__name__)


def run_worker(paths: Paths, reader: Callable[[Store], ReaderProcess]) -> int:
    """Work until standard input closes or a signal comes; the exit code.  Must run on the process's main thread."""
    try:
        paths.create()
        lock = FolderLock(worker_lock(paths))
    except FolderTaken:
        return ALREADY_RUNNING
    except OSError as error:
        return _unusable(str(error))
    with lock:
        try:
            set_up_logging(paths.logs, "worker")
            store = Store(paths)
        except (UserError, OSError) as error:
            return _unusable(f"{error}: {getattr(error, 'detail', '')}")
        try:
            _work(store, lambda: reader(store))
        finally:
            store.close()
    return 0


def _unusable(why: str) -> int:
    sys.stderr.write(f"the worker cannot use this data folder: {why}\n")
    return UNUSABLE


def _work(store: Store, reader: Callable[[], ReaderProcess]) -> None:
    owner = uuid.uuid4().hex
    bell = Bell()
    stopped = threading.Event()
    wires: list[Wire] = []
    threads = int(WORKERS.value(store.setting(WORKERS.key)))

    def send(kind: JobKind, identity: str) -> None:
        wires[0].send(kind, identity)
        bell.ring()

    runner = Runner(store, owner, Stages(store, reader), send)

    def go_home() -> None:
        runner.stopping.set()
        stopped.set()
        consumer.stop_flag.set()
        bell.ring(threads)

    wires.append(open_wire(store.paths, runner.run))
    wire = wires[0]
    wire.tell(store.jobs.note)
    consumer = consumer_class(bell, go_home)(
        wire.huey, workers=threads, periodic=False, check_worker_health=True, scheduler_interval=60
    )
    store.jobs.recover(owner)
    store.upkeep.sweep_taken_over()
    periods = periods_from(os.environ.get(PERIODS_VARIABLE, ""))
    caretaker = Caretaker(store, owner, runner, send, wire.waiting, go_home, periods)
    keeper = threading.Thread(target=caretaker.run, args=(stopped,), name="caretaker", daemon=True)
    keeper.start()
    threading.Thread(target=_listen, args=(bell, caretaker.finishing, go_home), daemon=True).start()
    _log.info("worker %s ready, version %s, pid %d", owner[:8], __version__, os.getpid())
    consumer.run()
    go_home()
    for thread in (*(thread for _worker, thread in consumer.worker_threads), keeper):
        thread.join(timeout=_FAREWELL)
    _log.info("worker %s gone home", owner[:8])


def _listen(bell: Bell, finishing: threading.Event, go_home: Callable[[], None]) -> None:
    finish = False
    source = sys.stdin.fileno() if sys.stdin is not None else 0
    while said := os.read(source, 64):
        finish = finish or FINISH in said
        bell.ring(len(said))
    if finish:
        finishing.set()
    else:
        go_home()


def main(arguments: Sequence[str]) -> int:
    """The command `worker`; further arguments replace the reader's command (tests)."""
    return run_worker(default_paths(), lambda store: ReaderProcess(limits_of(store), tuple(arguments)))
