"""Every rule on positions: a case that passes, one that fails, one it has nothing to say about."""

from __future__ import annotations

from pathlib import Path

import pytest

from estimator_desktop import audit
from estimator_desktop.audit.engine import context_of, given, rules_for
from estimator_desktop.audit.pack import shipped_pack
from estimator_desktop.audit.registry import RULES
from estimator_desktop.domain.verdict import Outcome
from estimator_desktop.reading.read import read_document
from tests.audit.cases import CASES, Given, bill, row

BY_ID = {rule.id: rule for rule in RULES}
NOTHING = "nothing to say"


def outcome(rule: str, given: Given) -> str:
    budget, enrichment = given
    ruling = BY_ID[rule].apply(budget.positions[0], context_of(budget, enrichment=enrichment))
    return NOTHING if ruling is None else ruling.outcome.value


@pytest.mark.parametrize("rule", sorted(BY_ID))
def test_passes_fails_and_has_nothing_to_say(rule: str) -> None:
    sound, faulty, foreign = CASES[rule]
    assert outcome(rule, sound) == Outcome.PASSED
    assert outcome(rule, faulty) == Outcome.FAILED
    if foreign is not None:  # S1 and S3 look at every position
        assert outcome(rule, foreign) == NOTHING


def test_a_rule_that_waits_for_a_catalogue_says_so() -> None:
    for rule in ("C1", "C3", "C4"):
        assert outcome(rule, bill(row())) == Outcome.NOT_CHECKED


def test_every_threshold_that_can_be_edited_is_read() -> None:
    package = Path(audit.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    families = ("t2_", "t3_")  # read by the element's name
    unread = [key for key in shipped_pack().thresholds if f'"{key}"' not in source and not key.startswith(families)]
    assert not unread


@pytest.mark.parametrize("rule", sorted(CASES))
def test_a_rule_that_is_not_asked_has_nothing_to_say(rule: str) -> None:
    for case in CASES[rule]:
        if case is None:
            continue
        budget, enrichment = case
        context = context_of(budget, enrichment=enrichment)
        for position in budget.positions:
            asked = rules_for(given(position, context), context.facts.works[position.index].kind)
            for other in RULES:
                if other not in asked:
                    assert other.apply(position, context) is None, other.id


def test_the_same_on_a_whole_document(demo_pdf: Path) -> None:
    context = context_of(read_document(demo_pdf))
    skipped = 0
    for position in context.bill.positions:
        asked = rules_for(given(position, context), context.facts.works[position.index].kind)
        for rule in RULES:
            if rule not in asked:
                skipped += 1
                assert rule.apply(position, context) is None, rule.id
    assert skipped > len(context.bill.positions) * 10
