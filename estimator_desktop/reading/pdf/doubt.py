"""How sure a recognised position is, field by field, and what the bill says about it."""

from __future__ import annotations

from dataclasses import replace

from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.domain.measuring import gives, measured_quantity
from estimator_desktop.domain.recognition import doubtful_fields
from estimator_desktop.domain.sums import CENT, product
from estimator_desktop.reading.pdf.rows import Row
from estimator_desktop.reading.vocabulary import Field

_FIELDS = {
    Field.ORDINAL: "ordinal",
    Field.TYPE: "row_type",
    Field.CODE: "code",
    Field.DESCRIPTION: "description",
    Field.UNIT: "unit",
    Field.QUANTITY: "quantity",
    Field.UNIT_PRICE: "unit_price",
    Field.TOTAL: "total_price",
}


def confidences(row: Row) -> tuple[tuple[str, float], ...]:
    """How sure the recognised cells are: a field as sure as its least sure word.  Empty for exact text."""
    if all(word.confidence >= 1 for word in row.words):
        return ()
    found: list[tuple[str, float]] = []
    for column, name in _FIELDS.items():
        words = [*row.before.get(column, ()), *row.cells.get(column, ()), *row.after.get(column, ())]
        if column is Field.DESCRIPTION:
            words = [word for line in row.texts for word in line]
        if words:
            found.append((name, round(min(word.confidence for word in words), 3)))
    return tuple(found)


_PROVEN = 0.999
_REFUTED = 0.5


def weighed(bill: BillOfQuantities) -> BillOfQuantities:
    """The bill with the arithmetic's word on recognised numbers, and a warning that counts the doubtful positions.

    Numbers that agree (quantity × price = total, the measurement's result) prove each other whatever the recognition
    thought; numbers that disagree are doubtful however sure it was.  No value is changed.
    """
    positions = tuple(_weighed(position) if position.confidence else position for position in bill.positions)
    doubtful = sum(bool(doubtful_fields(position)) for position in positions)
    warnings = (*bill.warnings, ("uncertain_positions", str(doubtful))) if doubtful else bill.warnings
    return replace(bill, positions=positions, warnings=warnings)


def _weighed(position: Position) -> Position:
    sure = dict(position.confidence)
    quantity = position.quantity.value
    measured = measured_quantity(position.measurements)
    if measured is not None and quantity is not None:
        _judge(sure, ("quantity",), agrees=gives(measured, quantity))
    computed, total = product(position), position.total_price.value
    if computed is not None and total:
        _judge(sure, ("quantity", "unit_price", "total_price"), agrees=abs(computed - total) <= CENT)
    return replace(position, confidence=tuple(sure.items()))


def _judge(sure: dict[str, float], names: tuple[str, ...], *, agrees: bool) -> None:
    for name in names:
        if name in sure:
            sure[name] = _PROVEN if agrees else min(sure[name], _REFUTED)
