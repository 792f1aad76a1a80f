"""Who speaks, and what a role says from how its rules went."""

from __future__ import annotations

from collections.abc import Sequence

from estimator_desktop.audit.registry import DOUBTS
from estimator_desktop.audit.rules import NO_CATALOGUE
from estimator_desktop.domain.verdict import Colour, Finding, Opinion, Outcome, Role, RuleRun, Severity

UNCHECKED_COSTS = 0.04
"""What each rule that could not be checked takes from a role's confidence."""
NOTHING_TO_SAY = 0.95
"""The confidence of a role that a large value makes speak although no rule of it applies."""
NOTHING_CHECKED = 0.75
"""The confidence of a role whose rules apply, but none could be checked."""


def speaks(role: Role, runs: Sequence[RuleRun], *, large: bool) -> bool:
    """SME always speaks, the others where their rules apply; a large value makes all four speak."""
    return role is Role.SME or large or bool(runs)


def opinion(role: Role, runs: Sequence[RuleRun], findings: Sequence[Finding]) -> Opinion:
    """RED and AMBER by the worst finding, GREEN where all that ran passed.

    Confidence: 1 for a provable error; for a plausible one what the rule leaves (`Rule.doubt`); else 1 less 0.04 for
    every rule that lacked an input of the position.  A rule that waits for a catalogue takes nothing: it lowers the
    coverage.
    """
    doubt = 2.0
    for finding in findings:
        if finding.severity is Severity.RED:
            return Opinion(role, Colour.RED, 1.0, tuple(runs), tuple(findings))
        if finding.severity is Severity.AMBER:
            doubt = min(doubt, DOUBTS[finding.rule])
    if doubt <= 1:
        return Opinion(role, Colour.AMBER, doubt, tuple(runs), tuple(findings))
    if not runs:
        return Opinion(role, Colour.GREEN, NOTHING_TO_SAY, (), tuple(findings))
    lacking = waiting = 0
    for run in runs:
        if run.outcome is Outcome.NOT_CHECKED:
            if run.reason == NO_CATALOGUE:
                waiting += 1
            else:
                lacking += 1
    if lacking + waiting == len(runs):
        return Opinion(role, Colour.AMBER, NOTHING_CHECKED, tuple(runs), tuple(findings))
    confidence = max(NOTHING_CHECKED, round(1.0 - UNCHECKED_COSTS * lacking, 4)) if lacking else 1.0
    return Opinion(role, Colour.GREEN, confidence, tuple(runs), tuple(findings))
