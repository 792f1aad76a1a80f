"""Prints of spreadsheets: cells stand next to each other without room, and what does not fit is broken."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import samplegrids
from families import COLUMNS, ITEMS, expected, facts, row, shown
from reportlab.pdfbase import pdfmetrics
from samplegrids import FONTS, Column, Grid, Row, draw_grid

from estimator_desktop.reading.pdf.assemble import table_rows
from estimator_desktop.reading.pdf.columns import Columns
from estimator_desktop.reading.pdf.words import PageText
from estimator_desktop.reading.read import read_document
from estimator_desktop.reading.vocabulary import Field

PADDING = 5.0


@pytest.fixture(autouse=True)
def _fonts(tmp_path: Path) -> None:
    """Measuring texts needs the fonts that drawing registers."""
    assert FONTS.is_dir()
    draw_grid(Grid((Column("MJ", 30),), ()), tmp_path / "leer.pdf")


def width(text: str, *, bold: bool = False) -> float:
    """A column exactly as wide as a text, in points."""
    return max(pdfmetrics.stringWidth(line, "GridBold" if bold else "Grid", 7.0) for line in text.split("\n")) + PADDING


def test_titles_beside_each_other_each_go_on_below(tmp_path: Path) -> None:
    titles = ("Cena za jednotku bez\nDPH", "Cena celkem bez\nDPH")
    columns = (Column("Název", 215), Column("Množství", 56, "r"), Column("Jednotka", 44, "c"))
    columns += tuple(Column(title, width(title, bold=True), "r", "l") for title in titles)
    rows = tuple(
        Row((item.text, shown(item.quantity), item.unit, shown(item.price), shown(item.total))) for item in ITEMS
    )
    bill = read_document(draw_grid(Grid(columns, rows, ruled=False, stand="top"), tmp_path / "nabidka.pdf"))
    assert [facts(position)[1:] for position in bill.positions] == [known[1:] for known in expected()]
    assert [position.unit_price.value for position in bill.positions] == [Decimal(item.price) for item in ITEMS]


def test_a_label_close_above_the_titles_is_none_of_them(tmp_path: Path) -> None:
    columns = (*COLUMNS[:2], Column("Zkrácený popis\nRozměry", 200), *COLUMNS[3:])
    rows = tuple(row(number, item) for number, item in enumerate(ITEMS, 1))
    grid = Grid(columns, rows, above=("Název stavby: Vodojem",), ruled=False, stand="top")
    bill = read_document(draw_grid(grid, tmp_path / "rozpocet.pdf"))
    assert bill.name == "Vodojem"
    assert [facts(position) for position in bill.positions] == expected()


@pytest.mark.parametrize("wrapped", [True, False])
def test_codes_broken_at_their_columns_edge_are_whole_beside_wrapped_texts(tmp_path: Path, wrapped: bool) -> None:
    """The last sign of each code stands in the line below, beside the text that goes on there, or alone."""
    code, text = width(f"{ITEMS[0].code}R0"), 96.0 if wrapped else 210.0
    columns = (COLUMNS[0], Column("Kód", code), Column("Název položky", text), *COLUMNS[3:])
    rows = []
    for number, item in enumerate(ITEMS, 1):
        cells = row(number, item).cells
        rows.append(Row((cells[0], f"{item.code}R00", *cells[2:])))
    grid = Grid(columns, tuple(rows), above=("Rozpočet",), ruled=False, stand="top")
    bill = read_document(draw_grid(grid, tmp_path / "rozpocet.pdf"))
    assert [facts(position) for position in bill.positions] == [(f"{known[0]}R00", *known[1:]) for known in expected()]
    assert not bill.sections


def test_a_unit_right_behind_a_full_text_is_the_unit(tmp_path: Path) -> None:
    longest = max((item.text for item in ITEMS), key=width)
    columns = (*COLUMNS[:2], Column("Název položky", width(longest) - PADDING + 1.5), Column("MJ", 30), *COLUMNS[4:])
    rows = tuple(row(number, item) for number, item in enumerate(ITEMS, 1))
    # The column has no room for its padding: the text reaches over its edge, as spreadsheets print it.
    wide = tuple(Row(line.cells, wide=True, bare=True) if line.cells[2] == longest else line for line in rows)
    bill = read_document(draw_grid(Grid(columns, wide, ruled=False, stand="top"), tmp_path / "rozpocet.pdf"))
    assert [facts(position) for position in bill.positions] == expected()


@pytest.mark.parametrize("room", [0.0, 7.0])
def test_a_heading_right_below_a_code_that_fills_its_column_is_no_end_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: float
) -> None:
    """Rows follow each other without room; codes are whole, whether the texts end early or where their column does."""
    monkeypatch.setattr(samplegrids, "_PAD", 0.0)
    code = width(ITEMS[0].code) + 3
    text = max(width(item.text) for item in ITEMS) - PADDING + room
    columns = (COLUMNS[0], Column("Kód", code), Column("Název položky", text), *COLUMNS[3:])
    rows: list[Row] = []
    for number, item in enumerate(ITEMS, 1):
        if number % 2:
            rows.append(Row(("", f"{number}1", f"Oddíl {number}", "", "", "", ""), bold=True))
        rows.append(row(number, item))
    grid = Grid(columns, tuple(rows), above=("Rozpočet",), ruled=False, stand="top")
    bill = read_document(draw_grid(grid, tmp_path / "rozpocet.pdf"))
    assert [facts(position) for position in bill.positions] == expected()
    assert [(section.code, section.name) for section in bill.sections] == [
        (f"{number}1", f"Oddíl {number}") for number in (1, 3, 5)
    ]


def test_a_header_with_nothing_below_it_has_no_rows() -> None:
    columns = Columns((Field.CODE, Field.DESCRIPTION, Field.UNIT, Field.QUANTITY), (100.0, 300.0, 330.0))
    assert table_rows((), columns, PageText(1, 595.0, 842.0, ())) == ()
