"""Opinions to one verdict, by the documented policy.

RED from any provable finding is RED.  GREEN needs every opinion GREEN, agreement (min ≥ 0.9 × mean) and a mean
confidence of at least 0.95; else AMBER.  A person decides where the verdict is RED, the roles do not agree, or one is
unsure.  RED never comes from low confidence alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from estimator_desktop.audit.pack import Pack
from estimator_desktop.domain.verdict import Colour, Opinion, Outcome, Severity, Verdict

NOTHING_CHECKED = "nothing_checked"


def decide(position: int, opinions: Sequence[Opinion], pack: Pack, *, substantive: bool) -> Verdict:
    """The verdict on a position.  `substantive`: at least one rule that proves something ran."""
    confidences = [opinion.confidence for opinion in opinions]
    mean = sum(confidences) / len(confidences)
    agreed = min(confidences) >= pack.agreement * mean
    findings = [finding for opinion in opinions for finding in opinion.findings]
    if any(finding.severity is Severity.RED for finding in findings):
        colour = Colour.RED
    elif substantive and agreed and mean >= pack.green_from and all(o.colour is Colour.GREEN for o in opinions):
        colour = Colour.GREEN
    else:
        colour = Colour.AMBER
    reasons: list[str] = []
    if colour is Colour.RED:
        reasons.append("red")
    if not agreed:
        reasons.append("no_agreement")
    if min(confidences) < pack.unsure_below:
        reasons.append("unsure")
    if any(finding.code == "a9_ambiguous" for finding in findings):
        reasons.append("ambiguous_number")
    runs = [run for opinion in opinions for run in opinion.runs]
    done = sum(run.outcome is not Outcome.NOT_CHECKED for run in runs)
    return Verdict(
        position,
        colour,
        round(mean, 4),
        bool(reasons),
        tuple(reasons),
        tuple(opinions),
        done,
        len(runs),
        pack.version,
    )
