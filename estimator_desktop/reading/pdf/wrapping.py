"""Whether a line of text goes on in the next one: it does where the next line's first word had no room left.

Nearness does not tell a wrapped description from a heading above it or a measurement below it where a table has no
rules between its rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from estimator_desktop.reading.pdf.columns import Columns
from estimator_desktop.reading.pdf.lines import Line
from estimator_desktop.reading.pdf.words import Word
from estimator_desktop.reading.vocabulary import Field

_SPACE = 0.2
_TIGHT = 1.3
"""Lines of one text in a cell follow each other at no more than so many heights of their type."""
_SAME_LEFT = 1.5
_SAME_TYPE = 0.06
_OPEN_ENDS = (",", "-", "–", "(", "/", "+")


class Wrapping:
    """Knows how wide the texts of a table's part are at least: up to where its positions' own lines reach."""

    def __init__(self, lines: Sequence[Line], columns: Columns) -> None:
        self._columns = columns
        self._lines = lines

    @cached_property
    def _limit(self) -> float:
        parts = map(self._columns.split, self._lines)
        return max(
            (
                part[Field.DESCRIPTION][-1].right
                for part in parts
                if Field.DESCRIPTION in part and (Field.UNIT in part or Field.QUANTITY in part)
            ),
            default=float("-inf"),
        )

    def text(self, line: Line) -> Sequence[Word]:
        """A line's words in the column with the descriptions."""
        return self._columns.split(line).get(Field.DESCRIPTION) or line.words

    def full(self, upper: Sequence[Word], lower: Sequence[Word]) -> bool:
        """Whether the lower line's first word would not have found room in the upper one."""
        last, first = upper[-1], lower[0]
        return last.right + _SPACE * last.height + first.right - first.left > self._limit

    def goes_on(self, upper: Sequence[Word], lower: Sequence[Word]) -> bool:
        """Whether two lines can be one text: the upper one is full, or one of them shows that it is a part."""
        if not upper or not lower:
            return True
        begins, ends = lower[0].text, upper[-1].text
        if not (begins[:1].isupper() or begins[:1].isdigit()) or ends.endswith(_OPEN_ENDS):
            return True
        return self.full(upper, lower)

    def inside(self, upper: Sequence[Word], lower: Sequence[Word]) -> bool:
        """Whether the lower line surely continues a text that is followed by other texts of its own kind."""
        if not upper or not lower or abs(upper[0].left - lower[0].left) > _SAME_LEFT:
            return False
        one, other = upper[0], lower[0]
        tight = other.middle - one.middle <= _TIGHT * min(one.height, other.height)
        same = abs(one.type_size - other.type_size) <= _SAME_TYPE * one.type_size
        return tight and same and self.full(upper, lower)
