"""An audit in figures: positions and money by colour, how many pass, what a person must look at, the worst first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.numbers import parse_amount
from estimator_desktop.domain.sums import value_of
from estimator_desktop.domain.verdict import Audit, Colour, Finding, Severity

_GRAVER_FIRST = {Severity.RED: 0, Severity.AMBER: 1}
_SUMS = frozenset({"A2", "A3", "A4"})
"""Rules that compare two amounts of money: what is at stake is what they differ by."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Figures of one audit.  Money is without VAT, in the budget's currency.

    Every position counts once: `passed` are green ones that wait for nobody, `hitl` wait for a person's decision,
    `review` are the others, to be read.  `run` of `applicable` is the coverage of rules over all positions.
    """

    positions: int
    counts: Mapping[Colour, int]
    money: Mapping[Colour, Decimal]
    passed: int
    hitl: int
    run: int
    applicable: int

    @property
    def review(self) -> int:
        """Positions that are neither passed nor waiting for a decision."""
        return self.positions - self.passed - self.hitl

    def rate(self, count: int) -> Decimal:
        """The share of the positions, in per cent; 0 of none."""
        return Decimal(count) / self.positions * 100 if self.positions else Decimal(0)

    @property
    def coverage(self) -> Decimal:
        """The share of the applicable checks that could run, in per cent; 0 where none applied."""
        return Decimal(self.run) / self.applicable * 100 if self.applicable else Decimal(0)


def tally(bill: BillOfQuantities, audit: Audit) -> Tally:
    """Count an audit of a bill."""
    counts = dict.fromkeys(Colour, 0)
    money = dict.fromkeys(Colour, Decimal(0))
    passed = hitl = run = applicable = 0
    for position, verdict in zip(bill.positions, audit.verdicts, strict=True):
        counts[verdict.colour] += 1
        money[verdict.colour] += value_of(position)
        hitl += verdict.hitl
        passed += verdict.colour is Colour.GREEN and not verdict.hitl
        run += verdict.rules_run
        applicable += verdict.rules_applicable
    return Tally(len(bill.positions), counts, money, passed, hitl, run, applicable)


@dataclass(frozen=True, slots=True)
class Stake:
    """A finding and the money it is about: the position's price, or what two sums differ by."""

    finding: Finding
    money: Decimal


def worst(bill: BillOfQuantities, audit: Audit) -> tuple[Stake, ...]:
    """All findings that change a colour: provable errors before plausible ones, then the dearest, then as printed."""
    stakes = [Stake(found, _stake(bill, found)) for found in _findings(audit) if found.severity in _GRAVER_FIRST]
    stakes.sort(
        key=lambda item: (
            _GRAVER_FIRST[item.finding.severity],
            -abs(item.money),
            -1 if item.finding.position is None else item.finding.position,
            item.finding.code,
        )
    )
    return tuple(stakes)


def _findings(audit: Audit) -> Sequence[Finding]:
    return [*audit.findings, *(found for verdict in audit.verdicts for found in verdict.findings)]


def _stake(bill: BillOfQuantities, found: Finding) -> Decimal:
    if found.position is not None:
        return value_of(bill.positions[found.position])
    if found.rule in _SUMS:
        expected, shown = parse_amount(found.expected).value, parse_amount(found.found).value
        if expected is not None and shown is not None:
            return abs(expected - shown)
    return Decimal(0)
