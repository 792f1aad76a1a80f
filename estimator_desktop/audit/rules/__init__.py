"""The rule pack: what a rule is, and the context every rule looks at.

A rule is a pure function of a subject and a `Context`.  It returns None where it does not apply, else a `Ruling`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from estimator_desktop.audit.pack import Pack
from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.domain.sums import Sums
from estimator_desktop.domain.verdict import Finding, Outcome, Role, Severity


class Weight(StrEnum):
    """Whether a passed rule alone can make a position GREEN."""

    SUBSTANTIVE = "substantive"
    FORMAL = "formal"


@dataclass(frozen=True, slots=True)
class Context:
    """What rules know beyond the position: the bill, its sums, how it is priced, thresholds, groups made once."""

    bill: BillOfQuantities
    sums: Sums
    pricing: str
    pack: Pack
    duplicates: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """For each position that stands more than once in its section: the others."""


@dataclass(frozen=True, slots=True)
class Issue:
    """What a rule found on a position, before role and id are attached."""

    code: str
    severity: Severity
    expected: str = ""
    found: str = ""
    related: tuple[int, ...] = ()
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """A rule's result on one position."""

    outcome: Outcome
    issues: tuple[Issue, ...] = ()
    reason: str = ""


PASSED = Ruling(Outcome.PASSED)


def failed(*issues: Issue) -> Ruling:
    """A ruling with issues."""
    return Ruling(Outcome.FAILED, issues)


def not_checked(reason: str) -> Ruling:
    """The rule applies, but an input is missing."""
    return Ruling(Outcome.NOT_CHECKED, reason=reason)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule on positions.  `formula` and `tolerance` are for the documentation."""

    id: str
    version: int
    role: Role
    weight: Weight
    formula: str
    tolerance: str
    apply: Callable[[Position, Context], Ruling | None]

    def finding(self, issue: Issue, position: Position) -> Finding:
        """The issue with everything that says where it comes from."""
        return Finding(
            self.id,
            self.version,
            self.role,
            issue.severity,
            issue.code,
            issue.expected,
            issue.found,
            position.index,
            position.section,
            position.object,
            issue.related,
            issue.params,
        )


@dataclass(frozen=True, slots=True)
class BillRule:
    """One rule on the whole budget: finds sums, gaps and omissions that belong to no single position."""

    id: str
    version: int
    role: Role
    formula: str
    tolerance: str
    apply: Callable[[Context], tuple[Finding, ...]]
