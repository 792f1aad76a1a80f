"""Cancel the reading of an 800-page file in the middle, several times, and look at what is left."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import psutil
from benchtable import Figure, tell
from bigpdf import big_pdf

from estimator_desktop.config import HOME_VARIABLE, Paths
from estimator_desktop.domain.job import JobState
from estimator_desktop.jobs.monitor import JobMonitor
from estimator_desktop.jobs.queue import Queue
from estimator_desktop.jobs.supervisor import Supervisor
from estimator_desktop.storage.store import Store


def main() -> int:
    """Measure and print; 1 where a cancel took over a second or left anything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=800)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-cancel-") as folder:
        taken, left = _measure(Path(folder), options.pages, options.times)
    print(f"cancel of reading {options.pages} pages: " + ", ".join(f"{seconds:.2f}" for seconds in taken) + " s")
    print(f"left: {left['readers']} readers, {left['rows']} rows, {left['files']} half-read files")
    kept = max(taken) <= 1.0 and not any(left.values())
    tell(
        Figure(f"cancel while {options.pages} pages are read, longest", f"{max(taken):.2f} s", "<= 1 s",
               max(taken) <= 1.0),
        Figure("readers, rows and files left", str(sum(left.values())), "0", not any(left.values())),
    )  # fmt: skip
    print("kept: <= 1 s, nothing left" if kept else "NOT KEPT: <= 1 s, nothing left")
    return 0 if kept else 1


def runs(process: psutil.Process) -> bool:
    """Whether a process lives; the dead that the system has not buried yet do not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _measure(folder: Path, pages: int, times: int) -> tuple[list[float], dict[str, int]]:
    paths = Paths(folder / "home")
    os.environ[HOME_VARIABLE] = str(paths.home)
    file = big_pdf(folder / "velky.pdf", pages)
    store = Store(paths)
    supervisor = Supervisor(paths)
    queue = Queue(store, supervisor.wake)
    monitor = JobMonitor(store, queue)
    taken: list[float] = []
    readers = 0
    try:
        supervisor.start()
        for _ in range(times):
            job = queue.import_file(file).job
            while (known := monitor.status(job)) is None or known.done < pages // 40:
                time.sleep(0.01)
            family = psutil.Process(supervisor.pid).children(recursive=True)
            began = time.monotonic()
            monitor.cancel(job)
            while (known := monitor.status(job)) is None or known.state is not JobState.CANCELLED:
                time.sleep(0.002)
            taken.append(time.monotonic() - began)
            readers += sum(map(runs, family))
        rows = len(store.projects()) + len(store.jobs.unsettled())
        files = len(list(paths.spool.iterdir()))
    finally:
        supervisor.stop()
        store.close()
    return taken, {"readers": readers, "rows": rows, "files": files}


if __name__ == "__main__":
    sys.exit(main())
