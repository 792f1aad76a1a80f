"""Ids of positions in files that leave and come back."""

from __future__ import annotations

import pytest

from estimator_desktop.domain.exchange import position_id, position_index


@pytest.mark.parametrize("index", [0, 1, 19_999])
def test_there_and_back(index: int) -> None:
    assert position_index(f" {position_id(index)} ") == index


@pytest.mark.parametrize("text", ["", "7", "p0", "p-1", "p1.0", "pp1", "p", "P 1", "p12345678901"])
def test_what_is_no_id(text: str) -> None:
    assert position_index(text) is None
