"""Ids of positions in files that leave and come back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from estimator_desktop.domain.bill import Measurement
from estimator_desktop.domain.exchange import (
    object_id,
    place_of,
    position_id,
    position_index,
    section_id,
    unixml_debris,
    unixml_line_values,
    unixml_vat,
)


@pytest.mark.parametrize("index", [0, 1, 19_999])
def test_there_and_back(index: int) -> None:
    assert position_index(f" {position_id(index)} ") == index


@pytest.mark.parametrize("text", ["", "7", "p0", "p-1", "p1.0", "pp1", "p", "P 1", "p12345678901"])
def test_what_is_no_id(text: str) -> None:
    assert position_index(text) is None


def test_ids_of_one_kind_are_not_those_of_another() -> None:
    assert (place_of(object_id(3), "o"), place_of(section_id(4), "s"), place_of(position_id(5), "p")) == (3, 4, 5)
    assert place_of(object_id(3), "s") is place_of("x1", "x") is None


def test_what_unixml_says_by_its_own_means() -> None:
    assert [unixml_vat(rate) for rate in ("základní", "snížená", "Sníž. přenesená", "")] == [
        "ZAKLADNI", "SNIZENA", "SNIZENA", "ZAKLADNI",
    ]  # fmt: skip
    assert unixml_debris(Decimal("0.063"), Decimal("12.5")) == Decimal("0.7875")
    assert unixml_debris(None, Decimal(1)) is unixml_debris(Decimal(1), None) is None
    lines = [Measurement("2*3,5", expression="2*3,5"), Measurement("dle výkresu", expression="dle výkresu")]
    assert unixml_line_values(lines)[0] == Decimal(7)
