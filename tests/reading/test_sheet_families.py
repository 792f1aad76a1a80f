"""The tables of `families` as workbooks: what stands under a position and around a part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from families import (
    COLUMNS,
    EXPECTED_LINES,
    EXPECTED_SECTIONS,
    HEADS,
    ITEMS,
    NUMBERED,
    PARTS,
    cell,
    expected,
    facts,
    lines_of,
    named_again,
    numbered_rows,
    part_sum,
    parts_that_say_so,
    row,
    sections_of,
    shown,
    with_specifications,
)
from samplegrids import Column, Row
from sampleworkbooks import Cell, free

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.reading.read import read_document


def read(
    columns: Sequence[Column], rows: Iterable[Row], folder: Path, head: Sequence[Sequence[str]] = ()
) -> BillOfQuantities:
    table: list[list[Cell]] = [["Soupis prací"], *map(list, head), [], [column.title for column in columns]]
    table += [[cell(text, column) for text, column in zip(line.cells, columns, strict=True)] for line in rows]
    return read_document(free(table, folder / "soupis.xlsx"))


@pytest.mark.parametrize("valued", [True, False])
def test_remarks_and_measurements_are_told_apart_under_a_position(tmp_path: Path, valued: bool) -> None:
    bill = read(COLUMNS, parts_that_say_so(valued=valued), tmp_path)
    assert [facts(position) for position in bill.positions] == expected()
    assert lines_of(bill) == EXPECTED_LINES
    assert sections_of(bill) == EXPECTED_SECTIONS
    notes = {position.code: [note.text for note in position.notes] for position in bill.positions if position.notes}
    assert notes == {item.code: [item.note] for item in ITEMS if item.note}
    assert bill.proof.holds


def test_several_lines_of_a_measurement_in_one_cell_and_sums_behind_the_parts(tmp_path: Path) -> None:
    bill = read(COLUMNS, with_specifications(), tmp_path)
    assert [facts(position) for position in bill.positions] == expected()
    assert [[line.value for line in position.measurements] for position in bill.positions] == [
        [Decimal(value) for _, value in item.lines] for item in ITEMS
    ]
    assert [section.name for section in bill.sections] == [name for _, name, _ in PARTS]
    assert bill.proof.holds


def test_a_sum_that_names_its_part_again_opens_none(tmp_path: Path) -> None:
    bill = read(COLUMNS, named_again(), tmp_path)
    assert [facts(position) for position in bill.positions] == expected()
    assert lines_of(bill) == EXPECTED_LINES
    assert [section.name for section in bill.sections] == [name for _, name, _ in PARTS]
    assert bill.proof.holds


def test_a_sum_may_stand_where_codes_stand_and_words_behind_a_computation(tmp_path: Path) -> None:
    rows: list[Row] = []
    number = 0
    for code, name, items in PARTS:
        rows.append(Row(("", code, name, "", "", "", "")))
        for item in items:
            number += 1
            rows.append(row(number, item))
            for text, value in item.lines:
                words, _, computed = text.rpartition(" : ")
                rows.append(Row(("", "", f"{computed}   {words}".strip(), "", shown(value, 5), "", "")))
        rows.append(Row(("", "Celkem za", f"{code} {name}", "", "", "", part_sum(items))))
    bill = read(COLUMNS, rows, tmp_path)
    assert [facts(position) for position in bill.positions] == expected()
    assert [[line.value for line in position.measurements] for position in bill.positions] == [
        [Decimal(value) for _, value in item.lines] for item in ITEMS
    ]
    assert [section.name for section in bill.sections] == [name for _, name, _ in PARTS]
    assert [section.total.value for section in bill.sections] == [
        sum((item.total for item in items), Decimal(0)) for _, _, items in PARTS
    ]
    assert bill.proof.holds


def test_numbers_that_do_not_come_to_the_quantity_stay_remarks(tmp_path: Path) -> None:
    rows = [Row(("", "", "2,5*2", "", "", "", "")) if line.cells[2] == "3*2,1*2" else line for line in named_again()]
    bill = read(COLUMNS, rows, tmp_path)
    tank = next(position for position in bill.positions if position.code == "380311752")
    assert not tank.measurements
    assert [note.text for note in tank.notes] == ["2,5*2"]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("parted", [True, False])
def test_the_job_and_its_objects_stand_above_the_table(tmp_path: Path, head: tuple[str, ...], parted: bool) -> None:
    lines = [line.split(": ", 1) for line in head]
    above = [[f"{label}:", *text.split(" ", 1)] if parted and text[0] in "S0" and " - " not in text else
             [f"{label}:", text] if parted else [f"{label}: {text}"] for label, text in lines]  # fmt: skip
    bill = read(COLUMNS, parts_that_say_so(valued=True), tmp_path, above)
    assert [(work.code, work.name, work.parent) for work in bill.objects] == [
        ("SO01", "Nádrž", None),
        ("02", "Technologie", 0),
    ]
    assert {position.object for position in bill.positions} == {1}


def test_what_a_title_calls_item_numbers_are_ordinals_where_they_count_the_rows(tmp_path: Path) -> None:
    bill = read(NUMBERED, numbered_rows(), tmp_path)
    assert [(position.ordinal, position.code) for position in bill.positions] == [
        (str(number), "") for number in range(1, len(ITEMS) + 1)
    ]
