"""Lines of a measurement that are printed without what they come to.

Nothing marks them but that they compute: under one position, together, exactly its quantity.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from estimator_desktop.domain.bill import Measurement, MeasurementKind, Note
from estimator_desktop.domain.expressions import ExpressionError, evaluate
from estimator_desktop.domain.measuring import LINE_TOLERANCE
from estimator_desktop.domain.numbers import parse_amount

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)?(?![\w.,]*\w)")
_COMPUTES = re.compile(r"[-+*/(^]|\d[.,]\d")


def expression_in(text: str) -> tuple[str, Decimal] | None:
    """What computes in a line, all of it or what stands behind its last colon, and its value."""
    for part in (text, text.rpartition(":")[2]):
        try:
            return part.strip(), evaluate(part)
        except ExpressionError:
            continue
    return None


def computes_itself(text: str) -> bool:
    """Whether a line is a computation, with or without words and a colon before it."""
    found = expression_in(text)
    return found is not None and _COMPUTES.search(found[0]) is not None


def is_arithmetic(text: str) -> bool:
    """Whether a line is nothing but numbers that are computed: no heading reads so."""
    found = expression_in(text)
    return found is not None and found[0] == text.strip() and _COMPUTES.search(text) is not None


def states(text: str, value: Decimal | None) -> bool:
    """Whether a line computes, or says, the value beside it (`21,6 přípojka`)."""
    if value is None:
        return False
    found = expression_in(text)
    return found is not None or any(parse_amount(number).value == value for number in _NUMBER.findall(text))


def measured(notes: Sequence[Note], quantity: Decimal | None) -> tuple[list[Measurement], list[Note]]:
    """The notes under a position that come to its quantity together, as its measurement, and the others."""
    found = {place: held for place, note in enumerate(notes) if (held := _computed(note)) is not None}
    total = sum((value for _, value in found.values()), Decimal(0))
    if not found or quantity is None or abs(total - quantity) > LINE_TOLERANCE:
        return [], list(notes)
    lines = [
        Measurement(notes[place].text, None, MeasurementKind.EXPRESSION, text if text != notes[place].text else None)
        for place, (text, _) in found.items()
    ]
    return lines, [note for place, note in enumerate(notes) if place not in found]


def _computed(note: Note) -> tuple[str, Decimal] | None:
    return expression_in(note.text) if note.kind == "text" else None
