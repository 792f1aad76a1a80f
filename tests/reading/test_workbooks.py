"""Workbooks of every family, written by the project's own scripts, read back whole."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from samplebill import sound_bill
from samplerows import Row, Sample
from sampleworkbooks import (
    FREE_TITLES,
    LAST_ROW,
    Look,
    esticon,
    free,
    free_rows,
    kros,
    rts,
    text_table,
    verlag,
)

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.errors import UserError
from estimator_desktop.reading.read import read_document


def expected(sample: Sample, row: Row) -> tuple[object, ...]:
    price = None if sample.blind else Decimal(row.price)
    total = Decimal(0) if sample.blind else row.shown_total
    return (str(row.ordinal), row.code, row.text, row.unit, row.shown_quantity, price, total)


def read(bill: BillOfQuantities) -> list[tuple[object, ...]]:
    return [
        (
            position.ordinal,
            position.code,
            position.description,
            position.unit,
            position.quantity.value,
            position.unit_price.value or None,
            position.total_price.value or Decimal(0),
        )
        for position in bill.positions
    ]


def sections(bill: BillOfQuantities) -> list[str]:
    return [bill.sections[p.section].code if p.section is not None else "" for p in bill.positions]


def works(bill: BillOfQuantities) -> list[str]:
    return ["/".join(work.code for work in bill.object_path(p.object)) for p in bill.positions]


def sample_sections(sample: Sample) -> list[str]:
    return [part.code for work in sample.works for part in work.parts for _ in part.rows]


def sample_works(sample: Sample) -> list[str]:
    return [work.code for work in sample.works for part in work.parts for _ in part.rows]


def check(bill: BillOfQuantities, sample: Sample) -> None:
    """Positions, sections and proof are the sample's."""
    assert read(bill) == [expected(sample, row) for row in sample.rows]
    assert sections(bill) == sample_sections(sample)
    assert bill.proof is not None
    assert bill.proof.holds, bill.proof.failures


def check_lines(bill: BillOfQuantities, sample: Sample, extra: int) -> None:
    """Every measurement line once, in order, with at most so many lines of text and sums around them."""
    for position, row in zip(bill.positions, sample.rows, strict=True):
        texts = [line.text for line in position.measurements]
        found = [text for text in texts if any(text.startswith(line) for line in row.lines)]
        assert len(found) == len(row.lines)
        assert len(texts) - len(found) <= (extra if row.lines else 0)


@pytest.fixture(params=[False, True], ids=["priced", "blind"])
def sample(request: pytest.FixtureRequest) -> Sample:
    return sound_bill(blind=request.param)


@pytest.mark.parametrize(
    "look",
    [Look(), Look(text=True), Look(formulas=True)],
    ids=["plain", "numbers as text", "formulas"],
)
def test_kros(sample: Sample, tmp_path: Path, look: Look) -> None:
    bill = read_document(kros(sample, tmp_path / "a.xlsx", look))
    assert (bill.family, bill.code, bill.name) == ("kros_xlsx", sample.code, sample.name)
    check(bill, sample)
    assert works(bill) == sample_works(sample)
    check_lines(bill, sample, extra=2)
    assert {note.kind for position in bill.positions for note in position.notes} == {"PP", "P", "Online PSC"}


def test_kros_sized_to_the_last_row(tmp_path: Path) -> None:
    sample = sound_bill()
    check(read_document(kros(sample, tmp_path / "a.xlsx", Look(sized=LAST_ROW + 1))), sample)


def test_kros_with_objects_of_four_levels_and_one_without_sections(tmp_path: Path) -> None:
    sample = sound_bill()
    levels = ("A - Areál", "A.1 - Stavební část", "A.1.1 - Sítě")
    bill = read_document(kros(sample, tmp_path / "a.xlsx", levels=levels, bare=True))
    assert read(bill) == [expected(sample, row) for row in sample.rows]
    assert works(bill) == [f"A/A.1/A.1.1/{code}" for code in sample_works(sample)]
    last = sample.works[-1].code
    assert sections(bill) == [
        "" if work == last else part for work, part in zip(sample_works(sample), sample_sections(sample), strict=True)
    ]


def test_kros_with_all_objects_on_one_sheet(sample: Sample, tmp_path: Path) -> None:
    """Somebody put the sheets of the objects below each other, covers and all."""
    book = openpyxl.load_workbook(kros(sample, tmp_path / "a.xlsx"), data_only=True)
    pasted = openpyxl.Workbook()
    for sheet in book.worksheets[1 : 1 + len(sample.works)]:
        for values in sheet.iter_rows(values_only=True):
            pasted.active.append(values)  # type: ignore[union-attr]
    pasted.save(tmp_path / "b.xlsx")
    bill = read_document(tmp_path / "b.xlsx")
    check(bill, sample)
    assert works(bill) == sample_works(sample)
    check_lines(bill, sample, extra=2)
    assert {note.kind for position in bill.positions for note in position.notes} == {"PP", "P", "Online PSC"}


@pytest.mark.parametrize("behind", ["Popis", "Množství", "Cena celkem [CZK]"])
def test_kros_with_a_column_of_somebody_s_own(sample: Sample, tmp_path: Path, behind: str) -> None:
    path = kros(sample, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets[1:]:
        place = next((cell for row in sheet.iter_rows(max_row=150) for cell in row if cell.value == behind), None)
        if place is not None:
            for merged in list(sheet.merged_cells.ranges):
                sheet.unmerge_cells(str(merged))
            sheet.insert_cols(place.column + 1)
            sheet.cell(place.row, place.column + 1).value = "Interní poznámka"
    book.save(path)
    bill = read_document(path)
    check(bill, sample)
    check_lines(bill, sample, extra=2)
    assert any(line.taken for position in bill.positions for line in position.measurements)


@pytest.mark.parametrize("mark", [0, 5], ids=["type named in the first row", "type named in the header"])
def test_rts(sample: Sample, tmp_path: Path, mark: int) -> None:
    bill = read_document(rts(sample, tmp_path / "a.xlsx", Look(sized=5000, formulas=True), mark=mark))
    assert (bill.family, bill.code) == ("rts_xlsx", sample.code)
    check(bill, sample)
    assert works(bill) == [f"{code}/01" for code in sample_works(sample)]
    check_lines(bill, sample, extra=0)
    assert {position.row_type for position in bill.positions} == {"K", "M"}


@pytest.mark.parametrize("split", [False, True], ids=["plain", "supply and installation"])
def test_esticon(sample: Sample, tmp_path: Path, split: bool) -> None:
    bill = read_document(esticon(sample, tmp_path / "a.xlsx", split=split))
    assert bill.family == "esticon_xlsx"
    found = [(*row[:2], *row[3:]) for row in read(bill)]
    assert found == [(*row[:2], *row[3:]) for row in (expected(sample, row) for row in sample.rows)]
    assert sections(bill) == sample_sections(sample)
    assert works(bill) == [f"{code}/{code}.1" for code in sample_works(sample)]
    check_lines(bill, sample, extra=1)
    if split and not sample.blind:
        first = bill.positions[0]
        parts = (first.supply_price.value or 0) + (first.installation_price.value or 0)
        assert parts == first.unit_price.value


def test_stavebni_rozpocet(sample: Sample, tmp_path: Path) -> None:
    bill = read_document(verlag(sample, tmp_path / "a.xlsx"))
    rows = [row for part in sample.works[0].parts for row in part.rows]
    assert bill.family == "stavebni_rozpocet_xlsx"
    assert read(bill) == [expected(sample, row) for row in rows]
    assert sections(bill) == sample_sections(sample)[: len(rows)]
    remarked = [row.ordinal for row in rows if row.note]
    assert [int(position.ordinal) for position in bill.positions if position.notes] == remarked
    assert bill.proof is not None
    assert bill.proof.holds


@pytest.mark.parametrize("language", list(FREE_TITLES))
def test_free_table(sample: Sample, tmp_path: Path, language: str) -> None:
    bill = read_document(free(free_rows(sample, FREE_TITLES[language]), tmp_path / "a.xlsx"))
    assert bill.family == "free_table"
    check(bill, sample)
    names = [f"{work.code} {work.name}" for work in sample.works for part in work.parts for _ in part.rows]
    assert [bill.objects[p.object].name if p.object is not None else "" for p in bill.positions] == names


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "iso-8859-2", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|", ","])
def test_text_table(tmp_path: Path, delimiter: str, encoding: str) -> None:
    sample = sound_bill()
    rows = free_rows(sample, FREE_TITLES["cs"])
    rows[4][2] = "První řádek\nznačka; a středník"
    bill = read_document(text_table(rows, tmp_path / "a.csv", delimiter=delimiter, encoding=encoding))
    check(bill, sample)


def test_totals_never_computed_are_open_and_said(tmp_path: Path) -> None:
    sample = sound_bill()
    bill = read_document(kros(sample, tmp_path / "a.xlsx", Look(formulas=True, cached=False)))
    assert [row[:6] for row in read(bill)] == [expected(sample, row)[:6] for row in sample.rows]
    assert all(not position.total_price.raw for position in bill.positions)
    assert bill.warnings == (("formulas_uncomputed", str(len(sample.rows))),)


def test_a_quantity_never_computed_is_refused_with_the_remedy(tmp_path: Path) -> None:
    import xlsxwriter

    target = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(target))
    sheet = book.add_worksheet()
    for row, cells in enumerate(free_rows(sound_bill(), FREE_TITLES["en"])):
        for column, value in enumerate(cells):
            if column == 4 and isinstance(value, Decimal):
                sheet.write_formula(row, column, f"={value}", None, "")
            elif value is not None:
                sheet.write(row, column, float(value) if isinstance(value, Decimal) else value)
    book.close()
    with pytest.raises(UserError) as caught:
        read_document(target)
    assert caught.value.code == "formulas_uncomputed"
    assert caught.value.params["count"] == "19"


def test_measurements_and_remarks_of_a_free_table_are_no_positions(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Č.", "Kód", "Popis", "MJ", "Množství", "J. cena", "Celkem"],
        [1, "111", "Výkop rýhy", "m3", 12.5, 100, 1250],
        [None, None, '"u domu" 2,5*5', None, 12.5],
        [None, None, "Součet", None, 12.5],
        [None, None, "včetně odvozu na skládku"],
        [None, None, "Poznámka: hornina třídy 3"],
        [2, "112", "Zásyp", "m3", -2, 100, -200],
        [None, None, "-2", None, -2],
        [3, "113", "Přesun hmot", "%", 1.5, 10, 15],
    ]
    bill = read_document(free(rows, tmp_path / "a.xlsx"))  # type: ignore[arg-type]
    assert [position.code for position in bill.positions] == ["111", "112", "113"]
    assert [line.text for line in bill.positions[0].measurements] == ['"u domu" 2,5*5', "Součet"]
    assert [line.value for line in bill.positions[1].measurements] == [Decimal(-2)]
    assert [note.text for note in bill.positions[0].notes] == ["včetně odvozu na skládku", "Poznámka: hornina třídy 3"]
    assert not bill.sections


def test_of_two_totals_the_one_that_the_arithmetic_proves(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Kód", "Popis", "MJ", "Množství", "J. cena", "Celkem", "Cena celkem"]]
    rows += [[f"1{n}", f"Práce číslo {n}", "m2", n, 10 + n, n * (10 + n), n * (10 + n) * 1.21] for n in range(1, 8)]
    bill = read_document(free(rows, tmp_path / "a.xlsx"))  # type: ignore[arg-type]
    assert [position.total_price.value for position in bill.positions] == [n * (10 + n) for n in range(1, 8)]
