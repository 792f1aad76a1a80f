"""The settings: what can be set, each with a sentence on what it means.  Every change is kept and in force at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from estimator_desktop.ui.settings import SECTIONS
from estimator_desktop.ui.settings.look import LookSection
from estimator_desktop.ui.settings.section import Section
from estimator_desktop.ui.widgets.make import label

if TYPE_CHECKING:
    from estimator_desktop.ui.main_window import MainWindow

_WIDEST = 760
S = TypeVar("S", bound=Section)


class Place(NamedTuple):
    """Where the user is: the part marked, pixels scrolled, whether the keyboard is at the language."""

    row: int
    scrolled: int
    language: bool


class _Wheel(QObject):
    """The wheel moves the page and never a value that happens to lie under it: every change is in force at once."""

    def eventFilter(self, _field: QObject, event: QEvent) -> bool:
        """Leave the wheel to what the field lies in."""
        if event.type() != QEvent.Type.Wheel:
            return False
        event.ignore()
        return True


class SettingsPage(QWidget):
    """The names of the parts at the left, the parts below each other at the right."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        say = window.texts.say
        self.setAccessibleName(say("page.settings"))
        self.sections: list[Section] = [kind(window) for kind in SECTIONS]
        self.names = QListWidget()
        self.names.setObjectName("plain")
        self.names.setAccessibleName(say("page.settings"))
        self.names.setFixedWidth(200)
        for section in self.sections:
            item = QListWidgetItem(say(section.title))
            item.setSizeHint(QSize(0, 32))
            self.names.addItem(item)
        self.names.currentRowChanged.connect(self._go)
        self.names.itemClicked.connect(lambda item: self._go(self.names.row(item)))  # also the one marked already
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(16)
        for section in self.sections:
            section.setMaximumWidth(_WIDEST)
            column.addWidget(section)
        column.addStretch(1)
        self._wheel = _Wheel(self)
        for field in (*inside.findChildren(QComboBox), *inside.findChildren(QAbstractSpinBox)):
            field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            field.installEventFilter(self._wheel)
        self.area = QScrollArea()
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side = QVBoxLayout()
        side.setSpacing(12)
        side.addWidget(label(say("page.settings"), "title"))
        note = label(say("settings.note"), "muted", wrap=True)
        note.setFixedWidth(200)
        side.addWidget(note)
        side.addWidget(self.names, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 16, 12, 16)
        row.setSpacing(24)
        row.addLayout(side)
        row.addWidget(self.area, 1)

    def _go(self, row: int) -> None:
        if 0 <= row < len(self.sections):
            self.area.verticalScrollBar().setValue(self.sections[row].y())

    def place(self) -> Place:
        """Where the user is."""
        language = self.section(LookSection).language
        return Place(self.names.currentRow(), self.area.verticalScrollBar().value(), language.hasFocus())

    def return_to(self, place: Place) -> None:
        """Go back to where the user was on the page that this one replaces."""
        with QSignalBlocker(self.names):
            self.names.setCurrentRow(place.row)
        if place.language:
            self.section(LookSection).language.setFocus()
        # how long the page is shows only when it has been laid out
        QTimer.singleShot(0, self, lambda: self.area.verticalScrollBar().setValue(place.scrolled))

    def section(self, kind: type[S]) -> S:
        """The part of that kind."""
        return next(section for section in self.sections if isinstance(section, kind))

    def refresh(self) -> None:
        """Bring the parts up to date."""
        for section in self.sections:
            section.refresh()
