"""How projects stand, in a list: each verdict's shape and number in its own colour."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from estimator_desktop.ui.theme import Theme
from estimator_desktop.ui.widgets.marked import draw_marked


class StateDelegate(QStyledItemDelegate):
    """Draws how a project stands, in the same colours whether its row is selected or not."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The row's ground as the style draws it, the words over it."""
        words = str(index.data() or "")
        ground = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        ground.text = ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, option.widget)
        painter.setFont(option.font)
        draw_marked(painter, option.rect.adjusted(11, 0, -11, -1), words, self.theme, ink=self.theme.muted)
