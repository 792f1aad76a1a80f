"""Cover sheets and recapitulations: every sum on them is checked, none of them gives a position."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from samplecovers import PROGRAMS, WORKS, Cell, bill_pages, draw_cover, draw_pages, money, whole, work_sum

from estimator_desktop.domain.bill import BillOfQuantities, Check
from estimator_desktop.reading.read import read_document
from estimator_desktop.texts.speech import Texts

POSITIONS = [f"{item}{number:06d}" for _, _, parts in WORKS for number, item in enumerate(
    (row[0] for _, _, rows in parts for row in rows), 1)]  # fmt: skip


class _Says:
    """A cover sheet that is wrong by 1 000 in one place."""

    def __init__(self, wrong: str) -> None:
        self.wrong = wrong

    def __call__(self, name: str, value: Decimal) -> Decimal:
        return value + 1000 if name == self.wrong else value


def _failures(bill: BillOfQuantities) -> list[tuple[str, str]]:
    assert bill.proof is not None
    return [(failure.code, failure.expected) for failure in bill.proof.failures]


@pytest.mark.parametrize(
    ("program", "checked"),
    # kros: net, bases, two taxes, gross; the whole, two objects; the sums of the objects and their three sections
    [("kros", 13), ("build_power", 9), ("with_ancillary", 6), ("old_budget", 9), ("free", 5)],
)
def test_what_covers_state_is_proven(tmp_path: Path, program: str, checked: int) -> None:
    bill = read_document(draw_cover(program, tmp_path / "a.pdf"))
    assert [position.code for position in bill.positions] == POSITIONS
    assert bill.proof is not None
    assert _failures(bill) == []
    result = bill.proof.result(Check.RECAPITULATION)
    assert (result.passed, result.total) == (checked, checked)
    assert bill.proof.state == "holds"


WRONG = [("net", "recapitulation"), ("vat", "vat"), ("base", "vat_base"), ("gross", "gross")]
CASES = [
    (program, *wrong) for program in sorted(PROGRAMS) for wrong in WRONG if (program, wrong[0]) != ("free", "base")
]


@pytest.mark.parametrize(("program", "place", "code"), CASES)
def test_a_wrong_sum_on_a_cover_is_named(tmp_path: Path, program: str, place: str, code: str) -> None:
    bill = read_document(draw_cover(program, tmp_path / "a.pdf", _Says(place)))
    assert code in [found for found, _ in _failures(bill)]
    assert bill.proof is not None
    assert bill.proof.state == "open"
    texts = Texts("cs")
    assert all(texts.proof_failure(failure, bill) for failure in bill.proof.failures)


@pytest.mark.parametrize(
    ("program", "place"),
    [
        ("kros", "SO 02"), ("kros", "SO 01/3"), ("kros", "whole"), ("build_power", "SO 01"), ("build_power", "whole"),
        ("with_ancillary", "whole"), ("old_budget", "8"), ("free", "SO 02"),
    ],
)  # fmt: skip
def test_a_wrong_line_of_a_recapitulation_is_named_alone(tmp_path: Path, program: str, place: str) -> None:
    bill = read_document(draw_cover(program, tmp_path / "a.pdf", _Says(place)))
    assert [code for code, _ in _failures(bill)][:1] == ["recapitulation"]
    assert len(_failures(bill)) == 1 or program == "with_ancillary"


def _summed_pages() -> list[list[Sequence[Cell]]]:
    """The bill with each object's sum under its header."""
    pages = [list(page) for page in bill_pages()]
    for page, (code, _, _) in zip(pages, WORKS, strict=True):
        page.insert(4, ((34, "Náklady soupisu celkem"), (-560, money(work_sum(code)))))
    return pages


def test_the_sum_under_a_header_is_the_objects(tmp_path: Path) -> None:
    bill = read_document(draw_pages(_summed_pages(), tmp_path / "a.pdf"))
    assert [work.total.value for work in bill.objects] == [work_sum(code) for code, _, _ in WORKS]
    assert bill.proof is not None
    assert (bill.proof.state, bill.warnings) == ("holds", ())


def test_a_file_that_ends_inside_a_section_says_so(tmp_path: Path) -> None:
    pages = _summed_pages()
    bill = read_document(draw_pages([pages[0][:-1]], tmp_path / "a.pdf"))
    assert [code for code, _ in _failures(bill)] == ["section_cut", "object_cut"]
    assert bill.warnings == (("document_cut", ""),)


def test_a_wrong_sum_of_the_last_section_is_no_missing_page(tmp_path: Path) -> None:
    pages = _summed_pages()
    row = list(pages[1][5])
    row[-1] = (-560, "9 200,00")
    pages[1][5] = row
    bill = read_document(draw_pages(pages, tmp_path / "a.pdf"))
    assert [code for code, _ in _failures(bill)] == ["section_sum"]
    assert bill.warnings == ()


def test_a_file_that_begins_in_the_middle_says_so(tmp_path: Path) -> None:
    pages = [list(page) for page in bill_pages()]
    pages[0] = [*pages[0][:4], *pages[0][7:]]  # the first section is gone
    bill = read_document(draw_pages(pages, tmp_path / "a.pdf"))
    assert bill.warnings == (("document_begins_inside", "3"),)


def test_the_bill_of_the_samples_is_what_it_says(tmp_path: Path) -> None:
    bill = read_document(draw_pages(bill_pages(), tmp_path / "a.pdf"))
    assert sum((position.total_price.value or 0 for position in bill.positions), Decimal(0)) == whole()
    assert whole() == work_sum("SO 01") + work_sum("SO 02")
