"""SME: arithmetic and price."""

from __future__ import annotations

from decimal import Decimal

from estimator_desktop.audit.rules import PASSED, BillRule, Context, Issue, Rule, Ruling, Weight, failed, not_checked
from estimator_desktop.domain.bill import Position
from estimator_desktop.domain.numbers import round_half_up
from estimator_desktop.domain.sums import CENT, product, sum_agrees, unit_price
from estimator_desktop.domain.verdict import Finding, Role, Severity


def a1_product(position: Position, context: Context) -> Ruling | None:
    """Quantity × unit price, rounded to hundredths, is the printed total."""
    total = position.total_price.value
    if not unit_price(position) and not total:
        return None
    computed = product(position)
    if computed is None or total is None:
        return not_checked("price_or_quantity_missing")
    if abs(computed - total) <= CENT:
        return PASSED
    return failed(Issue("a1_product", Severity.RED, str(computed), str(round_half_up(total, 2))))


def a5_quantity(position: Position, context: Context) -> Ruling | None:
    """The quantity is a positive number."""
    quantity = position.quantity
    if quantity.unreadable:
        return failed(Issue("a5_not_a_number", Severity.RED, "", quantity.raw))
    if quantity.value is None:
        return None
    if quantity.ambiguous:
        return failed(
            Issue(
                "a9_ambiguous",
                Severity.AMBER,
                str(quantity.alternative),
                str(quantity.value),
                params=(("raw", quantity.raw),),
            )
        )
    if quantity.value == 0:
        return failed(Issue("a5_zero", Severity.AMBER, "", "0"))
    if quantity.value < 0:
        deduction = any(word in position.description.casefold() for word in ("odpočet", "odečet", "méněpráce", "sleva"))
        return PASSED if deduction else failed(Issue("a5_negative", Severity.RED, "", str(quantity.value)))
    return PASSED


def a6_price(position: Position, context: Context) -> Ruling | None:
    """In a priced budget every position has a price."""
    if context.pricing != "priced":
        return None
    if unit_price(position) or position.total_price.value:
        return PASSED
    return failed(Issue("a6_missing_price", Severity.RED))


def a2_sections(context: Context) -> tuple[Finding, ...]:
    """Every printed section sum is the sum of its positions."""
    findings: list[Finding] = []
    for section in context.bill.sections:
        printed = section.total.value
        count = context.sums.section_counts.get(section.index, 0)
        found = context.sums.sections.get(section.index, Decimal(0))
        if printed is None or sum_agrees(printed, found, count):
            continue
        findings.append(
            Finding(
                "A2",
                1,
                Role.SME,
                Severity.RED,
                "a2_section_sum",
                str(round_half_up(printed, 2)),
                str(round_half_up(found, 2)),
                section=section.index,
                object=section.object,
                params=(
                    ("section", f"{section.code} {section.name}".strip()),
                    ("difference", str(round_half_up(printed - found, 2))),
                ),
            )
        )
    return tuple(findings)


RULES = (
    Rule("A1", 1, Role.SME, Weight.SUBSTANTIVE, "round(quantity × unit price, 2) = total", "0.01", a1_product),
    Rule("A5", 1, Role.SME, Weight.FORMAL, "quantity is a number > 0", "exact", a5_quantity),
    Rule("A6", 1, Role.SME, Weight.FORMAL, "a priced budget prices every position", "exact", a6_price),
)
BILL_RULES = (BillRule("A2", 1, Role.SME, "section sum = Σ totals of its positions", "0.01 × count", a2_sections),)
