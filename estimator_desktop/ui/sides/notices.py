"""A notice when long work ends while the window is behind others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from estimator_desktop.ui.notices import LONG, NOTICE_SETTING, took_long
from estimator_desktop.ui.side import Side

if TYPE_CHECKING:
    from PySide6.QtWidgets import QSystemTrayIcon

    from estimator_desktop.domain.job import Job
    from estimator_desktop.ui.main_window import MainWindow

Tell = Callable[[str, str], None]


class NoticeSide(Side):
    """`tell` shows a title and a sentence outside the window; `clock` says what time it is (tests replace both)."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.tell: Tell = self._show
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._tray: QSystemTrayIcon | None = None
        self.bridge.audited.connect(self._audited)
        self.bridge.failed.connect(self._failed)
        self.bridge.exported.connect(self._exported)

    @property
    def wanted(self) -> bool:
        """Whether the user wants notices now: they are on, and the window is not looked at."""
        return not self.window.isActiveWindow() and self.bridge.setting(NOTICE_SETTING, "yes") == "yes"

    def _audited(self, document: str) -> None:
        if not self.wanted:
            return
        jobs = self.bridge.monitor.chain(document)[-4:]
        summary = next((one for one in self.bridge.projects() if one.document == document), None)
        if summary is None or not took_long(jobs, self.clock()):
            return
        words = self.texts.say("notice.audited", red=summary.red or 0, amber=summary.amber or 0, open=summary.hitl or 0)
        self.tell(summary.name, words)

    def _failed(self, job: Job) -> None:
        if self.wanted:
            self.tell(self.texts.job(job), self.texts.job_state(job))

    def _exported(self, job: Job) -> None:
        if self.wanted and self.clock() - job.created >= LONG:
            self.tell(self.texts.job(job), self.texts.say("desk.exported", file=self.bridge.work.export_folder(job)))

    def _show(self, title: str, words: str) -> None:
        """By the system's notices where it has them; the window's button in the task bar asks for attention anyway."""
        from PySide6.QtWidgets import QStyle, QSystemTrayIcon  # noqa: PLC0415 - see `side`

        QApplication.alert(self.window)
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._tray is None:
            icon = self.window.windowIcon()
            if icon.isNull():
                icon = self.window.style().standardIcon(QStyle.StandardPixmap.SP_FileDialogInfoView)
            self._tray = QSystemTrayIcon(icon, self)
            self._tray.messageClicked.connect(self._come_forward)
        self._tray.show()
        self._tray.showMessage(title, words)

    def _come_forward(self) -> None:
        self.window.raise_()
        self.window.activateWindow()

    def release(self) -> None:
        """Take the icon away."""
        if self._tray is not None:
            self._tray.hide()
