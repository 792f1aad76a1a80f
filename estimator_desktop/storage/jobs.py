"""The jobs table: the truth about background work.  Huey only carries ids and wakes the worker."""

from __future__ import annotations

import json
import sqlite3
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from estimator_desktop.domain.job import Job, JobKind, JobState
from estimator_desktop.storage.connection import Connections, now

_COLUMNS = (
    "id, kind, state, project, document, subject, payload, created, started, finished, retry_at, done, total, message,"
    " attempt, cancel_requested, error_code, error_params, error_detail"
)
LIVE = (JobState.QUEUED, JobState.RUNNING, JobState.INTERRUPTED)


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to be queued.  `payload` holds ids and options only; `subject` is what the user calls it."""

    kind: JobKind
    subject: str
    project: str = ""
    document: str = ""
    payload: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class JobEvent:
    """One line of a job's history."""

    job: str
    event: str
    at: datetime
    detail: str


class Jobs:
    """Every transition of a job is one method here, and one transaction."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, job: NewJob) -> str:
        """Queue a job; its id.  Joins the transaction that is open on this thread."""
        identity = uuid.uuid4().hex
        with self._connections.transaction() as connection:
            connection.execute(
                "insert into jobs (id, kind, state, project, document, subject, payload, created)"
                " values (?, ?, 'queued', ?, ?, ?, ?, ?)",
                (
                    identity,
                    job.kind.value,
                    job.project,
                    job.document,
                    job.subject,
                    json.dumps(dict(job.payload or {}), sort_keys=True),
                    now(),
                ),
            )
            _event(connection, identity, "enqueued")
        return identity

    def claim(self, identity: str, owner: str, lease: float) -> Job | None:
        """Take a queued job for `owner` for `lease` seconds; None where it is not (or no longer) to be run."""
        with self._connections.transaction() as connection:
            row = connection.execute(
                "update jobs set state = 'running', owner = ?, lease_until = ?, started = ?, attempt = attempt + 1,"
                " retry_at = null, done = 0, total = 0, message = '', error_code = '', error_params = '{}',"
                " error_detail = ''"
                " where id = ? and state = 'queued' and cancel_requested = 0 and (retry_at is null or retry_at <= ?)"
                f" returning {_COLUMNS}",
                (owner, time.time() + lease, now(), identity, now()),
            ).fetchone()
            if row is None:
                return None
            _event(connection, identity, "started")
        return _job(row)

    def heartbeat(self, identity: str, owner: str, lease: float) -> bool:
        """Lengthen the lease; whether the job still runs for `owner` and nobody asked to cancel it."""
        with self._connections.transaction() as connection:
            row = connection.execute(
                "update jobs set lease_until = ? where id = ? and owner = ? and state = 'running'"
                " returning cancel_requested",
                (time.time() + lease, identity, owner),
            ).fetchone()
        return row is not None and not row[0]

    def progress(self, identity: str, owner: str, done: int, total: int, message: str) -> None:
        """Say how far a running job is."""
        with self._connections.transaction() as connection:
            connection.execute(
                "update jobs set done = ?, total = ?, message = ? where id = ? and owner = ? and state = 'running'",
                (done, total, message, identity, owner),
            )

    def owns(self, identity: str, owner: str) -> bool:
        """Whether the job still runs for `owner`, uncancelled.  Asked inside the transaction that saves its work."""
        row = (
            self._connections.get()
            .execute(
                "select 1 from jobs where id = ? and owner = ? and state = 'running' and cancel_requested = 0",
                (identity, owner),
            )
            .fetchone()
        )
        return row is not None

    def finish(self, identity: str, owner: str, following: Sequence[NewJob] = ()) -> tuple[str, ...] | None:
        """Mark done and queue what follows, together; the new ids.  None where the job is no longer the owner's."""
        with self._connections.transaction() as connection:
            changed = connection.execute(
                "update jobs set state = 'done', finished = ?, owner = null, lease_until = null, done = total"
                " where id = ? and owner = ? and state = 'running'",
                (now(), identity, owner),
            ).rowcount
            if not changed:
                return None
            _event(connection, identity, "done")
            return tuple(self.add(job) for job in following)

    def fail(self, identity: str, owner: str, code: str, params: Mapping[str, str], detail: str) -> bool:
        """Mark failed with its reason; whether it still was the owner's."""
        return self._end(
            identity, owner, "failed", code=code, params=json.dumps(dict(params), ensure_ascii=False), detail=detail
        )

    def end_cancelled(self, identity: str, owner: str) -> bool:
        """Mark a running job cancelled; whether it still was the owner's."""
        return self._end(identity, owner, "cancelled")

    def _end(
        self, identity: str, owner: str, state: str, *, code: str = "", params: str = "{}", detail: str = ""
    ) -> bool:
        with self._connections.transaction() as connection:
            changed = connection.execute(
                "update jobs set state = ?, finished = ?, owner = null, lease_until = null, error_code = ?,"
                " error_params = ?, error_detail = ? where id = ? and owner = ? and state = 'running'",
                (state, now(), code, params, detail, identity, owner),
            ).rowcount
            if changed:
                _event(connection, identity, state, code)
        return bool(changed)

    def retry_later(self, identity: str, owner: str, seconds: float, code: str, detail: str) -> bool:
        """Put a running job back in the queue, not to be taken before `seconds` have passed."""
        at = (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()
        with self._connections.transaction() as connection:
            changed = connection.execute(
                "update jobs set state = 'queued', retry_at = ?, owner = null, lease_until = null, error_code = ?,"
                " error_detail = ? where id = ? and owner = ? and state = 'running'",
                (at, code, detail, identity, owner),
            ).rowcount
            if changed:
                _event(connection, identity, "retried", code)
        return bool(changed)

    def release(self, identity: str, owner: str) -> None:
        """Hand a running job back unharmed (the worker is going home)."""
        with self._connections.transaction() as connection:
            changed = connection.execute(
                "update jobs set state = 'queued', owner = null, lease_until = null, attempt = attempt - 1"
                " where id = ? and owner = ? and state = 'running'",
                (identity, owner),
            ).rowcount
            if changed:
                _event(connection, identity, "interrupted")

    def reconcile(self, owner: str, *, starting: bool) -> tuple[str, ...]:
        """Queue again what another worker left running; the ids of all jobs that are ready to run.

        Only one worker lives in a data folder, so at its start every running job is somebody's who is gone.  Later only
        expired leases count, and never the worker's own (a laptop that slept has old leases, not dead jobs).
        """
        with self._connections.transaction() as connection:
            condition = "" if starting else " and lease_until < :now"
            rows = connection.execute(
                "select id, cancel_requested from jobs where state = 'running' and (owner is null or owner != :owner)"
                + condition,
                {"owner": owner, "now": time.time()},
            ).fetchall()
            for identity, cancelled in rows:
                state = "cancelled" if cancelled else "queued"
                connection.execute(
                    "update jobs set state = ?, owner = null, lease_until = null,"
                    " finished = case when ? = 'cancelled' then ? else finished end where id = ?",
                    (state, state, now(), identity),
                )
                _event(connection, identity, "cancelled" if cancelled else "recovered")
            ready = connection.execute(
                "select id from jobs where state = 'queued' and (retry_at is null or retry_at <= ?)"
                " order by created, id",
                (now(),),
            ).fetchall()
        return tuple(identity for (identity,) in ready)

    def cancel(self, identity: str) -> JobState | None:
        """Ask a job to stop: a queued one is cancelled at once, a running one by its worker.

        Its state right after; None: unknown.
        """
        with self._connections.transaction() as connection:
            row = connection.execute("select state from jobs where id = ?", (identity,)).fetchone()
            if row is None:
                return None
            state = JobState(row[0])
            if state in {JobState.QUEUED, JobState.INTERRUPTED}:
                connection.execute(
                    "update jobs set state = 'cancelled', finished = ?, cancel_requested = 1 where id = ?",
                    (now(), identity),
                )
                _event(connection, identity, "cancelled")
                return JobState.CANCELLED
            if state is JobState.RUNNING:
                connection.execute("update jobs set cancel_requested = 1 where id = ?", (identity,))
            return state

    def retry(self, identity: str) -> bool:
        """Queue a failed or cancelled job again; whether it was one."""
        with self._connections.transaction() as connection:
            changed = connection.execute(
                "update jobs set state = 'queued', finished = null, retry_at = null, cancel_requested = 0, attempt = 0"
                " where id = ? and state in ('failed', 'cancelled')",
                (identity,),
            ).rowcount
            if changed:
                _event(connection, identity, "retried", "by hand")
        return bool(changed)

    def get(self, identity: str) -> Job | None:
        """One job; None where there is none of that id."""
        row = self._connections.get().execute(f"select {_COLUMNS} from jobs where id = ?", (identity,)).fetchone()
        return None if row is None else _job(row)

    def listed(self, *, project: str | None = None, limit: int = 200) -> tuple[Job, ...]:
        """Jobs, newest first."""
        condition = "" if project is None else "where project = :project"
        rows = self._connections.get().execute(
            f"select {_COLUMNS} from jobs {condition} order by created desc, rowid desc limit :limit",
            {"project": project, "limit": limit},
        )
        return tuple(map(_job, rows))

    def unsettled(self) -> tuple[Job, ...]:
        """The jobs that are queued or running, oldest first."""
        rows = self._connections.get().execute(
            f"select {_COLUMNS} from jobs where state in ('queued', 'running', 'interrupted') order by rowid"
        )
        return tuple(map(_job, rows))

    def payload(self, identity: str) -> Mapping[str, str]:
        """What the job was queued with; empty for an unknown id."""
        row = self._connections.get().execute("select payload from jobs where id = ?", (identity,)).fetchone()
        return {} if row is None else json.loads(row[0])

    def events(self, identity: str) -> tuple[JobEvent, ...]:
        """The job's history, oldest first."""
        rows = self._connections.get().execute(
            "select job, event, at, detail from job_events where job = ? order by id", (identity,)
        )
        return tuple(JobEvent(job, event, datetime.fromisoformat(at), detail) for job, event, at, detail in rows)


def _event(connection: sqlite3.Connection, identity: str, event: str, detail: str = "") -> None:
    connection.execute(
        "insert into job_events (job, event, at, detail) values (?, ?, ?, ?)", (identity, event, now(), detail)
    )


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _job(row: Sequence[object]) -> Job:
    (
        identity, kind, state, project, document, subject, _payload, created, started, finished, retry_at, done, total,
        message, attempt, cancel, code, params, detail,
    ) = row  # fmt: skip
    return Job(
        str(identity),
        JobKind(str(kind)),
        JobState(str(state)),
        str(project),
        str(document),
        datetime.fromisoformat(str(created)),
        subject=str(subject),
        done=int(str(done)),
        total=int(str(total)),
        message=str(message),
        attempt=int(str(attempt)),
        started=_time(None if started is None else str(started)),
        finished=_time(None if finished is None else str(finished)),
        retry_at=_time(None if retry_at is None else str(retry_at)),
        cancel_requested=bool(cancel),
        error_code=str(code),
        error_params=tuple(json.loads(str(params)).items()),
        error_detail=str(detail),
    )
