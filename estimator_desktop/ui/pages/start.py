"""The page without an open project: where to drop, and what was worked on last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from estimator_desktop.domain.job import Job, JobState
from estimator_desktop.domain.verdict import Colour
from estimator_desktop.storage.store import ProjectSummary
from estimator_desktop.texts import MARKS, Texts
from estimator_desktop.ui.theme import Theme
from estimator_desktop.ui.widgets.archive import ArchiveList
from estimator_desktop.ui.widgets.make import button, label

_DOCUMENT = int(Qt.ItemDataRole.UserRole)


class DropArea(QFrame):
    """Says where to drop; the whole window takes files."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.setObjectName("drop")
        self._texts = texts
        self._title = label(texts.say("start.drop"), "title", align=Qt.AlignmentFlag.AlignCenter)
        kinds = label(texts.say("start.drop_detail"), "muted", align=Qt.AlignmentFlag.AlignCenter)
        self.choose = button(texts.say("start.choose"), "primary")
        self.demo = button(texts.say("start.demo"))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.choose)
        buttons.addWidget(self.demo)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self._title)
        column.addWidget(kinds)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addStretch(1)
        self.setMinimumHeight(240)

    def set_over(self, *, over: bool) -> None:
        """Show that files hover over the window."""
        self.setProperty("over", over)
        self._title.setText(self._texts.say("start.release" if over else "start.drop"))
        self.style().unpolish(self)
        self.style().polish(self)


class RecentTable(QTableWidget):
    """Projects, newest first; Enter or a double click opens one."""

    chosen = Signal(str)

    def __init__(self, texts: Texts) -> None:
        super().__init__(0, 3)
        self.setAccessibleName(texts.say("start.recent"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.horizontalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(36)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.setTabKeyNavigation(False)
        self.cellDoubleClicked.connect(lambda row, _column: self._choose(row))

    def _choose(self, row: int) -> None:
        item = self.item(row, 0)
        if item is not None and item.data(_DOCUMENT):
            self.chosen.emit(item.data(_DOCUMENT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the selected project."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentRow() >= 0:
            self._choose(self.currentRow())
        else:
            super().keyPressEvent(event)


class StartPage(QWidget):
    """Drop area on the left, recent projects on the right."""

    open_document = Signal(str)
    choose_files = Signal()
    try_demo = Signal()

    def __init__(self, texts: Texts, theme: Theme) -> None:
        super().__init__()
        self._texts = texts
        self._theme = theme
        self.drop = DropArea(texts)
        self.drop.choose.clicked.connect(self.choose_files)
        self.drop.demo.clicked.connect(self.try_demo)
        private = label(texts.say("start.private"), "muted", align=Qt.AlignmentFlag.AlignCenter)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.drop, 1)
        left.addWidget(private)
        self.recent = RecentTable(texts)
        self.recent.chosen.connect(self.open_document)
        self._none = label(texts.say("start.none"), "muted", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._none)
        self._stack.addWidget(self.recent)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(label(texts.say("start.recent"), "heading"))
        right.addLayout(self._stack, 1)
        self.archive = ArchiveList(texts)
        self.archive.chosen.connect(self.open_document)
        right.addWidget(self.archive)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 24)
        row.setSpacing(24)
        row.addLayout(left, 5)
        row.addLayout(right, 6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        """Small enough for a small laptop."""
        return QSize(720, 420)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours with the next refresh."""
        self._theme = theme

    def refresh(self, projects: Sequence[ProjectSummary], jobs: Sequence[Job]) -> None:
        """Show what is being read, then the projects."""
        texts = self._texts
        selected = self.recent.currentRow()
        known = {project.document for project in projects}
        reading = [job for job in jobs if not job.settled and job.document not in known]
        rows = [("", job.subject, texts.job_state(job), "", self._theme.muted) for job in reading]
        for project in projects:
            words, ink = self._state(project, jobs)
            rows.append((project.document, project.name, words, self._when(project.touched), ink))
        self.recent.setRowCount(len(rows))
        for row, (document, name, words, when, ink) in enumerate(rows):
            cells = (QTableWidgetItem(name), QTableWidgetItem(words), QTableWidgetItem(when))
            cells[0].setData(_DOCUMENT, document)
            cells[0].setToolTip(name)
            cells[1].setForeground(QColor(ink))
            cells[2].setForeground(QColor(self._theme.muted))
            for column, cell in enumerate(cells):
                self.recent.setItem(row, column, cell)
        self.recent.setCurrentCell(min(selected, len(rows) - 1), 0)
        self._stack.setCurrentWidget(self.recent if rows else self._none)

    def _state(self, project: ProjectSummary, jobs: Sequence[Job]) -> tuple[str, str]:
        if project.red is None or project.amber is None or project.green is None:
            running = next(
                (job for job in jobs if job.document == project.document and job.state is JobState.RUNNING), None
            )
            words = self._texts.job_state(running) if running else self._texts.say("project.unaudited")
            return words, self._theme.muted
        parts = [
            f"{MARKS[colour]} {count}"
            for colour, count in ((Colour.RED, project.red), (Colour.AMBER, project.amber))
            if count
        ]
        if not parts:
            return f"{MARKS[Colour.GREEN]} {project.green}", self._theme.ink[Colour.GREEN]
        worst = Colour.RED if project.red else Colour.AMBER
        return "  ".join(parts), self._theme.ink[worst]

    def _when(self, moment: datetime) -> str:
        days = (datetime.now(UTC).astimezone().date() - moment.astimezone().date()).days
        if days == 0:
            return f"{moment.astimezone():%H:%M}"
        return self._texts.say("day.yesterday") if days == 1 else self._texts.day(moment)
