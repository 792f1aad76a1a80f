"""Ask for the reason of an override, for a new value, or whether many positions are meant."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from estimator_desktop.domain.bill import Position
from estimator_desktop.domain.decision import EDITABLE, Action, DecisionError, checked
from estimator_desktop.domain.numbers import parse_amount
from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.form import column_of, form
from estimator_desktop.ui.widgets.make import label

KEPT_REASONS = 8
_ROW = 28


def remembered(reasons: Sequence[str], new: str) -> tuple[str, ...]:
    """The reasons to offer next time: the newest first, none twice."""
    return tuple(dict.fromkeys([new.strip(), *reasons]))[:KEPT_REASONS] if new.strip() else tuple(reasons)


class DecideDialog(QDialog):
    """One dialog for all: `made` brings field, value and reason once they say something."""

    made = Signal(str, str, str)

    def __init__(
        self,
        texts: Texts,
        action: Action,
        position: Position,
        parent: QWidget | None = None,
        *,
        reasons: Sequence[str] = (),
        count: int = 1,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts.say(f"decide.title.{action.value}"))
        self.setMinimumWidth(420)
        self._texts, self._action, self._position = texts, action, position
        self.field = QComboBox()
        self.value = QLineEdit()
        self.reason = QLineEdit()
        self.recent = QListWidget()
        subject = texts.count("positions", count) if count > 1 else f"{position.code} {position.description}".strip()
        about = label(subject[:300], wrap=True)
        rows = form()
        if action is Action.EDIT:
            for name in EDITABLE:
                self.field.addItem(texts.say(f"column.{name}"), name)
            rows.addRow(texts.say("decide.field"), self.field)
            rows.addRow(texts.say("decide.value"), self.value)
            self.field.currentIndexChanged.connect(self._show_value)
            self._show_value()
        if action in {Action.EDIT, Action.OVERRIDE}:
            rows.addRow(texts.say("decide.reason"), self.reason)
        self.trouble = label(look="trouble", wrap=True)
        self.trouble.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(texts.say("decide.store"))
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setObjectName("primary")
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(texts.say("mapping.cancel"))
        self.buttons.accepted.connect(self._finish)
        self.buttons.rejected.connect(self.reject)
        column = column_of(self)
        column.addWidget(about)
        column.addLayout(rows)
        if reasons and action is Action.OVERRIDE:
            column.addWidget(label(texts.say("decide.recent"), "muted"))
            column.addWidget(self._recent(reasons))
        column.addWidget(self.trouble)
        column.addWidget(self.buttons)
        if action is Action.EDIT:
            self.value.setFocus()
        elif action is Action.OVERRIDE:
            self.reason.setFocus()

    def _recent(self, reasons: Sequence[str]) -> QListWidget:
        for reason in reasons:
            item = QListWidgetItem(reason)
            item.setSizeHint(QSize(0, _ROW))
            self.recent.addItem(item)
        self.recent.setAccessibleName(self._texts.say("decide.recent"))
        self.recent.setFixedHeight(min(5, len(reasons)) * _ROW + 8)
        self.recent.itemClicked.connect(self._take)
        self.recent.itemActivated.connect(self._take)
        return self.recent

    def _take(self, item: QListWidgetItem) -> None:
        self.reason.setText(item.text())
        self.reason.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↓ in the reason goes to those used before."""
        if event.key() == Qt.Key.Key_Down and self.reason.hasFocus() and self.recent.count():
            self.recent.setFocus()
            self.recent.setCurrentRow(0)
            return
        super().keyPressEvent(event)

    def _show_value(self) -> None:
        current = getattr(self._position, str(self.field.currentData()))
        self.value.setText(current if isinstance(current, str) else current.raw)
        self.value.selectAll()

    def _finish(self) -> None:
        name = str(self.field.currentData()) if self._action is Action.EDIT else ""
        try:
            checked(self._action, name, self.value.text(), self.reason.text())
        except DecisionError as error:
            self._complain(str(error))
            return
        if name and self._is_there(name):
            self._complain("same")
            return
        self.made.emit(name, self.value.text(), self.reason.text())
        self.accept()

    def _complain(self, code: str) -> None:
        self.trouble.setText(self._texts.say(f"decide.{code}"))
        self.trouble.show()

    def _is_there(self, name: str) -> bool:
        """Whether the value that was typed is the one that stands there."""
        current, typed = getattr(self._position, name), self.value.text().strip()
        if isinstance(current, str):
            return typed == current.strip()
        return current.value is not None and parse_amount(typed).value == current.value
