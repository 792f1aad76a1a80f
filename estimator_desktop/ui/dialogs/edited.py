"""What an edited export would change, before anything is applied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from estimator_desktop.domain.changes import EditedFile, FieldChange
from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.make import button, label


class EditedDialog(QDialog):
    """`applied` when the values are to become decisions, `as_new` when the file is to be read as a new budget."""

    applied = Signal()
    as_new = Signal()

    def __init__(self, file: str, found: EditedFile, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say = texts.say
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("edited.title"))
        self.resize(860, 520)
        rows = [(row.name, say(f"export.field.{row.change.field}"), *_values(row.change, texts)) for row in found.edits]
        rest = [
            *((row.name, say(f"edited.field.{row.change.field}"), *_values(row.change, texts)) for row in found.left),
            *((name, say("edited.appeared"), "", "") for name in found.appeared),
            *((name, say("edited.vanished"), "", "") for name in found.vanished),
        ]  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(say("edited.ask", file=file), wrap=True))
        self.edits = self._table(rows, texts)
        column.addWidget(label(say("edited.edits", count=len(rows)), "heading"))
        column.addWidget(self.edits, 3)
        self.rest = self._table(rest, texts)
        if rest:
            column.addWidget(label(say("edited.rest", count=len(rest)), "muted", wrap=True))
            column.addWidget(self.rest, 2)
        self.apply = button(say("edited.apply", count=len(rows)), "primary")
        self.apply.setEnabled(bool(rows))
        self.apply.setDefault(True)
        self.apply.clicked.connect(self._apply)
        self.new = button(say("edited.as_new"))
        self.new.clicked.connect(self._new)
        cancel = button(say("dialog.cancel"))
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.new)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.apply)
        column.addLayout(foot)

    def _table(self, rows: Sequence[tuple[str, ...]], texts: Texts) -> QTableWidget:
        table = QTableWidget(len(rows), 4)
        keys = ("position", "field", "before", "after")
        table.setHorizontalHeaderLabels([texts.say(f"edited.column.{key}") for key in keys])
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.verticalHeader().hide()
        head = table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                table.setItem(number, place, item)
        for place, width in ((1, 130), (2, 130), (3, 130)):
            table.setColumnWidth(place, width)
        return table

    def _apply(self) -> None:
        self.applied.emit()
        self.accept()

    def _new(self) -> None:
        self.as_new.emit()
        self.accept()


def _values(change: FieldChange, texts: Texts) -> tuple[str, str]:
    return texts.value(change.field, change.before), texts.value(change.field, change.after)
