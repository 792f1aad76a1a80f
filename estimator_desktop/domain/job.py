"""A unit of background work the user can see, and how work reports progress and is stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    ENRICH_POSITION = "enrich_position"
    AUDIT = "audit_project"
    AUDIT_POSITION = "audit_position"
    EXPORT = "export_project"
    CATALOGUE = "import_catalogue"
    OPINIONS = "ask_opinions"
    SUGGEST = "suggest_matches"
    REREAD = "read_doubtful_pages"
    CLAUDE_CHECK = "check_claude"
    MINERU_CHECK = "check_mineru"
    CLEANUP_RESULTS = "cleanup_old_results"
    KB_CACHE = "update_kb_cache"
    CLEANUP_PROJECTS = "cleanup_old_projects"
    HEALTH = "health_check"
    BACKUP = "backup_database"

    @property
    def periodic(self) -> bool:
        """Whether the program itself asks for it now and then; lists leave such jobs out unless asked."""
        return self in _PERIODIC


MAX_ATTEMPTS = 4
"""The first try and three more, for what may pass by itself."""
CHAIN = (JobKind.PARSE, JobKind.EXTRACT, JobKind.ENRICH, JobKind.AUDIT)
"""The stages of a dropped file, each a job of its own."""
_PERIODIC = frozenset({
    JobKind.CLEANUP_RESULTS, JobKind.KB_CACHE, JobKind.CLEANUP_PROJECTS, JobKind.HEALTH, JobKind.BACKUP,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the jobs table: the truth about a piece of work.  Times are UTC-aware.

    `subject` is what the user calls it (a file name).

    `done` of `total` is progress in the unit that `message` (a code) names.  `attempt` counts tries that ended by
    themselves, `recovered` those that ended with their worker.  A failed job carries `error_code`, `error_params` and
    `error_detail` (technical, to copy).
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
    recovered: int = 0
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


@dataclass(frozen=True, slots=True)
class Group:
    """The jobs of one document's chain, or of a whole project, with one progress: `done` thousandths of 1000."""

    jobs: tuple[Job, ...]
    done: int
    failed: tuple[Job, ...]
    state: JobState

    @property
    def settled(self) -> bool:
        """Whether nothing more will happen by itself."""
        return all(job.settled for job in self.jobs)


_SHARES = {JobKind.PARSE: 700, JobKind.EXTRACT: 50, JobKind.ENRICH: 150, JobKind.AUDIT: 100}
"""How much of a chain's time a stage is expected to take, in thousandths."""


def group(jobs: Sequence[Job]) -> Group:
    """Sum up jobs of one or several documents: the newest job of each stage of each document counts."""
    newest: dict[tuple[str, JobKind], Job] = {}
    for job in sorted(jobs, key=lambda item: item.created):
        if job.kind in _SHARES:
            newest[job.document, job.kind] = job
    documents = {document for document, _kind in newest}
    done = sum(_thousandths(document, newest) for document in documents) // max(1, len(documents))
    failed = tuple(job for job in newest.values() if job.state is JobState.FAILED)
    return Group(tuple(jobs), done, failed, _together(tuple(newest.values())))


def _thousandths(document: str, newest: dict[tuple[str, JobKind], Job]) -> int:
    """A stage that has a later stage behind it is over, even where its own row is gone."""
    last = max(CHAIN.index(kind) for known, kind in newest if known == document)
    job = newest[document, CHAIN[last]]
    done = sum(_SHARES[kind] for kind in CHAIN[:last])
    share = _SHARES[job.kind]
    if job.state is JobState.DONE:
        done += share
    elif job.total:
        done += share * min(job.done, job.total) // job.total
    return done


def _together(jobs: Sequence[Job]) -> JobState:
    states = {job.state for job in jobs}
    for state in (JobState.RUNNING, JobState.QUEUED, JobState.INTERRUPTED, JobState.FAILED, JobState.CANCELLED):
        if state in states:
            return state
    return JobState.DONE


class Progress(Protocol):
    """Called by long work now and then.  May raise `Cancelled`; the work then stops and leaves nothing behind."""

    def __call__(self, done: int, total: int, message: str) -> None:
        """`done` of `total` in the unit that `message` (a code such as `pages`) names."""


class Cancelled(Exception):
    """The user asked the work to stop."""


def silent(done: int, total: int, message: str) -> None:
    """A progress receiver that listens to nothing."""


Stop = Callable[[], bool]
"""Asked by long work now and then: whether it is to be left."""


def never() -> bool:
    """For work that nobody stops."""
    return False


def heeding(stop: Stop) -> Progress:
    """A progress receiver that tells nobody and raises Cancelled when `stop()` turns true."""

    def heed(done: int, total: int, message: str) -> None:  # noqa: ARG001 - the shape of Progress
        if stop():
            raise Cancelled

    return heed
