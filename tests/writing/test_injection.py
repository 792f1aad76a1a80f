"""Nothing in a budget becomes a formula or a command in a file that leaves: whatever field or name it stands in."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from estimator_desktop.domain.bill import Amount, BillOfQuantities, Note, Position, Section, WorkObject
from estimator_desktop.domain.changes import FieldChange
from estimator_desktop.texts import Texts
from estimator_desktop.usecases.originals import write_cells
from estimator_desktop.writing import write_csv, write_xlsx
from estimator_desktop.writing.original import CellChange, CellEdit, Refusal, WriteBack
from tests.writing.test_xlsx import content

HOSTILE = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x","y")',
    '=WEBSERVICE("http://x")',
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "http://x.example/a",
    "{=1+1}",
)
_NUMBER = re.compile(r"-?\d+(,\d+)?")
_OURS = re.compile(r"=(ROUND|SUM|SUBTOTAL|IF|IFERROR|J\d|H\d|[A-Z]+\d|'[^']*'!\$?[A-Z]+|'=)")


def hostile(text: str) -> BillOfQuantities:
    """A bill that says nothing else, wherever a text can stand."""
    position = Position(
        0,
        text,
        object=0,
        section=0,
        ordinal=text,
        row_type=text,
        code=text,
        variant=text,
        unit=text,
        quantity=Amount(text, None),
        unit_price=Amount(text, None),
        total_price=Amount(text, None),
        price_system=text,
        vat_rate=text,
        notes=(Note("PP", text), Note(text, text)),
    )
    return BillOfQuantities(
        "kros_xlsx",
        f"{text}.xlsx",
        (position, replace(position, index=1)),
        (WorkObject(0, text, text),),
        (Section(0, text, text, 0),),
        code=text,
        name=text,
        price_level=text,
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_a_csv_begins_a_formula(text: str, tmp_path: Path) -> None:
    path = write_csv(content(hostile(text)), tmp_path / "a.csv")
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";"))
    for row in rows[1:]:
        for cell in row:
            assert cell[:1] not in set("=+-@\t\r\n") or _NUMBER.fullmatch(cell), cell


@pytest.mark.parametrize("text", HOSTILE)
def test_every_text_of_a_workbook_is_text(text: str, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_xlsx(content(hostile(text)), tmp_path / "a.xlsx"))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    inside = re.sub(r"'(?:[^']|'')*'!", "", str(cell.value))  # names of sheets
                    assert _OURS.match(str(cell.value)), cell.value
                    assert not any(word in inside for word in ("cmd", "HYPERLINK", "WEBSERVICE", "1+1", "SUM(A1)"))
                if cell.hyperlink is not None:
                    assert not cell.hyperlink.target


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_the_list_of_cells_begins_a_formula(text: str, tmp_path: Path) -> None:
    edit = CellEdit(text, "A", 1, text)
    result = WriteBack((CellChange(text, "A1", text, text),), (Refusal(edit, "formula"),))
    path = write_cells(result, [FieldChange(0, "code", text, text)], Texts("cs"), tmp_path / "cells.csv")
    rows = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";")
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@\t\r\n")]
