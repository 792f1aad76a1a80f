"""What can be asked about jobs and said to them; the same for window, command line and tests."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from estimator_desktop.domain.job import Group, Job, JobKind, JobState, group
from estimator_desktop.jobs.queue import Queue
from estimator_desktop.storage.jobs import ItemFailure, JobEvent
from estimator_desktop.storage.store import Store

_ALL = 100_000


class JobMonitor:
    """Looks at jobs and steers them."""

    def __init__(self, store: Store, queue: Queue) -> None:
        self._store = store
        self._queue = queue

    def status(self, identity: str) -> Job | None:
        """One job; None where there is none of that id."""
        return self._store.jobs.get(identity)

    def listed(self, project: str | None = None, *, periodic: bool = False) -> tuple[Job, ...]:
        """Jobs, newest first; of one project or of all; the program's own periodic ones only when asked for."""
        return self._store.jobs.listed(project=project, periodic=periodic)

    def audit_waits(self, document: str) -> bool:
        """Whether a document is going to be judged by an audit that has not begun."""
        return any(
            job.document == document and job.kind is JobKind.AUDIT and job.state is JobState.QUEUED
            for job in self._store.jobs.unsettled()
        )

    def project(self, project: str) -> Group:
        """A project's jobs together: one progress, one state, what failed."""
        return group(self._store.jobs.listed(project=project, limit=_ALL))

    def document(self, document: str) -> Group:
        """A document's chain of jobs together."""
        return group(self._store.jobs.listed(document=document, limit=_ALL))

    def history(self, identity: str) -> tuple[JobEvent, ...]:
        """A job's events, oldest first."""
        return self._store.jobs.events(identity)

    def failures(self, identity: str) -> tuple[ItemFailure, ...]:
        """The items of a batch that failed."""
        return self._store.jobs.batch(identity)[1]

    def cancel(self, identity: str) -> JobState | None:
        """Ask a job to stop; its state right after; None: unknown."""
        return self._store.jobs.cancel(identity)

    def cancel_project(self, project: str) -> int:
        """Ask all of a project's unsettled jobs to stop; how many were asked."""
        return self._store.jobs.cancel_all(project=project)

    def cancel_document(self, document: str) -> int:
        """Ask all unsettled jobs of a document to stop; how many were asked."""
        return self._store.jobs.cancel_all(document=document)

    def retry(self, identity: str) -> bool:
        """Queue a failed or cancelled job again; whether it was one.  A batch redoes only what failed."""
        return self._queue.retry(identity)

    def retry_failed(self, project: str) -> int:
        """Queue what failed in a project again, and only that; how many jobs."""
        return sum(self.retry(job.id) for job in self.project(project).failed)

    def chain(self, document: str) -> tuple[Job, ...]:
        """All jobs of a document, oldest first."""
        return tuple(reversed(self._store.jobs.listed(document=document, limit=_ALL)))

    def wait(self, documents: Iterable[str], tick: Callable[[], None], seconds: float) -> bool:
        """Wait until nothing is queued or running for the documents; whether that came within `seconds`.

        `tick` is called on every look (the supervisor's, for one).
        """
        pending = set(documents)
        deadline = time.monotonic() + seconds
        while pending:
            tick()
            pending = {name for name in pending if any(not job.settled for job in self.chain(name))}
            if time.monotonic() > deadline:
                return not pending
            if pending:
                time.sleep(0.02)
        return True
