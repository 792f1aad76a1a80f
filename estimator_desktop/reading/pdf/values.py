"""What the cells of a printed row hold: amounts, the text right of its code, the kind of a measurement's line."""

from __future__ import annotations

import re

from estimator_desktop.domain.bill import NOTHING, Amount, MeasurementKind
from estimator_desktop.domain.numbers import parse_amount
from estimator_desktop.reading.computing import measurement_kind
from estimator_desktop.reading.pdf.columns import Columns
from estimator_desktop.reading.pdf.rows import Row
from estimator_desktop.reading.pdf.words import joined
from estimator_desktop.reading.vocabulary import Field

_GLUED = re.compile(r"(-?\d[\d \u00a0\u202f]*[.,]\d{2}) ([^\W\d_]+)")
_TRAILING = re.compile(r"(-?\d[\d  ]*[.,]\d{2})(?:\s*Kč)?\s*$")


def amount_of(row: Row, column: Field) -> Amount:
    """The amount in a column; nothing where it is empty."""
    text = joined(row.cells.get(column, ()))
    return parse_amount(text) if text else NOTHING


def last_amount(row: Row) -> Amount:
    """A row's total, else the amount that ends its text."""
    total = amount_of(row, Field.TOTAL)
    match = _TRAILING.search(joined(row.words)) if total is NOTHING else None
    return parse_amount(match[1]) if match else total


def parted_total(total: Amount, system: str) -> tuple[Amount, str]:
    """A total without the beginning of the price system that was set too near to it (`0,00 CS` + `ÚRS 2023 02`)."""
    match = _GLUED.fullmatch(total.raw) if total.unreadable and system else None
    if match is None:
        return total, system
    return parse_amount(match[1]), f"{match[2]} {system}"


def text_right_of_code(row: Row, columns: Columns, stop: Field | None = None) -> str:
    """All text from the description column on, up to the words of the column `stop`."""
    left = columns.text_band[0]
    taken: set[int] = {id(word) for word in row.cells.get(stop, ())} if stop else set()
    return joined([word for word in row.words if (word[1] + word[3]) / 2 > left and id(word) not in taken])


def line_kind(text: str, value: Amount) -> MeasurementKind:
    """What a line of a measurement is, by its words and its value."""
    kind = measurement_kind(text)
    words = kind is MeasurementKind.EXPRESSION and value.value is None
    return MeasurementKind.TEXT if words else kind


def ends_in_amount(text: str) -> bool:
    """Whether a text ends in an amount of money."""
    return _TRAILING.search(text) is not None
