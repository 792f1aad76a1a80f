"""A table copied out of a budgeting program without its column of row types: ordinals tell what is a position."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from sampleworkbooks import Cell, free

from estimator_desktop.reading.read import read_document

TITLES: list[Cell] = ["PČ", "Kód", "Popis", "MJ", "Množství", "J.cena [CZK]", "Cena celkem [CZK]"]
FULL = "Hloubení rýh šířky přes 800 do 2 000 mm ručně s urovnáním dna"


def _position(number: int, code: str, text: str, unit: str, quantity: Decimal | None) -> list[Cell]:
    return [number, code, text, unit, quantity, None, Decimal(0)]


def _text(text: str, value: Decimal | None = None, figure: str | None = None) -> list[Cell]:
    return [None, figure, text, None, value, None, None]


def _rows() -> list[list[Cell]]:
    return [
        [None, "1", "Zemní práce", None, None, None, Decimal(0)],
        _position(1, "132212221", "Hloubení rýh šířky do 2000 mm", "m3", Decimal("15.87")),
        _text(FULL),
        _text("křížení s plynovodem"),
        _text('"odměřeno z výkresu 2"4,77', Decimal("4.77"), "A9"),
        _text("viz položka dvě", Decimal("11.10"), "B3"),
        _text("Součet", Decimal("15.87")),
        _position(2, "162751117", "Vodorovné přemístění", "m3", Decimal(20)),
        _text("Vodorovné přemístění výkopku do 10 000 m"),
        _position(3, "171201231", "Poplatek za uložení", "t", Decimal(30)),
        _position(4, "174151101", "Zásyp jam", "m3", Decimal(8)),
        [None, "99", "Přesun hmot", None, None, None, Decimal(0)],
        _position(5, "998713203", "Přesun hmot procentní sazbou", "%", None),
        _position(6, "998225111", "Přesun hmot pro komunikace", "t", Decimal(3)),
    ]


def test_rows_without_ordinal_and_unit_are_lines_of_a_measurement(tmp_path: Path) -> None:
    bill = read_document(free([TITLES, *_rows()], tmp_path / "soupis.xlsx"))
    assert [(item.ordinal, item.unit) for item in bill.positions] == [
        ("1", "m3"), ("2", "m3"), ("3", "t"), ("4", "m3"), ("5", "%"), ("6", "t"),
    ]  # fmt: skip
    lines = bill.positions[0].measurements
    assert [(line.label, line.value) for line in lines] == [
        ("A9", Decimal("4.77")), ("B3", Decimal("11.10")), (None, Decimal("15.87")),
    ]  # fmt: skip
    assert [len(item.measurements) for item in bill.positions[1:]] == [0] * 5
    assert [note.text for note in bill.positions[0].notes] == [FULL, "křížení s plynovodem"]
    assert [note.text for note in bill.positions[1].notes] == ["Vodorovné přemístění výkopku do 10 000 m"]
    assert [(part.code, part.name) for part in bill.sections] == [("1", "Zemní práce"), ("99", "Přesun hmot")]
    assert bill.proof.proven


def test_where_positions_have_no_ordinals_a_quantity_makes_one(tmp_path: Path) -> None:
    rows = [[None, *row[1:]] for row in _rows()]
    bill = read_document(free([TITLES, *rows], tmp_path / "soupis.xlsx"))
    assert {"A9", "B3"} <= {item.code for item in bill.positions}
