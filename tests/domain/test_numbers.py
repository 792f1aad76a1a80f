"""Printed numbers: what they are, what they may be, and how they are written again."""

from __future__ import annotations

from decimal import Decimal

import pytest

from estimator_desktop.domain.bill import NOTHING, Amount
from estimator_desktop.domain.numbers import decimals, format_decimal, looks_like_number, parse_amount, round_half_up


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1 234,56", "1234.56"),
        ("1\u00a0234,56", "1234.56"),
        ("1\u2009234\u202f567,5", "1234567.5"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234.567,00", "1234567.00"),
        ("1,234,567.00", "1234567.00"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1234.56", "1234.56"),
        (",5", "0.5"),
        ("0,00 Kč", "0.00"),
        ("Kč 12,5", "12.5"),
        ("1 200,-", "1200"),
        ("15 %", "15"),
        ("5,20-", "-5.20"),
        ("-5,2", "-5.2"),
        ("\u22125,2", "-5.2"),
        ("(5,2)", "-5.2"),
        ("+5,2", "5.2"),
        ("–", "0"),
        ("0.125", "0.125"),
    ],
)
def test_one_reading(printed: str, value: str) -> None:
    amount = parse_amount(printed)
    assert (amount.raw, amount.value, amount.alternative) == (printed, Decimal(value), None)
    assert not amount.unreadable


@pytest.mark.parametrize(
    "printed", ["abc", "1 2 3", "1.23.4", "1,23,4", "12,34.5", "1.2,3,4", "12.34,5", "1.5.2,x", "--"]
)
def test_no_number(printed: str) -> None:
    amount = parse_amount(printed)
    assert amount.value is None
    assert amount.unreadable


@pytest.mark.parametrize("printed", ["1,234.", "1.234,", "1,2.5", "1.2,5x"])
def test_damaged_numbers_are_no_numbers(printed: str) -> None:
    assert parse_amount(printed).value is None


def test_nothing_printed_is_nothing() -> None:
    assert parse_amount("  ").value is None
    assert not parse_amount("  ").unreadable
    assert (NOTHING.ambiguous, NOTHING.unreadable) == (False, False)


def test_a_point_before_three_digits_keeps_both_readings() -> None:
    amount = parse_amount("126.000")
    assert (amount.value, amount.alternative, amount.ambiguous) == (Decimal("126.000"), Decimal(126000), True)
    negative = parse_amount("-1.500")
    assert (negative.value, negative.alternative) == (Decimal("-1.500"), Decimal(-1500))


def test_what_looks_like_a_number() -> None:
    assert looks_like_number("1 234,5")
    assert not looks_like_number("–")
    assert not looks_like_number("m2")


@pytest.mark.parametrize(
    ("value", "places", "czech", "english"),
    [
        ("1234567.5", 2, "1\u00a0234\u00a0567,50", "1,234,567.50"),
        ("-1234.5", None, "-1\u00a0234,5", "-1,234.5"),
        ("100", None, "100", "100"),
        ("0.000", None, "0", "0"),
        ("-0.001", 2, "0,00", "0.00"),
        ("2.345", 2, "2,35", "2.35"),
    ],
)
def test_written_as_people_read_it(value: str, places: int | None, czech: str, english: str) -> None:
    assert format_decimal(Decimal(value), places) == czech
    assert format_decimal(Decimal(value), places, "en") == english


def test_rounding_goes_away_from_zero() -> None:
    assert round_half_up(Decimal("0.125"), 2) == Decimal("0.13")
    assert round_half_up(Decimal("-0.125"), 2) == Decimal("-0.13")


@pytest.mark.parametrize("raw", ["1" + "0" * 15, "9" * 5000, "-1" + "0" * 40, "1" * 30 + ",5"])
def test_what_no_building_costs_is_no_number(raw: str) -> None:
    assert parse_amount(raw) == Amount(raw, None)
    assert parse_amount("999 999 999 999 999,99").value == Decimal("999999999999999.99")


def test_a_number_longer_than_any_price_is_rounded_and_written() -> None:
    long = "1" * 60
    assert round_half_up(Decimal(f"{long}.005"), 2) == Decimal(f"{long}.01")
    assert round_half_up(Decimal(f"-{'9' * 60}.5"), 0) == Decimal(f"-1{'0' * 60}")
    assert format_decimal(Decimal(long), 0, "en") == ",".join(["111"] * 20)


def test_decimals() -> None:
    assert [decimals(Decimal(text)) for text in ("1", "1.50", "1E+2", "NaN")] == [0, 2, 0, 0]
