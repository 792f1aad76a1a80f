"""How the positions are sorted is kept for each project, over a restart too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hands import PATIENCE, session
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from estimator_desktop.config import Paths
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.models.desk import COLUMNS, DESCRIPTION, TOTAL
from estimator_desktop.ui.models.orders import AS_READ, SETTING, Order, Orders
from estimator_desktop.ui.sides.review import ReviewSide


@contextmanager
def running(qtbot: QtBot, paths: Paths) -> Iterator[MainWindow]:
    with session(paths, qtbot) as window:
        window.resize(1366, 768)  # every column in sight
        yield window


def imported(window: MainWindow, qtbot: QtBot, file: Path) -> str:
    window.show_start()
    window.import_files([file])
    qtbot.waitUntil(window.side(ReviewSide).audited, timeout=PATIENCE)
    return window.side(ReviewSide).document


def opened(window: MainWindow, qtbot: QtBot, document: str) -> None:
    window.show_start()
    window.open_document(document)
    qtbot.waitUntil(lambda: window.side(ReviewSide).shown and window.side(ReviewSide).ready(), timeout=PATIENCE)


def click(window: MainWindow, qtbot: QtBot, column: int) -> None:
    header = window.desk.table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)


def shown(window: MainWindow) -> tuple[int, bool, list[int]]:
    header = window.desk.table.horizontalHeader()
    down = header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
    return header.sortIndicatorSection(), down, list(window.desk.model.shown)


def test_the_order_of_each_project_outlasts_the_window(
    qtbot: QtBot, paths: Paths, demo_pdf: Path, sound_pdf: Path
) -> None:
    with running(qtbot, paths) as window:
        first = imported(window, qtbot, demo_pdf)
        as_read = shown(window)[2]
        click(window, qtbot, TOTAL)
        click(window, qtbot, TOTAL)
        dearest = shown(window)
        assert dearest[:2] == (TOTAL, True)
        assert dearest[2] != as_read
        second = imported(window, qtbot, sound_pdf)
        assert shown(window)[0] == -1
        opened(window, qtbot, first)
        assert shown(window) == dearest
        window.set_language("en")
        qtbot.waitUntil(window.side(ReviewSide).ready, timeout=PATIENCE)
        assert shown(window) == dearest
    with running(qtbot, paths) as window:
        opened(window, qtbot, first)
        assert shown(window) == dearest
        click(window, qtbot, TOTAL)
        assert shown(window)[::2] == (-1, as_read)
        opened(window, qtbot, second)
        click(window, qtbot, DESCRIPTION)
    with running(qtbot, paths) as window:
        opened(window, qtbot, first)
        assert shown(window)[::2] == (-1, as_read)
        opened(window, qtbot, second)
        assert shown(window)[:2] == (DESCRIPTION, False)


def test_a_hidden_column_sorts_nothing(qtbot: QtBot, paths: Paths, sound_pdf: Path) -> None:
    with running(qtbot, paths) as window:
        document = imported(window, qtbot, sound_pdf)
        click(window, qtbot, TOTAL)
        window.desk.table.show_column(TOTAL, on=False)
    with running(qtbot, paths) as window:
        opened(window, qtbot, document)
        assert shown(window)[0] == -1


def test_the_columns_that_stay_in_sight_sort_like_the_others(qtbot: QtBot, paths: Paths, sound_pdf: Path) -> None:
    with running(qtbot, paths) as window:
        imported(window, qtbot, sound_pdf)
        frozen = window.desk.table.frozen
        found = []
        for _click in range(3):
            frozen.horizontalHeader().sectionClicked.emit(DESCRIPTION)
            found.append(shown(window)[:2])
        assert found == [(DESCRIPTION, False), (DESCRIPTION, True), (-1, False)]


def test_of_many_projects_those_sorted_last_are_kept() -> None:
    kept: dict[str, str] = {}
    orders = Orders(lambda key: kept.get(key, ""), kept.__setitem__)
    assert orders.of("p") == AS_READ
    for number in range(300):
        orders.keep(f"p{number}", Order(COLUMNS[TOTAL], down=bool(number % 2)))
    orders.keep("p299", AS_READ)
    assert orders.of("p298") == Order(COLUMNS[TOTAL])
    assert orders.of("p297") == Order(COLUMNS[TOTAL], down=True)
    assert orders.of("p299") == orders.of("p0") == AS_READ
    assert len(json.loads(kept[SETTING])) == 199
