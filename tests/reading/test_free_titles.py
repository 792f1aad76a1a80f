"""Free tables under titles in anybody's words: what stands in the columns decides where the words do not."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from samplebill import sound_bill
from samplerows import Sample
from sampleworkbooks import FREE_TITLES, Cell, free, free_rows

from estimator_desktop.domain.bill import BillOfQuantities, Check
from estimator_desktop.domain.numbers import format_decimal
from estimator_desktop.reading.read import read_document

TITLES = (
    ("P.č.", "Kód položky", "Zkrácený popis", "M.j.", "Množství", "J.C.", "Celkem"),
    ("Číslo", "Položka", "Popis položky", "jedn.", "výměra", "cena/jedn.", "cena"),
    ("Poz.", "Označení", "Popis", "Jednotka", "Počet kusů", "Kč/MJ", "Kč celkem"),
    ("Poř.", "Kód", "Název", "mj", "množ.", "Cena za jednotku (Kč bez DPH)", "Cena celkem (Kč bez DPH)"),
    ("#", "Kód", "Popis práce", "MJ", "Množství celkem", "Jednotková cena v Kč bez DPH", "Celková cena v Kč bez DPH"),
    ("Pořadí", "Kód cen. soustavy", "Popis", "Měr. j.", "Počet m.j.", "Jednotková cena (CZK)", "Celková cena (CZK)"),
    ("Pol.", "Číslo položky", "Text", "MJ", "Množství", "Cena jednotková", "Cena celkem"),
    ("Č. pol.", "Kód", "Text", "MJ", "Množství", "Cena jednotková", "Cena celkem"),
    ("Position", "OZ", "Kurztext", "ME", "Menge", "EP in EUR", "GP in EUR"),
    ("Pos.-Nr.", "Artikelnr.", "Bezeichnung", "Einh.", "Menge", "E-Preis", "G-Preis"),
    ("Item", "Ref.", "Description", "UoM", "Q-ty", "Unit cost", "Total cost"),
    ("ID", "Kód", "Předmět dodávky", "MJ", "ks", "Kč/ks", "Kč"),
    ("č.p.", "kód", "Popis a parametry", "jednotky", "počet jednotek", "cena za jednotku", "cena"),
    (None, None, "Popis", "MJ", "Množství", None, None),
)
TWO_ROWS: tuple[tuple[Sequence[Cell], Sequence[Cell]], ...] = (
    (
        ("Poř.", "Kód", "Název položky", "Měrná", "Množství", "Jednotková", "Cena"),
        ("číslo", "položky", None, "jednotka", None, "cena [Kč]", "celkem [Kč]"),
    ),
    (
        ("Pol.", "Kód", "Popis", "Výměra", None, "Cena v Kč bez DPH", None),
        (None, None, None, "MJ", "Množství", "jednotková", "celkem"),
    ),
    (
        ("Č.pol.", "Kód", "Popis", "MJ", "Počet", "Cena (Kč)", None, None),
        (None, None, None, None, "jednotek", "za jednotku", "celkem bez DPH", "celkem vč. DPH"),
    ),
)


@pytest.fixture(params=[False, True], ids=["priced", "blind"])
def sample(request: pytest.FixtureRequest) -> Sample:
    return sound_bill(blind=request.param)


def check(bill: BillOfQuantities, sample: Sample) -> None:
    """Positions, sections and proof are the sample's."""
    assert [
        (p.ordinal, p.code, p.description, p.unit, p.quantity.value, p.unit_price.value, p.total_price.value)
        for p in bill.positions
    ] == [
        (
            str(row.ordinal), row.code, row.text, row.unit, row.shown_quantity,
            None if sample.blind else Decimal(row.price), None if sample.blind else row.shown_total,
        )
        for row in sample.rows
    ]  # fmt: skip
    parts = [part.code for work in sample.works for part in work.parts for _ in part.rows]
    assert [bill.sections[p.section].code if p.section is not None else "" for p in bill.positions] == parts
    assert bill.proof is not None
    assert bill.proof.holds, bill.proof.failures


def _names(bill: BillOfQuantities) -> set[str]:
    return {bill.object_path(position.object)[0].name for position in bill.positions if position.object is not None}


@pytest.mark.parametrize("titles", TITLES, ids=range(len(TITLES)))
def test_titles_in_any_words(sample: Sample, tmp_path: Path, titles: Sequence[str]) -> None:
    bill = read_document(free(free_rows(sample, titles), tmp_path / "a.xlsx"))
    check(bill, sample)
    assert bill.name == sample.name
    assert _names(bill) == {f"{work.code} {work.name}" for work in sample.works}


@pytest.mark.parametrize("titles", TWO_ROWS, ids=range(len(TWO_ROWS)))
def test_titles_in_two_rows(sample: Sample, tmp_path: Path, titles: tuple[Sequence[Cell], Sequence[Cell]]) -> None:
    rows = free_rows(sample, titles[0], section_totals=False)
    rows.insert(3, list(titles[1]))
    check(read_document(free(rows, tmp_path / "a.xlsx")), sample)


def test_a_header_over_every_section(sample: Sample, tmp_path: Path) -> None:
    """Three rows under a header tell too little; the pieces of a table are judged together."""
    titles = (None, "Číslo", "Popis", "MJ", "Množství", "Sazba", "Hodnota")
    rows: list[list[Cell]] = []
    for row in free_rows(sample, titles, section_totals=False)[3:]:
        heading = len(row) == 3 and row[1] is not None
        rows += [[], row, list(titles)] if heading else [row]
    check(read_document(free(rows, tmp_path / "a.xlsx")), sample)


def test_a_unit_in_the_cell_of_the_quantity(sample: Sample, tmp_path: Path) -> None:
    rows = [
        [*row[:3], f"{format_decimal(row[4])} {row[3]}" if isinstance(row[4], Decimal) else row[4], *row[5:]]
        if len(row) > 4
        else row
        for row in free_rows(sample, FREE_TITLES["cs"])
    ]
    bill = read_document(free(rows, tmp_path / "a.xlsx"))
    check(bill, sample)
    assert bill.positions[0].quantity.raw == rows[5][3]


@pytest.mark.parametrize(
    "shown",
    [
        lambda value: f"{value:,.2f}".replace(",", "'"),
        lambda value: f"{value:,.2f}".replace(",", "\u00a0").replace(".", ",") + " Kč",
        lambda value: f"{value:.2f}".replace(".", ",") + " Kč/m2",
    ],
    ids=["apostrophes", "no-break spaces and a currency", "a currency for a unit"],
)
def test_prices_as_text(tmp_path: Path, shown: object) -> None:
    sample = sound_bill()
    rows = [
        [shown(cell) if column > 4 and isinstance(cell, Decimal) else cell for column, cell in enumerate(row)]  # type: ignore[operator]
        for row in free_rows(sample, FREE_TITLES["cs"])
    ]
    check(read_document(free(rows, tmp_path / "a.xlsx")), sample)


def _errors(bill: BillOfQuantities) -> list[tuple[str, str]]:
    assert bill.proof is not None
    return [(failure.code, failure.found) for failure in bill.proof.result(Check.NUMBERS).failures]


def test_cells_that_show_an_error_are_no_blind_prices(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, FREE_TITLES["cs"])
    for row in range(1, 6):
        sheet.write_row(row, 0, (row, f"9990{row}", f"Montáž dílu {row}", "ks", 2, 10, 20))
    sheet.write_formula(3, 5, "=#REF!", None, "#REF!")
    sheet.write_formula(3, 6, "=E4*#REF!", None, "#REF!")
    book.close()
    bill = read_document(tmp_path / "a.xlsx")
    assert [p.unit_price.value for p in bill.positions] == [10, 10, None, 10, 10]
    assert _errors(bill) == [("unreadable_number", "#REF!")]


def test_numbers_that_nobody_knows_are_said_and_nothing_is_proven(tmp_path: Path) -> None:
    """Two columns of money that no product ties together."""
    rows: list[list[Cell]] = [["Poř.", "Kód", "Popis", "MJ", "Množství", "Hodnota A", "Hodnota B"]]
    rows += [[n, f"9990{n}", f"Montáž dílu {n}", "ks", n + 1, 7 * n + 3, 11 * n] for n in range(1, 9)]
    bill = read_document(free(rows, tmp_path / "a.xlsx"))
    assert bill.proof is not None
    assert not bill.proof.proven
    assert bill.warnings == (("column_unread", "Hodnota A"), ("column_unread", "Hodnota B"))
    assert _errors(bill) == [("column_unread", "Hodnota A"), ("column_unread", "Hodnota B")]


def test_a_hidden_sheet_beside_others_is_not_read_and_said(tmp_path: Path) -> None:
    sample = sound_bill()
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    for name in ("Rozpočet", "Kalkulace"):
        sheet = book.add_worksheet(name)
        for number, row in enumerate(free_rows(sample, FREE_TITLES["cs"])):
            sheet.write_row(number, 0, [float(cell) if isinstance(cell, Decimal) else cell for cell in row])
    sheet.hide()
    book.close()
    bill = read_document(tmp_path / "a.xlsx")
    check(bill, sample)
    assert bill.warnings == (("sheet_hidden", "Kalkulace"),)


def test_of_two_columns_of_texts_the_one_with_descriptions(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Č.", "Označení", "Popis", "MJ", "Množství"]]
    rows += [[n, f"VZT-{n:03}", f"Dodávka potrubí větve {n}", "m", n] for n in range(1, 9)]
    bill = read_document(free(rows, tmp_path / "a.xlsx"))
    assert [(p.code, p.description) for p in bill.positions] == [(row[1], row[2]) for row in rows[1:]]


def test_a_lump_sum_without_quantity_and_unit_goes_on_numbering(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Poř.", "Kód", "Popis", "MJ", "Množství", "Cena za MJ", "Cena celkem"]]
    rows += [[None, None, "Stavební práce"], [1, "S1", "Výkop rýh", "m3", 2, 10, 20]]
    rows += [[None, None, "Vedlejší náklady"], [2, "V2", "Zařízení staveniště", None, None, None, 50000]]
    rows += [[3, "V3", "Vytyčení stavby", None, None, None, 900], [4, "V4", "Úklid stavby", "h", 3, 10, 30]]
    bill = read_document(free(rows, tmp_path / "a.xlsx"))
    found = [(p.ordinal, p.code, p.total_price.value) for p in bill.positions]
    assert found == [("1", "S1", 20), ("2", "V2", 50000), ("3", "V3", 900), ("4", "V4", 30)]


@pytest.mark.parametrize("blind", [False, True])
def test_a_sheet_that_sums_up_the_others_is_no_part_of_the_bill(tmp_path: Path, blind: bool) -> None:
    sample = sound_bill(blind=blind)
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    summary = book.add_worksheet("Rekapitulace")
    summary.write_row(0, 0, ("Kód", "Popis", "MJ", "Množství", "Cena celkem"))
    parts = [part for work in sample.works for part in work.parts]
    for number, part in enumerate(parts, 1):
        summary.write_row(number, 0, (part.code, part.name, "kpl", 1, None if blind else float(part.sum)))
    sheet = book.add_worksheet("Položky")
    for number, row in enumerate(free_rows(sample, FREE_TITLES["cs"])):
        sheet.write_row(number, 0, [float(cell) if isinstance(cell, Decimal) else cell for cell in row])
    book.close()
    check(read_document(tmp_path / "a.xlsx"), sample)
