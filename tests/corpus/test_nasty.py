"""The corpus's broken and hostile files: each ends as documented.  Skipped, and said so, where there is no corpus."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench_nasty import FAILED, READ, Case, Outcome, cases, judged, read

from estimator_desktop.errors import UserError
from estimator_desktop.reading.read import read_document
from estimator_desktop.texts.speech import Texts

pytestmark = pytest.mark.corpus
_LARGE = 300_000


def _is_long(case: Case) -> bool:
    """Whether reading takes more than a second or so: many pages, or pages that must be recognised."""
    return case.path.stat().st_size > _LARGE or "OCR" in case.expected


def _outcome(case: Case) -> Outcome:
    try:
        bill = read_document(case.path, password=case.password or None)
    except UserError as error:
        return Outcome(FAILED, 0, 0, 0, 0, Texts("en").error(error.code, error.params), ())
    return Outcome(READ, 0, 0, len(bill.positions), len(bill.warnings), "", ())


def test_short_hostile_files_end_as_documented(corpus: Path) -> None:
    short = [case for case in cases(corpus / "nasty") if not _is_long(case)]
    assert short
    wrong = {
        (case.path.name, case.password): trouble for case in short if (trouble := judged(_outcome(case), case.expected))
    }
    assert not wrong


@pytest.mark.slow
def test_every_hostile_file_ends_as_documented_in_time_and_memory(corpus: Path) -> None:
    wrong = {
        (case.path.name, case.password): trouble
        for case in cases(corpus / "nasty")
        if (trouble := judged(read(case.path, case.password), case.expected))
    }
    assert not wrong
