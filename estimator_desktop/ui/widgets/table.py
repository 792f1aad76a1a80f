"""The positions table's view: the desk's hero, with its keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from estimator_desktop.domain.verdict import Colour
from estimator_desktop.texts import Texts
from estimator_desktop.ui.models.desk import COLUMNS, DESCRIPTION, VERDICT
from estimator_desktop.ui.models.positions import COLOUR_ROLE, PositionsModel
from estimator_desktop.ui.theme import Theme, tabular

ROW_HEIGHT = 28
_EDGE = 3
_WIDTHS = (36, 52, 48, 112, 360, 52, 104, 112, 128)


class _VerdictDelegate(QStyledItemDelegate):
    """Draws the verdict's cell: tint, edge and shape in the verdict's colour, selected or not."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        area: QRect = option.rect
        selected = option.state & QStyle.StateFlag.State_Selected
        value = index.data(COLOUR_ROLE)  # Qt hands a StrEnum back as a plain string
        if value not in Colour.__members__:
            super().paint(painter, option, index)
            return
        colour = Colour(value)
        ink = QColor(self.theme.ink[colour])
        painter.save()
        painter.fillRect(area, QColor(self.theme.selection if selected else self.theme.tint[colour]))
        painter.fillRect(area.left(), area.top(), _EDGE, area.height(), ink)
        painter.setPen(ink)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        painter.restore()


class PositionsTable(QTableView):
    """Rows of positions.  Single letters work only while the table has the focus."""

    filter_key = Signal(str)
    next_open = Signal(int)
    toggle_source = Signal()
    decide = Signal(str)
    undo = Signal(bool)

    def __init__(self, model: PositionsModel, texts: Texts, theme: Theme) -> None:
        super().__init__()
        self._delegate = _VerdictDelegate(theme)
        self.setModel(model)
        self._positions = model
        self.setAccessibleName(texts.say("sheet.bill"))
        self.setItemDelegateForColumn(VERDICT, self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFont(tabular(self.font()))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(DESCRIPTION, QHeaderView.ResizeMode.Stretch)
        self.setSortingEnabled(True)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._delegate.theme = theme
        self.viewport().update()

    def select_position(self, position: int) -> bool:
        """Go to a position; whether the table shows it."""
        row = self._positions.row_of(position)
        if row is None:
            return False
        self.setCurrentIndex(self._positions.index(row, DESCRIPTION))
        self.scrollTo(self._positions.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    def copy(self) -> None:
        """Put the selected rows on the clipboard as a spreadsheet expects them."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        lines = [
            "\t".join(str(self._positions.index(row, column).data()) for column in range(len(COLUMNS))) for row in rows
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def event(self, event: QEvent) -> bool:
        """Keep our single letters from becoming shortcuts of somebody else."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._ours(event):
            event.accept()
            return True
        return super().event(event)

    @staticmethod
    def _ours(event: QKeyEvent) -> bool:
        return not event.modifiers() and event.text().upper() in {*"1230NPS", *"AOEL"}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 2 3 0 filter, N and P go to what is to be decided, A O E L decide, S the source, Ctrl+C Z Y."""
        key = event.text().upper()
        if event.key() == Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.copy()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in {Qt.Key.Key_Z, Qt.Key.Key_Y}:
            self.undo.emit(event.key() == Qt.Key.Key_Z)
        elif not self._ours(event):
            super().keyPressEvent(event)
        elif key in {"N", "P"}:
            self.next_open.emit(1 if key == "N" else -1)
        elif key in {"A", "O", "E", "L"}:
            self.decide.emit(key)
        elif key == "S":
            self.toggle_source.emit()
        else:
            self.filter_key.emit(key)
