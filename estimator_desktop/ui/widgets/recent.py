"""The list of recent projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget

from estimator_desktop.texts import Texts

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent

    from estimator_desktop.ui.theme import Theme
    from estimator_desktop.ui.widgets.states import StateDelegate

DOCUMENT, INK = 0x100, 9
"""`Qt.ItemDataRole.UserRole` and `ForegroundRole` as numbers, see `widgets.make`."""


class RecentTable(QTableWidget):
    """Projects, newest first; Enter or a double click opens one, a right click or Delete offers to delete it."""

    chosen = Signal(str)
    unwanted = Signal(str, str)
    """A project's document and name: it is to be deleted."""

    def __init__(self, texts: Texts) -> None:
        super().__init__(0, 3)
        self.states: StateDelegate | None = None
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
        self._texts = texts

    def colour_states(self, theme: Theme) -> None:
        """Draw each verdict in its own colour; until then, for the first picture, the worst one's is for all words."""
        if self.states is None:
            from estimator_desktop.ui.widgets.states import StateDelegate  # noqa: PLC0415 - see `DOCUMENT`

            self.states = StateDelegate(theme)
            self.setItemDelegateForColumn(1, self.states)
        self.states.theme = theme

    def _choose(self, row: int) -> None:
        if self._document(row):
            self.chosen.emit(self._document(row))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the project under the mouse."""
        from PySide6.QtWidgets import QMenu  # noqa: PLC0415 - see `DOCUMENT`

        row = self.rowAt(event.pos().y())
        if row < 0 or not self._document(row):
            return
        menu = QMenu(self)
        menu.addAction(self._texts.say("project.open"), lambda: self._choose(row))
        menu.addAction(self._texts.say("project.delete"), lambda: self._give_up(row))
        menu.exec(event.globalPos())

    @property
    def marked(self) -> str:
        """The document of the marked project; empty where none is marked."""
        return self._document(self.currentRow())

    def _document(self, row: int) -> str:
        item = self.item(row, 0)
        return str(item.data(DOCUMENT) or "") if item is not None else ""

    def _give_up(self, row: int) -> None:
        item = self.item(row, 0)
        if item is not None and self._document(row):
            self.unwanted.emit(self._document(row), item.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the selected project, Delete asks whether it is to go."""
        from PySide6.QtCore import Qt  # noqa: PLC0415 - see `DOCUMENT`

        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentRow() >= 0:
            self._choose(self.currentRow())
        elif event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            self._give_up(self.currentRow())
        else:
            super().keyPressEvent(event)
