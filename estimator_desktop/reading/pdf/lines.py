"""Words to text lines, and lines to cells: runs of words with ordinary gaps between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from estimator_desktop.reading.pdf.words import Word, joined

_CELL_GAP = 0.95
"""A gap wider than this share of the type's height parts two cells."""
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


class Line(NamedTuple):
    """Words that stand beside each other, left to right.  `middle` is the height most of them share."""

    words: tuple[Word, ...]
    middle: float

    @property
    def text(self) -> str:
        """The words, single spaces between."""
        return joined(self.words)

    @property
    def height(self) -> float:
        """Height of the largest type in the line."""
        return max(word.height for word in self.words)

    def cells(self) -> tuple[Cell, ...]:
        """The line cut where gaps are wider than between words."""
        words = self.words
        cells: list[Cell] = []
        start = 0
        last = words[0]
        for place in range(1, len(words)):
            word = words[place]
            gap = word[1] - last[3]
            if gap > 2.0 and gap > _CELL_GAP * min(word[4] - word[2], last[4] - last[2]):
                cells.append(Cell(words[start:place]))
                start = place
            last = word
        cells.append(Cell(words[start:]))
        return tuple(cells)


def text_lines(words: Iterable[Word]) -> tuple[Line, ...]:
    """Group words by height on the page, top to bottom.

    Two words share a line when their middles differ by less than 40 % of the smaller type.
    """
    lines: list[list[Word]] = []
    middles: list[float] = []
    for middle, word in sorted(((word[2] + word[4]) / 2, word) for word in words):
        height = word[4] - word[2]
        for back in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
            run = lines[back]
            last = run[-1]
            reach = 0.4 * min(height, last[4] - last[2])
            if abs(middles[back] - middle) < max(reach, 1.2) and not _overlaps(run, word):
                run.append(word)
                middles[back] += (middle - middles[back]) / len(run)
                break
        else:
            lines.append([word])
            middles.append(middle)
    ordered = sorted(zip(middles, lines, strict=True), key=_place)
    return tuple(Line(tuple(sorted(run, key=_left)), middle) for middle, run in ordered)


def _place(pair: tuple[float, list[Word]]) -> float:
    return pair[0]


def _left(word: Word) -> float:
    return word[1]


def _overlaps(run: Sequence[Word], word: Word) -> bool:
    """Whether the word stands on top of one already in the line (another line, then)."""
    _, left, top, right, bottom, _ = word
    least = 0.3 * (bottom - top)
    for other in run:
        over = min(other[3], right) - max(other[1], left)
        if over > least and over > _ON_TOP * min(right - left, other[3] - other[1]):
            return True
    return False
