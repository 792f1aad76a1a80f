"""ENG: measurements."""

from __future__ import annotations

from estimator_desktop.audit.rules import PASSED, Context, Issue, Rule, Ruling, Weight, failed, not_checked
from estimator_desktop.domain.bill import MeasurementKind, Position
from estimator_desktop.domain.measuring import evaluate_lines, gives, measured_quantity
from estimator_desktop.domain.numbers import decimals, round_half_up
from estimator_desktop.domain.verdict import Role, Severity


def v1_lines(position: Position, context: Context) -> Ruling | None:
    """Every measurement expression gives the value printed beside it."""
    if not position.measurements:
        return None
    checked = 0
    issues: list[Issue] = []
    for line, result in zip(position.measurements, evaluate_lines(position.measurements), strict=True):
        if result.printed is None or result.computed is None or result.kind is not MeasurementKind.EXPRESSION:
            continue
        checked += 1
        if not result.agrees:
            computed = round_half_up(result.computed, max(3, decimals(result.printed)))
            issues.append(
                Issue("v1_line", Severity.RED, str(computed), str(result.printed), params=(("line", line.text[:120]),))
            )
    if issues:
        return failed(*issues)
    return PASSED if checked else not_checked("no_computable_line")


def v2_quantity(position: Position, context: Context) -> Ruling | None:
    """The measurement gives the position's quantity."""
    if not position.measurements:
        return None
    quantity = position.quantity.value
    measured = measured_quantity(position.measurements, printed=quantity)
    if quantity is None or measured is None:
        return not_checked("measurement_gives_no_quantity")
    if gives(measured, quantity):
        return PASSED
    shown = round_half_up(measured, max(3, decimals(quantity)))
    difference = round_half_up(quantity - measured, 3)
    return failed(
        Issue("v2_quantity", Severity.RED, str(shown), str(quantity), params=(("difference", str(difference)),))
    )


RULES = (
    Rule("V1", 1, Role.ENG, Weight.SUBSTANTIVE, "expression = printed value", "0.005", v1_lines),
    Rule("V2", 1, Role.ENG, Weight.SUBSTANTIVE, "measurement = quantity", "half of the last decimal", v2_quantity),
)
