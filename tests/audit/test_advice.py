"""Rules above Claude: what an opinion may do to a verdict and what not."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from estimator_desktop.audit.advice import advise, advised
from estimator_desktop.audit.consensus import Policy
from estimator_desktop.audit.pack import shipped_pack
from estimator_desktop.domain.verdict import Audit, Colour, Finding, Opinion, Role, Severity, Verdict
from estimator_desktop.texts import Texts
from estimator_desktop.writing.records import _verdict

POLICY = Policy.of(shipped_pack())
_RANK = {Colour.GREEN: 0, Colour.AMBER: 1, Colour.RED: 2}


def verdict(colour: Colour) -> Verdict:
    confidence = 0.8 if colour is Colour.AMBER else 1.0
    opinion = Opinion(Role.SME, colour, confidence, (), ())
    hitl = ("red",) if colour is Colour.RED else ()
    return Verdict(0, colour, confidence, bool(hitl), hitl, (opinion,), 3, 4, "2", None, "abc")


def said(colour: Colour, confidence: float, role: Role = Role.ENG) -> Opinion:
    findings = ()
    if colour is not Colour.GREEN:
        findings = (Finding("CLAUDE", 1, role, Severity.AMBER, "claude_amber", found="proto", position=0),)
    return Opinion(role, colour, confidence, (), findings, source="claude")


@pytest.mark.parametrize(("ruled", "spoken"), list(product(Colour, Colour)))
@pytest.mark.parametrize("confidence", [0.0, 0.5, 1.0])
def test_nothing_gets_better_and_nothing_gets_red(ruled: Colour, spoken: Colour, confidence: float) -> None:
    before = verdict(ruled)
    after = advised(before, [said(spoken, confidence)], POLICY)
    assert _RANK[after.colour] >= _RANK[before.colour]
    assert after.colour is not Colour.RED or before.colour is Colour.RED
    assert after.confidence <= before.confidence
    assert set(after.hitl_reasons) >= set(before.hitl_reasons)
    assert after.by_rules is ruled
    assert after.opinions == before.opinions
    assert bool(after.disagreeing) is (ruled is not spoken)


def test_praise_changes_nothing_but_is_shown() -> None:
    for colour in Colour:
        before = verdict(colour)
        after = advised(before, [said(Colour.GREEN, 1.0)] * 4, POLICY)
        assert replace(after, advice=(), by_rules=None) == before
        assert len(after.advice) == 4


def test_an_error_that_only_claude_claims_asks_a_person() -> None:
    after = advised(verdict(Colour.GREEN), [said(Colour.RED, 0.1)], POLICY)
    assert (after.colour, after.hitl, after.hitl_reasons) == (Colour.AMBER, True, ("advice_red",))
    assert after.lead is Role.ENG
    assert after.ground != "abc"
    assert len(after.findings) == 1


def test_a_strong_doubt_asks_a_person_a_weak_one_lowers() -> None:
    strong = advised(verdict(Colour.GREEN), [said(Colour.AMBER, 0.7)], POLICY)
    assert (strong.colour, strong.hitl_reasons) == (Colour.AMBER, ("advice_doubt",))
    weak = advised(verdict(Colour.GREEN), [said(Colour.AMBER, 0.85)], POLICY)
    assert (weak.colour, weak.hitl) == (Colour.AMBER, False)
    assert weak.confidence < 1


def test_without_opinions_an_audit_stays_as_it_is() -> None:
    audit = Audit("2", (verdict(Colour.GREEN),), (), "blind")
    assert advise(audit, {}) is audit
    assert advise(audit, {5: (said(Colour.RED, 0.5),)}) == audit
    assert advise(audit, {0: (said(Colour.RED, 0.5),)}).verdicts[0].hitl


def test_the_disagreement_stands_in_the_json_of_an_audit() -> None:
    texts = Texts("cs")
    plain = _verdict(verdict(Colour.RED), texts)
    assert plain["claude"] is None
    record = _verdict(advised(verdict(Colour.RED), [said(Colour.GREEN, 1.0)], POLICY), texts)
    assert record["claude"] == {
        "verdict_by_rules": "RED",
        "opinions": {"ENG": {"verdict": "GREEN", "confidence": 1.0}},
    }
    assert record | {"claude": None} == plain
