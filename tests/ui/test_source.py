"""The place of a position: a sheet's row among its neighbours, a file's line, the page; found again by a click."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hands import opened
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from samplebill import demo_bill
from sampleworkbooks import kros
from views import view_of

from estimator_desktop.domain.bill import BillOfQuantities, Position, Source
from estimator_desktop.domain.box import Box
from estimator_desktop.domain.sheets import SheetText, column_letters
from estimator_desktop.reading.spreadsheet.shown import shown_sheets
from estimator_desktop.storage.connection import now
from estimator_desktop.storage.store import Document
from estimator_desktop.texts import Texts
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.models.desk import Desk, make_desk
from estimator_desktop.ui.panels.place import position_at, position_in


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return kros(demo_bill(), tmp_path / "rozpocet.xlsx")


def test_a_workbook_shows_the_row_and_a_click_selects_its_position(
    window: MainWindow, qtbot: QtBot, workbook: Path
) -> None:
    opened(window, qtbot, workbook)
    desk = window.desk
    view = desk.source.sheet
    desk.table.select_position(2)
    qtbot.waitUntil(view.isVisible, timeout=20_000)
    assert desk.desk is not None
    position = desk.desk.bill.positions[2]
    assert position.source is not None
    sheet, row, cells = view.marked
    assert (sheet, row) == (position.source.sheet, position.source.row)
    assert position.description in cells
    model = view.model()
    assert model.headerData(0, Qt.Orientation.Horizontal) == "A"
    assert model.headerData(row - 1, Qt.Orientation.Vertical) == str(row)
    other = desk.desk.bill.positions[1].source
    assert other is not None
    assert other.row is not None
    cell = view.visualRect(model.index(other.row - 1, 0))
    column = next(place for place in range(model.columnCount()) if not view.isColumnHidden(place))
    cell = view.visualRect(model.index(other.row - 1, column))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    assert desk.selected() == 1
    assert view.marked[1] == other.row


def _desk(*sources: Source) -> Desk:
    bill = BillOfQuantities(
        "kros_xlsx", "a.xlsx", tuple(Position(index, str(index), source=source) for index, source in enumerate(sources))
    )
    document = Document("d", "p", "a.xlsx", "0" * 64, 1, datetime.fromisoformat(now()))
    return make_desk(document, "Dům", "", view_of(bill, None), Texts("cs"))


def test_rows_are_found_in_short_and_long_bills() -> None:
    names = ("Krycí", "B", "A")
    rows = [Source("a", sheet=sheet, row=row) for sheet in ("B", "A") for row in range(3, 1500)]
    for desk in (_desk(*rows[:10], *rows[-10:]), _desk(*rows)):
        last = len(desk.rows) - 1
        assert position_in(desk, names, "B", 3) == 0
        assert position_in(desk, names, "A", 1499) == last
        assert position_in(desk, names, "A", 2000) is None
        assert position_in(desk, names, "Krycí", 3) is None


def test_places_are_found_on_pages_of_short_and_long_bills() -> None:
    def box(line: int) -> Box:
        return Box(50, 100 + line * 20, 500, 118 + line * 20)

    rows = [Source("a", page=page, box=box(line)) for page in range(1, 131) for line in range(20)]
    for desk in (_desk(*rows[:60]), _desk(*rows)):
        assert position_at(desk, 1, 60, 105) == 0
        assert position_at(desk, 3, 60, 105 + 19 * 20) == 59
        assert position_at(desk, 2, 60, 90) is None
        assert position_at(desk, 500, 60, 105) is None
    inner = replace(rows[0], box=Box(60, 101, 90, 110))
    assert position_at(_desk(rows[0], inner), 1, 70, 105) == 1


def test_letters_of_columns() -> None:
    assert [column_letters(column) for column in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


def test_lines_of_a_text_file_are_one_sheet(tmp_path: Path) -> None:
    xml = tmp_path / "a.xml"
    xml.write_text("<?xml version='1.0'?>\n<a>\n  <b>výkop</b>\n</a>", encoding="utf-8")
    assert shown_sheets(xml, "a.xml") == (
        SheetText("", (("<?xml version='1.0'?>",), ("<a>",), ("  <b>výkop</b>",), ("</a>",))),
    )
    csv = tmp_path / "a.csv"
    csv.write_text("kód;popis;;\n1;Výkop;2,5;\n", encoding="utf-8")
    assert shown_sheets(csv, "a.csv") == (SheetText("a", (("kód", "popis"), ("1", "Výkop", "2,5"))),)
