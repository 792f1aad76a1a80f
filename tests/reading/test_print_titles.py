"""Printed tables under titles in anybody's words: the rows bear witness where the titles do not."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from samplegrids import Column, Grid, Row, draw_grid

from estimator_desktop.domain.bill import BillOfQuantities, Check
from estimator_desktop.reading.read import read_document

CODED = (
    Column("Poř.", 30, "c"),
    Column("Kód", 60),
    Column("Popis", 210),
    Column("MJ", 35, "c"),
    Column("Množství", 55, "r"),
    Column("Cena / MJ", 60, "r"),
    Column("Celkem", 70, "r"),
)
COUNT = 8


def _money(value: int) -> str:
    return f"{value:,}".replace(",", " ") + ",00"


def _row(number: int) -> Row:
    text = f"Osazení dílce zábradlí větve {number}"
    return Row(
        (
            str(number),
            f"9{number}4512{number}",
            text,
            "kus",
            f"{number + 1},00",
            _money(130),
            _money(130 * (number + 1)),
        )
    )


def _rows() -> tuple[Row, ...]:
    first = sum(130 * (number + 1) for number in range(1, 5))
    return (
        Row(("", "3", "Svislé konstrukce", "", "", "", ""), bold=True, bare=True),
        *map(_row, range(1, 5)),
        Row(("", "", "Celkem Svislé konstrukce", "", "", "", _money(first)), bold=True, bare=True),
        Row(("", "8", "Trubní vedení", "", "", "", ""), bold=True, bare=True),
        *map(_row, range(5, COUNT + 1)),
    )


def _read(folder: Path, *titles: str, **others: bool) -> BillOfQuantities:
    columns = tuple(replace(column, title=title) for column, title in zip(CODED, titles, strict=True))
    return read_document(draw_grid(Grid(columns, _rows(), **others), folder / "tisk.pdf"))  # type: ignore[arg-type]


def _check(bill: BillOfQuantities) -> None:
    assert [(p.ordinal, p.code, p.quantity.value, p.unit_price.value, p.total_price.value) for p in bill.positions] == [
        (str(n), f"9{n}4512{n}", n + 1, 130, 130 * (n + 1)) for n in range(1, COUNT + 1)
    ]
    assert {position.description for position in bill.positions} == {row.cells[2] for row in map(_row, range(1, 9))}
    assert {position.unit for position in bill.positions} == {"kus"}
    parts = [bill.sections[p.section].code if p.section is not None else "" for p in bill.positions]
    assert parts == ["3"] * 4 + ["8"] * 4
    assert bill.proof is not None
    assert bill.proof.proven, bill.proof.failures


@pytest.mark.parametrize(
    "titles",
    [
        ("Poř.", "Kód", "Popis", "MJ", "Množství", "Cena / MJ", "Celkem"),
        ("Číslo", "Položka", "Popis položky", "jedn.", "výměra", "cena/jedn.", "cena"),
        ("Poz.", "Označení", "Popis", "Jednotka", "Počet", "Kč/MJ", "Kč celkem"),
        ("Item", "Ref.", "Description", "UoM", "Q-ty", "Unit cost", "Total cost"),
        ("Pol.\nč.", "Katalog", "Název prací", "MJ", "Množství", "Jedn. cena\n[Kč]", "Celkem\nbez DPH"),
        ("Poř.", "Zatřídění", "Popis", "MJ", "Množství", "Hodnota", "Celkem"),
        ("Řada", "Kód", "Popis", "MJ", "Množství", "Cena/MJ", "Výsledek"),
    ],
    ids=range(7),
)
@pytest.mark.parametrize("ruled", [True, False])
def test_titles_in_any_words(tmp_path: Path, titles: tuple[str, ...], ruled: bool) -> None:
    _check(_read(tmp_path, *titles, ruled=ruled))


def test_titles_over_pairs_of_titles(tmp_path: Path) -> None:
    """`Výměra` over `MJ` and `Množství`, `Cena v Kč bez DPH` over `jednotková` and `celkem`."""
    columns = tuple(
        replace(column, title=title, over="l")
        for column, title in zip(
            CODED,
            ("Pol.\n ", "Kód\n ", "Popis\n ", "Výměra\nMJ", " \nMnožství", "Cena v Kč\njednotková", " \ncelkem"),
            strict=True,
        )
    )
    _check(read_document(draw_grid(Grid(columns, _rows()), tmp_path / "tisk.pdf")))


def test_numbers_that_nobody_knows_are_said_and_nothing_is_proven(tmp_path: Path) -> None:
    columns = tuple(
        replace(CODED[n], title=title) for n, title in enumerate(("Poř.", "Kód", "Popis", "MJ", "Množství"))
    )
    columns += (replace(CODED[5], title="Hodnota"),)
    rows = tuple(Row((*_row(number).cells[:5], _money(17 * number + 3))) for number in range(1, COUNT + 1))
    bill = read_document(draw_grid(Grid(columns, rows), tmp_path / "tisk.pdf"))
    assert [position.quantity.value for position in bill.positions] == [Decimal(n + 1) for n in range(1, COUNT + 1)]
    assert bill.warnings == (("column_unread", "hodnota"),)
    assert bill.proof is not None
    assert [failure.code for failure in bill.proof.result(Check.NUMBERS).failures] == ["column_unread"]
    assert not bill.proof.proven
