"""LibreOffice opens every exported workbook, computes it anew, and comes to our totals.  Skipped without it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from writebackcheck import OFFICE, recomputed

from estimator_desktop.domain.outline import outline
from estimator_desktop.domain.sums import unit_price
from estimator_desktop.reading.read import read_document
from estimator_desktop.writing import write_xlsx
from estimator_desktop.writing.handover import live_total
from tests.writing.test_xlsx import SAMPLE, content

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def check_totals(source: Path, folder: Path) -> int:
    """Compare every total LibreOffice computes with ours; how many were compared."""
    bill = read_document(source)
    whole = content(bill)
    path = write_xlsx(whole, folder / f"{source.name}.xlsx")
    book = openpyxl.load_workbook(recomputed(path, folder), data_only=True)
    totals = {
        whole.ids[position.index]: live_total(position) if unit_price(position) is not None else None
        for position in bill.positions
    }
    seen = 0
    whole_sum = Decimal(0)
    for sheet in book.worksheets[3 : 3 + sum(1 for part in _parts(bill) if part.holds)]:
        own = Decimal(0)
        for row in sheet.iter_rows(min_row=6):
            identity = row[64].value if len(row) > 64 else None
            ours = totals.get(str(identity)) if identity else None
            if ours is not None:
                assert cents(row[9].value) == ours, (sheet.title, row[9].coordinate)
                own += ours
                seen += 1
            elif identity and row[9].value:
                own += cents(row[9].value)
        assert cents(sheet["J5"].value) == own
        whole_sum += own
    assert cents(book.worksheets[1]["C5"].value) == whole_sum == sum(map(live_total, bill.positions), Decimal(0))
    errors = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "e"]
    assert not errors
    return seen


def _parts(bill):  # type: ignore[no-untyped-def]
    def each(parts):  # type: ignore[no-untyped-def]
        for part in parts:
            yield part
            yield from each(part.works)

    return list(each(outline(bill)))


def cents(value: object) -> Decimal:
    return round(Decimal(repr(float(str(value or 0)))), 2)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_the_sample(tmp_path: Path) -> None:
    assert check_totals(SAMPLE, tmp_path) >= 50


@pytest.mark.corpus
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_the_real_workbooks(corpus: Path, tmp_path: Path) -> None:
    for number, source in enumerate(sorted((corpus / "dev").glob("*.xls*"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        check_totals(source, folder)
