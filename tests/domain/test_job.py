"""Jobs of a document or a project together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from estimator_desktop.domain.job import CHAIN, Cancelled, Job, JobKind, JobState, group, heeding, never, silent

START = datetime(2026, 3, 1, tzinfo=UTC)


def _job(kind: JobKind, state: JobState, document: str = "d", *, done: int = 0, total: int = 0, after: int = 0) -> Job:
    created = START + timedelta(seconds=after)
    return Job(f"{document}{kind}{after}", kind, state, "p", document, created, done=done, total=total)


def test_progress_adds_up_over_the_stages() -> None:
    parse = _job(JobKind.PARSE, JobState.RUNNING, done=50, total=100)
    assert group([parse]).done == 350
    assert group([_job(JobKind.PARSE, JobState.QUEUED)]).done == 0
    done = [_job(kind, JobState.DONE, after=place) for place, kind in enumerate(CHAIN)]
    assert (group(done).done, group(done).state, group(done).settled) == (1000, JobState.DONE, True)
    assert group(done[:2]).done == 750


def test_a_stage_whose_row_was_tidied_away_is_over() -> None:
    assert group([_job(JobKind.AUDIT, JobState.RUNNING, done=1, total=2)]).done == 950


def test_several_documents_have_one_progress_and_the_worst_news_first() -> None:
    jobs = [
        _job(JobKind.PARSE, JobState.FAILED, "a"),
        _job(JobKind.PARSE, JobState.RUNNING, "b", done=9, total=9),
        _job(JobKind.EXPORT, JobState.FAILED, "b"),
    ]
    together = group(jobs)
    assert (together.done, together.state, together.settled) == (350, JobState.RUNNING, False)
    assert [job.document for job in together.failed] == ["a"]
    assert group([jobs[0]]).state is JobState.FAILED


def test_the_newest_try_of_a_stage_counts() -> None:
    jobs = [_job(JobKind.PARSE, JobState.FAILED), _job(JobKind.PARSE, JobState.DONE, after=5)]
    assert group(jobs).failed == ()
    assert group([]).done == 0


def test_a_silent_progress_listens_to_nothing() -> None:
    silent(1, 2, "pages")
    assert {kind for kind in JobKind if kind.periodic} & set(CHAIN) == set()


def test_work_that_nobody_stops_goes_on_and_heeded_work_ends() -> None:
    heeding(never)(1, 2, "pages")
    with pytest.raises(Cancelled):
        heeding(lambda: True)(1, 2, "pages")
