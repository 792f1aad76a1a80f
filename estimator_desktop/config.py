"""Where things live and how the program is set: frozen values, nothing happens at import.

The values that the first window needs are named tuples, here and where else it loads them: a frozen data class takes
five times as long to make, and the module behind it three milliseconds.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

HOME_VARIABLE = "ESTIMATOR_HOME"


class Paths(NamedTuple):
    """The data folder and what is in it.  `create` makes the folders, readable by this user only."""

    home: Path

    @property
    def database(self) -> Path:
        """The application's own database."""
        return self.home / "estimator.db"

    @property
    def queue(self) -> Path:
        """Huey's database; it only wakes the worker."""
        return self.home / "queue.db"

    @property
    def files(self) -> Path:
        """Copies of imported files, named by their sha256."""
        return self.home / "files"

    @property
    def backups(self) -> Path:
        """Dated copies of the database."""
        return self.home / "backups"

    @property
    def logs(self) -> Path:
        """Log files of the window and the worker."""
        return self.home / "logs"

    @property
    def spool(self) -> Path:
        """Results of reading on their way from the child process to the database."""
        return self.home / "spool"

    def spooled(self, document: str) -> Path:
        """What the reader read of a document."""
        return self.spool / f"{document}.json"

    def create(self) -> None:
        """Make the folders (0700 on POSIX).  Raises OSError where the place is not writable."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in (self.files, self.backups, self.logs, self.spool):
            folder.mkdir(exist_ok=True, mode=0o700)


def make_private(path: Path) -> None:
    """Make an empty file that only this user can read, if there is none; what SQLite adds beside it follows its mode.

    The folder is 0700 where we make it; one the user named may be open to others.  A file that is there is not even
    opened: closing it again would take from this process the locks that SQLite holds on it (POSIX).  Raises OSError.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        pass


def default_paths(environment: Mapping[str, str] | None = None) -> Paths:
    """The data folder of this user; the variable ESTIMATOR_HOME overrides it (tests, portable use)."""
    override = (os.environ if environment is None else environment).get(HOME_VARIABLE)
    if override:
        return Paths(Path(override).expanduser().absolute())
    import platformdirs  # noqa: PLC0415 - not where the folder is named

    return Paths(Path(platformdirs.user_data_dir("EstimatorDesktop", appauthor=False, roaming=False)))


class Limits(NamedTuple):
    """What one reading job may use.  Seconds and bytes; 0 means no limit."""

    soft_seconds: float = 1500.0
    hard_seconds: float = 1800.0
    memory_bytes: int = 4 * 1024**3


def resources_folder() -> Path:
    """Where the files that come with the program lie, in a checkout and in a bundle."""
    bundled = getattr(sys, "_MEIPASS", None)
    return Path(bundled or Path(__file__).resolve().parents[1]) / "resources"


def docs_folder() -> Path:
    """Where the guide lies, in a checkout and in a bundle."""
    return resources_folder().parent / "docs"


def rule_pack_text() -> str:
    """The shipped thresholds of the audit, as JSON."""
    return (resources_folder() / "rules" / "pack.json").read_text(encoding="utf-8")
