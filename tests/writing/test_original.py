"""Values back into the original workbook: compared cell by cell, style by style and part by part."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from estimator_desktop.cli import main
from estimator_desktop.errors import UserError
from estimator_desktop.reading.read import read_document
from estimator_desktop.usecases.originals import field_columns, fill
from estimator_desktop.writing import write_json, write_xlsx
from estimator_desktop.writing.original import CellEdit, column_letters, column_number, write_back
from tests.writing.test_xlsx import content

HEAD = ("PČ", "Typ", "Kód", "Popis", "MJ", "Množství", "J.cena [CZK]", "Cena celkem [CZK]", "Cenová soustava")
ROWS = (
    ("D", "1", "Zemní práce", "", None, None),
    ("K", "100001", "Hloubení rýh", "m3", 12.5, 310.25),
    ("K", "100002", "Zásyp & hutnění", "m3", 7, 0),
    ("M", "100003", "Štěrk", "t", 3.25, 400),
)


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """A workbook of our own making with everything that must not be lost."""
    path = tmp_path / "original.xlsx"
    book = xlsxwriter.Workbook(str(path))
    money = book.add_format({"num_format": "#,##0.00", "bg_color": "#FFFFCC", "locked": False})
    sheet = book.add_worksheet("SO 01")
    other = book.add_worksheet("Ostatní")
    other.write(0, 0, "beze změny")
    other.write_formula(1, 0, "='SO 01'!J8", None, 0)
    sheet.protect("heslo")
    sheet.set_column(12, 14, None, None, {"hidden": True})
    sheet.merge_range("A1:C1", "Stavba")
    book.define_name("Ceny", "='SO 01'!$I$7:$I$9")
    for column, title in enumerate(HEAD, 2):
        sheet.write(4, column, title)
    number = 0
    for row, (kind, code, text, unit, quantity, price) in enumerate(ROWS, 5):
        sheet.write(row, 3, kind)
        sheet.write(row, 4, code)
        sheet.write(row, 5, text)
        if quantity is not None and price is not None:
            number += 1
            sheet.write(row, 2, number)
            sheet.write(row, 6, unit)
            sheet.write(row, 7, quantity)
            sheet.write(row, 8, price, money)
            sheet.write_formula(row, 9, f"=ROUND(I{row + 1}*H{row + 1},2)", money, round(quantity * price, 2))
            sheet.write(row, 10, "vlastní")
    sheet.write_formula("J6", "=SUM(J7:J9)", money, 5178.13)
    book.close()
    plain = tmp_path / "plain.xlsx"
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(plain, "w") as copy:
        for item in archive.infolist():  # as a spreadsheet program saves it: with all results computed
            copy.writestr(item, archive.read(item).replace(b' fullCalcOnLoad="1"', b""))
    return plain


def headed(path: Path, head: list[list[str]], *, total: str = "=ROUND(F{row}*E{row},2)", blank: bool = False) -> Path:
    """A free table under a head of one or two rows."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("List1")
    for row, titles in enumerate(head):
        sheet.write_row(row, 0, titles)
    frame = book.add_format({"border": 1})
    for row, (number, (_kind, code, text, unit, quantity, price)) in enumerate(enumerate(ROWS[1:], 1), len(head)):
        sheet.write_row(row, 0, [number, code, text, unit, quantity], frame)
        sheet.write_blank(row, 5, None, frame) if blank else sheet.write_number(row, 5, price or 0, frame)
        value = 0 if blank else round((quantity or 0) * (price or 0), 2)
        sheet.write_formula(row, 6, total.format(row=row + 1), frame, value)
    book.close()
    return path


@pytest.mark.parametrize(
    ("head", "total", "blank"),
    [
        (
            [["Poř.", "Kód", "Popis", "MJ", "Množství", "Cena", "Cena"], ["", "", "", "", "", "za MJ", "celkem"]],
            "",
            False,
        ),
        ([["Poř.", "Kód", "Popis", "MJ", "Množství", "Vaše cena", "Celkem"]], "=E{row}*F{row}", True),
    ],
    ids=["two rows of titles", "a title nobody knows, but the total multiplies it"],
)
def test_the_price_column_is_found(head: list[list[str]], total: str, blank: bool, tmp_path: Path) -> None:
    path = headed(tmp_path / "a.xlsx", head, total=total or "=ROUND(F{row}*E{row},2)", blank=blank)
    bill = read_document(path)
    assert field_columns(path, bill, {"unit_price"}) == {("List1", "unit_price"): 5}
    first = len(head) + 1
    result = write_back(path, [CellEdit("List1", "F", first, Decimal(8))], tmp_path / "copy.xlsx")
    assert [(item.place, item.after) for item in result.changes] == [(f"F{first}", "8"), (f"G{first}", "100")]


def test_a_price_column_that_is_not_certain_is_none(tmp_path: Path) -> None:
    path = headed(
        tmp_path / "a.xlsx", [["Poř.", "Kód", "Popis", "MJ", "Množství", "Vaše cena", "Celkem"]], total="=F{row}*2"
    )
    assert field_columns(path, read_document(path), {"unit_price"}) == {}


def cells(path: Path) -> dict[tuple[str, str], tuple[Any, Any]]:
    book = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): (cell.value, cell._style)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
    }


def parts(path: Path) -> Mapping[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_only_the_wanted_cells_differ(original: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.xlsx"
    before = original.read_bytes()
    result = write_back(
        original,
        [CellEdit("SO 01", "I", 7, Decimal("99.90")), CellEdit("SO 01", "F", 8, "Zásyp <nový> & dobrý")],
        target,
    )
    assert not result.refused
    assert original.read_bytes() == before
    assert {(item.place, item.before, item.after, item.follows) for item in result.changes} == {
        ("I7", "310.25", "99.90", False),
        ("J7", "3878.12", "1248.75", True),
        ("J6", "5178.13", "2548.75", True),
        ("F8", "Zásyp & hutnění", "Zásyp <nový> & dobrý", False),
    }
    old, new = cells(original), cells(target)
    assert old.keys() == new.keys()
    differing = {key for key in old if old[key] != new[key]}
    assert differing == {("SO 01", "I7"), ("SO 01", "F8")}
    assert all(old[key][1] == new[key][1] for key in old)
    one, two = parts(original), parts(target)
    assert list(one) == list(two)
    assert {name for name in one if one[name] != two[name]} == {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    assert two["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"") == one["xl/workbook.xml"]
    loaded = openpyxl.load_workbook(target)
    assert loaded["SO 01"].protection.sheet
    assert "Ceny" in loaded.defined_names
    assert read_document(target).positions[0].total_price.value == Decimal("1248.75")


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (CellEdit("SO 01", "J", 7, Decimal(1)), "formula"),
        (CellEdit("SO 01", "B", 1, "x"), "merged"),
        (CellEdit("SO 01", "ZZ", 7, Decimal(1)), "no_cell"),
        (CellEdit("SO 01", "I", 900, Decimal(1)), "no_row"),
        (CellEdit("SO 99", "I", 7, Decimal(1)), "no_sheet"),
    ],
)
def test_what_cannot_be_done_safely_is_refused(edit: CellEdit, reason: str, original: Path, tmp_path: Path) -> None:
    result = write_back(original, [edit], tmp_path / "copy.xlsx")
    assert [item.reason for item in result.refused] == [reason]
    assert not result.changes
    assert parts(original) == parts(tmp_path / "copy.xlsx")


def test_a_value_that_is_there_already_is_no_change(original: Path, tmp_path: Path) -> None:
    result = write_back(original, [CellEdit("SO 01", "I", 7, Decimal("310.250"))], tmp_path / "copy.xlsx")
    assert result.changes == result.refused == ()


def test_what_is_no_xlsx_and_the_original_itself(original: Path, tmp_path: Path) -> None:
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(UserError) as caught:
        write_back(tmp_path / "old.xls", [], tmp_path / "x.xlsx")
    assert (caught.value.code, caught.value.params["why"]) == ("original_unsupported", "not_xlsx")
    with pytest.raises(UserError) as caught:
        write_back(original, [], original)
    assert caught.value.code == "original_itself"
    signed = tmp_path / "signed.xlsx"
    signed.write_bytes(original.read_bytes())
    with zipfile.ZipFile(signed, "a") as archive:
        archive.writestr("_xmlsignatures/origin.sigs", "")
    with pytest.raises(UserError) as caught:
        write_back(signed, [], tmp_path / "x.xlsx")
    assert caught.value.params["why"] == "signed"


def test_an_edited_export_fills_the_original(original: Path, tmp_path: Path) -> None:
    bill = read_document(original)
    export = write_xlsx(content(bill), tmp_path / "export.xlsx")
    book = openpyxl.load_workbook(export)
    sheet = next(item for item in book.worksheets if item.title not in {"Krycí list", "Rekapitulace", "Přehled"})
    row = next(item[0].row for item in sheet.iter_rows(min_row=6) if item[4].value == "100002")
    sheet[f"I{row}"] = 55.5
    book.save(export)
    filled = fill(original, export, tmp_path / "copy.xlsx")
    assert [(item.place, item.after) for item in filled.written.changes] == [
        ("I8", "55.5"), ("J6", "5566.62"), ("J8", "388.5"), ("A2", "388.5"),
    ]  # fmt: skip
    assert not filled.without_cell
    assert not filled.written.refused
    assert read_document(tmp_path / "copy.xlsx").positions[1].unit_price.value == Decimal("55.5")


def test_an_edited_json_fills_the_original(original: Path, tmp_path: Path) -> None:
    export = write_json(content(read_document(original)), tmp_path / "export.json")
    words = export.read_text(encoding="utf-8").replace('"unit_price": "400"', '"unit_price": "450"')
    export.write_text(words, encoding="utf-8")
    filled = fill(original, export, tmp_path / "copy.xlsx")
    assert [item.place for item in filled.written.changes] == ["I9", "J6", "J9"]


def test_what_cannot_go_into_the_original_is_named_with_its_position(
    original: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = write_json(content(read_document(original)), tmp_path / "export.json")
    record = json.loads(export.read_text(encoding="utf-8"))
    record["positions"][1]["ordinal"] = "77"
    record["positions"][1]["description"] = "Zásyp\nna dvou řádcích"
    export.write_text(json.dumps(record), encoding="utf-8")
    assert main(["fill", str(original), str(export), "--out", str(tmp_path / "copy.xlsx"), "--lang", "cs"]) == 0
    said = capsys.readouterr().out.splitlines()
    (left,) = [line for line in said if "✘" in line]
    assert left.startswith("  ✘ 2 100002 Zásyp & hutnění  pořadí: 2 → 77: do původního sešitu se zapisuje jen")
    assert "  ~ SO 01!F8: Zásyp & hutnění → Zásyp na dvou řádcích" in said


def test_an_export_of_another_budget_is_refused(original: Path, demo_pdf: Path, tmp_path: Path) -> None:
    export = write_xlsx(content(read_document(demo_pdf)), tmp_path / "export.xlsx")
    with pytest.raises(UserError) as caught:
        fill(original, export, tmp_path / "copy.xlsx")
    assert caught.value.code == "edited_other"


@pytest.mark.parametrize("number", [1, 26, 27, 702, 703, 16384])
def test_column_letters(number: int) -> None:
    assert column_number(column_letters(number)) == number


def test_a_place_where_nothing_can_be_written_is_called_what_it_is(
    original: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = write_json(content(read_document(original)), tmp_path / "export.json")
    for out, said in ((tmp_path, "je složka"), (tmp_path / "neni" / "x.xlsx", "neni tu není")):
        assert main(["fill", str(original), str(export), "--out", str(out), "--lang", "cs"]) == 3
        assert said in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []
