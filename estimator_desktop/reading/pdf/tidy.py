"""What recognition confuses because it looks alike, set right where the word itself says which sign it is.

Nothing is set right that could be either: that is for the second engine, the arithmetic, and the person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from estimator_desktop.reading.pdf.words import Word

_TWO_VEES = re.compile(r"[vVwW]{1,2}")
_WIDE = 1.5
"""Two capital vees are wider than so many times their height; one double-u is not."""
_SAME_SHAPE = "svzoucxw"
"""Letters whose capital looks like the small one, only larger."""
_SMALL, _LARGE = 0.86, 0.93
"""A small letter is lower than this share of the capitals, a capital higher than that."""
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sign)
    for pattern, sign in (
        # An accent that stands beside its letter is part of it.
        (r"(?<=[a-zá-ž])t['’‘´`]", "ť"),
        (r"(?<=[a-zá-ž])d['’‘´`]", "ď"),
        # Czech spells these groups with ť only (tloušťka, zjišťovat, schodišťový).
        (r"(?<=[a-zá-ž]š)t(?=[kc][a-zá-ž])", "ť"),
        (r"(?<=[a-zá-ž]iš)t(?=ov)", "ť"),
        # A capital I behind a small letter is an l; so is one in a word of small letters.
        (r"(?<=[a-záčďéěíňóřšťúůýž])I", "l"),
        (r"^El$", "EI"),
        # A rule beside a number is no part of it.
        (r"^[|\[\]]+(?=-?\d)|(?<=\d)[|\[\]]+$", ""),
        # Between digits stand digits.
        (r"(?<=\d)[lI|](?=[\d.,])|(?<=[\d.,])[lI|](?=\d)", "1"),
        (r"(?<=\d)[oO](?=[\d.,])|(?<=[\d.,])[oO](?=\d)", "0"),
    )
)


def tidy(text: str, *, breadth: float, stature: float) -> str:
    """The word as it must have been printed.

    `breadth` is its width in heights of its line, `stature` its height in capitals of its line.
    """
    if _TWO_VEES.fullmatch(text) and breadth > _WIDE:
        return "VV"
    if text.casefold() in _SAME_SHAPE and len(text) == 1:
        if stature < _SMALL:
            return text.lower()
        return text.upper() if stature > _LARGE else text
    for pattern, sign in _RULES:
        text = pattern.sub(sign, text)
    return as_title(text)


_CZECH = re.compile(r"[ěřů]")
_ELSEWHERE = re.compile(r"[äößľĺŕôÄÖĽĹŔÔ]")
_UMLAUT = str.maketrans("üÜ", "ůŮ")
_LONG_END = re.compile(r"(?<=[A-Za-zÁ-ž]{2})[úÚ](?=[,.;:)]*$)")
"""Czech has no long u at a word's end but ů (balvanů), and Slovak no ů at all."""


def in_czech(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a page; where it is written in Czech, rings that were read as umlauts or accents are rings."""
    text = " ".join(word.text for word in words)
    if len(_CZECH.findall(text)) < 5 * (len(_ELSEWHERE.findall(text)) + 1):
        return tuple(words)
    return tuple(word._replace(text=_LONG_END.sub(_ringed, word.text.translate(_UMLAUT))) for word in words)


def _ringed(match: re.Match[str]) -> str:
    return "ů" if match[0] == "ú" else "Ů"


_TITLES = (
    "množství", "zkrácený", "jednotková", "jednotkova", "celkem", "cenová", "soustava", "hmotnost", "varianta",
    "výměra", "položky", "montáž", "dodávka", "sústava", "množstvo", "výmera",
)  # fmt: skip
"""Words of column titles, on which a whole table hangs."""


def as_title(text: str) -> str:
    """A word of a column title that one sign was misread in, put right; every other word as it is."""
    if not 5 <= len(text) <= 11 or not text.isalpha():
        return text
    plain = text.casefold()
    for title in _TITLES:
        if plain != title and plain[-2:] == title[-2:] and _one_off(plain, title):
            return title.upper() if text.isupper() else title.capitalize() if text[0].isupper() else title
    return text


def _one_off(one: str, other: str) -> bool:
    """Whether one sign put in, left out or changed makes one word of the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    if len(one) == len(other):
        return one[same + 1 :] == other[same + 1 :]
    short, long = sorted((one, other), key=len)
    return long[same + 1 :] == short[same:]
