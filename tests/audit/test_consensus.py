"""Every combination of role opinions leads to the verdict that `docs/verdicts.md` says."""

from __future__ import annotations

import itertools

import pytest

from estimator_desktop.audit.consensus import Policy, decide
from estimator_desktop.audit.pack import shipped_pack
from estimator_desktop.domain.verdict import Colour, Concern, Finding, Opinion, Role, Severity

POLICY = Policy.of(shipped_pack())
STATES = ("silent", "green", "lacking", "unchecked", "doubt", "deep doubt", "red")
_CONFIDENCE = {"green": 1.0, "lacking": 0.96, "unchecked": 0.75, "doubt": 0.8, "deep doubt": 0.6, "red": 1.0}


def finding(role: Role, severity: Severity, concern: Concern = Concern.CODE, code: str = "x") -> Finding:
    return Finding("X", 1, role, severity, code, concern=concern)


def opinion(role: Role, state: str) -> Opinion:
    if state == "red":
        return Opinion(role, Colour.RED, 1.0, (), (finding(role, Severity.RED),))
    if "doubt" in state:
        return Opinion(role, Colour.AMBER, _CONFIDENCE[state], (), (finding(role, Severity.AMBER),))
    colour = Colour.AMBER if state == "unchecked" else Colour.GREEN
    return Opinion(role, colour, _CONFIDENCE[state], (), ())


@pytest.mark.parametrize("substantive", [True, False])
def test_every_combination(substantive: bool) -> None:
    """Stated a second time, straight from the document's table."""
    seen = set()
    for states in itertools.product(STATES[1:], STATES, STATES, STATES):
        speaking = [(role, state) for role, state in zip(Role, states, strict=True) if state != "silent"]
        decided = decide([opinion(role, state) for role, state in speaking], POLICY, substantive=substantive)
        named = [state for _role, state in speaking]
        confidences = [_CONFIDENCE[state] for state in named]
        mean = sum(confidences) / len(confidences)
        agreed = min(confidences) >= 0.9 * mean - 1e-12
        if "red" in named:
            expected = Colour.RED
        elif set(named) <= {"green", "lacking"} and agreed and mean >= 0.95 and substantive:
            expected = Colour.GREEN
        else:
            expected = Colour.AMBER
        reasons = {
            *(["red"] if "red" in named else []),
            *([] if agreed else ["no_agreement"]),
            *(["unsure"] if "deep doubt" in named else []),
        }
        assert (decided.colour, set(decided.reasons)) == (expected, reasons), states
        assert decided.hitl is bool(reasons)
        seen.add((decided.colour, decided.hitl))
    assert len(seen) == (4 if substantive else 3)


def test_safety_leads_over_cost() -> None:
    cost = Opinion(Role.SME, Colour.AMBER, 0.8, (), (finding(Role.SME, Severity.AMBER, Concern.COST),))
    safety = Opinion(Role.ENG, Colour.AMBER, 0.8, (), (finding(Role.ENG, Severity.AMBER, Concern.SAFETY),))
    assert decide([cost, safety], POLICY, substantive=True).lead is Role.ENG


def test_a_red_finding_leads_over_a_graver_concern() -> None:
    red = Opinion(Role.SME, Colour.RED, 1.0, (), (finding(Role.SME, Severity.RED, Concern.COST),))
    safety = Opinion(Role.ENG, Colour.AMBER, 0.8, (), (finding(Role.ENG, Severity.AMBER, Concern.SAFETY),))
    assert decide([red, safety], POLICY, substantive=True).lead is Role.SME


def test_a_hint_changes_no_colour_and_leads_nothing() -> None:
    hint = Opinion(Role.ENG, Colour.GREEN, 1.0, (), (finding(Role.ENG, Severity.INFO),))
    decided = decide([hint], POLICY, substantive=True)
    assert (decided.colour, decided.lead, decided.hitl) == (Colour.GREEN, None, False)


@pytest.mark.parametrize(
    ("code", "reason"),
    [("p1_catalogue", "price_off"), ("t2_rebar_far", "far_outside"), ("a9_ambiguous", "ambiguous_number")],
)
def test_some_findings_ask_for_a_person(code: str, reason: str) -> None:
    doubt = Opinion(Role.SME, Colour.AMBER, 0.8, (), (finding(Role.SME, Severity.AMBER, code=code),))
    assert reason in decide([doubt], POLICY, substantive=True).reasons


def test_an_unsure_code_asks_for_a_person() -> None:
    decided = decide([opinion(Role.SME, "green")], POLICY, substantive=True, unsure_code=True)
    assert decided.reasons == ("unsure_code",)
