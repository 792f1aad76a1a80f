"""What the person decides about the selected positions: buttons, and what stands so far."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from estimator_desktop.domain.decision import Action, Standing
from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.flow import FlowLayout
from estimator_desktop.ui.widgets.make import button, label

KEYS = {"A": Action.ACCEPT, "O": Action.OVERRIDE, "E": Action.EDIT, "L": Action.LATER}


class DecidePanel(QWidget):
    """`wanted` brings an action for the selected positions; `step` goes to the next one to decide."""

    wanted = Signal(str)
    undo = Signal()
    step = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.said = label(wrap=True)
        self.buttons = {action: self._button(key, f"decide.{action.value}") for key, action in KEYS.items()}
        self.buttons[Action.OVERRIDE].setText(f"O {texts.say('decide.keep')}")
        self.next = self._button("N", "decide.next")
        self.next.clicked.connect(self.step)
        self.back = button(texts.say("decide.undo"), "short")
        self.back.clicked.connect(self.undo)
        row = FlowLayout(4)
        for action, made in self.buttons.items():
            made.clicked.connect(lambda _on=False, value=action.value: self.wanted.emit(value))
            row.addWidget(made)
        row.addWidget(self.next)
        row.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.said)
        column.addLayout(row)

    def _button(self, key: str, words: str) -> QPushButton:
        """Its key, then what it does; the whole of it in the tooltip."""
        made = button(f"{key} {self._texts.say(words)}", "short")
        made.setToolTip(f"{self._texts.say(words)} ({key})")
        return made

    def show_many(self, count: int) -> None:
        """Several positions are selected: what is pressed is meant for all of them."""
        for action, made in self.buttons.items():
            made.setEnabled(action is not Action.EDIT)
        self.said.setText(self._texts.say("decide.many", count=self._texts.count("positions", count)))
        self.said.show()

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
                value = self._texts.value(name, decision.value)
                parts.append(say("decided.edited", field=say(f"column.{name}"), text=value))
            if last.reason:
                parts.append(say("decided.reason", text=last.reason))
            if stands.moved(ground):
                parts.append(say("decided.moved"))
        self.said.setText("  ".join(parts))
        self.said.setVisible(bool(parts))
