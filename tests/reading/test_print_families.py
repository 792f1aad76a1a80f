"""How programs print what stands under a position and around a part: measurements, specifications, sums, two prices."""

from __future__ import annotations

from dataclasses import replace
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
    expected,
    facts,
    grouped_by_trades,
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
from samplegrids import Column, Grid, Row, draw_grid

from estimator_desktop.domain.bill import BillOfQuantities, MeasurementKind
from estimator_desktop.reading.read import read_document


def read(grid: Grid, folder: Path) -> BillOfQuantities:
    return read_document(draw_grid(grid, folder / "tisk.pdf"))


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("valued", [True, False])
def test_remarks_and_measurements_are_told_apart_under_a_position(tmp_path: Path, ruled: bool, valued: bool) -> None:
    grid = Grid(COLUMNS, parts_that_say_so(valued=valued), above=("Soupis prací",), ruled=ruled, stand="top")
    bill = read(grid, tmp_path)
    assert [facts(position) for position in bill.positions] == expected()
    assert lines_of(bill) == EXPECTED_LINES
    assert sections_of(bill) == EXPECTED_SECTIONS
    notes = {position.code: [note.text for note in position.notes] for position in bill.positions if position.notes}
    assert notes == {item.code: [item.note] for item in ITEMS if item.note}
    assert bill.proof.holds


def test_several_lines_of_a_measurement_in_one_cell_and_sums_behind_the_parts(tmp_path: Path) -> None:
    bill = read(Grid(COLUMNS, with_specifications(), above=("Soupis prací",)), tmp_path)
    assert [facts(position) for position in bill.positions] == expected()
    assert [[line.value for line in position.measurements] for position in bill.positions] == [
        [Decimal(value) for _, value in item.lines] for item in ITEMS
    ]
    assert sections_of(bill) == EXPECTED_SECTIONS
    assert [section.name for section in bill.sections] == [name for _, name, _ in PARTS]
    assert bill.proof.holds


@pytest.mark.parametrize("ruled", [True, False])
def test_a_sum_that_names_its_part_again_opens_none(tmp_path: Path, ruled: bool) -> None:
    bill = read(Grid(COLUMNS, named_again(), above=("Rozpočet",), ruled=ruled, stand="top"), tmp_path)
    assert [facts(position) for position in bill.positions] == expected()
    assert lines_of(bill) == EXPECTED_LINES
    assert [(section.code, section.name) for section in bill.sections] == [(code, name) for code, name, _ in PARTS]
    assert [section.total.value for section in bill.sections] == [
        sum((item.total for item in items), Decimal(0)) for _, _, items in PARTS
    ]
    assert bill.proof.holds


def test_numbers_that_do_not_come_to_the_quantity_are_no_measurement(tmp_path: Path) -> None:
    rows = tuple(
        replace(line, cells=("", "", "2,5*2", "", "", "", "")) if line.cells[2] == "3*2,1*2" else line
        for line in named_again()
    )
    bill = read(Grid(COLUMNS, rows, above=("Rozpočet",)), tmp_path)
    tank = next(position for position in bill.positions if position.code == "380311752")
    assert not tank.measurements
    assert [note.text for note in tank.notes] == ["2,5*2"]


TWO_PRICES = (
    ("Materiál\nKč/MJ", "Materiál\ncelkem", "Montáž\nKč/MJ", "Montáž\ncelkem", "Celkem Kč"),
    ("Dodávka\njedn. cena", "\ncelkem", "Montáž\njedn. cena", "\ncelkem", "Cena celkem"),
    ("Cena materiálu\nKč/jedn.", "Cena materiálu\ncelkem", "Cena montáže\nKč/jedn.", "Cena montáže\ncelkem", "Celkem"),
)


@pytest.mark.parametrize("titles", TWO_PRICES)
def test_supply_and_installation_have_prices_of_their_own(tmp_path: Path, titles: tuple[str, ...]) -> None:
    columns = (Column("Pol.", 26), Column("Kód", 58), Column("Popis", 150), Column("MJ", 26, "c"))
    columns += (Column("Počet", 44, "r"), *(Column(title, 62, "r") for title in titles))
    rows = []
    for number, item in enumerate(ITEMS, 1):
        supply = Decimal(item.price) * Decimal("0.6")
        parts = (supply, Decimal(item.price) - supply)
        money = [shown(value) for price in parts for value in (price, price * Decimal(item.quantity))]
        cells = (str(number), item.code, item.text, item.unit, shown(item.quantity, 2), *money, shown(item.total))
        rows.append(Row(cells))
    bill = read(Grid(columns, tuple(rows), above=("Elektroinstalace",), wide_page=True), tmp_path)
    assert [facts(position) for position in bill.positions] == expected()
    assert [position.supply_price.value for position in bill.positions] == [
        Decimal(item.price) * Decimal("0.6") for item in ITEMS
    ]
    assert [position.installation_price.value for position in bill.positions] == [
        Decimal(item.price) * Decimal("0.4") for item in ITEMS
    ]
    assert not any(position.unit_price.raw for position in bill.positions)
    assert bill.proof.holds


@pytest.mark.parametrize("ruled", [True, False])
def test_groups_of_trades_hold_the_parts_and_sums_close_measurements(tmp_path: Path, ruled: bool) -> None:
    columns = (
        Column("Č.", 22, "r"),
        Column("KCN", 26),
        Column("Kód položky", 58),
        Column("Popis", 185),
        Column("MJ", 26, "c"),
        Column("Množství\ncelkem", 54, "r"),
        Column("Cena\njednotková", 54, "r"),
        Column("Cena\ncelkem", 64, "r"),
    )
    grid = Grid(columns, grouped_by_trades(), above=("ROZPOČET",), ruled=ruled, stand="top")
    bill = read(grid, tmp_path)
    assert [facts(position) for position in bill.positions] == expected()
    assert sections_of(bill) == EXPECTED_SECTIONS
    assert [section.parent for section in bill.sections] == [None, 0, 0]
    first = bill.positions[0].measurements
    assert [(line.text, line.value, line.kind) for line in first] == [
        ('"jáma pod nádrž" 4*3*3,2', Decimal("38.4"), MeasurementKind.EXPRESSION),
        ('"rozšíření" 8,4', Decimal("8.4"), MeasurementKind.EXPRESSION),
        ("Součet", Decimal("46.8"), MeasurementKind.TOTAL),
    ]
    assert bill.proof.holds


@pytest.mark.parametrize("title", ["Leistungsbeschreibung", "Wovon die Rede ist"])
def test_a_description_is_found_under_a_title_that_nobody_knows(tmp_path: Path, title: str) -> None:
    columns = (Column("OZ", 54), Column(title, 215), Column("Menge", 50, "r"), Column("ME", 30, "c"))
    columns += (Column("EP in EUR", 60, "r"), Column("GP in EUR", 72, "r"))
    rows: list[Row] = []
    for place, (_, name, items) in enumerate(PARTS, 1):
        rows.append(Row((f"01.{place:02}.", name, "", "", "", ""), bold=True))
        rows.extend(
            Row((f"01.{place:02}.{number:04}.", item.text, shown(item.quantity, 3), item.unit, *row(1, item).cells[5:]))
            for number, item in enumerate(items, 1)
        )
        rows.append(Row(("", f"Summe 01.{place:02}. {name}", "", "", "", part_sum(items)), bold=True))
    bill = read(Grid(columns, tuple(rows), above=("Leistungsverzeichnis",)), tmp_path)
    assert [position.description for position in bill.positions] == [item.text for item in ITEMS]
    assert [section.name for section in bill.sections] == [name for _, name, _ in PARTS]
    assert bill.proof.holds


def test_of_two_totals_the_one_that_is_no_product_is_none(tmp_path: Path) -> None:
    columns = (*COLUMNS[:2], Column("Název položky", 170), *COLUMNS[3:], Column("Celkem", 50, "r"))
    rows = [Row((*row(number, item).cells, "0,00")) for number, item in enumerate(ITEMS, 1)]
    bill = read(Grid(columns, tuple(rows), above=("Rozpočet",)), tmp_path)
    assert [facts(position) for position in bill.positions] == expected()


def test_a_table_without_units_holds_positions_and_the_sum_of_all_is_no_parts_sum(tmp_path: Path) -> None:
    columns = (Column("poz.", 30), Column("název", 230), Column("výrobce / typ", 80), Column("ks", 40, "r"))
    columns += (Column("cena/ks", 60, "r"), Column("celkem", 72, "r"))
    rows: list[Row] = []
    for place, (_, name, items) in enumerate(PARTS, 1):
        rows.append(Row((f"{place}.", name, "", "", "", ""), bold=True))
        rows.extend(
            Row((f"{place}.{number}", item.text, "", shown(item.quantity, 1), *row(1, item).cells[5:]))
            for number, item in enumerate(items, 1)
        )
    rows.append(Row(("", "Celkem bez DPH", "", "", "", part_sum(ITEMS)), bold=True))
    bill = read(Grid(columns, tuple(rows), above=("Specifikace",)), tmp_path)
    read_facts = [(item.description, item.quantity.value, item.total_price.value) for item in bill.positions]
    assert read_facts == [(item.text, Decimal(item.quantity), item.total) for item in ITEMS]
    assert [section.name for section in bill.sections] == [name for _, name, _ in PARTS]
    assert bill.proof.holds


def test_a_position_whose_unit_was_forgotten_is_one_by_its_prices(tmp_path: Path) -> None:
    rows = [row(number, item) for number, item in enumerate(ITEMS, 1)]
    rows[2] = replace(rows[2], cells=tuple("" if place == 3 else cell for place, cell in enumerate(rows[2].cells)))
    bill = read(Grid(COLUMNS, tuple(rows), above=("Rozpočet",)), tmp_path)
    assert [position.code for position in bill.positions] == [item.code for item in ITEMS]
    assert [position.unit for position in bill.positions] == [
        "" if place == 2 else item.unit for place, item in enumerate(ITEMS)
    ]


@pytest.mark.parametrize("head", HEADS)
def test_the_job_and_its_objects_stand_above_the_table(tmp_path: Path, head: tuple[str, ...]) -> None:
    bill = read(Grid(COLUMNS, parts_that_say_so(valued=True), above=("Soupis prací", *head)), tmp_path)
    assert bill.name == "Vodojem Pod Strání"
    assert [(work.code, work.name, work.parent) for work in bill.objects] == [
        ("SO01", "Nádrž", None),
        ("02", "Technologie", 0),
    ]
    assert {position.object for position in bill.positions} == {1}


def test_a_budget_called_as_its_object_is_that_object(tmp_path: Path) -> None:
    head = ("Stavba: Obchvat", "číslo a název SO: SO 201 Most", "číslo a název rozpočtu: SO 201 Most")
    bill = read(Grid(COLUMNS, parts_that_say_so(valued=True), above=head), tmp_path)
    assert [(work.code, work.name) for work in bill.objects] == [("SO 201", "Most")]


def test_a_page_number_under_unit_and_quantity_is_no_position(tmp_path: Path) -> None:
    columns = (Column("Kód", 60), Column("Popis", 175), Column("M.j.", 30, "c"), Column("Výměra", 52, "r"))
    columns += (Column("Jedn. cena", 60, "r"), Column("Cena", 70, "r"))
    rows = tuple(
        Row((item.code, item.text, item.unit, shown(item.quantity, 3), shown(item.price), shown(item.total)))
        for item in ITEMS * 12
    )
    bill = read(Grid(columns, rows, foot="Vytištěno programem|Strana", ruled=False, stand="top"), tmp_path)
    assert bill.pages is not None
    assert bill.pages > 1
    assert [facts(position) for position in bill.positions] == expected() * 12


def test_what_a_title_calls_item_numbers_are_ordinals_where_they_count_the_rows(tmp_path: Path) -> None:
    bill = read(Grid(NUMBERED, numbered_rows(), above=("Rozpočet",)), tmp_path)
    assert [(position.ordinal, position.code) for position in bill.positions] == [
        (str(number), "") for number in range(1, len(ITEMS) + 1)
    ]


PLAIN = (Column("Č.", 26), Column("Popis práce", 235), Column("Množství", 76, "r"), *COLUMNS[5:])


def test_a_unit_in_one_cell_with_its_quantity_is_the_unit(tmp_path: Path) -> None:
    rows = tuple(
        Row((str(number), item.text, f"{shown(item.quantity)} {item.unit}", shown(item.price), shown(item.total)))
        for number, item in enumerate(ITEMS, 1)
    )
    bill = read(Grid(PLAIN, rows, above=("Cenová nabídka",)), tmp_path)
    assert [facts(position)[1:] for position in bill.positions] == [known[1:] for known in expected()]
    assert bill.proof.holds


@pytest.mark.parametrize("ends", [",-", ",–", ",- Kč", ",--"])
def test_whole_crowns_end_in_a_comma_and_a_dash(tmp_path: Path, ends: str) -> None:
    rows = tuple(
        Row((str(number), item.text, f"{number} ks", f"{number * 100}{ends}", f"{number * number * 100}{ends}"))
        for number, item in enumerate(ITEMS, 1)
    )
    bill = read(Grid(PLAIN, rows, above=("Cenová nabídka",)), tmp_path)
    assert [(position.unit_price.value, position.total_price.value) for position in bill.positions] == [
        (Decimal(number * 100), Decimal(number * number * 100)) for number in range(1, len(ITEMS) + 1)
    ]
    assert bill.proof.holds


def test_a_lump_sum_that_the_positions_are_numbered_through_is_one_of_them(tmp_path: Path) -> None:
    rows = [Row(("", "1", "Zemní práce", "", "", "", ""), bold=True)]
    rows += [row(number, item) for number, item in enumerate(ITEMS[:3], 1)]
    rows += [
        Row(("", "2", "Vedlejší náklady", "", "", "", ""), bold=True),
        Row(("4", "", "Zařízení staveniště", "kpl", "1", "", "25 000,00")),
        Row(("5", "", "Doprava materiálu", "", "", "", "9 000,00")),
        Row(("6", "", "Geodetické zaměření", "", "", "", "7 500,00")),
        Row(("", "", "Celkem", "", "", "", shown(sum((item.total for item in ITEMS[:3]), Decimal(41500)))), bold=True),
    ]
    bill = read(Grid(COLUMNS, tuple(rows), above=("Rozpočet",)), tmp_path)
    assert [position.ordinal for position in bill.positions] == list("123456")
    assert [position.total_price.value for position in bill.positions[3:]] == [25000, 9000, 7500]
    assert [section.name for section in bill.sections] == ["Zemní práce", "Vedlejší náklady"]
    assert bill.proof.holds


def test_parts_with_numbers_and_sums_of_their_own_are_no_lump_sums(tmp_path: Path) -> None:
    rows: list[Row] = []
    for place, item in enumerate(ITEMS[:4], 1):
        rows.append(Row((str(place), "", f"Oddíl {place}", "", "", "", shown(item.total)), bold=True))
        rows.append(row(1, item))
    bill = read(Grid(COLUMNS, tuple(rows), above=("Rozpočet",)), tmp_path)
    assert [position.code for position in bill.positions] == [item.code for item in ITEMS[:4]]
    assert [section.name for section in bill.sections] == [f"Oddíl {place}" for place in range(1, 5)]
