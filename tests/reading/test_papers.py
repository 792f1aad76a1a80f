"""Documents with tables like a bill's that are none, and bills that speak of such documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from samplegrids import Column, Grid, Row, draw_grid
from sampleworkbooks import free

from estimator_desktop.errors import UserError
from estimator_desktop.reading.papers import trade_paper
from estimator_desktop.reading.read import read_document

GOODS = (
    Column("Č.", 25, "r"),
    Column("Označení dodávky", 220),
    Column("Množství", 55, "r"),
    Column("MJ", 35, "c"),
    Column("Cena za MJ", 60, "r"),
    Column("Celkem", 70, "r"),
)
ROWS = (
    Row(("1", "Papír kancelářský A4", "10", "bal", "120,00", "1 200,00")),
    Row(("2", "Toner černý", "2", "ks", "1 900,00", "3 800,00")),
    Row(("3", "Doprava po městě", "1", "ks", "150,00", "150,00")),
)


@pytest.mark.parametrize(
    ("title", "seen"),
    [
        ("FAKTURA – daňový doklad č. 2025001", "invoice"),
        ("Zálohová faktura 17/2025", "invoice"),
        ("Rechnung Nr. 12", "invoice"),
        ("Dodací list č. 77", "delivery_note"),
    ],
)
def test_a_paper_of_trade_is_no_bill(tmp_path: Path, title: str, seen: str) -> None:
    path = draw_grid(Grid(GOODS, ROWS, above=(title, "Odběratel: Obec Lhota")), tmp_path / "a.pdf")
    with pytest.raises(UserError) as caught:
        read_document(path)
    assert (caught.value.code, caught.value.params["seen"]) == ("no_positions", seen)


@pytest.mark.parametrize(
    "above",
    [
        ("Soupis provedených prací", "Faktura č. 12"),
        ("Cenová nabídka",),
        ("Fakturace proběhne po předání díla a zhotovitel k ní přiloží tento soupis odsouhlasený objednatelem",),
        ("Objednatel: Obec Lhota",),
    ],
)
def test_a_bill_that_speaks_of_one_is_read(tmp_path: Path, above: tuple[str, ...]) -> None:
    assert len(read_document(draw_grid(Grid(GOODS, ROWS, above=above), tmp_path / "a.pdf")).positions) == 3


def test_codes_of_a_price_system_make_it_a_bill(tmp_path: Path) -> None:
    columns = (*GOODS[:1], Column("Kód", 60), *GOODS[1:])
    rows = tuple(Row((row.cells[0], f"12210110{row.cells[0]}", *row.cells[1:])) for row in ROWS)
    bill = read_document(draw_grid(Grid(columns, rows, above=("Faktura č. 8",)), tmp_path / "a.pdf"))
    assert [position.code for position in bill.positions] == ["122101101", "122101102", "122101103"]


def test_a_title_stands_at_a_line_s_beginning() -> None:
    assert trade_paper(["Obec Lhota", "Příloha k faktuře č. 5"]) is None
    assert trade_paper(["Obec Lhota", "Faktura č. 5"]) == "invoice"
    assert trade_paper(["Rozpočet", "Faktura č. 5"]) is None


@pytest.mark.parametrize(("title", "seen"), [("FAKTURA č. 12", "invoice"), ("Dodací list č. 77", "delivery_note")])
def test_a_paper_of_trade_as_a_workbook_is_no_bill(tmp_path: Path, title: str, seen: str) -> None:
    with pytest.raises(UserError) as caught:
        read_document(workbook((title, "Odběratel: Obec Lhota"), tmp_path))
    assert (caught.value.code, caught.value.params["seen"]) == ("no_positions", seen)


def test_a_workbook_that_speaks_of_one_is_read(tmp_path: Path) -> None:
    assert len(read_document(workbook(("Soupis prací", "Faktura č. 12"), tmp_path)).positions) == len(ROWS)


@pytest.mark.parametrize("suffix", ["pdf", "xlsx"])
def test_a_recapitulation_that_counts_positions_holds_none(tmp_path: Path, suffix: str) -> None:
    columns = (Column("Kód", 60), Column("Popis", 200), Column("Počet položek", 70, "r"), Column("Celkem", 80, "r"))
    texts = (
        ("1", "Zemní práce", "12", "120 000,00"),
        ("3", "Zdivo", "8", "20 000,00"),
        ("711", "Izolace", "5", "9,00"),
    )
    if suffix == "pdf":
        path = draw_grid(Grid(columns, tuple(map(Row, texts)), above=("Rekapitulace",)), tmp_path / "a.pdf")
    else:
        path = free([["Rekapitulace"], [column.title for column in columns], *texts], tmp_path / "a.xlsx")
    with pytest.raises(UserError) as caught:
        read_document(path)
    assert caught.value.code in {"no_positions", "mapping_needed"}


def workbook(above: tuple[str, ...], folder: Path) -> Path:
    table = [*([line] for line in above), [], [column.title for column in GOODS], *(row.cells for row in ROWS)]
    return free(table, folder / "a.xlsx")
