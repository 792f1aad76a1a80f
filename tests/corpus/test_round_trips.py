"""Every real budget goes out and comes back: all of it in JSON and xlsx, all the format can hold in uniXML."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest

from estimator_desktop.audit import audit_bill
from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.template import Template
from estimator_desktop.errors import UserError
from estimator_desktop.originals import field_columns
from estimator_desktop.reading.read import read_document
from estimator_desktop.writing import hand_over, write_json, write_unixml, write_xlsx
from estimator_desktop.writing.original import CellEdit, column_letters, write_back
from tests.writing.test_original import cells, parts
from tests.writing.test_xlsx import MADE

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.timeout(900)]
TEXTS = ("ordinal", "row_type", "code", "description", "unit", "price_system")


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
    positions = 0
    for path, bill in bills:
        whole = hand_over(bill, audit_bill(bill), Template(), MADE)
        assert read_document(write_json(whole, tmp_path / "a.json")) == bill, path.name
        assert read_document(write_xlsx(whole, tmp_path / "a.xlsx")) == bill, path.name
        back = read_document(write_unixml(whole, tmp_path / "a.xml"))
        assert len(back.positions) == len(bill.positions), path.name
        for old, new in zip(bill.positions, back.positions, strict=True):
            assert [getattr(new, name) for name in TEXTS] == [getattr(old, name).strip() for name in TEXTS], path.name
            assert new.quantity.value == old.quantity.value
            assert [line.text for line in new.measurements] == [line.text.strip() for line in old.measurements]
        positions += len(bill.positions)
    print(f"{len(bills)} documents, {positions} positions")


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
