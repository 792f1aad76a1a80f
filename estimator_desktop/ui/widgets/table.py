"""The positions table's view: the desk's hero, with its keys."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from estimator_desktop.texts import Texts
from estimator_desktop.ui.models.clipboard import copied
from estimator_desktop.ui.models.desk import COLUMNS, DESCRIPTION, OBJECT, SECTION, VERDICT
from estimator_desktop.ui.models.positions import NUMERIC, PositionsModel
from estimator_desktop.ui.theme import Theme, tabular
from estimator_desktop.ui.widgets.cells import EditDelegate, VerdictDelegate
from estimator_desktop.ui.widgets.frozen import FrozenColumns

ROW_HEIGHT = 28
_WIDTHS = (36, 48, 54, 108, 360, 70, 96, 100, 116, 124, 180, 180)
_NARROWEST = 200
_FIXED = frozenset({VERDICT, DESCRIPTION})
"""Columns that cannot be hidden: without them a row says nothing."""
_HIDDEN_AT_FIRST = frozenset({SECTION, OBJECT})
Command = QItemSelectionModel.SelectionFlag


class PositionsTable(QTableView):
    """Rows of positions.  Single letters work only while the table has the focus.

    A plain click or arrow selects the row; with Shift a block of cells spans from where it began, as in a spreadsheet.
    """

    filter_key = Signal(str)
    next_open = Signal(int)
    toggle_source = Signal()
    decide = Signal(str)
    columns_changed = Signal(str)
    """The hidden columns, by name, separated by commas."""
    ordered = Signal(str, bool)
    """The column the person sorts by, by name (empty: the document's order), and whether downwards."""
    copied = Signal(int, int)
    """Rows and columns put on the clipboard."""

    def __init__(self, model: PositionsModel, texts: Texts, theme: Theme) -> None:
        super().__init__()
        self._texts = texts
        self.numbers = texts.language
        """How copied numbers are written: `cs` or `en`."""
        self._verdict = VerdictDelegate(theme)
        self._accent = QColor(theme.accent)
        self.cells = EditDelegate()
        self.setModel(model)
        self._positions = model
        self.setAccessibleName(texts.say("sheet.bill"))
        self.setItemDelegate(self.cells)
        self.setItemDelegateForColumn(VERDICT, self._verdict)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFont(tabular(self.font()))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setMinimumSectionSize(32)
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, width)
            self.setColumnHidden(column, column in _HIDDEN_AT_FIRST)
        self.setSortingEnabled(True)
        header.sortIndicatorChanged.connect(self._ordered)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._header_menu)
        header.sectionResized.connect(lambda *_: self._fit())
        self.frozen = FrozenColumns(self, DESCRIPTION + 1, {VERDICT: self._verdict})
        self._fitting = False

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._verdict.theme = theme
        self._accent = QColor(theme.accent)
        self.viewport().update()
        self.frozen.viewport().update()

    def column_menu(self) -> QMenu:
        """The columns to show or hide."""
        menu = QMenu(self)
        for column, name in enumerate(COLUMNS):
            if column in _FIXED:
                continue
            action = menu.addAction(self._texts.say(f"column.{name}") or name)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(column))
            action.toggled.connect(lambda on, column=column: self.show_column(column, on=on))
        return menu

    def _header_menu(self, at: QPoint) -> None:
        self.column_menu().popup(self.horizontalHeader().mapToGlobal(at))

    def show_column(self, column: int, *, on: bool) -> None:
        """Show or hide a column, and tell so."""
        self.setColumnHidden(column, not on)
        self._fit()
        self.columns_changed.emit(self.hidden_columns)

    @property
    def hidden_columns(self) -> str:
        """The hidden columns by name."""
        return ",".join(name for column, name in enumerate(COLUMNS) if self.isColumnHidden(column))

    def hide_columns(self, names: str) -> None:
        """Hide just these columns."""
        hidden = set(names.split(","))
        for column, name in enumerate(COLUMNS):
            self.setColumnHidden(column, name in hidden and column not in _FIXED)
        self._fit()

    def _ordered(self, column: int, order: Qt.SortOrder) -> None:
        self.ordered.emit(COLUMNS[column] if column >= 0 else "", order is Qt.SortOrder.DescendingOrder)

    def show_order(self, name: str, *, down: bool) -> None:
        """Sort the document just shown by a column; by one that is hidden or unknown, it keeps its own order."""
        column = COLUMNS.index(name) if name in COLUMNS else -1
        if column >= 0 and self.isColumnHidden(column):
            column = -1
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        header = self.horizontalHeader()
        header.blockSignals(True)  # noqa: FBT003 - Qt's name for it; nobody sorts here
        header.setSortIndicator(column, order)
        header.blockSignals(False)  # noqa: FBT003
        if column >= 0:
            self._positions.sort(column, order)

    def _fit(self) -> None:
        """The description takes what room there is; where there is too little, the table scrolls beside it."""
        if getattr(self, "_fitting", True):
            return
        self._fitting = True
        others = sum(
            self.columnWidth(column)
            for column in range(len(COLUMNS))
            if column != DESCRIPTION and not self.isColumnHidden(column)
        )
        self.setColumnWidth(DESCRIPTION, max(_NARROWEST, self.viewport().width() - others))
        self._fitting = False
        self.frozen.place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """As usual, with a ring round the cell that Enter would edit."""
        super().paintEvent(event)
        index = self.currentIndex()
        if index.isValid() and index.column() != VERDICT and self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(self._accent)
            painter.drawRect(self.visualRect(index).adjusted(0, 0, -1, -1))
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width out."""
        super().resizeEvent(event)
        self._fit()

    def select_position(self, position: int, column: int = -1) -> bool:
        """Go to a position; whether the table shows it."""
        row = self._positions.row_of(position)
        if row is None:
            return False
        self.select_row(row, column)
        return True

    def select_row(self, row: int, column: int = -1) -> None:
        """Go to a row, in the given column or the one where the keyboard is."""
        if column < 0:
            column = self.currentIndex().column() if self.currentIndex().isValid() else DESCRIPTION
        index = self._positions.index(row, column)
        self.selectionModel().setCurrentIndex(index, Command.ClearAndSelect | Command.Rows)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    @property
    def editing(self) -> bool:
        """Whether a cell is being typed over."""
        return self.state() is QAbstractItemView.State.EditingState

    def chosen_rows(self) -> list[int]:
        """Rows with any selected cell, in order."""
        return sorted({row for part in self._parts() for row in range(part.top(), part.bottom() + 1)})

    def _parts(self) -> list[QItemSelectionRange]:
        selection = self.selectionModel().selection()
        return [selection.at(place) for place in range(selection.count())]

    def selectionCommand(self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None) -> Command:
        """Whole rows, but for blocks of cells spanned with Shift over several columns."""
        command = super().selectionCommand(index, event)
        anchor = self.currentIndex()
        block = bool(command & Command.Current) and anchor.isValid() and index.column() != self._anchor_column()
        return command if block else command | Command.Rows

    def _anchor_column(self) -> int:
        parts = self._parts()
        whole = len(parts) != 1 or parts[0].width() >= len(COLUMNS)
        return self.currentIndex().column() if whole else -1

    def copy(self) -> None:
        """Put what is selected on the clipboard as a spreadsheet expects it."""
        parts = self._parts()
        rows = self.chosen_rows()
        first = min((part.left() for part in parts), default=0)
        last = max((part.right() for part in parts), default=len(COLUMNS) - 1)
        columns = [
            column
            for column in sorted(range(first, last + 1), key=self.horizontalHeader().visualIndex)
            if not self.isColumnHidden(column)
        ]
        cells = [[str(self._positions.index(row, column).data() or "") for column in columns] for row in rows]
        numeric = [column in NUMERIC for column in columns]
        QGuiApplication.clipboard().setText(copied(cells, numeric, self._texts.language, self.numbers))
        self.copied.emit(len(rows), len(columns))

    def event(self, event: QEvent) -> bool:
        """Keep our single letters from becoming shortcuts of somebody else."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._ours(event):
            event.accept()
            return True
        return super().event(event)

    @staticmethod
    def _ours(event: QKeyEvent) -> bool:
        return not event.modifiers() and event.text().upper() in {*"12340NPS", *"AOEL"}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 2 3 4 0 filter, N P go to what is to be decided, A O E L decide, S the source, Ctrl+C copies, Enter edits.

        Undo and redo are the window's, wherever the focus is.
        """
        key = event.text().upper()
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_C and control:
            self.copy()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.editing:
                return  # the editor's own Enter, on its way up
            if self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(self.currentIndex())
            else:
                self.decide.emit("E")
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

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the rows keeps the selection."""
        if self.indexAt(event.position().toPoint()).isValid():
            super().mousePressEvent(event)
