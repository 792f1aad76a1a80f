"""Labels and buttons in our looks (`muted`, `heading`, `title`, `primary`; see `theme.sheet`)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton


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
