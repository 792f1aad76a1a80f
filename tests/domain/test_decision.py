"""Decisions stand in order, and the effective value is made in one place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from estimator_desktop.domain.bill import Amount, BillOfQuantities, Position
from estimator_desktop.domain.decision import (
    Action,
    Decision,
    DecisionError,
    checked,
    effective,
    effective_bill,
    standing,
)
from estimator_desktop.domain.verdict import Colour, Verdict

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def amount(text: str) -> Amount:
    return Amount(text, Decimal(text))


ROW = Position(0, "Zásyp", unit="m3", quantity=amount("10"), unit_price=amount("2.5"), total_price=amount("25"))


def made(number: int, action: Action, **values: object) -> Decision:
    return Decision(number, 0, action, NOW, **values)  # type: ignore[arg-type]


def test_an_edit_replaces_the_value_and_brings_the_total_with_it() -> None:
    stands = standing([made(1, Action.EDIT, field="quantity", value="12,5")])
    shown = effective(ROW, stands[0])
    assert (shown.quantity.value, shown.total_price.value) == (Decimal("12.5"), Decimal("31.25"))
    assert ROW.quantity.value == 10, "what was read stays"


def test_an_edited_text_leaves_the_money_alone() -> None:
    stands = standing([made(1, Action.EDIT, field="unit", value="m2")])
    shown = effective(ROW, stands[0])
    assert (shown.unit, shown.total_price) == ("m2", ROW.total_price)


def test_an_edited_quantity_without_a_price_has_no_total() -> None:
    blind = replace(ROW, unit_price=Amount("", None), total_price=Amount("", None))
    shown = effective(blind, standing([made(1, Action.EDIT, field="quantity", value="3")])[0])
    assert shown.total_price.value is None


def test_without_edits_everything_is_what_was_read() -> None:
    bill = BillOfQuantities("f", "x", (ROW,))
    stands = standing([made(1, Action.ACCEPT)])
    assert effective(ROW, stands[0]) is ROW
    assert effective(ROW, None) is ROW
    assert effective_bill(bill, stands) is bill
    edited = standing([made(1, Action.EDIT, field="code", value="1")])
    assert effective_bill(bill, edited).positions[0].code == "1"


def test_the_last_word_counts_and_edits_stay_under_it() -> None:
    stands = standing(
        [
            made(1, Action.EDIT, field="code", value="1"),
            made(2, Action.LATER),
            made(3, Action.ACCEPT, undone=True),
        ]
    )[0]
    assert stands.last.action is Action.LATER
    assert not stands.decided
    assert stands.edits["code"].value == "1"


def test_a_decision_knows_when_its_ground_moved() -> None:
    stands = standing([made(1, Action.ACCEPT, ground="aa")])[0]
    assert stands.decided
    assert not stands.moved("aa")
    assert stands.moved("bb")
    assert not stands.moved("")


@pytest.mark.parametrize(
    ("action", "name", "value", "reason", "code"),
    [
        (Action.OVERRIDE, "", "", "  ", "needs_reason"),
        (Action.EDIT, "total_price", "1", "", "no_value"),
        (Action.EDIT, "quantity", "mnoho", "", "no_number"),
        (Action.EDIT, "unit", " ", "", "no_value"),
    ],
)
def test_a_decision_that_says_nothing_is_refused(action: Action, name: str, value: str, reason: str, code: str) -> None:
    with pytest.raises(DecisionError, match=code):
        checked(action, name, value, reason)


def test_sound_decisions_pass() -> None:
    checked(Action.ACCEPT)
    checked(Action.OVERRIDE, reason="dle projektu")
    checked(Action.EDIT, "quantity", "1 234,5")
    checked(Action.EDIT, "unit", "m2")


def test_a_correction_settles_only_until_it_is_judged() -> None:
    stands = standing([made(1, Action.EDIT, field="quantity", value="12", ground="g")])[0]
    read = Verdict(0, Colour.RED, 1.0, True, ("red",), (), 1, 1, "1", ground="g")
    assert stands.settles(read)
    assert not stands.settles(replace(read, corrected=("quantity",)))
    assert not stands.settles(replace(read, ground="other"))
    later = standing([made(1, Action.LATER, ground="g")])[0]
    assert not later.settles(read)
