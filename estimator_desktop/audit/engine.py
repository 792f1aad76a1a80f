"""Run the rules over a bill, let the roles speak, decide every position."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import replace

from estimator_desktop.audit.consensus import decide
from estimator_desktop.audit.pack import DEFAULT_PACK, Pack
from estimator_desktop.audit.rules import BillRule, Context, Rule, Weight, arch, eng, sme
from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.domain.job import Progress, silent
from estimator_desktop.domain.sums import pricing, sums
from estimator_desktop.domain.verdict import (
    Audit,
    Colour,
    Finding,
    Opinion,
    Outcome,
    Role,
    RuleRun,
    Severity,
    Verdict,
)

RULES: tuple[Rule, ...] = (*sme.RULES, *arch.RULES, *eng.RULES)
BILL_RULES: tuple[BillRule, ...] = (*sme.BILL_RULES, *arch.BILL_RULES)
_STEP = 2000


def audit_bill(bill: BillOfQuantities, pack: Pack = DEFAULT_PACK, progress: Progress = silent) -> Audit:
    """Audit a bill.  Deterministic: the same bill and pack give the same result, byte for byte."""
    context = Context(bill, sums(bill), pricing(bill), pack, _duplicates(bill))
    on_bill = tuple(finding for rule in BILL_RULES for finding in rule.apply(context))
    on_position: defaultdict[int, list[Finding]] = defaultdict(list)
    for finding in on_bill:
        if finding.position is not None:
            on_position[finding.position].append(finding)
    verdicts: list[Verdict] = []
    for position in bill.positions:
        verdicts.append(_verdict(position, context, on_position.get(position.index, [])))
        if position.index % _STEP == 0:
            progress(position.index, len(bill.positions), "positions")
    whole = tuple(finding for finding in on_bill if finding.position is None)
    return Audit(pack.version, tuple(verdicts), whole, context.pricing, input_hash(bill))


def input_hash(bill: BillOfQuantities) -> str:
    """SHA-256 of everything the audit looks at, as hexadecimal digits."""
    return hashlib.sha256(repr(replace(bill, file="")).encode()).hexdigest()


def _duplicates(bill: BillOfQuantities) -> dict[int, tuple[int, ...]]:
    rows: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for position in bill.positions:
        if position.code or position.description:
            key = (
                position.object,
                position.section,
                position.code,
                position.variant,
                position.description,
                position.unit,
            )
            rows[key].append(position.index)
    return {
        index: tuple(other for other in group if other != index)
        for group in rows.values()
        if len(group) > 1
        for index in group
    }


def _verdict(position: Position, context: Context, extra: list[Finding]) -> Verdict:
    runs: defaultdict[Role, list[RuleRun]] = defaultdict(list)
    findings: defaultdict[Role, list[Finding]] = defaultdict(list)
    substantive = False
    for rule in RULES:
        ruling = rule.apply(position, context)
        if ruling is None:
            continue
        runs[rule.role].append(RuleRun(rule.id, ruling.outcome, ruling.reason))
        findings[rule.role].extend(rule.finding(issue, position) for issue in ruling.issues)
        if ruling.outcome is not Outcome.NOT_CHECKED and rule.weight is Weight.SUBSTANTIVE:
            substantive = True
    for finding in extra:
        runs[finding.role].append(RuleRun(finding.rule, Outcome.FAILED))
        findings[finding.role].append(finding)
    # A blind budget has no price to check: the required fields and the quantity are then what can be proven.
    if context.pricing == "blind" and not position.measurements and position.quantity.value is not None:
        substantive = True
    opinions = tuple(_opinion(role, runs[role], findings[role]) for role in Role if role is Role.SME or runs[role])
    return decide(position.index, opinions, context.pack, substantive=substantive)


def _opinion(role: Role, runs: list[RuleRun], findings: list[Finding]) -> Opinion:
    """What a role says: RED and AMBER by its worst finding, GREEN where all that ran passed.

    Confidence: 1 when every applicable rule ran, less for what could not be checked; 0.8 with an AMBER finding.
    """
    ran = [run for run in runs if run.outcome is not Outcome.NOT_CHECKED]
    if any(finding.severity is Severity.RED for finding in findings):
        return Opinion(role, Colour.RED, 1.0, tuple(runs), tuple(findings))
    if any(finding.severity is Severity.AMBER for finding in findings):
        return Opinion(role, Colour.AMBER, 0.8, tuple(runs), tuple(findings))
    if not ran:
        return Opinion(role, Colour.AMBER, 0.75, tuple(runs), tuple(findings))
    confidence = round(1.0 - 0.04 * (len(runs) - len(ran)), 4)
    return Opinion(role, Colour.GREEN, confidence, tuple(runs), tuple(findings))
