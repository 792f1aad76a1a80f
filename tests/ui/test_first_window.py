"""The first window waits for little: what it shows at once, what comes behind it, and that nothing is lost by that."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import current_thread

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from estimator_desktop.config import Paths
from estimator_desktop.storage.store import Store
from estimator_desktop.ui import theme
from estimator_desktop.ui.bridge import Bridge
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.menus import FIRST
from estimator_desktop.ui.sides.catalogues import CatalogueSide
from estimator_desktop.ui.thread import LateThread
from estimator_desktop.ui.widgets.make import CENTRED, NO_MENU, PLAIN, SELECTABLE, TOP
from estimator_desktop.ui.widgets.recent import DOCUMENT, INK

_PROGRAM = """
import sys
measuring = set(sys.modules)  # what measures the tests' coverage is no part of the program
from pathlib import Path
from estimator_desktop.config import Paths
from estimator_desktop.ui.app import run

def shown(window):
    import PySide6.QtCore
    named = "Qt" in vars(PySide6.QtCore) and vars(PySide6.QtCore)["Qt"] is not None
    print("Qt" if named else "-", *(name for name in sys.modules if name not in measuring))
    window.close()

sys.exit(run(Paths(Path(sys.argv[1])), shown=shown))
"""


@pytest.fixture
def fresh(qtbot: QtBot, paths: Paths) -> Iterator[MainWindow]:
    """A window that has shown itself and nothing more; its worker is not started."""
    bridge = Bridge(paths)
    made = MainWindow(bridge, theme.LIGHT)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.painted, timeout=5000):
        made.show()
    yield made
    made.close()
    bridge.stop()


def test_numbers_that_stand_for_qt_are_qts() -> None:
    assert int(Qt.TextFormat.PlainText.value) == PLAIN
    assert int(Qt.AlignmentFlag.AlignCenter) == CENTRED
    assert int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft) == TOP
    assert int(Qt.TextInteractionFlag.TextSelectableByMouse.value) == SELECTABLE
    assert int(Qt.ContextMenuPolicy.PreventContextMenu.value) == NO_MENU
    assert (int(Qt.ItemDataRole.UserRole), int(Qt.ItemDataRole.ForegroundRole)) == (DOCUMENT, INK)


@pytest.mark.parametrize("projects", [0, 3])
def test_the_first_picture_is_painted_without_what_comes_later(tmp_path: Path, projects: int) -> None:
    store = Store(Paths(tmp_path))  # a database that is made anew loads what makes it
    for number in range(projects):
        store.add_document(store.add_project(f"Sklad {number}"), "a.pdf", "0" * 64, 1)
    store.close()
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(tmp_path)], capture_output=True, text=True, check=True, timeout=60
    )
    named, *modules = done.stdout.split()
    assert named == "-"
    assert {name for name in modules if name.startswith("PySide6.Qt")} == {
        "PySide6.QtCore",
        "PySide6.QtGui",
        "PySide6.QtWidgets",
    }
    late = ("domain.bill", "domain.job", "jobs.queue", "ui.sides.registry", "ui.pages.desk", "ui.widgets.banner")
    assert not {f"estimator_desktop.{name}" for name in late} & set(modules)
    assert not {"ctypes", "dataclasses", "decimal"} & set(modules)


def test_verdicts_take_their_own_colours_behind_the_first_picture(fresh: MainWindow) -> None:
    fresh.bridge.store.add_document(fresh.bridge.store.add_project("Sklad"), "a.pdf", "0" * 64, 1)
    fresh.refresh()
    recent = fresh.start.recent
    assert recent.states is None
    fresh.complete()
    assert recent.itemDelegateForColumn(1) is recent.states
    fresh.set_theme(theme.DARK)
    assert recent.states is not None
    assert recent.states.theme is theme.DARK


def test_modules_are_imported_without_their_source_being_read() -> None:
    code = (
        "import linecache\n"
        "import estimator_desktop.ui.theme\n"
        "print(*(name for name in linecache.cache if 'estimator_desktop' in name))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert not done.stdout.strip()


def test_the_first_buttons_are_those_that_the_whole_toolbar_shows(fresh: MainWindow) -> None:
    assert tuple(fresh._commands.buttons) == FIRST
    before = [fresh._commands.buttons[key].text() for key in FIRST]
    fresh.complete()
    commands = fresh._commands
    visible = [key for key in commands.buttons if commands.buttons[key].isVisible()]
    assert [key for key in FIRST if key in visible] == list(FIRST)
    assert set(visible) == set(FIRST)
    assert [fresh.bar(key).text() for key in FIRST] == before
    assert [menu.title() for menu in commands._menus.values() if not menu.actions()] == []


def test_a_button_of_the_first_picture_works_at_once(fresh: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(fresh._commands.buttons["page.catalogues"], Qt.MouseButton.LeftButton)
    assert fresh.side(CatalogueSide).shown


def test_what_comes_behind_comes_in_steps(fresh: MainWindow) -> None:
    assert "review" not in vars(fresh.bridge)
    steps = sum(1 for _ in fresh.prepare())
    assert steps > 0
    assert "review" in vars(fresh.bridge)
    assert fresh.action("action.open").shortcut().toString() == "Ctrl+O"


def test_a_late_thread_works_in_order_and_ends() -> None:
    seen: list[str] = []
    late = LateThread("tested")
    late.end()
    with pytest.raises(RuntimeError):
        late.submit(seen.append, "never")
    late = LateThread("tested")
    late.submit(lambda: seen.append(current_thread().name.split("_")[0]))
    late.submit(seen.append, "second")
    late.end()
    assert seen == ["tested", "second"]
