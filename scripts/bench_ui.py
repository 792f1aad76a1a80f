"""Measure the window offscreen: first window, a large project, a filter's keystroke, and whether an import blocks it.

The first window stands beside a bare PySide6 window that imports the same Qt modules, in turn, in one run.  PySide6
makes a class when it is first named (the namespace Qt alone takes some 25 ms), so there is a second bare window that
names the same classes as ours and does nothing with them.
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
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor
from PySide6.QtPdf import QPdfDocument
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
_NAMES = """
names = {}
for module in [one for name, one in sys.modules.items() if name.startswith("estimator_desktop.ui")]:
    for name, value in vars(module).items():
        home = getattr(value, "__module__", "") if isinstance(value, type) else ""
        if home.startswith("PySide6.Qt") and value.__name__ == name:
            names.setdefault(home, set()).add(name)
for home, found in sorted(names.items()):
    print("from", home, "import", ", ".join(sorted(found)))
bridge.stop()
"""
_OURS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from estimator_desktop.config import Paths
from estimator_desktop.ui import theme
from estimator_desktop.ui.app import make_application
from estimator_desktop.ui.bridge import Bridge
from estimator_desktop.ui.main_window import MainWindow
app = make_application()
bridge = Bridge(Paths(Path(sys.argv[1])))
window = MainWindow(bridge, theme.apply(app))
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
window.grab()
sys.stdout.write("shown\\n"); sys.stdout.flush()
bridge.store.close()
"""


def _until_shown(code: str, home: str) -> float:
    """Seconds from the start of the process until the first window is painted."""
    start = time.perf_counter()
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    child = subprocess.Popen([sys.executable, "-c", code, home], cwd=ROOT, stdout=subprocess.PIPE, env=environment)
    line = child.stdout.readline() if child.stdout else b""
    seconds = time.perf_counter() - start
    child.wait()
    if line.strip() != b"shown":
        raise RuntimeError("the window did not appear")
    return seconds


def named_by_us(home: str) -> str:
    """Import lines for the Qt classes that our first window names."""
    code = _OURS.partition("sys.stdout.write")[0] + _NAMES
    done = subprocess.run([sys.executable, "-c", code, home], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def first_window(runs: int, home: str) -> None:
    named = named_by_us(home)  # makes the data folder and warms the file cache
    codes = (_BARE, named + _BARE, _OURS)
    _ = [_until_shown(code, home) for code in codes]
    rounds = [[_until_shown(code, home) for code in codes] for _ in range(runs)]
    bare, dressed, ours = (statistics.median(side) for side in zip(*rounds, strict=True))
    ratio, fair = (statistics.median(one[2] / one[place] for one in rounds) for place in (0, 1))
    print(
        f"first window: ours {ours:.3f} s; a bare PySide6 window {bare:.3f} s, ratio {ratio:.2f}; one that names the"
        f" same Qt classes {dressed:.3f} s, ratio {fair:.2f} (medians of {runs} rounds)"
    )


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
    print(f"project of {count} positions opens and is painted: {statistics.median(seconds):.3f} s (median of 5)")


def typing(app: QApplication, window: MainWindow) -> None:
    strokes = []
    for text in ("z", "za", "zas", "zasy", "zasyp", "zasyp j", "", "174", "1749", "x", ""):
        start = time.perf_counter()
        window.desk.search.setText(text)
        window.desk.apply_filter()
        app.processEvents()
        strokes.append((time.perf_counter() - start) * 1000)
    print(f"filter keystroke: median {statistics.median(strokes):.1f} ms, worst {max(strokes):.1f} ms")


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
    print(
        f"import of {desk.bill.pages if desk else 0} pages, {len(desk.rows) if desk else 0} positions: longest block of"
        f" the window's thread {gaps[-1]:.0f} ms; {over} over 50 ms among {len(gaps)} beats"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7, help="pairs of first windows")
    parser.add_argument("--positions", type=int, default=20_000)
    parser.add_argument("--rows", type=int, default=360, help="length of the imported file; 360 give about 300 pages")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        first_window(options.runs, home)
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
