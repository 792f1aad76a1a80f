"""Claude's jobs from the queue to the verdict: consent, caps, cancelling, trying again; nothing gets lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from aibench import KEY, Bench, content, opinions
from standin import Body, Reply, says

from estimator_desktop.domain.advice import CallState
from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.decision import Action
from estimator_desktop.domain.job import JobKind, JobState
from estimator_desktop.domain.match import Candidate, CatalogueItem, Enrichment, Match, MatchLevel
from estimator_desktop.domain.units import UnitRelation
from estimator_desktop.domain.verdict import Colour
from estimator_desktop.texts import Texts
from estimator_desktop.usecases import advising


def doubts(item: dict[str, object]) -> dict[str, object]:
    return {"verdict": "RED", "reason": "Popis je neúplný.", "quote": str(item["description"])[:30]}


def test_off_without_consent_or_key_nothing_is_sent(bench: Bench) -> None:
    assert bench.run(JobKind.OPINIONS).error_code == "ai_off"
    bench.store.set_setting(advising.ON, "yes")
    assert bench.run(JobKind.OPINIONS).error_code == "ai_no_consent"
    bench.store.ai.consent("another project")
    assert bench.run(JobKind.OPINIONS).error_code == "ai_no_consent"
    assert not bench.service.seen
    assert not bench.store.ai.calls()
    with pytest.raises(Exception, match="ai_no_key"):
        advising.client_of(bench.store)


def test_consent_can_be_given_for_all_and_taken_back(bench: Bench) -> None:
    ai = bench.store.ai
    assert not ai.consented(bench.project)
    ai.consent()
    assert ai.consented(bench.project)
    assert ai.consents() == ("*",)
    ai.withdraw()
    assert not ai.consented(bench.project)


def test_praise_leaves_every_verdict_and_is_shown(bench: Bench) -> None:
    bench.allow()
    bench.service.plays(opinions(lambda _item: {}))
    job = bench.run(JobKind.OPINIONS)
    assert job.state is JobState.DONE
    after = bench.audit
    for old, new in zip(bench.before.verdicts, after.verdicts, strict=True):
        assert (new.colour, new.confidence, new.hitl, new.hitl_reasons, new.ground) == (
            old.colour, old.confidence, old.hitl, old.hitl_reasons, old.ground,
        )  # fmt: skip
        assert {opinion.role for opinion in new.advice} == {opinion.role for opinion in old.opinions}
    assert after.input_hash == bench.before.input_hash


def test_doubts_ask_a_person_and_never_make_red(bench: Bench) -> None:
    bench.allow()
    bench.service.plays(opinions(doubts))
    bench.run(JobKind.OPINIONS)
    after = bench.audit
    assert after.count(Colour.RED) == bench.before.count(Colour.RED)
    assert after.count(Colour.GREEN) == 0
    assert after.hitl == len(after.verdicts)
    finding = next(found for found in after.verdicts[0].findings if found.rule == "CLAUDE")
    assert "Popis je neúplný" in Texts("cs").finding(finding)
    assert Texts("cs").finding_title(finding)


def test_asked_again_everything_comes_from_the_log(bench: Bench) -> None:
    bench.allow()
    bench.service.plays(opinions(lambda _item: {}))
    bench.run(JobKind.OPINIONS)
    seen, spent = len(bench.service.seen), bench.store.ai.spent(bench.project)
    assert seen == len(advising.rounds(bench.store, bench.document))
    assert spent > 0
    assert advising.opinion_estimate(bench.store, bench.document).calls == 0
    assert bench.run(JobKind.OPINIONS).state is JobState.DONE
    assert (len(bench.service.seen), bench.store.ai.spent(bench.project)) == (seen, spent)


def test_only_doubtful_positions_cost_less(bench: Bench) -> None:
    everything = advising.opinion_estimate(bench.store, bench.document)
    some = advising.opinion_estimate(bench.store, bench.document, advising.DOUBTFUL)
    assert 0 < some.cost < everything.cost
    bench.allow()
    bench.service.plays(opinions(lambda _item: {}))
    bench.run(JobKind.OPINIONS, scope=advising.DOUBTFUL)
    assert len(bench.service.seen) == some.calls
    asked = {verdict.position for verdict in bench.audit.verdicts if verdict.advice}
    assert asked == {verdict.position for verdict in bench.before.verdicts if verdict.hitl}


def test_a_cap_in_the_middle_keeps_the_work_and_says_so(bench: Bench) -> None:
    bench.allow()
    most = advising.opinion_estimate(bench.store, bench.document)
    bench.service.plays(opinions(doubts, dear=True))
    bench.store.set_setting(advising.CAP_PROJECT, str(most.cost / most.calls * 2))
    job = bench.run(JobKind.OPINIONS)
    assert (job.state, job.error_code) == (JobState.FAILED, "ai_cap_project")
    assert Texts("cs").job_state(job)
    done = len(bench.service.seen)
    assert 0 < done < most.calls
    assert sum(bool(verdict.advice) for verdict in bench.audit.verdicts) > 0
    assert bench.store.ai.spent(bench.project) <= most.cost / most.calls * 2
    bench.store.set_setting(advising.CAP_PROJECT, "5")
    assert bench.store.jobs.retry(job.id, JobKind.OPINIONS)
    bench.work()
    assert bench.job(job.id).state is JobState.DONE
    assert len(bench.service.seen) == most.calls


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        (Reply(('{"opinions": [',), stop="max_tokens"), CallState.TRUNCATED),
        (Reply(("ne",), stop="refusal"), CallState.REFUSED),
        (Reply(("to není JSON",)), CallState.MALFORMED),
    ],
)
def test_unusable_answers_are_counted_and_leave_the_verdicts(bench: Bench, reply: Reply, state: CallState) -> None:
    bench.allow()
    bench.service.plays(reply)
    job = bench.run(JobKind.OPINIONS, scope=advising.DOUBTFUL)
    assert (job.state, job.error_code) == (JobState.FAILED, "ai_partly")
    assert dict(job.error_params)["failed"] == dict(job.error_params)["count"]
    assert {call.state for call in bench.store.ai.calls()} == {state}
    assert bench.audit == bench.before


def test_a_service_that_never_makes_sense_is_left_after_three_questions(bench: Bench) -> None:
    bench.allow()
    bench.service.plays(says({"opinions": []}))
    job = bench.run(JobKind.OPINIONS)
    assert (job.error_code, len(bench.service.seen)) == ("ai_partly", 3)


def test_network_trouble_is_tried_later_and_then_said(bench: Bench) -> None:
    bench.allow()
    bench.service.plays(Reply(("{", "}"), drop_after=1))
    job = bench.add(JobKind.OPINIONS)
    bench.work()
    waiting = bench.job(job)
    assert (waiting.state, waiting.error_code) == (JobState.QUEUED, "ai_dropped")
    assert waiting.retry_at is not None
    assert bench.audit == bench.before


def test_a_refused_key_fails_at_once(bench: Bench) -> None:
    bench.allow()
    bench.service.plays(Reply(status=401, kind="authentication_error"))
    job = bench.run(JobKind.OPINIONS)
    assert (job.state, job.error_code) == (JobState.FAILED, "ai_key_refused")
    assert KEY not in job.error_detail
    assert len(bench.service.seen) == 1


def _cancel_when(bench: Bench, job: str, ready: Callable[[], bool]) -> threading.Thread:
    def wait() -> None:
        while not ready():
            time.sleep(0.02)
        bench.store.jobs.cancel(job)

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


def test_cancelled_in_the_middle_of_an_answer_what_was_answered_counts(bench: Bench) -> None:
    bench.allow()
    bench.service.plays(opinions(doubts), Reply(("{", "}"), pause=30))
    job = bench.add(JobKind.OPINIONS)
    thread = _cancel_when(bench, job, lambda: len(bench.service.seen) == 2)
    started = time.monotonic()
    bench.work()
    thread.join()
    assert time.monotonic() - started < 10
    assert bench.job(job).state is JobState.CANCELLED
    assert bench.store.ai.calls()[0].state is CallState.CANCELLED
    assert sum(bool(verdict.advice) for verdict in bench.audit.verdicts) > 0


def test_an_opinion_ends_with_the_position_it_was_about(bench: Bench, bill: BillOfQuantities) -> None:
    bench.allow()
    bench.service.plays(opinions(doubts))
    bench.run(JobKind.OPINIONS, scope=advising.ALL)
    first = replace(bill.positions[0], description="Něco úplně jiného")
    bench.store.bills.save(bench.document, replace(bill, positions=(first, *bill.positions[1:])))
    bench.run(JobKind.AUDIT)
    assert not bench.audit.verdicts[0].advice
    assert bench.audit.verdicts[1].advice


def test_a_corrected_value_is_what_is_sent_and_judged(bench: Bench) -> None:
    bench.allow()
    bench.store.decisions.add(bench.document, 0, Action.EDIT, name="quantity", value="7,5", reason="", ground="")
    bench.run(JobKind.AUDIT)
    bench.service.plays(opinions(doubts))
    bench.run(JobKind.OPINIONS)
    assert "7.5" in str(bench.service.seen) or "7,5" in str(bench.service.seen)
    assert bench.audit.verdicts[0].corrected
    assert bench.audit.verdicts[0].advice


def test_the_connection_is_tested_with_no_text_of_any_document(bench: Bench) -> None:
    bench.service.plays(says({"word": "x"}))
    job = bench.run(JobKind.CLAUDE_CHECK)
    assert job.state is JobState.DONE
    assert "positions" in str(bench.service.seen[0]["messages"])
    assert "ukazka" not in str(bench.service.seen)
    bench.service.plays(Reply(("x",), stop="max_tokens"))
    assert bench.run(JobKind.CLAUDE_CHECK).state is JobState.DONE
    bench.service.plays(Reply(status=401, kind="authentication_error"))
    assert bench.run(JobKind.CLAUDE_CHECK).error_code == "ai_key_refused"


def test_settings_that_make_no_sense_are_the_standard_ones(bench: Bench) -> None:
    for text in ("abc", "-3", "NaN"):
        bench.store.set_setting(advising.CAP_MONTH, text)
        assert advising.settings_of(bench.store).caps.month == Decimal(20)
    bench.store.set_setting(advising.CAP_MONTH, "1,5")
    assert advising.settings_of(bench.store).caps.month == Decimal("1.5")


def test_the_key_is_in_no_file_of_the_data_folder(bench: Bench) -> None:
    bench.allow()
    bench.service.plays(
        opinions(doubts),
        Reply(status=401, kind="authentication_error"),
        Reply(status=400),
        Reply(("x", "y"), drop_after=1),
    )
    for _ in range(3):
        bench.run(JobKind.OPINIONS)
    bench.run(JobKind.CLAUDE_CHECK)
    home: Path = bench.store.paths.home
    bench.store.backup("test")
    looked = [path for path in home.rglob("*") if path.is_file()]
    assert len(looked) >= 2
    assert not [path for path in looked if KEY.encode() in path.read_bytes()]
    assert not [job for job in bench.store.jobs.listed() if KEY in job.error_detail]


def _matched(bench: Bench) -> None:
    """Give two positions candidates as matching would."""
    items = [
        CatalogueItem("100", "Výkop rýh", "m3", system="OTSKP", edition="2026"),
        CatalogueItem("200", "Výkop jam", "m3", system="OTSKP", edition="2026"),
    ]
    candidates = tuple(Candidate(item, 0.5, MatchLevel.PARTIAL, 0.5, UnitRelation.SAME) for item in items)
    bill = bench.store.bills.load(bench.document)
    assert bill is not None
    exact = MatchLevel.EXACT
    matches = tuple(
        Match(item.index, MatchLevel.NONE if item.index < 2 else exact, candidates=candidates if item.index < 3 else ())
        for item in bill.positions
    )
    bench.store.matches.save(bench.document, Enrichment(matches))


def test_suggestions_are_kept_beside_the_match_and_change_nothing(bench: Bench, bill: BillOfQuantities) -> None:
    assert advising.doubtful_matches(bench.store, bench.document) == ()
    _matched(bench)
    bench.allow()

    def chooses(body: Body) -> Reply:
        rows = [
            {"id": item["id"], "choice": 2, "confidence": 0.9, "quote": item["description"][:20], "reason": "stejné"}
            for item in content(body)["positions"]
        ]
        return says({"choices": rows[:1]})

    bench.service.plays(chooses)
    before = bench.store.matches.load(bench.document)
    assert advising.choice_estimate(bench.store, bench.document).calls == 1
    job = bench.run(JobKind.SUGGEST)
    assert (job.state, job.error_code) == (JobState.FAILED, "ai_partly")  # the second one was not answered
    assert len(content(bench.service.seen[0])["positions"]) == 2
    assert bench.store.matches.load(bench.document) == before
    assert before is not None
    said = advising.suggestion_for(bench.store, bench.document, bill.positions[0], before.matches[0])
    assert said is not None
    assert (said.code, said.system) == ("200", "OTSKP")
    assert advising.suggestion_for(bench.store, bench.document, bill.positions[1], before.matches[1]) is None
    fewer = replace(before.matches[0], candidates=before.matches[0].candidates[:1])
    assert advising.suggestion_for(bench.store, bench.document, bill.positions[0], fewer) is None
    assert advising.suggestion_for(bench.store, bench.document, bill.positions[0], None) is None
    bench.service.plays(Reply(status=401, kind="authentication_error"))
    bench.store.ai.withdraw(bench.project)
    assert bench.run(JobKind.SUGGEST).error_code == "ai_no_consent"
