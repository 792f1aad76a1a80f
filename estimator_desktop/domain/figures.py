"""Figures: measurements with a name of their own, which expressions of other positions use (`obklad*0,06`).

KROS writes the name beside the line that defines it and repeats it in every expression; it holds within its object.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.measuring import evaluate_lines

_LETTERS = 1
"""A single letter is a row of its own position (`A+B`), never a figure."""

Figures = Mapping[str, Decimal]


def figures(bill: BillOfQuantities) -> Mapping[int | None, Figures]:
    """The figures of each object (index; None for positions without one), names in lower case.

    A name that stands for two different values within one object is left out: an expression with it cannot be checked.
    """
    found: dict[int | None, dict[str, Decimal]] = {}
    torn: set[tuple[int | None, str]] = set()
    for position in bill.positions:
        labelled = [line for line in position.measurements if line.label and len(line.label) > _LETTERS]
        if not labelled:
            continue
        known = found.setdefault(position.object, {})
        for line, result in zip(position.measurements, evaluate_lines(position.measurements, known), strict=True):
            value = result.value
            if value is None or not line.label or len(line.label) <= _LETTERS:
                continue
            name = line.label.casefold()
            if known.setdefault(name, value) != value:
                torn.add((position.object, name))
    for work, name in torn:
        del found[work][name]
    return found
