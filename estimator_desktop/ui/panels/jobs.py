"""The jobs: what runs, how far it is, what went wrong, and cancel or try again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from estimator_desktop.domain.job import Job, JobState
from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.make import button, label

_SHOWN = 40


class JobRow(QFrame):
    """One job."""

    cancel = Signal(str)
    retry = Signal(str)
    assign = Signal(str)
    unlock = Signal(str)

    def __init__(self, identity: str, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._name = label(wrap=True)
        self._state = label(look="muted", wrap=True)
        self._state.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximumHeight(6)
        self._cancel = button(texts.say("jobs.cancel"))
        self._retry = button(texts.say("jobs.retry"))
        self._copy = button(texts.say("jobs.copy"))
        self._copy.clicked.connect(self._copy_details)
        self._job: Job | None = None
        self._cancel.clicked.connect(lambda: self.cancel.emit(identity))
        self._retry.clicked.connect(lambda: self.retry.emit(identity))
        self.assigning = button(texts.say("mapping.assign"), "primary")
        self.assigning.clicked.connect(lambda: self.assign.emit(identity))
        self.unlocking = button(texts.say("password.enter"), "primary")
        self.unlocking.clicked.connect(lambda: self.unlock.emit(identity))
        words = QVBoxLayout()
        words.setSpacing(4)
        for part in (self._name, self._bar, self._state):
            words.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 8, 8)
        row.addLayout(words, 1)
        row.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._retry, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.assigning, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.unlocking, 0, Qt.AlignmentFlag.AlignTop)
        words.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignLeft)

    def show_job(self, job: Job) -> None:
        """Say how the job is."""
        self._job = job
        self._copy.setVisible(bool(job.error_detail) and job.state is JobState.FAILED)
        self._name.setText(self._texts.job(job))
        self._state.setText(self._texts.job_state(job))
        running = job.state is JobState.RUNNING
        self._bar.setVisible(running)
        self._bar.setRange(0, max(0, job.total))
        self._bar.setValue(job.done)
        self._cancel.setVisible(not job.settled and not job.cancel_requested)
        asks = job.state is JobState.FAILED and job.error_code == "mapping_needed"
        locked = job.state is JobState.FAILED and job.error_code == "pdf_encrypted"
        self._retry.setVisible(job.state in {JobState.FAILED, JobState.CANCELLED} and not asks and not locked)
        self.unlocking.setVisible(locked)
        self.assigning.setVisible(asks)

    def count_down(self) -> None:
        """Say how many seconds remain until the next try."""
        if self._job is not None and self._job.retry_at is not None:
            self._state.setText(self._texts.job_state(self._job))

    def _copy_details(self) -> None:
        if self._job is not None:
            words = (self._texts.job(self._job), self._texts.job_state(self._job), self._job.error_code)
            QGuiApplication.clipboard().setText("\n".join((*words, self._job.error_detail)))


class JobsPanel(QScrollArea):
    """The newest jobs, newest first."""

    cancel = Signal(str)
    retry = Signal(str)
    assign = Signal(str)
    unlock = Signal(str)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._rows: dict[str, JobRow] = {}
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._count_down)
        self._empty = label(texts.say("jobs.none"), "muted", margin=12)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(4, 4, 4, 4)
        self._list.setSpacing(0)
        self._list.addWidget(self._empty)
        self._list.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumWidth(300)
        self.setAccessibleName(texts.say("panel.jobs"))

    def show_jobs(self, jobs: Sequence[Job]) -> None:
        """Bring the list up to date; rows that stay are kept."""
        shown = jobs[:_SHOWN]
        for gone in self._rows.keys() - {job.id for job in shown}:
            old = self._rows.pop(gone)
            self._list.removeWidget(old)
            old.deleteLater()
        for place, job in enumerate(shown):
            row = self._rows.get(job.id)
            if row is None:
                row = self._rows[job.id] = JobRow(job.id, self._texts)
                row.cancel.connect(self.cancel)
                row.retry.connect(self.retry)
                row.assign.connect(self.assign)
                row.unlock.connect(self.unlock)
            if self._list.indexOf(row) != place:
                self._list.insertWidget(place, row)
            row.show_job(job)
        self._empty.setVisible(not shown)
        if any(job.retry_at is not None and not job.settled for job in shown):
            self._clock.start()
        else:
            self._clock.stop()

    def _count_down(self) -> None:
        for row in self._rows.values():
            row.count_down()
