"""Sheets as people leave them: a stray cell in the last corner, merged cells, another calendar."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.reading.read import read_document
from estimator_desktop.reading.spreadsheet.strays import column_number, is_far, without_strays

TITLES = ("Poř.", "Kód", "Popis", "MJ", "Množství", "Cena / MJ", "Celkem")
ROWS = tuple(
    (number, f"31{number}001", f"Zdivo z tvárnic, stěna číslo {number}", "m2", 2 + number, 10.5, 10.5 * (2 + number))
    for number in range(1, 7)
)
EXPECTED = [(str(row[0]), row[1], row[2], row[3], Decimal(str(row[4])), Decimal(str(row[6]))) for row in ROWS]


def _facts(bill: BillOfQuantities) -> list[tuple[object, ...]]:
    return [(p.ordinal, p.code, p.description, p.unit, p.quantity.value, p.total_price.value) for p in bill.positions]


def _book(path: Path, options: dict[str, object] | None = None) -> tuple[xlsxwriter.Workbook, Worksheet]:
    book = xlsxwriter.Workbook(str(path), options or {})
    return book, book.add_worksheet("Soupis")


def _plain(sheet: Worksheet, top: int = 2) -> None:
    for column, title in enumerate(TITLES):
        sheet.write(top, column, title)
    for line, row in enumerate(ROWS, top + 1):
        for column, value in enumerate(row):
            sheet.write(line, column, value)


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "XFD1", "AZZ4", "C900000"])
def test_a_stray_cell_far_off_changes_nothing(tmp_path: Path, place: str) -> None:
    book, sheet = _book(tmp_path / "a.xlsx")
    _plain(sheet)
    sheet.write(place, "x")
    book.close()
    bill = read_document(tmp_path / "a.xlsx")
    assert _facts(bill) == EXPECTED
    assert bill.positions[0].source is not None
    assert bill.positions[0].source.row == 4


def test_cells_within_reach_stay() -> None:
    data = (
        b'<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="AB1"><v>2</v></c><c r="XFD1"><v>3</v></c></row></sheetData>'
    )
    assert is_far(data)
    assert b"XFD1" not in without_strays(data)
    assert b"AB1" in without_strays(data)
    assert not is_far(b'<row r="5"><c r="ZZ5"><v>1</v></c></row>')
    assert [column_number(letters) for letters in (b"A", b"Z", b"AA", b"XFD")] == [0, 25, 26, 16383]


def test_a_cell_in_a_row_that_no_sheet_has_changes_nothing(tmp_path: Path) -> None:
    book, sheet = _book(tmp_path / "a.xlsx")
    _plain(sheet)
    sheet.write("E12", "x")
    book.close()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as source, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'r="E12"', b'r="E' + b"1" * 5000 + b'"'))
    assert _facts(read_document(tmp_path / "b.xlsx")) == EXPECTED


@pytest.mark.parametrize("value", [b"1e300", b"-1e300", b"1e400", b"NaN", b"1e15"])
def test_a_number_beyond_all_buildings_is_kept_as_unreadable_text(tmp_path: Path, value: bytes) -> None:
    book, sheet = _book(tmp_path / "a.xlsx")
    _plain(sheet)
    sheet.write("F6", 77777)
    book.close()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as source, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"<v>77777</v>", b"<v>" + value + b"</v>"))
    bill = read_document(tmp_path / "b.xlsx")
    assert _facts(bill) == EXPECTED
    assert [p.unit_price.value for p in bill.positions].count(None) == 1
    assert bill.positions[2].unit_price.raw
    assert bill.proof is not None
    assert not bill.proof.proven


@pytest.mark.parametrize("by_1904", [False, True])
def test_the_calendar_of_the_workbook_is_no_matter_for_numbers(tmp_path: Path, *, by_1904: bool) -> None:
    book, sheet = _book(tmp_path / "a.xlsx", {"date_1904": by_1904})
    day = book.add_format({"num_format": "d. m. yyyy"})
    sheet.write("A1", "Datum:")
    sheet.write("B1", 45000, day)
    _plain(sheet)
    book.close()
    assert _facts(read_document(tmp_path / "a.xlsx")) == EXPECTED


def test_descriptions_over_merged_cells(tmp_path: Path) -> None:
    book, sheet = _book(tmp_path / "a.xlsx")
    places = {0: 0, 1: 1, 2: 2, 3: 5, 4: 6, 5: 7, 6: 8}
    sheet.merge_range("A1:I1", "Výkaz výměr – zděná zahradní stěna")
    for column, title in enumerate(TITLES):
        sheet.write(2, places[column], title)
    sheet.merge_range("C3:E3", TITLES[2])
    sheet.merge_range("A4:I4", "Svislé konstrukce")
    for line, row in enumerate(ROWS, 4):
        for column, value in enumerate(row):
            sheet.write(line, places[column], value)
        sheet.merge_range(line, 2, line, 4, row[2])
    book.close()
    bill = read_document(tmp_path / "a.xlsx")
    assert _facts(bill) == EXPECTED
    assert [section.name for section in bill.sections] == ["Svislé konstrukce"]


def test_a_header_merged_over_two_rows(tmp_path: Path) -> None:
    book, sheet = _book(tmp_path / "a.xlsx")
    for column, title in enumerate(TITLES[:5]):
        sheet.merge_range(2, column, 3, column, title)
    sheet.merge_range("F3:G3", "Cena")
    sheet.write("F4", "Jednotková")
    sheet.write("G4", "Celkem")
    for line, row in enumerate(ROWS, 4):
        for column, value in enumerate(row):
            sheet.write(line, column, value)
    book.close()
    assert _facts(read_document(tmp_path / "a.xlsx")) == EXPECTED
