"""Stacked bars by verdict with their numbers beside them; every row can be clicked or chosen by keyboard.

Drawn so that a black-and-white print still tells the colours apart: red is solid, amber hatched, green light.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from estimator_desktop.domain.verdict import Colour
from estimator_desktop.ui.theme import Theme
from estimator_desktop.ui.widgets.marked import draw_marked

_ROW = 28
_BAR = 14
_LEAST_BAR = 160
"""What is left for the bars where labels are long."""
_ORDER = (Colour.RED, Colour.AMBER, Colour.GREEN)


@dataclass(frozen=True, slots=True)
class BarRow:
    """One row: its label, its parts by colour (all of one unit), the words at its right, what a click means."""

    label: str
    parts: Mapping[Colour, float]
    words: str
    target: object = field(default=None, compare=False)


class Bars(QWidget):
    """Rows of stacked bars on one scale.  `chosen` brings the target of a row and the colour clicked (or None)."""

    chosen = Signal(object, object)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._rows: Sequence[BarRow] = ()
        self._current = 0
        self._hover = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.update()

    def set_rows(self, rows: Sequence[BarRow]) -> None:
        """Show these rows."""
        self._rows = rows
        self._current = 0
        self.setAccessibleDescription("; ".join(f"{row.label}: {row.words}" for row in rows))
        self.updateGeometry()
        self.update()

    @property
    def rows(self) -> Sequence[BarRow]:
        """The rows shown."""
        return self._rows

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(420, max(1, len(self._rows)) * _ROW + 2)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for half a small screen."""
        return QSize(280, self.sizeHint().height())

    def _columns(self) -> tuple[float, float, float]:
        """Where the bars begin and end, and where the words end."""
        width = float(self.width())
        metrics = self.fontMetrics()
        words = max((metrics.horizontalAdvance(row.words) for row in self._rows), default=0) + 12
        labels = max((metrics.horizontalAdvance(row.label) for row in self._rows), default=0) + 18
        left = min(float(labels), max(width * 0.42, width - words - _LEAST_BAR))
        return left, max(left + 40, width - words), width

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, right, width = self._columns()
        most = max((sum(row.parts.values()) for row in self._rows), default=0.0) or 1.0
        for number, row in enumerate(self._rows):
            top = number * _ROW
            if number == self._hover or (number == self._current and self.hasFocus()):
                painter.fillRect(QRectF(0, top, width, _ROW), QColor(self._theme.selection))
            draw_marked(painter, QRect(4, top, int(left - 14), _ROW), row.label, self._theme, counted=False)
            at = left
            for colour in _ORDER:
                long = row.parts.get(colour, 0.0) / most * (right - left - 8)
                if long > 0:
                    self._part(painter, QRectF(at, top + (_ROW - _BAR) / 2, max(long, 2.0), _BAR), colour)
                    at += max(long, 2.0)
            words = QRect(int(right), top, int(width - right - 4), _ROW)
            draw_marked(painter, words, row.words, self._theme, right=True)

    def _part(self, painter: QPainter, area: QRectF, colour: Colour) -> None:
        ink = QColor(self._theme.ink[colour])
        if colour is Colour.RED:
            painter.fillRect(area, ink)
            return
        painter.fillRect(area, QColor(self._theme.tint[colour]))
        if colour is Colour.AMBER:
            painter.fillRect(area, QBrush(ink, Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(ink, 1))
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))

    def _row_at(self, place: QPointF) -> int:
        number = int(place.y() // _ROW)
        return number if 0 <= number < len(self._rows) else -1

    def colour_at(self, place: QPointF) -> Colour | None:
        """The colour of the bar's part under a place; None beside the bar."""
        number = self._row_at(place)
        if number < 0:
            return None
        left, right, _width = self._columns()
        most = max((sum(row.parts.values()) for row in self._rows), default=0.0) or 1.0
        at = left
        for colour in _ORDER:
            long = self._rows[number].parts.get(colour, 0.0) / most * (right - left - 8)
            if long > 0:
                if at <= place.x() < at + max(long, 2.0):
                    return colour
                at += max(long, 2.0)
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses the row, and the colour where a bar's part was hit."""
        number = self._row_at(event.position())
        if number >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self._current = number
            self.update()
            self.chosen.emit(self._rows[number].target, self.colour_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what a click would choose; a long label is told whole."""
        self._hover = self._row_at(event.position())
        self.setToolTip(self._rows[self._hover].label if self._hover >= 0 else "")
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._hover >= 0 else Qt.CursorShape.ArrowCursor)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse."""
        self._hover = -1
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the current row."""
        self.update()
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move, Enter and Space choose."""
        key = event.key()
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down} and self._rows:
            step = 1 if key == Qt.Key.Key_Down else -1
            self._current = min(max(0, self._current + step), len(self._rows) - 1)
            self.update()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self._rows:
            self.chosen.emit(self._rows[self._current].target, None)
        else:
            super().keyPressEvent(event)
