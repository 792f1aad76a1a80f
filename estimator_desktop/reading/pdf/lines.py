"""Words to text lines, and lines to cells: runs of words with ordinary gaps between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from estimator_desktop.reading.pdf.words import Word, joined

_CELL_GAP = 0.95
"""A gap wider than this share of the type's height parts two cells."""


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
        cells: list[Cell] = []
        run: list[Word] = [self.words[0]]
        for word in self.words[1:]:
            if word.left - run[-1].right > max(_CELL_GAP * min(word.height, run[-1].height), 2.0):
                cells.append(Cell(tuple(run)))
                run = []
            run.append(word)
        cells.append(Cell(tuple(run)))
        return tuple(cells)


def text_lines(words: Iterable[Word]) -> tuple[Line, ...]:
    """Group words by height on the page, top to bottom.

    Two words share a line when their middles differ by less than 40 % of the smaller type.
    """
    lines: list[list[Word]] = []
    middles: list[float] = []
    for word in sorted(words, key=lambda item: (item.middle, item.left)):
        for back in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
            reach = 0.4 * min(word.height, lines[back][-1].height)
            if abs(middles[back] - word.middle) < max(reach, 1.2) and not _overlaps(lines[back], word):
                lines[back].append(word)
                middles[back] += (word.middle - middles[back]) / len(lines[back])
                break
        else:
            lines.append([word])
            middles.append(word.middle)
    ordered = sorted(zip(middles, lines, strict=True), key=lambda pair: pair[0])
    return tuple(Line(tuple(sorted(run, key=lambda word: word.left)), middle) for middle, run in ordered)


def _overlaps(run: Sequence[Word], word: Word) -> bool:
    """Whether the word stands on top of one already in the line (another line, then)."""
    return any(min(other.right, word.right) - max(other.left, word.left) > 0.3 * word.height for other in run)
