"""The real client against a stand-in server: every way a call can go ends in its documented state."""

from __future__ import annotations

import json
import threading
import time
from datetime import UTC, datetime

import anthropic  # noqa: F401 - loaded before anything is timed
import pytest
from standin import Reply, StandIn, says

from estimator_desktop.ai.client import CallCancelled, CallFailed, Claude
from estimator_desktop.ai.models import load_models
from estimator_desktop.ai.patience import Patience, retry_after
from estimator_desktop.ai.questions import TEXT, Question, object_of, prompt
from estimator_desktop.domain.advice import CallState, Use

KEY = "sk-test-0123456789-abcdefghij"
QUICK = Patience(connect=10.0, silence=10.0, whole=60.0, tries=3, first=0.02, longest=0.5)
"""Quick to try again; on a busy machine even a server next door may take a second to answer."""


def question(content: str = '{"a": 1}') -> Question:
    return Question(Use.CHECK, load_models().get(""), prompt("opinions"), content, object_of({"word": TEXT}), 100)


def never() -> bool:
    return False


def client(service: StandIn, patience: Patience = QUICK) -> Claude:
    return Claude(KEY, base_url=service.url, patience=patience)


def fails(service: StandIn, patience: Patience = QUICK) -> CallFailed:
    with pytest.raises(CallFailed) as caught:
        client(service, patience).ask(question(), never)
    return caught.value


def test_a_normal_answer_with_the_schema_and_the_cached_prompt(service: StandIn) -> None:
    service.plays(says({"word": "ano"}, cache_read=900))
    answer = client(service).ask(question(), never)
    assert json.loads(answer.text) == {"word": "ano"}
    assert (answer.usage.input, answer.usage.output, answer.usage.cache_read) == (1000, 200, 900)
    body = service.seen[0]
    assert body["output_config"]["format"] == {"type": "json_schema", "schema": object_of({"word": TEXT})}
    assert body["system"][0]["cache_control"] == {"type": "ephemeral"}
    assert body["messages"] == [{"role": "user", "content": '{"a": 1}'}]
    assert "temperature" not in body
    assert service.headers[0]["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    ("stop", "state", "code"),
    [
        ("max_tokens", CallState.TRUNCATED, "ai_truncated"),
        ("model_context_window_exceeded", CallState.TRUNCATED, "ai_truncated"),
        ("refusal", CallState.REFUSED, "ai_refused"),
    ],
)
def test_truncated_and_refused_answers_are_not_asked_again(
    service: StandIn, stop: str, state: CallState, code: str
) -> None:
    service.plays(Reply(('{"word": "a',), stop=stop))
    failed = fails(service)
    assert (failed.state, failed.error.code, failed.usage.output) == (state, code, 200)
    assert len(service.seen) == 1


def test_busy_with_retry_after_waits_as_long_as_told(service: StandIn) -> None:
    service.plays(Reply(status=429, headers={"retry-after": "0.3"}, kind="rate_limit_error"), says({"word": "x"}))
    started = time.monotonic()
    client(service).ask(question(), never)
    assert time.monotonic() - started >= 0.3
    assert len(service.seen) == 2


def test_a_longer_wait_than_ours_is_told_to_the_user(service: StandIn) -> None:
    service.plays(Reply(status=429, headers={"retry-after": "3600"}, kind="rate_limit_error"))
    failed = fails(service)
    assert failed.error.code == "ai_busy"
    assert failed.error.params["seconds"] == "3600"
    assert failed.error.transient
    assert len(service.seen) == 1


def test_overload_is_tried_again_and_then_given_up(service: StandIn) -> None:
    service.plays(Reply(status=529, kind="overloaded_error"))
    failed = fails(service)
    assert (failed.state, failed.error.code, len(service.seen)) == (CallState.FAILED, "ai_busy", 3)


def test_overload_in_the_middle_of_an_answer(service: StandIn) -> None:
    error = '{"type": "error", "error": {"type": "overloaded_error", "message": "later"}}'
    service.plays(Reply(raw=f"event: error\ndata: {error}\n\n"), says({"word": "x"}))
    assert client(service).ask(question(), never).text == '{"word": "x"}'
    service.plays(Reply(raw=f"event: error\ndata: {error}\n\n"))
    assert fails(service).error.code == "ai_busy"


def test_overload_that_passes_costs_only_time(service: StandIn) -> None:
    service.plays(Reply(status=529, kind="overloaded_error"), Reply(status=503), says({"word": "x"}))
    assert client(service).ask(question(), never).text == '{"word": "x"}'


def test_the_service_may_forbid_trying_again(service: StandIn) -> None:
    service.plays(Reply(status=529, headers={"x-should-retry": "false"}, kind="overloaded_error"))
    fails(service)
    assert len(service.seen) == 1


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (401, "authentication_error", "ai_key_refused"),
        (403, "permission_error", "ai_key_refused"),
        (402, "billing_error", "ai_no_credit"),
        (404, "not_found_error", "ai_no_model"),
        (413, "request_too_large", "ai_too_large"),
        (400, "invalid_request_error", "ai_rejected"),
    ],
)
def test_what_waiting_cannot_mend_fails_at_once(service: StandIn, status: int, kind: str, code: str) -> None:
    service.plays(Reply(status=status, kind=kind))
    failed = fails(service)
    assert (failed.error.code, failed.error.transient, len(service.seen)) == (code, False, 1)
    assert KEY not in failed.error.detail


def test_a_dropped_connection_is_tried_again_and_what_it_took_counts(service: StandIn) -> None:
    service.plays(Reply(('{"wo', 'rd": 1}'), drop_after=1), says({"word": "x"}))
    answer = client(service).ask(question(), never)
    assert answer.text == '{"word": "x"}'
    assert answer.usage.input == 2000
    assert len(service.seen) == 2


def test_a_connection_that_always_drops_fails(service: StandIn) -> None:
    service.plays(Reply(("a", "b"), drop_after=1))
    failed = fails(service)
    assert (failed.state, failed.error.code, failed.error.transient) == (CallState.FAILED, "ai_dropped", True)
    assert failed.usage.input == 3000


def test_a_silent_server_runs_into_the_time_limit(service: StandIn) -> None:
    service.plays(Reply(silence=30))
    failed = fails(service, Patience(connect=1, silence=0.2, whole=5, tries=2, first=0.01))
    assert (failed.state, failed.error.code, len(service.seen)) == (CallState.FAILED, "ai_timeout", 2)


def test_a_trickle_runs_into_the_limit_of_the_whole(service: StandIn) -> None:
    service.plays(Reply(tuple("abcdefghijklmnop"), pause=0.1))
    failed = fails(service, Patience(connect=1, silence=1, whole=0.4, tries=1))
    assert failed.error.code == "ai_timeout"
    assert failed.usage.output >= 1


def test_slow_but_steady_is_fine(service: StandIn) -> None:
    service.plays(Reply(('{"word"', ": ", '"x"}'), pause=0.2))
    assert client(service).ask(question(), never).text == '{"word": "x"}'


def test_lines_that_are_no_events_are_malformed(service: StandIn) -> None:
    service.plays(Reply(raw="event: message_start\ndata: {not json\n\n"))
    assert fails(service).state is CallState.MALFORMED


def test_nobody_there() -> None:
    with pytest.raises(CallFailed) as caught:
        Claude(KEY, base_url="http://127.0.0.1:9", patience=QUICK).ask(question(), never)
    assert caught.value.error.code == "ai_unreachable"
    assert caught.value.error.transient


def test_cancelling_in_the_middle_of_an_answer_takes_a_moment(service: StandIn) -> None:
    service.plays(Reply(("abcd", "b"), pause=20))
    stopped = threading.Event()
    threading.Timer(0.3, stopped.set).start()
    started = time.monotonic()
    with pytest.raises(CallCancelled) as caught:
        client(service, Patience(silence=30, whole=30)).ask(question(), stopped.is_set)
    assert time.monotonic() - started < 1.5
    assert caught.value.usage.input == 1000
    assert caught.value.text == "abcd"


def test_cancelling_while_waiting_to_try_again(service: StandIn) -> None:
    service.plays(Reply(status=429, headers={"retry-after": "30"}))
    stopped = threading.Event()
    threading.Timer(0.2, stopped.set).start()
    started = time.monotonic()
    with pytest.raises(CallCancelled):
        client(service, Patience()).ask(question(), stopped.is_set)
    assert time.monotonic() - started < 1.5


def test_through_a_proxy(service: StandIn) -> None:
    service.plays(says({"word": "x"}))
    behind = Claude(KEY, base_url="http://service.invalid", proxy=service.url, patience=QUICK)
    assert behind.ask(question(), never).text == '{"word": "x"}'
    assert service.paths[0].startswith("http://service.invalid/v1/messages")


def test_through_the_proxy_of_the_system(service: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", service.url)
    service.plays(says({"word": "x"}))
    assert Claude(KEY, base_url="http://service.invalid", patience=QUICK).ask(question(), never).text


def test_the_key_does_not_follow_a_redirect(service: StandIn) -> None:
    with StandIn() as elsewhere:
        elsewhere.plays(says({"word": "x"}))
        service.plays(Reply(status=307, headers={"location": f"{elsewhere.url}/v1/messages"}))
        fails(service)
        assert not elsewhere.seen


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "7", "retry-after-ms": "1500"}, 1.5),
        ({"retry-after": "Mon, 01 Jan 2026 00:00:30 GMT"}, 30.0),
        ({"retry-after": "Mon, 01 Jan 2025 00:00:30 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
    ],
)
def test_how_long_the_service_asks_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, datetime(2026, 1, 1, tzinfo=UTC)) == seconds


def test_pauses_grow_and_end() -> None:
    patience = Patience(tries=4, first=1, longest=3)
    pauses = [patience.pause(attempt, None, lambda: 0.5) for attempt in (1, 2, 3, 4)]
    assert pauses == [1, 2, 3, None]
    assert patience.pause(1, 2.5) == 2.5
    assert patience.pause(1, 3.5) is None
