"""Whether a page's text layer is what is printed on it, or the page must be read as a picture.

Cheap: it looks at the words that were read anyway; the page's objects are asked for only where those are suspect.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

import pypdfium2 as pdfium
from pypdfium2 import raw

from estimator_desktop.reading.pdf.halved import is_halved
from estimator_desktop.reading.pdf.words import Word
from estimator_desktop.reading.vocabulary import folded

_FEW = 30
"""A page with fewer words may be a picture with a stamp, a page number or a signature on it."""
_SHARE = 0.4
"""A picture that covers this share of a page is its content."""
_OUTLINES = 120
"""A page without text that draws more shapes than this may be writing turned into outlines."""
_INVISIBLE = 3
"""Text rendering mode of the text that scanners lay under their pictures (PDF 32000-1, 9.3.6)."""
_ODD = re.compile("[\ufffd\ue000-\uf8ff\u2460-\u24ff\u2700-\u27bf]")
"""No signs of a bill: the private use area, and the ornaments that some printers take the numbers of glyphs for."""
_VOWEL = re.compile("[aeiouy]")
_LONG = 4
_NUMBERS = re.compile("[\\x01\\x03-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ufffd]")
"""No characters.  (pdfium writes \\x02 for a hyphen at a line's end.)"""
_GAPS = 0.01


class Fault(StrEnum):
    """Why a page's text layer is not to be used."""

    PICTURE = "picture"
    """A scan: a picture covers the page and hardly any text lies on it."""
    OUTLINES = "outlines"
    """Shapes, no text."""
    HIDDEN = "hidden"
    """A scan with somebody else's recognition laid under it invisibly."""
    GARBLED = "garbled"
    """Fonts that do not say which characters they draw."""
    GAPS = "gaps"
    """The same of some letters only, mostly those with accents."""
    HALVED = "halved"
    """Letters with accents said to be others, which their glyphs tell apart."""


def fault(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, text: str, words: Sequence[Word]) -> Fault | None:
    """What is wrong with a page's text layer; None where it can be used or nothing is on the page.

    `text` is the layer's whole text, from which the words were made.
    """
    if len(words) < _FEW:
        covered, shapes = _content(page)
        if covered:
            return Fault.PICTURE
        if not words:
            return Fault.OUTLINES if shapes > _OUTLINES else None
    if is_garbled(words) and _has_controls(text):
        return Fault.GARBLED
    if is_foreign(words):
        return Fault.GARBLED
    if len(words) >= _FEW and _is_hidden(text_page):
        return Fault.HIDDEN
    controls = _NUMBERS.findall(text)
    if controls and is_halved(controls, len(text)):
        return Fault.HALVED
    if len(controls) > _GAPS * len(text):
        return Fault.GAPS
    return None


def _content(page: pdfium.PdfPage) -> tuple[bool, int]:
    """Whether a picture covers the page, and how many shapes it draws (counting stops where they are many)."""
    width, height = page.get_size()
    shapes = 0
    for item in page.get_objects():
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            if (right - left) * (top - bottom) > _SHARE * width * height:
                return True, shapes
        elif item.type == raw.FPDF_PAGEOBJ_PATH:
            shapes += 1
            if shapes > 50 * _OUTLINES:
                break
    return False, shapes


def is_garbled(words: Sequence[Word]) -> bool:
    """Whether the words are too poor in letters for writing: worth a closer look."""
    texts = [word.text for word in words]
    signs = "".join(texts)
    if len(_ODD.findall(signs)) > 0.1 * len(signs):
        return True
    # Words of nothing but letters settle it on most pages.
    least = 0.25 * len(signs)
    return sum(map(len, filter(str.isalpha, texts))) < least and sum(map(str.isalpha, signs)) < least


def is_odd(sign: str) -> bool:
    """Whether a sign is none of a bill's: the number of a glyph taken for a character."""
    return _ODD.match(sign) is not None


def is_foreign(words: Sequence[Word]) -> bool:
    """Whether letters stand for other letters: hardly a word has a vowel where words have them."""
    # Without accents a text stays as long as it is, and as much or little a word.
    plain = [
        text for text in [word[0] for word in words] if not text.isascii() or (text.isalpha() and len(text) >= _LONG)
    ]
    voices = [voiced for voiced in map(_voiced, plain) if voiced is not None]
    return len(voices) >= _FEW and sum(voices) < 0.6 * len(voices)


@lru_cache(maxsize=8192)
def _voiced(text: str) -> bool | None:
    """Whether a word has as many vowels as words have; None where it is too short to tell, or no word."""
    plain = folded(text)
    if len(plain) < _LONG or not plain.isalpha():
        return None
    return 0.15 < len(_VOWEL.findall(plain)) / len(plain) < 0.8


def _has_controls(text: str) -> bool:
    """Whether more than a tenth of the text layer is glyph numbers instead of characters."""
    signs = [sign for sign in text if sign not in "\r\n\t "]
    odd = sum(sign < " " or is_odd(sign) for sign in signs)
    return odd > 0.1 * len(signs)


def _is_hidden(text_page: pdfium.PdfTextPage) -> bool:
    """Whether the text layer is invisible, by a few of its characters."""
    count = text_page.count_chars()
    modes: set[int] = set()
    for index in range(0, count, max(1, count // 5)):
        item = raw.FPDFText_GetTextObject(text_page.raw, index)
        if item:
            modes.add(raw.FPDFTextObj_GetTextRenderMode(item))
    hidden: bool = modes == {_INVISIBLE}
    return hidden
