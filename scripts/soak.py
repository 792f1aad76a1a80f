"""Mixed work on the real program for an hour: imports, cancels, decisions, exports, kills; what grows, what is lost.

`python scripts/soak.py --minutes 60 --seed 1`.  The window is real (offscreen), its worker and readers are processes of
their own.  Every few seconds something a person or a bad day would do happens; once a minute memory and files are
counted.  In the end every bill that was not cancelled must be there once and whole, and every decision as it was made.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import statistics
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from samplebill import demo_bill, long_bill, sound_bill
from sampleprint import draw
from samplerows import Sample as SampleBill

from estimator_desktop.config import Paths
from estimator_desktop.domain.decision import Action
from estimator_desktop.domain.job import Job, JobKind, JobState
from estimator_desktop.domain.template import BUILT_IN, Order
from estimator_desktop.logs import set_up_logging
from estimator_desktop.storage.rescue import problems
from estimator_desktop.ui import theme
from estimator_desktop.ui.app import make_application
from estimator_desktop.ui.bridge import Bridge
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.sides.overview import OverviewSide
from estimator_desktop.ui.sides.review import ReviewSide

_WORK = {
    "import": 24, "import long": 3, "cancel": 4, "open": 20, "decide": 30, "undo": 8, "export": 10,
    "kill worker": 2, "kill reader": 3, "overview": 6, "start": 6, "language": 1,
}  # fmt: skip
_PAUSE = (0.5, 4.0)
_MEGA = 1e6


@dataclass
class Sample:
    """One look at the machine."""

    minute: float
    window: float
    worker: float
    threads: int
    handles: int
    temporary: int
    database: float


@dataclass
class Ledger:
    """What was done and what must be there."""

    rows: dict[str, int] = field(default_factory=dict)
    cancelled: set[str] = field(default_factory=set)
    decided: dict[tuple[str, int], str] = field(default_factory=dict)
    exports: list[Path] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    samples: list[Sample] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Soak:
    """A window and somebody restless before it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.paths = Paths(folder / "home")
        self.dice = random.Random(seed)
        self.ledger = Ledger()
        self.app: QApplication = make_application()
        self.paths.create()
        set_up_logging(self.paths.logs, "window")
        self.bridge = Bridge(self.paths)
        self.bridge.set_setting("language", "cs")
        self.window = MainWindow(self.bridge, theme.apply(self.app), "cs")
        sys.excepthook = self._unforeseen
        self.bridge.start()
        self.window.show()
        self.began = time.monotonic()
        (folder / "bills").mkdir()

    def _unforeseen(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self.ledger.faults.append(f"{kind.__name__}: {error}")
        traceback.print_exception(kind, error, trace)

    def wait(self, seconds: float) -> None:
        """Let Qt work."""
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    def run(self, minutes: float) -> None:
        """Work, then let everything finish."""
        names, weights = zip(*_WORK.items(), strict=True)
        next_look = 0.0
        while (passed := (time.monotonic() - self.began) / 60) < minutes:
            if passed >= next_look:
                self.look()
                next_look += max(minutes / 60, 0.25)
            what = self.dice.choices(names, weights)[0]
            getattr(self, "do_" + what.replace(" ", "_"))()
            self.ledger.done[what] += 1
            self.wait(self.dice.uniform(*_PAUSE))
        limit = time.monotonic() + 300
        while self.bridge.store.jobs.unsettled() and time.monotonic() < limit:
            self.wait(0.5)
        self.look()

    def documents(self) -> list[str]:
        """All documents that stand on the start page."""
        return [document for project in self.bridge.projects() if (document := project.document)]

    def worker(self) -> psutil.Process | None:
        """The living worker."""
        try:
            return psutil.Process(self.bridge.worker_pid) if self.bridge.worker_pid else None
        except psutil.NoSuchProcess:
            return None

    def _draw(self, bill: str) -> Path:
        number = len(self.ledger.rows)
        bills: Mapping[str, Callable[[], SampleBill]] = {
            "demo": demo_bill,
            "sound": sound_bill,
            "long": lambda: long_bill(self.dice.randint(40, 120)),
        }
        sample = bills[bill]()
        name = f"zakazka-{number:05d}.pdf"
        self.ledger.rows[name] = len(sample.rows)
        return draw(replace(sample, name=f"{sample.name} {number}"), self.folder / "bills" / name)

    def do_import(self) -> None:
        """One to three new files."""
        self.window.import_files(
            [self._draw(self.dice.choice(["demo", "sound"])) for _ in range(self.dice.randint(1, 3))]
        )

    def do_import_long(self) -> None:
        """A file of many pages."""
        self.window.import_files([self._draw("long")])

    def do_cancel(self) -> None:
        """Cancel a job that runs or waits; a long file is taken in where none does."""
        jobs = self._under_way()
        if not jobs:
            self.do_import_long()
            jobs = self._under_way(patience=3)
        if jobs:
            job = self.dice.choice(jobs)
            if job.kind is JobKind.EXPORT:
                self.ledger.exports.remove(Path(self.bridge.store.jobs.payload(job.id)["folder"]))
            else:
                self.ledger.cancelled.add(job.subject)
            self.bridge.work.cancel(job.id)

    def _under_way(self, patience: float = 0) -> list[Job]:
        limit = time.monotonic() + patience
        while not (found := [job for job in self.bridge.jobs() if not job.settled]) and time.monotonic() < limit:
            self.wait(0.02)
        return found

    def do_open(self) -> None:
        """Open some document."""
        if documents := self.documents():
            self.window.open_document(self.dice.choice(documents))

    def do_decide(self) -> None:
        """Decide about a position of the open document."""
        desk = self.window.desk.desk
        shown = self.window.pages.currentWidget() is self.window.desk
        if not shown or desk is None or desk.audit is None or not desk.audit.verdicts:
            return
        position = self.dice.randrange(len(desk.audit.verdicts))
        action = self.dice.choice([Action.ACCEPT, Action.LATER, Action.OVERRIDE])
        reason = "prověřeno na stavbě" if action is Action.OVERRIDE else ""
        self.window.desk.decided.emit((position,), action.value, "", "", reason)
        self.ledger.decided[desk.document, position] = action.value
        if self.dice.random() < 0.3:
            self.window.desk.go_to_open(1)

    def do_undo(self) -> None:
        """Take one back and make it again, so that the ledger stays true."""
        if self.window.pages.currentWidget() is self.window.desk:
            self.window.action("action.undo").trigger()
            self.wait(0.2)
            self.window.action("action.redo").trigger()

    def do_export(self) -> None:
        """Export the open document."""
        desk = self.window.desk.desk
        if desk is None or desk.audit is None:
            return
        target = self.folder / "out" / f"{self.ledger.done['export']:05d}"
        formats = tuple(self.dice.sample(["xlsx", "json", "csv", "unixml", "pdf"], 2))
        self.ledger.exports.append(target)
        self.bridge.work.export(desk.document, target, Order(formats, BUILT_IN["full"]))

    def do_kill_worker(self) -> None:
        """The worker dies, at any moment of a file's way."""
        self.do_import()
        self.wait(self.dice.uniform(0, 2))
        if (worker := self.worker()) is not None:
            worker.send_signal(signal.SIGKILL)
            self.ledger.done["worker killed"] += 1

    def do_kill_reader(self) -> None:
        """A reader dies, or one of its helpers."""
        self.do_import_long()
        worker, limit = self.worker(), time.monotonic() + 3
        try:
            while worker is not None and time.monotonic() < limit:
                if children := worker.children(recursive=True):
                    self.dice.choice(children).send_signal(signal.SIGKILL)
                    self.ledger.done["reader killed"] += 1
                    return
                self.wait(0.02)
        except psutil.NoSuchProcess:
            return

    def do_overview(self) -> None:
        """Look at the overview."""
        if self.window.side(ReviewSide).ready():
            self.window.side(OverviewSide).show()

    def do_start(self) -> None:
        """Back to the start."""
        self.window.show_start()

    def do_language(self) -> None:
        """The other language."""
        self.window.set_language("en" if self.window.texts.language == "cs" else "cs")

    def look(self) -> None:
        """Count memory, handles and files."""
        own = psutil.Process()
        worker = self.worker()
        try:
            working = worker.memory_info().rss / _MEGA if worker is not None else 0.0
        except psutil.NoSuchProcess:
            working = 0.0
        hidden = [path for place in (self.paths.home, self.folder / "out") for path in place.rglob(".*")]
        spool = list(self.paths.spool.iterdir())
        handles = own.num_fds() if hasattr(own, "num_fds") else 0
        sample = Sample(
            (time.monotonic() - self.began) / 60,
            own.memory_info().rss / _MEGA,
            working,
            own.num_threads(),
            handles,
            len(hidden) + len(spool),
            self.paths.database.stat().st_size / _MEGA,
        )
        self.ledger.samples.append(sample)
        print(
            f"{sample.minute:5.1f} min  window {sample.window:4.0f} MB  worker {sample.worker:4.0f} MB  threads "
            f"{sample.threads}  handles {sample.handles}  temporary files {sample.temporary}  database "
            f"{sample.database:.1f} MB  {len(self.ledger.rows)} bills",
            flush=True,
        )

    def close(self) -> None:
        """Close the window and compare what is there with the ledger."""
        ledger, store = self.ledger, self.bridge.store
        jobs = store.jobs.listed(limit=1_000_000)
        for job in jobs:
            if job.state is JobState.FAILED or not job.settled:
                ledger.faults.append(f"{job.subject} {job.kind} {job.state} {job.error_code}")
        by_name: dict[str, list[str]] = {}
        for project in store.projects():
            for document in store.documents(project.id):
                by_name.setdefault(document.name, []).append(document.id)
        for name, rows in ledger.rows.items():
            found = by_name.get(name, [])
            if len(found) > 1 or (not found and name not in ledger.cancelled):
                ledger.faults.append(f"{name}: {len(found)} times there")
            for entry in found:
                bill = store.bills.load(entry)
                if name not in ledger.cancelled and (bill is None or len(bill.positions) != rows):
                    ledger.faults.append(f"{name}: {len(bill.positions) if bill else 0} of {rows} positions")
        for (place, position), action in ledger.decided.items():
            made = [one for one in store.decisions.all(place) if one.position == position]
            if not made or action not in {one.action.value for one in made}:
                ledger.faults.append(f"a decision is lost: {place} {position} {action}")
        for target in ledger.exports:
            written = list(target.iterdir()) if target.is_dir() else []
            if len(written) != 2:
                ledger.faults.append(f"export {target.name}: {[path.name for path in written]}")
        family = psutil.Process().children(recursive=True)
        self.window.close()
        self.bridge.stop()
        _, alive = psutil.wait_procs(family, timeout=20)
        ledger.faults += [f"left running: {process.pid}" for process in alive]
        ledger.faults += [str(problem) for problem in problems(self.paths.database)]
        ledger.faults += [f"left in the spool: {path.name}" for path in self.paths.spool.iterdir()]


def summary(ledger: Ledger) -> list[str]:
    """Lines for people; memory is the median of the third quarter beside that of the last."""
    samples = ledger.samples[len(ledger.samples) // 4 :]
    half = len(samples) // 2

    def grown(name: str) -> str:
        early = statistics.median(getattr(sample, name) for sample in samples[:half] or samples)
        late = statistics.median(getattr(sample, name) for sample in samples[half:])
        return f"{early:.0f} → {late:.0f}"

    done = ", ".join(f"{name} {count}" for name, count in sorted(ledger.done.items()))
    counts = f"{len(ledger.cancelled)}, decisions {len(ledger.decided)}, exports {len(ledger.exports)}"
    memory = f"window MB {grown('window')}; worker MB {grown('worker')}"
    rest = f"handles {grown('handles')}; threads {grown('threads')}; temporary files {ledger.samples[-1].temporary}"
    return [
        f"done: {done}",
        f"bills {len(ledger.rows)}, cancelled {counts}",
        f"{memory}; {rest}",
        f"faults: {len(ledger.faults)}",
        *ledger.faults[:20],
    ]


def main() -> int:
    """Soak and tell; 1 where something was lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        soak = Soak(Path(folder), options.seed)
        soak.run(options.minutes)
        soak.close()
    print("\n".join(summary(soak.ledger)))
    return bool(soak.ledger.faults)


if __name__ == "__main__":
    sys.exit(main())
