"""Signs of life in the data folder: of the worker, and of windows that want one."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

from estimator_desktop import __version__
from estimator_desktop.config import Paths
from estimator_desktop.domain.clock import Moment, passed
from estimator_desktop.jobs.clock import moment
from estimator_desktop.jobs.lock import FolderLock, FolderTaken

BEAT = 5.0
"""Seconds between two signs of life of the worker."""
_SIZE = 512


@dataclass(frozen=True, slots=True)
class WorkerLife:
    """What the worker last said of itself."""

    pid: int
    version: str
    at: Moment
    beats: int


def _file(paths: Paths) -> Path:
    return paths.home / "worker.json"


class Pulse:
    """The worker's side: writes the sign of life over itself, so that it needs no new room on a full disk."""

    def __init__(self, paths: Paths) -> None:
        self._path = _file(paths)
        self._beats = 0

    def beat(self) -> None:
        """Give a sign of life.  Raises OSError where the folder cannot be written."""
        self._beats += 1
        now = moment()
        words = json.dumps({
            "pid": os.getpid(), "version": __version__, "beats": self._beats,
            "wall": now.wall, "elapsed": now.elapsed, "boot": now.boot,
        })  # fmt: skip
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.write(handle, words.ljust(_SIZE).encode())
        finally:
            os.close(handle)


def last_sign(paths: Paths) -> WorkerLife | None:
    """The worker's last sign of life; None where there never was one."""
    try:
        words = json.loads(_file(paths).read_bytes())
        at = Moment(float(words["wall"]), float(words["elapsed"]), str(words["boot"]))
        return WorkerLife(int(words["pid"]), str(words["version"]), at, int(words["beats"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def held(path: Path) -> bool:
    """Whether a living process holds a lock file."""
    if not path.exists():
        return False
    try:
        with FolderLock(path):
            return False
    except (FolderTaken, OSError):
        return True


def worker_lock(paths: Paths) -> Path:
    """The file that the one worker of a data folder holds."""
    return paths.home / "worker.lock"


def worker_answers(paths: Paths, patience: float | None = None) -> bool:
    """Whether the worker that holds the folder gives signs of life.

    An old sign (the machine may just have woken up) is given `patience` seconds to change (None: two beats).
    """
    sign = last_sign(paths)
    if sign is not None and 0 <= passed(sign.at, moment()) < 3 * BEAT:
        return True
    deadline = time.monotonic() + (2 * BEAT if patience is None else patience)
    while time.monotonic() < deadline:
        time.sleep(0.1)
        if last_sign(paths) != sign:
            return True
    return False


class Presence:
    """A window (or command) that keeps a worker says so for as long as it lives."""

    def __init__(self, paths: Paths) -> None:
        folder = paths.home / "open"
        folder.mkdir(mode=0o700, exist_ok=True)
        self._path = folder / f"{os.getpid()}-{time.monotonic_ns()}.lock"
        self._lock = FolderLock(self._path)

    def end(self) -> None:
        """It is closed."""
        self._lock.release()
        self._path.unlink(missing_ok=True)


def windows_open(paths: Paths) -> int:
    """How many windows live on this data folder; the marks of dead ones are cleared away."""
    folder = paths.home / "open"
    alive = 0
    for mark in folder.glob("*.lock") if folder.is_dir() else ():
        if held(mark):
            alive += 1
        else:
            try:
                mark.unlink(missing_ok=True)
            except OSError:
                pass  # a read-only folder keeps it
    return alive
