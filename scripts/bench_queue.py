"""How soon a job starts, and what an idle worker costs: ours, and beside it Huey as it comes, in one run.

A start is measured from the call that queues to the moment at which the job runs: ours by the time written in the
job's history, Huey's by the task itself.  Jobs come singly with pauses, so that the worker is idle each time.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import psutil
from benchtable import Figure, tell
from huey import SqliteHuey

from estimator_desktop.config import HOME_VARIABLE, Paths
from estimator_desktop.domain.job import JobKind, JobState
from estimator_desktop.jobs.life import last_sign
from estimator_desktop.jobs.queue import Queue
from estimator_desktop.jobs.supervisor import Supervisor
from estimator_desktop.storage.jobs import NewJob
from estimator_desktop.storage.store import Store

_PAUSE = 0.06
_WARM = 5
_HUEY = """
import sys, time
from huey import SqliteHuey
from huey.consumer import Consumer
huey = SqliteHuey("bench", filename=sys.argv[1], results=False)
@huey.task(name="noop")
def noop(sent, target):
    with open(target, "a") as file:
        file.write(f"{time.time() - sent}\\n")
Consumer(huey, workers=2).run()
"""


def main() -> int:
    """Measure and print; 1 where a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=200)
    parser.add_argument("--idle", type=float, default=30.0, help="seconds of idling that are measured")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-queue-") as folder:
        theirs = _huey(Path(folder) / "huey.db", Path(folder) / "times", options.jobs)
        ours, memory, core = _ours(Paths(Path(folder) / "home"), options.jobs, options.idle)
    print(f"{'start after queueing':32} {'p50':>8} {'p95':>8} {'max':>8}   ms, {options.jobs} jobs, worker idle")
    for name, values in (("Estimator Desktop", ours), ("Huey, SQLite, its defaults", theirs)):
        print(f"{name:32} {_at(values, 50):8.1f} {_at(values, 95):8.1f} {max(values) * 1000:8.1f}")
    print(f"idle worker before its first job  {memory / 1e6:.1f} MB resident, {core * 100:.2f} % of a core")
    kept = _at(ours, 95) <= 6 and memory <= 60e6 and core <= 0.003
    tell(
        Figure("start of a job, p95", f"{_at(ours, 95):.1f} ms", "<= 6 ms", _at(ours, 95) <= 6,
               f"Huey, its defaults: {_at(theirs, 95):.1f} ms, {_at(theirs, 95) / _at(ours, 95):.0f} x"),
        Figure("idle worker, memory", f"{memory / 1e6:.0f} MB", "<= 60 MB", memory <= 60e6),
        Figure("idle worker, share of a core", f"{core:.2%}", "<= 0.3 %", core <= 0.003),
    )  # fmt: skip
    print("kept: p95 <= 6 ms, <= 60 MB, <= 0.3 %" if kept else "NOT KEPT: p95 <= 6 ms, <= 60 MB, <= 0.3 %")
    return 0 if kept else 1


def _at(values: Sequence[float], percent: int) -> float:
    """A percentile in milliseconds."""
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)] * 1000


def _huey(database: Path, times: Path, count: int) -> list[float]:
    """Huey's consumer with its defaults in a process of its own."""
    times.touch()
    consumer = subprocess.Popen([sys.executable, "-c", _HUEY, str(database)], stderr=subprocess.DEVNULL)
    try:
        huey = SqliteHuey("bench", filename=str(database), results=False)
        noop = huey.task(name="noop")(lambda *_arguments: None)
        for number in range(count + _WARM):
            noop(time.time(), str(times))
            while len(times.read_text().splitlines()) <= number:
                time.sleep(0.002)
            time.sleep(_PAUSE)
        return [float(line) for line in times.read_text().splitlines()[_WARM:]]
    finally:
        consumer.kill()
        consumer.wait()


def _ours(paths: Paths, count: int, idle: float) -> tuple[list[float], int, float]:
    """Times of starts in seconds, bytes resident and share of a core while idle before the first job."""
    os.environ[HOME_VARIABLE] = str(paths.home)
    store = Store(paths)
    supervisor = Supervisor(paths)
    queue = Queue(store, supervisor.wake)
    try:
        supervisor.start()
        while last_sign(paths) is None:
            time.sleep(0.05)
        time.sleep(2)
        worker = psutil.Process(supervisor.pid)
        before, began = worker.cpu_times(), time.monotonic()
        time.sleep(idle)
        after = worker.cpu_times()
        core = (after.user + after.system - before.user - before.system) / (time.monotonic() - began)
        memory = worker.memory_info().rss
        return [_start(store, queue) for _ in range(count + _WARM)][_WARM:], memory, core
    finally:
        supervisor.stop()
        store.close()


def _start(store: Store, queue: Queue) -> float:
    """Queue one small job, and how long it took to run."""
    sent = datetime.now(UTC)
    job = store.jobs.add(NewJob(JobKind.CLEANUP_PROJECTS, ""))
    queue.send([job])
    while (known := store.jobs.get(job)) is None or not known.settled:
        time.sleep(0.002)
    if known.state is not JobState.DONE:
        raise SystemExit(f"{known.state}: {known.error_detail}")
    time.sleep(_PAUSE)
    started = next(event.at for event in store.jobs.events(job) if event.event == "started")
    return (started - sent).total_seconds()


if __name__ == "__main__":
    sys.exit(main())
