"""Protected files in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from estimator_desktop.ui.side import Side
from estimator_desktop.ui.unlock_desk import PROTECTED, PasswordAsker

if TYPE_CHECKING:
    from estimator_desktop.domain.job import Job
    from estimator_desktop.ui.main_window import MainWindow

__all__ = ["PROTECTED", "PasswordSide"]


class PasswordSide(Side):
    """Asks for passwords of files that could not be opened."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.asker = PasswordAsker(self.texts, self.bridge.unlocking, window.pages)
        self.asker.read.connect(self._read)

    def failed(self, job: Job) -> None:
        """A job failed for want of a password: ask, and leave a way to be asked again."""
        remedy = (self.texts.say("password.enter"), lambda: self.asker.ask(job))
        self.window.banner.say(self.texts.say("password.ask", file=job.subject), remedy=remedy)
        self.asker.ask(job)

    def ask(self, identity: str) -> None:
        """Ask for the password of a job's file."""
        job = self.bridge.monitor.status(identity)
        if job is not None:
            self.asker.ask(job)

    def _read(self, identity: str) -> None:
        self.window.banner.hide()
        self.bridge.expect(identity)
