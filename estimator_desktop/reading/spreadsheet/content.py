"""What a column holds, told by its content: lengths of texts, shares of numbers, units and codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from estimator_desktop.reading.spreadsheet.grid import Sheet
from estimator_desktop.reading.units import is_unit

_CODE = re.compile(r"(?=.*\d)[\w.\-/]{4,20}")


@dataclass(frozen=True, slots=True)
class Column:
    """What stands in one column: shares are of the judged rows, `length` is the mean of its texts."""

    number: int
    texts: float
    length: float
    numbers: float
    units: float
    codes: float
    ascending: bool


def judge(sheet: Sheet, rows: Sequence[int], number: int) -> Column:
    """One column over some rows of a table."""
    cells = [sheet.text(row, number) for row in rows]
    filled = [cell for cell in cells if cell]
    amounts = [sheet.amount(row, number).value for row in rows if sheet.text(row, number)]
    values = [value for value in amounts if value is not None]
    words = [text for text, value in zip(filled, amounts, strict=True) if value is None]
    known = sum(is_unit(text) for text in words)
    codes = len({text for text in filled if _CODE.fullmatch(text)})
    return Column(
        number,
        len(words) / len(rows),
        sum(map(len, words)) / len(words) if words else 0.0,
        len(values) / len(rows),
        known / len(rows),
        codes / len(rows),
        _counts(values),
    )


def _counts(values: Sequence[Decimal]) -> bool:
    """Whether numbers count rows: whole, and nearly each one more than the one before (a new object may begin at 1)."""
    steps = [after - one for one, after in pairwise(values)]
    whole = all(value == value.to_integral_value() for value in values)
    return whole and len(steps) > 2 and sum(step == 1 for step in steps) >= len(steps) * 0.7
