"""Every real budget goes out and comes back with every field that the format can hold (`roundtrip.holds`)."""

from __future__ import annotations

from pathlib import Path

import pytest
from roundtrip import round_trips
from writebackcheck import OFFICE, stale_results, try_write_back

from estimator_desktop.audit import audit_bill
from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.template import Template
from estimator_desktop.errors import UserError
from estimator_desktop.reading.read import read_document
from estimator_desktop.writing import hand_over
from estimator_desktop.writing.original import write_back
from tests.writing.test_xlsx import MADE

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.timeout(900)]


def readable(folder: Path) -> list[tuple[Path, BillOfQuantities]]:
    found = []
    for path in sorted([*folder.glob("dev/*.xls*"), *folder.glob("dev_xml/*.xml"), *folder.glob("dev/*.pdf")]):
        if path.name.startswith("scan_"):
            continue
        try:
            found.append((path, read_document(path)))
        except UserError:
            continue
    return found


def test_round_trips(corpus: Path, tmp_path: Path) -> None:
    bills = readable(corpus)
    assert len(bills) > 20
    lost = {
        f"{path.name} {form}": dict(found)
        for path, bill in bills
        for form, found in round_trips(hand_over(bill, audit_bill(bill), Template(), MADE), tmp_path).items()
        if found
    }
    assert not lost
    print(f"{len(bills)} documents, {sum(len(bill.positions) for _path, bill in bills)} positions")


def test_new_prices_go_back_into_the_real_workbooks(corpus: Path, tmp_path: Path) -> None:
    wrong: dict[str, object] = {}
    for path in sorted((corpus / "dev").glob("*.xlsx")):
        trial = try_write_back(path, tmp_path / path.name)
        follows = len(trial.result.changes) - trial.listed
        if trial.wrong or trial.result.refused or trial.listed != trial.asked:
            wrong[path.name] = (trial.wrong, trial.result.refused)
        print(f"{path.name}: {trial.listed} cells, {follows} results, {trial.parts} parts")
    assert not wrong


def test_an_old_workbook_is_refused_with_the_reason(corpus: Path, tmp_path: Path) -> None:
    """A binary xls cannot be copied part by part."""
    old = sorted((corpus / "dev").glob("*.xls"))
    assert old
    for path in old:
        with pytest.raises(UserError) as caught:
            write_back(path, [], tmp_path / path.name)
        assert (caught.value.code, caught.value.params["why"]) == ("original_unsupported", "not_xlsx")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_no_stored_result_is_stale_in_what_was_written_back(corpus: Path, tmp_path: Path) -> None:
    stale = {}
    for path in sorted((corpus / "dev").glob("*.xlsx")):
        try_write_back(path, tmp_path / path.name)
        found = stale_results(tmp_path / path.name, tmp_path / path.stem)
        if found:
            stale[path.name] = found[:3]
    assert not stale
