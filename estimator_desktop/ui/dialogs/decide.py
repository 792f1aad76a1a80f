"""Ask for the reason of an override, or for a new value."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from estimator_desktop.domain.bill import Position
from estimator_desktop.domain.decision import EDITABLE, Action, DecisionError, checked
from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.make import label


class DecideDialog(QDialog):
    """One dialog for both: `made` brings field, value and reason once they say something."""

    made = Signal(str, str, str)

    def __init__(self, texts: Texts, action: Action, position: Position, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts.say(f"decide.{action.value}"))
        self._texts, self._action, self._position = texts, action, position
        self.field = QComboBox()
        self.value = QLineEdit()
        self.reason = QLineEdit()
        form = QFormLayout()
        if action is Action.EDIT:
            for name in EDITABLE:
                self.field.addItem(texts.say(f"column.{name}"), name)
            form.addRow(texts.say("decide.field"), self.field)
            form.addRow(texts.say("decide.value"), self.value)
            self.field.currentIndexChanged.connect(self._show_value)
            self._show_value()
        form.addRow(texts.say("decide.reason"), self.reason)
        self.trouble = label(look="muted", wrap=True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._finish)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.trouble)
        column.addWidget(self.buttons)
        (self.value if action is Action.EDIT else self.reason).setFocus()

    def _show_value(self) -> None:
        current = getattr(self._position, str(self.field.currentData()))
        self.value.setText(current if isinstance(current, str) else current.raw)
        self.value.selectAll()

    def _finish(self) -> None:
        name = str(self.field.currentData()) if self._action is Action.EDIT else ""
        try:
            checked(self._action, name, self.value.text(), self.reason.text())
        except DecisionError as error:
            self.trouble.setText(self._texts.say(f"decide.{error}"))
            return
        self.made.emit(name, self.value.text(), self.reason.text())
        self.accept()
