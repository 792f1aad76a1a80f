"""Stored results that follow from changed cells: computed as the spreadsheet programs do, or taken out."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from estimator_desktop.writing.formulas import Unknown, Value, evaluate, moved, parsed
from estimator_desktop.writing.original import CellEdit, write_back

CELLS: Mapping[tuple[int, int], Value] = {
    (1, 1): 10.0, (2, 1): 2.5, (3, 1): None, (4, 1): "základní", (5, 1): True, (6, 1): "7",
    (1, 2): 1.0, (2, 2): 2.0, (3, 2): 4.0, (4, 2): 8.0, (1, 3): "a", (2, 3): "b", (3, 3): "a", (4, 3): "A",
}  # fmt: skip


def computed(text: str, names: Mapping[str, str] | None = None) -> Value:
    return evaluate(
        parsed(text, "List1", names or {}),
        lambda area: [
            CELLS.get((row, column))
            for row in range(area.top, min(area.bottom, 9) + 1)
            for column in range(area.left, min(area.right, 9) + 1)
        ],
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A1*A2", 25.0),
        ("-A1+2*3^2", 8.0),
        ("(A1+A2)*10%", 1.25),
        ("ROUND(1.005*1,2)", 1.01),
        ("ROUND(-2.5,0)", -3.0),
        ("ROUND((SUM(B1:B4))*A1,  1)", 150.0),
        ("SUM(A1:A6)", 12.5),
        ("SUM(B:B)", 15.0),
        ("SUM($1:$2)", 15.5),
        ("SUM(A1,B1:B2,5)", 18.0),
        ('IF(A4="základní",A1,0)', 10.0),
        ('IF(A4="snížená",A1/0,0)', 0.0),
        ('IF(A3="","",A3)', ""),
        ("IF(A1>A2,1,2)", 1.0),
        ("A3", 0.0),
        ("'Jiný list'!A1", 10.0),
        ('SUMIF(C1:C4,"a",B1:B4)', 13.0),
        ("SUMIF(B1:B4,2)", 2.0),
        ('SUMIFS(B1:B4,C1:C4,"a",B1:B4,4)', 4.0),
        ("MAX(B1:B4)-MIN(B1:B4)", 7.0),
        ("ABS(-3)", 3.0),
        ("AND(TRUE,A1=10)", True),
        ("OR(FALSE,NOT(TRUE))", False),
        ('"a"&"b"', "ab"),
        ("cena*2", 20.0),
        ("A1<>A2", True),
        ("A5=1", False),
        ("A1>=A2", True),
    ],
)
def test_what_it_comes_to(text: str, value: Value) -> None:
    assert computed(text, {"cena": "List1!$A$1"}) == value


@pytest.mark.parametrize(
    "text",
    [
        "VLOOKUP(A1,B1:B4,1)", "A1/A3", "A6+1", "A4+1", "#REF!", "A1:A2*2", "ROUND(1)", 'SUMIF(C1:C4,">a",B1:B4)',
        "SUMIFS(B1:B4,C1:C3,1)", "(A1", "1 2", "neznámý", '"a"<"b"', "A1&1", "", "IF(1)", "SUM(1", "0^-1",
    ],
)  # fmt: skip
def test_what_is_left_to_a_spreadsheet_program(text: str) -> None:
    with pytest.raises(Unknown):
        computed(text)


def test_a_shared_formula_moves_what_is_not_fixed() -> None:
    formula = moved(parsed("A1*$B1+A$1+$B$1", "List1", {}), 1, 1)
    assert [token.area and (token.area.top, token.area.left) for token in formula if token.area] == [
        (2, 2), (2, 2), (1, 2), (1, 2),
    ]  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet, other = book.add_worksheet("Ceny"), book.add_worksheet("Souhrn")
    for row in range(4):
        sheet.write_row(row, 0, [2, 10])
        sheet.write_formula(row, 2, f"=A{row + 1}*B{row + 1}", None, 20)
    sheet.write_formula("C5", "=SUM(C1:C4)", None, 80)
    sheet.write_formula("D1", "=VLOOKUP(C1,C1:C4,1)", None, 20)
    sheet.write_formula("D2", "=D1+1", None, 21)
    sheet.write_formula("D3", "=D4", None, 0)
    sheet.write_formula("D4", "=D3+B1", None, 0)
    sheet.write_formula("E1", '=IF(C5>100,"draho","levně")', None, "levně")
    sheet.write_formula("E2", "=C5>1", None, True)
    sheet.write_formula("E3", '=A1&"x"', None, "2x")
    sheet.write_formula("E4", '=INDIRECT("C5")', None, 80)
    sheet.write_array_formula("F1:F2", "{=B1:B2*2}", None, 20)
    sheet.write_number("F2", 20)
    other.write_formula("A1", "=Ceny!C5*1.21", None, 96.8)
    other.write_formula("A2", "=dan", None, 16.8)
    other.write_formula("A3", "=ROUND(celkem,0)", None, 80)
    book.define_name("celkem", "=Ceny!$C$5")
    book.define_name("dan", "=Ceny!$C$5*0.21")
    book.close()
    return path


def stored(path: Path) -> dict[str, object]:
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value for sheet in book for row in sheet.iter_rows() for cell in row
    }


def test_every_result_over_a_changed_cell_follows_or_is_taken_out(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.xlsx"
    result = write_back(book, [CellEdit("Ceny", "B", 1, Decimal(50))], target)
    found = stored(target)
    assert {key: found[key] for key in ("Ceny!C1", "Ceny!C5", "Souhrn!A1", "Souhrn!A3", "Ceny!E1")} == {
        "Ceny!C1": 100, "Ceny!C5": 160, "Souhrn!A1": pytest.approx(193.6), "Souhrn!A3": 160, "Ceny!E1": "draho",
    }  # fmt: skip
    out = {f"{item.sheet}!{item.place}" for item in result.changes if item.follows and not item.after}
    # a function not known, a circle, INDIRECT, an array with the cells it fills, a name that is more than a cell
    assert out == {
        "Ceny!D1", "Ceny!D2", "Ceny!D3", "Ceny!D4", "Ceny!E4", "Ceny!F1", "Ceny!F2", "Souhrn!A2",
    }  # fmt: skip
    assert all(found[place] is None for place in out)
    # nothing they look at has changed
    assert (found["Ceny!C2"], found["Ceny!E2"], found["Ceny!E3"]) == (20, True, "2x")


def test_shared_formulas_and_filtered_sheets(book: Path, tmp_path: Path) -> None:
    shared, filtered = tmp_path / "shared.xlsx", tmp_path / "filtered.xlsx"
    with zipfile.ZipFile(book) as archive:
        every = {name: archive.read(name) for name in archive.namelist()}
    sheet = every["xl/worksheets/sheet1.xml"]
    first = sheet.replace(b"<f>A1*B1</f>", b'<f t="shared" ref="C1:C4" si="0">A1*B1</f>')
    for row in (b"2", b"3", b"4"):
        first = first.replace(b"<f>A" + row + b"*B" + row + b"</f>", b'<f t="shared" si="0"/>')
    hidden = sheet.replace(
        b"</worksheet>", b'<autoFilter ref="A1:C4"><filterColumn colId="0"/></autoFilter></worksheet>'
    )
    for path, data in ((shared, first), (filtered, hidden)):
        with zipfile.ZipFile(path, "w") as copy:
            for name, part in every.items():
                copy.writestr(name, data if name == "xl/worksheets/sheet1.xml" else part)
    write_back(shared, [CellEdit("Ceny", "B", 3, Decimal(50))], tmp_path / "1.xlsx")
    assert stored(tmp_path / "1.xlsx")["Ceny!C3"] == 100
    assert stored(tmp_path / "1.xlsx")["Ceny!C5"] == 160
    write_back(filtered, [CellEdit("Ceny", "B", 3, Decimal(50))], tmp_path / "2.xlsx")
    assert stored(tmp_path / "2.xlsx")["Ceny!C5"] is None
