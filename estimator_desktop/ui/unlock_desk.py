"""Protected PDFs in the window: ask for the password, open the file in the background, ask again where it was wrong."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from estimator_desktop.domain.job import Cancelled, Job
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.queue import Queue
from estimator_desktop.texts import Texts
from estimator_desktop.ui.thread import Submits, trouble_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from estimator_desktop.ui.dialogs.password import PasswordDialog

PROTECTED = frozenset({"pdf_encrypted", "pdf_password_wrong"})


class UnlockDesk(QObject):
    """Opens files on a background thread.

    `opened` brings the job that failed and the one that reads instead, `refused` the job and what went wrong.
    """

    opened = Signal(str, str)
    refused = Signal(str, object)

    def __init__(self, queue: Queue, loader: Submits) -> None:
        super().__init__()
        self._queue = queue
        self._loader = loader
        self._left = threading.Event()

    def unlock(self, job: str, password: str) -> None:
        """Open a job's file; `opened` or `refused` brings the answer, nothing comes after `leave`."""
        self._left = left = threading.Event()
        self._loader.submit(self._unlock, job, password, left)

    def leave(self) -> None:
        """The person would rather not, or the window closes."""
        self._left.set()

    def _unlock(self, job: str, password: str, left: threading.Event) -> None:
        try:
            created = self._queue.unlock(job, password, left.is_set)
        except Cancelled:
            return
        except Exception as error:  # noqa: BLE001 - on a thread of its own: said to the user, with the report
            self.refused.emit(job, trouble_of(error))
        else:
            self.opened.emit(job, created)


class PasswordAsker(QObject):
    """Shows one password dialog after another.  `read` brings the jobs that read what was opened."""

    read = Signal(str)

    def __init__(self, texts: Texts, desk: UnlockDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._desk = desk
        self._parent = parent
        self._waiting: list[Job] = []
        self.dialog: PasswordDialog | None = None
        self._asked = ""
        desk.opened.connect(self._opened)
        desk.refused.connect(self._refused)

    def ask(self, job: Job) -> None:
        """Ask for the password of a job's file, after those that are being asked for."""
        if job.id == self._asked or any(job.id == one.id for one in self._waiting):
            return
        self._waiting.append(job)
        self._next()

    def _next(self) -> None:
        if self.dialog is not None or not self._waiting:
            return
        from estimator_desktop.ui.dialogs.password import PasswordDialog  # noqa: PLC0415 - made where it is needed

        job = self._waiting.pop(0)

        self._asked = job.id
        self.dialog = dialog = PasswordDialog(job.subject, self._texts, self._parent.window())
        dialog.entered.connect(lambda word: self._desk.unlock(job.id, word))
        dialog.finished.connect(self._closed)
        dialog.open()

    def _opened(self, job: str, created: str) -> None:
        self.read.emit(created)
        if job == self._asked and self.dialog is not None:
            self.dialog.accept()

    def _refused(self, job: str, error: UserError) -> None:
        if job == self._asked and self.dialog is not None:
            self.dialog.refuse(self._texts.error(error.code, error.params))

    def _closed(self, result: int) -> None:
        if not result:
            self._desk.leave()
        self.dialog = None
        self._asked = ""
        self._next()
