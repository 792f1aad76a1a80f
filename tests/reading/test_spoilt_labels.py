"""Row types that recognition spoilt: a row without ordinal and unit is no position, whatever its label looks like."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from samplegrids import Column, Grid, Row, draw_grid

from estimator_desktop.reading.read import read_document

COLUMNS = (
    Column("PČ", 24, "r"),
    Column("Typ", 26, "c"),
    Column("Kód", 60),
    Column("Popis", 230),
    Column("MJ", 30, "c"),
    Column("Množství", 55, "r"),
    Column("J.cena [CZK]", 50, "r"),
    Column("Cena celkem [CZK]", 55, "r"),
)
ADDRESS = "https://podminky.example/item/CS URS 2023 02/411354315"


def _rows() -> tuple[Row, ...]:
    return (
        Row(("", "D", "4", "Vodorovné konstrukce", "", "", "", "0,00")),
        Row(("1", "K", "411354315", "Podpěrná konstrukce stropů zřízení", "m2", "382,000", "", "0,00")),
        Row(("", "Or", "ne PSC", ADDRESS, "", "", "", "")),
        Row(("", "Vy", "", "11,56+13,18", "", "24,740", "", "")),
        Row(("", "Vv", "", "357,26", "", "357,260", "", "")),
        Row(("", "VV", "", "Součet", "", "382,000", "", "")),
        Row(("2", "K", "411354316", "Podpěrná konstrukce stropů odstranění", "m2", "382,000", "", "0,00")),
        Row(("", "Oi", "ine PSC", ADDRESS, "", "", "", "")),
        Row(("3", "K", "998011002", "Přesun hmot pro budovy zděné", "", "", "", "0,00")),
    )


def test_rows_with_spoilt_labels_stay_under_their_position(tmp_path: Path) -> None:
    bill = read_document(draw_grid(Grid(COLUMNS, _rows()), tmp_path / "tisk.pdf"))
    assert [(item.ordinal, item.row_type, item.code) for item in bill.positions] == [
        ("1", "K", "411354315"),
        ("2", "K", "411354316"),
        ("3", "K", "998011002"),
    ]
    first, second, _ = bill.positions
    assert [line.value for line in first.measurements] == [Decimal("24.740"), Decimal("357.260"), Decimal("382.000")]
    assert [[(note.kind, note.text) for note in item.notes] for item in (first, second)] == [
        [("Online PSC", ADDRESS)],
        [("Online PSC", ADDRESS)],
    ]
    assert bill.proof.proven


def test_rows_that_lost_their_label_are_measurements_where_they_have_a_quantity_alone(tmp_path: Path) -> None:
    rows = (
        Row(("", "D", "1", "Zemní práce", "", "", "", "0,00")),
        Row(("20", "K", "17481", "ZÁSYP JAM A RÝH Z NAKUPOVANÝCH MATERIÁLŮ", "M3", "520,081", "", "0,00")),
        Row(("", "", "B363", '"01 "9,26*12,1', "", "264,643", "", "")),
        Row(("", "", "C342", '"O4 "9,445*12,1', "", "255,438", "", "")),
        Row(("", "", "", '"Celkové množství "520.081000', "", "520,081", "", "")),
        Row(("21", "K", "17511", "OBSYP POTRUBÍ A OBJEKTŮ SE ZHUTNĚNÍM", "M3", "26,376", "", "0,00")),
    )
    bill = read_document(draw_grid(Grid(COLUMNS, rows, ruled=False), tmp_path / "tisk.pdf"))
    assert [(item.code, item.description) for item in bill.positions] == [
        ("17481", "ZÁSYP JAM A RÝH Z NAKUPOVANÝCH MATERIÁLŮ"),
        ("17511", "OBSYP POTRUBÍ A OBJEKTŮ SE ZHUTNĚNÍM"),
    ]
    assert [(line.label, line.value) for line in bill.positions[0].measurements] == [
        ("B363", Decimal("264.643")),
        ("C342", Decimal("255.438")),
        (None, Decimal("520.081")),
    ]
