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
    the other's height.
    """
    lines: list[list[Word]] = []
    middles: list[float] = []
    rights: list[float] = []
    stock = list(words)
    for middle, left, index in sorted([((word[2] + word[4]) / 2, word[1], index) for index, word in enumerate(stock)]):
        word = stock[index]
        if lines and left >= rights[-1] and abs(middle - middles[-1]) < _NEAR:  # as below; most words follow the last
            line = lines[-1]
            line.append(word)
            middles[-1] += (middle - middles[-1]) / len(line)
            rights[-1] = word[3]
            continue
        height = word[4] - word[2]
        for back in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
            line, centre = lines[back], middles[back]
            apart = abs(middle - centre)
            if apart >= _NEAR and apart >= _share(height, line[-1]):
                continue
            if left < rights[back] and _overlaps(line, word, middle):
                continue
            line.append(word)
            middles[back] = centre + (middle - centre) / len(line)
            rights[back] = max(rights[back], word[3])
            break
        else:
            lines.append([word])
            middles.append(middle)
            rights.append(word[3])
    ordered = sorted(zip(middles, lines, strict=True), key=itemgetter(0))
    return tuple(Line(tuple(sorted(run, key=itemgetter(1))), middle) for middle, run in ordered)


def _share(height: float, last: Word) -> float:
    """How far the middles of two words of one line may be apart.

    Small type beside large type shares its foot or its middle.
    """
    other = last[4] - last[2]
    return max(0.4 * min(height, other), 0.15 * max(height, other) + 0.5 * abs(height - other))


def _overlaps(run: Sequence[Word], word: Word, middle: float) -> bool:
    """Whether the word stands on top of one already in the line (another line, then).

    Texts of one and the same height that cover each other are cells whose contents are too long.
    """
    _, left, top, right, bottom, _, text, _ = word
    least = 0.3 * (bottom - top)
    for other in run:
        start, end = other[1], other[3]
        if start >= right - least or end <= left + least:
            continue
        over = min(right, end) - max(left, start)
        if over > least and over > _ON_TOP * min(right - left, end - start):
            if min(text, other[6]) >= 0 and text != other[6] and abs((other[2] + other[4]) / 2 - middle) < _LEVEL:
                continue
            return True
    return False
