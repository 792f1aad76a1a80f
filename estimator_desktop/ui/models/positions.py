"""The positions table: one tuple of texts and one of sort keys per row, made once."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QBrush, QColor

from estimator_desktop.domain.bill import Amount, BillOfQuantities, Position
from estimator_desktop.domain.numbers import format_decimal
from estimator_desktop.domain.verdict import Audit, Colour
from estimator_desktop.ui.theme import LIGHT, MARKS, Theme

SORT_ROLE = int(Qt.ItemDataRole.UserRole)
COLOUR_ROLE = SORT_ROLE + 1
POSITION_ROLE = SORT_ROLE + 2
VERDICT, ORDINAL, TYPE, CODE, DESCRIPTION, UNIT, QUANTITY, UNIT_PRICE, TOTAL = range(9)
NUMERIC = frozenset({ORDINAL, QUANTITY, UNIT_PRICE, TOTAL})
_RANK = {Colour.RED: 0, Colour.AMBER: 1, Colour.GREEN: 2, None: 3}
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_BACKGROUND = int(Qt.ItemDataRole.BackgroundRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter

Index = QModelIndex | QPersistentModelIndex
Key = tuple[int, Decimal, str]


def amount_text(amount: Amount, places: int | None = None) -> str:
    """The number in Czech style; what is printed where it is no number."""
    return amount.raw if amount.value is None else format_decimal(amount.value, places)


def _key(value: Decimal | None, text: str) -> Key:
    return (1, Decimal(0), text.casefold()) if value is None else (0, value, "")


def _ordinal_key(text: str) -> Key:
    return _key(Decimal(text), "") if text.isdecimal() else _key(None, text)


class PositionsModel(QAbstractTableModel):
    """Positions with verdicts, read only.  `headers` are the nine column titles, already translated."""

    def __init__(self, headers: tuple[str, ...], theme: Theme = LIGHT) -> None:
        super().__init__()
        self._headers = headers
        self._positions: tuple[Position, ...] = ()
        self._colours: tuple[Colour | None, ...] = ()
        self._rows: list[tuple[str, ...]] = []
        self._keys: list[tuple[Key, ...]] = []
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the verdict colours of another theme."""
        self._ink = {colour: QBrush(QColor(value)) for colour, value in theme.ink.items()}
        self._tint = {colour: QBrush(QColor(value)) for colour, value in theme.tint.items()}
        if self._rows:
            self.dataChanged.emit(self.index(0, VERDICT), self.index(len(self._rows) - 1, VERDICT))

    def set_headers(self, headers: tuple[str, ...]) -> None:
        """Show other column titles (another language)."""
        self._headers = headers
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(headers) - 1)

    def set_bill(self, bill: BillOfQuantities, audit: Audit | None) -> None:
        """Show a bill; without an audit the verdicts are empty."""
        self.beginResetModel()
        self._positions = bill.positions
        verdicts = {verdict.position: verdict.colour for verdict in audit.verdicts} if audit else {}
        self._colours = tuple(verdicts.get(position.index) for position in bill.positions)
        self._rows, self._keys = [], []
        for position, colour in zip(bill.positions, self._colours, strict=True):
            self._rows.append(
                (
                    MARKS[colour] if colour else "…",
                    position.ordinal,
                    position.row_type,
                    position.code,
                    " ".join(position.description.split()),
                    position.unit,
                    amount_text(position.quantity),
                    amount_text(position.unit_price, 2),
                    amount_text(position.total_price, 2),
                )
            )
            self._keys.append(
                (
                    _key(Decimal(_RANK[colour]), ""),
                    _ordinal_key(position.ordinal),
                    _key(None, position.row_type),
                    _key(None, position.code),
                    _key(None, position.description),
                    _key(None, position.unit),
                    _key(position.quantity.value, position.quantity.raw),
                    _key(position.unit_price.value, position.unit_price.raw),
                    _key(position.total_price.value, position.total_price.raw),
                )
            )
        self.endResetModel()

    def position(self, row: int) -> Position:
        """The position in a row of this model (not of a proxy)."""
        return self._positions[row]

    def colour(self, row: int) -> Colour | None:
        """The verdict's colour of a row; None before the audit."""
        return self._colours[row]

    def matches(self, row: int, needle: str) -> bool:
        """Whether ordinal, code or description of the row holds the text (already case-folded)."""
        cells = self._rows[row]
        return any(needle in cells[column].casefold() for column in (CODE, DESCRIPTION, ORDINAL))

    def less(self, left: int, right: int, column: int) -> bool:
        """Whether one row sorts before another; numbers before text, exact decimals."""
        return self._keys[left][column] < self._keys[right][column]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number of positions."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Nine columns."""
        return 0 if parent.isValid() else 9

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Column titles."""
        if orientation is Qt.Orientation.Horizontal and role == _DISPLAY:
            return self._headers[section]
        return None

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Texts, alignment, verdict colours of the first column."""
        column = index.column()
        if role == _DISPLAY:
            return self._rows[index.row()][column]
        if role == _ALIGN:
            return _RIGHT if column in NUMERIC else _CENTRE if column == VERDICT else None
        if role == POSITION_ROLE:
            return index.row()
        colour = self._colours[index.row()]
        if role == COLOUR_ROLE:
            return colour
        if column == VERDICT and colour is not None:
            if role == _FOREGROUND:
                return self._ink[colour]
            if role == _BACKGROUND:
                return self._tint[colour]
            if role == _ACCESSIBLE:
                return colour.value
        return None


class PositionsFilter(QSortFilterProxyModel):
    """Filters by text, verdict and section or object; sorts by exact values."""

    def __init__(self, model: PositionsModel) -> None:
        super().__init__()
        self._model = model
        self._needle = ""
        self._colour: Colour | None = None
        self._sections: frozenset[int] | None = None
        self._objects: frozenset[int] | None = None
        self.setSourceModel(model)

    def set_text(self, text: str) -> None:
        """Only rows that hold the text."""
        self.beginFilterChange()
        self._needle = text.strip().casefold()
        self.endFilterChange()

    def set_colour(self, colour: Colour | None) -> None:
        """Only rows of one verdict; None for all."""
        self.beginFilterChange()
        self._colour = colour
        self.endFilterChange()

    def set_part(self, objects: frozenset[int] | None, sections: frozenset[int] | None) -> None:
        """Only rows of these objects or sections; None for all."""
        self.beginFilterChange()
        self._objects, self._sections = objects, sections
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Whether a row passes every filter."""
        if self._colour is not None and self._model.colour(source_row) is not self._colour:
            return False
        position = self._model.position(source_row)
        if self._sections is not None and position.section not in self._sections:
            return False
        if self._objects is not None and position.object not in self._objects:
            return False
        return not self._needle or self._model.matches(source_row, self._needle)

    def lessThan(self, left: Index, right: Index) -> bool:
        """Sort by the exact value behind the text."""
        return self._model.less(left.row(), right.row(), left.column())
