"""Measure the window offscreen: first window, a large project, a filter's keystroke, and whether an import blocks it.

The first window is what `estimator-desktop gui` does until it has painted itself and can be used; it stands beside a
bare PySide6 window that imports the same PySide6 modules (it is counted which those are), in turn, in one run.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

from benchtable import Figure, tell
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from samplebill import demo_bill, draw, long_bill

from estimator_desktop.audit import audit_bill
from estimator_desktop.config import Paths
from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.store import Store
from estimator_desktop.ui import theme
from estimator_desktop.ui.app import make_application
from estimator_desktop.ui.bridge import Bridge
from estimator_desktop.ui.main_window import MainWindow

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


def opening(app: QApplication, window: MainWindow, document: str, count: int) -> None:
    seconds = []
    for _ in range(5):
        window.show_start()
        window.desk.desk = None
        start = time.perf_counter()
        window.open_document(document)
        _wait(app, lambda: window.desk.desk is not None and window.desk.model.rowCount() == count, 60)
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


def importing(app: QApplication, window: MainWindow, rows: int) -> None:
    """The longest time in which the window's thread did nothing else, while a long file is imported."""
    gaps: list[float] = []
    last = [time.perf_counter()]

    def beat() -> None:
        at = time.perf_counter()
        gaps.append((at - last[0]) * 1000)
        last[0] = at

    timer = QTimer()
    timer.setInterval(1)
    timer.timeout.connect(beat)
    with tempfile.TemporaryDirectory() as folder:
        source = draw(long_bill(rows), Path(folder) / "dlouhy.pdf")
        window.show_start()
        app.processEvents()
        seen = window.desk.desk
        timer.start()
        last[0] = time.perf_counter()
        window.import_files([source])
        _wait(app, lambda: window.desk.desk is not seen, 300)
        until = time.monotonic() + 1
        _wait(app, lambda: time.monotonic() > until, 10)
        timer.stop()
    gaps.sort()
    desk = window.desk.desk
    over = sum(gap > 50 for gap in gaps)
    pages = desk.bill.pages if desk else 0
    tell(Figure(f"longest block while {pages} pages are imported", f"{gaps[-1]:.0f} ms", "<= 50 ms", gaps[-1] <= 50,
                f"{over} of {len(gaps)} beats over 50 ms"))  # fmt: skip
    print(
        f"import of {desk.bill.pages if desk else 0} pages, {len(desk.rows) if desk else 0} positions: longest block of"
        f" the window's thread {gaps[-1]:.0f} ms; {over} over 50 ms among {len(gaps)} beats"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15, help="rounds of first windows")
    parser.add_argument("--positions", type=int, default=20_000)
    parser.add_argument("--rows", type=int, default=360, help="length of the imported file; 360 give about 300 pages")
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
        opening(app, window, document, options.positions)
        typing(app, window)
        importing(app, window, options.rows)
        window.close()
        bridge.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
