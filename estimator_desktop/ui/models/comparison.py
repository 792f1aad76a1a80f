"""The comparison's table: what was added, removed and changed, filtered by what a person asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from estimator_desktop.domain.beside import Change
from estimator_desktop.domain.bill import Position
from estimator_desktop.domain.sums import unit_price, value_of
from estimator_desktop.texts import Texts
from estimator_desktop.ui.models.desk import folded
from estimator_desktop.ui.models.listed import ALIGN, DISPLAY, Index, ListedModel, aligned
from estimator_desktop.usecases.comparisons import Compared

SIGNS = {"added": "+", "removed": "−", "changed": "≠", "same": "="}
"""The sign that says the kind of change without colour: colour is the verdict's."""
COLUMNS = ("sign", "ordinal", "code", "description", "unit", "quantity", "unit_price", "total", "difference")
SIGN, ORDINAL, CODE, DESCRIPTION, UNIT, QUANTITY, UNIT_PRICE, TOTAL, DIFFERENCE = range(9)
_FIELDS = {
    CODE: "code", DESCRIPTION: "description", UNIT: "unit", QUANTITY: "quantity", UNIT_PRICE: "unit_price",
    TOTAL: "total", DIFFERENCE: "total",
}  # fmt: skip
_NUMERIC = frozenset({ORDINAL, QUANTITY, UNIT_PRICE, TOTAL, DIFFERENCE})
_ALIGNED = aligned(len(COLUMNS), _NUMERIC)
_BOLD = QFont.Weight.DemiBold


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """What is shown: kinds of change, of the changed ones only those in a topic, those that hold the text."""

    kinds: frozenset[str] = frozenset({"added", "removed", "changed"})
    topic: str = ""
    text: str = ""


def quantity_text(position: Position | None, texts: Texts) -> str:
    """The quantity as shown; empty where there is none."""
    value = None if position is None else position.quantity.value
    return "" if value is None else texts.number(value, max(3, _places(value)))


def price_text(position: Position | None, texts: Texts) -> str:
    """The unit price as shown; empty where there is none."""
    value = None if position is None else unit_price(position)
    return "" if value is None else texts.number(value, max(2, _places(value)))


def total_text(position: Position | None, texts: Texts) -> str:
    """The total as shown; empty where there is no position."""
    return "" if position is None else texts.number(value_of(position), 2)


def difference_text(value: Decimal, texts: Texts) -> str:
    """An amount with its sign, plus included; empty for nothing."""
    if not value:
        return ""
    return f"{'+' if value > 0 else ''}{texts.number(value, 2)}"


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _title(column: str, texts: Texts) -> str:
    if column == "sign":
        return ""
    return texts.say("compare.column.difference" if column == "difference" else f"column.{column}")


class ComparisonModel(ListedModel):
    """Read only; the rows keep the comparison's order."""

    def __init__(self, texts: Texts) -> None:
        super().__init__([_title(name, texts) for name in COLUMNS], _ALIGNED)
        self._texts = texts
        self._changes: Sequence[Change] = ()
        self._carried: frozenset[int] = frozenset()
        self._search: tuple[str, ...] = ()
        self.filter = ChangeFilter()

    def set_compared(self, compared: Compared | None) -> None:
        """Show a comparison; None empties the table."""
        self.beginResetModel()
        self._changes = compared.changes if compared else ()
        self._carried = compared.carried if compared else frozenset()
        self._search = tuple(
            folded(f"{one.shown.code}\n{one.shown.description}\n{one.shown.ordinal}\n{one.place}")
            for one in self._changes
        )
        self._refilter()
        self.endResetModel()

    def set_filter(self, wanted: ChangeFilter) -> None:
        """Show only what the filter lets through."""
        self.beginResetModel()
        self.filter = wanted
        self._refilter()
        self.endResetModel()

    def _refilter(self) -> None:
        wanted, needles = self.filter, folded(self.filter.text).split()
        self._shown = [
            row
            for row, change in enumerate(self._changes)
            if change.kind in wanted.kinds
            and (not wanted.topic or change.about(wanted.topic))
            and all(needle in self._search[row] for needle in needles)
        ]

    def change(self, row: int) -> Change:
        """What a row shows."""
        return self._changes[self._shown[row]]

    def carried(self, change: Change) -> bool:
        """Whether the decision on a position was carried over."""
        return change.new is not None and change.new.index in self._carried

    @property
    def difference(self) -> Decimal:
        """What the shown rows cost more than before."""
        return sum((self._changes[row].difference for row in self._shown), Decimal(0))

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """Texts, `before → now` where a value differs; what differs is bold."""
        if not index.isValid():
            return None
        change, column = self.change(index.row()), index.column()
        if role == DISPLAY:
            return self._cell(change, column)
        if role == ALIGN:
            return _ALIGNED[column]
        if role == int(Qt.ItemDataRole.FontRole) and _FIELDS.get(column) in change.fields:
            font = QFont()
            font.setWeight(_BOLD)
            return font
        if role in {int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.ToolTipRole)} and column == SIGN:
            return self._texts.say(f"compare.kind.{change.kind}")
        return None

    def _cell(self, change: Change, column: int) -> str:
        shown, texts = change.shown, self._texts
        if column == SIGN:
            return SIGNS[change.kind]
        if column == DIFFERENCE:
            return difference_text(change.difference, texts)
        if column in {QUANTITY, UNIT_PRICE}:
            text = quantity_text if column == QUANTITY else price_text
            return _beside(text(change.old, texts), text(change.new, texts), change)
        if column == TOTAL:
            return total_text(shown, texts)
        if column in {CODE, UNIT} and change.old is not None and change.new is not None:
            before, after = (one.code if column == CODE else one.unit for one in (change.old, change.new))
            return _beside(before, after, change)
        return {
            ORDINAL: shown.ordinal,
            CODE: shown.code,
            DESCRIPTION: " ".join(shown.description.split()),
            UNIT: shown.unit,
        }[column]


def _beside(before: str, after: str, change: Change) -> str:
    if change.old is None or change.new is None or before == after:
        return after or before
    return f"{before or '–'} → {after or '–'}"


def carried_words(compared: Compared, texts: Texts) -> str:
    """How many decisions were taken over, and how many of them hold, are to be confirmed again, are not needed."""
    counted = {"settled": compared.settled, "again": compared.again, "free": compared.free}
    parts = [texts.say(f"compare.carried_{name}", count=len(some)) for name, some in counted.items() if some]
    count = len(compared.carried)
    if not parts or compared.settled == compared.carried:
        return texts.say("compare.carried", count=count)
    return texts.say("compare.carried_and", count=count, parts=", ".join(parts))
