"""Words with their places, whoever found them: pdfium's text layer here, OCR elsewhere.

A `Word` lies in reading coordinates: PDF points, origin top left, text running left to right.  For a page
whose content lies on its side these differ from the displayed page; `PageText.to_page` leads back.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from estimator_desktop.domain.bill import Box

_WORD = re.compile(r"[^\s\u0000-\u001f\u00a0\u2000-\u200b\u202f\u205f\ufffe\uffff]+")
_ANGLE_SAMPLES = 24
_GLUED = 1.3
"""A word longer than so many times its height for each sign is two that stand apart."""


class Word(NamedTuple):
    """A run of signs without white space.  `confidence` is 1 for exact text."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float = 1.0

    @property
    def middle(self) -> float:
        """Height of the word's centre on the page."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Horizontal centre."""
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        """Height of the type, in points."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class PageText:
    """One page's words and its size in reading coordinates.

    `turn` is how far the displayed page must be turned clockwise (0, 90, 180, 270 degrees) to be read.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    turn: int = 0

    def to_page(self, box: Box) -> Box:
        """The box on the page as displayed."""
        if self.turn == 90:
            return Box(box.top, self.width - box.right, box.bottom, self.width - box.left)
        if self.turn == 180:
            return Box(self.width - box.right, self.height - box.bottom, self.width - box.left, self.height - box.top)
        if self.turn == 270:
            return Box(self.height - box.bottom, box.left, self.height - box.top, box.right)
        return box


def page_text(page: pdfium.PdfPage, number: int) -> PageText:
    """The words of pdfium's text layer, page turned so that most text runs left to right."""
    text_page = page.get_textpage()
    try:
        found = _words(text_page)
        angle = _content_angle(text_page, len(found))
    finally:
        text_page.close()
    # pdfium gives places in the page's own space; /Rotate and the content's angle together make the reading turn.
    left, bottom, right, top = page.get_cropbox()
    width, height = right - left, top - bottom
    shown_by = page.get_rotation() % 360
    reading_turn = angle % 360
    words = [Word(text, *_turned(box, left, bottom, width, height, reading_turn)) for text, box in found]
    if reading_turn in {90, 270}:
        width, height = height, width
    return PageText(number, width, height, tuple(words), (reading_turn + shown_by) % 360)


def _words(text_page: pdfium.PdfTextPage) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Words in content order with their boxes (left, bottom, right, top) in the page's own space."""
    handle = text_page.raw
    count = text_page.count_chars()
    if not count:
        return []
    buffer = (ctypes.c_ushort * (count + 1))()
    raw.FPDFText_GetText(handle, 0, count, buffer)
    # One code unit per character index; a sign outside the basic plane counts as two, as pdfium's indexes do.
    text = "".join(map(chr, buffer[:count]))
    rect = raw.FS_RECTF()
    reference = ctypes.byref(rect)
    box_of = raw.FPDFText_GetLooseCharBox
    words: list[tuple[str, tuple[float, float, float, float]]] = []
    for match in _WORD.finditer(text):
        first, last = match.start(), match.end() - 1
        box_of(handle, first, reference)
        x0, y0, x1, y1 = rect.left, rect.bottom, rect.right, rect.top
        if last != first:
            box_of(handle, last, reference)
            x0, y0, x1, y1 = min(x0, rect.left), min(y0, rect.bottom), max(x1, rect.right), max(y1, rect.top)
        if max(x1 - x0, y1 - y0) > _GLUED * min(x1 - x0, y1 - y0) * (last - first + 1):
            words.extend(_unglued(handle, text, first, last))
        else:
            words.append((match.group(), (x0, y0, x1, y1)))
    return words


def _unglued(handle: object, text: str, first: int, last: int) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Signs that follow each other in the file but stand apart on the page, as words of their own."""
    rect = raw.FS_RECTF()
    reference = ctypes.byref(rect)
    words: list[tuple[str, tuple[float, float, float, float]]] = []
    for index in range(first, last + 1):
        raw.FPDFText_GetLooseCharBox(handle, index, reference)
        box = (rect.left, rect.bottom, rect.right, rect.top)
        reach = min(box[2] - box[0], box[3] - box[1]) + 0.6 * max(box[2] - box[0], box[3] - box[1])
        near = words and all(
            abs(box[k] - words[-1][1][k + 2]) < reach or abs(box[k] - words[-1][1][k]) < reach for k in (0, 1)
        )
        if near:
            known, old = words[-1]
            words[-1] = (
                known + text[index],
                (min(old[0], box[0]), min(old[1], box[1]), max(old[2], box[2]), max(old[3], box[3])),
            )
        else:
            words.append((text[index], box))
    return words


def _content_angle(text_page: pdfium.PdfTextPage, words: int) -> int:
    """The clockwise turn (0, 90, 180, 270) after which most text runs left to right."""
    count = text_page.count_chars()
    if not words or not count:
        return 0
    votes: Counter[int] = Counter()
    step = max(1, count // _ANGLE_SAMPLES)
    for index in range(0, count, step):
        angle = raw.FPDFText_GetCharAngle(text_page.raw, index)
        if angle >= 0:
            votes[round(math.degrees(angle) / 90) % 4 * 90] += 1
    return votes.most_common(1)[0][0] if votes else 0


def _turned(
    box: tuple[float, float, float, float], left: float, bottom: float, width: float, height: float, turn: int
) -> tuple[float, float, float, float]:
    """A box of the page's own space (y upwards) in reading coordinates (y downwards): left, top, right, bottom."""
    x0, y0, x1, y1 = box[0] - left, box[1] - bottom, box[2] - left, box[3] - bottom
    if turn == 270:
        return y0, x0, y1, x1
    if turn == 180:
        return width - x1, y0, width - x0, y1
    if turn == 90:
        return height - y1, width - x1, height - y0, width - x0
    return x0, height - y1, x1, height - y0


def joined(words: Sequence[Word]) -> str:
    """The words as one text, single spaces between."""
    return " ".join(word.text for word in words)


def hull(words: Sequence[Word]) -> Box:
    """The smallest box around the words.  At least one word."""
    return Box(
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
    )
