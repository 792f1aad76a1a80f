"""The settings of Claude and MinerU in a dialog of their own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from estimator_desktop.texts import Texts
from estimator_desktop.ui.claude_desk import ClaudeDesk
from estimator_desktop.ui.panels.claude import ClaudePanel
from estimator_desktop.ui.panels.mineru import MineruPanel
from estimator_desktop.ui.widgets.make import label


class EnginesDialog(QDialog):
    """Both panels below each other; every change counts at once."""

    def __init__(self, texts: Texts, desk: ClaudeDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts.say("ai.engines"))
        self.resize(760, 760)
        self.claude = ClaudePanel(texts, desk)
        self.mineru = MineruPanel(texts, desk)
        inside = QWidget()
        column = QVBoxLayout(inside)
        for title, panel in (("ai.settings", self.claude), ("mineru.settings", self.mineru)):
            column.addWidget(label(texts.say(title), "heading"))
            column.addWidget(panel)
            column.addSpacing(12)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(area, 1)
        whole.addWidget(buttons)

    def refresh(self) -> None:
        """Show what is stored now, and how tests went."""
        self.claude.refresh()
        self.mineru.refresh()
