"""Ask for the password of a protected PDF, again where it was wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.make import button, label


class PasswordDialog(QDialog):
    """`entered` brings the password; the dialog stays until `accept` or a refusal is shown."""

    entered = Signal(str)

    def __init__(self, file: str, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._file = file
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts.say("password.title"))
        self.setMinimumWidth(440)
        self.word = QLineEdit()
        self.word.setEchoMode(QLineEdit.EchoMode.Password)
        self.word.setAccessibleName(texts.say("password.word"))
        self.word.setPlaceholderText(texts.say("password.word"))
        self.word.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.word.textChanged.connect(self._typed)
        self.show_word = QCheckBox(texts.say("password.show"))
        self.show_word.toggled.connect(self._echo)
        self.trouble = label(look="trouble", wrap=True)
        self.trouble.hide()
        self.enter = button(texts.say("password.open"), "primary")
        self.enter.setDefault(True)
        self.enter.setEnabled(False)
        self.enter.clicked.connect(self._enter)
        self.leave = button(texts.say("password.cancel"))
        self.leave.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.show_word, 1)
        row.addWidget(self.leave)
        row.addWidget(self.enter)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(texts.say("password.ask", file=file), wrap=True))
        column.addWidget(self.word)
        column.addWidget(self.trouble)
        column.addWidget(label(texts.say("password.kept"), "muted", wrap=True))
        column.addLayout(row)

    def _typed(self, text: str) -> None:
        self.enter.setEnabled(bool(text))
        self.trouble.hide()

    def _echo(self, shown: bool) -> None:  # noqa: FBT001 - a signal's slot
        self.word.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def _enter(self) -> None:
        self.word.setEnabled(False)
        self.enter.setEnabled(False)
        self.enter.setText(self._texts.say("password.opening"))
        self.entered.emit(self.word.text())

    def refuse(self, words: str) -> None:
        """Say why it did not open, and let the person type again."""
        self.enter.setText(self._texts.say("password.open"))
        self.word.setEnabled(True)
        self.enter.setEnabled(True)
        self.trouble.setText(words)
        self.trouble.show()
        self._make_room()
        self.word.setFocus()
        self.word.selectAll()

    def _make_room(self) -> None:
        """Grow by the sentence that came: a window does not do it by itself, it squeezes what it holds."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def done(self, result: int) -> None:
        """Forget the password with the dialog."""
        self.word.clear()
        super().done(result)
