"""Archived projects under the recent ones: folded away, opened by one click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.make import button

if TYPE_CHECKING:
    from estimator_desktop.storage.upkeep import ArchivedProject

_DOCUMENT = int(Qt.ItemDataRole.UserRole)
_NAME = _DOCUMENT + 1
_HEIGHT = 180


class ArchiveList(QWidget):
    """A button with the number of archived projects; below it, when pressed, the projects."""

    chosen = Signal(str)
    unwanted = Signal(str, str)
    """A project's document and name: it is to be deleted."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.button = button(checkable=True)
        self.button.setToolTip(texts.say("archive.tip"))
        self.list = QListWidget()
        self.list.setMaximumHeight(_HEIGHT)
        self.list.setAccessibleName(texts.say("archive.tip"))
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        delete = QAction(texts.say("project.delete"), self.list)
        delete.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        delete.triggered.connect(self._give_up)
        self.list.addAction(delete)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.list.hide()
        self.button.toggled.connect(self.list.setVisible)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.list)
        self._shown: tuple[str, ...] = ()
        self.hide()

    def show_projects(self, projects: Sequence[ArchivedProject]) -> None:
        """Bring the list up to date; hidden where the archive is empty."""
        self.setVisible(bool(projects))
        identities = tuple(project.id for project in projects)
        if identities == self._shown:
            return
        self._shown = identities
        self.button.setText(self._texts.say("archive.show", count=len(projects)))
        self.list.clear()
        for project in projects:
            when = self._texts.say("archive.row", day=self._texts.day(project.archived))
            item = QListWidgetItem(f"{project.name}  –  {when}")
            item.setData(_DOCUMENT, project.document)
            item.setData(_NAME, project.name)
            self.list.addItem(item)

    def _give_up(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.unwanted.emit(str(item.data(_DOCUMENT)), str(item.data(_NAME)))

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(str(item.data(_DOCUMENT)))
