"""The page a position came from, with its box marked."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtPdf import QPdfDocument, QPdfPageRenderer
from PySide6.QtWidgets import QWidget

from estimator_desktop.domain.bill import Source
from estimator_desktop.domain.box import Box
from estimator_desktop.texts import Texts
from estimator_desktop.ui.theme import Theme

_CLOSEST = 4.0
_MARGIN, _STEP, _LEAST = 12.0, 16.0, 0.55
"""What stands beside the rows, in points; how the width shown is rounded, so that a page is not drawn anew for every
row; the least share of a page's width that is shown."""
_KEPT_IMAGES = 6
_STILL = 4


class SourceView(QWidget):
    """Paints one PDF page: the rows round the marked one fill the width, the box stands in the middle.

    Pages are drawn on Qt's rendering thread; Ctrl and the wheel zoom, the wheel alone and dragging move, past the end
    of a page to the next one.  `clicked` brings the page (from 1) and the point on it.
    """

    clicked = Signal(int, float, float)

    def __init__(self, texts: Texts, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._theme = theme
        self._document = QPdfDocument(self)
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setDocument(self._document)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.pageRendered.connect(self._rendered)
        self._source: Source | None = None
        self._images: dict[tuple[int, int], QImage] = {}
        self._asked: set[tuple[int, int]] = set()
        self._message = ""
        self._zoom = 1.0
        self._across: tuple[float, float] | None = None
        self._shift = QPointF(0, 0)
        self._grip: QPointF | None = None
        self._pressed: QPointF | None = None
        self.setMinimumSize(200, 140)
        self.setAccessibleName(texts.say("panel.source"))

    def sizeHint(self) -> QSize:
        """Small: the panel's place is the person's choice."""
        return QSize(200, 140)

    def open(self, path: str, *, pdf: bool) -> None:
        """Load a document; one that QtPdf cannot show is said so in words."""
        self._images.clear()
        self._asked.clear()
        self._source = None
        self._document.close()
        self._message = ""
        if not pdf:
            self._message = self._texts.say("panel.workbook_source")
        elif self._document.load(path) is not QPdfDocument.Error.None_:
            self._message = self._texts.say("panel.no_source")
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.update()

    def show_source(self, source: Source | None, across: tuple[float, float] | None = None) -> None:
        """Mark a position's place; None shows the document's first page.

        `across`: from where to where the rows on the page reach, in points; the width of the panel is theirs.
        """
        self._source = source or (Source("", page=1) if self._document.pageCount() else None)
        self._across = across
        self._shift = QPointF(0, 0)
        self.update()

    @property
    def caption(self) -> str:
        """Where the position stands, in words."""
        return self._texts.place(self._source)

    @property
    def ready(self) -> bool:
        """Whether the page of the marked place is drawn (or there is none to draw)."""
        key = self._key()
        return key is None or key in self._images

    def _scale(self, page: int) -> float:
        return self.width() / max(1.0, self._span(page)) * self._zoom

    def _span(self, page: int) -> float:
        """How much of a page the panel is wide, in points, before anybody zooms."""
        whole = self._document.pagePointSize(page).width()
        if self._across is None:
            return whole
        rows = ceil((self._across[1] - self._across[0] + 2 * _MARGIN) / _STEP) * _STEP
        return min(whole, max(rows, whole * _LEAST))

    def _key(self) -> tuple[int, int] | None:
        source = self._source
        if source is None or source.page is None or source.page > self._document.pageCount():
            return None
        size = self._document.pagePointSize(source.page - 1)
        width = round(size.width() * self._scale(source.page - 1) * self.devicePixelRatioF())
        return source.page - 1, min(width, 6000)

    def _rendered(self, page: int, size: QSize, image: QImage, _options: object, _request: int) -> None:
        key = (page, size.width())
        self._asked.discard(key)
        self._images[key] = image
        while len(self._images) > _KEPT_IMAGES:
            self._images.pop(next(iter(self._images)))
        self.update()

    def _offset(self, page: int) -> QPointF:
        """Where the page's corner stands, so that the box is in the middle and nothing empty shows."""
        scale = self._scale(page)
        size = self._document.pagePointSize(page)
        width, height = size.width() * scale, size.height() * scale
        box = self._source.box if self._source else None
        middle = (box.top + box.bottom) / 2 * scale if box else 0.0
        left, right = self._across or ((box.left, box.right) if box else (0.0, 0.0))
        across = (left + right) / 2 * scale
        x = min(max(0.0, across - self.width() / 2 - self._shift.x()), max(0.0, width - self.width()))
        y = min(max(0.0, middle - self.height() / 2 - self._shift.y()), max(0.0, height - self.height()))
        return QPointF(-x, -y)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the page, the box, and where it is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._theme.base))
        key = self._key()
        if key is None:
            painter.setPen(QColor(self._theme.muted))
            words = self._message or (self.caption if self._source else "")
            if self._source is not None and self._message:
                words = f"{self._message}\n{self.caption}"
            painter.drawText(self.rect().adjusted(16, 16, -16, -16), Qt.AlignmentFlag.AlignCenter | 0x1000, words)
            return
        page = key[0]
        scale = self._scale(page)
        points = self._document.pagePointSize(page)
        painter.translate(self._offset(page))
        sheet = QRectF(0, 0, points.width() * scale, points.height() * scale)
        painter.fillRect(sheet, Qt.GlobalColor.white)
        image = self._images.get(key)
        if image is not None:
            painter.drawImage(sheet, image)
        elif key not in self._asked:
            self._asked.add(key)
            self._renderer.requestPage(page, QSize(key[1], round(key[1] * points.height() / points.width())))
        box = self._source.box if self._source else None
        if box is not None:
            mark = self.place_of(box).translated(-self._offset(page)).adjusted(-3, -3, 3, 3)
            painter.fillRect(mark, QColor(31, 95, 191, 36))
            painter.setPen(QPen(QColor("#1F5FBF"), 2))
            painter.drawRect(mark)
        painter.resetTransform()
        self._paint_caption(painter)

    def _paint_caption(self, painter: QPainter) -> None:
        width = painter.fontMetrics().horizontalAdvance(self.caption) + 16
        place = QRectF(self.width() - width - 8, self.height() - 30, width, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.window))
        painter.drawRoundedRect(place, 6, 6)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.caption)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else move."""
        steps = event.angleDelta().y() / 120
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            page = (self._source.page or 1) - 1 if self._source else 0
            farthest = self._span(page) / max(1.0, self._document.pagePointSize(page).width())
            self._zoom = min(_CLOSEST, max(farthest, self._zoom * 1.2**steps))
        else:
            self._scroll(steps)
        self.update()
        event.accept()

    def _scroll(self, steps: float) -> None:
        """Move; where the page ends already, go to the one beside it."""
        source = self._source
        if source is None or source.page is None or not self._document.pageCount():
            return
        before = self._offset(source.page - 1)
        self._shift += QPointF(0, 60 * steps)
        if self._offset(source.page - 1) != before:
            return
        self._shift -= QPointF(0, 60 * steps)
        page = source.page + (1 if steps < 0 else -1)
        if 1 <= page <= self._document.pageCount():
            self._source = Source(source.file, page=page)
            height = self._document.pagePointSize(page - 1).height() * self._scale(page - 1)
            self._shift = QPointF(0, -height if steps > 0 else 0)

    def place_of(self, box: Box) -> QRectF:
        """Where a box of the shown page stands in this widget."""
        page = (self._source.page or 1) - 1 if self._source else 0
        scale = self._scale(page)
        mark = QRectF(box.left, box.top, box.right - box.left, box.bottom - box.top)
        return QRectF(mark.topLeft() * scale + self._offset(page), mark.size() * scale)

    def _click(self, at: QPointF) -> None:
        source = self._source
        if self._key() is None or source is None or source.page is None:
            return
        point = (at - self._offset(source.page - 1)) / self._scale(source.page - 1)
        self.clicked.emit(source.page, point.x(), point.y())

    def event(self, event: QEvent) -> bool:
        """Drag with the mouse."""
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            self._grip = self._pressed = event.position()  # type: ignore[attr-defined]
            return True
        if kind == QEvent.Type.MouseButtonRelease:
            self._grip = None
            at: QPointF = event.position()  # type: ignore[attr-defined]
            if self._pressed is not None and (at - self._pressed).manhattanLength() < _STILL:
                self._click(at)
            self._pressed = None
        elif kind == QEvent.Type.MouseMove and self._grip is not None:
            place = event.position()  # type: ignore[attr-defined]
            self._shift += place - self._grip
            self._grip = place
            self.update()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages are drawn anew for the new width."""
        self._asked.clear()
        super().resizeEvent(event)

    def release(self, _sender: QObject | None = None) -> None:
        """Let go of the file."""
        self._document.close()
