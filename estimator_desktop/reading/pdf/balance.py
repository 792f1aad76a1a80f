"""Who owns the lines between labelled rows: the division that leaves every row's label where it should stand.

A budgeting program sets a row's label and numbers at one height of its wrapped text: at the middle, at the first or
at the last line.  Each way is tried over a run of rows; the one that misses least is the print's own.  Text in another
size of type than a row's own is not its text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

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
    trials = [_divided(groups, heights, rows, own, stand) for stand in _STANDS]
    return min(trials, key=lambda trial: round(trial[0], 1))[1]


def _height(line: Line, columns: Columns) -> float:
    words = columns.split(line).get(Field.DESCRIPTION) or line.words
    return max([word[7] or word[4] - word[2] for word in words])


def _divided(
    groups: Sequence[Sequence[Line]],
    heights: Sequence[Sequence[float]],
    rows: Sequence[Row],
    own: Sequence[float],
    stand: Stand,
) -> tuple[float, list[tuple[int, int]]]:
    """The cheapest division for one way of setting, and its price."""
    count = len(groups)
    # States of a group: (lines to the row above, first line of the row below).
    states = [_states(len(group), first=not number, last=number == count - 1) for number, group in enumerate(groups)]
    best: list[dict[tuple[int, int], tuple[float, tuple[int, int] | None]]] = []
    best.append({state: (_left_over(heights[0], state), None) for state in states[0]})
    for number, row in enumerate(rows):
        table: dict[tuple[int, int], tuple[float, tuple[int, int] | None]] = {}
        for state in states[number + 1]:
            extra = _left_over(heights[number + 1], state)
            options = (
                (
                    cost + extra + _row_cost(row, own[number], groups, heights, number, before[1], state[0], stand),
                    before,
                )
                for before, (cost, _) in best[number].items()
            )
            table[state] = min(options, key=lambda option: option[0])
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
    return _LEFT_OVER * sum(heights[state[0] : state[1]])


def _row_cost(
    row: Row,
    own: float,
    groups: Sequence[Sequence[Line]],
    heights: Sequence[Sequence[float]],
    number: int,
    above: int,
    below: int,
    stand: Stand,
) -> float:
    """How far the row's label stands from where its text wants it, and what text of another type costs."""
    upper, lower = groups[number][above:], groups[number + 1][:below]
    if not upper and not lower:
        return 0.0
    types = [*heights[number][above:], *heights[number + 1][:below]]
    middles = [line.middle for line in (*upper, *lower)]
    if own:
        middles.append(row.anchor)
    middles.sort()
    gaps = [lower - upper for upper, lower in pairwise(middles)]
    uneven = max(gaps) - min(gaps) if gaps else 0.0
    first, last = middles[0], middles[-1]
    kind = own or types[0]
    strange = sum(abs(height - kind) > _SAME_TYPE * kind for height in types)
    return abs(stand(first, last) - row.anchor) + _UNEVEN * uneven + _OTHER_TYPE * kind * strange
