"""The jobs table: the truth about background work.  Huey only carries ids and wakes the worker.

Every transition is one method and one transaction, and asks in the same statement whether it is still allowed.  A
claim holds as long as its owner's sign of life (`beat`) changes; no clock is compared between processes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from estimator_desktop.domain.job import Job, JobKind, JobState
from estimator_desktop.storage.connection import Connections, now, stored
from estimator_desktop.storage.job_rows import COLUMNS, ItemFailure, JobEvent, NewJob, as_json, from_json, job_of

__all__ = ["LONGEST_PAUSE", "ItemFailure", "JobEvent", "Jobs", "NewJob"]

LONGEST_PAUSE = 60.0
"""Seconds.  A pause before a retry that lies further ahead was written by a clock that has been set back since."""
MAX_RECOVERED = 25
"""A job whose worker died this often is likely to be the reason.  Until then it waits behind untried ones."""
_PERIODIC = tuple(kind.value for kind in JobKind if kind.periodic)
_ORDINARY = "kind not in ({})".format(", ".join(f"'{kind}'" for kind in _PERIODIC))
_UNSETTLED = "state in ('queued', 'running', 'interrupted')"
_READY = "state = 'queued' and cancel_requested = 0 and (retry_at is null or retry_at <= :now or retry_at > :far)"


class Jobs:
    """Every transition of a job is one method here, and one transaction."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, job: NewJob) -> str:
        """Queue a job; its id.  Joins the transaction that is open on this thread."""
        import uuid  # noqa: PLC0415 - the first window makes none

        identity = uuid.uuid4().hex
        payload = as_json(job.payload or {})
        with self._connections.transaction() as connection:
            connection.execute(
                "insert into jobs (id, kind, state, project, document, subject, payload, created)"
                " values (?, ?, 'queued', ?, ?, ?, ?, ?)",
                (identity, job.kind.value, job.project, job.document, job.subject, payload, now()),
            )
            _event(connection, identity, "enqueued")
        return identity

    def claim(self, identity: str, owner: str) -> Job | None:
        """Take a queued job for `owner`; None where it is not (or no longer) to be run."""
        with self._connections.transaction() as connection:
            row = connection.execute(
                "update jobs set state = 'running', owner = :owner, beat = beat + 1, started = :now,"
                " attempt = attempt + 1, retry_at = null, done = 0, total = 0, message = '', error_code = '',"
                f" error_params = '{{}}', error_detail = '' where id = :id and {_READY} returning {COLUMNS}",
                {"owner": owner, "id": identity, **_clock()},
            ).fetchone()
            if row is None:
                return None
            _event(connection, identity, "started")
        return job_of(row)

    def heartbeat(self, identity: str, owner: str) -> bool:
        """Give a sign of life; whether the job still runs for `owner` and nobody asked to cancel it."""
        with self._connections.transaction() as connection:
            row = connection.execute(
                "update jobs set beat = beat + 1 where id = ? and owner = ? and state = 'running'"
                " returning cancel_requested",
                (identity, owner),
            ).fetchone()
        return row is not None and not row[0]

    def progress(self, identity: str, owner: str, done: int, total: int, message: str, *, mark: bool = False) -> None:
        """Say how far a running job is; `mark` also notes it in the job's history."""
        with self._connections.transaction() as connection:
            changed = connection.execute(
                "update jobs set done = ?, total = ?, message = ? where id = ? and owner = ? and state = 'running'",
                (done, total, message, identity, owner),
            ).rowcount
            if changed and mark:
                _event(connection, identity, "progress", f"{done}/{total} {message}".rstrip())

    def owns(self, identity: str, owner: str) -> bool:
        """Whether the job still runs for `owner`, uncancelled.  Asked inside the transaction that saves its work."""
        row = self._connections.get().execute(
            "select 1 from jobs where id = ? and owner = ? and state = 'running' and cancel_requested = 0",
            (identity, owner),
        )
        return row.fetchone() is not None

    def finish(self, identity: str, owner: str, following: Sequence[NewJob] = ()) -> tuple[str, ...] | None:
        """Mark done and queue what follows, together; the new ids.

        None where the job is no longer the owner's, or was asked to stop: nothing is written then.
        """
        with self._connections.transaction() as connection:
            changed = connection.execute(
                "update jobs set state = 'done', finished = ?, owner = null, done = total"
                " where id = ? and owner = ? and state = 'running' and cancel_requested = 0",
                (now(), identity, owner),
            ).rowcount
            if not changed:
                return None
            _event(connection, identity, "done")
            return tuple(self.add(job) for job in following)

    def fail(
        self,
        identity: str,
        owner: str,
        code: str,
        params: Mapping[str, str],
        detail: str,
        following: Sequence[NewJob] = (),
    ) -> tuple[str, ...] | None:
        """Mark failed with its reason, and queue what may follow all the same; None where it was not the owner's."""
        values = as_json(params)
        with self._connections.transaction() as connection:
            if not _end(connection, identity, owner, ("failed", code, values, detail)):
                return None
            return tuple(self.add(job) for job in following)

    def end_cancelled(self, identity: str, owner: str) -> bool:
        """Mark a running job cancelled; whether it still was the owner's."""
        with self._connections.transaction() as connection:
            return _end(connection, identity, owner, ("cancelled", "", "{}", ""))

    def retry_later(self, identity: str, owner: str, seconds: float, code: str, detail: str) -> bool:
        """Put a running job back in the queue, not to be taken before `seconds` have passed."""
        at = stored(datetime.now(UTC) + timedelta(seconds=seconds))
        with self._connections.transaction() as connection:
            changed = connection.execute(
                "update jobs set state = 'queued', retry_at = ?, owner = null, error_code = ?, error_detail = ?"
                " where id = ? and owner = ? and state = 'running' and cancel_requested = 0",
                (at, code, detail, identity, owner),
            ).rowcount
            if changed:
                _event(connection, identity, "retried", f"{code}, {seconds:.1f} s")
        return bool(changed)

    def release(self, identity: str, owner: str) -> None:
        """Hand a running job back unharmed (the worker is going home)."""
        with self._connections.transaction() as connection:
            changed = connection.execute(
                "update jobs set state = 'queued', owner = null, attempt = attempt - 1"
                " where id = ? and owner = ? and state = 'running'",
                (identity, owner),
            ).rowcount
            if changed:
                _event(connection, identity, "interrupted")

    def strangers(self, owner: str) -> tuple[tuple[str, str], ...]:
        """The running jobs of other owners, each with its sign of life."""
        rows = self._connections.get().execute(
            "select id, coalesce(owner, '') || ':' || beat from jobs"
            " where state = 'running' and (owner is null or owner != ?)",
            (owner,),
        )
        return tuple((str(identity), str(sign)) for identity, sign in rows)

    def recover(self, owner: str, identities: Sequence[str] | None = None) -> int:
        """Queue again what other owners left running: all of it (None), or the named jobs; how many.

        Only the one worker of a data folder may do that: at its start every running job is somebody's who is gone,
        later those whose sign of life does not change.  Cancelled ones end cancelled; one that took its worker down
        again and again ends failed.
        """
        with self._connections.transaction() as connection:
            rows = connection.execute(
                "select id, cancel_requested, recovered, subject from jobs"
                " where state = 'running' and (owner is null or owner != ?)",
                (owner,),
            ).fetchall()
            wanted = [row for row in rows if identities is None or row[0] in identities]
            for identity, cancelled, recovered, subject in wanted:
                _event(connection, identity, "interrupted", "worker gone")
                if cancelled or recovered + 1 >= MAX_RECOVERED:
                    state = "cancelled" if cancelled else "failed"
                    connection.execute(
                        "update jobs set state = ?, owner = null, finished = ?, error_code = ?, error_params = ?"
                        " where id = ?",
                        (
                            state,
                            now(),
                            "" if cancelled else "worker_died",
                            as_json({"file": subject}),
                            identity,
                        ),
                    )
                    _event(connection, identity, state)
                else:
                    connection.execute(
                        "update jobs set state = 'queued', owner = null, attempt = attempt - 1,"
                        " recovered = recovered + 1 where id = ?",
                        (identity,),
                    )
                    _event(connection, identity, "recovered")
        return len(wanted)

    def ready(self) -> tuple[tuple[str, JobKind], ...]:
        """The jobs that may run now, oldest first; those that lost a worker before come last."""
        rows = self._connections.get().execute(
            f"select id, kind from jobs where {_READY} order by recovered, created, rowid", _clock()
        )
        return tuple((str(identity), JobKind(kind)) for identity, kind in rows)

    def next_pause(self) -> float | None:
        """Seconds until the next job's pause is over; None where none waits."""
        row = (
            self._connections.get()
            .execute("select min(retry_at) from jobs where state = 'queued' and retry_at > ?", (now(),))
            .fetchone()
        )
        if row[0] is None:
            return None
        return max(0.0, (datetime.fromisoformat(row[0]) - datetime.now(UTC)).total_seconds())

    def cancel(self, identity: str) -> JobState | None:
        """Ask a job to stop: a queued one is cancelled at once, a running one by its worker.

        Its state right after; None: unknown.
        """
        with self._connections.transaction() as connection:
            row = connection.execute("select state from jobs where id = ?", (identity,)).fetchone()
            return None if row is None else _cancel(connection, identity, JobState(row[0]))

    def cancel_all(self, *, project: str | None = None, document: str | None = None) -> int:
        """Ask all unsettled jobs of a project or document to stop, in one go; how many were asked."""
        with self._connections.transaction() as connection:
            rows = connection.execute(
                f"select id, state from jobs where {_UNSETTLED} and {_ORDINARY}"
                " and (:project is null or project = :project) and (:document is null or document = :document)",
                {"project": project, "document": document},
            ).fetchall()
            for identity, state in rows:
                _cancel(connection, identity, JobState(state))
        return len(rows)

    def retry(self, identity: str, kind: JobKind) -> bool:
        """Queue a failed or cancelled job again, as the given kind (a stage may have to begin further back).

        Whether it was one.
        """
        with self._connections.transaction() as connection:
            changed = connection.execute(
                "update jobs set state = 'queued', kind = ?, finished = null, retry_at = null, cancel_requested = 0,"
                " attempt = 0, recovered = 0 where id = ? and state in ('failed', 'cancelled')",
                (kind.value, identity),
            ).rowcount
            if changed:
                _event(connection, identity, "retried", "by hand")
        return bool(changed)

    def adopt(self, document: str, project: str) -> None:
        """A document's jobs belong to a project from now on."""
        with self._connections.transaction() as connection:
            connection.execute("update jobs set project = ? where document = ?", (project, document))

    def note(self, identity: str, event: str, detail: str = "") -> None:
        """Add a line to a job's history; it decides nothing.  An unknown job is no matter."""
        with self._connections.transaction() as connection:
            if connection.execute("select 1 from jobs where id = ?", (identity,)).fetchone():
                _event(connection, identity, event, detail)

    # a batch: items in order, in chunks, each saved with how far it came

    def batch(self, identity: str) -> tuple[int, tuple[ItemFailure, ...]]:
        """How many items of a batch were worked on, and which of them failed."""
        connection = self._connections.get()
        row = connection.execute("select cursor from jobs where id = ?", (identity,)).fetchone()
        rows = connection.execute(
            "select item, code, params, detail from job_failures where job = ? order by item", (identity,)
        )
        failures = tuple(ItemFailure(item, code, from_json(params), detail) for item, code, params, detail in rows)
        return (0 if row is None else int(row[0])), failures

    def advance(self, identity: str, cursor: int, items: Sequence[int], failures: Sequence[ItemFailure]) -> None:
        """Note a finished chunk: `items` were worked on, some failed.  Joins the transaction that saves its result."""
        with self._connections.transaction() as connection:
            connection.execute("update jobs set cursor = ? where id = ?", (cursor, identity))
            connection.executemany(
                "delete from job_failures where job = ? and item = ?", ((identity, item) for item in items)
            )
            connection.executemany(
                "insert into job_failures (job, item, code, params, detail) values (?, ?, ?, ?, ?)",
                ((identity, item.item, item.code, as_json(item.params), item.detail) for item in failures),
            )

    # looking

    def get(self, identity: str) -> Job | None:
        """One job; None where there is none of that id."""
        row = self._connections.get().execute(f"select {COLUMNS} from jobs where id = ?", (identity,)).fetchone()
        return None if row is None else job_of(row)

    def listed(
        self, *, project: str | None = None, document: str | None = None, periodic: bool = False, limit: int = 200
    ) -> tuple[Job, ...]:
        """Jobs, newest first: all that are queued or running, and of the others the `limit` that ended last.

        The program's own periodic ones only when asked for.
        """
        wanted = (
            "(:project is null or project = :project) and (:document is null or document = :document)"
            f" and (:periodic or {_ORDINARY})"
        )
        rows = self._connections.get().execute(
            f"select {COLUMNS} from jobs where {wanted} and ({_UNSETTLED} or id in (select id from jobs where {wanted}"
            f" and not {_UNSETTLED} order by finished desc, rowid desc limit :limit))"
            " order by created desc, rowid desc",
            {"project": project, "document": document, "periodic": periodic, "limit": limit},
        )
        return tuple(map(job_of, rows))

    def unsettled(self, *, periodic: bool = False) -> tuple[Job, ...]:
        """The jobs that are queued or running, oldest first."""
        rows = self._connections.get().execute(
            f"select {COLUMNS} from jobs where {_UNSETTLED} and (:periodic or {_ORDINARY}) order by rowid",
            {"periodic": periodic},
        )
        return tuple(map(job_of, rows))

    def settled_of(self, kind: JobKind) -> tuple[str, ...]:
        """The ids of the jobs of one kind that are done, failed or cancelled, oldest first."""
        rows = self._connections.get().execute(
            f"select id from jobs where not {_UNSETTLED} and kind = ? order by rowid", (kind.value,)
        )
        return tuple(str(row[0]) for row in rows)

    def at_work_on(self, sha256: str) -> str:
        """The document whose unsettled job works on a file of that content; empty where there is none."""
        row = self._connections.get().execute(
            f"select document from jobs where {_UNSETTLED} and json_extract(payload, '$.sha256') = ?", (sha256,)
        )
        found = row.fetchone()
        return "" if found is None else str(found[0])

    def payload(self, identity: str) -> Mapping[str, str]:
        """What the job was queued with; empty for an unknown id."""
        row = self._connections.get().execute("select payload from jobs where id = ?", (identity,)).fetchone()
        return {} if row is None else from_json(row[0])

    def events(self, identity: str) -> tuple[JobEvent, ...]:
        """The job's history, oldest first."""
        rows = self._connections.get().execute(
            "select job, event, at, detail from job_events where job = ? order by id", (identity,)
        )
        return tuple(JobEvent(job, event, datetime.fromisoformat(at), detail) for job, event, at, detail in rows)

    def forget_settled(self, before: datetime) -> int:
        """Delete jobs that settled before a moment, with their history; how many.  What they made stays."""
        with self._connections.transaction() as connection:
            return connection.execute(
                f"delete from jobs where not {_UNSETTLED} and finished < ?", (stored(before),)
            ).rowcount


def _clock() -> dict[str, str]:
    return {"now": now(), "far": stored(datetime.now(UTC) + timedelta(seconds=LONGEST_PAUSE))}


def _end(connection: sqlite3.Connection, identity: str, owner: str, outcome: tuple[str, str, str, str]) -> bool:
    state, code, params, detail = outcome
    changed = connection.execute(
        "update jobs set state = ?, finished = ?, owner = null, error_code = ?, error_params = ?, error_detail = ?"
        " where id = ? and owner = ? and state = 'running'",
        (state, now(), code, params, detail, identity, owner),
    ).rowcount
    if changed:
        _event(connection, identity, state, code)
    return bool(changed)


def _cancel(connection: sqlite3.Connection, identity: str, state: JobState) -> JobState:
    if state in {JobState.QUEUED, JobState.INTERRUPTED}:
        connection.execute(
            "update jobs set state = 'cancelled', finished = ?, cancel_requested = 1 where id = ?", (now(), identity)
        )
        _event(connection, identity, "cancelled")
        return JobState.CANCELLED
    if state is JobState.RUNNING:
        connection.execute("update jobs set cancel_requested = 1 where id = ?", (identity,))
    return state


def _event(connection: sqlite3.Connection, identity: str, event: str, detail: str = "") -> None:
    connection.execute(
        "insert into job_events (job, event, at, detail) values (?, ?, ?, ?)", (identity, event, now(), detail)
    )
