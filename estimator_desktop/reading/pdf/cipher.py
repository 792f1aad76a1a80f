"""Fonts that do not say which characters they draw: each glyph is learned once from the picture, then all is exact.

Such a text layer is a cipher: every glyph of a font has one number wherever it stands.  A few cells of a page are
recognised as pictures and laid beside their glyphs; what most of the pictures say a glyph is goes into the key, and
the key reads the whole document.  Places, fonts and spaces are the file's own.
"""

from __future__ import annotations

import ctypes
import hashlib
import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from estimator_desktop.reading.pdf import quick
from estimator_desktop.reading.pdf.layer import is_foreign, is_odd
from estimator_desktop.reading.pdf.lines import text_lines
from estimator_desktop.reading.pdf.picture import Grey, Picture, dark_on_light
from estimator_desktop.reading.pdf.recognise import Sign
from estimator_desktop.reading.pdf.tidy import in_czech
from estimator_desktop.reading.pdf.words import PageText, Word, page_text

_FIRST, _MOST = 0xE000, 6000
"""A glyph stands in texts as a sign of the private use area until it is read."""
_ENOUGH = 4
"""So many pictures settle what a glyph is."""
_AGREED, _SURE = 2, 0.96
"""So many are enough where they agree and are sure of it."""
_TRIES = 80
"""So many cells of one page are recognised at most."""
_PATIENCE, _FITTING = 10, 0.25
"""After so many cells, fewer fitting ones than this share say that the picture shows something else."""
_DESPAIR = 2
"""So many pages that stay unread say that the whole document does."""
_SHORT = 16
_LONGEST_CELL = 70
_DOTS = 200.0
_MOST_PIXELS = 24_000_000
_BLANK = 0.05
"""A glyph lower than this share of its type draws nothing: it is a space."""
_ODD_SHARE = 0.1
_UNREAD = 0.03
"""Where more than this share of a page's signs stays unread, the page must be read as a picture."""
_DIVIDED = 0.6
"""A glyph that less than this share of its pictures agree on is not read."""
_SAME_SHAPE = frozenset("svzoucxwSVZOUCXW")
"""Letters whose capital looks like the small one, only larger."""
_SMALL_TO_CAPITAL = 0.86
_ACCENTED = 1.12
"""A capital higher than so many capitals wears an accent."""
_HIGHER = 1.05
_APOSTROPHES = frozenset("'’‘´`")
_CARONS = {"t": "ť", "d": "ď", "l": "ľ", "C": "Č", "S": "Š", "Z": "Ž", "R": "Ř"}
_CAPITALS = frozenset("ABDEFGHIKLMNPRT0123456789bdhkl")
_LEAST_VOTES = 0.05
_SUREST = 0.999

Reader = Callable[[Grey], tuple[Sign, ...]]


class Glyph(NamedTuple):
    """A number that a font draws something for."""

    font: str
    number: int


@dataclass(slots=True)
class _Learned:
    """What is known of a glyph: its votes, in how many cells it was seen, and its height in sizes of its type."""

    glyph: Glyph
    height: float
    seen: int = 0
    votes: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @property
    def settled(self) -> bool:
        """Whether there is nothing to learn by another picture."""
        return self.seen >= _ENOUGH or (self.seen >= _AGREED and self.best()[1] > _SURE)

    def best(self) -> tuple[str, float]:
        """The likeliest letter and how sure it is."""
        letter = max(self.votes, key=lambda item: self.votes[item], default="")
        total = sum(self.votes.values())
        return letter, self.votes[letter] / (total + _LEAST_VOTES) if letter else 0.0


class Cipher:
    """A document's glyphs and what they were found to be.  Give it the pages in order."""

    def __init__(self, read: Reader) -> None:
        self._read = read
        self._signs: dict[Glyph, str] = {}
        self._known: dict[str, _Learned] = {}
        self._silent: set[str] = set()
        self._unread = 0
        self._plain: defaultdict[str, dict[str, float]] = defaultdict(dict)

    def page_text(self, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, text: str, number: int) -> PageText | None:
        """The page's words; None where its glyphs cannot be told apart or not be read."""
        if self._unread >= _DESPAIR:
            return None
        foreign = is_foreign(page_text(page, text_page, number, text).words)
        ciphered = self._ciphered(text_page, foreign=foreign)
        if ciphered is None:
            return None
        layer = page_text(page, text_page, number, ciphered)
        self._learn(page, layer)
        key, sure = self._key()
        signs = [sign for sign in ciphered if sign in self._known]
        if not signs or sum(sure[sign] < _DIVIDED for sign in signs) > _UNREAD * len(signs):
            self._unread += 1
            return None
        table = str.maketrans(key)
        words = [_read(word, table, sure) for word in layer.words]
        return PageText(number, layer.width, layer.height, in_czech(words), layer.turn, layer.rules)

    # --- glyphs ---------------------------------------------------------------------------------------------------

    def _ciphered(self, text_page: pdfium.PdfTextPage, *, foreign: bool) -> str | None:
        """The page's text with a sign of its own for each glyph of a silent font."""
        handle = quick.handle(text_page.raw)
        fonts = _Fonts(text_page)
        numbers = quick.numbers(handle, text_page.count_chars())
        drawn = [fonts.at(index) for index in range(len(numbers))]
        odd = [font is not None and _is_odd(text_page, index, numbers[index]) for index, font in enumerate(drawn)]
        self._silent |= set(filter(None, drawn)) if foreign else _silent(drawn, odd)
        text: list[str] = []
        for index, (number, font) in enumerate(zip(numbers, drawn, strict=True)):
            if font is None or not (odd[index] or font in self._silent):
                sign = chr(number) if 0 < number < 0x10000 else "\ufffd"
                if font is not None and sign.isalnum() and sign not in self._plain[font]:
                    self._plain[font][sign] = _height(text_page, index)
                text.append(sign)
                continue
            glyph = Glyph(font, number)
            if glyph not in self._signs:
                if len(self._signs) >= _MOST:
                    return None
                self._meet(glyph, text_page, index)
            text.append(self._signs[glyph])
        return "".join(text)

    def _meet(self, glyph: Glyph, text_page: pdfium.PdfTextPage, index: int) -> None:
        height = _height(text_page, index)
        if height < _BLANK:
            self._signs[glyph] = " "
            return
        sign = chr(_FIRST + len(self._signs))
        self._signs[glyph] = sign
        self._known[sign] = _Learned(glyph, height)

    # --- learning -------------------------------------------------------------------------------------------------

    def _learn(self, page: pdfium.PdfPage, layer: PageText) -> None:
        """Recognise cells that hold glyphs which are not settled yet, those with the most of them first."""
        cells = [part for line in text_lines(layer.words) for cell in line.cells() for part in _short(cell.words)]
        texts = {index: "".join(word.text for word in words) for index, words in enumerate(cells)}
        texts = {index: text for index, text in texts.items() if len(text) <= _LONGEST_CELL}
        picture: Picture | None = None
        fits = 0
        for tries in range(1, _TRIES + 1):
            wanting = {sign for sign, known in self._known.items() if not known.settled}
            worth = {index: len(wanting.intersection(text)) / (len(text) + 4) for index, text in texts.items()}
            best = max(worth, key=lambda index: worth[index], default=-1)
            if best < 0 or not worth[best]:
                return
            picture = picture or _picture(page, layer.turn)
            fits += self._vote(texts.pop(best), self._read(_crop(picture, cells[best])))
            if tries >= _PATIENCE and fits < _FITTING * tries:
                return

    def _vote(self, text: str, found: Sequence[Sign]) -> bool:
        """Lay recognised letters beside glyphs; only where they are equally many is it known which is which."""
        letters = [sign for sign in found if sign.text != " "]
        if len(letters) != len(text):
            letters = _whole_carons(letters)
        if len(letters) != len(text):
            return False
        for sign in set(text):
            if sign in self._known:
                self._known[sign].seen += 1
        for sign, letter in zip(text, letters, strict=True):
            if sign in self._known:
                self._known[sign].votes[letter.text] += letter.confidence
        return True

    # --- reading --------------------------------------------------------------------------------------------------

    def _key(self) -> tuple[dict[str, str], dict[str, float]]:
        """What each sign is read as, and how surely."""
        best = {sign: known.best() for sign, known in self._known.items()}
        fonts: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for font, heights in self._plain.items():
            fonts[font].update(heights)
        capitals = {
            font: [height for sign, height in heights.items() if sign in _CAPITALS] for font, heights in fonts.items()
        }
        for sign, (letter, _) in best.items():
            if letter in _CAPITALS:
                capitals.setdefault(self._known[sign].glyph.font, []).append(self._known[sign].height)
        key: dict[str, str] = {}
        for sign, (likeliest, _) in sorted(best.items(), key=lambda item: -item[1][1]):
            known, taken = self._known[sign], fonts[self._known[sign].glyph.font]
            tall = capitals.get(known.glyph.font, [])
            letter = _fitting(likeliest, known.votes, known.height / median(tall)) if tall else likeliest
            letter = _other(letter, known, taken)
            taken.setdefault(letter, known.height)
            key[sign] = letter or "\ufffd"
        return key, {sign: min(share, _SUREST) for sign, (_, share) in best.items()}


class _Fonts:
    """The fonts of a page's signs by name and content: addresses do not outlive their page."""

    def __init__(self, text_page: pdfium.PdfTextPage) -> None:
        self._text_page = text_page
        self._by_object: dict[int, str | None] = {}
        self._by_font: dict[int, str] = {}

    def at(self, index: int) -> str | None:
        """The font that draws a sign; None where nothing does."""
        item = raw.FPDFText_GetTextObject(self._text_page.raw, index)
        address = ctypes.cast(item, ctypes.c_void_p).value or 0
        if address not in self._by_object:
            self._by_object[address] = self._named(raw.FPDFTextObj_GetFont(item)) if address else None
        return self._by_object[address]

    def _named(self, font: object) -> str:
        address = ctypes.cast(font, ctypes.c_void_p).value or 0  # type: ignore[arg-type]
        if address not in self._by_font:
            name = ctypes.create_string_buffer(256)
            raw.FPDFFont_GetBaseFontName(font, name, len(name))
            size = ctypes.c_size_t()
            raw.FPDFFont_GetFontData(font, None, 0, ctypes.byref(size))
            data = (ctypes.c_uint8 * size.value)()
            raw.FPDFFont_GetFontData(font, data, size.value, ctypes.byref(size))
            content = hashlib.sha256(bytes(data)).hexdigest()
            self._by_font[address] = f"{name.value.decode('utf-8', 'replace')} {content}"
        return self._by_font[address]


def _whole_carons(letters: Sequence[Sign]) -> list[Sign]:
    """Letters whose caron was recognised as an apostrophe beside them, in one."""
    whole: list[Sign] = []
    for letter in letters:
        if whole and letter.text in _APOSTROPHES and whole[-1].text in _CARONS:
            whole[-1] = whole[-1]._replace(text=_CARONS[whole[-1].text])
        else:
            whole.append(letter)
    return whole


def _fitting(letter: str, votes: Mapping[str, float], height: float) -> str:
    """The letter, or the other one that looks like it and is as high: `height` is in capitals of the font."""
    if not letter:
        return letter
    if letter in _SAME_SHAPE:
        letter = letter.upper() if height > _SMALL_TO_CAPITAL else letter.lower()
    if letter == "\u03bc":
        return "\u00b5"
    plain = _bare(letter)
    if not letter.isalpha() or not letter.isupper() or (height > _ACCENTED) == (letter != plain):
        return letter
    if letter != plain:
        return plain
    likely = [other for other in votes if other != letter and _bare(other) == letter]
    return max(likely, key=lambda other: votes[other], default=_CARONS.get(letter, letter))


def _other(letter: str, known: _Learned, taken: Mapping[str, float]) -> str:
    """The letter, or the one with an accent where another glyph of the font is the letter already and is lower."""
    if letter not in taken or not letter.isalpha() or known.height < _HIGHER * taken[letter]:
        return letter
    likely = [other for other in known.votes if other not in taken and _bare(other) == letter]
    return max(likely, key=lambda other: known.votes[other], default=_CARONS.get(letter, letter))


def _bare(letter: str) -> str:
    """The letter without its accent."""
    return unicodedata.normalize("NFD", letter)[0]


def _is_odd(text_page: pdfium.PdfTextPage, index: int, number: int) -> bool:
    """Whether a sign's character is none, but the number of its glyph."""
    if number < ord(" ") or 0x7F <= number < 0xA0 or number >= 0xFFFD or is_odd(chr(number)):
        return True
    failed: bool = raw.FPDFText_HasUnicodeMapError(text_page.raw, index) == 1
    return failed


def _silent(drawn: Sequence[str | None], odd: Sequence[bool]) -> set[str]:
    """Fonts a good part of whose signs are numbers of glyphs instead of characters."""
    signs = Counter(drawn)
    strange = Counter(font for font, is_odd in zip(drawn, odd, strict=True) if is_odd)
    return {font for font, count in strange.items() if font is not None and count > _ODD_SHARE * signs[font]}


def _height(text_page: pdfium.PdfTextPage, index: int) -> float:
    """The height of a sign's ink in sizes of its type."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text_page.raw, index, *(ctypes.byref(edge) for edge in (left, right, bottom, top)))
    angle = raw.FPDFText_GetCharAngle(text_page.raw, index)
    lying = abs(math.sin(angle)) > 0.5
    tall = abs(right.value - left.value) if lying else abs(top.value - bottom.value)
    return tall / max(quick.type_size(quick.handle(text_page.raw), index), 0.01)


def _picture(page: pdfium.PdfPage, turn: int) -> Picture:
    """The page in reading direction."""
    width, height = page.get_size()
    dots = min(_DOTS, float(np.sqrt(_MOST_PIXELS / max(1.0, width * height))) * 72)
    bitmap = page.render(scale=dots / 72, grayscale=True)
    grey = np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width, -1)[:, :, 0]
    bitmap.close()
    return Picture(dark_on_light(np.ascontiguousarray(grey), dots / 72), dots / 72).turned(turn)


def _short(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """A cell's words a few at a time: a short picture is read sooner and fits more often."""
    start, length = 0, 0
    for place, word in enumerate(words):
        if length and length + len(word.text) > _SHORT:
            yield words[start:place]
            start, length = place, 0
        length += len(word.text)
    yield words[start:]


def _crop(picture: Picture, words: Sequence[Word]) -> Grey:
    """The picture of neighbouring words with a little paper around."""
    scale = picture.scale
    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    above, aside = 0.06 * (bottom - top), 0.25 * (bottom - top)
    low, high = max(0, round((top - above) * scale)), max(1, round((bottom + above) * scale))
    left, right = max(0, round((words[0].left - aside) * scale)), max(1, round((words[-1].right + aside) * scale))
    crop = picture.grey[low:high, left:right]
    return crop if crop.size else np.full((8, 8), 255, np.uint8)


def _read(word: Word, table: Mapping[int, str], sure: Mapping[str, float]) -> Word:
    """The word in letters."""
    confidence = min((sure.get(sign, 1.0) for sign in word.text), default=1.0)
    return word._replace(text=word.text.translate(table), confidence=confidence)
