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
    return text


_CZECH = re.compile(r"[ěřů]")
_ELSEWHERE = re.compile(r"[äößľĺŕôÄÖĽĹŔÔ]")
_UMLAUT = str.maketrans("üÜ", "ůŮ")
_LONG_END = re.compile(r"(?<=[a-zá-ž]{2})ú(?=[,.;:)]*$)")
"""Czech has no long u at a word's end but ů (balvanů), and Slovak no ů at all."""


def in_czech(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a page; where it is written in Czech, rings that were read as umlauts or accents are rings."""
    text = " ".join(word.text for word in words)
    if len(_CZECH.findall(text)) < 5 * (len(_ELSEWHERE.findall(text)) + 1):
        return tuple(words)
    return tuple(word._replace(text=_LONG_END.sub("ů", word.text.translate(_UMLAUT))) for word in words)
