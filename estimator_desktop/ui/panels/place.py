"""Where the selected position stands: the page with its box, the sheet with its row, or words where neither can be."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from estimator_desktop.domain.bill import Position
from estimator_desktop.texts import Texts
from estimator_desktop.ui.models.desk import Desk
from estimator_desktop.ui.panels.source import SourceView
from estimator_desktop.ui.theme import Theme

_FEW = 2000


class PlacePanel(QWidget):
    """`clicked` brings the position at the place that was clicked."""

    clicked = Signal(int)

    def __init__(self, texts: Texts, theme: Theme) -> None:
        super().__init__()
        self.page = SourceView(texts, theme)
        self.page.clicked.connect(self._page_clicked)
        self._desk: Desk | None = None
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.page)

    def open(self, desk: Desk) -> None:
        """Show another document."""
        self._desk = desk
        self.page.open(desk.path, pdf=desk.bill.pages is not None)

    def show_position(self, position: int | None) -> None:
        """Mark a position's place."""
        desk = self._desk
        if desk is None:
            return
        self.page.show_source(desk.bill.positions[position].source if position is not None else None)

    def _page_clicked(self, page: int, x: float, y: float) -> None:
        desk = self._desk
        found = position_at(desk, page, x, y) if desk is not None else None
        if found is not None:
            self.clicked.emit(found)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.page.set_theme(theme)

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
