"""What the tables of positions and of changes have in common: indexes of what is shown, columns, their alignment."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)

Index = QModelIndex | QPersistentModelIndex


def aligned(columns: int, numeric: frozenset[int]) -> tuple[int, ...]:
    """Numbers at the right, texts at the left, the sign in the first column in the middle."""
    return tuple(_RIGHT if at in numeric else _LEFT if at else _CENTRE for at in range(columns))


class ListedModel(QAbstractTableModel):
    """Rows are indexes of what passes a filter (`_shown`); what stands in the cells is the subclass's matter."""

    def __init__(self, titles: Sequence[str], alignment: tuple[int, ...]) -> None:
        super().__init__()
        self._titles = titles
        self._alignment = alignment
        self._shown: list[int] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number of shown rows."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One per title."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        """Column titles, aligned as their columns; that of the signs at the left."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == DISPLAY:
            return self._titles[section]
        if role == ALIGN:
            return self._alignment[section] if section else _LEFT
        return None
