"""Who owns the lines between labelled rows: the division that leaves every row's label where it should stand.

A budgeting program sets a row's label and numbers at one height of its wrapped text: at the middle, at the first or
at the last line.  Each way is tried over a run of rows; the one that misses least is the print's own.  Text in another
size of type than a row's own is not its text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from estimator_desktop.reading.pdf.columns import Columns
from estimator_desktop.reading.pdf.lines import Line
from estimator_desktop.reading.pdf.rows import Row
from estimator_desktop.reading.vocabulary import Field

_LEFT_OVER = 0.6
"""The price of a line that no row takes, in heights of its type."""
_OTHER_TYPE = 1.2
_SAME_TYPE = 0.06
_UNEVEN = 0.4
"""Lines of one text follow each other at one pitch."""
_LONGEST = 40
"""Only so many lines next to a row are weighed; the rest of a longer text follows them."""

Stand = Callable[[float, float], float]
_STANDS: tuple[Stand, ...] = (
    lambda first, last: (first + last) / 2,
    lambda first, _last: first,
    lambda _first, last: last,
)


def balanced(groups: Sequence[Sequence[Line]], rows: Sequence[Row], columns: Columns) -> list[tuple[int, int]]:
    """For each group of loose lines how many of its first the row above takes, and from which on the row below.

    `groups[i]` stands above `rows[i]`, the last group below the last row.
    """
    if not any(groups):
        return [(0, 0)] * len(groups)
    heights = [[_height(line, columns) for line in group] for group in groups]
    own = [max([word.type_size for word in row.cells.get(Field.DESCRIPTION, ())], default=0.0) for row in rows]

    @cache
    def block(number: int, above: int, below: int) -> _Block | None:
        return _block(
            rows[number],
            own[number],
            [*groups[number][above:], *groups[number + 1][:below]],
            [*heights[number][above:], *heights[number + 1][:below]],
        )

    trials = [_divided(heights, [row.anchor for row in rows], block, stand) for stand in _STANDS]
    return min(trials, key=lambda trial: round(trial[0], 1))[1]


def _height(line: Line, columns: Columns) -> float:
    words = columns.split(line).get(Field.DESCRIPTION) or line.words
    return max([word[7] or word[4] - word[2] for word in words])


def _divided(
    heights: Sequence[Sequence[float]],
    anchors: Sequence[float],
    block: Callable[[int, int, int], _Block | None],
    stand: Stand,
) -> tuple[float, list[tuple[int, int]]]:
    """The cheapest division for one way of setting, and its price."""
    count = len(heights)
    # States of a group: (lines to the row above, first line of the row below).
    states = [_states(len(group), first=not number, last=number == count - 1) for number, group in enumerate(heights)]
    best: list[dict[tuple[int, int], tuple[float, tuple[int, int] | None]]] = []
    best.append({state: (_left_over(heights[0], state), None) for state in states[0]})
    for number, anchor in enumerate(anchors):
        table: dict[tuple[int, int], tuple[float, tuple[int, int] | None]] = {}
        for state in states[number + 1]:
            extra = _left_over(heights[number + 1], state)
            cheapest: tuple[float, tuple[int, int] | None] = float("inf"), None
            for before, (cost, _) in best[number].items():
                price = cost + extra
                found = block(number, before[1], state[0])
                if found is not None:
                    price += abs(stand(found.first, found.last) - anchor) + found.odd
                if price < cheapest[0]:
                    cheapest = price, before
            table[state] = cheapest
        best.append(table)
    final = min(best[-1], key=lambda state: best[-1][state][0])
    price = best[-1][final][0]
    path = [final]
    for table in reversed(best[1:]):
        previous = table[path[-1]][1]
        if previous is not None:
            path.append(previous)
    return price, list(reversed(path))


def _states(size: int, *, first: bool, last: bool) -> list[tuple[int, int]]:
    """Between two rows every line is somebody's; at the ends of the run lines may be left over."""
    if first:
        return [(0, high) for high in range(max(0, size - _LONGEST), size + 1)]
    if last:
        return [(low, size) for low in range(min(size, _LONGEST) + 1)]
    if size > 2 * _LONGEST:
        return [(0, 0), (size, size)]
    return [(cut, cut) for cut in range(size + 1)]


def _left_over(heights: Sequence[float], state: tuple[int, int]) -> float:
    return _LEFT_OVER * sum(heights[state[0] : state[1]]) if state[0] < state[1] else 0.0


class _Block(NamedTuple):
    """A row with lines around it as one text: where it begins and ends, and what it costs wherever the label stands."""

    first: float
    last: float
    odd: float


def _block(row: Row, own: float, lines: Sequence[Line], types: Sequence[float]) -> _Block | None:
    """The row with these lines; uneven pitch and text in another size of type have their price.  None without lines."""
    if not lines:
        return None
    middles = [line.middle for line in lines]
    if own:
        middles.append(row.anchor)
    middles.sort()
    gaps = [lower - upper for upper, lower in pairwise(middles)]
    uneven = max(gaps) - min(gaps) if gaps else 0.0
    kind = own or types[0]
    strange = sum([abs(height - kind) > _SAME_TYPE * kind for height in types])
    return _Block(middles[0], middles[-1], _UNEVEN * uneven + _OTHER_TYPE * kind * strange)
