"""The first columns stay where they are while the others scroll."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QHeaderView, QTableView


class FrozenColumns(QTableView):
    """A second view of the same rows over the first columns of a table; it shows only where the table can scroll."""

    def __init__(self, table: QTableView, count: int, delegates: Mapping[int, QAbstractItemDelegate]) -> None:
        super().__init__(table)
        self._table = table
        self._count = count
        self.setObjectName("frozen")
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self.setSelectionBehavior(table.selectionBehavior())
        self._delegates = delegates  # of its own: an editor belongs to one view
        for column, delegate in delegates.items():
            self.setItemDelegateForColumn(column, delegate)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(table)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._sort)
        self.clicked.connect(table.setCurrentIndex)
        self.doubleClicked.connect(table.edit)
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)
        table.horizontalScrollBar().rangeChanged.connect(lambda *_: self.place())
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row under the mouse: the table must not scroll to it before, else the next one would be chosen."""
        self._table.setAutoScroll(False)
        try:
            super().mousePressEvent(event)
        finally:
            self._table.setAutoScroll(True)

    def _sort(self, column: int) -> None:
        """Upwards, downwards, as the document has them: in the order of clicks that the table's own header has."""
        header = self._table.horizontalHeader()
        again = header.sortIndicatorSection() == column
        if again and header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder:
            column, again = -1, False
        self._table.sortByColumn(column, Qt.SortOrder.DescendingOrder if again else Qt.SortOrder.AscendingOrder)

    def place(self) -> None:
        """Lie over the table's first columns, or away where all of them fit."""
        table = self._table
        if table.horizontalScrollBar().maximum() <= 0:
            self.hide()
            return
        width = 0
        for column in range(table.model().columnCount()):
            hidden = column >= self._count or table.isColumnHidden(column)
            self.setColumnHidden(column, hidden)
            if not hidden:
                self.setColumnWidth(column, table.columnWidth(column))
                width += table.columnWidth(column)
        frame = table.frameWidth()
        header = table.horizontalHeader().height()
        self.horizontalHeader().setFixedHeight(header)
        self.setGeometry(frame, frame, width, table.viewport().height() + header)
        self.setFont(table.font())
        self.verticalScrollBar().setValue(table.verticalScrollBar().value())
        self.show()
        self.raise_()
