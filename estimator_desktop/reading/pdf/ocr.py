"""Words of a page by optical character recognition, offline, for pages whose text layer is missing or useless.

Imported only in the reader's child process and only when a page needs it: numpy, Pillow and ONNX Runtime come with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from estimator_desktop.reading.pdf.cipher import Cipher
from estimator_desktop.reading.pdf.glyphs import Segment, capital_height, segments
from estimator_desktop.reading.pdf.picture import Ink, Mask, Picture, inked, photograph
from estimator_desktop.reading.pdf.recognise import Recogniser, Sign, model_path, sureness
from estimator_desktop.reading.pdf.tidy import in_czech, tidy
from estimator_desktop.reading.pdf.words import PageText, Word

_SAMPLE = 14
"""Segments read to tell which way up a page stands."""
_UPRIGHT = 0.8
"""A page whose sample is read with less confidence may stand upside down."""
_STEP, _JITTER = 0.3, 1.0
"""Edges of a column differ by so many points from one to the next, and altogether."""
_SIZE_STEP, _SIZE_JITTER = 0.35, 1.2
"""The same of sizes of type: a pixel is 0.36 points at 200 dots an inch."""
_SPECK, _SPECK_SIGNS = 0.3, 3
"""Few signs read with less confidence are dirt, or what a shaded field's edge leaves."""
_STROKES, _THIN_STROKE, _LEAST_STROKE = "1lIi|[]!", 0.3, 0.6
"""Signs that a piece of a vertical rule looks like; how slender and how doubtful such a piece is."""
_NARROWEST = 0.12
"""Three signs are never as narrow as this share of a capital's height each: a rule was taken for writing."""
_CAPITAL, _ASCENT, _DESCENT = 0.72, 0.78, 0.22
"""Height of capitals, and reach of a line above and below its baseline, in shares of the type's size."""
_SUREST = 0.999
"""Recognised text is never as sure as exact text."""
_SPACE = 0.36
"""A gap in the ink wider than this share of the capitals' height parts two words …"""
_DIGIT_SPACE = 0.46
"""… between two digits a wider one (a 1 stands in much white) …"""
_EDGE_SPACE = 0.25
"""… between a number and a word a narrower one: two cells that nearly touch …"""
_TAIL, _HEAD, _DIGIT = re.compile(r"[.,]\d"), re.compile(r"\d[.,]$"), re.compile(r"\d$")
_LEVEL = 0.3
"""Pieces of one number stand on one line up to this share of the capitals' height."""
_STOPS, _STOP_SPACE = frozenset(".,"), 0.8
"""… before a stop or a comma only one that no space is as wide as …"""
_NO_SPACE = 0.13
"""… and a gap narrower than this parts nothing, whatever the network says."""


class Ocr:
    """Reads pages as pictures.  Make one for a document: loading the network takes longer than a line."""

    def __init__(self) -> None:
        path = model_path()
        if path is None:
            raise FileNotFoundError("the recognition network is not installed")
        self._recogniser = Recogniser(path)
        self._cipher = Cipher(self._recogniser.read)

    def decoded(self, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, text: str, number: int) -> PageText | None:
        """The words of a text layer whose fonts do not say which characters they draw; None where they stay unread."""
        return self._cipher.page_text(page, text_page, text, number)

    def page_text(self, page: pdfium.PdfPage, number: int) -> PageText:
        """The page's words with a confidence each; no words where nothing is written."""
        picture, drawing, found = self._upright(photograph(page))
        words = in_czech(whole_numbers(w for segment in found for w in self._words(segment, drawing, picture.scale)))
        return PageText(
            number, picture.width, picture.height, aligned(words), picture.turn, drawing.rules, picture.tilt
        )

    def _upright(self, picture: Picture) -> tuple[Picture, Ink, list[Segment]]:
        """The picture the right way up."""
        drawing = inked(picture)
        found = segments(drawing.text, picture.scale)
        sure = self._sample(found, drawing)
        if not found or sure >= _UPRIGHT:
            return picture, drawing, found
        other = picture.turned(180)
        other_drawing = inked(other)
        other_found = segments(other_drawing.text, other.scale)
        if self._sample(other_found, other_drawing) > sure:
            return other, other_drawing, other_found
        return picture, drawing, found

    def _sample(self, found: Sequence[Segment], drawing: Ink) -> float:
        """The mean confidence over some of the longer segments."""
        longer = sorted(found, key=lambda item: len(item.heights), reverse=True)[: 4 * _SAMPLE : 4]
        sure = [sign.confidence for item in longer for sign in self._recogniser.read(_crop(item, drawing))]
        return float(np.mean(sure)) if sure else 0.0

    def _words(self, segment: Segment, drawing: Ink, scale: float) -> list[Word]:
        crop = _crop(segment, drawing)
        signs = self._recogniser.read(crop)
        if len(signs) <= _SPECK_SIGNS and sureness(signs) < _SPECK:
            return []
        if len(signs) == 1 and signs[0].text in _STROKES and _is_thin(segment, signs[0]):
            return []
        cap = capital_height(segment, "".join(sign.text for sign in signs))
        margin = _margin(segment)
        first = max(0, segment.left - margin)
        width = crop.shape[1]
        profile: Mask = np.any(drawing.text[segment.top : segment.bottom, segment.left : segment.right], axis=0)
        size = cap / _CAPITAL
        upper, lower = segment.baseline - _ASCENT * size, segment.baseline + _DESCENT * size
        words: list[Word] = []
        for run, left, right in _parted(signs, profile, first - segment.left, width, cap):
            drawn = drawing.text[segment.top : segment.bottom, segment.left + left : segment.left + right].any(axis=1)
            text = tidy(
                "".join(sign.text for sign in run),
                breadth=(right - left) / max(1, segment.bottom - segment.top),
                stature=np.count_nonzero(drawn) / cap,
            )
            if text and right - left >= _NARROWEST * cap * len(text):
                word = Word(
                    text,
                    (segment.left + left) / scale,
                    upper / scale,
                    (segment.left + right) / scale,
                    lower / scale,
                    min(sureness(run), _SUREST),
                    size=size / scale,
                )
                words.extend(unruled(word))
        return words


def whole_numbers(words: Iterable[Word]) -> list[Word]:
    """The words, numbers and codes that were found in two pieces at their stop or comma in one."""
    whole = list(words)
    tails = [word for word in whole if word.text[0].isdigit() or _TAIL.match(word.text)]
    for tail in sorted(tails, key=lambda word: word.left):
        capital = _CAPITAL * tail.size
        for place, head in enumerate(whole):
            if (
                abs(tail.left - head.right) < _DIGIT_SPACE * capital
                and abs(tail.bottom - head.bottom) < _LEVEL * capital
                and (_HEAD if tail.text[0].isdigit() else _DIGIT).search(head.text)
            ):
                sure = min(head.confidence, tail.confidence)
                whole[place] = head._replace(text=head.text + tail.text, right=tail.right, confidence=sure)
                whole.remove(tail)
                break
    return whole


def unruled(word: Word) -> Iterator[Word]:
    """The word, or the words of two cells that were read as one with the rule between them."""
    if "|" not in word.text[1:-1]:
        yield word
        return
    step = (word.right - word.left) / len(word.text)
    place = 0
    for part in word.text.split("|"):
        if part:
            left = word.left + place * step
            yield word._replace(text=part, left=left, right=left + len(part) * step)
        place += len(part) + 1


def aligned(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words with edges and sizes that agree where they all but agree: a column's, jittered by the scanner."""
    lefts = _settled([word.left for word in words], _STEP, _JITTER)
    rights = _settled([word.right for word in words], _STEP, _JITTER)
    sizes = _settled([word.size for word in words], _SIZE_STEP, _SIZE_JITTER)
    return tuple(
        word._replace(left=left, right=max(right, left + 0.1), size=size)
        for word, left, right, size in zip(words, lefts, rights, sizes, strict=True)
    )


def _settled(places: Sequence[float], step: float, jitter: float) -> list[float]:
    """Places in a row of small steps as their median."""
    settled = list(places)
    group: list[int] = []
    for index in [*sorted(range(len(places)), key=lambda item: places[item]), -1]:
        near = index >= 0 and group and places[index] - places[group[-1]] <= step
        if not near or places[index] - places[group[0]] > jitter:
            if len(group) >= 3:
                middle = places[group[len(group) // 2]]
                for member in group:
                    settled[member] = middle
            group = []
        if index >= 0:
            group.append(index)
    return settled


def _is_thin(segment: Segment, sign: Sign) -> bool:
    """Whether a lone stroke is too thin for a figure one, or so unlikely that it is a piece of the page's border."""
    slender = segment.right - segment.left < _THIN_STROKE * (segment.bottom - segment.top)
    return slender or sign.confidence < _LEAST_STROKE


def _margin(segment: Segment) -> int:
    return round(0.35 * segment.cap)


def _crop(segment: Segment, drawing: Ink) -> npt.NDArray[np.uint8]:
    above = round(0.22 * (segment.bottom - segment.top)) + 1
    aside = _margin(segment)
    return drawing.grey[
        max(0, segment.top - above) : segment.bottom + above, max(0, segment.left - aside) : segment.right + aside
    ]


def _parted(
    signs: Sequence[Sign], profile: npt.NDArray[np.bool_], start: int, width: int, cap: float
) -> list[tuple[list[Sign], int, int]]:
    """The signs as words with their left and right edge (pixels from the segment's left).

    Where the network sees a space is checked against the ink, and a gap that it overlooked parts two words too.
    `start` and `width` place the crop.
    """
    gaps = _gaps(profile)
    runs: list[tuple[list[Sign], int, int]] = []
    run: list[Sign] = []
    left = 0
    spaced = False
    before = 0.0
    for sign in signs:
        if sign.text == " ":
            spaced = True
            continue
        place = start + sign.place * width
        if run:
            low, high = _widest(gaps, before, place)
            if high - low >= _space(run[-1].text, sign.text, said=spaced) * cap:
                runs.append((run, left, low))
                run, left = [], high
        run.append(sign)
        before, spaced = place, False
    if run:
        runs.append((run, left, len(profile)))
    return runs


def _space(one: str, other: str, *, said: bool) -> float:
    """From which share of the capitals' height a gap between two signs is a space.

    `said`: the network saw one there; else it may have overlooked it.  Nothing is written apart from its comma.
    """
    if other in _STOPS and one.isalnum():
        return _STOP_SPACE
    if one in _STOPS and other.isdigit():
        return _DIGIT_SPACE
    if said:
        return _NO_SPACE
    if one.isdigit() and other.isdigit():
        return _DIGIT_SPACE
    if one.isdigit() and other.isalpha() and other.isupper():
        return _EDGE_SPACE
    return _SPACE


def _gaps(profile: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Runs of columns without ink."""
    change = np.diff(np.concatenate(([1], profile.astype(np.int8), [1])))
    return list(zip(np.nonzero(change == -1)[0].tolist(), np.nonzero(change == 1)[0].tolist(), strict=True))


def _widest(gaps: Sequence[tuple[int, int]], low: float, high: float) -> tuple[int, int]:
    """The widest gap whose middle lies between two places; an empty one in the middle where there is none."""
    middle = round((low + high) / 2)
    between = [gap for gap in gaps if low < (gap[0] + gap[1]) / 2 < high]
    return max(between, key=lambda gap: gap[1] - gap[0], default=(middle, middle))
