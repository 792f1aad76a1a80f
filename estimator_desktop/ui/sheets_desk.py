"""Brings the cells of table files to the window; the last file's are kept."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from estimator_desktop.domain.job import Cancelled
from estimator_desktop.errors import UserError
from estimator_desktop.storage.store import Store
from estimator_desktop.ui.thread import LateThread

if TYPE_CHECKING:
    from estimator_desktop.domain.sheets import SheetText

_log = logging.getLogger(__name__)


class SheetsDesk(QObject):
    """`brought` brings a document and its sheets; none where the file cannot be shown, which the log explains."""

    brought = Signal(str, object)

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._left = threading.Event()
        self._thread = LateThread("sheets")
        self._known: tuple[str, tuple[SheetText, ...]] = ("", ())

    def load(self, document: str, path: str, name: str) -> None:
        """Read a document's file in the background."""
        self._thread.submit(self._load, document, Path(path), name)

    def leave(self) -> None:
        """The window closes: nothing comes any more."""
        self._left.set()
        self._thread.end(drop=True)

    def _load(self, document: str, path: Path, name: str) -> None:
        from estimator_desktop.jobs.sheets import read_sheets  # noqa: PLC0415 - not for the first window

        if self._known[0] != document:
            try:
                self._known = (document, read_sheets(self._store.paths, path, name, self._left.is_set))
            except Cancelled:
                return
            except (UserError, OSError) as error:
                _log.warning("the sheets of %s cannot be shown: %s", document, error)
                self._known = (document, ())
        self.brought.emit(document, self._known[1])
