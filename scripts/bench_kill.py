"""Kill -9 the window, the worker and the reader at random moments while real budgets are read, and count what is left.

Everything is real: the window (offscreen) in its own process, its worker, the reader's children, the project's own
bills drawn as PDF, each of different content.  In the end every bill must be there once and whole.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil
from samplebill import demo_bill, sound_bill
from sampleprint import draw
from samplerows import Sample

from estimator_desktop.config import HOME_VARIABLE, Paths
from estimator_desktop.domain.job import CHAIN, JobState
from estimator_desktop.jobs.life import last_sign
from estimator_desktop.storage.rescue import problems
from estimator_desktop.storage.store import Store

VICTIMS = ("worker", "child", "window")
_WEIGHTS = (40, 40, 20)
_AT_ONCE = 12
_PATIENCE = 1800.0


@dataclass
class Outcome:
    """What was done and what was left."""

    kills: Counter[str] = field(default_factory=Counter)
    files: int = 0
    jobs: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    damage: tuple[str, ...] = ()
    recovered: int = 0
    retried: int = 0
    left_running: int = 0
    left_over: int = 0
    seconds: float = 0.0

    @property
    def sound(self) -> bool:
        """Whether nothing was lost, doubled, damaged or left behind."""
        return not (self.lost or self.doubled or self.unfinished or self.damage or self.left_running or self.left_over)

    def lines(self) -> list[str]:
        """For people."""
        kills = ", ".join(f"{self.kills[name]} {name}" for name in VICTIMS)
        return [
            f"kill -9: {sum(self.kills.values())} ({kills}) in {self.seconds:.0f} s",
            f"files read: {self.files}; jobs: {self.jobs} done",
            f"taken up again after a worker's death: {self.recovered}; tried again after a reader's: {self.retried}",
            f"lost: {len(self.lost)} {self.lost[:5] or ''}",
            f"doubled: {len(self.doubled)} {self.doubled[:5] or ''}",
            f"not finished: {len(self.unfinished)} {self.unfinished[:5] or ''}",
            f"integrity: {'ok' if not self.damage else self.damage}",
            f"left behind: {self.left_running} processes, {self.left_over} half-read files",
        ]


class House:
    """A data folder under fire."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.paths = Paths(folder / "home")
        self._drawn = folder / "bills"
        self._drawn.mkdir(parents=True)
        self._random = random.Random(seed)
        self._window: subprocess.Popen[bytes] | None = None
        self._log = (folder / "window.log").open("ab")
        self._store: Store | None = None
        self.expected: dict[str, tuple[Path, int]] = {}
        self.outcome = Outcome()

    def store(self) -> Store:
        """The house's database, opened once the window made it."""
        if self._store is None:
            self._store = Store(self.paths)
        return self._store

    def draw(self) -> Path:
        """One more bill of its own content; every tenth is the shipped sample's."""
        number = len(self.expected)
        bill: Sample = demo_bill() if number % 10 == 0 else sound_bill()
        name = f"zakazka-{number:04d}.pdf"
        path = draw(replace(bill, name=f"{bill.name} {number}", code=f"{bill.code}/{number}"), self._drawn / name)
        self.expected[name] = (path, len(bill.rows))
        return path

    def queued(self) -> set[str]:
        """The names of the files that have become jobs."""
        return {job.subject for job in self.store().jobs.listed(limit=100_000)}

    def keep_window(self, wanted: int) -> None:
        """Open the window if it is not; with the next files that are not in the queue yet."""
        if self._window is not None and self._window.poll() is None:
            return
        while len(self.expected) < wanted:
            self.draw()
        known = self.queued()
        files = [str(path) for name, (path, _rows) in self.expected.items() if name not in known][:_AT_ONCE]
        self._window = subprocess.Popen(
            [sys.executable, "-m", "estimator_desktop", "gui", *files],
            stdout=self._log,
            stderr=self._log,
            env={**os.environ, HOME_VARIABLE: str(self.paths.home), "QT_QPA_PLATFORM": "offscreen"},
        )

    def victim(self, kind: str) -> psutil.Process | None:
        """A living process of a kind."""
        if self._window is None:
            return None
        if kind == "window":
            return psutil.Process(self._window.pid) if self._window.poll() is None else None
        worker = self.worker()
        if kind == "worker" or worker is None:
            return worker
        children = worker.children()
        return self._random.choice(children) if children else None

    def worker(self) -> psutil.Process | None:
        """The living worker."""
        sign = last_sign(self.paths)
        try:
            process = psutil.Process(sign.pid) if sign else None
            return process if process and "worker" in process.cmdline() else None
        except psutil.NoSuchProcess:
            return None

    def read(self) -> int:
        """How many files are read, proven and audited."""
        with closing(sqlite3.connect(self.paths.database)) as connection:
            return int(connection.execute("select count(*) from audits").fetchone()[0])

    def _alive(self) -> bool:
        return self._window is not None and self._window.poll() is None

    def kill(self, share: int) -> None:
        """Kill somebody at a random moment of their life, once `share` files are done: kills go with the work."""
        kind = self._random.choices(VICTIMS, _WEIGHTS)[0]
        deadline = time.monotonic() + 20
        while self.read() < share and time.monotonic() < deadline and self._alive():
            time.sleep(0.02)
        while (found := self.victim(kind)) is None and time.monotonic() < deadline:
            if not self._alive():
                return
            if kind == "child" and not self.store().jobs.unsettled():
                return
            time.sleep(0.005)
        time.sleep(self._random.uniform(0.0, 0.3 if kind == "child" else 1.2))
        try:
            if found is not None and found.is_running() and found.status() != psutil.STATUS_ZOMBIE:
                found.send_signal(signal.SIGKILL)
                self.outcome.kills[kind] += 1
        except psutil.NoSuchProcess:
            return
        if kind == "window" and self._window is not None:
            self._window.wait()

    def rest(self) -> bool:
        """Whether everything drawn has become jobs and none of them is unfinished."""
        return not (self.expected.keys() - self.queued()) and not self.store().jobs.unsettled()

    def close(self) -> None:
        """End the window by its own way, then look who is still there."""
        if self._window is not None and self._window.poll() is None:
            self._window.terminate()
            self._window.wait(timeout=30)
        home = str(self.paths.home)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and (left := _processes_of(home)):
            time.sleep(0.1)
        self._log.close()
        self.outcome.left_running = len(left)
        for process in left:
            process.kill()

    def count(self) -> None:
        """Compare what is there with what was drawn."""
        outcome, store = self.outcome, self.store()
        jobs = store.jobs.listed(limit=1_000_000)
        outcome.files = len(self.expected)
        outcome.jobs = sum(job.state is JobState.DONE for job in jobs)
        outcome.recovered = sum(job.recovered for job in jobs)
        done = Counter((job.document, job.kind) for job in jobs if job.state is JobState.DONE)
        outcome.unfinished = [f"{job.subject} {job.kind} {job.state}" for job in jobs if job.state is not JobState.DONE]
        with closing(sqlite3.connect(self.paths.database)) as connection:
            count = "select count(*) from job_events where event = 'retried'"
            outcome.retried = connection.execute(count).fetchone()[0]
            found: dict[str, list[str]] = {}
            for document, name in connection.execute("select id, name from documents"):
                found.setdefault(name, []).append(document)
            rows = dict(connection.execute("select document, count(*) from positions group by document"))
            verdicts = dict(connection.execute("select document, count(*) from verdicts group by document"))
        for name, (_path, expected) in self.expected.items():
            documents = found.get(name, [])
            if len(documents) > 1 or any(rows.get(document, 0) > expected for document in documents):
                outcome.doubled.append(name)
            elif not documents or rows.get(documents[0], 0) < expected or verdicts.get(documents[0], 0) < expected:
                outcome.lost.append(name)
            for document in documents:
                outcome.doubled += [f"{name} {kind}" for kind in CHAIN if done[document, kind] > 1]
                outcome.lost += [f"{name} {kind}" for kind in CHAIN if done[document, kind] < 1]
        store.close()
        outcome.damage = (*problems(self.paths.database), *problems(self.paths.queue))
        outcome.left_over = len(list(self.paths.spool.iterdir()))


def _processes_of(home: str) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get(HOME_VARIABLE) == home:
                found.append(process)
        except psutil.Error:
            continue
    return found


def run(folder: Path, files: int, kills: int, seed: int, *, said: bool = False) -> Outcome:
    """Read at least so many files and kill at least so often; what was left."""
    began = time.monotonic()
    house = House(folder, seed)
    try:
        while sum(house.outcome.kills.values()) < kills or len(house.expected) < files or not house.rest():
            killing = sum(house.outcome.kills.values()) < kills
            share = files * (sum(house.outcome.kills.values()) + 2) // kills + 1
            more = share if killing else files
            if killing and house.rest() and not house.expected.keys() - house.queued():
                more = max(more, len(house.expected) + _AT_ONCE // 2)  # nothing left to be disturbed: more work
            house.keep_window(max(more, len(house.expected)))
            _hand_over(house, more)
            if killing:
                house.kill(int(files * (sum(house.outcome.kills.values()) - 3) / kills))
            else:
                time.sleep(0.2)
            if said:
                print(f"\r{sum(house.outcome.kills.values())} kills, {len(house.expected)} files ", end="", flush=True)
            if time.monotonic() - began > _PATIENCE:
                break
    finally:
        house.close()
    house.count()
    house.outcome.seconds = time.monotonic() - began
    return house.outcome


def _hand_over(house: House, wanted: int) -> None:
    """Where the window lives long, a second way in: files come from the command line's side of the queue."""
    from estimator_desktop.jobs.queue import Queue  # noqa: PLC0415 - only here

    while len(house.expected) < wanted:
        house.draw()
    queue = Queue(house.store(), lambda: None)
    waiting = [path for name, (path, _rows) in house.expected.items() if name not in house.queued()]
    for path in waiting[_AT_ONCE:] or (waiting if not house.store().jobs.unsettled() else []):
        queue.import_file(path)


def main() -> int:
    """Run and print; 1 where anything was lost, doubled, damaged or left behind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    with tempfile.TemporaryDirectory(prefix="bench-kill-") as folder:
        outcome = run(Path(folder), options.files, options.kills, options.seed, said=sys.stdout.isatty())
    print("\n".join(outcome.lines()))
    return 0 if outcome.sound else 1


if __name__ == "__main__":
    sys.exit(main())
