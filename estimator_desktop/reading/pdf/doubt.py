"""How sure a recognised position is, field by field, and what the bill says about it."""

from __future__ import annotations

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
