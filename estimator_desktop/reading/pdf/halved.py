"""Letters of which a faulty re-distillation kept half: the lower byte of their number (`ř` is then `Y`, `č` a control).

The text layer does not tell such a `Y` from a real one, but the page draws another glyph for it: one that is as wide as
the letter without its accent and reaches higher than it.  Some such programs are off by one besides.  A font that has
nothing but letters with accents is measured by the page's others.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import inf
from statistics import median
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from estimator_desktop.reading.pdf import quick

_TRACES = frozenset("\x0c\x0e\x0f\x10\x13\x14\x1a\x1b\x1c\x1d\x1e\x7f")
_LEAST = 2
_PURE = 0.9
"""Other control signs are numbers of glyphs: then every letter would be one."""
_MOST = 0.15
_SIZES = 3
"""Digits to which shares of the size of the type are compared."""
_ACCENT, _TALL_ACCENT = 1.12, 1.18
"""An accent makes a small letter more than so many times as high, and so many times as high as a capital a capital."""
_WIDTH = 0.02
"""Letters with and without accent are equally wide up to this share of the size of the type."""
_CAPITALS, _SMALL = frozenset("BCDEFKLMNOPRSTUVZ"), frozenset("cmrsuvxz")
_SMALL_TO_CAPITAL = 0.73
_LOW = 0.3
_TALL: Mapping[str, str] = {
    "\x0c": "Č", "\x0d": "Č", "\x0e": "ČĎ", "\x0f": "Ď", "\x1a": "Ě", "\x1b": "Ě", "\x1c": "Ě", "}": "Ž", "~": "Ž",
    "`": "Š", "a": "Š", "G": "Ň", "H": "Ň", "X": "Ř", "Y": "Ř", "d": "Ť", "e": "Ť", "n": "Ů", "o": "Ů",
}  # fmt: skip
"""What a sign stands for where it is higher than a capital."""
_LOWER: Mapping[str, str] = {
    "\x0c": "č", "\x0d": "č", "\x0e": "č", "\x0f": "ď", "\x10": "ď", "\x1a": "ě", "\x1b": "ě", "\x1c": "ě", "~": "ž",
    "\x7f": "ž", "}": "ž", "`": "š", "a": "š", "e": "ť", "o": "ů", "Y": "ř", "H": "ň", "Z": "ř", "I": "ň", ">": "ľ",
    "=": "Ľ",
}  # fmt: skip
"""What it stands for where it is lower than that, but higher than a small letter."""
_DASHES: Mapping[str, str] = {"\x13": "–", "\x14": "–", "\x18": "‘", "\x19": "’", "\x1c": "“", "\x1d": "”", "\x1e": "„"}
_BARE: Mapping[str, str] = dict(zip("ČčĎĚěŇňŘřŠšŤŮůŽž", "CcDEeNnRrSsTUuZz", strict=True))


class _Shape(NamedTuple):
    """A glyph in sizes of its type: how far it reaches above and below its line, and the room it takes."""

    top: float
    bottom: float
    width: float


def is_halved(controls: Sequence[str], length: int) -> bool:
    """Whether the control signs of a text layer of some length are lower bytes of letters with accents."""
    traces = sum(sign in _TRACES for sign in controls)
    return _LEAST <= traces < _MOST * length and traces >= _PURE * len(controls)


def whole_letters(text_page: pdfium.PdfTextPage, text: str) -> str:
    """The text of a layer, sign by sign, its halved letters whole again."""
    fonts = _shapes(text_page, text)
    every: dict[str, dict[_Shape, Sequence[int]]] = defaultdict(dict)
    for glyphs in fonts:
        for sign, found in glyphs.items():
            every[sign].update(found)
    signs = list(text)
    for glyphs in fonts:
        own = glyphs if (_CAPITALS | _SMALL) & glyphs.keys() else every
        heights = _heights(own)
        for sign, found in glyphs.items():
            for shape, places in found.items():
                letter = _letter(sign, shape, own, *heights)
                for place in places:
                    signs[place] = letter
    return "".join(signs)


Glyphs = Mapping[str, Mapping[_Shape, Sequence[int]]]
"""The glyphs of a font by the sign they are said to be, each with the places where it stands."""


def _shapes(text_page: pdfium.PdfTextPage, text: str) -> Sequence[Glyphs]:
    """The glyphs of each font of a page."""
    handle = quick.handle(text_page.raw)
    found: dict[int, dict[str, dict[_Shape, list[int]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    advances = quick.sign_boxes(handle, range(len(text)))
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    across, up = ctypes.c_double(), ctypes.c_double()
    for index, sign in enumerate(text):
        item = raw.FPDFText_GetTextObject(text_page.raw, index)
        size = quick.type_size(handle, index)
        if not item or size <= 0:
            continue
        raw.FPDFText_GetCharBox(text_page.raw, index, *map(ctypes.byref, (left, right, bottom, top)))
        raw.FPDFText_GetCharOrigin(text_page.raw, index, ctypes.byref(across), ctypes.byref(up))
        x0, _, x1, _ = advances[index]
        edges = (top.value - up.value, bottom.value - up.value, x1 - x0)
        font = ctypes.cast(raw.FPDFTextObj_GetFont(item), ctypes.c_void_p).value or 0
        shape = _Shape(*(round(edge / size, _SIZES) for edge in edges))
        found[font][sign][shape].append(index)
    return list(found.values())


def _heights(glyphs: Glyphs) -> tuple[float, float]:
    """The heights of capitals and of small letters without ascenders; endless where neither is known."""
    tall = [shape.top for sign in _CAPITALS & glyphs.keys() for shape in glyphs[sign]]
    small = [shape.top for sign in _SMALL & glyphs.keys() for shape in glyphs[sign]]
    capital = median(tall) if tall else median(small) / _SMALL_TO_CAPITAL if small else inf
    return capital, median(small) if small else capital * _SMALL_TO_CAPITAL


def _letter(sign: str, shape: _Shape, glyphs: Glyphs, capital: float, small: float) -> str:
    """What a glyph is that is said to be `sign`."""
    if sign in _DASHES and (shape.top < small or shape.bottom > _LOW * capital):
        return _DASHES[sign]
    if shape.top <= _ACCENT * small:
        return sign
    tall, low = _TALL.get(sign, ""), _LOWER.get(sign, "")
    wide = [letter for letter in tall if _as_wide(letter, shape, glyphs)]
    if shape.top > _TALL_ACCENT * capital:
        return next(iter(wide or tall), sign)
    if low and _as_wide(low, shape, glyphs):
        return low
    if wide and shape.top > _ACCENT * capital:
        return wide[0]
    return sign if sign.isupper() else low or sign


def _as_wide(letter: str, shape: _Shape, glyphs: Glyphs) -> bool:
    """Whether a glyph takes the room of a letter without its accent."""
    return any(abs(bare.width - shape.width) <= _WIDTH for bare in glyphs.get(_BARE.get(letter, ""), ()))
