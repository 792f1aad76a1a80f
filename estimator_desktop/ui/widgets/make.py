"""Labels and buttons in our looks (`muted`, `heading`, `title`, `primary`; see `theme.sheet`)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy


class Elided(QLabel):
    """One line that gives way: what does not fit ends in an ellipsis and stands whole in the tooltip."""

    def __init__(self, look: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName(look)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


def label(
    text: str = "", look: str = "", *, wrap: bool = False, align: Qt.AlignmentFlag | None = None, margin: int = 0
) -> QLabel:
    """A label that shows its text as it is."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setObjectName(look)
    made.setWordWrap(wrap)
    made.setMargin(margin)
    if align is not None:
        made.setAlignment(align)
    return made


def button(text: str = "", look: str = "", *, checkable: bool = False) -> QPushButton:
    """A push button."""
    made = QPushButton(text)
    made.setObjectName(look)
    made.setCheckable(checkable)
    return made
