"""A list whose rows are ticked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem


class Ticked(QListWidget):
    """A click anywhere on a row ticks it, not only one on its small box; names too long end in an ellipsis."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pressed: tuple[QListWidgetItem, Qt.CheckState] | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember how the row was before the list itself looks at its box."""
        item = self.itemAt(event.position().toPoint())
        self._pressed = None
        if item is not None and event.button() is Qt.MouseButton.LeftButton:
            self._pressed = item, item.checkState()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick where the list has not."""
        super().mouseReleaseEvent(event)
        item, pressed = self.itemAt(event.position().toPoint()), self._pressed
        self._pressed = None
        if pressed is not None and item is pressed[0] and item.checkState() is pressed[1]:
            on = pressed[1] is Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
