"""The tree of objects and sections, with counts and the worst colour."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

from estimator_desktop.domain.verdict import Colour
from estimator_desktop.texts import MARKS, Texts
from estimator_desktop.ui.models.desk import Branch
from estimator_desktop.ui.theme import Theme

BRANCH_ROLE = int(Qt.ItemDataRole.UserRole)
_NAME, _MARK, _MONEY = range(3)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NOWHERE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


@dataclass(slots=True)
class _Node:
    branch: Branch
    parent: int
    row: int
    children: list[int]


class TreeModel(QAbstractItemModel):
    """Three columns: the name, what there is to look at (the worst verdict and its number), what it costs.

    Cells are made when they are painted: a bill may have hundreds of sections.
    """

    def __init__(self) -> None:
        super().__init__()
        self._nodes: list[_Node] = []
        self._theme: Theme | None = None
        self._texts: Texts | None = None

    def set_branch(self, whole: Branch, theme: Theme, texts: Texts) -> bool:
        """Show the structure of a bill; whether it is another one than before (else what is open stays open)."""
        nodes: list[_Node] = []
        _collect(whole, -1, 0, nodes)
        other = [node.branch.key for node in nodes] != [node.branch.key for node in self._nodes]
        self._theme, self._texts = theme, texts
        if other:
            self.beginResetModel()
            self._nodes = nodes
            self.endResetModel()
        else:
            self._nodes = nodes
            root = self.index(0, 0)
            self.dataChanged.emit(root, root.siblingAtColumn(_MONEY))
        return other

    def find(self, kind: str, index: int | None) -> QModelIndex:
        """Where a section or object stands in the tree; an invalid index where it does not (or `index` is None)."""
        found = next((at for at, node in enumerate(self._nodes) if node.branch.key == (kind, index)), None)
        return QModelIndex() if found is None else self.createIndex(self._nodes[found].row, 0, found)

    @property
    def size(self) -> int:
        """How many objects and sections there are."""
        return len(self._nodes)

    def longest(self, column: int) -> str:
        """The longest words of a column."""
        return max((self._words(node.branch, column) for node in self._nodes), key=len, default="")

    def index(self, row: int, column: int, parent: _Index = _NOWHERE) -> QModelIndex:
        """The cell of a row under another one."""
        if not self._nodes or not 0 <= column < 3:
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(0, column, 0) if row == 0 else QModelIndex()
        children = self._nodes[parent.internalId()].children
        return self.createIndex(row, column, children[row]) if 0 <= row < len(children) else QModelIndex()

    def parent(self, index: _Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]  # QObject's means another thing
        """The row that a cell stands under."""
        if not index.isValid():
            return QModelIndex()
        above = self._nodes[index.internalId()].parent
        return QModelIndex() if above < 0 else self.createIndex(self._nodes[above].row, 0, above)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """The rows under a row."""
        if not parent.isValid():
            return min(1, len(self._nodes))
        return len(self._nodes[parent.internalId()].children) if parent.column() == 0 else 0

    def columnCount(self, _parent: _Index = _NOWHERE) -> int:
        """Name, mark, money."""
        return 3

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Only names are chosen."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        both = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return both if index.column() == _NAME else Qt.ItemFlag.ItemIsEnabled

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """What a cell shows."""
        if not index.isValid() or self._theme is None:
            return None
        branch, column = self._nodes[index.internalId()].branch, index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(branch, column)
        if column == _NAME:
            return {int(Qt.ItemDataRole.ToolTipRole): branch.title, BRANCH_ROLE: branch}.get(role)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        if role == Qt.ItemDataRole.ForegroundRole:
            worst = _worst(branch) if column == _MARK else None
            return QBrush(QColor(self._theme.ink[worst] if worst else self._theme.muted))
        return None

    def _words(self, branch: Branch, column: int) -> str:
        if column == _NAME:
            return branch.title
        if column == _MARK:
            worst = _worst(branch)
            number = self._texts.number if self._texts is not None else str
            count = number(Decimal(branch.counts[worst] if worst else branch.positions))
            return f"{MARKS[worst]} {count}" if worst else count
        return self._texts.number(branch.money, 0) if branch.money and self._texts is not None else ""


def _worst(branch: Branch) -> Colour | None:
    return next((colour for colour in (Colour.RED, Colour.AMBER) if branch.counts[colour]), None)


def _collect(branch: Branch, parent: int, row: int, nodes: list[_Node]) -> int:
    at = len(nodes)
    nodes.append(_Node(branch, parent, row, []))
    nodes[at].children = [_collect(child, at, place, nodes) for place, child in enumerate(branch.children)]
    return at
