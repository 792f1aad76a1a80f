"""The keys, on one sheet: those of the window at the left, those of the table at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.form import column_of
from estimator_desktop.ui.widgets.make import button, label

_FIRST_OF_TABLE = "1"


def listed(texts: Texts) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]:
    """Key and what it does: of the window, then of the table.  Keys of several words hold no-break spaces."""
    pairs = [(key, does) for key, _, does in (line.partition(" ") for line in texts.say("keys.text").split(" · "))]
    at = next(place for place, (key, _does) in enumerate(pairs) if key == _FIRST_OF_TABLE)
    return pairs[:at], pairs[at:]


class KeysDialog(QDialog):
    """Stays open until it is closed; nothing is to be answered."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts.say("action.keys"))
        sheets = QHBoxLayout()
        sheets.setSpacing(40)
        for title, pairs in zip(("keys.window", "keys.table"), listed(texts), strict=True):
            sheet = QVBoxLayout()
            sheet.setSpacing(8)
            sheet.addWidget(label(texts.say(title), "cardtitle"))
            sheet.addLayout(_grid(pairs))
            sheet.addStretch(1)
            sheets.addLayout(sheet)
        self.leave = button(texts.say("dialog.close"))
        self.leave.setDefault(True)
        self.leave.clicked.connect(self.accept)
        column = column_of(self)
        column.addLayout(sheets)
        column.addSpacing(4)
        column.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignRight)


def _grid(pairs: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    for row, (key, does) in enumerate(pairs):
        grid.addWidget(label(key, "key"), row, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(label(does), row, 1)
    grid.setColumnStretch(1, 1)
    return grid
