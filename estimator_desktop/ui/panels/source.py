"""The source page with the selected position's box marked."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QWidget

from estimator_desktop.domain.bill import Source


class SourceView(QWidget):
    """Paints one PDF page fitted to the width, scrolled so that the box stands in the middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = QPdfDocument(self)
        self._source: Source | None = None
        self._image = QImage()
        self._rendered: tuple[int, int] | None = None
        self.setMinimumSize(240, 160)

    def open(self, path: str) -> bool:
        """Load a PDF; False where QtPdf cannot (the caller says so in words)."""
        self._rendered = None
        return self._document.load(path) is QPdfDocument.Error.None_

    def show_source(self, source: Source | None) -> None:
        """Mark a position's place; None empties the panel."""
        self._source = source
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the page and the box."""
        source = self._source
        if source is None or source.page is None or source.page > self._document.pageCount():
            return
        points = self._document.pagePointSize(source.page - 1)
        scale = self.width() / points.width()
        ratio = self.devicePixelRatioF()
        wanted = (source.page, round(self.width() * ratio))
        if wanted != self._rendered:
            size = QSize(wanted[1], round(points.height() * scale * ratio))
            self._image = self._document.render(source.page - 1, size)
            self._rendered = wanted
        height = points.height() * scale
        box = source.box
        middle = (box.top + box.bottom) / 2 * scale if box else 0.0
        shift = min(max(0.0, middle - self.height() / 2), max(0.0, height - self.height()))
        painter = QPainter(self)
        painter.translate(0, -shift)
        sheet = QRectF(0, 0, self.width(), height)
        painter.fillRect(sheet, Qt.GlobalColor.white)
        painter.drawImage(sheet, self._image)
        if box is not None:
            mark = QRectF(
                box.left * scale, box.top * scale, (box.right - box.left) * scale, (box.bottom - box.top) * scale
            ).adjusted(-3, -3, 3, 3)
            painter.fillRect(mark, QColor(31, 95, 191, 40))
            painter.setPen(QPen(QColor("#1F5FBF"), 2))
            painter.drawRect(mark)
        painter.end()
