"""What holds of all numbers, units and expressions, tried with made-up ones."""

from __future__ import annotations

import string
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from estimator_desktop.domain.bill import Measurement
from estimator_desktop.domain.expressions import ExpressionError, evaluate, names_in, strip_comments
from estimator_desktop.domain.measuring import evaluate_lines, measured_quantity
from estimator_desktop.domain.numbers import format_decimal, looks_like_number, parse_amount
from estimator_desktop.domain.units import UnitRelation, factor, normalise_unit, relation

AMOUNTS = st.decimals(-(10**12), 10**12, allow_nan=False, places=3)
MONEY = st.decimals(-(10**12), 10**12, allow_nan=False, places=2)
UNITS = (
    "m",
    "mm",
    "cm",
    "km",
    "m2",
    "ha",
    "m3",
    "dm3",
    "l",
    "kg",
    "t",
    "ks",
    "kpl",
    "hod",
    "100 ks",
    "1000 m",
    "10 kg",
)
LOOSE = st.text(st.sampled_from(string.digits + " .,-–+()%\u00a0\u2009²٣Kčeur½①"), max_size=14)


# numbers


@given(MONEY)
def test_money_written_in_czech_is_read_back(value: Decimal) -> None:
    amount = parse_amount(format_decimal(value, 2))
    assert (amount.value, amount.alternative) == (value, None)


@given(MONEY)
def test_money_written_in_english_is_read_back(value: Decimal) -> None:
    amount = parse_amount(format_decimal(value, 2, "en"))
    assert (amount.value, amount.alternative) == (value, None)


@given(AMOUNTS, st.sampled_from(["Kč", "CZK", "EUR", "€"]), st.sampled_from([" ", "\u00a0", ""]))
def test_a_currency_changes_nothing(value: Decimal, currency: str, gap: str) -> None:
    assert parse_amount(format_decimal(value) + gap + currency).value == value
    assert parse_amount(currency + gap + format_decimal(value)).value == value


@given(st.integers(1, 999), st.integers(0, 999))
def test_what_can_be_read_in_two_ways_stays_open(whole: int, rest: int) -> None:
    amount = parse_amount(f"{whole}.{rest:03d}")
    assert amount.ambiguous
    assert {amount.value, amount.alternative} == {Decimal(f"{whole}.{rest:03d}"), Decimal(f"{whole}{rest:03d}")}


@given(st.integers(0, 10**9), st.integers(0, 999))
def test_a_decimal_comma_leaves_no_doubt(whole: int, rest: int) -> None:
    amount = parse_amount(f"{whole},{rest:03d}")
    assert (amount.value, amount.ambiguous) == (Decimal(f"{whole}.{rest:03d}"), False)


@given(AMOUNTS.filter(bool), st.sampled_from(["-{}", "{}-", "({})", "−{}"]))
def test_a_minus_may_stand_before_behind_or_around(value: Decimal, form: str) -> None:
    assert parse_amount(form.format(format_decimal(abs(value)))).value == -abs(value)


@example("1.000,²")
@example("1,000.²")
@given(st.one_of(st.text(), LOOSE))
def test_any_text_is_a_number_or_none(text: str) -> None:
    amount = parse_amount(text)
    assert amount.raw == text
    assert amount.value is None or amount.value.is_finite()
    if amount.value is None:
        assert amount.alternative is None
    looks_like_number(text)


# units


@given(st.one_of(st.text(), st.text("mM²³23kKtTsS^. 01", max_size=6)))
def test_a_unit_in_one_spelling_stays_as_it_is(text: str) -> None:
    once = normalise_unit(text)
    assert normalise_unit(once) == once


@given(st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_conversions_undo_each_other(one: str, other: str) -> None:
    there, back = factor(one, other), factor(other, one)
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert abs(there * back - 1) < Decimal("1e-20")
    assert relation(one, other) is relation(other, one)


@given(st.sampled_from(UNITS), st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_conversions_follow_each_other(one: str, other: str, third: str) -> None:
    steps = [factor(a, b) for a, b in pairwise((one, other, third))]
    whole = factor(one, third)
    if whole is not None and None not in steps:
        assert abs((steps[0] or 0) * (steps[1] or 0) - whole) < Decimal("1e-15")


@given(st.text(), st.text())
def test_any_two_units_stand_somehow(one: str, other: str) -> None:
    assert relation(one, other) in UnitRelation
    assert relation(one, one) is UnitRelation.SAME


# expressions


class _Tree:
    """An expression as printed in two notations, with its value computed beside."""

    def __init__(self, czech: str, english: str, value: Decimal) -> None:
        self.czech, self.english, self.value = czech, english, value

    def __repr__(self) -> str:
        return f"{self.czech} = {self.value}"


def _leaf(value: Decimal) -> _Tree:
    text = f"{value:f}"
    return _Tree(text.replace(".", ","), text, value)


def _bracketed(tree: _Tree) -> _Tree:
    return _Tree(f"({tree.czech})", f"[{tree.english}]", tree.value)


def _negated(tree: _Tree) -> _Tree:
    return _Tree(f"-({tree.czech})", f"-({tree.english})", -tree.value)


def _joined(parts: tuple[_Tree, str, _Tree, str]) -> _Tree:
    left, sign, right, gap = parts
    values = {"+": left.value + right.value, "-": left.value - right.value, "*": left.value * right.value}
    czech = f"({left.czech}){gap}{'×' if sign == '*' else sign}{gap}({right.czech})"
    return _Tree(czech, f"({left.english}) {sign} ({right.english})", values[sign])


def _powered(parts: tuple[_Tree, int]) -> _Tree:
    tree, power = parts
    return _Tree(f"({tree.czech})^{power}", f"({tree.english})**{power}", tree.value**power)


LEAVES = st.decimals(0, 1000, allow_nan=False, places=2).map(_leaf)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(_bracketed),
        inner.map(_negated),
        st.tuples(inner, st.sampled_from("+-*"), inner, st.sampled_from(["", " ", "\u00a0"])).map(_joined),
        st.tuples(LEAVES, st.integers(1, 3)).map(_powered),
    ),
    max_leaves=8,
)


def _close(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= max(Decimal(1), abs(other)) * Decimal("1e-20")


@given(TREES, st.sampled_from(["", '"sklep"', '"stěny 2*3" ']), st.sampled_from(["", '"2NP', " 'poznámka 5"]))
def test_an_expression_comes_to_what_it_says(tree: _Tree, before: str, after: str) -> None:
    assert _close(evaluate(f"{before}{tree.czech}{after}"), tree.value)
    assert _close(evaluate(f"{before}{tree.english}{after}"), tree.value)


@given(st.lists(st.tuples(st.sampled_from("+-*"), st.integers(1, 99)), min_size=1, max_size=8), st.integers(1, 99))
def test_without_brackets_products_bind_closer(steps: list[tuple[str, int]], first: int) -> None:
    text = f"{first}" + "".join(f"{sign}{number}" for sign, number in steps)
    total, product = Decimal(0), Decimal(first)
    for sign, number in steps:
        if sign == "*":
            product *= number
        else:
            total += product
            product = Decimal(number if sign == "+" else -number)
    assert evaluate(text) == total + product


@given(st.integers(1, 9999), st.integers(1, 99))
def test_division_undoes_multiplication(one: int, other: int) -> None:
    assert _close(evaluate(f"{one}*{other}/{other}"), Decimal(one))


ANY_LINE = st.one_of(
    st.text(max_size=60),
    st.text(st.sampled_from("0123456789.,+-*/^()[]{}×·:;\"' =eEABpisqrtcoabmx²٣"), max_size=40),
)


@settings(max_examples=400)
@given(ANY_LINE)
def test_any_text_has_a_value_or_the_one_error(text: str) -> None:
    try:
        value = evaluate(text, {"a": Decimal(2), "b": Decimal("1e20")})
    except ExpressionError:
        return
    assert value.is_finite()


@given(st.lists(ANY_LINE, max_size=4), st.one_of(st.none(), AMOUNTS))
def test_any_lines_can_be_measured(lines: list[str], printed: Decimal | None) -> None:
    measurements = [Measurement(line) for line in lines]
    assert len(evaluate_lines(measurements)) == len(lines)
    measured_quantity(measurements, printed=printed)
    for line in lines:
        names_in(line)
        strip_comments(line)


TOWERS = ("9^99^99", "9^9^9^9^9^9^9", "(9^99)^99", "9**99**99", "2^" * 50 + "2", "-" * 3000 + "1")


@pytest.mark.parametrize("text", TOWERS)
def test_towers_of_powers_end_at_once(text: str) -> None:
    try:
        value = evaluate(text)
    except ExpressionError:
        return
    assert value.is_finite()
