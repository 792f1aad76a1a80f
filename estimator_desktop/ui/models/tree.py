"""The tree of objects and sections, with counts and the worst colour."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QStandardItem, QStandardItemModel

from estimator_desktop.domain.verdict import Colour
from estimator_desktop.texts import MARKS, Texts
from estimator_desktop.ui.models.desk import Branch
from estimator_desktop.ui.theme import Theme

BRANCH_ROLE = int(Qt.ItemDataRole.UserRole)


class TreeModel(QStandardItemModel):
    """Three columns: the name, what there is to look at (the worst verdict and its number), what it costs."""

    def set_branch(self, whole: Branch, theme: Theme, texts: Texts) -> None:
        """Show the structure of a bill."""
        self.clear()
        self.setColumnCount(3)
        self.appendRow(_row(whole, theme, texts))

    def find(self, kind: str, index: int | None) -> QModelIndex:
        """Where a section or object stands in the tree; an invalid index where it does not (or `index` is None)."""
        waiting = [self.item(row, 0) for row in range(self.rowCount())]
        while waiting:
            item = waiting.pop()
            branch = item.data(BRANCH_ROLE)
            if index is not None and branch.key == (kind, index):
                return item.index()
            waiting.extend(item.child(row, 0) for row in range(item.rowCount()))
        return QModelIndex()


def _row(branch: Branch, theme: Theme, texts: Texts) -> list[QStandardItem]:
    name = QStandardItem(branch.title)
    name.setEditable(False)
    name.setToolTip(branch.title)
    name.setData(branch, BRANCH_ROLE)
    worst = next((colour for colour in (Colour.RED, Colour.AMBER) if branch.counts[colour]), None)
    mark = QStandardItem(f"{MARKS[worst]} {branch.counts[worst]}" if worst else str(branch.positions))
    mark.setEditable(False)
    mark.setSelectable(False)
    mark.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    mark.setForeground(QBrush(QColor(theme.ink[worst] if worst else theme.muted)))
    money = QStandardItem(texts.number(branch.money, 0) if branch.money else "")
    money.setEditable(False)
    money.setSelectable(False)
    money.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    money.setForeground(QBrush(QColor(theme.muted)))
    for child in branch.children:
        name.appendRow(_row(child, theme, texts))
    return [name, mark, money]
