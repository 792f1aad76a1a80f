"""The positions table: texts made before, order and filter as a list of indexes, so that 20 000 rows stay quick."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor

from estimator_desktop.domain.verdict import Colour
from estimator_desktop.texts import Texts
from estimator_desktop.ui.models.desk import (
    CODE,
    COLUMNS,
    DECISION,
    DESCRIPTION,
    OBJECT,
    ORDINAL,
    QUANTITY,
    ROW_TYPE,
    SECTION,
    TOTAL,
    UNIT,
    UNIT_PRICE,
    VERDICT,
    Desk,
    folded,
)
from estimator_desktop.ui.models.listed import ALIGN, DISPLAY, Index, ListedModel, aligned
from estimator_desktop.ui.theme import Theme

SORT_ROLE = int(Qt.ItemDataRole.UserRole)
COLOUR_ROLE = SORT_ROLE + 1
POSITION_ROLE = SORT_ROLE + 2
NUMERIC = frozenset({ORDINAL, QUANTITY, UNIT_PRICE, TOTAL})
_RANK = {Colour.RED: 0, Colour.AMBER: 1, Colour.GREEN: 2, None: 3}
FIELDS = {
    CODE: "code",
    DESCRIPTION: "description",
    UNIT: "unit",
    QUANTITY: "quantity",
    UNIT_PRICE: "unit_price",
}
"""Columns that may be typed over, with the field behind them."""
_EDIT = int(Qt.ItemDataRole.EditRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_BACKGROUND = int(Qt.ItemDataRole.BackgroundRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_ALIGNED = aligned(len(COLUMNS), NUMERIC)
_READ = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_TYPED = _READ | Qt.ItemFlag.ItemIsEditable
_OURS = frozenset({_EDIT, SORT_ROLE, COLOUR_ROLE, POSITION_ROLE})
"""Roles that every column answers, beside text and alignment.  A view asks for seven of each cell that it paints."""
_CZECH = str.maketrans({"č": "c~", "ř": "r~", "š": "s~", "ž": "z~"})


@dataclass(frozen=True, slots=True)
class Filter:
    """What the table shows: rows that hold the text, of one verdict, to be decided, of these objects or sections."""

    text: str = ""
    colour: Colour | None = None
    hitl: bool = False
    objects: frozenset[int] | None = None
    sections: frozenset[int] | None = None
    only: tuple[frozenset[int], ...] = ()
    """Positions that are in each of these and no others (what a rule found, say)."""
    least: Decimal | None = None
    most: Decimal | None = None
    """Unit prices from and to."""
    edited: bool = False
    """Only what the person has changed, with `changed` as well."""
    changed: frozenset[int] | None = None
    """Only what this revision changed."""

    @property
    def none(self) -> bool:
        """Whether everything passes."""
        return self == Filter()


def czech_key(text: str) -> str:
    """A sort key: Czech letters in their places (č after c, ch after h), other accents ignored."""
    return folded(text.casefold().replace("ch", "h~").translate(_CZECH))


def _number_key(text: str | None) -> tuple[bool, Decimal]:
    return (text is None, Decimal(text or 0))


class PositionsModel(ListedModel):
    """Positions with verdicts.  `edited` brings what a person typed over a cell: position, field, text.

    The model does not change by itself: the edit becomes a decision, and the desk with it is shown.
    """

    edited = Signal(int, str, str)

    def __init__(self, texts: Texts, theme: Theme) -> None:
        super().__init__([texts.say(f"column.{name}") for name in COLUMNS], _ALIGNED)
        self._texts = texts
        self._desk: Desk | None = None
        self._filter = Filter()
        self._sorted: list[int] = []
        self._column = -1
        self._descending = False
        self.behind = False
        """Whether the rows were kept while the desk changed: `update_desk` catches up."""
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the verdict colours of another theme."""
        self._ink = {colour: QBrush(QColor(value)) for colour, value in theme.ink.items()}
        self._tint = {colour: QBrush(QColor(value)) for colour, value in theme.tint.items()}
        self._repaint()

    def _repaint(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(COLUMNS) - 1))

    def set_desk(self, desk: Desk | None) -> None:
        """Show a document, in its own order and unfiltered; None empties the table."""
        self.beginResetModel()
        self._desk = desk
        self._filter = Filter()
        self._column = -1
        self._sorted = list(range(len(desk.rows))) if desk else []
        self._shown = list(self._sorted)
        self.endResetModel()

    def set_filter(self, wanted: Filter) -> None:
        """Show only what the filter lets through."""
        self.beginResetModel()
        self._filter = wanted
        self._refilter()
        self.endResetModel()

    @property
    def filter(self) -> Filter:
        """The filter in force."""
        return self._filter

    @property
    def shown(self) -> tuple[int, ...]:
        """The positions shown, in their order."""
        return tuple(self._shown)

    @property
    def sum(self) -> Decimal:
        """What the shown positions cost."""
        values = self._desk.values if self._desk else ()
        return sum((values[position] for position in self._shown), Decimal(0))

    def position(self, row: int) -> int:
        """The position in a row."""
        return self._shown[row]

    def row_of(self, position: int) -> int | None:
        """The row that shows a position; None where the filter hides it."""
        try:
            return self._shown.index(position)
        except ValueError:
            return None

    def _refilter(self) -> None:
        desk, wanted = self._desk, self._filter
        if desk is None:
            self._shown = []
            return
        needles = folded(wanted.text).split()
        items = desk.rows
        rows = self._sorted
        if wanted.colour is not None:
            rows = [row for row in rows if desk.colour(row) is wanted.colour]
        if wanted.hitl and desk.audit is not None:
            rows = [row for row in rows if desk.hitl(row)]
        for only in wanted.only:
            rows = [row for row in rows if row in only]
        if wanted.edited or wanted.changed is not None:
            changed = (desk.edited if wanted.edited else frozenset()) | (wanted.changed or frozenset())
            rows = [row for row in rows if row in changed]
        if wanted.least is not None or wanted.most is not None:
            least, most = wanted.least, wanted.most
            prices = ((row, items[row].unit_price) for row in rows)
            rows = [
                row
                for row, price in prices
                if price is not None
                and (least is None or Decimal(price) >= least)
                and (most is None or Decimal(price) <= most)
            ]
        if wanted.objects is not None or wanted.sections is not None:
            objects, sections = wanted.objects or frozenset(), wanted.sections or frozenset()
            rows = [
                row
                for row in rows
                if (items[row].section in sections) or (items[row].section is None and items[row].object in objects)
            ]
        for needle in needles:
            rows = [row for row in rows if needle in desk.search[row]]
        self._shown = list(rows)
        if wanted.hitl and self._column < 0:  # what is to be decided stands by the money at stake, unless sorted
            self._shown.sort(key=lambda row: -abs(desk.values[row]))

    def update_desk(self, desk: Desk, *, keep: bool = False) -> None:
        """Show the same document with other decisions, filtered and sorted as before.

        `keep`: a cell is being typed over, so that no row may go or move now.
        """
        same = self._desk is not None and len(self._desk.rows) == len(desk.rows)
        self.behind = keep and same
        if self.behind:
            self._desk = desk
            self._repaint()
            return
        self.beginResetModel()
        self._desk = desk
        if self._column >= 0:
            self._sorted.sort(key=self._keys(self._column), reverse=self._descending)
        self._refilter()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by the exact values behind the texts; a column below 0 restores the document's order.

        What is selected stays selected: a decision is about the position that the panels show.
        """
        if self._desk is None:
            return
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        positions = [self._shown[index.row()] for index in kept]
        self._column, self._descending = column, order is Qt.SortOrder.DescendingOrder
        self._sorted = list(range(len(self._desk.rows)))
        if column >= 0:
            self._sorted.sort(key=self._keys(column), reverse=self._descending)
        self._refilter()
        rows = {position: row for row, position in enumerate(self._shown)}
        moved = [self.index(rows[position], index.column()) for index, position in zip(kept, positions, strict=True)]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def _keys(self, column: int) -> Callable[[int], Any]:
        desk = self._desk
        if desk is None:
            raise IndexError(column)
        rows = desk.rows
        if column == VERDICT:
            return lambda row: _RANK[desk.colour(row)]
        if column == ORDINAL:
            return lambda row: _ordinal_key(rows[row].ordinal)
        if column == TOTAL:
            return lambda row: _number_key(rows[row].total_price or rows[row].value)
        if column in {QUANTITY, UNIT_PRICE}:
            return lambda row: _number_key(rows[row].quantity if column == QUANTITY else rows[row].unit_price)
        if column in {DECISION, SECTION, OBJECT}:
            return lambda row: czech_key(desk.cells(row)[column])
        texts = {ROW_TYPE: "row_type", CODE: "code", DESCRIPTION: "description", UNIT: "unit"}
        return lambda row: czech_key(getattr(rows[row], texts[column]))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What may be typed over says so."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _TYPED if index.column() in FIELDS else _READ

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Hand on what was typed; text that stands there already is no edit."""
        if role != _EDIT or index.column() not in FIELDS or str(value).strip() == self.typed(index):
            return False
        self.edited.emit(self._shown[index.row()], FIELDS[index.column()], str(value).strip())
        return True

    def typed(self, index: Index) -> str:
        """What an editor begins with: the value without gaps between thousands."""
        desk = self._desk
        if desk is None:
            return ""
        value = getattr(desk.position(self._shown[index.row()]), FIELDS[index.column()])
        return str(value) if isinstance(value, str) else "".join(value.raw.split())

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """Texts, alignment, verdict colours of the first column, the exact value for sorting."""
        desk = self._desk
        if desk is None or not index.isValid():
            return None
        column = index.column()
        if role == DISPLAY:
            return desk.cells(self._shown[index.row()])[column]
        if role == ALIGN:
            return _ALIGNED[column]
        if column != VERDICT and role not in _OURS:
            return None
        position = self._shown[index.row()]
        if role == POSITION_ROLE:
            return position
        if role == _EDIT:
            return self.typed(index) if column in FIELDS else None
        if role == SORT_ROLE:
            return self._keys(column)(position)
        return self._verdict_data(desk, position, column, role)

    def _verdict_data(self, desk: Desk, position: int, column: int, role: int) -> object:
        colour = desk.colour(position)
        if role == COLOUR_ROLE:
            return colour
        if column != VERDICT or colour is None:
            return None
        if role == _FOREGROUND:
            return self._ink[colour]
        if role == _BACKGROUND:
            return self._tint[colour]
        if role == _ACCESSIBLE:
            return self._texts.colour(colour)
        return None


def _ordinal_key(text: str) -> tuple[bool, Decimal, str]:
    return (False, Decimal(text), "") if text.isascii() and text.isdigit() else (True, Decimal(0), text)
