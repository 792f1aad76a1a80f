"""The language of measurement lines."""

from __future__ import annotations

from decimal import Decimal

import pytest

from estimator_desktop.domain.expressions import MAX_DEPTH, MAX_LENGTH, ExpressionError, evaluate, has_names


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2*3+4", "10"),
        ("2+3*4", "14"),
        ("10-4-3", "3"),
        ("1,5*2.5", "3.75"),
        ("-(2+3)", "-5"),
        ("--2", "2"),
        ("+2", "2"),
        ("2^3", "8"),
        ("2**3", "8"),
        ("-2^2", "-4"),
        ("2^-1", "0.5"),
        ("[(1+2)*{3}]", "9"),
        ("12:4", "3"),
        ("2×3·4", "24"),
        ("sqrt(16)+abs(-2)", "6"),
        ("round(2,345;2)", "2.35"),
        ("round(2,5)", "3"),
        ("int(2,9)", "2"),
        ("min(3;1;2)+max(3;1;2)", "4"),
        ('"suterén"2*3', "6"),
        ('2*3"pokoj', "6"),
        ("2*3'poznámka s 5*5", "6"),
        ("5−3", "2"),
        ("2*\u00a03", "6"),
        (",5*2 ", "1.0"),
    ],
)
def test_values(text: str, value: str) -> None:
    assert evaluate(text) == Decimal(value)


def test_angles_are_in_degrees_with_or_without_brackets() -> None:
    assert round(evaluate("10*cos(60)"), 9) == Decimal(5)
    assert round(evaluate("10*sin 30"), 9) == Decimal(5)
    assert round(evaluate("tan(45)"), 9) == Decimal(1)
    assert round(evaluate("cos -60"), 9) == Decimal("0.5")
    assert round(evaluate("pi*1^2"), 5) == Decimal("3.14159")


def test_names_are_looked_up_without_case() -> None:
    assert evaluate("A+f1*2", {"a": Decimal(1), "f1": Decimal(3)}) == Decimal(7)
    assert has_names("A+2")
    assert not has_names("sqrt(4)*pi")


@pytest.mark.parametrize(
    "text",
    [
        "", '"jen text"', "2+", "2 3", "(2", "2)", "neznámé*2", "2&3", "1/0", "0^-1", "2^101",
        "10^15", "-9^99", "sqrt(-1)", "sqrt(1;2)",
        "round(1;30)", "sqrt", "1" * (MAX_LENGTH + 1), "(" * (MAX_DEPTH + 1) + "1" + ")" * (MAX_DEPTH + 1),
        "sqrt(2", "cos *2",
    ],
)  # fmt: skip
def test_what_is_no_expression(text: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(text)


def test_nothing_of_python_is_reachable() -> None:
    for text in ("__import__('os')", "print(1)", "a.b", "lambda: 1", "[x for x in y]"):
        with pytest.raises(ExpressionError):
            evaluate(text)
