"""A panel's own title: its name, and buttons of our family of pictures to let it float and to close it.

Dragging it moves the panel, as the style's own title would: what it does not take goes on to the dock.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QToolButton, QWidget

from estimator_desktop.texts import Texts
from estimator_desktop.ui.theme import icon
from estimator_desktop.ui.widgets.make import label

_SIZE = 16


class TitleBar(QWidget):
    """The title of one dock; `floating`: whether it has a button to float."""

    def __init__(self, dock: QDockWidget, texts: Texts, *, floating: bool = False) -> None:
        super().__init__(dock)
        row = QHBoxLayout(self)
        row.setContentsMargins(8 if floating else 4, 0, 4, 0)
        row.setSpacing(2)
        row.addWidget(label(dock.windowTitle(), "muted"), 1)
        if floating:
            self.loosen = self._button("square-arrow-out-up-right", texts.say("panel.float"))
            self.loosen.clicked.connect(lambda: dock.setFloating(not dock.isFloating()))
            row.addWidget(self.loosen)
        self.shut = self._button("x", texts.say("dialog.close"))
        self.shut.clicked.connect(dock.close)
        row.addWidget(self.shut)

    @staticmethod
    def _button(picture: str, words: str) -> QToolButton:
        made = QToolButton()
        made.setObjectName("flat")
        made.setIcon(QIcon(icon(picture)))
        made.setIconSize(QSize(_SIZE, _SIZE))
        made.setToolTip(words)
        made.setAccessibleName(words)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made
