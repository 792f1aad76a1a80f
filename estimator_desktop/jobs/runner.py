"""Run one job from claim to end: lease, heartbeat, the stage, its saving, what follows."""

from __future__ import annotations

import logging
import random
import threading
import time
import traceback
from collections.abc import Callable, Sequence

from estimator_desktop import pipeline
from estimator_desktop.domain.job import Cancelled, Job, JobKind
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.reader_process import ReaderProcess
from estimator_desktop.storage.jobs import NewJob
from estimator_desktop.storage.store import Store

LEASE = 30.0
"""Seconds a claim holds without a heartbeat."""
_ATTEMPTS = 4
_log = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Another worker has the job; this one's work is thrown away."""


class Runner:
    """Runs jobs for one worker.  `send` hands the following job to the queue; `stopping` is set when going home."""

    def __init__(self, store: Store, owner: str, reader: ReaderProcess, send: Callable[[JobKind, str], None]) -> None:
        self._store = store
        self._owner = owner
        self._reader = reader
        self._send = send
        self.stopping = threading.Event()

    def run(self, identity: str) -> None:
        """Run a job if it is still to be run.  Every outcome is written to the jobs table."""
        job = self._store.jobs.claim(identity, self._owner, LEASE)
        if job is None:
            return
        _log.info("job %s %s started, attempt %d", job.id, job.kind.value, job.attempt)
        beat = _Heartbeat(self._store, identity, self._owner)
        beat.start()
        try:
            following = self._stage(job, beat)
        except Cancelled:
            if self.stopping.is_set() and not beat.cancelled:
                self._store.jobs.release(identity, self._owner)
            else:
                self._store.jobs.end_cancelled(identity, self._owner)
        except LeaseLost:
            _log.warning("job %s is no longer ours", identity)
        except UserError as error:
            self._failed(job, error)
        except Exception:  # noqa: BLE001 - a bug in a stage must fail its job with a report, not kill the worker
            _log.exception("job %s failed", identity)
            self._store.jobs.fail(identity, self._owner, "bug", {"file": job.subject}, traceback.format_exc())
        else:
            for new in following:
                created = self._store.jobs.get(new)
                if created is not None:
                    self._send(created.kind, new)
        finally:
            beat.stop()

    def _failed(self, job: Job, error: UserError) -> None:
        if error.transient and job.attempt < _ATTEMPTS:
            pause = 2.0**job.attempt * random.uniform(0.75, 1.25)  # noqa: S311 - jitter, not a secret
            self._store.jobs.retry_later(job.id, self._owner, pause, error.code, error.detail)
            return
        _log.info("job %s failed: %s", job.id, error.code)
        self._store.jobs.fail(job.id, self._owner, error.code, error.params, error.detail)

    def _stage(self, job: Job, beat: _Heartbeat) -> Sequence[str]:
        """Do the job's work and finish it in one transaction; the ids of the jobs that follow."""
        payload = self._store.jobs.payload(job.id)
        report = _Report(self._store, job.id, self._owner, beat)
        if job.kind is JobKind.PARSE:
            source = self._store.files.path(payload["sha256"])
            target = pipeline.spool_path(self._store, job.document)

            def stop() -> bool:
                return beat.cancelled or self.stopping.is_set()

            self._reader.read(source, target, payload["name"], report, stop)
            return self._finish(job, (NewJob(JobKind.EXTRACT, job.subject, "", job.document, payload),))
        if job.kind is JobKind.EXTRACT:
            with self._store.transaction():
                self._check(job, beat)
                _project, following = pipeline.extract(self._store, job.document, payload)
                created = self._finish(job, following)
            pipeline.drop_spool(self._store, job.document)
            return created
        if job.kind is JobKind.AUDIT:
            audit = pipeline.audit(self._store, job.document, report)
            with self._store.transaction():
                self._check(job, beat)
                self._store.bills.save_audit(job.document, audit)
                return self._finish(job, ())
        if job.kind is JobKind.EXPORT:
            pipeline.export_as_asked(self._store, job.document, payload)
            return self._finish(job, ())
        raise UserError("unknown_job", file=job.subject)

    def _check(self, job: Job, beat: _Heartbeat) -> None:
        """Inside the saving transaction: the job must still be ours and wanted."""
        if beat.cancelled:
            raise Cancelled
        if not self._store.jobs.owns(job.id, self._owner):
            current = self._store.jobs.get(job.id)
            if current is not None and current.cancel_requested:
                raise Cancelled
            raise LeaseLost

    def _finish(self, job: Job, following: Sequence[NewJob]) -> Sequence[str]:
        created = self._store.jobs.finish(job.id, self._owner, following)
        if created is None:
            raise LeaseLost
        return created


class _Heartbeat(threading.Thread):
    """Lengthens the lease and notices a wish to cancel."""

    def __init__(self, store: Store, identity: str, owner: str) -> None:
        super().__init__(name=f"heartbeat-{identity[:8]}", daemon=True)
        self._store = store
        self._identity = identity
        self._owner = owner
        self._done = threading.Event()
        self.cancelled = False

    def run(self) -> None:
        due = 0.0
        while not self._done.wait(0.2):
            job = self._store.jobs.get(self._identity)
            if job is None or job.cancel_requested:
                self.cancelled = True
            if time.monotonic() >= due:
                due = time.monotonic() + LEASE / 3
                if not self._store.jobs.heartbeat(self._identity, self._owner, LEASE):
                    self.cancelled = True

    def stop(self) -> None:
        self._done.set()
        self.join(timeout=5)


class _Report:
    """Progress to the jobs table, at most five times a second; stops the work when it was cancelled."""

    def __init__(self, store: Store, identity: str, owner: str, beat: _Heartbeat) -> None:
        self._store = store
        self._identity = identity
        self._owner = owner
        self._beat = beat
        self._last = 0.0

    def __call__(self, done: int, total: int, message: str) -> None:
        if self._beat.cancelled:
            raise Cancelled
        at = time.monotonic()
        if done >= total or at - self._last >= 0.2:
            self._last = at
            self._store.jobs.progress(self._identity, self._owner, done, total, message)
