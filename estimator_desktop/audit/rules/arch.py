"""ARCH: completeness and structure."""

from __future__ import annotations

from estimator_desktop.audit.rules import PASSED, BillRule, Context, Issue, Rule, Ruling, Weight, failed
from estimator_desktop.domain.bill import Position
from estimator_desktop.domain.ordinals import breaks, groups
from estimator_desktop.domain.verdict import Finding, Role, Severity


def s1_required(position: Position, context: Context) -> Ruling | None:
    """Description, unit and quantity stand in every position, ordinal and code where the budget uses them.

    Source: decree 169/2016 Sb., § 4.  A percentage position (`%`) carries no quantity until it is priced.
    """
    bill = context.bill
    issues: list[Issue] = []
    if not position.description:
        issues.append(Issue("s1_missing_description", Severity.RED))
    if not position.unit and any(other.unit for other in bill.positions):
        issues.append(Issue("s1_missing_unit", Severity.RED))
    counted = position.quantity.raw.strip() or position.unit.strip() == "%"
    if not counted and any(other.quantity.raw for other in bill.positions):
        issues.append(Issue("s1_missing_quantity", Severity.RED))
    return failed(*issues) if issues else PASSED


def s3_duplicate(position: Position, context: Context) -> Ruling | None:
    """The same code, description and unit stand once in a section, unless their measurements name different places."""
    others = context.duplicates.get(position.index)
    if others is None:
        return PASSED
    mine = _places(position)
    same = tuple(index for index in others if _places(context.bill.positions[index]) == mine)
    if not same:
        return PASSED
    first = context.bill.positions[same[0]]
    ordinals = ", ".join(context.bill.positions[index].ordinal or "?" for index in same)
    return failed(
        Issue("s3_duplicate", Severity.AMBER, "", first.ordinal, same, (("code", position.code), ("others", ordinals)))
    )


def _places(position: Position) -> tuple[object, ...]:
    """What tells two equal rows apart: their measurements, notes and quantity."""
    return (
        tuple(line.text for line in position.measurements),
        tuple(note.text for note in position.notes),
        position.quantity.value,
    )


def s2_ordinals(context: Context) -> tuple[Finding, ...]:
    """Ordinals are unique and continuous within their object."""
    findings: list[Finding] = []
    for group in groups(context.bill):
        for item in breaks(group)[0]:
            position = context.bill.positions[item.position]
            findings.append(
                Finding(
                    "S2",
                    1,
                    Role.ARCH,
                    Severity.AMBER,
                    "s2_ordinal_repeated" if item.repeated else "s2_ordinal_gap",
                    str(item.expected),
                    str(item.found),
                    item.position,
                    position.section,
                    position.object,
                )
            )
    return tuple(findings)


RULES = (
    Rule("S1", 1, Role.ARCH, Weight.FORMAL, "required fields are present", "exact", s1_required),
    Rule("S3", 1, Role.ARCH, Weight.FORMAL, "no row stands twice in a section", "exact", s3_duplicate),
)
BILL_RULES = (BillRule("S2", 1, Role.ARCH, "ordinals unique and continuous in an object", "exact", s2_ordinals),)
