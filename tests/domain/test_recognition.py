"""Doubt about recognised fields."""

from decimal import Decimal

from estimator_desktop.domain.bill import Amount, Position
from estimator_desktop.domain.recognition import doubtful_fields, read_as


def test_least_sure_first_and_only_what_counts() -> None:
    sure = (("code", 0.7), ("quantity", 0.5), ("unit", 0.99), ("description", 0.1))
    position = Position(0, "Zdivo", code="12O", quantity=Amount("1,5", Decimal("1.5")), confidence=sure)
    assert doubtful_fields(position) == (("quantity", 0.5), ("code", 0.7))
    assert read_as(position, "quantity") == "1,5"
    assert read_as(position, "code") == "12O"


def test_exact_text_has_no_doubt() -> None:
    assert doubtful_fields(Position(0, "Zdivo")) == ()
