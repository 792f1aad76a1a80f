"""The audited workbook: what a person sees in it, what formulas compute, and that it comes back whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter

from estimator_desktop.audit import audit_bill
from estimator_desktop.config import resources_folder
from estimator_desktop.domain.bill import Amount, BillOfQuantities, Position
from estimator_desktop.domain.template import BUILT_IN, Column, Template
from estimator_desktop.domain.verdict import Colour
from estimator_desktop.errors import UserError
from estimator_desktop.reading.read import read_document
from estimator_desktop.writing import Handover, hand_over, write_json, write_xlsx
from estimator_desktop.writing.xlsx.book import close_book, fill_book, open_book

SAMPLE = resources_folder() / "demo" / "ukazka_rozpocet.pdf"
MADE = datetime(2026, 3, 9, 12, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def bill() -> BillOfQuantities:
    return read_document(SAMPLE)


def content(bill: BillOfQuantities, template: Template | None = None) -> Handover:
    return hand_over(bill, audit_bill(bill), template or Template(), MADE, sha256="0" * 64)


@pytest.fixture(scope="module")
def written(bill: BillOfQuantities, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_xlsx(content(bill), tmp_path_factory.mktemp("xlsx") / "a.xlsx")


def cells(path: Path) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}


def test_the_sheets_an_estimator_expects(written: Path, bill: BillOfQuantities) -> None:
    titles = openpyxl.load_workbook(written).sheetnames
    codes = [work.code for work in bill.objects if any(row.object == work.index for row in bill.positions)]
    assert titles[:3] == ["Krycí list", "Rekapitulace", "Přehled"]
    assert titles[3 : 3 + len(codes)] == codes
    assert titles[3 + len(codes) :] == ["Nálezy", "Protokol", "estimator-desktop"]
    book = openpyxl.load_workbook(written)
    assert book["estimator-desktop"].sheet_state == "veryHidden"
    assert len(book["Přehled"]._charts) == 3


def test_an_object_sheet_has_the_columns_of_kros_and_live_formulas(written: Path, bill: BillOfQuantities) -> None:
    sheet = openpyxl.load_workbook(written)[bill.objects[0].code]
    head = [cell.value for cell in sheet[4]]
    assert head[2:11] == ["PČ", "Typ", "Kód", "Popis", "MJ", "Množství", "J. cena", "Celkem", "Cenová soustava"]
    rows = [row for row in sheet.iter_rows(min_row=6) if row[3].value in {"K", "M"}]
    assert len(rows) == sum(position.object == 0 for position in bill.positions)
    for row in rows:
        assert row[9].value == f"=ROUND(H{row[0].row}*I{row[0].row},2)"
        assert row[1].fill.fgColor.rgb in {"FFFBEAE9", "FFFFF4DC", "FFE8F5EC"}
    assert sheet["J5"].value.startswith("=SUBTOTAL(9,J6:J")
    assert sheet.freeze_panes == "A5"
    assert sheet.auto_filter.ref.startswith("A4:")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$4:$4"


def test_rows_are_as_high_as_what_stands_in_them(bill: BillOfQuantities, tmp_path: Path) -> None:
    long = "Zdivo z tvárnic ztraceného bednění včetně výplně betonem a svislé i vodorovné výztuže " * 3
    first, *rest = bill.positions
    bill = replace(bill, positions=(replace(first, description=long.strip()), *rest))
    written = write_xlsx(hand_over(bill, audit_bill(bill), Template(), MADE), tmp_path / "vysoke.xlsx")
    sheet = openpyxl.load_workbook(written)[bill.objects[0].code]
    rows = {row[2].value: row[0].row for row in sheet.iter_rows(min_row=6) if row[3].value in {"K", "M"}}
    assert sheet.row_dimensions[rows[int(first.ordinal)]].height == 15 * 5
    plain = next(
        item for item in rest if len(item.description) < 50 and not audit_bill(bill).verdicts[item.index].findings
    )
    assert sheet.row_dimensions[rows[int(plain.ordinal)]].height in {None, 15}


def test_stored_results_are_there_before_anything_computes(written: Path) -> None:
    sheet = openpyxl.load_workbook(written, data_only=True)["Rekapitulace"]
    shares = [sheet.cell(row, 4).value for row in range(6, 10)]
    assert 0.8 < shares[0] < 0.9
    assert sheet["C5"].value == pytest.approx(
        sum(row[2].value for row in sheet.iter_rows(min_row=6) if row[0].font.sz == 12)
    )


def test_findings_link_to_their_rows(written: Path, bill: BillOfQuantities) -> None:
    book = openpyxl.load_workbook(written)
    sheet = book["Nálezy"]
    linked = [row for row in sheet.iter_rows(min_row=2) if row[2].hyperlink]
    assert linked
    for row in linked:
        home, place = row[2].hyperlink.location.rsplit("!", 1)
        target = book[home.strip("'")]
        assert str(target[f"C{place[1:]}"].value) == row[1].value
    weights = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert weights == sorted(weights, key=["Chyba", "K ověření", "Informace"].index)


def test_the_protocol_says_what_the_audit_rests_on(written: Path) -> None:
    words = {str(cell) for row in cells(written)["Protokol"] for cell in row if cell is not None}
    assert {"0" * 64, "ukazka_rozpocet.pdf", "žádný"} <= words
    assert any("Součet" in word or "vytištěno" in word for word in words)


def test_sentences_of_the_protocol_run_over_its_width(written: Path, bill: BillOfQuantities) -> None:
    sheet = openpyxl.load_workbook(written)["Protokol"]
    assert bill.proof is not None
    merged = sorted(area.min_row for area in sheet.merged_cells.ranges)
    assert len(merged) == len(bill.proof.failures) > 0
    assert [area.bounds[0::2] for area in sheet.merged_cells.ranges] == [(1, 3)] * len(merged)
    for row in merged:
        lines = 1 + len(sheet.cell(row, 1).value) // 88
        assert (sheet.row_dimensions[row].height or 15) == 15 * lines


@pytest.mark.parametrize("language", ["cs", "en"])
@pytest.mark.parametrize("name", ["full", "plain"])
def test_it_comes_back_whole(name: str, language: str, bill: BillOfQuantities, tmp_path: Path) -> None:
    template = replace(BUILT_IN[name], language=language)
    whole = content(bill, template)
    assert read_document(write_xlsx(whole, tmp_path / "a.xlsx")) == bill
    assert read_document(write_json(whole, tmp_path / "a.json")) == bill


def test_a_number_that_is_none_and_a_text_that_is_long_come_back(bill: BillOfQuantities, tmp_path: Path) -> None:
    odd = replace(
        bill.positions[0],
        description="x" * 40_000,
        ordinal="007",
        quantity=Amount("dle PD", None),
        unit_price=Amount("0.1234567890123", Decimal("0.1234567890123")),
    )
    strange = replace(bill, positions=(odd, *bill.positions[1:]), proof=None)
    back = read_document(write_xlsx(content(strange), tmp_path / "a.xlsx"))
    assert replace(back, proof=None) == strange


def edited(path: Path, target: Path, change: Any) -> BillOfQuantities:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(target)
    return read_document(target)


def row_of(sheet: Any, code: str) -> int:
    return next(row[0].row for row in sheet.iter_rows(min_row=6) if row[4].value == code)


def test_what_a_person_edits_comes_back_and_nothing_else(written: Path, bill: BillOfQuantities, tmp_path: Path) -> None:
    work = bill.objects[0].code
    codes = [position.code for position in bill.positions if position.object == 0][:4]

    def change(book: Any) -> None:
        sheet = book[work]
        sheet[f"I{row_of(sheet, codes[0])}"] = 999.5
        sheet[f"F{row_of(sheet, codes[1])}"] = "=jiný popis"
        sheet[f"F{row_of(sheet, codes[1])}"].data_type = "s"
        sheet[f"H{row_of(sheet, codes[2])}"] = 3
        sheet.insert_cols(1)

    back = edited(written, tmp_path / "b.xlsx", change)
    changed = {new.code: (old, new) for old, new in zip(bill.positions, back.positions, strict=True) if old != new}
    assert set(changed) == set(codes[:3])
    old, new = changed[codes[0]]
    assert new.unit_price.value == Decimal("999.5")
    assert old.quantity.value is not None
    assert new.total_price.value == round(old.quantity.value * Decimal("999.5"), 2)
    assert changed[codes[1]][1] == replace(changed[codes[1]][0], description="=jiný popis")
    assert changed[codes[2]][1].quantity.value == 3


def test_rows_added_and_removed_come_back(written: Path, bill: BillOfQuantities, tmp_path: Path) -> None:
    work = bill.objects[0].code
    removed, before = (position.code for position in bill.positions[:2])

    def change(book: Any) -> None:
        sheet = book[work]
        sheet.insert_rows(row_of(sheet, before) + 1)
        at = row_of(sheet, before) + 1
        for column, value in zip("DEFGHI", ("K", "NOVA-1", "Nová položka", "ks", 2, 10), strict=True):
            sheet[f"{column}{at}"] = value
        at = row_of(sheet, removed)
        for column in range(1, 70):
            sheet.cell(at, column).value = None

    back = edited(written, tmp_path / "b.xlsx", change)
    codes = [position.code for position in back.positions]
    assert removed not in [position.code for position in back.positions if position.object == 0]
    new = back.positions[codes.index("NOVA-1")]
    assert codes[codes.index("NOVA-1") - 1] == before
    assert (new.section, new.object) == (bill.positions[1].section, bill.positions[1].object)
    assert (new.unit_price.value, new.total_price.value) == (10, 20)
    assert len(codes) == len(bill.positions)
    assert [position.index for position in back.positions] == list(range(len(codes)))


def test_the_order_of_rows_does_not_matter(bill: BillOfQuantities, tmp_path: Path) -> None:
    written = write_xlsx(content(bill, Template(columns=())), tmp_path / "a.xlsx")
    work = bill.objects[0].code

    def swap(book: Any) -> None:
        sheet = book[work]
        plain = [row[0].row for row in sheet.iter_rows(min_row=6) if row[3].value in {"K", "M"}]
        pairs = [(one, two) for one, two in pairwise(plain) if two == one + 1]
        one, two = pairs[0]
        for column in range(1, 66):
            upper, lower = sheet.cell(one, column), sheet.cell(two, column)
            upper.value, lower.value = lower.value, upper.value

    assert edited(written, tmp_path / "b.xlsx", swap).positions == bill.positions


def test_a_damaged_hidden_sheet_is_said(written: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written)
    book["estimator-desktop"]["A3"] = "not ours"
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(UserError) as caught:
        read_document(tmp_path / "b.xlsx")
    assert caught.value.code == "own_file_damaged"


HOSTILE = ("=1+1", "+1", "-1+2", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1", "\r=1", '"=1', "'=1")


def test_no_text_becomes_a_formula(bill: BillOfQuantities, tmp_path: Path) -> None:
    positions = tuple(
        replace(position, description=text, code=text, unit=text, ordinal=text, row_type=text, price_system=text)
        for position, text in zip(bill.positions, HOSTILE, strict=False)
    )
    objects = tuple(replace(work, name=HOSTILE[0], code=HOSTILE[1]) for work in bill.objects)
    sections = tuple(replace(section, name=HOSTILE[0], code=HOSTILE[3]) for section in bill.sections)
    hostile = replace(
        bill, positions=positions, objects=objects, sections=sections, name="=1+1", file="@x", code="+1", proof=None
    )
    path = write_xlsx(content(hostile), tmp_path / "a.xlsx")
    ours = ("=ROUND(H", "=SUBTOTAL(9,J", "='", "=C", "=IF($C$")
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert cell.value.startswith(ours), (sheet.title, cell.coordinate, cell.value)
                elif isinstance(cell.value, str) and cell.value[:1] in "=+-@\t\r" and len(cell.value) > 1:
                    assert cell.quotePrefix, (sheet.title, cell.coordinate)
    assert replace(read_document(path), proof=None) == hostile


def test_sheet_names_are_what_spreadsheets_allow(bill: BillOfQuantities, tmp_path: Path) -> None:
    wishes = ("a/b*c?[d]:\\e", "x" * 50, "X" * 50, "History", "", "'q'", "Rekapitulace")
    objects = tuple(replace(bill.objects[0], index=index, code=code, name="") for index, code in enumerate(wishes))
    positions = tuple(replace(bill.positions[index], object=index, section=None) for index in range(len(wishes)))
    odd = replace(bill, objects=objects, sections=(), positions=positions, proof=None, recapitulation=())
    path = write_xlsx(content(odd), tmp_path / "a.xlsx")
    titles = openpyxl.load_workbook(path).sheetnames
    assert all(0 < len(title) <= 31 and not set(title) & set("[]:*?/\\") for title in titles)
    assert len({title.casefold() for title in titles}) == len(titles) == len(wishes) + 6
    assert replace(read_document(path), proof=None) == odd


def test_a_selection_holds_only_what_was_asked_for(bill: BillOfQuantities, tmp_path: Path) -> None:
    whole = content(bill, BUILT_IN["problems"])
    wanted = [v.position for v in content(bill).audit.verdicts if v.colour is not Colour.GREEN]
    assert [f"p{index + 1}" for index in wanted] == list(whole.ids)
    path = write_xlsx(whole, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    assert "estimator-desktop" not in book.sheetnames
    shown = [row[3].value for sheet in book.worksheets[3:-2] for row in sheet.iter_rows(min_row=6)]
    assert sum(kind in {"K", "M"} for kind in shown) == len(wanted)
    assert "VV" not in shown


def test_without_prices_no_price_is_left_anywhere(bill: BillOfQuantities, tmp_path: Path) -> None:
    prices = {
        value
        for position in bill.positions
        for value in (position.unit_price.value, position.total_price.value)
        if value and value > 100
    }
    whole = content(bill, BUILT_IN["blind"])
    for sheet in openpyxl.load_workbook(write_xlsx(whole, tmp_path / "a.xlsx")).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, float | int):
                    assert Decimal(str(cell.value)) not in prices, (sheet.title, cell.coordinate)
                assert cell.data_type != "f"
    words = write_json(whole, tmp_path / "a.json").read_text(encoding="utf-8")
    assert '"unit_price": null' in words
    assert not [value for value in prices if f'"{value:f}"' in words]
    assert not {finding.rule for verdict in whole.audit.verdicts for finding in verdict.findings} & {"A1", "A2", "A6"}


def test_anonymised_names_nothing(bill: BillOfQuantities, tmp_path: Path) -> None:
    whole = content(bill, BUILT_IN["anonymous"])
    names = {bill.name, bill.file, *(work.name for work in bill.objects), *(work.code for work in bill.objects)}
    book = openpyxl.load_workbook(write_xlsx(whole, tmp_path / "a.xlsx"))
    words = {str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    words |= {*book.sheetnames, str(book.properties.title)}
    text = "\n".join(words) + write_json(whole, tmp_path / "a.json").read_text(encoding="utf-8")
    assert not [name for name in names if name and name in text]


def position(index: int) -> Position:
    return Position(
        index,
        f"Položka číslo {index} s popisem obvyklé délky, která se zalomí na dva řádky",
        object=index % 5,
        ordinal=str(index + 1),
        row_type="K",
        code=f"{100000 + index}",
        unit="m3",
        quantity=Amount("12.5", Decimal("12.5")),
        unit_price=Amount("310.25", Decimal("310.25")),
        total_price=Amount("3878.13", Decimal("3878.13")),
    )


def test_columns_not_wanted_are_not_there(bill: BillOfQuantities, tmp_path: Path) -> None:
    path = write_xlsx(content(bill, Template(columns=(Column.SOURCE,))), tmp_path / "a.xlsx")
    head = [cell.value for cell in openpyxl.load_workbook(path)[bill.objects[0].code][4]]
    assert "Zdroj" in head
    assert "Nálezy" not in head


def test_long_bills_are_written_quicker_but_to_the_same_bytes(bill: BillOfQuantities, tmp_path: Path) -> None:
    """The quick sheets lean on XlsxWriter's inner names: a version that writes otherwise must be seen here."""
    handed = content(bill, Template(language="en"))
    names = ("plain.xlsx", "quick.xlsx")
    with xlsxwriter.Workbook(str(tmp_path / names[0]), {"strings_to_formulas": False}) as plain:
        fill_book(plain, handed)
    quick = open_book(tmp_path / names[1])
    fill_book(quick, handed)
    close_book(quick)
    parts = []
    for name in names:
        with ZipFile(tmp_path / name) as book:
            parts.append({part: book.read(part) for part in book.namelist()})
    assert parts[0] == parts[1]
    assert any(b"<f>SUBTOTAL(" in part for part in parts[1].values())


@pytest.mark.slow
def test_more_findings_than_a_sheet_takes_links(bill: BillOfQuantities, tmp_path: Path) -> None:
    """XlsxWriter leaves out what is beyond Excel's limit, with a warning: such a finding would have no code."""
    handed = content(bill)
    finding = handed.audit.verdicts[5].findings[0]
    many = replace(handed, audit=replace(handed.audit, findings=(finding,) * 65_600))
    book = openpyxl.load_workbook(write_xlsx(many, tmp_path / "a.xlsx"), read_only=True)
    codes = [row[2] for row in book["Nálezy"].iter_rows(min_row=2, values_only=True)]
    book.close()
    assert len(codes) > 65_600
    assert codes[-1] is not None
    assert codes.count(bill.positions[5].code) >= 65_600
