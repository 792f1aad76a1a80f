"""What is told of jobs, whatever a look happens to see of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from estimator_desktop.domain.job import Job, JobKind, JobState
from estimator_desktop.ui.following import Following

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def chain(*states: JobState, document: str = "d") -> list[Job]:
    """A document's first jobs, newest first as they are listed."""
    kinds = (JobKind.PARSE, JobKind.EXTRACT, JobKind.ENRICH, JobKind.AUDIT)
    made = [
        Job(f"{document}{kind.value}", kind, state, "p", document, NOW + timedelta(seconds=number))
        for number, (kind, state) in enumerate(zip(kinds, states, strict=False))
    ]
    return made[::-1]


class Told:
    def __init__(self) -> None:
        self.failed: list[JobKind] = []
        self.audited: list[str] = []
        self.following = Following(lambda job: self.failed.append(job.kind), self.audited.append, lambda _job: None)


def test_a_stage_that_failed_before_it_was_seen_is_told_once() -> None:
    """A full disk ends the taking over within a moment: nobody sees it under way."""
    told = Told()
    told.following.watch(["dparse_pdf"])
    told.following.expect("d")
    told.following.look(chain(JobState.RUNNING))
    ended = chain(JobState.DONE, JobState.FAILED)
    told.following.look(ended)
    told.following.look(ended)
    assert told.failed == [JobKind.EXTRACT]
    assert told.audited == []


def test_all_stages_that_ended_between_two_looks_are_told() -> None:
    told = Told()
    told.following.watch(["dparse_pdf"])
    told.following.expect("d")
    told.following.look(chain(*[JobState.DONE] * 4))
    assert (told.failed, told.audited) == ([], ["d"])


def test_what_failed_before_is_not_told_again() -> None:
    told = Told()
    old = replace(chain(JobState.FAILED)[0], id="old", created=NOW - timedelta(days=1))
    told.following.watch(["dparse_pdf"])
    told.following.expect("d")
    told.following.look([*chain(JobState.DONE, JobState.RUNNING), old])
    assert told.failed == []
    told.following.look([*chain(JobState.DONE, JobState.CANCELLED), old])
    told.following.look([*chain(JobState.DONE, JobState.CANCELLED, JobState.FAILED), old])
    assert told.failed == []
