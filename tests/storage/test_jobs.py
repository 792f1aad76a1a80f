"""Every transition of a job, one by one."""

from __future__ import annotations

import time

import pytest

from estimator_desktop.domain.job import JobKind, JobState
from estimator_desktop.storage.jobs import NewJob
from estimator_desktop.storage.store import Store

PARSE = NewJob(JobKind.PARSE, "a.pdf", document="d1", payload={"name": "a.pdf"})


def _state(store: Store, job: str) -> JobState:
    found = store.jobs.get(job)
    assert found is not None
    return found.state


def test_a_job_is_claimed_once(store: Store) -> None:
    job = store.jobs.add(PARSE)
    claimed = store.jobs.claim(job, "w1", 10)
    assert claimed is not None
    assert (claimed.state, claimed.attempt, claimed.subject) == (JobState.RUNNING, 1, "a.pdf")
    assert store.jobs.claim(job, "w2", 10) is None
    assert store.jobs.claim("unknown", "w2", 10) is None
    assert store.jobs.owns(job, "w1")
    assert not store.jobs.owns(job, "w2")


def test_progress_and_finish_with_what_follows(store: Store) -> None:
    job = store.jobs.add(PARSE)
    store.jobs.claim(job, "w1", 10)
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


def test_a_failure_keeps_its_reason(store: Store) -> None:
    job = store.jobs.add(PARSE)
    store.jobs.claim(job, "w1", 10)
    assert not store.jobs.fail(job, "w2", "pdf_damaged", {}, "")
    assert store.jobs.fail(job, "w1", "pdf_damaged", {"file": "a.pdf"}, "xref")
    failed = store.jobs.get(job)
    assert failed is not None
    assert (failed.state, failed.error_code, failed.error_detail) == (JobState.FAILED, "pdf_damaged", "xref")
    assert dict(failed.error_params) == {"file": "a.pdf"}
    assert failed.settled


def test_retry_of_a_failed_job(store: Store) -> None:
    job = store.jobs.add(PARSE)
    assert not store.jobs.retry(job)
    store.jobs.claim(job, "w1", 10)
    store.jobs.fail(job, "w1", "reader_crashed", {}, "")
    assert store.jobs.retry(job)
    assert _state(store, job) is JobState.QUEUED
    assert store.jobs.claim(job, "w2", 10) is not None


def test_a_pause_before_the_next_attempt(store: Store) -> None:
    job = store.jobs.add(PARSE)
    store.jobs.claim(job, "w1", 10)
    assert store.jobs.retry_later(job, "w1", 0.2, "target_unwritable", "locked")
    assert store.jobs.claim(job, "w1", 10) is None
    assert store.jobs.reconcile("w1", starting=False) == ()
    time.sleep(0.25)
    assert store.jobs.reconcile("w1", starting=False) == (job,)
    assert store.jobs.claim(job, "w1", 10) is not None


def test_a_released_job_can_be_taken_again_as_if_never_begun(store: Store) -> None:
    job = store.jobs.add(PARSE)
    store.jobs.claim(job, "w1", 10)
    store.jobs.release(job, "w1")
    claimed = store.jobs.claim(job, "w2", 10)
    assert claimed is not None
    assert claimed.attempt == 1


def test_cancelling_a_queued_job_is_immediate_a_running_one_is_asked(store: Store) -> None:
    queued, running = store.jobs.add(PARSE), store.jobs.add(PARSE)
    store.jobs.claim(running, "w1", 10)
    assert store.jobs.cancel(queued) is JobState.CANCELLED
    assert store.jobs.cancel(running) is JobState.RUNNING
    assert store.jobs.cancel("unknown") is None
    assert not store.jobs.heartbeat(running, "w1", 10)
    assert not store.jobs.owns(running, "w1")
    assert store.jobs.end_cancelled(running, "w1")
    assert _state(store, running) is JobState.CANCELLED
    assert store.jobs.claim(queued, "w1", 10) is None


def test_at_the_start_every_running_job_of_another_worker_is_queued_again(store: Store) -> None:
    job = store.jobs.add(PARSE)
    store.jobs.claim(job, "dead", 1000)
    assert store.jobs.reconcile("new", starting=False) == ()
    assert store.jobs.reconcile("new", starting=True) == (job,)
    assert _state(store, job) is JobState.QUEUED


def test_later_only_expired_leases_of_others_count(store: Store) -> None:
    mine, theirs = store.jobs.add(PARSE), store.jobs.add(PARSE)
    store.jobs.claim(mine, "me", -1)
    store.jobs.claim(theirs, "they", -1)
    assert store.jobs.reconcile("me", starting=False) == (theirs,)
    assert _state(store, mine) is JobState.RUNNING


def test_a_job_cancelled_while_its_worker_died_does_not_run_again(store: Store) -> None:
    job = store.jobs.add(PARSE)
    store.jobs.claim(job, "dead", 10)
    store.jobs.cancel(job)
    assert store.jobs.reconcile("new", starting=True) == ()
    assert _state(store, job) is JobState.CANCELLED


@pytest.mark.parametrize("project", ["p1", None])
def test_listing(store: Store, project: str | None) -> None:
    one = store.jobs.add(NewJob(JobKind.AUDIT, "a", project="p1"))
    two = store.jobs.add(NewJob(JobKind.AUDIT, "b", project="p2"))
    listed = [job.id for job in store.jobs.listed(project=project)]
    assert listed == ([one] if project else [two, one])
    assert [job.id for job in store.jobs.unsettled()] == [one, two]
    assert store.jobs.payload("unknown") == {}
    assert store.jobs.get("unknown") is None
