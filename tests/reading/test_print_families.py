"""How programs print what stands under a position and around a part: measurements, specifications, sums, two prices."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from samplegrids import Column, Grid, Row, draw_grid

from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.domain.numbers import format_decimal
from estimator_desktop.reading.read import read_document


@dataclass(frozen=True)
class Item:
    code: str
    text: str
    unit: str
    quantity: str
    price: str
    lines: tuple[tuple[str, str], ...] = ()
    note: str = ""

    @property
    def total(self) -> Decimal:
        return Decimal(self.quantity) * Decimal(self.price)


PARTS = (
    (
        "1",
        "Zemní práce",
        (
            Item("131201112", "Hloubení jam nezapažených", "m3", "46.8", "305", (
                ("jáma pod nádrž : 4*3*3,2", "38.4"), ("rozšíření : 8,4", "8.4")
            ), "Včetně urovnání dna do předepsaného profilu."),
            Item("162201102", "Vodorovné přemístění výkopku do 50 m", "m3", "46.8", "61.5", (("46,8", "46.8"),)),
            Item("171201201", "Uložení sypaniny na skládku", "m3", "30", "18"),
        ),
    ),
    (
        "38",
        "Kompletní konstrukce",
        (
            Item("380311752", "Nádrž z betonu prostého", "m3", "12.6", "4210", (("3*2,1*2", "12.6"),),
                 "Bez úpravy povrchu."),
            Item("380356211", "Bednění nádrže", "m2", "51", "520", (("(3+2,1)*2*5", "51"),)),
            Item("998142251", "Přesun hmot pro nádrže", "t", "31.5", "240"),
        ),
    ),
)  # fmt: skip
ITEMS = tuple(item for _, _, items in PARTS for item in items)
COLUMNS = (
    Column("P.č.", 28),
    Column("Číslo položky", 66),
    Column("Název položky", 205),
    Column("MJ", 30, "c"),
    Column("Množství", 56, "r"),
    Column("Cena / MJ", 58, "r"),
    Column("Celkem", 68, "r"),
)


def shown(value: str | Decimal, places: int = 2) -> str:
    return format_decimal(Decimal(value), places).replace("\u00a0", " ").replace("\u202f", " ")


def row(number: int, item: Item) -> Row:
    money = (shown(item.price), shown(item.total))
    return Row((str(number), item.code, item.text, item.unit, shown(item.quantity, 5), *money))


def under(text: str, quantity: str = "") -> Row:
    return Row(("", "", text, "", quantity, "", ""), bare=True)


def part_sum(items: tuple[Item, ...]) -> str:
    return shown(sum((item.total for item in items), Decimal(0)))


def read(grid: Grid, folder: Path) -> BillOfQuantities:
    return read_document(draw_grid(grid, folder / "tisk.pdf"))


def facts(position: Position) -> tuple[str, str, str, Decimal | None, Decimal | None]:
    return position.code, position.description, position.unit, position.quantity.value, position.total_price.value


def expected() -> list[tuple[str, str, str, Decimal | None, Decimal | None]]:
    return [(item.code, item.text, item.unit, Decimal(item.quantity), item.total) for item in ITEMS]


def lines_of(bill: BillOfQuantities) -> list[list[str]]:
    return [[line.text for line in position.measurements] for position in bill.positions]


def sections_of(bill: BillOfQuantities) -> list[str]:
    return [bill.sections[position.section].code if position.section is not None else "" for position in bill.positions]


EXPECTED_LINES = [[text for text, _ in item.lines] for item in ITEMS]
EXPECTED_SECTIONS = [code for code, _, items in PARTS for _ in items]


def parts_that_say_so(*, valued: bool) -> tuple[Row, ...]:
    """`Díl:` with its sum; under a position its remark, then the lines of the measurement."""
    rows: list[Row] = []
    number = 0
    for code, name, items in PARTS:
        rows.append(Row(("Díl:", code, name, "", "", "", part_sum(items)), bold=True))
        for item in items:
            number += 1
            rows.append(row(number, item))
            rows.extend([under(item.note)] if item.note else [])
            rows.extend(under(text, shown(value, 5) if valued else "") for text, value in item.lines)
    return tuple(rows)


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


def with_specifications() -> tuple[Row, ...]:
    """Lines with their results and a specification in one cell under the position; a sum behind each part."""
    rows: list[Row] = []
    number = 0
    for code, name, items in PARTS:
        rows.append(Row(("", code, name, "", "", "", ""), bold=True))
        for item in items:
            number += 1
            rows.append(row(number, item))
            lines = [
                f"{text.rpartition(':')[2].strip()}={shown(value, 3)} [{'AB'[place]}]"
                for place, (text, value) in enumerate(item.lines)
            ]
            lines.extend([f"Technická specifikace: {item.note}"] if item.note else [])
            rows.extend([under("\n".join(lines))] if lines else [])
        rows.append(Row(("", "", f"Celkem za {code} {name}", "", "", "", part_sum(items)), bold=True))
    return tuple(rows)


def test_several_lines_of_a_measurement_in_one_cell_and_sums_behind_the_parts(tmp_path: Path) -> None:
    bill = read(Grid(COLUMNS, with_specifications(), above=("Soupis prací",)), tmp_path)
    assert [facts(position) for position in bill.positions] == expected()
    assert [[line.value for line in position.measurements] for position in bill.positions] == [
        [Decimal(value) for _, value in item.lines] for item in ITEMS
    ]
    assert sections_of(bill) == EXPECTED_SECTIONS
    assert [section.name for section in bill.sections] == [name for _, name, _ in PARTS]
    assert bill.proof.holds


def named_again() -> tuple[Row, ...]:
    """A part's sum under its own code and name; measurements without values."""
    rows: list[Row] = []
    number = 0
    for code, name, items in PARTS:
        rows.append(Row(("", code, name, "", "", "", ""), bold=True))
        for item in items:
            number += 1
            rows.append(row(number, item))
            rows.extend(under(text) for text, _ in item.lines)
        rows.append(Row(("", code, f"{name} celkem", "", "", "", part_sum(items)), bold=True))
    return tuple(rows)


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
