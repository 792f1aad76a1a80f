"""Blocks to words with places, and the way back to the page.

The row builder wants words where they stand.  MinerU says boxes of blocks and tables, not of words, so places inside
are made: texts are spread over their box, tables get columns wide enough for their texts and rows of one height each,
with the rules of their grid.  A table may need more room than it has on the page: what lies below moves down, and
`Placed.to_page` leads a box back to the table's own place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from estimator_desktop.domain.box import Box
from estimator_desktop.reading.mineru.grid import grid_of, is_html
from estimator_desktop.reading.mineru.schema import Block, MinedPage
from estimator_desktop.reading.pdf.rules import Rule, Rules
from estimator_desktop.reading.pdf.words import PageText, Word

_SIGN = 4.6
_ROW = 14.0
_TYPE = 8.0
_PAD = 5.0
_GAP = 9.0
_SURE = 0.9
"""MinerU recognises; it does not say how surely."""
_NUMERIC = re.compile(r"-?\d[\d\s.,]*(Kč|%)?")
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of the made page and the part of the real page that it stands for."""

    made: Box
    real: Box


@dataclass(frozen=True, slots=True)
class Placed:
    """A page for the row builder.  `exact` is false where the output says no places at all."""

    page: PageText
    stretches: tuple[_Stretch, ...]
    exact: bool

    def to_page(self, box: Box) -> Box:
        """A box of the made page on the real one."""
        middle = (box.top + box.bottom) / 2
        for stretch in self.stretches:
            made, real = stretch.made, stretch.real
            if made.top <= middle <= made.bottom:
                down = (real.bottom - real.top) / max(1e-6, made.bottom - made.top)
                across = (real.right - real.left) / max(1e-6, made.right - made.left)
                left = max(real.left, real.left + (box.left - made.left) * across)
                right = min(real.right, real.left + (box.right - made.left) * across)
                return Box(
                    left,
                    real.top + (box.top - made.top) * down,
                    max(left, right),
                    real.top + (box.bottom - made.top) * down,
                )
        return box


def placed(page: MinedPage) -> Placed:
    """A page's words; its blocks in reading order."""
    maker = _Maker(page)
    blocks = page.blocks
    exact = all(block.box is not None for block in blocks)
    if exact:
        blocks = tuple(sorted(blocks, key=lambda block: (_top(block), _left(block))))
    for block in blocks:
        maker.take(block)
    return Placed(maker.page(), tuple(maker.stretches), exact)


def _top(block: Block) -> float:
    return block.box.top if block.box else 0.0


def _left(block: Block) -> float:
    return block.box.left if block.box else 0.0


class _Maker:
    def __init__(self, page: MinedPage) -> None:
        self._page = page
        self._shift = 0.0
        self._below = 40.0
        self._right = page.width
        self._words: list[Word] = []
        self._down: list[Rule] = []
        self._across: list[Rule] = []
        self.stretches: list[_Stretch] = []
        self._whole = Box(0.0, 0.0, page.width, page.height)

    def page(self) -> PageText:
        rules = Rules(tuple(sorted(self._across)), tuple(sorted(self._down)))
        height = max(self._page.height + self._shift, self._below)
        # The real page ends where its words end: a footer stays a footer.
        return PageText(self._page.number, self._right, height, tuple(self._words), rules=rules)

    def take(self, block: Block) -> None:
        if block.table and is_html(block.text):
            rows = grid_of(block.text)
            if rows:
                self._table(rows, block.box)
            return
        box = block.box or self._next(block.text)
        if block.box is not None and self._shift:
            box = Box(box.left, box.top + self._shift, box.right, box.bottom + self._shift)
            self.stretches.append(_Stretch(box, block.box))
        if block.box is None:
            self.stretches.append(_Stretch(box, self._whole))
        self._below = max(self._below, box.bottom + _GAP)
        if block.table:
            self._laid_out(block.text, box)
        else:
            self._text(block.text, box)

    def _next(self, text: str) -> Box:
        """A place below everything for a text without one."""
        lines = text.count("\n") + 1
        widest = max(len(line) for line in text.splitlines() or [""])
        right = 40.0 + max(1, widest) * _SIGN
        self._right = max(self._right, right + 40.0)
        return Box(40.0, self._below, right, self._below + lines * _ROW)

    def _text(self, text: str, box: Box) -> None:
        lines = [line for line in text.splitlines() if line.strip()] or [text]
        if len(lines) == 1:
            lines = _folded(lines[0], box)
        height = (box.bottom - box.top) / len(lines)
        longest = max(len(line) for line in lines)
        sign = (box.right - box.left) / max(1, longest)
        for number, line in enumerate(lines):
            self._line(line, box.left, box.top + number * height, sign, height, min(height * 0.8, 14.0))

    def _laid_out(self, text: str, box: Box) -> None:
        """A table as typed with a typewriter: a sign's column is its place."""
        lines = text.splitlines()
        widest = max(len(line) for line in lines)
        height = (box.bottom - box.top) / len(lines)
        sign = (box.right - box.left) / max(1, widest)
        for number, line in enumerate(lines):
            # Usual type is about twice as high as a sign is wide; the rows may stand wider apart.
            size = min(height * 0.8, max(3.0, 1.9 * sign), 14.0)
            self._line(line, box.left, box.top + number * height, sign, height, size)

    def _line(self, line: str, left: float, top: float, sign: float, height: float, size: float) -> None:
        middle = top + height / 2
        for found in _TOKEN.finditer(line):
            self._words.append(
                Word(
                    found.group(),
                    left + found.start() * sign,
                    middle - size / 2,
                    left + found.end() * sign - 0.2,
                    middle + size / 2,
                    _SURE,
                )
            )

    def _table(self, rows: Sequence[Sequence[str]], real: Box | None) -> None:
        columns = max(map(len, rows))
        widths = [
            max((len(row[place]) for row in rows if place < len(row)), default=0) * _SIGN + 2 * _PAD
            for place in range(columns)
        ]
        left = real.left if real else 40.0
        top = real.top + self._shift if real else self._below
        edges = [left, *(left + edge for edge in accumulate(widths))]
        bottom = top + len(rows) * _ROW
        made = Box(left, top, edges[-1], bottom)
        self.stretches.append(_Stretch(made, real or self._whole))
        if real is not None:
            self._shift += (bottom - top) - (real.bottom - real.top)
        self._below = max(self._below, bottom + _GAP)
        self._right = max(self._right, edges[-1] + 40.0)
        self._down += [Rule(edge, top, bottom) for edge in edges]
        self._across += [Rule(top + number * _ROW, left, edges[-1]) for number in range(len(rows) + 1)]
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                self._cell(text, edges[place], edges[place + 1], top + number * _ROW)

    def _cell(self, text: str, left: float, right: float, top: float) -> None:
        """A cell's words; numbers stand at the right, as they are printed."""
        left = right - _PAD - len(text) * _SIGN if _NUMERIC.fullmatch(text) else left + _PAD
        middle = top + _ROW / 2
        for found in _TOKEN.finditer(text):
            start, end = left + found.start() * _SIGN, left + found.end() * _SIGN - 0.4
            self._words.append(Word(found.group(), start, middle - _TYPE / 2, end, middle + _TYPE / 2, _SURE))


def _folded(text: str, box: Box) -> list[str]:
    """A text in as many lines as its box has room for, by the shape of usual type (a sign is 0.45 of a line wide)."""
    width, height = box.right - box.left, box.bottom - box.top
    count = max(1, round(math.sqrt(0.45 * len(text) * height / max(1.0, width))))
    if count == 1:
        return [text]
    wanted = len(text) / count
    lines: list[str] = []
    line = ""
    for word in text.split():
        if line and len(line) + len(word) + 1 > wanted and len(lines) < count - 1:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]
