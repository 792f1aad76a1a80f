"""Measure the window offscreen: first window, a large project, its filters, and whether an import blocks it.

The first window is what `estimator-desktop gui` does until it has painted itself and can be used; it stands beside a
bare PySide6 window that imports the same PySide6 modules (it is counted which those are), in turn, in one run.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

from benchtable import Figure, tell
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from samplebill import demo_bill, long_bill
from sampleprint import draw

from estimator_desktop.audit import audit_bill
from estimator_desktop.config import Paths
from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.store import Store
from estimator_desktop.ui import theme
from estimator_desktop.ui.app import collect_seldom, make_application
from estimator_desktop.ui.bridge import Bridge
from estimator_desktop.ui.main_window import MainWindow

_LATE, _SHOWN = 20, 5
_BEHIND = 0.5
"""Seconds after which what comes behind a document that opened (its page is drawn) is done."""
ROOT = Path(__file__).resolve().parent.parent

_BARE = """
import sys
{imports}
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv[:1])
window = QMainWindow()
window.resize(1280, 800)
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
window.grab()
sys.stdout.write("shown\\n"); sys.stdout.flush()
"""
_OURS = """
import gc
gc.disable()  # as the program's entry does
import sys
from pathlib import Path
from estimator_desktop.config import Paths
from estimator_desktop.ui.app import run

def shown(window):
    sys.stdout.write("shown\\n"); sys.stdout.flush()
    print(*(name for name in sys.modules if name.startswith("PySide6.Qt")))
    window.close()

run(Paths(Path(sys.argv[1])), shown=shown)
"""


def _until_shown(code: str, home: str) -> tuple[float, str]:
    """Seconds from the start of the process until the first window is painted; what it says after that."""
    start = time.perf_counter()
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    child = subprocess.Popen(
        [sys.executable, "-c", code, home], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    )
    line = child.stdout.readline() if child.stdout else b""
    seconds = time.perf_counter() - start
    said = child.stdout.read().decode() if child.stdout else ""
    child.wait()
    if line.strip() != b"shown":
        raise RuntimeError("the window did not appear")
    return seconds, said


def first_window(runs: int, home: str, what: str) -> None:
    """Ours and the bare one in turn; the first round makes the compiled modules and warms the file cache."""
    _until_shown(_OURS, home)
    modules = _until_shown(_OURS, home)[1].split()
    codes = (_BARE.format(imports="\n".join(f"import {module}" for module in modules)), _OURS)
    _ = [_until_shown(code, home) for code in codes]
    rounds = [[_until_shown(code, home)[0] for code in codes] for _ in range(runs)]
    bare, ours = (statistics.median(side) for side in zip(*rounds, strict=True))
    ratios = sorted(one[1] / one[0] for one in rounds)
    ratio = statistics.median(ratios)
    tell(Figure(f"first window, {what}", f"{ratio:.2f} x", "<= 1.5 x", ratio <= 1.5, f"bare PySide6 {bare:.2f} s"))
    print(
        f"first window, {what}: ours {ours:.3f} s; a bare window with {', '.join(modules)} {bare:.3f} s; ratio"
        f" {statistics.median(ratios):.2f} (median of {runs} rounds; quartiles {ratios[runs // 4]:.2f} and"
        f" {ratios[-1 - runs // 4]:.2f})"
    )


def some_projects(paths: Paths) -> None:
    """Three audited budgets, as somebody has who uses the program."""
    store = Store(paths)
    with tempfile.TemporaryDirectory() as folder:
        source = draw(demo_bill(), Path(folder) / "a.pdf")
        bill = read_document(source)
        sha, size = store.files.put(source, "a.pdf")
    for name in ("Sklad", "Dům", "Most"):
        document = store.add_document(store.add_project(name), f"{name}.pdf", sha, size)
        store.bills.save(document, bill)
        store.bills.save_audit(document, audit_bill(bill))
    store.close()


def large_project(paths: Paths, count: int) -> str:
    """A stored project of so many positions, made of the sample's own; its document's id."""
    store = Store(paths)
    with tempfile.TemporaryDirectory() as folder:
        source = draw(demo_bill(), Path(folder) / "a.pdf")
        bill = read_document(source)
        sha, size = store.files.put(source, "a.pdf")
    positions = tuple(
        replace(bill.positions[index % len(bill.positions)], index=index, ordinal=str(index + 1))
        for index in range(count)
    )
    bill = replace(bill, positions=positions)
    document = store.add_document(store.add_project("Velký"), "velky.pdf", sha, size)
    store.bills.save(document, bill)
    store.bills.save_audit(document, audit_bill(bill))
    store.close()
    return document


def _wait(app: QApplication, until: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        app.processEvents()
        time.sleep(0.0005)
        if time.monotonic() > deadline:
            raise TimeoutError


def _pause(app: QApplication, seconds: float) -> None:
    """Let the window do what it does by itself."""
    until = time.monotonic() + seconds
    _wait(app, lambda: time.monotonic() > until, seconds + 10)


def opening(app: QApplication, window: MainWindow, document: str, count: int) -> None:
    seconds = []
    for _ in range(5):
        window.show_start()
        window.desk.desk = None
        _pause(app, _BEHIND)
        start = time.perf_counter()
        window.open_document(document)
        _wait(app, lambda: window.desk.desk is not None and window.desk.model.rowCount() == count, 60)
        _wait(app, lambda: window.desk.turns.done, 60)
        window.grab()
        seconds.append(time.perf_counter() - start)
    opened = statistics.median(seconds)
    tell(Figure(f"project of {count} positions opens", f"{opened:.2f} s", "<= 0.5 s", opened <= 0.5))
    print(f"project of {count} positions opens and is painted: {statistics.median(seconds):.3f} s (median of 5)")


def typing(app: QApplication, window: MainWindow) -> None:
    strokes = []
    for text in ("z", "za", "zas", "zasy", "zasyp", "zasyp j", "", "174", "1749", "x", ""):
        start = time.perf_counter()
        window.desk.search.setText(text)
        window.desk.apply_filter()
        app.processEvents()
        strokes.append((time.perf_counter() - start) * 1000)
    stroke, worst = statistics.median(strokes), max(strokes)
    tell(
        Figure("keystroke in the filter", f"{stroke:.0f} ms", "<= 50 ms", stroke <= 50, f"worst {max(strokes):.0f} ms")
    )
    print(f"filter keystroke: median {stroke:.1f} ms, worst {worst:.1f} ms")


def by_finding(app: QApplication, window: MainWindow) -> None:
    """How soon the rules and roles that found something are offered, and how long choosing one takes."""
    bar = window.desk.bar
    start = time.perf_counter()
    bar.more.setChecked(True)
    _wait(app, lambda: bar.rule.count() > 1, 60)
    offered = (time.perf_counter() - start) * 1000
    chosen = []
    for combo in (bar.rule, bar.role):
        for row in range(1, min(6, combo.count())):
            start = time.perf_counter()
            combo.setCurrentIndex(row)
            app.processEvents()
            chosen.append((time.perf_counter() - start) * 1000)
        combo.setCurrentIndex(0)
    bar.more.setChecked(False)
    print(
        f"filter by rule and role: offered after {offered:.0f} ms; a choice: median {statistics.median(chosen):.1f} ms,"
        f" worst {max(chosen):.1f} ms"
    )


class Watchdog:
    """Beats on the window's thread; looks from another one what it is at when a beat is late."""

    def __init__(self) -> None:
        self.gaps: list[tuple[float, float, str]] = []
        """Milliseconds between two beats, those of them in which the thread itself worked, and where it was seen."""
        self._at, self._worked, self._seen = time.perf_counter(), time.thread_time(), ""
        self._thread = threading.get_ident()
        self._dump = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the dog is
        self._over = threading.Event()
        self._timer = QTimer()
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._beat)
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        """Beat from now on."""
        self._at, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()
        self._watcher.start()

    def stop(self) -> None:
        """Beat no longer."""
        self._timer.stop()
        self._over.set()
        self._watcher.join()
        self._dump.close()

    def _beat(self) -> None:
        at, worked = time.perf_counter(), time.thread_time()
        self.gaps.append(((at - self._at) * 1000, (worked - self._worked) * 1000, self._seen))
        self._at, self._worked, self._seen = at, worked, ""

    def _watch(self) -> None:
        while not self._over.wait(0.005):
            if (time.perf_counter() - self._at) * 1000 < _LATE:
                continue
            places = " < ".join(self._places())
            if places and places not in self._seen:
                self._seen += f"[{places}] "

    def _places(self) -> list[str]:
        """The innermost lines of ours that the window's thread is at.

        Read off without touching its frames: a frame held here would keep what is painted with alive too long.
        """
        self._dump.seek(0)
        self._dump.truncate()
        faulthandler.dump_traceback(self._dump, all_threads=True)
        self._dump.seek(0)
        part = self._dump.read().decode().partition(f"Thread 0x{self._thread:016x}")[2].partition("\n\n")[0]
        ours = re.findall(r'File ".*estimator_desktop/(.+)", line (\d+)', part)
        return [f"{name}:{line}" for name, line in ours[:4]]


def importing(app: QApplication, window: MainWindow, rows: int) -> None:
    """The longest time in which the window's thread did nothing else, while a long file is imported."""
    watchdog = Watchdog()
    with tempfile.TemporaryDirectory() as folder:
        source = draw(long_bill(rows), Path(folder) / "dlouhy.pdf")
        window.show_start()
        app.processEvents()
        seen = window.desk.desk
        watchdog.start()
        window.import_files([source])
        _wait(app, lambda: window.desk.desk is not seen, 300)
        _pause(app, 1)
        watchdog.stop()
    gaps = sorted(watchdog.gaps, reverse=True)
    desk = window.desk.desk
    over = sum(gap > 50 for gap, _, _ in gaps)
    own = max(worked for _, worked, _ in gaps)
    pages = desk.bill.pages if desk else 0
    tell(Figure(f"longest block while {pages} pages are imported", f"{gaps[0][0]:.0f} ms", "<= 50 ms",
                gaps[0][0] <= 50, f"{over} of {len(gaps)} beats over 50; own work {own:.0f} ms"))  # fmt: skip
    print(
        f"import of {pages} pages, {len(desk.rows) if desk else 0} positions: longest block of"
        f" the window's thread {gaps[0][0]:.0f} ms ({own:.0f} ms the most that it worked itself); {over} over 50 ms"
        f" among {len(gaps)} beats"
    )
    for gap, worked, places in gaps[:_SHOWN]:
        print(f"  {gap:5.0f} ms, {worked:5.0f} ms of them its own work  {places}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15, help="rounds of first windows")
    parser.add_argument("--positions", type=int, default=20_000)
    parser.add_argument("--rows", type=int, default=460, help="length of the imported file; 460 give 308 pages")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        first_window(options.runs, home, "nothing in it")
        some_projects(Paths(Path(home)))
        first_window(options.runs, home, "three projects in it")
    with tempfile.TemporaryDirectory() as home:
        paths = Paths(Path(home))
        document = large_project(paths, options.positions)
        app = make_application()
        bridge = Bridge(paths)
        window = MainWindow(bridge, theme.apply(app))
        window.show()
        bridge.start()
        app.processEvents()
        collect_seldom()  # as the program does behind its first picture
        opening(app, window, document, options.positions)
        typing(app, window)
        by_finding(app, window)
        importing(app, window, options.rows)
        window.close()
        bridge.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
