"""What the person decides about the selected position: buttons, and what stands so far."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from estimator_desktop.domain.decision import Action, Standing
from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.make import button, label

KEYS = {"A": Action.ACCEPT, "O": Action.OVERRIDE, "E": Action.EDIT, "L": Action.LATER}


class DecidePanel(QWidget):
    """`wanted` brings an action for the selected position."""

    wanted = Signal(str)
    undo = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.said = label(wrap=True)
        self.buttons = {
            action: button(f"{key} · {texts.say(f'decide.{action.value}')}") for key, action in KEYS.items()
        }
        self.back = button(texts.say("decide.undo"))
        row = QHBoxLayout()
        row.setSpacing(8)
        for action, made in self.buttons.items():
            made.clicked.connect(lambda _on=False, value=action.value: self.wanted.emit(value))
            row.addWidget(made)
        row.addStretch(1)
        row.addWidget(self.back)
        self.back.clicked.connect(self.undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 12, 8)
        column.addWidget(self.said)
        column.addLayout(row)

    def show_standing(self, stands: Standing | None, ground: str, *, selected: bool) -> None:
        """Show what stands about the selected position, and whether its ground has moved."""
        for made in self.buttons.values():
            made.setEnabled(selected)
        say = self._texts.say
        parts: list[str] = []
        if stands is not None:
            last = stands.last
            parts.append(say(f"decided.{last.action.value}", day=self._texts.day(last.created)))
            for name, decision in stands.edits.items():
                parts.append(say("decided.edited", field=say(f"column.{name}"), text=decision.value))
            if last.reason:
                parts.append(say("decided.reason", text=last.reason))
            if stands.moved(ground):
                parts.append(say("decided.moved"))
        self.said.setText("  ".join(parts))
        self.said.setVisible(bool(parts))
