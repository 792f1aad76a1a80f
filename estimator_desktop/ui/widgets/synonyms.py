"""The person's own synonyms: a line is a group of words that mean the same; added, edited and removed here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from estimator_desktop.domain.synonyms import Group, SynonymError, group_of, typed
from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.make import button, label


class SynonymsTab(QWidget):
    """`saved` brings all groups after each change."""

    saved = Signal(list)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        say = texts.say
        self._texts = texts
        self._groups: list[Group] = []
        self._awaited: list[Group] | None = None
        self.table = QTableWidget(0, 1)
        self.table.setAccessibleName(say("synonyms.title"))
        self.table.setHorizontalHeaderLabels([say("synonyms.column")])
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(28)
        self.table.setShowGrid(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.itemChanged.connect(self._edited)
        self.table.itemSelectionChanged.connect(self._selected)
        self.line = QLineEdit()
        self.line.setPlaceholderText(say("synonyms.example"))
        self.line.setAccessibleName(say("synonyms.add"))
        self.line.returnPressed.connect(self._add)
        self.add = button(say("synonyms.add"))
        self.add.clicked.connect(self._add)
        self.remove = button(say("synonyms.remove"))
        self.remove.clicked.connect(self._remove)
        self.trouble = label(look="trouble", wrap=True)
        self.trouble.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.add)
        row.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(say("synonyms.what"), "muted", wrap=True))
        column.addLayout(row)
        column.addWidget(self.trouble)
        column.addWidget(self.table, 1)
        self._selected()

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show what is kept; what is still being saved here is newer than what is kept."""
        if self._awaited is not None and list(groups) != self._awaited:
            return
        self._awaited = None
        if list(groups) == self._groups and self.table.rowCount() == len(groups):
            return
        self._groups = list(groups)
        self._fill()

    def _fill(self) -> None:
        self.table.blockSignals(True)  # noqa: FBT003 - Qt's own; filling is no editing
        self.table.setRowCount(len(self._groups))
        for row, group in enumerate(self._groups):
            self.table.setItem(row, 0, QTableWidgetItem(typed(group)))
        self.table.blockSignals(False)  # noqa: FBT003
        self._selected()

    def _group(self, text: str) -> Group | None:
        """The typed group; None where it is none, with the reason said."""
        try:
            group = group_of(text)
        except SynonymError as error:
            self.trouble.setText(self._texts.say(str(error)))
            self.trouble.show()
            return None
        self.trouble.hide()
        return group

    def _add(self) -> None:
        group = self._group(self.line.text())
        if group is not None:
            self.line.clear()
            self._keep([group, *self._groups])

    def _edited(self, item: QTableWidgetItem) -> None:
        group = self._group(item.text())
        if group is None:
            self._fill()
        elif group != self._groups[item.row()]:
            self._keep([group if row == item.row() else one for row, one in enumerate(self._groups)])

    def _remove(self) -> None:
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        if rows:
            self._keep([one for row, one in enumerate(self._groups) if row not in rows])

    def _keep(self, groups: list[Group]) -> None:
        self._groups = groups
        self._fill()
        self._awaited = list(groups)
        self.saved.emit(groups)

    def _selected(self) -> None:
        self.remove.setEnabled(bool(self.table.selectionModel().selectedRows()))
