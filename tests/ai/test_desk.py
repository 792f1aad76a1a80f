"""Asking with memory and purse: stored answers, caps, the log, halves."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from standin import Body, Reply, StandIn, says

from estimator_desktop.ai.client import CallFailed, Claude
from estimator_desktop.ai.desk import Desk, Malformed, estimate
from estimator_desktop.ai.models import load_models
from estimator_desktop.ai.patience import Patience
from estimator_desktop.ai.questions import TEXT, Question, content_of, list_of, object_of, prompt, sha256
from estimator_desktop.domain.advice import CallState, Caps, Use
from estimator_desktop.domain.job import Cancelled, silent
from estimator_desktop.domain.preferences import KEEP_ANSWERS
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.maintenance import cleanup_old_results
from estimator_desktop.storage.connection import stored
from estimator_desktop.storage.store import Store
from estimator_desktop.usecases.advising import StoredLedger

KEY = "sk-test-0123456789-abcdefghij"
QUICK = Patience(connect=10, silence=10, whole=60, tries=2, first=0.01)
CAPS = Caps()
SCHEMA = object_of({"words": list_of(TEXT)})


def question(names: Sequence[str] = ("a",)) -> Question:
    content = content_of({"names": list(names)})
    return Question(Use.OPINION, load_models().get(""), prompt("opinions"), content, SCHEMA, 500, tuple(names))


def words(value: object) -> list[str]:
    if not isinstance(value, dict) or not isinstance(value.get("words"), list):
        raise Malformed("no words")
    return [str(word) for word in value["words"]]


@pytest.fixture
def desk(store: Store, service: StandIn) -> Desk:
    return make_desk(store, service)


def make_desk(store: Store, service: StandIn, caps: Caps = CAPS, stopped: bool = False) -> Desk:
    claude = Claude(KEY, base_url=service.url, patience=QUICK)
    return Desk(claude, StoredLedger(store, caps, "p1", "d1", "j1"), lambda: stopped)


def test_a_call_is_logged_with_its_cost_and_the_same_question_is_not_asked_again(
    desk: Desk, store: Store, service: StandIn
) -> None:
    service.plays(says({"words": ["ano"]}, input_tokens=1_000_000, output_tokens=2_000_000, cache_read=1_000_000))
    assert desk.ask(question(), words) == ["ano"]
    assert desk.ask(question(), words) == ["ano"]
    assert len(service.seen) == 1
    (call,) = store.ai.calls()
    assert (call.state, call.use, call.project, call.document, call.job) == (
        CallState.DONE, Use.OPINION, "p1", "d1", "j1",
    )  # fmt: skip
    assert call.cost == Decimal("0.10") + 2 * Decimal("0.50") + Decimal("0.01")
    assert call.usage.output == 2_000_000
    assert call.prompt_hash == sha256(call.request) == question().hash
    assert call.answer_hash == sha256(call.answer)
    assert json.loads(call.answer) == {"words": ["ano"]}
    assert KEY not in repr(call)
    assert store.ai.spent("p1") == store.ai.spent_in_month() == call.cost
    assert store.ai.spent("p2") == 0
    assert store.ai.spent_in_month(datetime(2020, 1, 1, tzinfo=UTC)) == 0


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        (Reply(('{"words": [',), stop="max_tokens"), CallState.TRUNCATED),
        (Reply(("no",), stop="refusal"), CallState.REFUSED),
        (Reply(("no json at all",)), CallState.MALFORMED),
        (Reply(('{"words": 3}',)), CallState.MALFORMED),
        (Reply(("[" * 100_000,)), CallState.MALFORMED),
        (Reply(status=401, kind="authentication_error"), CallState.FAILED),
        (Reply(("{", "}"), drop_after=1), CallState.FAILED),
    ],
)
def test_bad_ends_are_logged_and_never_reused(
    desk: Desk, store: Store, service: StandIn, reply: Reply, state: CallState
) -> None:
    service.plays(reply)
    with pytest.raises(CallFailed):
        desk.ask(question(), words)
    (call,) = store.ai.calls()
    assert call.state is state
    assert call.error.startswith("ai_")
    assert store.ai.answer(question().hash) is None
    service.plays(says({"words": ["x"]}))
    assert desk.ask(question(), words) == ["x"]


def test_a_cap_stops_before_the_call_and_nothing_is_logged(store: Store, service: StandIn) -> None:
    service.plays(says({"words": []}, output_tokens=10_000_000))
    dear = make_desk(store, service, Caps(project=Decimal("0.01"), month=Decimal(100)))
    dear.ask(question(), words)
    with pytest.raises(UserError) as caught:
        dear.ask(question(("b",)), words)
    assert caught.value.code == "ai_cap_project"
    assert len(store.ai.calls()) == len(service.seen) == 1
    other = make_desk(store, service, Caps(project=Decimal(100), month=Decimal("0.01")))
    with pytest.raises(UserError) as caught:
        other.ask(question(("b",)), words)
    assert caught.value.code == "ai_cap_month"
    assert other.ask(question(), words) == []  # what is known costs nothing


def test_a_call_counts_at_its_dearest_until_it_ends(store: Store) -> None:
    ledger = StoredLedger(store, Caps(), "p1")
    call = ledger.begin(question())
    assert store.ai.spent("p1") == question().dearest > 0
    ledger.end(call, question(), CallState.DONE, question().most.__class__(), "{}", "", 0.1)
    assert store.ai.spent("p1") == 0


def test_cancelling_is_logged_with_what_was_heard(store: Store, service: StandIn) -> None:
    service.plays(Reply(("ab", "cd"), pause=10))
    with pytest.raises(Cancelled):
        make_desk(store, service, stopped=True).ask(question(), words)
    assert store.ai.calls()[0].state is CallState.CANCELLED


def test_old_texts_are_tidied_away_and_what_they_cost_still_counts(desk: Desk, store: Store, service: StandIn) -> None:
    service.plays(says({"words": ["ano"]}, output_tokens=2_000))
    desk.ask(question(), words)
    desk.ask(question(("b",)), words)
    (spent, (newer, older)) = (store.ai.spent("p1"), store.ai.calls())
    at = datetime.now(UTC)
    with store.transaction():
        long_ago = stored(at - timedelta(days=KEEP_ANSWERS.shipped + 1))
        store._connections.get().execute("update ai_calls set created = ? where id = ?", (long_ago, older.id))
    store.set_setting(KEEP_ANSWERS.key, "0")
    assert cleanup_old_results(store, silent).endswith("texts=0")
    store.set_setting(KEEP_ANSWERS.key, "")
    assert cleanup_old_results(store, silent).endswith("texts=1")
    assert cleanup_old_results(store, silent).endswith("texts=0")
    store.close()
    opened = Store(store.paths)
    try:
        kept, tidied = opened.ai.calls()
        assert kept == newer
        assert (tidied.request, tidied.answer) == ("", "")
        assert replace(tidied, request=older.request, answer=older.answer, created=older.created) == older
        assert opened.ai.spent("p1") == spent > 0
        assert opened.ai.spent_in_month(at - timedelta(days=KEEP_ANSWERS.shipped + 1)) == older.cost
        again = make_desk(opened, service)
        assert again.ask(question(("b",)), words) == ["ano"]
        assert len(service.seen) == 2, "what is kept is not paid twice"
        assert again.ask(question(), words) == ["ano"]
        assert len(service.seen) == 3, "what is gone is asked again, not answered with nothing"
    finally:
        opened.close()


def _each(body: Body) -> list[str]:
    return list(json.loads(body["messages"][0]["content"])["names"])


def read_names(value: object, asked: Question) -> Mapping[str, str]:
    found = words(value)
    return {word: word.upper() for word in found if word in asked.subjects}


@pytest.mark.parametrize("bad", [{"stop": "max_tokens"}, {"stop": "refusal"}, {"pieces": ("nonsense",)}])
def test_one_bad_item_costs_only_its_own_answer(desk: Desk, service: StandIn, bad: Mapping[str, object]) -> None:
    def reply(body: Body) -> Reply:
        names = _each(body)
        return Reply(**bad) if "x" in names else says({"words": names})  # type: ignore[arg-type]

    service.plays(reply)
    found, failures = desk.ask_all(list("abcxefgh"), question, read_names, str)
    assert sorted(found) == list("abcefgh")
    assert list(failures) == ["x"]


def test_an_item_without_an_answer_is_said(desk: Desk, service: StandIn) -> None:
    service.plays(says({"words": ["a", "zzz"]}))
    found, failures = desk.ask_all(["a", "b"], question, read_names, str)
    assert found == {"a": "A"}
    assert failures["b"].code == "ai_not_usable"


def test_trouble_with_the_service_ends_the_whole(desk: Desk, service: StandIn) -> None:
    service.plays(Reply(status=401, kind="authentication_error"))
    with pytest.raises(UserError) as caught:
        desk.ask_all(["a", "b"], question, read_names, str)
    assert caught.value.code == "ai_key_refused"
    assert desk.ask_all([], question, read_names, str) == ({}, {})


def test_the_estimate_is_never_less_than_the_cost_and_knows_what_is_known(
    desk: Desk, store: Store, service: StandIn
) -> None:
    service.plays(says({"words": []}, input_tokens=300, output_tokens=500))
    before = estimate(desk.ledger, [question(), question(("b",))])
    assert (before.calls, before.known) == (2, 0)
    desk.ask(question(), words)
    assert store.ai.calls()[0].cost <= question().dearest
    after = estimate(desk.ledger, [question(), question(("b",))])
    assert (after.calls, after.known) == (1, 1)
    assert after.cost == question(("b",)).dearest
