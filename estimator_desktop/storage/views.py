"""What the window needs of a document at once, without decoding what nobody looks at.

A table of 20 000 rows shows a few dozen: rows come from plain columns in one query, whole positions and verdicts are
decoded when somebody asks for one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeVar, overload

from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.domain.sums import unit_price, value_of
from estimator_desktop.domain.verdict import Audit, Colour
from estimator_desktop.storage.codec import decode

_T = TypeVar("_T")


class PositionRow(NamedTuple):
    """A position as a table shows it.  Amounts are decimal texts, None where nothing is printed.

    `odd` is true where a printed amount is no number: the cells then come from the position itself.
    """

    object: int | None
    section: int | None
    ordinal: str
    row_type: str
    code: str
    description: str
    unit: str
    quantity: str | None
    unit_price: str | None
    total_price: str | None
    value: str
    odd: bool


class Mark(NamedTuple):
    """A verdict as a table shows it: its colour, and whether a person must decide."""

    colour: Colour
    hitl: bool


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document for the window.  `bill.positions` and `audit.verdicts` decode what is looked at."""

    bill: BillOfQuantities
    rows: Sequence[PositionRow]
    audit: Audit | None
    marks: Sequence[Mark]


def position_row(position: Position) -> PositionRow:
    """A position's row; stored beside its record, so that both are always of one write."""
    amounts = (position.quantity, position.unit_price, position.total_price)
    return PositionRow(
        position.object,
        position.section,
        position.ordinal,
        position.row_type,
        position.code,
        position.description,
        position.unit,
        _text(position.quantity.value),
        _text(unit_price(position)),
        _text(position.total_price.value),
        f"{value_of(position):f}",
        any(amount.unreadable for amount in amounts),
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


class Decoded(Sequence[_T]):
    """A sequence of stored records, each decoded when it is first looked at.

    `one` brings a record by its index; it may be called on any thread.
    """

    def __init__(self, length: int, one: Callable[[int], str], kind: type[_T]) -> None:
        self._length = length
        self._one = one
        self._kind = kind
        self._known: dict[int, _T] = {}

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> _T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[_T]: ...
    def __getitem__(self, index: int | slice) -> _T | Sequence[_T]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(self._length)))
        place = index + self._length if index < 0 else index
        if not 0 <= place < self._length:
            raise IndexError(index)
        known = self._known.get(place)
        if known is None:
            known = self._known[place] = decode(self._one(place), self._kind)
        return known

    def __iter__(self) -> Iterator[_T]:
        return (self[place] for place in range(self._length))
