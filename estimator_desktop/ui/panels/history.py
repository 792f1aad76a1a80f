"""The history of the open budget: every deed, what the next undo takes back, the way to the rows it was about."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from estimator_desktop.domain.deed import to_redo, to_undo
from estimator_desktop.texts import Texts
from estimator_desktop.ui.models.desk import Desk
from estimator_desktop.ui.models.history import HistoryModel, words_of
from estimator_desktop.ui.widgets.flow import FlowLayout
from estimator_desktop.ui.widgets.make import button, label


class HistoryPanel(QWidget):
    """`chosen` brings the `Deed` whose rows are to be shown.  The list is made when the panel comes into sight."""

    undo = Signal()
    redo = Signal()
    chosen = Signal(object)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._desk: Desk | None = None
        self.model = HistoryModel(texts)
        self.list = QListView()
        self.list.setObjectName("list")
        self.list.setModel(self.model)
        self.list.setAccessibleName(texts.say("history.title"))
        self.list.setUniformItemSizes(True)
        self.list.setAlternatingRowColors(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.clicked.connect(self._choose)
        self.list.activated.connect(self._choose)
        self.nothing = label(texts.say("history.nothing"), "muted", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.back = button(texts.say("action.undo"))
        self.again = button(texts.say("action.redo"))
        self.back.clicked.connect(self.undo)
        self.again.clicked.connect(self.redo)
        buttons = FlowLayout()
        buttons.addWidget(self.back)
        buttons.addWidget(self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.nothing, 1)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)

    def show_history(self, desk: Desk) -> None:
        """Show what was done in a document."""
        self._desk = desk
        self.nothing.setVisible(not desk.deeds)
        self.list.setVisible(bool(desk.deeds))
        for made, deed in ((self.back, to_undo(desk.deeds)), (self.again, to_redo(desk.deeds))):
            made.setEnabled(deed is not None)
            made.setToolTip(words_of(deed, desk, self._texts) if deed is not None else "")
        if self.isVisible():
            self.model.show(desk)

    def showEvent(self, event: QShowEvent) -> None:
        """List what was left until now."""
        super().showEvent(event)
        if self._desk is not None:
            self.model.show(self._desk)

    def _choose(self, index: QModelIndex) -> None:
        deed = self.model.deed(index.row())
        if deed is not None:
            self.chosen.emit(deed)
