"""What is drawn over a page and no part of it: watermarks, stamps, notes that run askew.

A watermark is large: it runs askew, or it lies over words of usual size as no title does.  A stamp may be small, but
runs askew where all other text does not.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pypdfium2 as pdfium
from pypdfium2 import raw

Placed = tuple[str, float, float, float, float, float, int, float]
"""A word as `words.Word` has it: text, left, top, right, bottom, confidence, run, size of its type."""

_LARGE = 2.2
"""Type larger than so many times the usual one may be a watermark …"""
_ASKEW = 8.0
"""… if it runs by so many degrees neither along nor across the page …"""
_COVERED, _SHARE = 2, 0.5
"""… or lies over so many usual words, on more than this share of their height and width."""
_LEANING = 3.0
"""By so many degrees a stamp leans at least."""
_MOST = 0.3
"""More words than this share that lean are the page's own text."""
_SAME = 0.01


def overlays(
    text_page: pdfium.PdfTextPage, angle: int, words: Sequence[Placed], firsts: Sequence[int]
) -> frozenset[int]:
    """Which words of a page, by their number, are drawn over it.  `angle` is how the page's text runs.

    `firsts` are the indexes of the words' first signs; -1 less that of the text that a word is a piece of.
    """
    sizes = sorted([word[7] for word in words])
    if not sizes:
        return frozenset()
    found: set[int] = set()
    pieces = [place for place, first in enumerate(firsts) if first < 0]
    if pieces and any(_leans(text_page, angle, firsts[place]) > _LEANING for place in pieces):
        leaning = {place for place, first in enumerate(firsts) if _leans(text_page, angle, first) > _LEANING}
        if len(leaning) < _MOST * len(words):
            found |= leaning
    least = _LARGE * sizes[len(sizes) // 2]
    if sizes[-1] > least:
        large = [place for place, word in enumerate(words) if word[7] > least and place not in found]
        found.update(place for place in large if _leans(text_page, angle, firsts[place]) > _ASKEW)
        usual = [word for word in words if word[7] <= least]
        over = {words[place][7] for place in large if sum(_covers(words[place], word) for word in usual) >= _COVERED}
        found.update(place for place in large if any(abs(words[place][7] - size) < _SAME * size for size in over))
    return frozenset(found)


def _leans(text_page: pdfium.PdfTextPage, angle: int, first: int) -> float:
    """By how many degrees a word runs neither along nor across the page."""
    sign = first if first >= 0 else -1 - first
    turn = math.degrees(raw.FPDFText_GetCharAngle(text_page.raw, sign)) - angle
    return abs((turn + 45) % 90 - 45)


def _covers(large: Placed, word: Placed) -> bool:
    """Whether a large word lies over a usual one."""
    _, left, top, right, bottom, *_ = word
    across = min(right, large[3]) - max(left, large[1])
    down = min(bottom, large[4]) - max(top, large[2])
    return across > _SHARE * (right - left) and down > _SHARE * (bottom - top)
