"""What a rule is, and the context every rule looks at.

A rule on positions is a pure function of a position and a `Context`: None where it does not apply, else a `Ruling`.  A
rule on the budget is a pure function of the `Context`: None where it does not apply, else its findings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntFlag, StrEnum

from estimator_desktop.audit.facts import Facts
from estimator_desktop.audit.systematics import Kind
from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.domain.match import Match
from estimator_desktop.domain.numbers import decimals, round_half_up
from estimator_desktop.domain.rulepack import Pack
from estimator_desktop.domain.sums import Sums
from estimator_desktop.domain.verdict import Concern, Finding, Outcome, Role, Severity


class Weight(StrEnum):
    """Whether a passed rule alone can make a position GREEN."""

    SUBSTANTIVE = "substantive"
    FORMAL = "formal"


class Needs(IntFlag):
    """What a rule cannot do without: where it is missing, the rule does not apply, and is not even asked.

    A rule must return None wherever its need is not met; the test of gates holds it to that.
    """

    NOTHING = 0
    PRICE = 1
    """A unit price or total of this position."""
    MONEY = 2
    """A budget that is not blind."""
    LINES = 4
    """Measurement lines."""
    NOTES = 8
    MASS = 16
    """A mass of one unit."""
    MATCHES = 32
    """Matches against loaded catalogues."""
    READ_BY_EYE = 64
    """Confidences of a recognised scan."""
    SECTION = 128


NO_CATALOGUE = "no_catalogue"
"""The reason of a rule that waits for a catalogue: it lowers the coverage, not the role's confidence."""


@dataclass(frozen=True, slots=True)
class Context:
    """What rules know: the bill, facts made of it once, thresholds, and the matches where catalogues are loaded.

    `as_read` are the sums of a corrected bill before its corrections: what the document itself added up.
    """

    bill: BillOfQuantities
    facts: Facts
    pack: Pack
    matches: tuple[Match, ...] = ()
    editions: tuple[str, ...] = ()
    as_read: Sums | None = None

    @property
    def pricing(self) -> str:
        """`priced`, `partly` or `blind`."""
        return self.facts.pricing

    def match(self, position: Position) -> Match | None:
        """The position's match; None where nothing was matched."""
        return self.matches[position.index] if self.matches else None


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


def red(
    code: str, expected: object = "", found: object = "", related: Sequence[int] = (), /, **params: object
) -> Issue:
    """A provable error."""
    return _issue(code, Severity.RED, expected, found, related, params)


def amber(
    code: str, expected: object = "", found: object = "", related: Sequence[int] = (), /, **params: object
) -> Issue:
    """A plausible error."""
    return _issue(code, Severity.AMBER, expected, found, related, params)


def info(
    code: str, expected: object = "", found: object = "", related: Sequence[int] = (), /, **params: object
) -> Issue:
    """Worth a word; never changes a colour."""
    return _issue(code, Severity.INFO, expected, found, related, params)


def _issue(
    code: str, severity: Severity, expected: object, found: object, related: Sequence[int], params: dict[str, object]
) -> Issue:
    named = tuple((name, shown(value)) for name, value in params.items())
    return Issue(code, severity, shown(expected), shown(found), tuple(related), named)


def shown(value: object) -> str:
    """A value as findings carry it: decimals in plain notation, at most six places, nothing cut that matters."""
    if isinstance(value, Decimal):
        return f"{round_half_up(value, 6).normalize() if decimals(value) > 6 else value:f}"
    return str(value)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule on positions.

    `inputs`, `formula` and `tolerance` are for the documentation.  `doubt` is the confidence that the role keeps when
    an AMBER finding of this rule stands; `needs` and `kinds` where it can apply at all.  `concern` decides which finding leads where several stand.
    """

    id: str
    version: int
    role: Role
    weight: Weight
    concern: Concern
    inputs: tuple[str, ...]
    formula: str
    tolerance: str
    apply: Callable[[Position, Context], Ruling | None]
    doubt: float = 0.8
    needs: Needs = Needs.NOTHING
    kinds: frozenset[Kind] = frozenset()
    """The kinds of work it speaks of; empty: any."""

    def finding(self, issue: Issue, position: Position) -> Finding:
        """The issue with everything that says where it comes from."""
        return _finding(self, Placed(issue, position.index, position.section, position.object))


@dataclass(frozen=True, slots=True)
class Placed:
    """An issue of a rule on the budget and where it stands: a position, a section, an object (`work`), or nowhere."""

    issue: Issue
    position: int | None = None
    section: int | None = None
    work: int | None = None


@dataclass(frozen=True, slots=True)
class BillRule:
    """One rule on the whole budget: sums, omissions and balances that belong to no single position.

    A finding may name a position all the same (the row after a gap); it then counts in that position's verdict.
    """

    id: str
    version: int
    role: Role
    concern: Concern
    inputs: tuple[str, ...]
    formula: str
    tolerance: str
    apply: Callable[[Context], tuple[Placed, ...] | None]
    doubt: float = 0.8

    def finding(self, placed: Placed) -> Finding:
        """The issue with everything that says where it comes from."""
        return _finding(self, placed)


def _finding(rule: Rule | BillRule, placed: Placed) -> Finding:
    issue = placed.issue
    return Finding(
        rule.id,
        rule.version,
        rule.role,
        issue.severity,
        issue.code,
        issue.expected,
        issue.found,
        placed.position,
        placed.section,
        placed.work,
        issue.related,
        issue.params,
        rule.concern,
    )


def ordinals(context: Context, rows: Sequence[int]) -> str:
    """The ordinals of some rows, as a sentence names them."""
    names = [context.bill.positions[row].ordinal or context.bill.positions[row].code or "?" for row in rows[:6]]
    return ", ".join(names) + (" …" if len(rows) > 6 else "")


def off_by_percent(one: Decimal, other: Decimal) -> Decimal:
    """How far two numbers are apart, in per cent of the larger."""
    larger = max(abs(one), abs(other))
    return abs(one - other) / larger * 100 if larger else Decimal(0)
