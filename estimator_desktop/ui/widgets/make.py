"""Labels and buttons in our looks (`muted`, `heading`, `title`, `primary`; see `theme.sheet`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QPushButton

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QSpinBox

PLAIN, CENTRED, TOP, SELECTABLE, NO_MENU = 0, 0x84, 0x21, 1, 4
"""`Qt.TextFormat.PlainText`, `Qt.AlignmentFlag.AlignCenter` and `AlignTop | AlignLeft`,
`Qt.TextInteractionFlag.TextSelectableByMouse` and `Qt.ContextMenuPolicy.PreventContextMenu` as numbers, for what the
first window shows: PySide6 makes the namespace Qt when it is first named, which takes some 25 ms.  A test holds them to
Qt's."""


_LONG = 24


class Worded(QLabel):
    """A label that shows its text as it is, and whose look may change."""

    def __init__(self, look: str = "", *, wrap: bool = False) -> None:
        super().__init__()
        self.setProperty("textFormat", PLAIN)
        self.setObjectName(look)
        self.setWordWrap(wrap)

    def setText(self, text: str) -> None:
        """Say something else; where lines break, no sign is parted from its number."""
        super().setText(unbroken(text) if self.wordWrap() else text)

    def set_look(self, look: str) -> None:
        """Look otherwise from now on."""
        if look != self.objectName():
            self.setObjectName(look)
            self.style().unpolish(self)
            self.style().polish(self)


class Elided(Worded):
    """One line that gives way: what does not fit ends in an ellipsis and stands whole in the tooltip.

    `asks`: it asks for the width of its words, and gives way only where there is none; else it takes what is left.
    `middle`: a name, whose end says as much as its beginning.
    """

    def __init__(self, look: str = "", *, asks: bool = False, middle: bool = False) -> None:
        super().__init__(look)
        from PySide6.QtWidgets import QSizePolicy  # noqa: PLC0415 - see `PLAIN`

        self._asks = asks
        self._middle = middle
        policy = QSizePolicy.Policy.Preferred if asks else QSizePolicy.Policy.Ignored
        self.setSizePolicy(policy, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """As narrow as may be."""
        hint = super().minimumSizeHint()
        return hint.boundedTo(type(hint)(0, hint.height())) if self._asks else hint

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits."""
        from PySide6.QtCore import Qt  # noqa: PLC0415 - see `PLAIN`
        from PySide6.QtGui import QPainter  # noqa: PLC0415

        painter = QPainter(self)
        mode = Qt.TextElideMode.ElideMiddle if self._middle else Qt.TextElideMode.ElideRight
        words = self.fontMetrics().elidedText(self.text(), mode, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


def spin() -> QSpinBox:
    """A number to be typed, its figures as far from the edge as in a line."""
    from PySide6.QtWidgets import QSpinBox  # noqa: PLC0415 - see `PLAIN`

    made = QSpinBox()
    made.lineEdit().setTextMargins(6, 0, 0, 0)
    return made


def unbroken(words: str) -> str:
    """Words, or rich text, whose percent signs and crowns stay in the line of their number."""
    return words.replace(" %", "\u00a0%").replace(" Kč", "\u00a0Kč")


def breakable(words: str) -> str:
    """Words whose long names (`most_pres_potok_final.pdf`) may be broken into lines where they have a joint."""
    return " ".join(
        "".join(f"{sign}\u200b" if sign in "_.-/\\" else sign for sign in word) if len(word) > _LONG else word
        for word in words.split(" ")
    )


def label(text: str = "", look: str = "", *, wrap: bool = False, centred: bool = False, margin: int = 0) -> QLabel:
    """A label that shows its text as it is."""
    made = Worded(look, wrap=wrap)
    made.setText(text)
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
