"""Positions, headings and sums that say little of themselves, beside what they are easily taken for."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from samplegrids import Column, Grid, Row, draw_grid
from sampleworkbooks import free

from estimator_desktop.domain.bill import BillOfQuantities, Check
from estimator_desktop.reading.read import read_document
from tests.reading.test_print_families import COLUMNS, under
from tests.reading.test_sheet_families import cell

KINDS = ("ruled", "plain", "xlsx")
MONEY = ("Cena / MJ", "Celkem")


def read(kind: str, columns: Sequence[Column], rows: Sequence[Row], folder: Path) -> BillOfQuantities:
    if kind == "xlsx":
        table = [[], [column.title for column in columns]]
        table += [[cell(text, column) for text, column in zip(row.cells, columns, strict=True)] for row in rows]
        return read_document(free(table, folder / "soupis.xlsx"))
    return read_document(draw_grid(Grid(tuple(columns), tuple(rows), ruled=kind == "ruled"), folder / "soupis.pdf"))


def head(text: str, code: str = "", total: str = "") -> Row:
    return Row(("", code, text, "", "", "", total), bold=True)


def item(number: int, code: str, text: str, quantity: str = "10", total: str = "1 000,00") -> Row:
    return Row((str(number), code, text, "m", quantity, "100,00" if total else "", total))


def blind(rows: Sequence[Row], columns: Sequence[Column]) -> list[Row]:
    """The rows without what money columns hold."""
    hidden = {place for place, column in enumerate(columns) if column.title in MONEY}
    return [Row(tuple("" if n in hidden else text for n, text in enumerate(row.cells)), row.bold) for row in rows]


def outline_of(bill: BillOfQuantities) -> list[tuple[str, list[str]]]:
    """The sections that hold positions, by name, with the descriptions."""
    found: list[tuple[str, list[str]]] = []
    for position in bill.positions:
        name = "" if position.section is None else bill.sections[position.section].name
        if not found or found[-1][0] != name:
            found.append((name, []))
        found[-1][1].append(position.description)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_what_all_positions_lack_makes_no_measurement_of_them(tmp_path: Path, kind: str) -> None:
    """A blind table of names and counts: numbers in a name are no computation that comes to the count."""
    columns = (Column("Název", 230), Column("Počet kusů", 60, "r"), Column("Cena / MJ", 60, "r"))
    parts = {
        "Elektroinstalace": (("Vypínač řazení 6", "6"), ("Zásuvka 1 násobná", "1"), ("Dveře 800/1970", "2")),
        "Zařizovací předměty": (("Umyvadlo", "3"), ("Radiátor 22 600/1200", "22"), ("Baterie: 3", "3")),
    }
    rows = [
        row
        for part, items in parts.items()
        for row in (Row((part, "", ""), bold=True), *(Row((text, count, "")) for text, count in items))
    ]
    bill = read(kind, columns, [*rows, Row(("2,5*2", "5", ""))], tmp_path)
    assert outline_of(bill) == [(part, [text for text, _ in items]) for part, items in parts.items()]
    assert [line.text for position in bill.positions for line in position.measurements] == ["2,5*2"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("label", ["Místnost: ", "Místnost "])
def test_rooms_named_by_their_numbers_are_headings(tmp_path: Path, kind: str, label: str) -> None:
    rows = [head(f"{label}1.01"), item(1, "T1", "Stůl"), item(2, "T2", "Židle")]
    rows += [head(f"{label}1.02"), item(3, "T1", "Stůl"), item(4, "T3", "Skříň")]
    bill = read(kind, COLUMNS, rows, tmp_path)
    assert outline_of(bill) == [(f"{label}1.01", ["Stůl", "Židle"]), (f"{label}1.02", ["Stůl", "Skříň"])]


def test_a_number_written_as_a_rooms_is_a_measurement_where_it_comes_to_the_quantity(tmp_path: Path) -> None:
    rows = [head("Podlahy"), item(1, "T1", "Lišta", "1.25"), under("chodba: 1.25"), item(2, "T2", "Dlažba")]
    bill = read("xlsx", COLUMNS, rows, tmp_path)
    assert [[line.text for line in position.measurements] for position in bill.positions] == [["chodba: 1.25"], []]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("coded", [True, False])
def test_a_sum_that_names_its_part_opens_none_in_a_blind_bill(tmp_path: Path, kind: str, coded: bool) -> None:
    rows: list[Row] = []
    for number, (code, name) in enumerate((("1", "Zemní práce"), ("3", "Svislé konstrukce"), ("M", "Montáže"))):
        mark = code if coded else ""
        rows += [head(name, mark), item(number + 1, f"{number}31201112", "Práce"), head(f"{name} celkem", mark)]
    bill = read(kind, COLUMNS, blind(rows, COLUMNS), tmp_path)
    assert [section.name for section in bill.sections] == ["Zemní práce", "Svislé konstrukce", "Montáže"]
    assert not bill.objects


TRADES = [
    head("Práce HSV", "HSV"),
    head("Zemní práce", "1"),
    item(1, "131201112", "Hloubení"),
    item(2, "131201113", "Svislé přemístění"),
    head("Celkem Zemní práce", total="2 000,00"),
    head("Svislé konstrukce", "3"),
    item(3, "331201112", "Zdivo"),
    head("Celkem Svislé konstrukce", total="1 000,00"),
    head("Celkem HSV", total="3 000,00"),
    head("Vedlejší náklady", "VRN"),
    head("Průzkum", "VRN1"),
    item(4, "010001112", "Geodetické práce"),
    head("Celkem bez DPH", total="4 000,00"),
]


@pytest.mark.parametrize("kind", KINDS)
def test_groups_of_trades_are_parts_with_their_own_sums(tmp_path: Path, kind: str) -> None:
    bill = read(kind, COLUMNS, TRADES, tmp_path)
    assert not bill.objects
    known = {section.code: section for section in bill.sections}
    assert list(known) == ["HSV", "1", "3", "VRN", "VRN1"]
    assert [known["HSV"].total.value, known["3"].total.value, known["VRN1"].total.value] == [3000, 1000, None]
    assert [known[code].parent for code in ("1", "3", "VRN1")] == [0, 0, known["VRN"].index]
    assert next(result for result in bill.proof.results if result.check is Check.SECTION_SUMS).total == 3
    assert bill.proof.holds


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_sum_of_a_section_is_not_taken_for_the_sum_of_all(tmp_path: Path, kind: str) -> None:
    rows = [head("Zemní práce", "1"), item(1, "131201112", "Hloubení"), head("Celkem", total="1 000,00")]
    rows += [head("Svislé konstrukce", "3"), item(2, "331201112", "Zdivo"), head("Celkem", total="2 000,00")]
    bill = read(kind, COLUMNS, rows, tmp_path)
    assert [section.total.value for section in bill.sections] == [1000, 2000]
    assert not bill.proof.holds


def test_rows_without_a_number_of_their_own_may_be_positions_in_a_numbered_table(tmp_path: Path) -> None:
    rows = [head("Ostatní"), item(1, "R1", "Zařízení staveniště", "1"), under("Geodetické práce", "1")]
    rows += [item(2, "R2", "Zkoušky", "1"), under("Revize", "1"), *(item(n, f"K{n}", "Kabel") for n in range(3, 7))]
    bill = read("xlsx", COLUMNS, blind(rows, COLUMNS), tmp_path)
    assert [position.description for position in bill.positions][:4] == [
        "Zařízení staveniště", "Geodetické práce", "Zkoušky", "Revize"
    ]  # fmt: skip


def test_rows_that_come_to_the_quantities_measure_whatever_their_words_say(tmp_path: Path) -> None:
    rows = [item(1, "711", "Izolace", "12.5"), under("Chodba", "10"), under("Sklep", "2.5")]
    rows += [item(2, "R2", "Zkoušky", "1"), under("Revize", "1"), *(item(n, f"K{n}", "Kabel") for n in range(3, 7))]
    bill = read("xlsx", COLUMNS, blind(rows, COLUMNS), tmp_path)
    assert [[line.value for line in position.measurements] for position in bill.positions[:3]] == [
        [Decimal(10), Decimal("2.5")], [Decimal(1)], []
    ]  # fmt: skip
