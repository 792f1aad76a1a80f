"""What the program does by itself now and then, as jobs of its own: tidying and looking after itself.

Looking at watched price lists, which needs a reader, is in `jobs.watched`.

Each task takes the store and a progress and says in a few technical words what it did.  Each may run twice.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from estimator_desktop.domain.job import JobKind, Progress
from estimator_desktop.domain.preferences import ARCHIVE_AFTER, KEEP_ANSWERS, KEEP_RESULTS
from estimator_desktop.errors import UserError
from estimator_desktop.storage.rescue import problems, suspect
from estimator_desktop.storage.store import Store

_log = logging.getLogger(__name__)
_HOUR = 3600.0
_DAY = 24 * _HOUR
PERIODS: Mapping[JobKind, float] = {
    JobKind.BACKUP: _DAY,
    JobKind.CLEANUP_RESULTS: _DAY,
    JobKind.KB_CACHE: 6 * _HOUR,
    JobKind.CLEANUP_PROJECTS: 7 * _DAY,
    JobKind.HEALTH: 6 * _HOUR,
}
"""Seconds between two runs."""
Task = Callable[[Store, Progress], str]


def cleanup_old_results(store: Store, progress: Progress) -> str:
    """Forget jobs that settled a week ago (a setting), files nothing refers to any more, and old talk with Claude.

    Before that what an export that was killed and never done again left hidden in its folder goes.
    """
    now = datetime.now(UTC)
    before = now - timedelta(days=KEEP_RESULTS.value(store.setting(KEEP_RESULTS.key)))
    answers = KEEP_ANSWERS.value(store.setting(KEEP_ANSWERS.key))
    texts = store.ai.forget_texts(now - timedelta(days=answers)) if answers else 0
    left = sum(map(partial(_half_export, store), store.jobs.settled_of(JobKind.EXPORT)))
    forgotten = store.jobs.forget_settled(before)
    progress(1, 2, "steps")
    return f"jobs={forgotten} files={store.upkeep.sweep(before)} exports={left} texts={texts}"


def _half_export(store: Store, job: str) -> bool:
    from estimator_desktop.usecases.exports import clear_stage  # noqa: PLC0415 - an idle worker stays small

    folder = Path(store.jobs.payload(job)["folder"])
    try:
        return clear_stage(folder, job)
    except OSError as error:
        _log.warning("%s could not be tidied: %s", folder, error)
        return False


def cleanup_old_projects(store: Store, progress: Progress) -> str:
    """Archive projects that nobody touched for ninety days (a setting; 0: none).

    Opening one brings it back; nothing is deleted.
    """
    days = ARCHIVE_AFTER.value(store.setting(ARCHIVE_AFTER.key))
    archived = store.upkeep.archive_untouched(datetime.now(UTC) - timedelta(days=days)) if days else 0
    progress(1, 1, "steps")
    return f"archived={archived}"


def health_check(store: Store, progress: Progress) -> str:
    """Look whether the database is whole.

    Raises UserError `database_corrupt`, and notes it, so that the next start offers the newest backup.
    """
    progress(0, 1, "steps")
    found = problems(store.paths.database, quick=True)
    if found:
        suspect(store.paths.database)
        raise UserError("database_corrupt", file=str(store.paths.database), detail="\n".join(found))
    return "integrity=ok"


def backup_database(store: Store, progress: Progress) -> str:
    """Make the daily copy of the database; seven are kept."""
    progress(0, 1, "steps")
    return f"copy={store.backup('daily').name}"


TASKS: Mapping[JobKind, Task] = {
    JobKind.CLEANUP_RESULTS: cleanup_old_results,
    JobKind.CLEANUP_PROJECTS: cleanup_old_projects,
    JobKind.HEALTH: health_check,
    JobKind.BACKUP: backup_database,
}


def periods_from(text: str) -> Mapping[JobKind, float]:
    """The periods, with those replaced that `text` names (a JSON object of task names and seconds; tests use it)."""
    given = json.loads(text) if text else {}
    return {kind: float(given.get(kind.value, seconds)) for kind, seconds in PERIODS.items()}
