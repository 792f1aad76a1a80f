"""What happens when something unforeseen does: a report file beside the logs, and a dialog that says where."""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from estimator_desktop import __version__
from estimator_desktop.storage.trouble import as_user_error
from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.make import button, label

if TYPE_CHECKING:
    from estimator_desktop.ui.main_window import MainWindow

_log = logging.getLogger(__name__)
_KEPT = 20


def write_report(folder: Path, trace: str, at: datetime) -> Path | None:
    """Write a report file; its path, None where that is not possible.  The newest twenty are kept."""
    target = folder / f"crash-{at:%Y%m%dT%H%M%S%f}.txt"
    head = f"Estimator Desktop {__version__}\n{platform.platform()}\nPython {sys.version}\n{at.isoformat()}\n\n"
    try:
        target.write_text(head + trace, encoding="utf-8")
        for old in sorted(folder.glob("crash-*.txt"))[:-_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        _log.exception("no report could be written")
        return None
    return target


class CrashDialog(QDialog):
    """Says what happened and where the report is; the window stays."""

    def __init__(self, trace: str, report: Path | None, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(texts.say("bug.title"))
        self.resize(680, 420)
        self._trace = trace
        where = label(texts.say("crash.report", file=report) if report else texts.say("crash.no_report"), wrap=True)
        self.text = QPlainTextEdit(trace)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(texts.say("jobs.details"))
        self.copy = button(texts.say("jobs.copy"))
        self.copy.clicked.connect(self._copy)
        self.reveal = button(texts.say("desk.open_folder"))
        self.reveal.setVisible(report is not None)
        folder = str(report.parent) if report else ""
        self.reveal.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(folder)))
        self.go_on = button(texts.say("crash.continue"), "primary")
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addWidget(self.reveal)
        row.addStretch(1)
        row.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(texts.say("crash.title"), "title", wrap=True))
        column.addWidget(label(texts.say("crash.text"), wrap=True))
        column.addWidget(where)
        column.addWidget(self.text, 1)
        column.addLayout(row)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._trace)


class Reporter:
    """The exception hook: log, write a report, and say it.  The window stays.

    An error that the user can remedy is only said.  While a dialog is open, further errors go to log and report alone.
    """

    def __init__(self, window: MainWindow, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._window = window
        self._clock = clock
        self.dialog: CrashDialog | None = None

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Called by Python for what nobody caught."""
        if isinstance(error, KeyboardInterrupt):
            QApplication.quit()
            return
        trouble = as_user_error(error)
        if trouble is not None and trouble.code == "database_busy":
            self._window.banner.say(self._window.texts.say("busy.here"), detail=trouble.detail)
            return
        if trouble is not None:
            self._window.complain(trouble)
            return
        words = "".join(traceback.format_exception(kind, error, trace))
        _log.error("unforeseen: %s", words)
        sys.stderr.write(words)
        self._show(words, write_report(self._window.bridge.store.paths.logs, words, self._clock()))

    def _show(self, words: str, report: Path | None) -> None:
        if self.dialog is not None:
            return
        self.dialog = dialog = CrashDialog(words, report, self._window.texts, self._window)
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None
