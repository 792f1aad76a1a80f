"""Out and back, field by field: what each format holds comes back, and the docs say what it does not."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from roundtrip import ALL, FORMATS, NO, PARTS, VALUE, differences, field_names, holds, round_trips, table
from samplefull import full_bill

from estimator_desktop.domain.bill import NOTHING, Amount, BillOfQuantities
from estimator_desktop.reading.read import read_document
from estimator_desktop.writing import write_unixml
from tests.conftest import ROOT
from tests.writing.test_xlsx import SAMPLE, content

NOTHING_LOST = {form: Counter[str]() for form in FORMATS}


@pytest.mark.parametrize("seed", range(1, 7))
def test_a_bill_with_everything_in_it(seed: int, tmp_path: Path) -> None:
    assert round_trips(content(full_bill(seed=seed)), tmp_path) == NOTHING_LOST


def test_the_sample(tmp_path: Path) -> None:
    bill = read_document(SAMPLE)
    assert round_trips(content(bill), tmp_path) == NOTHING_LOST


def test_every_field_says_something_in_the_bill_with_everything() -> None:
    bills = [full_bill(seed=seed) for seed in range(1, 4)]
    parts = {
        "bill": bills,
        "object": [item for bill in bills for item in bill.objects],
        "section": [item for bill in bills for item in bill.sections],
        "position": [item for bill in bills for item in bill.positions],
        "measurement": [line for bill in bills for item in bill.positions for line in item.measurements],
        "note": [note for bill in bills for item in bill.positions for note in item.notes],
        "recapitulation": [line for bill in bills for line in bill.recapitulation],
    }
    assert parts.keys() == PARTS.keys()
    for part, items in parts.items():
        for name in field_names(part):
            said = [value for item in items if (value := getattr(item, name)) not in (None, "", (), NOTHING)]
            assert said, f"{part}.{name}"


def test_a_difference_is_seen() -> None:
    bill = full_bill()
    other = replace(bill.positions[0], unit_price=Amount("7", bill.positions[1].quantity.value), unit="jiná")
    changed = replace(bill, positions=(other, *bill.positions[1:-1]))
    assert differences("json", bill, changed)["position (number)"] == 1
    changed = replace(bill, positions=(other, *bill.positions[1:]))
    assert differences("unixml", bill, changed)["position.unit"] == 1


def test_the_docs_hold_the_table() -> None:
    assert table() in (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    kinds = {holds(form, part, name) for form in FORMATS for part in PARTS for name in field_names(part)}
    assert kinds == {ALL, VALUE, NO}


def written(bill: BillOfQuantities, target: Path) -> str:
    return write_unixml(content(bill), target).read_text(encoding="utf-8")


def test_numbers_edited_in_a_unixml_win_over_what_was_kept(tmp_path: Path) -> None:
    bill = read_document(SAMPLE)
    path = tmp_path / "a.xml"
    blind = replace(bill.positions[0], quantity=NOTHING, unit_price=NOTHING, total_price=NOTHING)
    text = written(replace(bill, positions=(blind, *bill.positions[1:]), proof=None), path)
    edited = re.sub("<mnozstvi>[^<]*<", "<mnozstvi>4,00<", text)
    path.write_text(re.sub("<jednotkova_cena>[^<]*<", "<jednotkova_cena>2,50<", edited), encoding="utf-8")
    back = read_document(path)
    assert {(str(item.quantity.value), str(item.unit_price.value)) for item in back.positions} == {("4.00", "2.50")}
    totals = {str(item.total_price.value) for item in back.positions if item.total_price.value is not None}
    assert "10.00" in totals
    assert back.positions[0].total_price == NOTHING


def test_a_stranger_skips_our_instructions(tmp_path: Path) -> None:
    """Without them it is a plain uniXML: nothing that the format holds by itself is lost."""
    bill = read_document(SAMPLE)
    path = tmp_path / "a.xml"
    written(bill, path)
    tree = etree.parse(path)
    marks = tree.xpath("//processing-instruction('estimator-desktop')")
    assert isinstance(marks, list)
    for mark in marks:
        assert isinstance(mark, etree._ProcessingInstruction)
        holder = mark.getparent()
        assert holder is not None
        holder.remove(mark)
    tree.write(path, encoding="utf-8")
    old, new = bill.positions, read_document(path).positions
    for name in ("code", "description", "unit", "ordinal", "row_type", "price_system"):
        assert [getattr(item, name) for item in new] == [getattr(item, name) for item in old]
    assert [item.quantity.value for item in new] == [item.quantity.value for item in old]
    assert [item.unit_price.value for item in new] == [item.unit_price.value or 0 for item in old]
