"""Opinions to one verdict, by the policy of `docs/verdicts.md`.

RED from any provable finding is RED.  GREEN needs every opinion GREEN, agreement (min ≥ 0.9 × mean), a mean confidence
of at least 0.95, and at least one substantive rule that ran; else AMBER.  RED never comes from low confidence alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from estimator_desktop.domain.rulepack import Pack
from estimator_desktop.domain.verdict import Colour, Concern, Finding, Opinion, Role, Severity

NOTHING_CHECKED = "nothing_checked"
_SEVERITIES = {Severity.RED: 0, Severity.AMBER: 1, Severity.INFO: 2}
_CONCERNS = {concern: rank for rank, concern in enumerate(Concern)}
_AMBIGUOUS = "a9_ambiguous"
_FAR = frozenset({"p1_catalogue", "p1_archive", "p1_catalogue_far", "p1_archive_far"})
_DECISIVE = frozenset({"t2_rebar_far"})


@dataclass(frozen=True, slots=True)
class Policy:
    """The numbers of the policy."""

    agreement: float
    green_from: float
    unsure_below: float

    @classmethod
    def of(cls, pack: Pack) -> Policy:
        """The policy that a settings pack states."""
        return cls(float(pack["agreement"]), float(pack["green_from"]), float(pack["unsure_below"]))


@dataclass(frozen=True, slots=True)
class Decided:
    """What the opinions come to."""

    colour: Colour
    confidence: float
    reasons: tuple[str, ...]
    lead: Role | None

    @property
    def hitl(self) -> bool:
        """Whether a person must decide."""
        return bool(self.reasons)


def rank(finding: Finding) -> tuple[int, int]:
    """Graver severity first, then safety > code > durability > practicality > cost."""
    return (_SEVERITIES[finding.severity], _CONCERNS[finding.concern])


def decide(opinions: Sequence[Opinion], policy: Policy, *, substantive: bool, unsure_code: bool = False) -> Decided:
    """The verdict of some opinions.

    `substantive`: at least one rule that proves something ran.  `unsure_code`: what the catalogue holds under the
    position's code is with little confidence this position.
    """
    confidences = [opinion.confidence for opinion in opinions]
    mean = sum(confidences) / len(confidences)
    agreed = min(confidences) >= policy.agreement * mean - 1e-12
    findings = [finding for opinion in opinions for finding in opinion.findings]
    red = any(finding.severity is Severity.RED for finding in findings)
    if red:
        colour = Colour.RED
    elif substantive and agreed and mean >= policy.green_from and all(o.colour is Colour.GREEN for o in opinions):
        colour = Colour.GREEN
    else:
        colour = Colour.AMBER
    if not findings and agreed and not unsure_code and confidences and min(confidences) >= policy.unsure_below:
        return Decided(colour, round(mean, 4), (), None)
    codes = {finding.code for finding in findings}
    reasons: list[str] = []
    if red:
        reasons.append("red")
    if not agreed:
        reasons.append("no_agreement")
    if min(confidences) < policy.unsure_below:
        reasons.append("unsure")
    if codes & _FAR:
        reasons.append("price_off")
    if unsure_code:
        reasons.append("unsure_code")
    if codes & _DECISIVE:
        reasons.append("far_outside")
    if _AMBIGUOUS in codes:
        reasons.append("ambiguous_number")
    weighty = [finding for finding in findings if finding.severity is not Severity.INFO]
    lead = min(weighty, key=rank).role if weighty else None
    return Decided(colour, round(mean, 4), tuple(reasons), lead)
