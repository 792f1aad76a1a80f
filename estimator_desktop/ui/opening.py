"""Files that macOS hands to a running program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class OpenFileEvents(QObject):
    """Files that macOS hands to a running program (double click, "open with") come as events of the application."""

    def __init__(self, app: QApplication, open_files: Callable[[Sequence[Path]], None]) -> None:
        super().__init__(app)
        self._open = open_files
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the files; everything else goes its way."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self._open((Path(event.file()),))
            return True
        return super().eventFilter(watched, event)
