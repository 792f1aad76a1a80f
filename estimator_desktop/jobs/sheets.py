"""The cells of a table file, read in the reader's child process for the window to look at."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

from estimator_desktop.config import Limits, Paths
from estimator_desktop.domain.job import silent
from estimator_desktop.domain.sheets import SheetText
from estimator_desktop.jobs.program import program
from estimator_desktop.jobs.reader_process import ReaderProcess
from estimator_desktop.storage.codec import decode

_LIMITS = Limits(soft_seconds=60, hard_seconds=90)


def read_sheets(paths: Paths, source: Path, name: str, stop: Callable[[], bool]) -> tuple[SheetText, ...]:
    """All sheets of a file.  Raises Cancelled when `stop()` turns true, and as the reader does."""
    target = paths.spooled(uuid.uuid4().hex)
    try:
        ReaderProcess(_LIMITS, program("read-sheets-child")).read(source, target, name, silent, stop)
        return decode(target.read_bytes(), tuple[SheetText, ...])
    finally:
        target.unlink(missing_ok=True)
        target.with_suffix(".part").unlink(missing_ok=True)
