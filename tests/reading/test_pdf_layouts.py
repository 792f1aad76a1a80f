"""Printed tables of many layouts: what is a row, what is a column, what is a position."""

from __future__ import annotations

import itertools
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pypdfium2 import raw
from reportlab.lib.pagesizes import A4
from samplebill import sound_bill
from samplegrids import Column, Grid, Row, draw_grid
from sampleprint import draw

from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.domain.box import Box
from estimator_desktop.errors import UserError
from estimator_desktop.reading.read import read_document

FREE = (
    Column("Poř.", 30, "c"),
    Column("Popis", 250),
    Column("MJ", 40, "c"),
    Column("Množství", 55, "r"),
    Column("Cena / MJ", 60, "r"),
    Column("Celkem", 70, "r"),
)
LONG = "Svodidlo ocelové jednostranné se zábradlím a distančním dílem, včetně zaberaněných sloupků a koncovek"


def _free_rows() -> tuple[Row, ...]:
    return (
        Row(("", "Lávka přes potok", "", "", "", ""), bold=True),
        Row(("1", "Dřevěná mostovka z fošen", "m2", "24,50", "1 250,00", "30 625,00")),
        Row(("2", LONG, "m", "18,00", "2 100,50", "37 809,00")),
        Row(("3", "Nátěr zábradlí dvojnásobný", "m2", "9,60", "180,00", "1 728,00")),
        Row(("", "Celkem lávka", "", "", "", "70 162,00"), bold=True),
        Row(("", "Přístupový chodník", "", "", "", ""), bold=True),
        Row(("4", "Podklad ze štěrkodrti", "m3", "6,300", "890,00", "5 607,00")),
        Row(("5", "Dlažba betonová šedá, tloušťka 60 mm, kladená do lože z drti", "m2", "31,5", "410,00", "12 915,00")),
        Row(("", "Celkem chodník", "", "", "", "18 522,00"), bold=True),
    )


def _read(grid: Grid, folder: Path) -> BillOfQuantities:
    return read_document(draw_grid(grid, folder / "tisk.pdf"))


def _facts(position: Position) -> tuple[str, str, str, Decimal | None, Decimal | None, Decimal | None]:
    return (
        position.ordinal,
        position.description,
        position.unit,
        position.quantity.value,
        position.unit_price.value,
        position.total_price.value,
    )


def _expected(rows: tuple[Row, ...]) -> list[tuple[str, str, str, Decimal, Decimal, Decimal]]:
    found = []
    for row in rows:
        ordinal, text, unit, *amounts = row.cells
        if unit:
            quantity, price, total = (Decimal(amount.replace(" ", "").replace(",", ".")) for amount in amounts)
            found.append((ordinal, text, unit, quantity, price, total))
    return found


@pytest.mark.parametrize("stand", ["top", "middle", "foot"])
@pytest.mark.parametrize("ruled", [True, False])
def test_a_free_table_is_read_however_its_texts_stand(tmp_path: Path, stand: str, ruled: bool) -> None:
    rows = _free_rows()
    bill = _read(Grid(FREE, rows, ruled=ruled, stand=stand, gap=0 if ruled else 4), tmp_path)
    assert [_facts(position) for position in bill.positions] == _expected(rows)
    names = [bill.sections[position.section].name for position in bill.positions if position.section is not None]
    assert names == ["Lávka přes potok"] * 3 + ["Přístupový chodník"] * 2
    assert bill.proof is not None
    assert bill.proof.holds


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_goes_on_over_pages(tmp_path: Path, repeated: bool) -> None:
    rows = tuple(
        Row((str(number), f"Kotva číslo {number} s podložkou", "kus", f"{number},00", "10,00", f"{number * 10},00"))
        for number in range(1, 121)
    )
    bill = _read(Grid(FREE, rows, repeated=repeated), tmp_path)
    assert [position.ordinal for position in bill.positions] == [str(number) for number in range(1, 121)]
    pages = [position.source.page for position in bill.positions if position.source and position.source.page]
    assert pages == sorted(pages)
    assert pages[-1] == 3


@pytest.mark.parametrize(
    "titles",
    [
        ("Por. č.", "Názov položky", "M.j.", "Množstvo", "Jedn. cena", "Cena spolu"),
        ("Pos.", "Bezeichnung", "Einheit", "Menge", "Einheitspreis", "Gesamtpreis"),
        ("No.", "Description", "Unit", "Quantity", "Unit price", "Total price"),
        ("Č.", "Název", "Měrná\njednotka", "Počet", "Jednotková\ncena", "Cena\ncelkem"),
    ],
)
def test_titles_in_other_words(tmp_path: Path, titles: tuple[str, ...]) -> None:
    columns = tuple(replace(column, title=title) for column, title in zip(FREE, titles, strict=True))
    rows = _free_rows()
    bill = _read(Grid(columns, rows), tmp_path)
    assert [_facts(position) for position in bill.positions] == _expected(rows)


def test_arithmetic_finds_the_unit_price_among_five_columns_of_money(tmp_path: Path) -> None:
    titles = ("Č.", "Popis", "MJ", "Množství", "Jednotková\ncena", "Cena\nse srážkou", "Cena/MJ", "Montáž", "Celkem")
    widths = (25, 190, 30, 50, 60, 60, 60, 60, 70)
    columns = tuple(
        Column(title, width, "r" if place > 2 else "l")
        for place, (title, width) in enumerate(zip(titles, widths, strict=True))
    )
    rows = tuple(
        Row((str(n), f"Prvek {n}", "kus", f"{n + 1},00", "99,00", "95,00", "90,00", "12,00", f"{(n + 1) * 90},00"))
        for n in range(1, 9)
    )
    bill = _read(Grid(columns, rows, wide_page=True), tmp_path)
    assert {position.unit_price.value for position in bill.positions} == {Decimal(90)}
    assert [position.total_price.value for position in bill.positions] == [(n + 1) * 90 for n in range(1, 9)]


def test_a_code_broken_over_lines_is_whole_again(tmp_path: Path) -> None:
    columns = (Column("P.č.", 30, "r"), Column("Kód", 44), *FREE[1:])
    rows = (
        Row(("1", "R9412207.ABCDEF", "Zámek stavební", "kus", "2,00", "300,00", "600,00")),
        Row(("2", "767 9001", "Kování okenní", "kus", "4,00", "50,00", "200,00")),
        Row(("3", "941220", "Klika dveřní", "100 kus", "0,02", "900,00", "18,00")),
    )
    bill = _read(Grid(columns, rows), tmp_path)
    assert [position.code for position in bill.positions] == ["R9412207.ABCDEF", "767 9001", "941220"]
    assert bill.positions[2].unit == "100 kus"


def test_parts_that_say_so_and_lines_of_measurement(tmp_path: Path) -> None:
    columns = (
        Column("P.č.", 30, "r"),
        Column("Číslo položky", 70),
        Column("Název položky", 210),
        Column("MJ", 35),
        Column("množství", 55, "r"),
        Column("cena / MJ", 60, "r"),
        Column("celkem (CZK)", 65, "r"),
    )
    rows = (
        Row(("Díl:", "1", "Zemní práce", "", "", "", "1 100,00"), bold=True),
        Row(("1", "132201", "Hloubení rýh ručně", "m3", "5,50000", "200,00", "1 100,00")),
        Row(("", "", "0,5*2*4+1,5", "", "5,50000", "", ""), bare=True),
        Row(("Díl:", "2", "Základy", "", "", "", "450,00"), bold=True),
        Row(("2", "274313", "Beton základových pasů", "m3", "1,50000", "300,00", "450,00")),
        Row(("", "", "0,5*0,75*4", "", "1,50000", "", ""), bare=True),
    )
    bill = _read(Grid(columns, rows), tmp_path)
    assert [position.code for position in bill.positions] == ["132201", "274313"]
    assert [bill.sections[position.section or 0].code for position in bill.positions] == ["1", "2"]
    assert [[line.text for line in position.measurements] for position in bill.positions] == [
        ["0,5*2*4+1,5"],
        ["0,5*0,75*4"],
    ]


def test_prices_under_a_title_of_their_own(tmp_path: Path) -> None:
    columns = (*FREE[:4], Column("Cena\nJednotková", 60, "r"), Column("\nCelkem", 70, "r"))
    rows = _free_rows()
    bill = _read(Grid(columns, rows), tmp_path)
    assert [_facts(position) for position in bill.positions] == _expected(rows)


def test_a_price_list_has_prices_and_no_quantities(tmp_path: Path) -> None:
    columns = (Column("položka", 60), Column("popis", 260), Column("m.j.", 40), Column("cena", 60, "r"))
    rows = tuple(Row((f"99010{n}", f"Přeprava do {n}0 km", "kus", f"{n}50,00")) for n in range(1, 6))
    bill = _read(Grid(columns, rows), tmp_path)
    assert [position.code for position in bill.positions] == [f"99010{n}" for n in range(1, 6)]
    assert [position.unit_price.value for position in bill.positions] == [Decimal(f"{n}50") for n in range(1, 6)]


def test_text_below_a_ruled_table_is_no_position(tmp_path: Path) -> None:
    note = Row(("", "Cena platí 30 dní, dodávka do 6 týdnů od objednání.", "", "", "", ""), wide=True, bare=True)
    bill = _read(Grid(FREE, (*_free_rows(), note, note)), tmp_path)
    assert len(bill.positions) == 5


def test_a_table_of_something_else_is_refused_with_a_sentence(tmp_path: Path) -> None:
    columns = (Column("Místnost", 120), Column("Plocha", 60, "r"), Column("Podlaha", 120))
    rows = tuple(Row((f"1.0{n}", f"{n},20", "dlažba")) for n in range(1, 9))
    with pytest.raises(UserError) as raised:
        _read(Grid(columns, rows), tmp_path)
    assert raised.value.code == "no_positions"


def test_boxes_lie_around_the_rows(tmp_path: Path) -> None:
    bill = _read(Grid(FREE, _free_rows()), tmp_path)
    boxes = [position.source.box for position in bill.positions if position.source and position.source.box]
    assert len(boxes) == 5
    assert all(one.bottom <= other.top for one, other in itertools.pairwise(boxes))
    assert all(box.left < 60 and box.right > 540 for box in boxes)


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("upright", [True, False])
def test_a_page_on_its_side_is_read_and_its_boxes_mark_what_is_shown(tmp_path: Path, turn: int, upright: bool) -> None:
    width, height = A4
    flat = _read(Grid(FREE, _free_rows()), tmp_path)
    bill = _read(Grid(FREE, _free_rows(), turn=turn, upright=upright), tmp_path)
    assert [_facts(position) for position in bill.positions] == _expected(_free_rows())
    for position, other in zip(bill.positions, flat.positions, strict=True):
        box, expected = _box(position), _box(other)
        if not upright:
            expected = _turned(expected, turn, width, height)
        pairs = zip(_edges(box), _edges(expected), strict=True)
        assert all(abs(one - two) < 1 for one, two in pairs)


def _box(position: Position) -> Box:
    assert position.source is not None
    assert position.source.box is not None
    return position.source.box


def _edges(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def _turned(box: Box, turn: int, width: float, height: float) -> Box:
    """The box after its page of this width and height was turned against the clock."""
    if turn == 90:
        return Box(box.top, width - box.right, box.bottom, width - box.left)
    if turn == 180:
        return Box(width - box.right, height - box.bottom, width - box.left, height - box.top)
    return Box(height - box.bottom, box.left, height - box.top, box.right)


def test_a_table_of_codes_without_descriptions_is_read(tmp_path: Path) -> None:
    columns = (
        Column("P.č.", 30), Column("Kód položky", 90), Column("MJ", 40), Column("Množství", 60, "r"),
        Column("Jednotková cena", 80, "r"), Column("Celková cena", 80, "r"),
    )  # fmt: skip
    rows = tuple(Row((str(n), f"27131{n}111", "m3", "2,00", "10,00", "20,00")) for n in range(1, 8))
    bill = _read(Grid(columns, rows), tmp_path)
    assert [item.code for item in bill.positions] == [f"27131{n}111" for n in range(1, 8)]
    assert {item.total_price.value for item in bill.positions} == {Decimal(20)}


def test_a_label_of_a_cover_sheet_is_no_unit(tmp_path: Path) -> None:
    rows = (*_free_rows(), Row(("", "Areál u potoka", "Doba stavby:", "", "", "")))
    bill = _read(Grid(FREE, rows), tmp_path)
    assert [position.unit for position in bill.positions] == ["m2", "m", "m2", "m3", "m2"]


BANDS = (
    Column("P.č.", 30, "r"),
    Column("Číslo položky", 70),
    Column("Název položky", 190),
    Column("MJ", 30, "c"),
    Column("Množství", 55, "r"),
    Column("Cena/j.", 55, "r"),
    Column("Celkem", 65, "r"),
)
WRAPPED = "Odkopávky a prokopávky nezapažené pro spodní stavbu v hornině třídy těžitelnosti skupiny tři"


@pytest.mark.parametrize("stand", ["top", "foot"])
def test_a_heading_right_above_a_position_is_no_part_of_its_text(tmp_path: Path, stand: str) -> None:
    """Rows follow each other as closely as the lines of one text: only room tells a wrapped line from a heading."""
    texts = ("Celkové vyčištění prostor", WRAPPED, "Zdivo z cihel", WRAPPED)
    rows = [
        row
        for part in ("Úpravy povrchů", "Ostatní konstrukce", "Přesun hmot")
        for row in (
            Row(("", "", part, "", "", "", ""), bold=True),
            *(Row((str(n), f"1221{n}", text, "m3", "2,00", "10,00", "20,00")) for n, text in enumerate(texts, 1)),
        )
    ]
    grid = Grid(BANDS, tuple(rows), ruled=False, stand=stand, above=("Rozpočet",))
    bill = _read(grid, tmp_path)
    assert [position.description for position in bill.positions] == list(texts) * 3
    names = [bill.sections[position.section].name for position in bill.positions if position.section is not None]
    assert names == ["Úpravy povrchů"] * 4 + ["Ostatní konstrukce"] * 4 + ["Přesun hmot"] * 4


def test_a_wrapped_text_above_measurements_is_whole_without_rules(tmp_path: Path) -> None:
    rows = (
        Row(("Díl:", "1", "Zemní práce", "", "", "", "60,00"), bold=True),
        Row(("1", "122101101R00", WRAPPED, "m3", "2,00", "10,00", "20,00")),
        Row(("", "", "1,0*2,0 :", "", "2,00", "", "")),
        Row(("2", "122101102R00", "Zdivo z cihel", "m3", "2,00", "10,00", "20,00")),
        Row(("", "", "2,0*0,5*2 :", "", "2,00", "", "")),
        Row(("3", "122101103R00", WRAPPED, "m3", "2,00", "10,00", "20,00")),
    )
    bill = _read(Grid(BANDS, rows, ruled=False, stand="top"), tmp_path)
    assert [position.description for position in bill.positions] == [WRAPPED, "Zdivo z cihel", WRAPPED]
    assert [len(position.measurements) for position in bill.positions] == [1, 1, 0]
    assert [position.unit_price.value for position in bill.positions] == [Decimal(10)] * 3


def _many(count: int) -> tuple[Row, ...]:
    heading = Row(("", "Lávka přes potok", "", "", "", ""), bold=True)
    return (heading, *(Row((str(n), f"Zásyp č. {n}", "m3", "2,00", "10,00", "20,00")) for n in range(1, count + 1)))


@pytest.mark.parametrize(("lean", "size"), [(45.0, 60.0), (0.0, 60.0), (0.0, 20.0), (14.0, 7.0)])
def test_a_watermark_or_a_stamp_is_no_part_of_the_table(tmp_path: Path, lean: float, size: float) -> None:
    rows = _many(40)
    grid = Grid(FREE, rows, ruled=False, mark="KONCEPT Stavby s.r.o. 12 345", lean=lean, mark_size=size)
    bill = _read(grid, tmp_path)
    assert [_facts(position) for position in bill.positions] == _expected(rows)
    assert {section.name for section in bill.sections} == {"Lávka přes potok"}


def test_what_pages_share_at_their_edges_is_no_row(tmp_path: Path) -> None:
    rows = tuple(
        row
        for number, part in enumerate(("Lávka", "Chodník", "Zábradlí"), 1)
        for row in (
            Row((f"{number}", part, "", "", "", "1 400,00"), bold=True),
            *(Row((f"{number}.{n}", f"Zásyp {n}", "m3", "2,00", "10,00", "20,00")) for n in range(1, 71)),
        )
    )
    head = "Příloha č. 3 dokumentace – výkaz výměr|Obec Dolní Lhota"
    foot = "Elektronicky podepsáno 1. 2. 2025|Příloha, list"
    bill = _read(Grid(FREE, rows, ruled=False, repeated=False, head=head, foot=foot), tmp_path)
    assert bill.pages is not None
    assert bill.pages > 2
    assert [_facts(position) for position in bill.positions] == _expected(rows)
    names = [bill.sections[position.section].name for position in bill.positions if position.section is not None]
    assert names == ["Lávka"] * 70 + ["Chodník"] * 70 + ["Zábradlí"] * 70
    assert not bill.objects


def test_what_stands_beside_a_page_number_is_no_row(tmp_path: Path) -> None:
    columns = (Column("Popis", 200), Column("MJ", 80), Column("Množství", 60, "r"), Column("Celkem", 70, "r"))
    rows = tuple(Row((f"Zásyp {n}", "m3", "2,00", "20,00")) for n in range(1, 9))
    bill = _read(Grid(columns, rows, repeated=False, foot="Příloha č. 3, list 1|Strana 1 /"), tmp_path)
    assert [position.description for position in bill.positions] == [row.cells[0] for row in rows]


def _two_up(source: Path, target: Path) -> Path:
    """Two pages beside each other on one sheet of paper."""
    document = pdfium.PdfDocument(source)
    width, height = document[0].get_size()
    sheets = pdfium.PdfDocument(raw.FPDF_ImportNPagesToOne(document.raw, width * 2, height, 2, 1))
    sheets.save(target)
    return target


def test_two_pages_on_one_sheet_of_paper_are_read_one_after_the_other(tmp_path: Path) -> None:
    rows = _many(170)
    single = draw_grid(Grid(FREE, rows, ruled=False, above=("Rozpočet",)), tmp_path / "a.pdf")
    bill = read_document(_two_up(single, tmp_path / "b.pdf"))
    assert bill.pages == 2
    assert [_facts(position) for position in bill.positions] == _expected(rows)
    assert [position.source.page for position in bill.positions if position.source] == sorted(
        position.source.page or 0 for position in bill.positions if position.source
    )


def test_a_line_across_the_middle_keeps_a_sheet_whole(tmp_path: Path) -> None:
    twice = (*FREE[:4], Column("Celkem", 60, "r"), *FREE[:4], Column("Celkem", 60, "r"))
    halves = tuple(replace(column, width=column.width * 0.85) for column in twice)
    row = ("1", "Zásyp", "m3", "2,00", "20,00", "2", "Obsyp", "m3", "3,00", "30,00")
    wide = Row(("Rozpočet obsahuje " + "všechny práce a dodávky, " * 9, *[""] * 9), wide=True)
    rows = (*(Row(row) for _ in range(4)), wide)
    bill = _read(Grid(halves, rows, ruled=False, wide_page=True), tmp_path)
    assert bill.positions
    assert {position.source.page for position in bill.positions if position.source} == {1}


@pytest.mark.parametrize("shown", [90, 180, 270])
@pytest.mark.parametrize("turn", [0, 90, 180])
def test_words_stay_whole_however_a_page_is_shown(tmp_path: Path, turn: int, shown: int) -> None:
    rows = _many(40)
    path = draw_grid(Grid(FREE, rows, turn=turn, upright=False), tmp_path / "a.pdf")
    document = pdfium.PdfDocument(path)
    document[0].set_rotation(shown)
    document.save(tmp_path / "b.pdf")
    assert [_facts(position) for position in read_document(tmp_path / "b.pdf").positions] == _expected(rows)


@pytest.mark.parametrize("lost", ["#REF!", "#N/A", "#NÁZEV?", "#HODNOTA!", "#NENÍ_K_DISPOZICI"])
def test_a_formula_that_lost_its_cell_names_no_job(tmp_path: Path, lost: str) -> None:
    bill = read_document(draw(replace(sound_bill(), name=lost), tmp_path / "a.pdf"))
    assert bill.name == ""
    assert bill.positions
