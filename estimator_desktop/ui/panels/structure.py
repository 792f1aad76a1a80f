"""The structure of a bill at the left of the desk: objects and sections, to be chosen."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTreeView

from estimator_desktop.texts import Texts
from estimator_desktop.ui.models.desk import Branch
from estimator_desktop.ui.models.tree import BRANCH_ROLE, TreeModel
from estimator_desktop.ui.theme import Theme

_ROOM = 14
_AT_A_GLANCE = 60
"""So many objects and sections are shown open."""
_LEGIBLE = 150
"""What a name needs at least: where the money would leave less, it steps back."""


class StructureTree(QTreeView):
    """`chosen` says that another part was chosen, or none; `branch` is the one, None for the whole bill."""

    chosen = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.branch: Branch | None = None
        self._money_width = 0
        self._tree = TreeModel()
        self.setModel(self._tree)
        self.setHeaderHidden(True)
        self.setAccessibleName(texts.say("desk.structure"))
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setMinimumWidth(200)
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self.selectionModel().selectionChanged.connect(self._selected)

    def show_tree(self, whole: Branch, theme: Theme) -> None:
        """Show a bill's structure.  Of the same bill with other counts, what is open and chosen stays so."""
        branch = self.branch
        self.selectionModel().blockSignals(True)  # noqa: FBT003 - Qt's name for it
        other = self._tree.set_branch(whole, theme, self._texts)
        for column in (1, 2):
            words = self._tree.longest(column)
            width = self.fontMetrics().horizontalAdvance(words) + _ROOM if words else 0
            self.header().resizeSection(column, width)
        self._money_width = width
        self._share()
        if other:
            if self._tree.size <= _AT_A_GLANCE:
                self.expandAll()
            else:
                self.expandToDepth(1)
            if branch is not None and branch.key is not None:
                self.setCurrentIndex(self._tree.find(*branch.key))
        self.selectionModel().blockSignals(False)  # noqa: FBT003
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names come before money where there is no room for both."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        left = self.viewport().width() - self.header().sectionSize(1) - self._money_width
        hidden = not self._money_width or left < _LEGIBLE
        if self.isColumnHidden(2) != hidden:
            self.setColumnHidden(2, hidden)

    def choose(self, kind: str, index: int | None) -> None:
        """Choose an object or section, where it stands in the tree."""
        found = self._tree.find(kind, index)
        if found.isValid():
            self.setCurrentIndex(found)

    def lift(self) -> None:
        """Choose nothing."""
        self.clearSelection()
        self.branch = None

    def _selected(self, selected: QItemSelection, _gone: QItemSelection) -> None:
        indexes = selected.indexes()
        branch = indexes[0].data(BRANCH_ROLE) if indexes else None
        self.branch = branch if isinstance(branch, Branch) and branch.key is not None else None
        self.chosen.emit()
