"""The state of the program: each thing that was looked at, and what to do where it is not well."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from estimator_desktop.jobs.health import Check, Level, healthy
from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.make import button, label

_LOOKS = {Level.OK: "", Level.NOTE: "muted", Level.WARN: "caution", Level.BAD: "trouble"}
_FIRST = (Level.BAD, Level.WARN, Level.OK, Level.NOTE)
_MARKS = {Level.OK: "✔", Level.NOTE: "·", Level.WARN: "▲", Level.BAD: "✘"}


class HealthPage(QWidget):
    """Shows checks; `again` asks for new ones, `finish_jobs` says what the user wishes for closing."""

    again = Signal()
    finish_jobs = Signal(bool)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._verdict = label(texts.say("health.looking"), "heading", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.button = button(texts.say("health.again"))
        self.button.clicked.connect(self.again)
        self.finish = QCheckBox(texts.say("health.finish_jobs"))
        self.finish.setToolTip(texts.say("health.finish_jobs_tip"))
        self.finish.toggled.connect(self.finish_jobs)
        head = QHBoxLayout()
        head.addWidget(self._verdict, 1)
        head.addWidget(self.button)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._lines)
        column.addSpacing(12)
        column.addWidget(self.finish)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 24, 24, 24)
        whole.setSpacing(16)
        whole.addLayout(head)
        whole.addWidget(scroll, 1)
        self.setAccessibleName(texts.say("health.title"))

    def wait(self, *, finish: bool) -> None:
        """Say that it is being looked; `finish` is the stored wish for closing."""
        self._verdict.setText(self._texts.say("health.looking"))
        self.button.setEnabled(False)
        self.finish.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.finish.setChecked(finish)
        self.finish.blockSignals(False)  # noqa: FBT003

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show what was found, faults first."""
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for check in sorted(checks, key=lambda check: _FIRST.index(check.level)):
            words = f"{_MARKS[check.level]}  {self._texts.health(check.code, check.params)}"
            line = label(words, _LOOKS[check.level], wrap=True)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._lines.addWidget(line)
        self._verdict.setText(self._texts.say("health.well" if healthy(tuple(checks)) else "health.unwell"))
        self.button.setEnabled(True)

    @property
    def words(self) -> list[str]:
        """What is written on the page."""
        items = [self._lines.itemAt(row) for row in range(self._lines.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [self._verdict.text(), *(widget.text() for widget in widgets if isinstance(widget, QLabel))]
