"""Measure the window offscreen: first window, a large project, a filter's keystroke, and whether an import blocks it.

The first window stands beside a bare PySide6 window that imports the same Qt modules, in turn, in one run.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

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
    child = subprocess.Popen([sys.executable, "-c", code, home], cwd=ROOT, stdout=subprocess.PIPE)
    assert child.stdout is not None
    line = child.stdout.readline()
    seconds = time.perf_counter() - start
    child.wait()
    if line.strip() != b"shown":
        raise RuntimeError("the window did not appear")
    return seconds


def first_window(runs: int, home: str) -> None:
    _until_shown(_OURS, home)  # makes the data folder and warms the file cache
    pairs = [(_until_shown(_BARE, home), _until_shown(_OURS, home)) for _ in range(runs)]
    bare, ours = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for other, one in pairs)
    print(f"first window: ours {ours:.3f} s, bare PySide6 {bare:.3f} s, ratio {ratio:.2f} (median of {runs} pairs)")


def _large(paths: object, count: int) -> str:
    """A stored project of so many positions, made of the sample's own; its document's id."""
    from samplebill import demo_bill, draw

    from estimator_desktop.audit import audit_bill
    from estimator_desktop.reading.read import read_document
    from estimator_desktop.storage.store import Store

    store = Store(paths)  # type: ignore[arg-type]
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


def in_the_window(count: int, pages: int, home: str) -> None:
    from PySide6.QtCore import QTimer
    from samplebill import draw, long_bill

    from estimator_desktop.config import Paths
    from estimator_desktop.ui import theme
    from estimator_desktop.ui.app import make_application
    from estimator_desktop.ui.bridge import Bridge
    from estimator_desktop.ui.main_window import MainWindow

    paths = Paths(Path(home))
    document = _large(paths, count)
    app = make_application()
    bridge = Bridge(paths)
    window = MainWindow(bridge, theme.apply(app))
    window.show()
    bridge.start()
    app.processEvents()

    def wait(until: object, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not until():  # type: ignore[operator]
            app.processEvents()
            time.sleep(0.001)
            if time.monotonic() > deadline:
                raise TimeoutError

    opened = []
    for _ in range(5):
        window.show_start()
        window.desk.desk = None
        start = time.perf_counter()
        window.open_document(document)
        wait(lambda: window.desk.desk is not None and window.desk.model.rowCount() == count, 30)
        window.grab()
        opened.append(time.perf_counter() - start)
    print(f"project of {count} positions opens: {statistics.median(opened):.3f} s (median of 5)")

    strokes = []
    for text in ("z", "za", "zas", "zasy", "zasyp", "zasyp j", "", "174", "1749", "x", ""):
        start = time.perf_counter()
        window.desk.search.setText(text)
        window.desk.apply_filter()
        app.processEvents()
        strokes.append((time.perf_counter() - start) * 1000)
    print(f"filter keystroke: median {statistics.median(strokes):.1f} ms, worst {max(strokes):.1f} ms")

    gaps: list[float] = []
    last = time.perf_counter()

    def beat() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append((now - last) * 1000)
        last = now

    timer = QTimer()
    timer.setInterval(1)
    timer.timeout.connect(beat)
    with tempfile.TemporaryDirectory() as folder:
        source = draw(long_bill(pages), Path(folder) / "dlouhy.pdf")
        window.show_start()
        app.processEvents()
        seen = window.desk.desk
        timer.start()
        last = time.perf_counter()
        window.import_files([source])
        deadline = time.monotonic() + 300
        while window.desk.desk is seen and time.monotonic() < deadline:
            app.processEvents()
            time.sleep(0.0005)
        for _ in range(200):
            app.processEvents()
            time.sleep(0.001)
        timer.stop()
    gaps.sort()
    print(
        f"import of {window.desk.desk.bill.pages} pages: longest block of the window's thread {gaps[-1]:.0f} ms, "  # type: ignore[union-attr]
        f"{sum(gap > 50 for gap in gaps)} over 50 ms of {len(gaps)} beats; next {', '.join(f'{g:.0f}' for g in gaps[-5:-1])} ms"
    )
    window.close()
    bridge.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7, help="pairs of first windows")
    parser.add_argument("--positions", type=int, default=20_000)
    parser.add_argument("--pages", type=int, default=300)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT / "scripts"))
    with tempfile.TemporaryDirectory() as home:
        first_window(options.runs, home)
    with tempfile.TemporaryDirectory() as home:
        in_the_window(options.positions, options.pages, home)
    return 0


if __name__ == "__main__":
    sys.exit(main())
