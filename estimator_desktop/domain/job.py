"""A unit of background work the user can see, and how work reports progress and is stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class JobState(StrEnum):
    """Where a job is.  `interrupted` goes back to `queued` when the worker reconciles."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


class JobKind(StrEnum):
    """The named tasks."""

    PARSE = "parse_pdf"
    EXTRACT = "extract_positions"
    ENRICH = "enrich_batch"
    AUDIT = "audit_project"
    EXPORT = "export_project"


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the jobs table: the truth about a piece of work.  Times are UTC-aware.

    `subject` is what the user calls it (a file name).

    `done` of `total` is progress in the unit that `message` (a code) names.  A failed job carries
    `error_code`, `error_params` and `error_detail` (technical, to copy).
    """

    id: str
    kind: JobKind
    state: JobState
    project: str
    document: str
    created: datetime
    subject: str = ""
    done: int = 0
    total: int = 0
    message: str = ""
    attempt: int = 0
    started: datetime | None = None
    finished: datetime | None = None
    retry_at: datetime | None = None
    cancel_requested: bool = False
    error_code: str = ""
    error_params: tuple[tuple[str, str], ...] = ()
    error_detail: str = ""

    @property
    def settled(self) -> bool:
        """Whether nothing more will happen to the job by itself."""
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}


class Progress(Protocol):
    """Called by long work now and then.  May raise `Cancelled`; the work then stops and leaves nothing behind."""

    def __call__(self, done: int, total: int, message: str) -> None:
        """`done` of `total` in the unit that `message` (a code such as `pages`) names."""


class Cancelled(Exception):
    """The user asked the work to stop."""


def silent(done: int, total: int, message: str) -> None:
    """A progress receiver that listens to nothing."""
