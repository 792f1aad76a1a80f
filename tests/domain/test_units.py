"""One spelling for one unit, and how two units stand to each other."""

from __future__ import annotations

from decimal import Decimal

import pytest

from estimator_desktop.domain.units import UnitRelation, factor, normalise_unit, relation


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("M2", "m2"), ("m²", "m2"), ("m^3", "m3"), ("KUS", "ks"), ("kusů", "ks"), ("bm", "m"), ("hod.", "hod"),
        ("soubor", "kpl"), ("Kompl.", "kpl"), ("100 kus", "100 ks"), ("100m", "100 m"), ("tkm", "tkm"),
        ("měsíc", "mes"),
    ],
)  # fmt: skip
def test_one_spelling(printed: str, unit: str) -> None:
    assert normalise_unit(printed) == unit


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("kg", "t", "0.001"), ("t", "kg", "1000"), ("KUS", "ks", "1"), ("100 kus", "ks", "100"),
        ("ks", "100 ks", "0.01"),
        ("100 kg", "t", "0.1"), ("m2", "ha", "0.0001"),
    ],
)  # fmt: skip
def test_conversion(source: str, target: str, expected: str) -> None:
    assert factor(source, target) == Decimal(expected)


def test_what_does_not_convert() -> None:
    assert factor("m2", "m3") is None
    assert factor("0 ks", "ks") is None, "a count of nothing is no unit"


def test_relations() -> None:
    assert relation("m²", "M2") is UnitRelation.SAME
    assert relation("kg", "t") is UnitRelation.CONVERTIBLE
    assert relation("m2", "m3") is UnitRelation.CONFLICT
