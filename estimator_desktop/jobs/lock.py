"""One worker in a data folder: a lock the system lets go of when the process ends, however it ends."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from estimator_desktop.config import make_private

ALREADY_RUNNING = 4
"""Exit code of a worker that found another one in its data folder."""
UNUSABLE = 5
"""Exit code of a worker whose data folder or database cannot be used; it said why in its output."""


class FolderTaken(Exception):
    """Another process holds the lock."""


class FolderLock:
    """Holds an exclusive lock on a file for as long as the process (or the `with` block) lives.

    Raises FolderTaken at once where another process holds it.
    """

    def __init__(self, path: Path) -> None:
        make_private(path)  # somebody else who may open it could hold it
        self._file: IO[bytes] = path.open("a+b")
        try:
            _lock(self._file)
        except OSError as error:
            self._file.close()
            raise FolderTaken(str(path)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def release(self) -> None:
        """Let go of the lock."""
        self._file.close()


def _lock(file: IO[bytes]) -> None:
    if os.name == "nt":
        import msvcrt  # noqa: PLC0415 - Windows only

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl  # noqa: PLC0415 - POSIX only

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
