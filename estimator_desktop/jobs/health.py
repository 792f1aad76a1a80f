"""Is everything well: facts gathered at the edge, judged in one pure function.  For the `doctor` and the window.

Nothing here starts a worker or makes a data folder; the database is opened as every command opens it, and only when
it is whole.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from estimator_desktop import __version__
from estimator_desktop.config import Paths
from estimator_desktop.domain.job import JobKind, JobState
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.life import held, last_sign, windows_open, worker_answers, worker_lock
from estimator_desktop.jobs.maintenance import PERIODS
from estimator_desktop.keys import KeyPlace, Keys
from estimator_desktop.storage.rescue import backups, problems, suspected
from estimator_desktop.storage.store import Store
from estimator_desktop.texts.times import days_since

_SCARCE = 200 << 20
_LITTLE = 1 << 30
_OLD = timedelta(hours=1)
_BACKUP_OLD = timedelta(days=3)
_CATALOGUE_OLD = timedelta(days=400)
_CLAUDE = {
    KeyPlace.KEYCHAIN: "claude_keychain",
    KeyPlace.ENVIRONMENT: "claude_ready",
    KeyPlace.NOWHERE: "claude_none",
}
Free = Callable[[Path], int]


class Level(StrEnum):
    """How well something is.  `NOTE` is information; only `BAD` makes the whole unhealthy."""

    OK = "ok"
    NOTE = "note"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.  `code` with `level` names the sentence; `params` fill it."""

    subject: str
    level: Level
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found.  None: not known, or there is none."""

    home: Path
    exists: bool
    writable: bool
    free: int
    damage: tuple[str, ...]
    trouble: UserError | None = None
    database_size: int = 0
    worker_holds: bool = False
    worker_answers: bool = False
    worker_version: str = ""
    windows: int = 0
    queued: int = 0
    running: int = 0
    failed: int = 0
    oldest: timedelta | None = None
    finished: Mapping[JobKind, datetime | None] = field(default_factory=dict)
    backup: datetime | None = None
    catalogues: int = 0
    catalogue_age: timedelta | None = None
    key: KeyPlace = KeyPlace.NOWHERE
    mineru: str = ""


def gather(
    paths: Paths,
    free: Free | None = None,
    environment: Mapping[str, str] | None = None,
    keys: Keys | None = None,
) -> Facts:
    """Look at a data folder from outside; `free` answers for free bytes, `keys` for the Claude key (tests)."""
    exists = paths.home.is_dir()
    facts = Facts(
        paths.home,
        exists,
        _writable(paths.home) if exists else _can_be_made(paths.home),
        (free or _free)(paths.home),
        (),
        key=(keys or Keys(environment=dict(os.environ if environment is None else environment))).place,
        mineru=shutil.which("mineru") or shutil.which("magic-pdf") or "",
    )
    if not exists:
        return facts
    holds = held(worker_lock(paths))
    sign = last_sign(paths)
    facts = _with(
        facts,
        worker_holds=holds,
        worker_answers=holds and worker_answers(paths),
        worker_version=sign.version if holds and sign else "",
        windows=windows_open(paths),
        backup=max((item.made for item in backups(paths) if item.size), default=None),
    )
    try:
        damage = problems(paths.database)
    except UserError as error:
        return _with(facts, trouble=error)
    facts = _with(facts, damage=damage)
    if damage or not paths.database.exists():
        return facts
    return _inside(paths, facts) if facts.writable else facts


def _inside(paths: Paths, facts: Facts) -> Facts:
    """What the database itself says."""
    facts = _with(facts, database_size=paths.database.stat().st_size)
    suspected(paths.database)  # the integrity was just looked at: an unfounded suspicion is forgotten
    try:
        store = Store(paths)
    except UserError as error:
        return _with(facts, trouble=error)
    try:
        now = datetime.now(UTC)
        unsettled = store.jobs.unsettled(periodic=True)
        waiting = [job for job in unsettled if job.state is JobState.QUEUED and job.retry_at is None]
        failed = [job for job in store.jobs.listed() if job.state is JobState.FAILED]
        catalogues = store.catalogues.listed()
        return _with(
            facts,
            queued=len(waiting),
            running=sum(job.state is JobState.RUNNING for job in unsettled),
            failed=len(failed),
            oldest=max((now - job.created for job in waiting), default=None),
            finished={item.kind: item.finished for item in store.schedules.listed()},
            catalogues=len(catalogues),
            catalogue_age=min((now - item.imported for item in catalogues), default=None),
        )
    finally:
        store.close()


def _with(facts: Facts, **changes: object) -> Facts:
    from dataclasses import replace  # noqa: PLC0415 - keeps the types of the keywords out of the way

    return replace(facts, **changes)  # type: ignore[arg-type]


def _free(home: Path) -> int:
    place = home
    while not place.exists():
        place = place.parent
    return shutil.disk_usage(place).free


def _can_be_made(home: Path) -> bool:
    """Whether a folder that is not there could be: what lies above it is a folder that can be written."""
    place = next(place for place in (home, *home.absolute().parents) if place.exists())
    return place.is_dir() and _writable(place)


def _writable(home: Path) -> bool:
    """Whether a file can be made there.  A full disk can still make an empty one."""
    try:
        with tempfile.TemporaryFile(dir=home, prefix=".doctor-"):
            return True
    except OSError:
        return False


def judge(facts: Facts) -> tuple[Check, ...]:
    """What the facts mean, each with what to do where it is not well."""
    return (
        _worker(facts),
        *_queue(facts),
        _database(facts),
        _disk(facts),
        _backup(facts),
        _cleanups(facts),
        _catalogues(facts),
        Check("claude", Level.NOTE, _CLAUDE[facts.key]),
        Check("mineru", Level.NOTE, "mineru_ready" if facts.mineru else "mineru_none", {"path": facts.mineru}),
    )


def healthy(checks: tuple[Check, ...]) -> bool:
    """Whether nothing is bad."""
    return all(check.level is not Level.BAD for check in checks)


def _worker(facts: Facts) -> Check:
    """A worker must live where a window is open or work waits; a program at rest needs none."""
    if facts.worker_holds and not facts.worker_answers:
        return Check("worker", Level.BAD, "worker_silent")
    if facts.worker_holds and facts.worker_version and facts.worker_version != __version__:
        return Check("worker", Level.WARN, "worker_version", {"found": facts.worker_version, "expected": __version__})
    if facts.worker_holds:
        return Check("worker", Level.OK, "worker_alive", {"version": facts.worker_version})
    if facts.windows:
        return Check("worker", Level.BAD, "worker_gone")
    if facts.queued or facts.running:
        return Check("worker", Level.BAD, "worker_stopped", {"jobs": str(facts.queued + facts.running)})
    return Check("worker", Level.OK, "worker_idle")


def _queue(facts: Facts) -> tuple[Check, ...]:
    numbers = {"queued": str(facts.queued), "running": str(facts.running)}
    old = facts.oldest is not None and facts.oldest > _OLD
    minutes = int(facts.oldest.total_seconds() // 60) if facts.oldest is not None else 0
    depth = Check("queue", Level.WARN, "queue_slow", {**numbers, "minutes": str(minutes)}) if old else None
    found = [depth or Check("queue", Level.OK, "queue_ok", numbers)]
    if facts.failed:
        found.append(Check("queue", Level.NOTE, "queue_failed", {"count": str(facts.failed)}))
    return tuple(found)


def _database(facts: Facts) -> Check:
    if not facts.writable and facts.trouble is None and not facts.damage:
        return Check("database", Level.BAD, "folder_unwritable", {"path": str(facts.home)})
    if facts.damage:
        return Check("database", Level.BAD, "database_corrupt", {"detail": facts.damage[0]})
    if facts.trouble is not None:
        said = {**facts.trouble.params, "detail": facts.trouble.detail, "free": _megabytes(facts.free)}
        return Check("database", Level.BAD, facts.trouble.code, said)
    if not facts.database_size:
        return Check("database", Level.OK, "database_none")
    return Check("database", Level.OK, "database_ok", {"size": _megabytes(facts.database_size)})


def _disk(facts: Facts) -> Check:
    numbers = {"free": _megabytes(facts.free)}
    if facts.free < _SCARCE:
        return Check("disk", Level.BAD, "disk_full", numbers)
    if facts.free < max(_LITTLE, 2 * facts.database_size):
        return Check("disk", Level.WARN, "disk_low", numbers)
    return Check("disk", Level.OK, "disk_ok", numbers)


def _backup(facts: Facts) -> Check:
    if facts.backup is None:
        return Check("backup", Level.NOTE, "backup_none")
    level = Level.WARN if datetime.now(UTC) - facts.backup > _BACKUP_OLD and facts.windows else Level.OK
    return Check("backup", level, "backup_old" if level is Level.WARN else "backup_ok", {"at": _day(facts.backup)})


def _cleanups(facts: Facts) -> Check:
    ran = {kind: at for kind, at in facts.finished.items() if at is not None}
    if not ran:
        return Check("cleanup", Level.NOTE, "cleanup_never")
    now = datetime.now(UTC)
    late = [kind for kind, at in ran.items() if (now - at).total_seconds() > 2 * PERIODS.get(kind, float("inf"))]
    if late and facts.windows:
        return Check("cleanup", Level.WARN, "cleanup_late", {"tasks": ", ".join(sorted(late))})
    return Check("cleanup", Level.OK, "cleanup_ok", {"at": _day(max(ran.values()))})


def _catalogues(facts: Facts) -> Check:
    if not facts.catalogues or facts.catalogue_age is None:
        return Check("catalogues", Level.NOTE, "catalogues_none")
    numbers = {"count": str(facts.catalogues), "days": str(days_since(datetime.now(UTC) - facts.catalogue_age))}
    if facts.catalogue_age > _CATALOGUE_OLD:
        return Check("catalogues", Level.WARN, "catalogues_old", numbers)
    return Check("catalogues", Level.OK, "catalogues_ok", numbers)


def _megabytes(size: int) -> str:
    return str(size >> 20) if size >= 10 << 20 else f"{size / (1 << 20):.1f}"


def _day(moment: datetime) -> str:
    return moment.astimezone().isoformat(timespec="minutes")
