"""What the audit says: findings, opinions of the four roles, and the verdict made of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from estimator_desktop.domain.colour import Colour

__all__ = ["Audit", "Colour", "Concern", "Finding", "Opinion", "Outcome", "Role", "RuleRun", "Severity", "Verdict"]


class Role(StrEnum):
    """The four audit roles: arithmetic and price; completeness and regulations; technology; mass and site."""

    SME = "SME"
    ARCH = "ARCH"
    ENG = "ENG"
    SUP = "SUP"


class Severity(StrEnum):
    """The weight of one finding; `INFO` never changes a colour."""

    INFO = "INFO"
    AMBER = "AMBER"
    RED = "RED"


class Concern(StrEnum):
    """What a finding endangers, the gravest first: where findings compete, the graver leads."""

    SAFETY = "safety"
    CODE = "code"
    DURABILITY = "durability"
    PRACTICALITY = "practicality"
    COST = "cost"


class Outcome(StrEnum):
    """How one rule went on one subject."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"
    """The rule applies, but an input is missing; `reason` says which."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's failed result.

    `code` names the sentence (`a1_product`); `expected` and `found` are the two numbers (or texts) of the
    evidence; `params` further named values for the sentence; `position` the subject (index into the
    bill) or None for a finding on the whole budget; `section`, `object` where the finding is about one;
    `related` the other positions it rests on.
    """

    rule: str
    version: int
    role: Role
    severity: Severity
    code: str
    expected: str = ""
    found: str = ""
    position: int | None = None
    section: int | None = None
    object: int | None = None
    related: tuple[int, ...] = ()
    params: tuple[tuple[str, str], ...] = ()
    concern: Concern = Concern.CODE


@dataclass(frozen=True, slots=True)
class RuleRun:
    """That a rule applied to a subject and how it went.  Rules that do not apply leave no run."""

    rule: str
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """One role's view of one position: colour, confidence (0–1), and what it rests on.

    `source` says who speaks: `rules`, or `claude` (then it rests on a quoted text, not on rules).
    """

    role: Role
    colour: Colour
    confidence: float
    runs: tuple[RuleRun, ...]
    findings: tuple[Finding, ...]
    source: str = "rules"


@dataclass(frozen=True, slots=True)
class Verdict:
    """GREEN, AMBER or RED of one position, from the opinions, with what ran and why a person must decide.

    `hitl` is true where a person must decide; `hitl_reasons` are codes.  `rules_run` of
    `rules_applicable` is the coverage.  `pack` is the rule pack's version.  `lead` is the role whose finding leads, by
    the order of concerns; None without a finding.  `ground` is a hash of everything the verdict rests on: the
    position's inputs and its findings; a decision remembers it.
    """

    position: int
    colour: Colour
    confidence: float
    hitl: bool
    hitl_reasons: tuple[str, ...]
    opinions: tuple[Opinion, ...]
    rules_run: int
    rules_applicable: int
    pack: str
    lead: Role | None = None
    ground: str = ""
    advice: tuple[Opinion, ...] = ()
    """Claude's opinions, where it was asked.  They may add findings, lower the confidence and ask for a person."""
    by_rules: Colour | None = None
    """What the rules alone said; None where nobody else was asked."""
    corrected: tuple[str, ...] = ()
    """The fields that a person corrected: the verdict judges the corrected values."""
    as_read: Colour | None = None
    """The colour that the values as read have; None where nothing was corrected."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings on the position, in role order; the rules' first."""
        return tuple(finding for opinion in (*self.opinions, *self.advice) for finding in opinion.findings)

    @property
    def disagreeing(self) -> tuple[Opinion, ...]:
        """The opinions of Claude that differ from what the rules said."""
        return tuple(opinion for opinion in self.advice if opinion.colour is not self.by_rules)


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit of one bill: a verdict per position (same order) and findings on the budget as a whole."""

    pack: str
    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...]
    pricing: str
    """`priced`, `partly` or `blind`: how many positions carry a price."""
    input_hash: str = ""
    editions: tuple[str, ...] = ()
    """The catalogues it rests on, as `OTSKP 2026`."""
    runs: tuple[RuleRun, ...] = ()
    """How the rules on the whole budget went."""

    def count(self, colour: Colour) -> int:
        """How many positions carry the colour."""
        return sum(verdict.colour is colour for verdict in self.verdicts)

    @property
    def hitl(self) -> int:
        """How many positions wait for a person."""
        return sum(verdict.hitl for verdict in self.verdicts)
