"""Labels and buttons in our looks (`muted`, `heading`, `title`, `primary`; see `theme.sheet`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

PLAIN, CENTRED, SELECTABLE, NO_MENU = 0, 0x84, 1, 4
"""`Qt.TextFormat.PlainText`, `Qt.AlignmentFlag.AlignCenter`, `Qt.TextInteractionFlag.TextSelectableByMouse` and
`Qt.ContextMenuPolicy.PreventContextMenu` as numbers, for what the first window shows: PySide6 makes the namespace Qt
when it is first named, which takes some 25 ms.  A test holds them to Qt's."""


class Elided(QLabel):
    """One line that gives way: what does not fit ends in an ellipsis and stands whole in the tooltip."""

    def __init__(self, look: str = "") -> None:
        super().__init__()
        self.setProperty("textFormat", PLAIN)
        self.setObjectName(look)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits."""
        from PySide6.QtCore import Qt  # noqa: PLC0415 - see `PLAIN`
        from PySide6.QtGui import QPainter  # noqa: PLC0415

        painter = QPainter(self)
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


def label(text: str = "", look: str = "", *, wrap: bool = False, centred: bool = False, margin: int = 0) -> QLabel:
    """A label that shows its text as it is."""
    made = QLabel(text)
    made.setProperty("textFormat", PLAIN)
    made.setObjectName(look)
    made.setWordWrap(wrap)
    made.setMargin(margin)
    if centred:
        made.setProperty("alignment", CENTRED)
    return made


def button(text: str = "", look: str = "", *, checkable: bool = False) -> QPushButton:
    """A push button."""
    made = QPushButton(text)
    made.setObjectName(look)
    made.setCheckable(checkable)
    return made
