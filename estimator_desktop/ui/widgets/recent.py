"""The list of recent projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QTableWidget

from estimator_desktop.texts import Texts
from estimator_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QKeyEvent, QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

DOCUMENT, INK = 0x100, 9
"""`Qt.ItemDataRole.UserRole` and `ForegroundRole` as numbers, see `widgets.make`."""


class StateDelegate(QStyledItemDelegate):
    """Draws how a project stands: each verdict's shape and number in its own colour, selected or not."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The row's ground as the style draws it, the words over it."""
        from PySide6.QtWidgets import QStyle, QStyleOptionViewItem  # noqa: PLC0415 - see `DOCUMENT`

        from estimator_desktop.ui.widgets.marked import draw_marked  # noqa: PLC0415

        words = str(index.data() or "")
        ground = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        ground.text = ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, option.widget)
        painter.setFont(option.font)
        draw_marked(painter, option.rect.adjusted(11, 0, -11, -1), words, self.theme, ink=self.theme.muted)


class RecentTable(QTableWidget):
    """Projects, newest first; Enter or a double click opens one."""

    chosen = Signal(str)

    def __init__(self, texts: Texts, theme: Theme) -> None:
        super().__init__(0, 3)
        self.states = StateDelegate(theme)
        self.setItemDelegateForColumn(1, self.states)
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
        if item is not None and item.data(DOCUMENT):
            self.chosen.emit(item.data(DOCUMENT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the selected project."""
        from PySide6.QtCore import Qt  # noqa: PLC0415 - see `DOCUMENT`

        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentRow() >= 0:
            self._choose(self.currentRow())
        else:
            super().keyPressEvent(event)
