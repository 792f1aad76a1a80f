"""Every transition of a job, one by one."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from estimator_desktop.domain.job import JobKind, JobState
from estimator_desktop.storage.jobs import MAX_RECOVERED, ItemFailure, NewJob
from estimator_desktop.storage.store import Store

PARSE = NewJob(JobKind.PARSE, "a.pdf", document="d1", payload={"name": "a.pdf"})


def _state(store: Store, job: str) -> JobState:
    found = store.jobs.get(job)
    assert found is not None
    return found.state


def test_a_job_is_claimed_once(store: Store) -> None:
    job = store.jobs.add(PARSE)
    claimed = store.jobs.claim(job, "w1")
    assert claimed is not None
    assert (claimed.state, claimed.attempt, claimed.subject) == (JobState.RUNNING, 1, "a.pdf")
    assert store.jobs.claim(job, "w2") is None
    assert store.jobs.claim("unknown", "w2") is None
    assert store.jobs.owns(job, "w1")
    assert not store.jobs.owns(job, "w2")


def test_progress_and_finish_with_what_follows(store: Store) -> None:
    job = store.jobs.add(PARSE)
    store.jobs.claim(job, "w1")
    store.jobs.progress(job, "w1", 3, 7, "pages")
    store.jobs.progress(job, "w2", 6, 7, "pages")
    running = store.jobs.get(job)
    assert running is not None
    assert (running.done, running.total, running.message) == (3, 7, "pages")
    assert store.jobs.finish(job, "w2") is None
    created = store.jobs.finish(job, "w1", (NewJob(JobKind.EXTRACT, "a.pdf", document="d1"),))
    assert created is not None
    assert len(created) == 1
    assert _state(store, job) is JobState.DONE
    assert _state(store, created[0]) is JobState.QUEUED
    assert [event.event for event in store.jobs.events(job)] == ["enqueued", "started", "done"]


def test_the_list_forgets_neither_what_waits_nor_what_ended_last(store: Store) -> None:
    """Three hundred files dropped at once: the first one fails while the others wait."""
    jobs = [store.jobs.add(NewJob(JobKind.PARSE, f"{number}.pdf", document=f"d{number}")) for number in range(300)]
    store.jobs.claim(jobs[0], "w1")
    store.jobs.fail(jobs[0], "w1", "pdf_damaged", {}, "")
    listed = store.jobs.listed()
    assert [job.id for job in listed] == list(reversed(jobs))
    for job in jobs[1:260]:
        store.jobs.claim(job, "w1")
        store.jobs.finish(job, "w1")
    listed = store.jobs.listed(limit=100)
    assert [job.id for job in listed] == list(reversed(jobs[160:]))


def test_a_failure_keeps_its_reason(store: Store) -> None:
    job = store.jobs.add(PARSE)
    store.jobs.claim(job, "w1")
    assert store.jobs.fail(job, "w2", "pdf_damaged", {}, "") is None
    assert store.jobs.fail(job, "w1", "pdf_damaged", {"file": "a.pdf"}, "xref") == ()
    failed = store.jobs.get(job)
    assert failed is not None
    assert (failed.state, failed.error_code, failed.error_detail) == (JobState.FAILED, "pdf_damaged", "xref")
    assert dict(failed.error_params) == {"file": "a.pdf"}
    assert failed.settled


def test_retry_of_a_failed_job(store: Store) -> None:
    job = store.jobs.add(PARSE)
    assert not store.jobs.retry(job, JobKind.PARSE)
    store.jobs.claim(job, "w1")
    store.jobs.fail(job, "w1", "reader_crashed", {}, "")
    assert store.jobs.retry(job, JobKind.PARSE)
    assert _state(store, job) is JobState.QUEUED
    assert store.jobs.claim(job, "w2") is not None


def test_a_pause_before_the_next_attempt(store: Store) -> None:
    job = store.jobs.add(PARSE)
    store.jobs.claim(job, "w1")
    assert store.jobs.retry_later(job, "w1", 0.2, "target_unwritable", "locked")
    assert store.jobs.claim(job, "w1") is None
    assert store.jobs.ready() == ()
    assert (store.jobs.next_pause() or 9) <= 0.2
    time.sleep(0.25)
    assert store.jobs.next_pause() is None
    assert store.jobs.ready() == ((job, JobKind.PARSE),)
    assert store.jobs.claim(job, "w1") is not None


def test_a_released_job_can_be_taken_again_as_if_never_begun(store: Store) -> None:
    job = store.jobs.add(PARSE)
    store.jobs.claim(job, "w1")
    store.jobs.release(job, "w1")
    claimed = store.jobs.claim(job, "w2")
    assert claimed is not None
    assert claimed.attempt == 1


def test_cancelling_a_queued_job_is_immediate_a_running_one_is_asked(store: Store) -> None:
    queued, running = store.jobs.add(PARSE), store.jobs.add(PARSE)
    store.jobs.claim(running, "w1")
    assert store.jobs.cancel(queued) is JobState.CANCELLED
    assert store.jobs.cancel(running) is JobState.RUNNING
    assert store.jobs.cancel("unknown") is None
    assert not store.jobs.heartbeat(running, "w1")
    assert not store.jobs.owns(running, "w1")
    assert store.jobs.end_cancelled(running, "w1")
    assert _state(store, running) is JobState.CANCELLED
    assert store.jobs.claim(queued, "w1") is None


def test_what_others_left_running_is_queued_again_and_costs_no_attempt(store: Store) -> None:
    job, mine = store.jobs.add(PARSE), store.jobs.add(PARSE)
    store.jobs.claim(job, "dead")
    store.jobs.claim(mine, "new")
    assert [identity for identity, _sign in store.jobs.strangers("new")] == [job]
    assert store.jobs.recover("new") == 1
    assert (_state(store, job), _state(store, mine)) == (JobState.QUEUED, JobState.RUNNING)
    claimed = store.jobs.claim(job, "new")
    assert claimed is not None
    assert (claimed.attempt, claimed.recovered) == (1, 1)
    events = [event.event for event in store.jobs.events(job)]
    assert events == ["enqueued", "started", "interrupted", "recovered", "started"]


def test_only_the_named_silent_ones_are_taken_back(store: Store) -> None:
    one, two = store.jobs.add(PARSE), store.jobs.add(PARSE)
    store.jobs.claim(one, "a")
    store.jobs.claim(two, "b")
    assert store.jobs.recover("me", [two]) == 1
    assert (_state(store, one), _state(store, two)) == (JobState.RUNNING, JobState.QUEUED)


def test_a_sign_of_life_changes_with_every_beat(store: Store) -> None:
    job = store.jobs.add(PARSE)
    store.jobs.claim(job, "a")
    before = store.jobs.strangers("me")
    assert store.jobs.heartbeat(job, "a")
    assert store.jobs.strangers("me") != before


def test_a_job_cancelled_while_its_worker_died_does_not_run_again(store: Store) -> None:
    job = store.jobs.add(PARSE)
    store.jobs.claim(job, "dead")
    store.jobs.cancel(job)
    store.jobs.recover("new")
    assert store.jobs.ready() == ()
    assert _state(store, job) is JobState.CANCELLED


def test_a_job_that_takes_its_worker_down_again_and_again_fails(store: Store) -> None:
    job = store.jobs.add(PARSE)
    for worker in range(MAX_RECOVERED):
        assert store.jobs.claim(job, f"w{worker}") is not None
        store.jobs.recover("next")
    failed = store.jobs.get(job)
    assert failed is not None
    assert (failed.state, failed.error_code, dict(failed.error_params)) == (
        JobState.FAILED,
        "worker_died",
        {"file": "a.pdf"},
    )


def test_a_cancelled_job_cannot_finish_and_nothing_follows_it(store: Store) -> None:
    job = store.jobs.add(PARSE)
    store.jobs.claim(job, "w1")
    store.jobs.cancel(job)
    assert store.jobs.finish(job, "w1", (NewJob(JobKind.EXTRACT, "a.pdf", document="d1"),)) is None
    assert not store.jobs.retry_later(job, "w1", 1, "database_busy", "")
    assert [item.id for item in store.jobs.listed()] == [job]


def test_a_pause_written_before_the_clock_was_set_back_is_over(store: Store) -> None:
    job = store.jobs.add(PARSE)
    store.jobs.claim(job, "w1")
    store.jobs.retry_later(job, "w1", 3600, "database_busy", "")
    assert store.jobs.ready() == ((job, JobKind.PARSE),)
    assert store.jobs.claim(job, "w1") is not None


def test_all_jobs_of_a_document_or_project_are_cancelled_in_one_go(store: Store) -> None:
    queued, running = store.jobs.add(PARSE), store.jobs.add(PARSE)
    other = store.jobs.add(NewJob(JobKind.AUDIT, "b", project="p2", document="d2"))
    house = store.jobs.add(NewJob(JobKind.HEALTH, ""))
    store.jobs.claim(running, "w1")
    assert store.jobs.cancel_all(document="d1") == 2
    assert (_state(store, queued), store.jobs.owns(running, "w1")) == (JobState.CANCELLED, False)
    assert store.jobs.cancel_all(project="p2") == 1
    assert (_state(store, other), _state(store, house)) == (JobState.CANCELLED, JobState.QUEUED)


def test_a_batch_remembers_how_far_it_came_and_what_failed(store: Store) -> None:
    job = store.jobs.add(NewJob(JobKind.ENRICH, "a"))
    store.jobs.advance(job, 3, [0, 1, 2], [ItemFailure(1, "network", {"file": "a"}, "timeout")])
    store.jobs.advance(job, 5, [3, 4], [ItemFailure(4, "network", {}, "")])
    cursor, failures = store.jobs.batch(job)
    assert cursor == 5
    assert [(item.item, item.code, item.detail) for item in failures] == [(1, "network", "timeout"), (4, "network", "")]
    store.jobs.advance(job, 5, [1, 4], [])
    assert store.jobs.batch(job) == (5, ())


def test_old_settled_jobs_are_forgotten_with_their_history(store: Store) -> None:
    old, live = store.jobs.add(PARSE), store.jobs.add(PARSE)
    store.jobs.cancel(old)
    assert store.jobs.forget_settled(datetime.now(UTC) - timedelta(days=1)) == 0
    assert store.jobs.forget_settled(datetime.now(UTC) + timedelta(seconds=1)) == 1
    assert [job.id for job in store.jobs.listed()] == [live]
    assert store.jobs.events(old) == ()


def test_signals_are_noted_and_decide_nothing(store: Store) -> None:
    job = store.jobs.add(PARSE)
    store.jobs.note(job, "interrupted", "huey: interrupted")
    store.jobs.note("unknown", "interrupted", "")
    assert _state(store, job) is JobState.QUEUED
    assert [event.event for event in store.jobs.events(job)] == ["enqueued", "interrupted"]


@pytest.mark.parametrize("project", ["p1", None])
def test_listing(store: Store, project: str | None) -> None:
    one = store.jobs.add(NewJob(JobKind.AUDIT, "a", project="p1"))
    two = store.jobs.add(NewJob(JobKind.AUDIT, "b", project="p2"))
    listed = [job.id for job in store.jobs.listed(project=project)]
    assert listed == ([one] if project else [two, one])
    assert [job.id for job in store.jobs.unsettled()] == [one, two]
    assert store.jobs.payload("unknown") == {}
    assert store.jobs.get("unknown") is None
