"""Column titles that recognition spelt a little wrong: a whole column would be lost with one letter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from estimator_desktop.reading.pdf.lines import Line
from estimator_desktop.reading.vocabulary import folded

_WORDS = (
    "celkem", "celkom", "celkova", "cenova", "cislo", "dodavka", "hmotnost", "jednotka", "jednotkova", "mnozstvi",
    "mnozstvo", "montaz", "nazev", "nazov", "oznaceni", "polozky", "popis", "soustava", "sustava", "varianta", "vymera",
)  # fmt: skip
_WITHOUT_A_STROKE = {"yp": "typ", "iyp": "typ", "tvp": "typ", "pot.": "por."}
_LOOKED_AT = 5
_SHORTEST = 5
_LONG = 8
"""A word of so many letters may have two wrong."""


def unsure(lines: Sequence[Line]) -> bool:
    """Whether a page was recognised: a look at its first lines."""
    return any(word.confidence < 1 for line in lines[:_LOOKED_AT] for word in line.words)


def mended(line: Line) -> Line:
    """The line with every unsure word that is nearly a title's as that word; exact text stays as it is."""
    if all(word.confidence >= 1 for word in line.words):
        return line
    words = [word._replace(text=_nearest(word.text)) if word.confidence < 1 else word for word in line.words]
    return Line(tuple(words), line.middle)


@lru_cache(maxsize=4096)
def _nearest(text: str) -> str:
    """The title's word that differs by a letter, or by two where it is long; else the text."""
    plain = folded(text)
    if plain in _WITHOUT_A_STROKE:
        return _WITHOUT_A_STROKE[plain]
    if len(plain) < _SHORTEST or plain in _WORDS:
        return text
    for word in _WORDS:
        most = 2 if len(word) >= _LONG else 1
        if abs(len(word) - len(plain)) <= most and _distance(plain, word, most) <= most:
            return word
    return text


def _distance(one: str, other: str, most: int) -> int:
    """How many letters must be changed, left out or put in; more than `most` is only said to be more."""
    row = list(range(len(other) + 1))
    for place, sign in enumerate(one, 1):
        before, row = row, [place]
        for column, letter in enumerate(other, 1):
            row.append(min(before[column] + 1, row[-1] + 1, before[column - 1] + (sign != letter)))
        if min(row) > most:
            return most + 1
    return row[-1]
