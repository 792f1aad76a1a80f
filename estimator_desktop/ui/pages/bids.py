"""Bids of one tender beside each other: how each stands as a whole, and every item where something is odd."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QListWidgetItem,
    QSplitter,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.listing import ROW_HEIGHT, ListWidget, dress
from estimator_desktop.ui.widgets.make import button, label
from estimator_desktop.ui.widgets.ticked import Ticked

if TYPE_CHECKING:
    from estimator_desktop.domain.bids import BidComparison, BidItem, BidPrice, BidSummary
    from estimator_desktop.storage.store import ProjectSummary

_DOCUMENT = int(Qt.ItemDataRole.UserRole)
_FIXED = ("code", "description", "unit", "quantity")
_DESCRIPTION, _QUANTITY, _MEDIAN = 1, 3, 4
_OFFER, _LEGIBLE, _AIR = 120, 200, 8
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BidsPage(QWidget):
    """`compare` asks for a comparison of documents; `jump` opens a document at a position."""

    compare = Signal(list)
    jump = Signal(str, int)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        say = texts.say
        self._texts = texts
        self._found: BidComparison | None = None
        self._documents: Sequence[str] = ()
        self._wanted: set[str] = set()
        self._items: list[BidItem] = []
        self.projects = Ticked()
        self.projects.setAccessibleName(say("bids.choose"))
        self.projects.setMaximumWidth(280)
        self.projects.itemChanged.connect(lambda _item: self._chosen())
        self.go = button(say("bids.compare"), "primary")
        self.go.clicked.connect(lambda: self.compare.emit(self.chosen))
        self.note = label(say("bids.what"), "muted", wrap=True)
        self.bids = ListWidget(0, 4)
        self.bids.setHorizontalHeaderLabels([say(f"bids.column.{name}") for name in ("rank", "name", "total", "notes")])
        dress(self.bids, say("page.bids"), {0: 72, 1: 220, 2: 150}, 3)
        _to_the_right(self.bids, (2,))
        self.bids.setWordWrap(True)
        self.odd = button(say("bids.only_odd"), checkable=True)
        self.odd.setChecked(True)
        self.odd.toggled.connect(lambda _on: self._fill_items())
        self.table = ListWidget(0, 0)
        self.table.setHorizontalScrollMode(ListWidget.ScrollMode.ScrollPerPixel)
        self.table.opened.connect(self.open)
        self.table.cellDoubleClicked.connect(lambda _row, _column: self.open())
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(label(say("bids.choose"), "cardtitle"))
        side.addWidget(self.projects, 1)
        side.addWidget(self.go)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.odd, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.table, 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.bids)
        parts.addWidget(below)
        parts.setSizes([200, 420])
        results = QVBoxLayout()
        results.addWidget(self.note)
        results.addWidget(parts, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(16)
        row.addLayout(side)
        row.addLayout(results, 1)
        self._chosen()
        self._fill()

    def show_projects(self, projects: Sequence[ProjectSummary]) -> None:
        """What can be compared; what is ticked stays ticked."""
        ticked = self._wanted | set(self.chosen)
        self._wanted -= {project.document for project in projects if project.positions}
        self.projects.blockSignals(True)  # noqa: FBT003 - Qt's own; filling is no choice
        self.projects.clear()
        for project in projects:
            if not project.positions:
                continue
            item = QListWidgetItem(project.name)
            item.setData(_DOCUMENT, project.document)
            item.setToolTip(project.name)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
            on = project.document in ticked
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.projects.addItem(item)
        self.projects.blockSignals(False)  # noqa: FBT003
        self._chosen()

    def tick(self, documents: Sequence[str]) -> None:
        """Choose these documents, as soon as they are among the projects."""
        self._wanted.update(documents)

    @property
    def chosen(self) -> list[str]:
        """The ticked documents, in order."""
        items = [self.projects.item(row) for row in range(self.projects.count())]
        return [item.data(_DOCUMENT) for item in items if item.checkState() is Qt.CheckState.Checked]

    def _chosen(self) -> None:
        self.go.setEnabled(len(self.chosen) > 1)

    def show_found(self, documents: Sequence[str], found: BidComparison) -> None:
        """Show a comparison of these documents."""
        self._documents, self._found = documents, found
        self._fill()

    def _fill(self) -> None:
        found, texts = self._found, self._texts
        for part in (self.bids, self.odd, self.table):
            part.setVisible(found is not None)
        if found is None:
            return
        odd = sum(item.differs for item in found.items)
        self.odd.setEnabled(bool(odd))
        self.odd.setChecked(bool(odd))
        self.note.setText(texts.say("bids.items", count=odd) if odd else texts.say("bids.none_odd"))
        self.bids.setRowCount(len(found.bids))
        for row, bid in enumerate(sorted(found.bids, key=lambda bid: bid.rank)):
            level = texts.say("bids.level", percent=texts.number(bid.level * 100, 1)).replace(" %", "\u00a0%")
            cells = (
                str(bid.rank),
                bid.name,
                texts.money(bid.total, bid.currency),
                "  ·  ".join((level, *self._said(bid))),
            )
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                if column == 2:
                    item.setTextAlignment(_RIGHT)
                self.bids.setItem(row, column, item)
        self.bids.resizeRowsToContents()
        for row in range(self.bids.rowCount()):
            self.bids.setRowHeight(row, max(ROW_HEIGHT, self.bids.rowHeight(row) + _AIR))
        self._fill_items()

    def _said(self, bid: BidSummary) -> list[str]:
        say = self._texts.say
        said = [say(f"bids.count.{flag.value}", count=count) for flag, count in bid.counts.items()]
        if bid.front_loaded:
            said.append(say("bids.front_loaded", percent=self._texts.number(bid.early, 1)))
        if bid.unbalanced:
            said.append(say("bids.unbalanced"))
        if bid.arithmetic:
            said.append(say("bids.arithmetic", count=len(bid.arithmetic)))
        return said

    def _fill_items(self) -> None:
        found, texts = self._found, self._texts
        if found is None:
            return
        self._items = [item for item in found.items if item.differs or not self.odd.isChecked()]
        heads = [*(texts.say(f"column.{name}") for name in _FIXED), texts.say("bids.column.median")]
        self.table.setColumnCount(len(heads) + len(found.bids))
        self.table.setHorizontalHeaderLabels([*heads, *(bid.name for bid in found.bids)])
        offers = {len(heads) + place: self._wide(place) for place in range(len(found.bids))}
        widths = {0: 120, 2: 52, 3: 90, 4: 100} | offers
        dress(self.table, texts.say("page.bids"), widths, _DESCRIPTION)
        if self.table.viewport().width() - sum(widths.values()) < _LEGIBLE:  # many bids: the table scrolls instead
            self.table.horizontalHeader().setSectionResizeMode(_DESCRIPTION, QHeaderView.ResizeMode.Interactive)
            self.table.setColumnWidth(_DESCRIPTION, _LEGIBLE)
        _to_the_right(self.table, range(_QUANTITY, self.table.columnCount()))
        self.table.setRowCount(len(self._items))
        for row, item in enumerate(self._items):
            cells = [item.code, " ".join(item.description.split()), item.unit, self._number(item.quantity, 3)]
            cells += [self._number(item.median, 2), *(self._offer(offer) for offer in item.offers)]
            for column, words in enumerate(cells):
                cell = QTableWidgetItem(words)
                cell.setToolTip(words)
                if column >= _QUANTITY:
                    cell.setTextAlignment(_RIGHT)
                self.table.setItem(row, column, cell)

    def _wide(self, bid: int) -> int:
        """As wide as the longest offer of a bid: a price is never cut off."""
        metrics = self.table.fontMetrics()
        words = [found.bids[bid].name] if (found := self._found) else []
        words += [self._offer(item.offers[bid]) for item in self._items]
        return max(_OFFER, max(map(metrics.horizontalAdvance, words), default=0) + 28)

    def _number(self, value: Decimal | None, places: int) -> str:
        return "" if value is None else self._texts.number(value, places)

    def _offer(self, offer: BidPrice) -> str:
        words = ", ".join(self._texts.say(f"bids.flag.{flag.value}") for flag in offer.flags)
        price = self._number(offer.price, 2)
        return f"{words}  {price}".strip()

    def open(self) -> None:
        """Open the selected item in the bid whose column is current, else in the first bid that has it."""
        row = self.table.currentRow()
        if not 0 <= row < len(self._items):
            return
        offers = self._items[row].offers
        place = self.table.currentColumn() - _MEDIAN - 1
        order = [place, *range(len(offers))] if 0 <= place < len(offers) else range(len(offers))
        for bid in order:
            position = offers[bid].row
            if position is not None:
                self.jump.emit(self._documents[bid], position)
                return


def _to_the_right(table: ListWidget, columns: Iterable[int]) -> None:
    """The titles of numbers stand over their numbers."""
    for column in columns:
        title = table.horizontalHeaderItem(column)
        if title is not None:
            title.setTextAlignment(_RIGHT)
