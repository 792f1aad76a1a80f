"""The page without an open project: where to drop, and what was worked on last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from estimator_desktop.domain.colour import Colour
from estimator_desktop.storage.store import ProjectSummary
from estimator_desktop.texts import MARKS, Texts
from estimator_desktop.ui.theme import Theme
from estimator_desktop.ui.widgets.make import PLAIN, TOP, button, label

if TYPE_CHECKING:
    from estimator_desktop.domain.job import Job
    from estimator_desktop.storage.upkeep import ArchivedProject
    from estimator_desktop.ui.widgets.archive import ArchiveList
    from estimator_desktop.ui.widgets.recent import RecentTable


class DropArea(QFrame):
    """Says where to drop; the whole window takes files."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.setObjectName("drop")
        self._texts = texts
        self._title = label(texts.say("start.drop"), "title", centred=True)
        kinds = label(texts.say("start.drop_detail"), "muted", centred=True)
        self.choose = button(texts.say("start.choose"), "primary")
        self.demo = button(texts.say("start.demo"))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.choose)
        buttons.addWidget(self.demo)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 24)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self._title)
        column.addWidget(kinds)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addStretch(1)
        column.addWidget(label(texts.say("start.private"), "muted", centred=True))
        self.setMinimumHeight(240)

    def set_over(self, *, over: bool) -> None:
        """Show that files hover over the window."""
        self.setProperty("over", over)
        self._title.setText(self._texts.say("start.release" if over else "start.drop"))
        self.style().unpolish(self)
        self.style().polish(self)


class _Filling(QLabel):
    """Paragraphs in the place they are given.

    A label that wraps is laid out some thirty times before it is shown, to learn how high it is at what width; this one
    is not asked.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setProperty("textFormat", PLAIN)
        self.setProperty("alignment", TOP)
        self.setWordWrap(True)

    def hasHeightForWidth(self) -> bool:
        """Its height is the place's."""
        return False

    def sizeHint(self) -> QSize:
        """It takes what there is."""
        return QSize(200, 160)

    def minimumSizeHint(self) -> QSize:
        """It takes what there is."""
        return self.sizeHint()


class Welcome(QFrame):
    """What stands where the projects will be: what happens, in three steps, and the sample."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.setObjectName("card")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(label(texts.say("welcome.title"), "title"))
        paragraphs = [texts.say(f"welcome.{key}") for key in ("one", "two", "three", "try")]
        column.addWidget(_Filling("\n\n".join(paragraphs)), 1)


class StartPage(QWidget):
    """Drop area on the left, recent projects on the right."""

    open_document = Signal(str)
    delete_project = Signal(str, str)
    choose_files = Signal()
    try_demo = Signal()

    def __init__(self, texts: Texts, theme: Theme) -> None:
        super().__init__()
        self._texts = texts
        self._theme = theme
        self.drop = DropArea(texts)
        self.drop.choose.clicked.connect(self.choose_files)
        self.drop.demo.clicked.connect(self.try_demo)
        self._whole = False
        self._recent: RecentTable | None = None
        self._none = Welcome(texts)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._none)
        right = QVBoxLayout()
        right.setSpacing(8)
        self._heading = label(texts.say("start.recent"), "heading")
        self._heading.hide()
        right.addWidget(self._heading)
        right.addLayout(self._stack, 1)
        self._right = right
        self._archive: ArchiveList | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 24)
        row.setSpacing(24)
        row.addWidget(self.drop, 5)
        row.addLayout(right, 6)

    @property
    def recent(self) -> RecentTable:
        """The projects; made when there are any."""
        if self._recent is None:
            from estimator_desktop.ui.widgets.recent import RecentTable  # noqa: PLC0415 - tables take long to load

            self._recent = RecentTable(self._texts)
            if self._whole:
                self._recent.colour_states(self._theme)
            self._recent.chosen.connect(self.open_document)
            self._recent.unwanted.connect(self.delete_project)
            self._stack.addWidget(self._recent)
        return self._recent

    @property
    def archive(self) -> ArchiveList:
        """The archived projects; made when there are any."""
        if self._archive is None:
            from estimator_desktop.ui.widgets.archive import ArchiveList  # noqa: PLC0415 - lists take long to load

            self._archive = ArchiveList(self._texts)
            self._archive.chosen.connect(self.open_document)
            self._archive.unwanted.connect(self.delete_project)
            self._right.addWidget(self._archive)
        return self._archive

    def show_archived(self, projects: Sequence[ArchivedProject]) -> None:
        """Bring the archived projects up to date."""
        if projects or self._archive is not None:
            self.archive.show_projects(projects)

    def minimumSizeHint(self) -> QSize:
        """Small enough for a small laptop."""
        return QSize(720, 420)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours with the next refresh."""
        self._theme = theme
        if self._recent is not None and self._whole:
            self._recent.colour_states(theme)

    def complete(self) -> None:
        """Bring what the first picture did without."""
        self._whole = True
        self.set_theme(self._theme)

    def refresh(self, projects: Sequence[ProjectSummary], jobs: Sequence[Job]) -> None:
        """Show what is being read, then the projects."""
        texts = self._texts
        known = {project.document for project in projects}
        reading = [job for job in jobs if not job.settled and job.document not in known]
        rows = [("", job.subject, texts.job_state(job), "") for job in reading]
        rows += [(one.document, one.name, self._state(one, jobs), self._when(one.touched)) for one in projects]
        self._heading.setVisible(bool(rows))
        if not rows:
            self._stack.setCurrentWidget(self._none)
            if self._recent is not None:
                self._recent.setRowCount(0)
            return
        from PySide6.QtWidgets import QTableWidgetItem  # noqa: PLC0415 - see `recent`

        from estimator_desktop.ui.widgets.recent import DOCUMENT, INK  # noqa: PLC0415

        selected, marked = self.recent.currentRow(), self.recent.marked
        self.recent.setRowCount(len(rows))
        for row, (document, name, words, when) in enumerate(rows):
            cells = (QTableWidgetItem(name), QTableWidgetItem(words), QTableWidgetItem(when))
            cells[0].setData(DOCUMENT, document)
            cells[0].setToolTip(name)
            cells[1].setData(INK, QColor(self._ink(words)))
            cells[2].setData(INK, QColor(self._theme.muted))
            for column, cell in enumerate(cells):
                self.recent.setItem(row, column, cell)
        known_rows = {document: row for row, (document, *_rest) in enumerate(rows) if document}
        # the marked project stays marked where others come before it
        self.recent.setCurrentCell(known_rows.get(marked, max(0, min(selected, len(rows) - 1))), 0)
        first = self._stack.currentWidget() is not self.recent
        self._stack.setCurrentWidget(self.recent)
        if first:
            self.take_focus()

    def take_focus(self) -> None:
        """The keyboard goes to the projects, where there are any: Enter opens the marked one."""
        if self._stack.currentWidget() is not self._none:
            self.recent.setFocus()

    def _ink(self, words: str) -> str:
        return next((self._theme.ink[one] for one, mark in MARKS.items() if words.startswith(mark)), self._theme.muted)

    def _state(self, project: ProjectSummary, jobs: Sequence[Job]) -> str:
        if project.red is None or project.amber is None or project.green is None:
            work = [job for job in jobs if job.document == project.document]
            running = next((job for job in work if job.state == "running"), None)
            if running is not None:
                return self._texts.job_state(running)
            return self._texts.say("project.unaudited" if work else "project.never_audited")
        parts = [
            f"{MARKS[colour]} {count}"
            for colour, count in ((Colour.RED, project.red), (Colour.AMBER, project.amber))
            if count
        ]
        return "  ".join(parts) or f"{MARKS[Colour.GREEN]} {project.green}"

    def _when(self, moment: datetime) -> str:
        days = (datetime.now(UTC).astimezone().date() - moment.astimezone().date()).days
        if days == 0:
            return f"{moment.astimezone():%H:%M}"
        return self._texts.say("day.yesterday") if days == 1 else self._texts.day(moment)
