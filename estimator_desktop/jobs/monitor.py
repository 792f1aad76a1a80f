"""What can be asked about jobs and said to them; the same for window, command line and tests."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from estimator_desktop.domain.job import Job, JobState
from estimator_desktop.jobs.queue import Queue
from estimator_desktop.storage.jobs import JobEvent
from estimator_desktop.storage.store import Store


class JobMonitor:
    """Looks at jobs and steers them."""

    def __init__(self, store: Store, queue: Queue) -> None:
        self._store = store
        self._queue = queue

    def status(self, identity: str) -> Job | None:
        """One job; None where there is none of that id."""
        return self._store.jobs.get(identity)

    def listed(self, project: str | None = None) -> tuple[Job, ...]:
        """Jobs, newest first; of one project or of all."""
        return self._store.jobs.listed(project=project)

    def history(self, identity: str) -> tuple[JobEvent, ...]:
        """A job's events, oldest first."""
        return self._store.jobs.events(identity)

    def cancel(self, identity: str) -> JobState | None:
        """Ask a job to stop; its state right after; None: unknown."""
        return self._store.jobs.cancel(identity)

    def cancel_project(self, project: str) -> int:
        """Ask all of a project's unsettled jobs to stop; how many were asked."""
        jobs = [job for job in self.listed(project) if not job.settled]
        for job in jobs:
            self.cancel(job.id)
        return len(jobs)

    def retry(self, identity: str) -> bool:
        """Queue a failed or cancelled job again; whether it was one."""
        return self._queue.retry(identity)

    def chain(self, document: str) -> tuple[Job, ...]:
        """All jobs of a document, oldest first."""
        return tuple(job for job in reversed(self._store.jobs.listed(limit=10_000)) if job.document == document)

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
