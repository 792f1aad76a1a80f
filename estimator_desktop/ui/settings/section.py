"""A part of the settings page: a title, rows of a name, a control and a plain explanation.  All is kept at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from estimator_desktop.domain.preferences import Preference
from estimator_desktop.ui.widgets.make import button, label
from estimator_desktop.ui.widgets.make import spin as make_spin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from estimator_desktop.ui.main_window import MainWindow


class Section(QFrame):
    """Subclasses name their `title` (a key of `texts`) and fill themselves in `fill`."""

    title = ""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.setObjectName("card")
        self.window_of = window
        self.bridge = window.bridge
        self.texts = window.texts
        self._spins: list[tuple[Preference, QSpinBox]] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 16, 16, 16)
        self.column.setSpacing(12)
        self.column.addWidget(label(self.texts.say(self.title), "cardtitle"))
        self.fill()

    def fill(self) -> None:
        """Make the rows."""
        raise NotImplementedError

    def refresh(self) -> None:
        """The page is shown, or something stored has changed."""

    def row(self, name: str, control: QWidget, why: str = "") -> None:
        """A row: its name, the control, and below what it means."""
        words = label(name)
        words.setBuddy(control)
        control.setAccessibleName(name)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(words, 1)
        line.addWidget(control, 0, Qt.AlignmentFlag.AlignRight)
        holder = QVBoxLayout()
        holder.setSpacing(2)
        holder.addLayout(line)
        if why:
            holder.addWidget(label(why, "muted", wrap=True))
        self.column.addLayout(holder)

    def choice(self, key: str, options: Sequence[tuple[str, str]], default: str) -> QComboBox:
        """A choice among named values, kept under a key of the settings."""
        box = QComboBox()
        for value, words in options:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(self.bridge.setting(key, default))))
        box.activated.connect(lambda _index: self.bridge.set_setting(key, box.currentData()))
        return box

    def number(self, preference: Preference) -> None:
        """A row for a number of `domain.preferences`."""
        say = self.texts.say
        spin = make_spin()
        spin.setKeyboardTracking(False)
        spin.setRange(0 if preference.zero else preference.low, preference.high)
        spin.setSuffix(f" {say(f'settings.unit.{preference.unit}')}")
        if preference.zero:
            spin.setSpecialValueText(say(f"settings.zero.{preference.key}"))
        spin.setMinimumSize(140, 28)
        spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        spin.setValue(preference.shown(self.bridge.setting(preference.key)))
        spin.valueChanged.connect(lambda value: self._keep(preference, spin, value))
        self._spins.append((preference, spin))
        self.row(say(f"settings.{preference.key}"), spin, say(f"settings.{preference.key}.why"))

    def spin(self, preference: Preference) -> QSpinBox:
        """The control of a number."""
        return next(spin for one, spin in self._spins if one is preference)

    def _keep(self, preference: Preference, spin: QSpinBox, value: int) -> None:
        """Keep a number; what lies between nothing and the lowest becomes the lowest."""
        if not preference.accepts(value):
            spin.setValue(preference.low)
            return
        self.bridge.set_setting(preference.key, preference.stored(value))

    def reset_button(self) -> None:
        """A button that brings the shipped numbers back."""
        made = button(self.texts.say("settings.reset"))
        made.clicked.connect(self.reset)
        self.column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)

    def reset(self) -> None:
        """Bring the shipped numbers back."""
        for preference, spin in self._spins:
            spin.setValue(preference.shipped)
