from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from estimator_desktop.domain.match import (
    Candidate,
    CatalogueItem,
    Enrichment,
    Match,
    MatchLevel,
    PriceStatistics,
    Reason,
    difference_percent,
    level_of,
)
from estimator_desktop.domain.units import UnitRelation


def candidate(price: str | None, unit: str) -> Candidate:
    item = CatalogueItem("123", "Ocel", unit, None if price is None else Decimal(price))
    reasons = (Reason("unit_same", supports=True), Reason("number_conflict", supports=False))
    return Candidate(item, 0.5, MatchLevel.PARTIAL, 0.5, UnitRelation.SAME, reasons)


@pytest.mark.parametrize(
    ("price", "own", "asked", "expected"),
    [
        ("30000", "t", "kg", Decimal(30)),
        ("30", "kg", "t", Decimal(30000)),
        ("30", "m2", "m3", None),
        (None, "t", "t", None),
    ],
)
def test_a_price_is_said_in_the_positions_unit(price: str | None, own: str, asked: str, expected: Decimal) -> None:
    assert candidate(price, own).price_in(asked) == expected


def test_what_speaks_against_is_told_apart() -> None:
    assert [reason.code for reason in candidate("1", "t").against] == ["number_conflict"]


def test_statistics_are_robust_against_one_absurd_price() -> None:
    found = PriceStatistics.of([Decimal(value) for value in (100, 110, 90, 100000)], date(2026, 1, 2))
    assert found == PriceStatistics(4, Decimal(105), Decimal(10), Decimal(90), Decimal(100000), date(2026, 1, 2))
    assert PriceStatistics.of([]) is None


@pytest.mark.parametrize(
    ("score", "level"),
    [(0.95, MatchLevel.EXACT), (0.9, MatchLevel.EXACT), (0.5, MatchLevel.PARTIAL), (0.1, MatchLevel.PARTIAL)],
)
def test_levels_follow_the_score(score: float, level: MatchLevel) -> None:
    assert level_of(score) is level


@pytest.mark.parametrize(
    ("price", "reference", "expected"),
    [("115", "100", "15.0"), ("50", "100", "-50.0"), (None, "1", None), ("1", None, None), ("1", "0", None)],
)
def test_difference_in_per_cent(price: str | None, reference: str | None, expected: str | None) -> None:
    def number(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    assert difference_percent(number(price), number(reference)) == number(expected)


def test_an_enrichment_counts_levels() -> None:
    found = Enrichment((Match(0), Match(1, MatchLevel.EXACT)))
    assert found.count(MatchLevel.EXACT) == 1
    assert found.count(MatchLevel.NONE) == 1
