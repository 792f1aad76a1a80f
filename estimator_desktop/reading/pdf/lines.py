"""Words to text lines, and lines to cells: runs of words with ordinary gaps between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from estimator_desktop.reading.pdf.words import Word, joined

_CELL_GAP = 0.95
"""A gap wider than this share of the type's height parts two cells."""
_OVER = -1.0
_NEAR = 1.2
_LEVEL = 0.6
"""Texts of one row differ in height by less than so many points."""
_ON_TOP = 0.5
"""Words that share more than so much of the narrower one's width stand on top of each other."""


class Cell(NamedTuple):
    """Neighbouring words of one line."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words, single spaces between."""
        return joined(self.words)

    @property
    def left(self) -> float:
        """Left edge."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Right edge."""
        return self.words[-1].right

    @property
    def centre(self) -> float:
        """Horizontal centre."""
        return (self.left + self.right) / 2


@dataclass(slots=True, eq=False)
class Line:
    """Words that stand beside each other, left to right.  `middle` is the height most of them share.

    Never changed; its cells are made when first asked for.
    """

    words: tuple[Word, ...]
    middle: float
    _cells: tuple[Cell, ...] = field(default=(), init=False, repr=False)

    @property
    def text(self) -> str:
        """The words, single spaces between."""
        return joined(self.words)

    @property
    def height(self) -> float:
        """Height of the largest type in the line."""
        return max([word[4] - word[2] for word in self.words])

    def cells(self) -> tuple[Cell, ...]:
        """The line cut where gaps are wider than between words; texts drawn over each other apart."""
        if not self._cells:
            self._cells = tuple(_cells(self.words))
        return self._cells


def _cells(words: tuple[Word, ...]) -> list[Cell]:
    """The words cut at wide gaps; text by text where some stand on others."""
    found: list[Cell] = []
    start = 0
    last = words[0]
    right = last[3]
    for place, word in enumerate(words):
        gap = word[1] - right
        if gap <= _OVER:
            if word[6] != last[6]:
                return [cell for strand in _strands(words) for cell in _cells(strand)]
        elif gap > 2.0 and gap > _CELL_GAP * min(word[4] - word[2], last[4] - last[2]):
            found.append(Cell(words[start:place]))
            start = place
        last = word
        right = word[3]
    found.append(Cell(words[start:]))
    return found


def _strands(words: tuple[Word, ...]) -> list[tuple[Word, ...]]:
    """The texts of a line, from left to right."""
    strands: dict[int, list[Word]] = {}
    for word in words:
        strands.setdefault(word.run, []).append(word)
    return [tuple(strand) for strand in sorted(strands.values(), key=lambda strand: strand[0].left)]


def text_lines(words: Iterable[Word]) -> tuple[Line, ...]:
    """Group words by height on the page, top to bottom.

    Two words share a line when their middles differ by less than 40 % of the smaller type, or one stands within
    the other's height.  Words that the file draws as one text at one height are never parted.
    """
    lines: list[list[Word]] = []
    middles: list[float] = []
    rights: list[float] = []
    stock = list(words)
    for middle, left, index, end, right in sorted(_pieces(stock)):
        word = stock[index]
        if lines and left >= rights[-1] and abs(middle - middles[-1]) < _NEAR:  # as below; most follow the last
            line = lines[-1]
            line.extend(stock[index:end])
            middles[-1] += (middle - middles[-1]) * (end - index) / len(line)
            rights[-1] = right
            continue
        height = word[4] - word[2]
        for back in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
            line, centre = lines[back], middles[back]
            apart = abs(middle - centre)
            if apart >= _NEAR and apart >= _share(height, line[-1]):
                continue
            if left < rights[back] and _overlap(line, stock, index, end, right):
                continue
            line.extend(stock[index:end])
            middles[back] = centre + (middle - centre) * (end - index) / len(line)
            rights[back] = max(rights[back], right)
            break
        else:
            lines.append(stock[index:end])
            middles.append(middle)
            rights.append(right)
    ordered = sorted(zip(middles, lines, strict=True), key=itemgetter(0))
    return tuple([Line(tuple(sorted(run, key=itemgetter(1))), middle) for middle, run in ordered])


def _pieces(stock: Sequence[Word]) -> list[tuple[float, float, int, int, float]]:
    """Words of one text that follow each other at one height: middle, left, first, behind the last, right."""
    found: list[tuple[float, float, int, int, float]] = []
    first, run = 0, -1
    start = end = upper = lower = 0.0
    for place, (_, left, top, right, bottom, _, own, _) in enumerate(stock):
        if own == run and own >= 0 and left >= end and top == upper and bottom == lower:
            end = right
            continue
        if place:
            found.append(((upper + lower) / 2, start, first, place, end))
        first, run, start, end, upper, lower = place, own, left, right, top, bottom
    if stock:
        found.append(((upper + lower) / 2, start, first, len(stock), end))
    return found


def _share(height: float, last: Word) -> float:
    """How far the middles of two words of one line may be apart.

    Small type beside large type shares its foot or its middle.
    """
    other = last[4] - last[2]
    return max(0.4 * min(height, other), 0.15 * max(height, other) + 0.5 * abs(height - other))


def _overlap(line: Sequence[Word], stock: Sequence[Word], first: int, end: int, right: float) -> bool:
    """Whether one of the words from `first` to before `end` stands on top of a word of the line (another line, then).

    They lie beside each other at one height, up to `right`.  Texts of one and the same height that cover each other
    are cells whose contents are too long.
    """
    _, left, top, _, bottom, _, text, _ = stock[first]
    least = 0.3 * (bottom - top)
    low, high, middle = left + least, right - least, (top + bottom) / 2
    for other in line:
        start, stop = other[1], other[3]
        if start >= high or stop <= low:
            continue
        if min(text, other[6]) >= 0 and text != other[6] and abs((other[2] + other[4]) / 2 - middle) < _LEVEL:
            continue
        for word in stock[first:end]:
            over = min(word[3], stop) - max(word[1], start)
            if over > least and over > _ON_TOP * min(word[3] - word[1], stop - start):
                return True
    return False
