"""Words with their places, whoever found them: pdfium's text layer here, OCR elsewhere.

A `Word` lies in reading coordinates: PDF points, origin top left, text running left to right.  For a page
whose content lies on its side these differ from the displayed page; `PageText.to_page` leads back.
"""

from __future__ import annotations

import ctypes
import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from estimator_desktop.domain.box import Box
from estimator_desktop.reading.pdf import quick
from estimator_desktop.reading.pdf.overlays import overlays
from estimator_desktop.reading.pdf.quick import Edges
from estimator_desktop.reading.pdf.rules import NO_RULES, Rules, page_boxes, rules

_WORD = re.compile(r"[^\s\u0000-\u001f\u00a0\u2000-\u200b\u202f\u205f\ufffe\uffff]+")
_ANGLE_SAMPLES = 24
_GLUED = 1.3
"""A word longer than so many times its height for each sign is two that stand apart."""
_LOOSE, _USUAL = 1.25, 1.12
"""A program may give all fonts the reach of their highest and lowest signs; words are then made as high as usual."""
_FAR = 100_000.0
"""What stands so far from the page's origin (points) is damage; the largest page has 14 400."""
_BREAKS = "\r\n"
_INSIDE = 1.0
_TOUCHING = 0.15
"""A letter that stands so exactly behind another (points) goes on with its word, whoever draws it."""
_AT_RULE = 2.5
"""A text begins so near the rule of its cell (points)."""


class Word(NamedTuple):
    """A run of signs without white space.  `confidence` is 1 for exact text.

    Words with the same `run` follow each other in the file with single spaces between: they are one text, whatever
    else is drawn over them.  -1 where the file does not say.  `size` is the size of the type, 0 where unknown: unlike
    the height of the box it is the same for signs borrowed from another font.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float = 1.0
    run: int = -1
    size: float = 0.0

    @property
    def type_size(self) -> float:
        """The size of the type, or the height of the word where the file does not say."""
        return self.size or self.bottom - self.top

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

    `turn` is how far the displayed page must be turned clockwise (0, 90, 180, 270 degrees) to be read; `tilt` by how
    many degrees it was then turned counter-clockwise around its centre (a skewed scan).  `strip` is where the page of
    this number begins, and how wide it is, where others are laid beside it (`strips`).
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    turn: int = 0
    rules: Rules = NO_RULES
    tilt: float = 0.0
    strip: tuple[float, float] | None = None

    def to_page(self, box: Box) -> Box:
        """The box on the page as displayed."""
        if self.strip is not None:
            left, width = self.strip
            own = replace(self, width=width, strip=None)
            start, end = (min(max(edge - left, 0.0), width) for edge in (box.left, box.right))
            return own.to_page(Box(start, box.top, end, box.bottom))
        if self.tilt:
            box = self._leaning(box)
        if self.turn == 90:
            return Box(box.top, self.width - box.right, box.bottom, self.width - box.left)
        if self.turn == 180:
            return Box(self.width - box.right, self.height - box.bottom, self.width - box.left, self.height - box.top)
        if self.turn == 270:
            return Box(self.height - box.bottom, box.left, self.height - box.top, box.right)
        return box

    def _leaning(self, box: Box) -> Box:
        """The box where its middle lay before the page was straightened; boxes never lean."""
        sine, cosine = math.sin(math.radians(self.tilt)), math.cos(math.radians(self.tilt))
        across = (box.left + box.right - self.width) / 2
        down = (box.top + box.bottom - self.height) / 2
        right = across * cosine - down * sine - across
        lower = across * sine + down * cosine - down
        return Box(box.left + right, box.top + lower, box.right + right, box.bottom + lower)


def page_text(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, number: int, text: str) -> PageText:
    """The words of pdfium's text layer, page turned so that most text runs left to right.

    `text` is the layer's text, sign by sign (`layer_text`), or what stands for it.
    """
    left, bottom, right, top = page.get_cropbox()
    width, height = right - left, top - bottom
    # pdfium gives places in the page's own space; /Rotate and the content's angle together make the reading turn.
    angle = _content_angle(text_page) % 360
    turned = _turning(left, bottom, width, height, angle)

    words, firsts = _words(text_page, angle, turned, (left, bottom + height), text)
    over = overlays(text_page, angle, words, firsts)
    if over:
        words = [word for place, word in enumerate(words) if place not in over]
        firsts = [first for place, first in enumerate(firsts) if place not in over]
    ruled = rules(page_boxes(page, turned)) if words else NO_RULES
    if ruled.down:
        words = list(_at_rules(text_page, words, firsts, ruled, turned))
    shown_by = page.get_rotation() % 360
    if angle in {90, 270}:
        width, height = height, width
    return PageText(number, width, height, tuple(words), -(angle + shown_by) % 360, ruled)


def _at_rules(
    text_page: pdfium.PdfTextPage,
    words: Sequence[Word],
    firsts: Sequence[int],
    ruled: Rules,
    turned: Callable[[Edges], Edges],
) -> Iterator[Word]:
    """The words, those that stand over a vertical rule parted there."""
    places = [rule.place for rule in ruled.down]
    places.append(float("inf"))
    for word, first in zip(words, firsts, strict=True):
        inside = word[1] + _INSIDE
        if places[bisect_left(places, inside)] <= word[3] - _INSIDE and first >= 0 and len(word[0]) > 1:
            at = ruled.crossing(word.middle, inside, word[3] - _INSIDE)
            yield from _parted(text_page, word, first, at, turned) if at else (word,)
        else:
            yield word


def _parted(
    text_page: pdfium.PdfTextPage, word: Word, first: int, at: Sequence[float], turned: Callable[[Edges], Edges]
) -> list[Word]:
    """A word over a vertical rule as two, where the file draws the sides as two texts."""
    places = range(first, first + len(word.text))
    signs = [turned((x0, y0, x1, y1)) for x0, y1, x1, y0 in quick.sign_boxes(quick.handle(text_page.raw), places)]
    objects = [_text_object(text_page, first + place) for place in range(len(word.text))]
    waiting = list(at)
    cuts = [0]
    for place in range(1, len(word.text)):
        if objects[place] == objects[place - 1]:
            continue
        edge = signs[place][0]
        if abs(edge - signs[place - 1][2]) < _TOUCHING and word.text[place - 1 : place + 1].isalpha():
            continue
        if edge < signs[place - 1][2] - _AT_RULE or (waiting and edge > waiting[0] - _AT_RULE):
            cuts.append(place)
            waiting = [rule for rule in waiting if rule > edge + _AT_RULE]
    parts: list[Word] = []
    for number, (begin, end) in enumerate(pairwise([*cuts, len(word.text)])):
        boxes = signs[begin:end]
        left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
        run = -2 - first - begin if number else word.run
        parts.append(Word(word.text[begin:end], left, word.top, right, word.bottom, 1.0, run, word.size))
    return parts


def _text_object(text_page: pdfium.PdfTextPage, index: int) -> int:
    """The address of the text object that draws a sign."""
    return ctypes.cast(raw.FPDFText_GetTextObject(text_page.raw, index), ctypes.c_void_p).value or 0


def _words(
    text_page: pdfium.PdfTextPage,
    angle: int,
    turned: Callable[[Edges], Edges],
    origin: tuple[float, float],
    text: str,
) -> tuple[list[Word], list[int]]:
    """Words in content order, and the index of each one's first sign (-1 less that of the text it is a part of).

    `origin` is the page's top left corner in its own space: what `turned` does where nothing is turned.
    This is where most of a page's time goes, so boxes are asked for together and nothing is called twice.
    """
    handle = quick.handle(text_page.raw)
    generated, type_size, new = quick.is_generated, quick.type_size, tuple.__new__
    # All signs of a word have one place along y where text runs along x, and the other way round.
    level = 0 if angle in {90, 270} else 1
    straight, (x, y) = not angle, origin
    spans = list(map(re.Match.span, _WORD.finditer(text)))
    boxes = quick.sign_boxes(handle, [place for first, end in spans for place in (first, end - 1)])
    words: list[Word] = []
    firsts: list[int] = []
    run = 0
    last = -2
    size = 0.0
    loose = 0
    # The box of the word before.
    low_x = low_y = high_x = high_y = 0.0
    for (first, end), (x0, y1, x1, y0), (left, top, right, bottom) in zip(spans, boxes[::2], boxes[1::2], strict=True):
        shift = abs(bottom - y0) * 2 > y1 - y0 if level else abs(left - x0) * 2 > x1 - x0
        x0 = x0 if x0 < left else left  # noqa: FURB136, PLW2901 - here and below: a call takes longer
        y0 = y0 if y0 < bottom else bottom  # noqa: FURB136, PLW2901
        x1 = x1 if x1 > right else right  # noqa: FURB136, PLW2901
        y1 = y1 if y1 > top else top  # noqa: FURB136, PLW2901
        if not (x0 > -_FAR and y0 > -_FAR and x1 < _FAR and y1 < _FAR):
            continue
        if (
            first - last != 1
            or text[last] in _BREAKS
            or generated(handle, last)
            or not (
                (0.0 <= x0 - high_x < high_y - low_y and -1.0 < low_y - y0 < 1.0)  # as most words follow
                or _follows((low_x, low_y, high_x, high_y), (x0, y0, x1, y1))
            )
        ):
            run += 1
            size = type_size(handle, first)
            loose += (y1 - y0 if level else x1 - x0) > _LOOSE * size > 0
        last = end
        low_x, low_y, high_x, high_y = x0, y0, x1, y1
        if end - first > 1:
            across, up = x1 - x0, y1 - y0
            long, short = (across, up) if across > up else (up, across)
            if shift or long > _GLUED * short * (end - first):
                for part, place in _unglued(handle, text, first, end - 1, level if shift else -1):
                    words.append(Word(part, *turned(place), 1.0, -1, size))
                    firsts.append(-1 - first)
                    low_x, low_y, high_x, high_y = place
                continue
        if straight:
            words.append(new(Word, (text[first:end], x0 - x, y - y1, x1 - x, y - y0, 1.0, run, size)))
        else:
            words.append(new(Word, (text[first:end], *turned((x0, y0, x1, y1)), 1.0, run, size)))
        firsts.append(first)
    return list(map(_trimmed, words)) if 2 * loose > run else words, firsts


def _trimmed(word: Word) -> Word:
    """The word no higher than its type is."""
    over = word.height - _USUAL * word.size
    if not word.size or word.height <= _LOOSE * word.size:
        return word
    return word._replace(top=word.top + over / 2, bottom=word.bottom - over / 2)


def text_page_of(page: pdfium.PdfPage) -> pdfium.PdfTextPage:
    """The page's text.

    pdfium tears words apart where text is shown upside down or on its side; it is told to show such a page upright.
    """
    text_page = page.get_textpage()
    shown = page.get_rotation() % 360
    upright = -_content_angle(text_page) % 360
    if shown == upright:
        return text_page
    text_page.close()
    page.set_rotation(upright)
    try:
        return page.get_textpage()
    finally:
        page.set_rotation(shown)


def layer_text(text_page: pdfium.PdfTextPage) -> str:
    """The text as pdfium has it, one sign an index."""
    count = text_page.count_chars()
    buffer = (ctypes.c_ushort * (count + 1))()
    if raw.FPDFText_GetText(text_page.raw, 0, count, buffer) != count + 1:
        # It leaves out what it holds for no character; signs must stand at their indexes.
        numbers = quick.numbers(quick.handle(text_page.raw), count)
        return "".join([chr(number) if number < 0x10000 else "\ufffd" for number in numbers])
    # One code unit per character index; a sign outside the basic plane counts as two, as pdfium's indexes do.
    text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
    return text if len(text) == count else "".join(map(chr, buffer[:count]))


def _follows(one: Edges, other: Edges) -> bool:
    """Whether a box stands behind another on one line of text, along x or along y, at the gap of a space."""
    left, low, right, high = one
    x0, y0, x1, y1 = other
    if -1.0 < low - y0 < 1.0:
        gap = x0 - right
        return gap < high - low if gap >= 0 else -1.0 < max(gap, left - x1) < high - low
    if -1.0 < left - x0 < 1.0:
        return -1.0 < max(y0 - high, low - y1) < right - left
    return False


def _unglued(handle: quick.Handle, text: str, first: int, last: int, level: int) -> list[tuple[str, Edges]]:
    """Signs that follow each other in the file but stand apart on the page, as words of their own.

    With a `level` (an axis) signs that stand at another place along it begin a new word.
    """
    words: list[tuple[str, Edges]] = []
    signs = quick.sign_boxes(handle, range(first, last + 1))
    for sign, (x0, y1, x1, y0) in zip(text[first : last + 1], signs, strict=True):
        box = (x0, y0, x1, y1)
        reach = min(box[2] - box[0], box[3] - box[1]) + 0.6 * max(box[2] - box[0], box[3] - box[1])
        near = words and all(
            abs(box[k] - words[-1][1][k + 2]) < reach or abs(box[k] - words[-1][1][k]) < reach for k in (0, 1)
        )
        if near and level >= 0:
            near = abs(box[level] - words[-1][1][level]) * 2 < box[level + 2] - box[level]
        if near:
            known, old = words[-1]
            hulled = (min(old[0], box[0]), min(old[1], box[1]), max(old[2], box[2]), max(old[3], box[3]))
            words[-1] = (known + sign, hulled)
        else:
            words.append((sign, box))
    return words


def _content_angle(text_page: pdfium.PdfTextPage) -> int:
    """The clockwise turn (0, 90, 180, 270) after which most text runs left to right."""
    count = text_page.count_chars()
    angles = quick.angles(quick.handle(text_page.raw), range(0, count, max(1, count // _ANGLE_SAMPLES)))
    if not any(angles):
        return 0
    votes = Counter([round(math.degrees(angle) / 90) % 4 * 90 for angle in angles if angle >= 0])
    return votes.most_common(1)[0][0] if votes else 0


def _turning(left: float, bottom: float, width: float, height: float, turn: int) -> Callable[[Edges], Edges]:
    """From the page's own space (y upwards) to reading coordinates (y downwards): left, top, right, bottom."""
    if not turn:
        head = bottom + height
        return lambda box: (box[0] - left, head - box[3], box[2] - left, head - box[1])

    def turned(box: Edges) -> Edges:
        x0, y0, x1, y1 = box
        x0, y0, x1, y1 = x0 - left, y0 - bottom, x1 - left, y1 - bottom
        if turn == 270:
            return y0, x0, y1, x1
        if turn == 180:
            return width - x1, y0, width - x0, y1
        return height - y1, width - x1, height - y0, width - x0

    return turned


def joined(words: Sequence[Word]) -> str:
    """The words as one text, single spaces between."""
    return " ".join([word[0] for word in words])


def hull(words: Sequence[Word]) -> Box:
    """The smallest box around the words.  At least one word."""
    _, lefts, tops, rights, bottoms, *_ = zip(*words, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))
