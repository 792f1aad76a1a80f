"""Pictures of the real window with the project's own sample, into `docs/images`.

Every picture is of a real run: the sample is imported through the window, the worker process reads and audits it.
With `--file` another document is shown, and the pictures go to `--out`.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from palette import save
from PySide6.QtWidgets import QApplication, QWidget
from samplebill import demo_bill
from sampleworkbooks import kros
from screens import around, with_revision
from states import states

from estimator_desktop.config import Paths, resources_folder
from estimator_desktop.ui import theme
from estimator_desktop.ui.app import make_application
from estimator_desktop.ui.bridge import Bridge
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.pages.desk import DeskPage
from estimator_desktop.ui.sides.jobs import JobsSide
from estimator_desktop.ui.sides.overview import OverviewSide

_STATES = {("cs", False), ("en", True)}
"""What is seen less often is shown in these."""
ROOT = Path(__file__).resolve().parent.parent
SAMPLE = resources_folder() / "demo" / "ukazka_rozpocet.pdf"


def wait(app: QApplication, until: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        app.processEvents()
        time.sleep(0.01)
        if time.monotonic() > deadline:
            raise TimeoutError("the window did not get there")
    for _ in range(20):
        app.processEvents()
        time.sleep(0.01)


def shoot(widget: QWidget, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    save(widget.grab().toImage(), target)
    print(target)


def pictures(app: QApplication, file: Path, out: Path, size: tuple[int, int], only: str) -> None:
    for look in (theme.LIGHT, theme.DARK):
        for language in ("cs", "en"):
            if not f"{language}-{_name(look)}".startswith(only):
                continue
            with tempfile.TemporaryDirectory() as home:
                one_look(app, file, out, size, look, language, Paths(Path(home)))


def _name(look: theme.Theme) -> str:
    return "dark" if look.dark else "light"


def one_look(
    app: QApplication, file: Path, out: Path, size: tuple[int, int], look: theme.Theme, language: str, paths: Paths
) -> None:
    theme.dress(app, look)
    bridge = Bridge(paths)
    window = MainWindow(bridge, look, language)
    window.resize(*size)
    window.show()
    bridge.start()
    name = f"{language}-{_name(look)}"
    try:
        wait(app, window.isVisible)
        shoot(window, out / f"start-empty-{name}.png")
        window.import_files([file])
        window.side(JobsSide).toggle()
        wait(app, lambda: window.desk.desk is not None and window.desk.desk.audit is not None)
        window.side(JobsSide).toggle()
        window.desk.go_to_open(1)
        wait(app, lambda: window.desk.source.ready)
        shoot(window, out / f"desk-{name}.png")
        decisions(app, window, out, name)
        window.side(OverviewSide).show()
        wait(app, lambda: bool(window.side(OverviewSide).page.verdicts.rows))
        shoot(window, out / f"overview-{name}.png")
        window.side(JobsSide).toggle()
        window.show_start()
        wait(app, lambda: window.start.recent.rowCount() > 0)
        shoot(window, out / f"start-{name}.png")
        window.side(JobsSide).toggle()

        def patient(until: Callable[[], bool]) -> None:
            wait(app, until)

        def named(widget: QWidget, page: str) -> None:
            shoot(widget, out / f"{page}-{name}.png")

        if file == SAMPLE:
            window.open_document(window.bridge.projects()[0].document)
            wait(app, lambda: window.pages.currentWidget() is window.desk)
            with_revision(window, patient, named)
            around(window, patient, named)
            sheet(app, window, out, name)
            window.open_document(window.bridge.projects()[0].document)
            wait(app, lambda: window.pages.currentWidget() is window.desk)
            if (language, look.dark) in _STATES:
                states(window, patient, named)
    finally:
        window.close()
        bridge.stop()
        window.deleteLater()
        app.processEvents()


def _open_are(page: DeskPage, left: int) -> bool:
    return page.desk is not None and page.desk.open == left


def decisions(app: QApplication, window: MainWindow, out: Path, name: str) -> None:
    """What is to be decided, two rows decided, the further filters open."""
    desk = window.desk
    desk.table.filter_key.emit("4")
    desk.table.select_row(0)
    waiting = desk.desk.open if desk.desk else 0
    for turn in (1, 2):
        desk.ask("accept")
        wait(app, partial(_open_are, desk, waiting - turn))
    desk.bar.more.setChecked(True)
    wait(app, lambda: desk.bar.rule.count() > 1 and desk.source.ready)
    desk.table.setFocus()
    shoot(window, out / f"desk-decide-{name}.png")
    desk.bar.more.setChecked(False)
    desk.table.filter_key.emit("0")


def sheet(app: QApplication, window: MainWindow, out: Path, name: str) -> None:
    """A workbook, its row marked among its neighbours."""
    with tempfile.TemporaryDirectory() as folder:
        window.import_files([kros(demo_bill(), Path(folder) / "sklad.xlsx")])
        wait(app, lambda: window.desk.desk is not None and window.desk.desk.file == "sklad.xlsx")
        window.desk.go_to_open(1)
        wait(app, lambda: window.desk.source.sheet.marked[1] > 0)
        shoot(window, out / f"desk-sheet-{name}.png")


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, default=SAMPLE)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--only", default="", help="just this language and look: cs, en-dark, ...")
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    pictures(make_application(), options.file, options.out, (width, height), options.only)


if __name__ == "__main__":
    main()
