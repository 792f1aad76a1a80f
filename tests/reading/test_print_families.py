"""How programs print what stands under a position and around a part: measurements, specifications, sums, two prices."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from samplegrids import Column, Grid, Row, draw_grid

from estimator_desktop.domain.bill import BillOfQuantities, MeasurementKind, Position
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


def grouped_by_trades() -> tuple[Row, ...]:
    """Groups of trades over the parts, the price list's number beside the ordinal, a sum under each measurement."""
    rows: list[Row] = [Row(tuple(map(str, range(1, 9))))]
    rows.append(Row(("", "", "HSV", "Práce a dodávky HSV", "", "", "", part_sum(ITEMS)), bold=True, bare=True))
    number = 0
    for code, name, items in PARTS:
        rows.append(Row(("", "", code, name, "", "", "", part_sum(items)), bold=True, bare=True))
        for item in items:
            number += 1
            cells = row(number, item).cells
            rows.append(Row((cells[0], item.code[:3], *cells[1:])))
            for text, value in item.lines:
                comment, _, computed = text.rpartition(" : ")
                shown_text = f'"{comment}" {computed}' if comment else computed
                rows.append(Row(("", "", "", shown_text, "", shown(value, 5), "", ""), bare=True))
            if item.lines:
                rows.append(Row(("", "", "", "Součet", "", shown(item.quantity, 5), "", ""), bare=True))
    rows.append(Row(("", "", "", "Celkem", "", "", "", part_sum(ITEMS)), bold=True, bare=True))
    return tuple(rows)


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


HEADS = (
    ("S: 2031-07 Vodojem Pod Strání", "O: SO01 Nádrž", "R: 02 Technologie"),
    ("Stavba : Vodojem Pod Strání", "číslo a název SO: SO01 Nádrž", "číslo a název rozpočtu: 02 Technologie"),
    ("Projekt: Vodojem Pod Strání", "Objekt: SO01 - Nádrž", "Rozpočet: 02 - Technologie"),
)


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


NUMBERED = (Column("Č.pol.", 44), Column("Popis", 240), *COLUMNS[3:])


def numbered_rows() -> tuple[Row, ...]:
    return tuple(Row((str(number), *row(number, item).cells[2:])) for number, item in enumerate(ITEMS, 1))


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
