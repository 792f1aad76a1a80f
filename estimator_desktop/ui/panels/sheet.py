"""The sheet a position came from: its row among its neighbours, marked, with row numbers and column letters."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from estimator_desktop.domain.bill import Source
from estimator_desktop.domain.sheets import SheetText, column_letters
from estimator_desktop.texts import Texts
from estimator_desktop.ui.theme import Theme, tabular

_NONE = SheetText("", ())
_WIDEST = 240
_NARROWEST = 36
_LEGIBLE, _COMFORTABLE, _FEW = 120, 160, 3
_LOOKED_AT = 25
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
Index = QModelIndex | QPersistentModelIndex


class SheetModel(QAbstractTableModel):
    """One sheet's cells as they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = _NONE
        self._columns = 0

    def show_sheet(self, sheet: SheetText) -> None:
        """Show another sheet."""
        self.beginResetModel()
        self.sheet = sheet
        self._columns = max(map(len, sheet.rows), default=0)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The sheet's rows."""
        return 0 if parent.isValid() else len(self.sheet.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The sheet's columns."""
        return 0 if parent.isValid() else self._columns

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """Letters above, numbers beside."""
        if role != int(Qt.ItemDataRole.DisplayRole):
            return None
        return column_letters(section) if orientation is Qt.Orientation.Horizontal else str(section + 1)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """A cell's text."""
        if role != _DISPLAY:
            return None
        row = self.sheet.rows[index.row()]
        return row[index.column()] if index.column() < len(row) else ""


class SheetView(QTableView):
    """`clicked_row` brings the sheet's name and the row (from 1) that was clicked."""

    clicked_row = Signal(str, int)

    def __init__(self, texts: Texts, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._sheets: Sequence[SheetText] = ()
        self._row = -1
        self._cells = SheetModel()
        self.setModel(self._cells)
        self.setAccessibleName(texts.say("panel.source"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setWordWrap(False)
        self.setFont(tabular(self.font()))
        self.verticalHeader().setDefaultSectionSize(24)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setHighlightSections(False)
        self.clicked.connect(lambda index: self.clicked_row.emit(self._cells.sheet.name, index.row() + 1))

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.viewport().update()

    def set_sheets(self, sheets: Sequence[SheetText]) -> None:
        """Take a file's sheets."""
        if not sheets and not self._sheets:
            return
        self._sheets = sheets
        self._row = -1
        self._cells.show_sheet(_NONE)

    @property
    def names(self) -> tuple[str, ...]:
        """The sheets' names in their order."""
        return tuple(sheet.name for sheet in self._sheets)

    @property
    def marked(self) -> tuple[str, int, tuple[str, ...]]:
        """The marked row: its sheet, its number (from 1), its cells; 0 where none is."""
        rows = self._cells.sheet.rows
        return (self._cells.sheet.name, self._row + 1, rows[self._row] if 0 <= self._row < len(rows) else ())

    def shows(self, source: Source | None) -> bool:
        """Mark a position's row, in the middle where there is room; whether the file has it."""
        if source is None or source.row is None:
            self._row = -1
            self.viewport().update()
            return bool(self._cells.sheet.rows)
        sheet = next((one for one in self._sheets if one.name == (source.sheet or "")), None)
        if sheet is None or source.row > len(sheet.rows):
            return False
        if sheet is not self._cells.sheet:
            self._cells.show_sheet(sheet)
            self._fit(sheet, source.row)
        self._row = source.row - 1
        seen = next((column for column in range(self._cells.columnCount()) if not self.isColumnHidden(column)), 0)
        self.scrollTo(self._cells.index(self._row, seen), QAbstractItemView.ScrollHint.PositionAtCenter)
        self.viewport().update()
        return True

    def sizeHint(self) -> QSize:
        """No more than the page beside it asks for, so that the panels keep their places."""
        return QSize(200, 140)

    def _fit(self, sheet: SheetText, row: int) -> None:
        """Columns as wide as the rows near the first marked one ask for."""
        metrics = self.fontMetrics()
        near = sheet.rows[max(0, row - _LOOKED_AT) : row + _LOOKED_AT]
        widest = _WIDEST if self._cells.columnCount() > 1 else 4 * _WIDEST
        for column in range(self._cells.columnCount()):
            longest = max((cells[column] for cells in near if column < len(cells)), key=len, default="")
            width = metrics.horizontalAdvance(longest) + 24 if longest else 0
            self.setColumnHidden(column, not width)
            self.setColumnWidth(column, min(widest, max(_NARROWEST, width)))
        self._squeeze()

    def _squeeze(self) -> None:
        """The longest texts give way first, so that the numbers at the right are in sight."""
        shown = [column for column in range(self._cells.columnCount()) if not self.isColumnHidden(column)]
        if len(shown) < _FEW:
            return
        over = sum(map(self.columnWidth, shown)) - self.viewport().width()
        enough = over <= sum(max(0, self.columnWidth(column) - _LEGIBLE) for column in shown)
        least = _LEGIBLE if enough else _COMFORTABLE  # where it must be scrolled all the same
        for column in sorted(shown, key=self.columnWidth, reverse=True):
            spare = min(over, self.columnWidth(column) - least)
            if spare > 0:
                self.setColumnWidth(column, self.columnWidth(column) - spare)
                over -= spare

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells, and a frame round the marked row."""
        super().paintEvent(event)
        if self._row < 0:
            return
        painter = QPainter(self.viewport())
        top, height = self.rowViewportPosition(self._row), self.rowHeight(self._row)
        accent = QColor(self._theme.accent)
        tint = QColor(accent)
        tint.setAlpha(36)
        area = self.viewport().rect()
        area.setTop(top)
        area.setHeight(height)
        painter.fillRect(area, QBrush(tint))
        painter.setPen(QPen(accent, 2))
        painter.drawRect(area.adjusted(1, 1, -2, -1))
        painter.end()
