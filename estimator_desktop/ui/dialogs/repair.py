"""The database is damaged: offer the newest sound backup before the window opens."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QPushButton

from estimator_desktop.config import Paths
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.life import held, windows_open, worker_lock
from estimator_desktop.storage.rescue import Backup, newest_sound, restore
from estimator_desktop.texts import Texts
from estimator_desktop.texts.times import moment_words


class RepairDialog(QMessageBox):
    """Offers to go on with the newest sound backup, or, where there is none, with an empty database."""

    def __init__(self, paths: Paths, texts: Texts) -> None:
        super().__init__()
        self._paths = paths
        self.backup: Backup | None = newest_sound(paths)
        self.setIcon(QMessageBox.Icon.Warning)
        self.setWindowTitle(texts.say("repair.title"))
        self.repair: QPushButton
        if self.backup is not None:
            self.setText(texts.say("repair.text", at=moment_words(self.backup.made, texts)))
            self.repair = self.addButton(texts.say("repair.restore"), QMessageBox.ButtonRole.AcceptRole)
        else:
            self.setText(texts.say("repair.text_no_backup"))
            self.repair = self.addButton(texts.say("repair.empty"), QMessageBox.ButtonRole.DestructiveRole)
        self.quit = self.addButton(texts.say("repair.quit"), QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(self.repair if self.backup is not None else self.quit)
        self.setEscapeButton(self.quit)

    def ask(self) -> bool:
        """Ask, and do what was chosen; whether there is a usable database now.

        Raises UserError `repair_in_use` where another window or a worker has the database open.
        """
        self.exec()
        if self.clickedButton() is not self.repair:
            return False
        if held(worker_lock(self._paths)) or windows_open(self._paths):
            raise UserError("repair_in_use", file=str(self._paths.home))
        restore(self._paths, self.backup)
        return True
