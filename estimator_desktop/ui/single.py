"""One window in a data folder: a program opened a second time hands its files to the first and goes home.

No socket and no port: a lock that the system lets go of with the process says who was first, and files in a folder only
the user can read carry what is to be opened.  What is found there is checked like anything from outside.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from estimator_desktop.config import Paths
from estimator_desktop.jobs.lock import FolderLock, FolderTaken

_LOOK_EVERY = 300
_MOST_BYTES = 1 << 20
_log = logging.getLogger(__name__)


class Handover(QObject):
    """The place where later starts leave their files for the first window."""

    def __init__(self, paths: Paths, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = paths.home / "handover"
        self._lock: FolderLock | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)

    def first(self) -> bool:
        """Whether ours is the first window here; it stays so until `end`.  Raises OSError if nothing can be written."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self._lock = FolderLock(self._folder / "window.lock")
        except FolderTaken:
            return False
        for left in self._folder.glob("*.json"):
            left.unlink(missing_ok=True)  # of a window that is no more
        return True

    def leave(self, files: Sequence[Path]) -> None:
        """Hand the files to the first window; none means that it should only come to the front."""
        import json  # noqa: PLC0415 - only a second start leaves anything
        import uuid  # noqa: PLC0415

        name = uuid.uuid4().hex
        draft = self._folder / f"{name}.draft"
        draft.write_text(json.dumps([str(path.absolute()) for path in files]), encoding="utf-8")
        draft.replace(self._folder / f"{name}.json")

    def listen(self, open_files: Callable[[Sequence[Path]], None]) -> None:
        """Call with the files of every later start, from Qt's event loop."""
        self._timer.timeout.connect(lambda: self._look(open_files))
        self._timer.start()

    def end(self) -> None:
        """The window closes; the next start is the first again."""
        self._timer.stop()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _look(self, open_files: Callable[[Sequence[Path]], None]) -> None:
        for request in sorted(self._folder.glob("*.json")):
            try:
                text = request.read_bytes()[: _MOST_BYTES + 1]
                request.unlink()
            except OSError as error:
                _log.warning("a request to open files cannot be taken: %s", error)
                continue
            files = requested(text)
            if files is None:
                _log.warning("a request to open files is not one: %r", text[:80])
            else:
                open_files(files)


def requested(text: bytes) -> tuple[Path, ...] | None:
    """The files a request names: absolute paths only; None where it is no request."""
    if len(text) > _MOST_BYTES:
        return None
    import json  # noqa: PLC0415 - see `leave`

    try:
        names = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(names, list) or not all(isinstance(name, str) and "\0" not in name for name in names):
        return None
    paths = tuple(Path(name) for name in names)
    return paths if all(path.is_absolute() for path in paths) else None
