"""The table of positions: copied, sorted, its columns shown, hidden and kept in sight."""

from __future__ import annotations

from pathlib import Path

import pytest
from hands import CONTROL, SHIFT, Key, opened, session
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from samplebill import demo_bill

from estimator_desktop.config import Paths
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.models.clipboard import copied
from estimator_desktop.ui.models.desk import CODE, COLUMNS, DESCRIPTION, OBJECT, QUANTITY, SECTION, VERDICT


def test_rows_are_copied_as_a_spreadsheet_expects(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    window.desk.table.select_position(0)
    qtbot.keyClick(window.desk.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    cells = QGuiApplication.clipboard().text().split("\t")
    assert cells[1:4] == ["1", "K", "121901010"]
    assert len(cells) == 10


def test_sorting_by_a_click_on_the_header(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    window.desk.table.sortByColumn(VERDICT, Qt.SortOrder.AscendingOrder)
    assert window.desk.model.index(0, VERDICT).data() == "■"


def test_what_is_selected_stays_selected_when_the_rows_are_sorted(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path
) -> None:
    """The panels show a position; a key must not decide about the one that sorting put into its row."""
    opened(window, qtbot, demo_pdf)
    table = window.desk.table
    window.desk.show_position(0)
    table.sortByColumn(DESCRIPTION, Qt.SortOrder.DescendingOrder)
    assert window.desk.model.position(0) != 0
    assert window.desk.selected() == 0
    assert window.desk.chosen() == (0,)
    table.selectAll()
    table.sortByColumn(VERDICT, Qt.SortOrder.AscendingOrder)
    assert len(window.desk.chosen()) == len(demo_bill().rows)


def test_blocks_and_rows_are_copied_with_the_numbers_that_were_asked_for(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path
) -> None:
    opened(window, qtbot, demo_pdf)
    table = window.desk.table
    table.setFocus()
    table.setCurrentIndex(window.desk.model.index(0, QUANTITY))
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Down):
        qtbot.keyClick(table, key, SHIFT)
    qtbot.keyClick(table, Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "438,900\t38,50\t16897,65\n192,072\t212,00\t40719,26"
    assert "2 řádky" in window.desk.foot.said.text()
    table.numbers = "en"
    qtbot.keyClick(table, Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "438.900\t38.50\t16897.65\n192.072\t212.00\t40719.26"


@pytest.mark.parametrize(
    ("cell", "shown", "wanted", "text"),
    [
        ("1\u00a0234,50", "cs", "cs", "1234,50"),
        ("1\u00a0234,50", "cs", "en", "1234.50"),
        ("1,234.50", "en", "cs", "1234,50"),
        ("-1,234.50", "en", "en", "-1234.50"),
        ("dle  dohody", "cs", "en", "dle dohody"),
        ("", "cs", "en", ""),
    ],
)
def test_numbers_on_the_clipboard(cell: str, shown: str, wanted: str, text: str) -> None:
    assert copied([[cell, "a\tb\nc"]], [True, False], shown, wanted) == f"{text}\ta b c"


def test_columns_and_panels_are_remembered(qtbot: QtBot, paths: Paths, sound_pdf: Path) -> None:
    with session(paths, qtbot) as window:
        opened(window, qtbot, sound_pdf)
        table = window.desk.table
        assert table.isColumnHidden(SECTION)
        menu = table.column_menu()
        next(item for item in menu.actions() if item.text() == window.texts.say("column.section")).trigger()
        assert not table.isColumnHidden(SECTION)
        assert table.isColumnHidden(OBJECT)
        window.desk.docks["structure"].hide()
    with session(paths, qtbot) as window:
        assert not window.desk.table.isColumnHidden(SECTION)
        opened(window, qtbot, sound_pdf)
        assert window.desk.model.index(0, SECTION).data()
        assert window.desk.docks["structure"].isHidden()
        window.action("action.arrange").trigger()
        assert not window.desk.docks["structure"].isHidden()


def test_code_and_description_stay_while_the_others_scroll(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    table = window.desk.table
    window.resize(1500, 800)
    qtbot.waitUntil(lambda: not table.frozen.isVisible(), timeout=5000)
    table.show_column(SECTION, on=True)
    table.show_column(OBJECT, on=True)
    window.resize(760, 600)
    qtbot.waitUntil(table.frozen.isVisible, timeout=5000)
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
    frozen = table.frozen
    assert frozen.columnWidth(CODE) == table.columnWidth(CODE)
    assert frozen.isColumnHidden(QUANTITY)
    fourth = window.desk.model.index(3, DESCRIPTION)

    def level() -> bool:
        """Whether both have settled after the window's change of size."""
        QApplication.processEvents()
        return frozen.visualRect(fourth).top() == table.visualRect(fourth).top()

    qtbot.waitUntil(level, timeout=5000)
    qtbot.mouseClick(frozen.viewport(), Qt.MouseButton.LeftButton, pos=frozen.visualRect(fourth).center())
    assert window.desk.selected() == 3
    assert [frozen.isColumnHidden(column) for column in range(len(COLUMNS))][:5] == [False] * 5


def test_a_click_on_the_code_of_a_row_that_is_half_out_of_sight_selects_that_row(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path
) -> None:
    opened(window, qtbot, demo_pdf)
    table = window.desk.table
    frozen = table.frozen
    table.show_column(SECTION, on=True)
    table.show_column(OBJECT, on=True)
    window.resize(760, 600)
    qtbot.waitUntil(frozen.isVisible, timeout=5000)
    qtbot.wait(100)

    def cut() -> int:
        """The row that the lower edge cuts, three pixels or more on either side; -1 where it falls between rows."""
        edge = frozen.viewport().height()
        rects = [frozen.visualRect(window.desk.model.index(row, CODE)) for row in range(30)]
        return next((row for row, at in enumerate(rects) if at.top() + 3 < edge < at.bottom() - 3), -1)

    for height in range(600, 630):
        window.resize(760, height)
        QApplication.processEvents()
        if cut() > 0:
            break
    row = cut()
    assert row > 0
    at = frozen.visualRect(window.desk.model.index(row, CODE))
    qtbot.mouseClick(frozen.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at.center().x(), at.top() + 2))
    assert window.desk.selected() == row
