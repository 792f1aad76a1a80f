"""Where the selected position stands: the page with its box, the sheet with its row, or words where neither can be."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QWidget

from estimator_desktop.domain.bill import Position
from estimator_desktop.domain.sheets import SheetText
from estimator_desktop.texts import Texts
from estimator_desktop.ui.models.desk import Desk
from estimator_desktop.ui.panels.sheet import SheetView
from estimator_desktop.ui.panels.source import SourceView
from estimator_desktop.ui.theme import Theme

_FEW = 2000
_BESIDE = 12


class PlacePanel(QWidget):
    """`clicked` brings the position at the place that was clicked; `wanted` asks for the sheets of a document."""

    clicked = Signal(int)
    wanted = Signal(str, str, str)
    """Document, path, name."""

    def __init__(self, texts: Texts, theme: Theme) -> None:
        super().__init__()
        self.page = SourceView(texts, theme)
        self.page.clicked.connect(self._page_clicked)
        self.sheet = SheetView(texts, theme)
        self.sheet.clicked_row.connect(self._row_clicked)
        self._desk: Desk | None = None
        self._texts = texts
        self._position: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)  # shares room with the findings
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.page)
        self._stack.addWidget(self.sheet)

    def open(self, desk: Desk) -> None:
        """Show another document."""
        self._desk = desk
        paged = desk.bill.pages is not None
        self.page.open(desk.path, pdf=paged)
        self.sheet.set_sheets(())
        self._stack.setCurrentWidget(self.page)
        if not paged and desk.path:
            self.wanted.emit(desk.document, desk.path, desk.file)

    def follow(self, desk: Desk) -> None:
        """The same document, read or decided anew: what is shown stays, where it is still the same file."""
        if self._desk is None or self._desk.path != desk.path:
            self.open(desk)
        self._desk = desk

    def show_sheets(self, document: str, sheets: Sequence[SheetText]) -> None:
        """Take the sheets that were asked for."""
        if self._desk is not None and self._desk.document == document:
            self.sheet.set_sheets(sheets)
            self.show_position(self._position)

    def show_position(self, position: int | None) -> None:
        """Mark a position's place."""
        desk = self._desk
        self._position = position
        if desk is None:
            return
        source = desk.bill.positions[position].source if position is not None else None
        self.page.show_source(source, _across(desk.bill.positions, position) if position is not None else None)
        if desk.bill.pages is None:
            self._stack.setCurrentWidget(self.sheet if self.sheet.shows(source) else self.page)

    def _row_clicked(self, sheet: str, row: int) -> None:
        found = position_in(self._desk, self.sheet.names, sheet, row) if self._desk is not None else None
        if found is not None:
            self.clicked.emit(found)

    def _page_clicked(self, page: int, x: float, y: float) -> None:
        desk = self._desk
        found = position_at(desk, page, x, y) if desk is not None else None
        if found is not None:
            self.clicked.emit(found)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.page.set_theme(theme)
        self.sheet.set_theme(theme)

    def release(self) -> None:
        """Let go of the file."""
        self.page.release()

    @property
    def caption(self) -> str:
        """Where the position stands, in words."""
        return self.page.caption

    @property
    def ready(self) -> bool:
        """Whether the marked place is drawn."""
        return self.page.ready


def _across(positions: Sequence[Position], position: int) -> tuple[float, float] | None:
    """From where to where the rows beside a position reach on its page; None where there are no boxes."""
    here = positions[position].source
    near = range(max(0, position - _BESIDE), min(len(positions), position + _BESIDE + 1))
    sources = [source for index in near if (source := positions[index].source) is not None]
    boxes = [one.box for one in sources if here is not None and one.page == here.page and one.box is not None]
    return (min(box.left for box in boxes), max(box.right for box in boxes)) if boxes else None


def position_at(desk: Desk, page: int, x: float, y: float) -> int | None:
    """The position whose box holds a point of a page (from 1), the smallest where boxes overlap."""
    best: tuple[float, int] | None = None
    for position in _on_page(desk.bill.positions, page):
        box = position.source.box if position.source else None
        if box is not None and box.left <= x <= box.right and box.top <= y <= box.bottom:
            area = (box.right - box.left) * (box.bottom - box.top)
            if best is None or area < best[0]:
                best = (area, position.index)
    return best[1] if best else None


def _on_page(positions: Sequence[Position], page: int) -> Iterator[Position]:
    """A page's positions.  They stand in the document's order: of a long one, few need be decoded to find them."""

    def page_of(index: int) -> int:
        source = positions[index].source
        return source.page or 0 if source is not None else 0

    first = bisect_left(range(len(positions)), page, key=page_of) if len(positions) > _FEW else 0
    for index in range(first, len(positions)):
        here = page_of(index)
        if here == page:
            yield positions[index]
        elif here > page and first:
            return


def position_in(desk: Desk, names: Sequence[str], sheet: str, row: int) -> int | None:
    """The position that stands in a row (from 1) of a sheet; `names` are the sheets in their order."""
    positions = desk.bill.positions
    order = {name: place for place, name in enumerate(names)}
    wanted = (order.get(sheet, -1), row)

    def place_of(index: int) -> tuple[int, int]:
        source = positions[index].source
        return (order.get(source.sheet or "", -1), source.row or 0) if source is not None else (-1, 0)

    if len(positions) > _FEW:
        first = bisect_left(range(len(positions)), wanted, key=place_of)
        return first if first < len(positions) and place_of(first) == wanted else None
    return next((index for index in range(len(positions)) if place_of(index) == wanted), None)
