"""The jobs by project: one progress for all of them, what runs, what failed and why; cancel or try again one or all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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

from estimator_desktop.domain.job import Job, JobState, group
from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.make import Elided, Worded, breakable, button, label

_SHOWN = 80
Key = tuple[str, str]
"""What a group is about: (`project`, id), (`document`, id) while there is no project yet, (`job`, id) for one alone."""


def key_of(job: Job) -> Key:
    """The group that a job belongs to."""
    if job.project:
        return "project", job.project
    return ("document", job.document) if job.document else ("job", job.id)


@dataclass(frozen=True, slots=True)
class Together:
    """A group's jobs, newest first, with one progress in thousandths."""

    key: Key
    jobs: tuple[Job, ...]
    done: int

    @property
    def active(self) -> tuple[Job, ...]:
        """What still runs or waits."""
        return tuple(job for job in self.jobs if not job.settled)

    @property
    def failed(self) -> tuple[Job, ...]:
        """What can be tried again."""
        return tuple(job for job in self.jobs if job.state is JobState.FAILED)


def together(jobs: Sequence[Job]) -> tuple[Together, ...]:
    """Jobs by group, the group with the newest job first."""
    found: dict[Key, list[Job]] = {}
    for job in jobs:
        found.setdefault(key_of(job), []).append(job)
    return tuple(Together(key, tuple(some), group(some).done) for key, some in found.items())


class JobRow(QFrame):
    """One job."""

    cancel = Signal(str)
    retry = Signal(str)
    assign = Signal(str)
    unlock = Signal(str)

    def __init__(self, identity: str, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._name = Worded(wrap=True)
        self._state = label(look="muted", wrap=True)
        self._state.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._cancel = button(texts.say("jobs.cancel"))
        self._retry = button(texts.say("jobs.retry"))
        self._copy = button(texts.say("jobs.details"))
        self._copy.setToolTip(texts.say("jobs.copy"))
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
        for part in (self._name, self._state):
            words.addWidget(part)
        actions = QHBoxLayout()
        actions.setSpacing(8)
        for control in (self._retry, self.assigning, self.unlocking, self._copy):
            actions.addWidget(control)
        actions.addStretch(1)
        words.addLayout(actions)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.addLayout(words, 1)
        row.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignTop)

    def show_job(self, job: Job, *, alone: bool = False, under: str = "") -> None:
        """Say how the job is.

        `alone`: nothing else of its group is under way, so the group's button cancels it.  `under`: the name that
        stands above it, and need not stand in the row again.
        """
        self._job = job
        self._copy.setVisible(bool(job.error_detail) and job.state is JobState.FAILED)
        words = breakable(self._texts.job(job).removesuffix(f": {under}"))
        failed = job.state is JobState.FAILED
        self._name.setText(f"✘ {words}: {self._texts.say('state.failed')}" if failed else words)
        self._name.set_look("trouble" if failed else "")
        self._state.setText(breakable(self._said(job)))
        self._cancel.setVisible(not alone and not job.settled and not job.cancel_requested)
        asks = job.state is JobState.FAILED and job.error_code == "mapping_needed"
        locked = job.state is JobState.FAILED and job.error_code == "pdf_encrypted"
        self._retry.setVisible(job.state in {JobState.FAILED, JobState.CANCELLED} and not asks and not locked)
        self.unlocking.setVisible(locked)
        self.assigning.setVisible(asks)

    def _said(self, job: Job) -> str:
        """How it is; what the buttons do here is not said as a command."""
        if job.state is JobState.FAILED and job.error_code == "pdf_encrypted":
            return self._texts.say("password.ask", file=job.subject)
        return self._texts.job_state(job)

    def count_down(self) -> None:
        """Say how many seconds remain until the next try."""
        if self._job is not None and self._job.retry_at is not None:
            self._state.setText(self._texts.job_state(self._job))

    def _copy_details(self) -> None:
        if self._job is not None:
            words = (self._texts.job(self._job), self._texts.job_state(self._job), self._job.error_code)
            QGuiApplication.clipboard().setText("\n".join((*words, self._job.error_detail)))


class GroupRow(QFrame):
    """The jobs of a project: its name, one progress, and the jobs that are not simply done."""

    cancel_all = Signal(object)
    retry_failed = Signal(object)

    def __init__(self, key: Key, texts: Texts) -> None:
        super().__init__()
        self.setObjectName("card")
        self._texts = texts
        self._key = key
        self._together: Together | None = None
        self._open = False
        self.name = Elided("cardtitle", middle=True)
        self.state = label(look="muted", wrap=True)
        self.bar = _bar()
        self.cancelling = button(texts.say("jobs.cancel_all"))
        self.cancelling.clicked.connect(lambda: self.cancel_all.emit(key))
        self.retrying = button(texts.say("jobs.retry_failed"))
        self.retrying.clicked.connect(lambda: self.retry_failed.emit(key))
        self.more = button(look="quiet")
        self.more.clicked.connect(self._toggle)
        actions = QHBoxLayout()
        actions.setSpacing(8)
        actions.addWidget(self.more)
        actions.addStretch(1)
        actions.addWidget(self.retrying)
        actions.addWidget(self.cancelling)
        self.list = QVBoxLayout()
        self.list.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        for part in (self.name, self.bar, self.state):
            column.addWidget(part)
        column.addLayout(self.list)
        column.addLayout(actions)

    def show_group(self, found: Together, name: str) -> None:
        """Say how the group is; its rows are in `list` already."""
        self._together = found
        active, failed = found.active, found.failed
        self.name.setText(name)
        self.name.setToolTip(name)
        self.bar.setVisible(bool(active))
        self.bar.setRange(0, 1000)
        self.bar.setValue(found.done)
        self.state.setText(self._words(found))
        self.state.setVisible(bool(active) or len(failed) != 1)
        self.cancelling.setText(self._texts.say("jobs.cancel" if len(active) == 1 else "jobs.cancel_all"))
        self.cancelling.setVisible(any(not job.cancel_requested for job in active))
        self.retrying.setVisible(len(failed) > 1 and not active)
        self._arrange()

    def _words(self, found: Together) -> str:
        say, count = self._texts.say, self._texts.count
        if found.active:
            return say("jobs.together", percent=str(found.done // 10), jobs=count("jobs", len(found.active)))
        if found.failed:
            return say("jobs.failed", count=len(found.failed))
        cancelled = all(job.state is JobState.CANCELLED for job in found.jobs[:1])
        return say("state.cancelled") if cancelled else f"✔ {say('state.done')}"

    def _toggle(self) -> None:
        self._open = not self._open
        self._arrange()

    def _arrange(self) -> None:
        """Finished jobs are in sight only when asked for."""
        found = self._together
        if found is None:
            return
        quiet = {job.id for job in found.jobs if job.state is JobState.DONE}
        for place in range(self.list.count()):
            item = self.list.itemAt(place)
            row = item.widget() if item is not None else None
            if row is not None:
                row.setVisible(self._open or row.property("job") not in quiet)
        self.more.setVisible(bool(quiet))
        count = self._texts.count("jobs", len(quiet))
        self.more.setText(f"{'▾' if self._open else '▸'} {self._texts.say('jobs.finished', jobs=count)}")


class JobsPanel(QScrollArea):
    """The newest jobs by project, newest first."""

    cancel = Signal(str)
    retry = Signal(str)
    assign = Signal(str)
    unlock = Signal(str)
    cancel_all = Signal(object)
    retry_failed = Signal(object)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._rows: dict[str, JobRow] = {}
        self.groups: dict[Key, GroupRow] = {}
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._count_down)
        self._empty = label(texts.say("jobs.none"), "muted", margin=12)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(8, 8, 8, 8)
        self._list.setSpacing(8)
        self._list.addWidget(self._empty)
        self._list.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(300)
        self.setAccessibleName(texts.say("panel.jobs"))

    def show_jobs(self, jobs: Sequence[Job], names: Mapping[str, str] | None = None) -> None:
        """Bring the list up to date; rows that stay are kept.  `names`: what the projects are called."""
        shown = jobs[:_SHOWN]
        found = together(shown)
        self._drop({job.id for job in shown}, {one.key for one in found})
        for place, one in enumerate(found):
            card = self._group(one.key)
            if self._list.indexOf(card) != place:
                self._list.insertWidget(place, card)
            name = (names or {}).get(one.key[1], "") if one.key[0] == "project" else ""
            name = name or one.jobs[0].subject or self._texts.job(one.jobs[0])
            for order, job in enumerate(one.jobs):
                row = self._row(job)
                if card.list.indexOf(row) != order:
                    card.list.insertWidget(order, row)
                row.show_job(job, alone=len(one.active) == 1, under=name)
            card.show_group(one, name)
        self._empty.setVisible(not shown)
        if any(job.retry_at is not None and not job.settled for job in shown):
            self._clock.start()
        else:
            self._clock.stop()

    def _drop(self, jobs: set[str], keys: set[Key]) -> None:
        for gone in self._rows.keys() - jobs:
            self._rows.pop(gone).deleteLater()
        for key in self.groups.keys() - keys:
            card = self.groups.pop(key)
            for row in card.findChildren(JobRow):
                row.setParent(None)
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()

    def _row(self, job: Job) -> JobRow:
        row = self._rows.get(job.id)
        if row is None:
            row = self._rows[job.id] = JobRow(job.id, self._texts)
            row.setProperty("job", job.id)
            row.cancel.connect(self.cancel)
            row.retry.connect(self.retry)
            row.assign.connect(self.assign)
            row.unlock.connect(self.unlock)
        return row

    def _group(self, key: Key) -> GroupRow:
        card = self.groups.get(key)
        if card is None:
            card = self.groups[key] = GroupRow(key, self._texts)
            card.cancel_all.connect(self.cancel_all)
            card.retry_failed.connect(self.retry_failed)
        return card

    def _count_down(self) -> None:
        for row in self._rows.values():
            row.count_down()


def _bar() -> QProgressBar:
    made = QProgressBar()
    made.setTextVisible(False)
    made.setMaximumHeight(6)
    return made
