"""Rows and sums of a comparison."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from estimator_desktop.domain.beside import Change, changes_of, only_changes, sum_changes
from estimator_desktop.domain.revision import compare

from .test_revision import A, B, C, amount, bill, position


def changes() -> tuple[Change, ...]:
    dearer = replace(B, unit_price=amount("60"))
    new = position("113", "Pažení", "3", "10", section=None)
    old, fresh = bill(A, B, C), bill(A, dearer, new)
    return changes_of(old, fresh, compare(old, fresh))


def test_rows_have_both_sides_their_place_and_what_they_cost_more() -> None:
    same, changed, removed, added = changes()
    assert (same.kind, same.fields, same.difference) == ("same", (), Decimal(0))
    assert (changed.kind, changed.fields, changed.difference) == ("changed", ("unit_price", "total"), Decimal(50))
    assert changed.place == "SO 01 Dům / 1 Zemní práce"
    assert (removed.kind, removed.shown.description, removed.difference) == ("removed", C.description, Decimal(-900))
    assert (added.kind, added.old, added.place, added.difference) == ("added", None, "SO 01 Dům", Decimal(30))


def test_topics_are_of_changed_rows() -> None:
    _same, changed, _removed, added = changes()
    assert [topic for topic in ("quantity", "price", "text", "place") if changed.about(topic)] == ["price"]
    assert not added.about("price")


def test_sums_by_kind() -> None:
    sums = sum_changes(changes())
    assert sums.counts == {"added": 1, "removed": 1, "changed": 1, "same": 1}
    assert sums.differences == {"added": 30, "removed": -900, "changed": 50, "same": 0}
    assert [change.kind for change in only_changes(changes())] == ["changed", "removed", "added"]


def test_a_change_of_nothing_is_none() -> None:
    with pytest.raises(ValueError, match="nothing"):
        _ = Change("same", None, None, (), "").shown
