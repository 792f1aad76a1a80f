"""Jobs that somebody in the window waits for: what is told when they end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from estimator_desktop.domain.job import Job, JobKind, JobState


class Following:
    """Follows jobs from look to look.

    `failed` is told a job that ended badly, `audited` a document that is ready, `exported` the job of an export.
    """

    def __init__(
        self, failed: Callable[[Job], object], audited: Callable[[str], object], exported: Callable[[Job], object]
    ) -> None:
        self._failed = failed
        self._audited = audited
        self._exported = exported
        self._watched: set[str] = set()
        self._expected: set[str] = set()
        self._done: dict[str, datetime] = {}
        """When the last job was made that is done for a document that is expected."""
        self._again: set[str] = set()

    def watch(self, jobs: Iterable[str]) -> None:
        """Tell how these jobs end."""
        self._watched.update(jobs)

    def expect(self, document: str) -> None:
        """Tell when a document is ready, whatever jobs it takes."""
        self._expected.add(document)

    def watch_again(self, job: str) -> None:
        """Tell when a job fails; a document that is matched again is shown anew when its audit is done."""
        self._again.add(job)

    @property
    def again(self) -> bool:
        """Whether something that was asked for again is under way."""
        return bool(self._again)

    def look(self, listed: Sequence[Job]) -> None:
        """See what ended, newest jobs first."""
        self._settle(listed)
        self._settle_again(listed)

    def _settle(self, listed: Sequence[Job]) -> None:
        """Tell of watched jobs that ended, and of those that followed them, however soon they ended too."""
        for job in reversed(listed):
            expected = job.document in self._expected
            if expected and not job.settled:
                self._watched.add(job.id)
            if not job.settled or not (job.id in self._watched or (expected and self._follows(job))):
                continue
            self._watched.discard(job.id)
            if job.state is JobState.FAILED:
                self._expect_no_more(job.document)
                self._failed(job)
            elif job.state is JobState.CANCELLED:
                self._expect_no_more(job.document)
            elif job.kind is JobKind.AUDIT:
                self._expect_no_more(job.document)
                self._audited(job.document)
            elif job.kind is JobKind.EXPORT:
                self._exported(job)
            elif expected:
                self._done[job.document] = job.created

    def _follows(self, job: Job) -> bool:
        """Whether an expected document's job comes after one that was watched and is done."""
        done = self._done.get(job.document)
        return job.kind is JobKind.AUDIT or (done is not None and job.created > done)

    def _expect_no_more(self, document: str) -> None:
        self._expected.discard(document)
        self._done.pop(document, None)

    def _settle_again(self, listed: Sequence[Job]) -> None:
        """Follow what was asked for again: from matching to the audit behind it."""
        for job in [job for job in listed if job.id in self._again and job.settled]:
            self._again.discard(job.id)
            if job.state is JobState.FAILED:
                self._failed(job)
            if job.kind is JobKind.AUDIT:
                if job.state is JobState.DONE:
                    self._audited(job.document)
            elif job.document:
                behind = [one for one in listed if one.document == job.document and one.kind is JobKind.AUDIT]
                self._again.update(one.id for one in behind if one.created >= job.created)
        if any(job.id in self._again and job.settled for job in listed):
            self._settle_again(listed)
