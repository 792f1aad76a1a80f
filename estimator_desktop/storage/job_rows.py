"""Rows of the jobs table as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from estimator_desktop.domain.job import Job, JobKind, JobState

COLUMNS = (
    "id, kind, state, project, document, subject, created, started, finished, retry_at, done, total, message,"
    " attempt, recovered, cancel_requested, error_code, error_params, error_detail"
)


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


@dataclass(frozen=True, slots=True)
class ItemFailure:
    """One item of a batch (a position's index) that failed, and why."""

    item: int
    code: str
    params: Mapping[str, str]
    detail: str


def as_json(values: Mapping[str, str]) -> str:
    """Values as they are stored."""
    import json  # noqa: PLC0415 - the first window stores none

    return json.dumps(dict(values), ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> dict[str, str]:
    """Stored values; most jobs have none."""
    if text == "{}":
        return {}
    import json  # noqa: PLC0415 - see `as_json`

    values: dict[str, str] = json.loads(text)
    return values


def _time(text: object) -> datetime | None:
    return None if text is None else datetime.fromisoformat(str(text))


def job_of(row: Sequence[object]) -> Job:
    """A job from its COLUMNS."""
    (
        identity, kind, state, project, document, subject, created, started, finished, retry_at, done, total,
        message, attempt, recovered, cancel, code, params, detail,
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
        recovered=int(str(recovered)),
        started=_time(started),
        finished=_time(finished),
        retry_at=_time(retry_at),
        cancel_requested=bool(cancel),
        error_code=str(code),
        error_params=tuple(from_json(str(params)).items()),
        error_detail=str(detail),
    )
