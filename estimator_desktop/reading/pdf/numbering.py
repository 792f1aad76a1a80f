"""Lines that only number something: pages at their foot, columns under a header."""

from __future__ import annotations

import re
from itertools import pairwise

from estimator_desktop.reading.pdf.lines import Line
from estimator_desktop.reading.vocabulary import folded

_NAMED = r"(strana|stranka|str\.|page|list|seite|blatt)\s*:?\s*\d+( ?(z|/|of|von) ?\d+)?|-\s*\d+( ?/ ?\d+)?\s*-"
_FOOTER = re.compile(rf"{_NAMED}|\d+ ?/ ?\d+|\d{{1,3}}")
_SURELY = re.compile(_NAMED)
"""What numbers a page whatever stands beside it."""


def is_column_numbers(line: Line) -> bool:
    """Whether a line only numbers the columns (0 1 2 3 …) under a header."""
    if len(line.words) < 4:
        return False
    values: list[int] = []
    for word in line.words:
        number = word[0].strip("()[].")
        if not number.isdecimal():
            return False
        values.append(int(number))
    return all(other - one == 1 for one, other in pairwise(values))


def is_footer(line: Line, page_height: float) -> bool:
    """Whether a line at the foot of the page only numbers the page, or says something beside the page's number."""
    if line.middle <= 0.9 * page_height:
        return False
    if len(line.words) < 6 and _FOOTER.fullmatch(folded(line.text)) is not None:
        return True
    return any(_SURELY.fullmatch(folded(cell.text)) is not None for cell in line.cells())
