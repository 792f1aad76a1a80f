"""Open a protected PDF with its password, in the reader's child process: what is kept is the PDF without protection.

The password lives in the memory of the window (or command) and in the environment of that child, nowhere else
(docs/decisions/0010).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

from estimator_desktop.config import Limits
from estimator_desktop.domain.job import silent
from estimator_desktop.jobs.program import program
from estimator_desktop.jobs.reader_process import ReaderProcess
from estimator_desktop.storage.store import Store

_LIMITS = Limits(soft_seconds=120, hard_seconds=180)


def unlock_file(
    store: Store, source: Path, name: str, password: str, stop: Callable[[], bool] = lambda: False
) -> tuple[str, int] | None:
    """Keep a file without its protection: SHA-256 and size of what is kept; None where it is not protected.

    Raises Cancelled when `stop()` turns true, UserError `pdf_password_wrong` and what the reader's process raises.
    """
    target = store.paths.spooled(uuid.uuid4().hex).with_suffix(".pdf")
    try:
        reader = ReaderProcess(_LIMITS, program("unlock-child"))
        reader.read(source, target, name, silent, stop, password=password)
        if not target.exists():
            return None
        locked, _size = store.files.put(source, name)
        unlocked, size = store.files.put(target, name)
        store.unlocked.note(locked, unlocked)
        return unlocked, size
    finally:
        target.unlink(missing_ok=True)
        target.with_suffix(".part").unlink(missing_ok=True)
