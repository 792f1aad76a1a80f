"""A small bill and how programs print it: what stands under its positions and around its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from samplegrids import Column, Row
from sampleworkbooks import Cell

from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.domain.numbers import format_decimal

_NUMBER = re.compile(r"-?\d[\d ]*(,\d+)?")


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


HEADS = (
    ("S: 2031-07 Vodojem Pod Strání", "O: SO01 Nádrž", "R: 02 Technologie"),
    ("Stavba : Vodojem Pod Strání", "číslo a název SO: SO01 Nádrž", "číslo a název rozpočtu: 02 Technologie"),
    ("Projekt: Vodojem Pod Strání", "Objekt: SO01 - Nádrž", "Rozpočet: 02 - Technologie"),
)
NUMBERED = (Column("Č.pol.", 44), Column("Popis", 240), *COLUMNS[3:])


def numbered_rows() -> tuple[Row, ...]:
    return tuple(Row((str(number), *row(number, item).cells[2:])) for number, item in enumerate(ITEMS, 1))


def cell(text: str, column: Column) -> Cell:
    """A number where the column holds numbers."""
    if column.align == "r" and _NUMBER.fullmatch(text):
        return Decimal(text.replace(" ", "").replace(",", "."))
    return text or None
