"""Claude's opinions beside the rules' verdict.  The rules stand above: see `docs/verdicts.md`.

An opinion may add findings, lower the confidence and ask for a person.  GREEN becomes AMBER where an opinion doubts;
no opinion makes anything better or RED.  An opinion that holds a position for an error (RED) which no rule found asks
for a person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from estimator_desktop.audit.consensus import Policy
from estimator_desktop.audit.pack import shipped_pack
from estimator_desktop.domain.rulepack import Pack
from estimator_desktop.domain.verdict import Audit, Colour, Opinion, Verdict

ADVICE_RED = "advice_red"
ADVICE_DOUBT = "advice_doubt"


def advise(audit: Audit, opinions: Mapping[int, Sequence[Opinion]], pack: Pack | None = None) -> Audit:
    """The audit with Claude's opinions by position.  Without any it stays as it is, byte for byte."""
    if not opinions:
        return audit
    policy = Policy.of(pack or shipped_pack())
    verdicts = tuple(advised(verdict, opinions.get(verdict.position, ()), policy) for verdict in audit.verdicts)
    return replace(audit, verdicts=verdicts)


def advised(verdict: Verdict, opinions: Sequence[Opinion], policy: Policy) -> Verdict:
    """The verdict with some opinions of Claude's."""
    if not opinions:
        return verdict
    advice = tuple(opinions)
    doubts = [opinion for opinion in advice if opinion.colour is not Colour.GREEN]
    shown = replace(verdict, advice=advice, by_rules=verdict.colour)
    if not doubts:
        return shown
    confidences = [opinion.confidence for opinion in (*verdict.opinions, *doubts)]
    mean = sum(confidences) / len(confidences)
    agreed = min(confidences) >= policy.agreement * mean - 1e-12
    colour = Colour.AMBER if verdict.colour is Colour.GREEN else verdict.colour
    reasons = list(verdict.hitl_reasons)
    if verdict.colour is not Colour.RED:
        if any(opinion.colour is Colour.RED for opinion in doubts):
            reasons.append(ADVICE_RED)
        elif not agreed:
            reasons.append(ADVICE_DOUBT)
    ground = hashlib.sha256(verdict.ground.encode())
    for opinion in doubts:
        ground.update(f"{opinion.role.value}|{opinion.colour.value}\n".encode())
    return replace(
        shown,
        colour=colour,
        confidence=min(verdict.confidence, round(mean, 4)),
        hitl=bool(reasons),
        hitl_reasons=tuple(reasons),
        lead=verdict.lead or doubts[0].role,
        ground=ground.hexdigest()[:16],
    )
