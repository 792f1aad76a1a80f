"""LibreOffice opens every exported workbook, computes it anew, and comes to our totals.  Skipped without it."""

from __future__ import annotations

from pathlib import Path

import pytest
from officecheck import compare_totals
from samplefull import modest_bill
from writebackcheck import OFFICE

from estimator_desktop.reading.read import read_document
from tests.writing.test_xlsx import SAMPLE, content

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed"),
]


def test_the_sample(tmp_path: Path) -> None:
    seen, wrong = compare_totals(content(read_document(SAMPLE)), tmp_path)
    assert (seen >= 50, wrong) == (True, [])


def test_a_bill_with_everything_in_it(tmp_path: Path) -> None:
    seen, wrong = compare_totals(content(modest_bill(200)), tmp_path)
    assert (seen >= 50, wrong) == (True, [])


@pytest.mark.corpus
def test_the_real_workbooks(corpus: Path, tmp_path: Path) -> None:
    found = {}
    for number, source in enumerate(sorted((corpus / "dev").glob("*.xls*"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        _seen, wrong = compare_totals(content(read_document(source)), folder)
        if wrong:
            found[source.name] = wrong[:3]
    assert not found
