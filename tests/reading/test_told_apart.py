"""Positions, headings and sums that say little of themselves, beside what they are easily taken for."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from families import COLUMNS, cell, under
from pypdfium2 import PdfDocument
from samplegrids import Column, Grid, Row, draw_grid
from sampleworkbooks import free

from estimator_desktop.domain.bill import BillOfQuantities, Check, MeasurementKind
from estimator_desktop.reading.read import read_document

KINDS = ("ruled", "plain", "xlsx")
MONEY = ("Cena / MJ", "Celkem")


def read(kind: str, columns: Sequence[Column], rows: Sequence[Row], folder: Path) -> BillOfQuantities:
    if kind == "xlsx":
        table = [[], [column.title for column in columns]]
        table += [[cell(text, column) for text, column in zip(row.cells, columns, strict=True)] for row in rows]
        return read_document(free(table, folder / "soupis.xlsx"))
    return read_document(draw_grid(Grid(tuple(columns), tuple(rows), ruled=kind == "ruled"), folder / "soupis.pdf"))


def head(text: str, code: str = "", total: str = "") -> Row:
    return Row(("", code, text, "", "", "", total), bold=True)


def item(number: int, code: str, text: str, quantity: str = "10", total: str = "1 000,00") -> Row:
    return Row((str(number), code, text, "m", quantity, "100,00" if total else "", total))


def blind(rows: Sequence[Row], columns: Sequence[Column]) -> list[Row]:
    """The rows without what money columns hold."""
    hidden = {place for place, column in enumerate(columns) if column.title in MONEY}
    return [Row(tuple("" if n in hidden else text for n, text in enumerate(row.cells)), row.bold) for row in rows]


def outline_of(bill: BillOfQuantities) -> list[tuple[str, list[str]]]:
    """The sections that hold positions, by name, with the descriptions."""
    found: list[tuple[str, list[str]]] = []
    for position in bill.positions:
        name = "" if position.section is None else bill.sections[position.section].name
        if not found or found[-1][0] != name:
            found.append((name, []))
        found[-1][1].append(position.description)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_what_all_positions_lack_makes_no_measurement_of_them(tmp_path: Path, kind: str) -> None:
    """A blind table of names and counts: numbers in a name are no computation that comes to the count."""
    columns = (Column("Název", 230), Column("Počet kusů", 60, "r"), Column("Cena / MJ", 60, "r"))
    parts = {
        "Elektroinstalace": (("Vypínač řazení 6", "6"), ("Zásuvka 1 násobná", "1"), ("Dveře 800/1970", "2")),
        "Zařizovací předměty": (("Umyvadlo", "3"), ("Radiátor 22 600/1200", "22"), ("Baterie: 3", "3")),
    }
    rows = [
        row
        for part, items in parts.items()
        for row in (Row((part, "", ""), bold=True), *(Row((text, count, "")) for text, count in items))
    ]
    bill = read(kind, columns, [*rows, Row(("2,5*2", "5", ""))], tmp_path)
    assert outline_of(bill) == [(part, [text for text, _ in items]) for part, items in parts.items()]
    assert [line.text for position in bill.positions for line in position.measurements] == ["2,5*2"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("label", ["Místnost: ", "Místnost "])
def test_rooms_named_by_their_numbers_are_headings(tmp_path: Path, kind: str, label: str) -> None:
    rows = [head(f"{label}1.01"), item(1, "T1", "Stůl"), item(2, "T2", "Židle")]
    rows += [head(f"{label}1.02"), item(3, "T1", "Stůl"), item(4, "T3", "Skříň")]
    bill = read(kind, COLUMNS, rows, tmp_path)
    assert outline_of(bill) == [(f"{label}1.01", ["Stůl", "Židle"]), (f"{label}1.02", ["Stůl", "Skříň"])]


def test_a_number_written_as_a_rooms_is_a_measurement_where_it_comes_to_the_quantity(tmp_path: Path) -> None:
    rows = [head("Podlahy"), item(1, "T1", "Lišta", "1.25"), under("chodba: 1.25"), item(2, "T2", "Dlažba")]
    bill = read("xlsx", COLUMNS, rows, tmp_path)
    assert [[line.text for line in position.measurements] for position in bill.positions] == [["chodba: 1.25"], []]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("coded", [True, False])
def test_a_sum_that_names_its_part_opens_none_in_a_blind_bill(tmp_path: Path, kind: str, coded: bool) -> None:
    rows: list[Row] = []
    for number, (code, name) in enumerate((("1", "Zemní práce"), ("3", "Svislé konstrukce"), ("M", "Montáže"))):
        mark = code if coded else ""
        rows += [head(name, mark), item(number + 1, f"{number}31201112", "Práce"), head(f"{name} celkem", mark)]
    bill = read(kind, COLUMNS, blind(rows, COLUMNS), tmp_path)
    assert [section.name for section in bill.sections] == ["Zemní práce", "Svislé konstrukce", "Montáže"]
    assert not bill.objects


TRADES = [
    head("Práce HSV", "HSV"),
    head("Zemní práce", "1"),
    item(1, "131201112", "Hloubení"),
    item(2, "131201113", "Svislé přemístění"),
    head("Celkem Zemní práce", total="2 000,00"),
    head("Svislé konstrukce", "3"),
    item(3, "331201112", "Zdivo"),
    head("Celkem Svislé konstrukce", total="1 000,00"),
    head("Celkem HSV", total="3 000,00"),
    head("Vedlejší náklady", "VRN"),
    head("Průzkum", "VRN1"),
    item(4, "010001112", "Geodetické práce"),
    head("Celkem bez DPH", total="4 000,00"),
]


@pytest.mark.parametrize("kind", KINDS)
def test_groups_of_trades_are_parts_with_their_own_sums(tmp_path: Path, kind: str) -> None:
    bill = read(kind, COLUMNS, TRADES, tmp_path)
    assert not bill.objects
    known = {section.code: section for section in bill.sections}
    assert list(known) == ["HSV", "1", "3", "VRN", "VRN1"]
    assert [known["HSV"].total.value, known["3"].total.value, known["VRN1"].total.value] == [3000, 1000, None]
    assert [known[code].parent for code in ("1", "3", "VRN1")] == [0, 0, known["VRN"].index]
    assert next(result for result in bill.proof.results if result.check is Check.SECTION_SUMS).total == 3
    assert bill.proof.holds


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_sum_of_a_section_is_not_taken_for_the_sum_of_all(tmp_path: Path, kind: str) -> None:
    rows = [head("Zemní práce", "1"), item(1, "131201112", "Hloubení"), head("Celkem", total="1 000,00")]
    rows += [head("Svislé konstrukce", "3"), item(2, "331201112", "Zdivo"), head("Celkem", total="2 000,00")]
    bill = read(kind, COLUMNS, rows, tmp_path)
    assert [section.total.value for section in bill.sections] == [1000, 2000]
    assert not bill.proof.holds


def test_rows_without_a_number_of_their_own_may_be_positions_in_a_numbered_table(tmp_path: Path) -> None:
    rows = [head("Ostatní"), item(1, "R1", "Zařízení staveniště", "1"), under("Geodetické práce", "1")]
    rows += [item(2, "R2", "Zkoušky", "1"), under("Revize", "1"), *(item(n, f"K{n}", "Kabel") for n in range(3, 7))]
    bill = read("xlsx", COLUMNS, blind(rows, COLUMNS), tmp_path)
    assert [position.description for position in bill.positions][:4] == [
        "Zařízení staveniště", "Geodetické práce", "Zkoušky", "Revize"
    ]  # fmt: skip


def test_rows_that_come_to_the_quantities_measure_whatever_their_words_say(tmp_path: Path) -> None:
    rows = [item(1, "711", "Izolace", "12.5"), under("Chodba", "10"), under("Sklep", "2.5")]
    rows += [item(2, "R2", "Zkoušky", "1"), under("Revize", "1"), *(item(n, f"K{n}", "Kabel") for n in range(3, 7))]
    bill = read("xlsx", COLUMNS, blind(rows, COLUMNS), tmp_path)
    assert [[line.value for line in position.measurements] for position in bill.positions[:3]] == [
        [Decimal(10), Decimal("2.5")], [Decimal(1)], []
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_sizes_in_a_name_compute_nothing(tmp_path: Path, kind: str) -> None:
    """Without a unit a position still counts; what computes under it is its measurement."""
    rows = [head("Výplně"), item(1, "61", "Dveře 800/1970", "2"), under("zárubeň 800/1970", "2")]
    rows += [item(2, "62", "Okno", "6"), under("parapet 1200/300 mm", "3"), item(3, "63", "Okno", "6")]
    rows += [under("ložnice 12/2", "6"), item(4, "64", "Okno", "6"), under("3*2 pokoj", "6"), under("RAL: 9010", "4")]
    bill = read(kind, COLUMNS, rows, tmp_path)
    assert [position.description for position in bill.positions] == [
        "Dveře 800/1970", "zárubeň 800/1970", "Okno", "parapet 1200/300 mm", "Okno", "Okno", "RAL: 9010"
    ]  # fmt: skip
    lines = [[line.text for line in position.measurements] for position in bill.positions]
    assert lines == [[], [], [], [], ["ložnice 12/2"], ["3*2 pokoj"], []]


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_amounts_and_names_of_people_beside_labels_name_no_part(tmp_path: Path, kind: str) -> None:
    above = (
        "Akce: Bytový dům",
        "Objekt: SO 01 Dům",
        "Rozpočet: 123 456,00 Kč",
        "Zpracoval: Novák",
        "Datum: 1. 2. 2026",
    )
    rows = [item(1, "131201112", "Hloubení"), item(2, "162201102", "Přemístění")]
    if kind == "pdf":
        path = draw_grid(Grid(COLUMNS, tuple(rows), above=above), tmp_path / "a.pdf")
    else:
        table = [*([line] for line in above), [column.title for column in COLUMNS]]
        table += [[cell(text, column) for text, column in zip(row.cells, COLUMNS, strict=True)] for row in rows]
        path = free(table, tmp_path / "a.xlsx")
    bill = read_document(path)
    assert [(work.code, work.name) for work in bill.objects] == [("SO 01", "Dům")]
    assert not bill.sections


def test_a_part_named_beside_its_object_is_kept(tmp_path: Path) -> None:
    """A part with the same name may stand in each object."""
    rows = tuple(item(number, f"74011{number:04}", "Kabel") for number in range(1, 5))
    folder = [
        draw_grid(
            Grid(COLUMNS, rows, above=(f"Objekt: SO 0{number} Dům", "Část: D.1.4 Elektro")), tmp_path / f"{number}.pdf"
        )
        for number in (1, 2)
    ]
    whole = PdfDocument.new()
    for path in folder:
        with PdfDocument(path) as part:
            whole.import_pages(part)
    whole.save(tmp_path / "cely.pdf")
    bill = read_document(tmp_path / "cely.pdf")
    assert [work.code for work in bill.objects] == ["SO 01", "SO 02"]
    assert [(section.code, section.name, section.object) for section in bill.sections] == [
        ("D.1.4", "Elektro", 0), ("D.1.4", "Elektro", 1)
    ]  # fmt: skip
    assert [position.section for position in bill.positions] == [0] * 4 + [1] * 4


@pytest.mark.parametrize("end", ["1.01 - 1.05", "2+1"])
def test_a_heading_whose_last_line_is_numbers_is_one(tmp_path: Path, end: str) -> None:
    heading = f"Rozvody vnitřního vodovodu a kanalizace v místnostech\n{end}"
    rows = [
        head("Zemní práce"),
        item(1, "E1", "Výkop"),
        head(heading),
        item(2, "E2", "Trubka"),
        item(3, "E3", "Ventil"),
    ]
    bill = read("ruled", COLUMNS, rows, tmp_path)
    assert outline_of(bill) == [("Zemní práce", ["Výkop"]), (heading.replace("\n", " "), ["Trubka", "Ventil"])]


def test_headings_alike_at_one_place_of_several_pages_are_no_running_lines(tmp_path: Path) -> None:
    """Pages of equal rows end in headings that differ by their numbers, which count no pages."""
    rows: list[Row] = []
    for part in range(12):
        rows.append(head(f"Oddíl číslo {part + 1}", str(part + 1)))
        for number in range(7):
            text = "Hloubení jam nezapažených v hornině třídy těžitelnosti I skupiny 3 objem do 50 m3 strojně"
            rows += [item(7 * part + number + 1, f"13{part:02}{number:02}112", text, "10"), under("jáma")]
            rows += [under("2*2", "4"), under("3*2 rampa", "6")]
        rows.append(head(f"Oddíl číslo {part + 1} celkem", str(part + 1), "7 000,00"))
    drawn = draw_grid(
        Grid(COLUMNS, tuple(rows), above=("Soupis prací",), foot="Zpracoval Novák|Strana"), tmp_path / "a.pdf"
    )
    bill = read_document(drawn)
    assert [section.code for section in bill.sections] == [str(part) for part in range(1, 13)]
    assert [position.section for position in bill.positions] == [part for part in range(12) for _ in range(7)]
    assert bill.proof.holds


@pytest.mark.parametrize("kind", KINDS)
def test_a_sum_of_lettered_results_ends_no_part(tmp_path: Path, kind: str) -> None:
    rows = [head("Zemní práce", "1"), item(1, "11120", "Odstranění křovin", "100")]
    rows += [under(text) for text in ("A 5*10=50,000 [A]", "B 5*10=50,000 [B]", "Celkem: A+B=100,000 [C]")]
    rows += [item(2, "12110", "Sejmutí ornice", "20"), under("100*0,2=20,000 [A]")]
    bill = read(kind, COLUMNS, [*rows, head("Celkem", total="2 000,00")], tmp_path)
    assert [line.label for position in bill.positions for line in position.measurements] == ["A", "B", "C", "A"]
    assert [position.section for position in bill.positions] == [0, 0]
    assert bill.sections[0].total.value == 2000


@pytest.mark.parametrize("stand", ["top", "middle", "foot"])
def test_a_sum_beside_the_price_of_installation_is_the_total(tmp_path: Path, stand: str) -> None:
    columns = (*COLUMNS[:1], *COLUMNS[2:5], *(Column(f"{title}\nKč/MJ", 58, "r") for title in ("Dodávka", "Montáž")))
    columns += (Column("Celkem", 68, "r"),)
    texts = (("Kabel", "100", "10,00", "5,00", "1 500,00"), ("Svítidlo", "10", "500,00", "100,00", "6 000,00"))
    rows = [Row((str(number), text, "m", *numbers)) for number, (text, *numbers) in enumerate(texts * 2, 1)]
    bill = read_document(draw_grid(Grid(columns, tuple(rows), ruled=False, stand=stand), tmp_path / "a.pdf"))
    found = [
        (item.supply_price.value, item.installation_price.value, item.total_price.value) for item in bill.positions
    ]
    assert found == [(10, 5, 1500), (500, 100, 6000)] * 2
    assert bill.proof.holds


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("word", ["Součet", '"Součet"', "SOUCET:", "Celkem", "Celkom", "Spolu", "Súčet"])
def test_a_sum_under_a_measurement_is_none_of_its_lines(tmp_path: Path, kind: str, word: str) -> None:
    measured = item(1, "131201112", "Hloubení jam")
    rows = [measured, under("jáma 2*3", "6,00"), under("rýha 4*1", "4,00"), under(word, "10,00")]
    rows += [item(number, f"13120111{number}", "Hloubení rýh") for number in (2, 3, 4)]
    bill = read(kind, COLUMNS, rows, tmp_path)
    lines = [[(line.text, line.kind) for line in position.measurements] for position in bill.positions]
    both = [("jáma 2*3", MeasurementKind.EXPRESSION), ("rýha 4*1", MeasurementKind.EXPRESSION)]
    assert lines == [[*both, (word, MeasurementKind.TOTAL)], [], [], []]
    assert bill.proof.holds
