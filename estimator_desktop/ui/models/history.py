"""What the person did in a document, in words: for the menu, for the line under the table, as a list, newest first."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QGuiApplication

from estimator_desktop.domain.deed import Deed
from estimator_desktop.texts import Texts
from estimator_desktop.ui.models.desk import Desk

Index = QModelIndex | QPersistentModelIndex


def words_of(deed: Deed, desk: Desk, texts: Texts) -> str:
    """What a deed was and what it was about: the position by its number or code, several by how many."""
    field = texts.say(f"column.{deed.field}") if deed.field else ""
    what = texts.say(f"deed.{deed.kind.value}", field=field)
    if len(deed.positions) > 1:
        return f"{what} ({texts.count('positions', len(deed.positions))})"
    name = _name(deed.positions[0], desk)
    return f"{what} ({texts.say('deed.position', name=name)})" if name else what


def _name(position: int, desk: Desk) -> str:
    if position >= len(desk.rows):
        return ""  # read anew since, with fewer rows
    row = desk.rows[position]
    return row.ordinal or row.code


class HistoryModel(QAbstractListModel):
    """A deed a row, newest first; what is undone says so and is struck out."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._desk: Desk | None = None

    def show(self, desk: Desk) -> None:
        """List what was done in a document; nothing happens where that is listed already."""
        if self._desk is not None and self._desk.document == desk.document and self._desk.deeds == desk.deeds:
            self._desk = desk
            return
        self.beginResetModel()
        self._desk = desk
        self.endResetModel()

    def deed(self, row: int) -> Deed | None:
        """The deed of a row."""
        return self._desk.deeds[-1 - row] if self._desk is not None and 0 <= row < len(self._desk.deeds) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """As many as there are."""
        return 0 if parent.isValid() or self._desk is None else len(self._desk.deeds)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """When and what; in the tooltip what a row has no room for."""
        deed = self.deed(index.row())
        if deed is None or self._desk is None:
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            key = "history.undone" if deed.undone else "history.done"
            return self._texts.say(
                key,
                day=self._texts.day(deed.created),
                time=f"{deed.created.astimezone():%H:%M}",
                deed=words_of(deed, self._desk, self._texts),
            )
        if deed.undone and role == Qt.ItemDataRole.ForegroundRole:
            return QGuiApplication.palette().placeholderText()
        if deed.undone and role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setStrikeOut(True)
            return font
        return None
