"""Run one job from claim to end: signs of life, the stage, its saving, what follows, and every way to end badly."""

from __future__ import annotations

import logging
import random
import threading
import time
import traceback
from collections.abc import Callable, Sequence

from estimator_desktop.domain.job import MAX_ATTEMPTS, Cancelled, Job, JobKind
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.stages import Stages
from estimator_desktop.storage.jobs import LONGEST_PAUSE, NewJob
from estimator_desktop.storage.rescue import suspect
from estimator_desktop.storage.store import Store
from estimator_desktop.storage.trouble import as_user_error

LEASE = 30.0
"""Seconds without a sign of life after which a job counts as abandoned."""
_LOOK = 0.2
_log = logging.getLogger(__name__)
Outcome = Callable[[], object]


class LeaseLost(Exception):
    """Another worker has the job; this one's work is thrown away."""


class Runner:
    """Runs jobs for one worker.  `send` hands the following job to the queue; `stopping` is set when going home."""

    def __init__(self, store: Store, owner: str, stages: Stages, send: Callable[[JobKind, str], None]) -> None:
        self._store = store
        self._owner = owner
        self._stages = stages
        self._send = send
        self._unsaid: list[Outcome] = []
        self._lock = threading.Lock()
        self.stopping = threading.Event()

    def run(self, identity: str) -> None:
        """Run a job if it is still to be run.  Every outcome is written to the jobs table."""
        if self.stopping.is_set():
            return
        job = self._store.jobs.claim(identity, self._owner)
        if job is None:
            return
        _log.info("job %s %s started, attempt %d", job.id, job.kind.value, job.attempt)
        beat = _Heartbeat(self._store, identity, self._owner)
        beat.start()
        try:
            following = self._stages.run(_At(self._store, self._owner, job, beat, self.stopping))
        except Cancelled:
            if self.stopping.is_set() and not beat.cancelled:
                self._say(lambda: self._store.jobs.release(identity, self._owner))
            else:
                self._say(lambda: self._store.jobs.end_cancelled(identity, self._owner))
        except LeaseLost:
            _log.warning("job %s is no longer ours", identity)
        except Exception as error:  # noqa: BLE001 - a bug in a stage must fail its job with a report, not kill the worker
            self._failed(job, error)
        else:
            for new in following:
                created = self._store.jobs.get(new)
                if created is not None:
                    self._send(created.kind, new)
        finally:
            beat.stop()

    def _failed(self, job: Job, error: Exception) -> None:
        trouble = as_user_error(error, str(self._store.paths.database))
        if trouble is None:
            _log.error("job %s failed", job.id, exc_info=error)
            trouble = UserError("bug", file=job.subject, detail="".join(traceback.format_exception(error)))
        if trouble.code == "database_corrupt":
            suspect(self._store.paths.database)
        if trouble.transient and job.attempt < MAX_ATTEMPTS:
            pause = pause_before(job.attempt)
            self._say(
                lambda: (
                    self._store.jobs.retry_later(job.id, self._owner, pause, trouble.code, trouble.detail)
                    or self._store.jobs.end_cancelled(job.id, self._owner)
                )
            )
            return
        _log.info("job %s failed: %s", job.id, trouble.code)
        self._say(lambda: self._store.jobs.fail(job.id, self._owner, trouble.code, trouble.params, trouble.detail))

    def _say(self, outcome: Outcome) -> None:
        """Write how a job ended; where that cannot be written now (disk full, database locked), later."""
        try:
            outcome()
        except Exception:  # noqa: BLE001 - see the log
            _log.exception("an outcome could not be written yet")
            with self._lock:
                self._unsaid.append(outcome)

    def say_unsaid(self) -> None:
        """Write what could not be written when it happened.  Raises where it still cannot be."""
        while self._unsaid:
            self._unsaid[0]()
            with self._lock:
                self._unsaid.pop(0)


def pause_before(attempt: int) -> float:
    """Seconds before the try after the `attempt`-th: 2, 4, 8, each a quarter more or less so that tries spread."""
    return min(2.0**attempt * random.uniform(0.75, 1.25), LONGEST_PAUSE)  # noqa: S311 - jitter, not a secret


class _Heartbeat(threading.Thread):
    """Gives signs of life and notices a wish to cancel."""

    def __init__(self, store: Store, identity: str, owner: str) -> None:
        super().__init__(name=f"heartbeat-{identity[:8]}", daemon=True)
        self._store = store
        self._identity = identity
        self._owner = owner
        self._done = threading.Event()
        self.cancelled = False

    def run(self) -> None:
        due = time.monotonic() + LEASE / 3
        while not self._done.wait(_LOOK):
            try:
                if time.monotonic() >= due:
                    due = time.monotonic() + LEASE / 3
                    wanted = self._store.jobs.heartbeat(self._identity, self._owner)
                else:
                    wanted = self._store.jobs.owns(self._identity, self._owner)
            except Exception:  # noqa: BLE001 - see the log
                _log.exception("no sign of life for job %s", self._identity)
                continue
            if not wanted:
                self.cancelled = True

    def stop(self) -> None:
        self._done.set()
        self.join(timeout=5)


class _At:
    """A job under way (`stages.Running`)."""

    def __init__(self, store: Store, owner: str, job: Job, beat: _Heartbeat, stopping: threading.Event) -> None:
        self._store = store
        self._owner = owner
        self._beat = beat
        self._stopping = stopping
        self.job = job
        self.report = _Report(store, job.id, owner, self.stop)

    def stop(self) -> bool:
        return self._beat.cancelled or self._stopping.is_set()

    def check(self) -> None:
        if self._beat.cancelled:
            raise Cancelled
        if not self._store.jobs.owns(self.job.id, self._owner):
            self._lost()

    def _lost(self) -> None:
        current = self._store.jobs.get(self.job.id)
        if current is not None and current.cancel_requested:
            self._beat.cancelled = True
            raise Cancelled
        raise LeaseLost

    def finish(self, following: Sequence[NewJob] = ()) -> Sequence[str]:
        created = self._store.jobs.finish(self.job.id, self._owner, following)
        if created is None:
            self._lost()
        return created or ()

    def fail(self, error: UserError, following: Sequence[NewJob] = ()) -> Sequence[str]:
        created = self._store.jobs.fail(self.job.id, self._owner, error.code, error.params, error.detail, following)
        if created is None:
            self._lost()
        return created or ()


class _Report:
    """Progress to the jobs table, at most five times a second, and at every quarter to the job's history.

    Stops the work when it was cancelled or the worker goes home.
    """

    def __init__(self, store: Store, identity: str, owner: str, stop: Callable[[], bool]) -> None:
        self._store = store
        self._identity = identity
        self._owner = owner
        self._stop = stop
        self._last = 0.0
        self._quarter = 0

    def __call__(self, done: int, total: int, message: str) -> None:
        if self._stop():
            raise Cancelled
        at = time.monotonic()
        quarter = 4 * done // total if total else 0
        if at - self._last < _LOOK and (done < total or not total):
            return
        self._last = at
        mark = quarter > self._quarter
        self._quarter = max(quarter, self._quarter)
        self._store.jobs.progress(self._identity, self._owner, done, total, message, mark=mark)
