"""Search over all projects: typed words, positions found while typing, Enter opens one in its budget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QStackedLayout,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from estimator_desktop.storage.search import Hit
from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.listing import ListWidget, dress
from estimator_desktop.ui.widgets.make import label

_PAUSE = 120
_MOST = 200
_COLUMNS = (
    "search.project",
    "column.code",
    "column.description",
    "column.unit",
    "column.quantity",
    "column.unit_price",
)
_WIDTHS = {0: 220, 1: 130, 3: 70, 4: 110, 5: 110}
_DESCRIPTION = 2
_RIGHT = frozenset({4, 5})


class SearchLine(QLineEdit):
    """The arrow down leads to what was found."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave downwards."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class SearchPage(QWidget):
    """`jump` opens a document at a position.  `find` looks into the store, `name` tells documents apart there."""

    jump = Signal(str, int)

    def __init__(
        self, texts: Texts, find: Callable[[str, int], Sequence[Hit]], name: Callable[[list[str]], list[str]]
    ) -> None:
        super().__init__()
        say = texts.say
        self._texts = texts
        self._find = find
        self._name = name
        self._hits: Sequence[Hit] = ()
        self.line = SearchLine()
        self.line.setPlaceholderText(say("search.hint"))
        self.line.setAccessibleName(say("action.search_all"))
        self.line.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.search)
        self.line.textChanged.connect(lambda _text: self._pause.start())
        self.line.returnPressed.connect(self._entered)
        self.line.down.connect(self._to_table)
        self.table = ListWidget(0, len(_COLUMNS))
        self.table.setHorizontalHeaderLabels([say(key) for key in _COLUMNS])
        dress(self.table, say("search.found_title"), _WIDTHS, _DESCRIPTION)
        for column in _RIGHT:
            title = self.table.horizontalHeaderItem(column)
            if title is not None:
                title.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.table.opened.connect(self.open)
        self.table.cellDoubleClicked.connect(lambda _row, _column: self.open())
        self.note = label(look="muted", wrap=True, centred=True)
        self.count = label(look="muted")
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.note)
        self._stack.addWidget(self.table)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 8, 12, 8)
        page.setSpacing(8)
        page.addWidget(self.line)
        page.addWidget(holder, 1)
        page.addWidget(self.count)
        self.search()

    def search(self) -> None:
        """Find what is typed."""
        typed = self.line.text().strip()
        self._hits = self._find(typed, _MOST) if typed else ()
        names = self._names()
        self.table.setRowCount(len(self._hits))
        for row, hit in enumerate(self._hits):
            for column, words in enumerate(self._cells(hit, names[hit.document])):
                item = QTableWidgetItem(words)
                if column in _RIGHT:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        say = self._texts.say
        if self._hits:
            self._stack.setCurrentWidget(self.table)
            self.table.selectRow(0)
            more = len(self._hits) == _MOST
            found = self._texts.count("positions", len(self._hits))
            self.count.setText(say("search.more" if more else "search.found", count=found))
        else:
            self.note.setText(say("search.nothing" if typed else "search.what"))
            self._stack.setCurrentWidget(self.note)
            self.count.clear()

    def _names(self) -> dict[str, str]:
        """What to call each document's project, also where several share a name."""
        projects = {hit.document: hit.project for hit in self._hits}
        if len(set(projects.values())) == len(projects):
            return projects
        return dict(zip(projects, self._name(list(projects)), strict=True))

    def _cells(self, hit: Hit, name: str) -> tuple[str, ...]:
        project = f"{name}  ·  {self._texts.say('search.archived')}" if hit.archived else name
        numbers = (
            "" if text is None else self._texts.number(Decimal(text), places)
            for text, places in ((hit.quantity, 3), (hit.unit_price, 2))
        )
        return project, hit.code, " ".join(hit.description.split()), hit.unit, *numbers

    def _entered(self) -> None:
        self._pause.stop()
        self.search()
        self._to_table()

    def _to_table(self) -> None:
        if self._hits:
            self.table.setFocus()

    def open(self) -> None:
        """Open the selected position in its budget."""
        row = self.table.currentRow()
        if 0 <= row < len(self._hits):
            self.jump.emit(self._hits[row].document, self._hits[row].position)
