"""How our plain tables look: whole rows, one at a time, no grid, figures of equal width, Enter opens."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QTableWidget

from estimator_desktop.ui.theme import tabular

ROW_HEIGHT = 28
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class ListView(QTableView):
    """A table on a model; `opened` when Enter is pressed."""

    opened = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in _ENTER:
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class ListWidget(QTableWidget):
    """A table of items; `opened` when Enter is pressed."""

    opened = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in _ENTER:
            self.opened.emit()
        else:
            super().keyPressEvent(event)


def dress(table: QTableView, name: str, widths: Mapping[int, int], wide: int) -> None:
    """Give a table our look; columns have these widths, the column `wide` takes the room there is."""
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setFont(tabular(table.font()))
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
    for column, width in widths.items():
        table.setColumnWidth(column, width)
