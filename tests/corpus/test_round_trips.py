"""Every real budget goes out and comes back with every field that the format can hold (`roundtrip.holds`)."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest
from roundtrip import round_trips

from estimator_desktop.audit import audit_bill
from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.template import Template
from estimator_desktop.errors import UserError
from estimator_desktop.originals import field_columns
from estimator_desktop.reading.read import read_document
from estimator_desktop.writing import hand_over
from estimator_desktop.writing.original import CellEdit, column_letters, write_back
from tests.writing.test_original import cells, parts
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
    tried = written = 0
    for path in sorted((corpus / "dev").glob("*.xlsx")):
        bill = read_document(path)
        columns = field_columns(path, bill, {"unit_price"})
        chosen = random.Random(7).sample(bill.positions, min(20, len(bill.positions)))
        edits = [
            CellEdit(source.sheet, column_letters(column + 1), source.row, Decimal("1234.56"))
            for position in chosen
            if (source := position.source) and source.sheet and source.row
            for column in [columns.get((source.sheet, "unit_price"))]
            if column is not None
        ]
        tried += 1
        if not edits:
            print(f"{path.name}: no certain price column")
            continue
        target = tmp_path / path.name
        result = write_back(path, edits, target)
        listed = {(item.sheet, item.place) for item in result.changes if not item.follows}
        assert len(listed) + len(result.refused) == len(edits)
        old, new = cells(path), cells(target)
        assert {key for key in old if old[key][0] != new[key][0]} == listed, path.name
        assert all(old[key][1] == new[key][1] for key in old)
        assert old.keys() == new.keys()
        one, two = parts(path), parts(target)
        changed = {name for name in one if one[name] != two[name]}
        assert list(one) == list(two)
        assert all(name.startswith("xl/worksheets/") or name == "xl/workbook.xml" for name in changed)
        again = read_document(target)
        for position in chosen:
            assert again.positions[position.index].unit_price.value == Decimal("1234.56")
        rest = [item for item in bill.positions if item not in chosen]
        assert [again.positions[item.index].unit_price for item in rest] == [item.unit_price for item in rest]
        written += 1
        print(f"{path.name}: {len(listed)} cells, {len(changed)} parts, {len(result.refused)} refused")
    assert written >= 6, f"{written} of {tried}"
