"""The jobs beside the page, and what is said when one fails."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from estimator_desktop.ui.side import Act, Side

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDockWidget

    from estimator_desktop.domain.job import Job
    from estimator_desktop.ui.main_window import MainWindow
    from estimator_desktop.ui.panels.jobs import JobsPanel


class JobsSide(Side):
    """Owns the dock with the jobs."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._panel: JobsPanel | None = None
        self._dock: QDockWidget | None = None
        self._said = ""
        self.bridge.failed.connect(self._failed)
        self.bridge.waiting.connect(self._waiting)

    def acts(self) -> Sequence[Act]:
        """Show or hide the jobs."""
        return (Act("action.jobs", self.toggle, "Ctrl+J", "view", 1, bar="plain"),)

    @property
    def dock(self) -> QDockWidget:
        """The dock; made when it is first needed."""
        if self._dock is None:
            from PySide6.QtCore import Qt  # noqa: PLC0415 - see `side`
            from PySide6.QtWidgets import QDockWidget  # noqa: PLC0415

            from estimator_desktop.ui.widgets.titlebar import TitleBar  # noqa: PLC0415

            self._dock = dock = QDockWidget(self.texts.say("panel.jobs"))
            dock.setObjectName("jobs")
            dock.setWidget(self.panel)
            dock.setTitleBarWidget(TitleBar(dock, self.texts, floating=True))
            self.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
            dock.hide()
        return self._dock

    @property
    def panel(self) -> JobsPanel:
        """The list of jobs."""
        if self._panel is None:
            from estimator_desktop.ui.panels.jobs import JobsPanel  # noqa: PLC0415 - see `side`
            from estimator_desktop.ui.sides.layouts import LayoutSide  # noqa: PLC0415
            from estimator_desktop.ui.sides.passwords import PasswordSide  # noqa: PLC0415

            self._panel = panel = JobsPanel(self.texts)
            panel.cancel.connect(self.bridge.work.cancel)
            panel.retry.connect(self.bridge.work.retry)
            panel.cancel_all.connect(lambda key: self.bridge.work.cancel_group(*key))
            panel.retry_failed.connect(lambda key: self.bridge.work.retry_failed(*key))
            panel.assign.connect(self.window.side(LayoutSide).assign_columns)
            panel.unlock.connect(self.window.side(PasswordSide).ask)
        return self._panel

    @property
    def shown(self) -> bool:
        """Whether the jobs are in sight."""
        return self._dock is not None and self._dock.isVisible()

    def return_to(self, place: object) -> None:
        """Show the jobs again."""
        self.toggle()

    def toggle(self) -> None:
        """Show or hide the jobs."""
        self.dock.setVisible(not self.shown)
        self.refresh()

    def refresh(self) -> None:
        """Show how they stand; their number stands on the button."""
        jobs = self.bridge.jobs()
        if self.shown:
            self.panel.show_jobs(jobs, {project.id: project.name for project in self.bridge.projects_apart(self.texts)})
        active = sum(not job.settled for job in jobs)
        words = self.texts.say("jobs.running", count=active) if active else self.texts.say("action.jobs")
        self.window.bar("action.jobs").setText(words)

    def _waiting(self, count: int) -> None:
        """The database was busy: say what is not saved yet, until it is."""
        banner = self.window.banner
        if count:
            self._said = self.texts.say("busy.waiting", changes=self.texts.count("changes", count))
            banner.say(self._said)
        elif banner.words.text() == self._said:
            banner.hide()

    def _failed(self, job: Job) -> None:
        from estimator_desktop.ui.sides.passwords import PROTECTED, PasswordSide  # noqa: PLC0415 - see `side`

        if job.error_code in PROTECTED:
            self.window.side(PasswordSide).failed(job)
            return
        from estimator_desktop.ui.sides.layouts import LayoutSide  # noqa: PLC0415

        if job.error_code == "mapping_needed" and self.window.side(LayoutSide).ask_at_once(job):
            return
        asks = job.id if job.error_code == "mapping_needed" else ""
        self.window.banner.say(self.texts.job_state(job), detail=job.error_detail, mapping=asks)

    def escape(self) -> bool:
        """Hide the jobs."""
        if self.shown:
            self.toggle()
            return True
        return False

    def release(self) -> None:
        """Take the dock away."""
        if self._dock is not None:
            self.window.removeDockWidget(self._dock)
            self._dock.deleteLater()
            self._dock = None
