"""Texts of positions and catalogue items as bags of comparable tokens.

The same work is worded shortly ("Zřízení příložného pažení rýh hl do 2 m") and at length ("Zřízení pažení a rozepření
stěn rýh … příložné …, hloubky do 2 m"), with and without accents, abbreviated, in another order.  What stays is: stems
of words and the concepts they name (`synonyms`), numbers with what they measure and whether they bound from above or
below.

Tokens are short strings whose first character says their class:

- `w` a stem or concept, `p` the word's first five letters (finds forms that the stemmer leaves apart),
- `n` a number brought to one unit of length (mm, or m where given in km), `c` the number with its comparison
  (`c<500`), `k` the number with what it measures (`kdn=125`),
- `-` a word behind "bez".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from estimator_desktop.catalogues.synonyms import CONCEPTS, PHRASES, SILENT, Concepts

_SIGNS = str.maketrans(
    {
        "ø": " d ",
        "Ø": " d ",
        "⌀": " d ",
        "∅": " d ",
        "ł": "l",
        "⁄": "/",
        "×": "x",
        "*": " ",
        "≤": " do ",
        "≥": " pres ",
        "–": "-",
        "—": "-",
    }
)
_PLAIN = str.maketrans(
    "áčďéěíňóřšťúůýžäëöüľĺŕôÁČĎÉĚÍŇÓŘŠŤÚŮÝŽÄËÖÜĽĹŔÔ²³\u00a0", "acdeeinorstuuyzaeoullroACDEEINORSTUUYZAEOULLRO23 "
)  # the common letters at once; the rest by way of Unicode
_THOUSANDS = re.compile(r"(?<![\d,.])(\d{1,2}(?: \d{3})+|\d{3} (?:000|500))(?![\d])")
_WASTE = re.compile(r"(?<!\d)(\d\d) (\d\d) (\d\d)(?!\d)")
_PIECE = re.compile(r"m[23](?![0-9a-z])|[a-z]+|\d+(?:[.,]\d+)?|[<>%\"]")
_MULTIPLES = {"cm": 10, "dm": 100, "km": 1000}
_UNITS = frozenset(
    "mm cm dm m km m2 m3 kg t ks kus hod mpa kpa kw w kv v a l % ha x".split()  # noqa: SIM905 - a list of units
)
_LINKS = frozenset(("do", "az", "x", "nebo", "a", "pres", "od", "i", "nad"))
_UPPER = frozenset(("do", "max", "maximalne", "nejvyse", "<"))
_LOWER = frozenset(("pres", "nad", "od", "min", "minimalne", ">"))
_ROMAN = {"i": "r1", "ii": "r2", "iii": "r3", "iv": "r4", "v": "r5", "vi": "r6", "vii": "r7"}
_GRADES = frozenset(("tr", "sk", "typ", "tvar"))
_KINDS = {
    "dn": "dn", "d": "d", "prume": "d", "prum": "d", "pr": "d", "tl": "tl", "tlous": "tl", "s": "s", "sirk": "s",
    "sir": "s", "v": "v", "vysk": "v", "vys": "v", "hl": "hl", "hloub": "hl", "vzdal": "vzd", "pl": "pl", "ploch": "pl",
    "objem": "obj", "c": "c", "sn": "sn", "pn": "pn", "sdr": "sdr", "tr": "tr", "trid": "tr", "tezit": "tr",
    "skup": "sk", "sk": "sk", "frakc": "fr", "fr": "fr", "hm": "hm", "hmotn": "hm", "delk": "dl", "dl": "dl",
    "kod": "kod", "typ": "typ", "tvar": "tvar", "hea": "hea", "heb": "heb", "ipe": "ipe", "upe": "upe", "ip": "ip",
    "r": "r", "w": "w", "ei": "ei", "g": "g", "zatiz": "zat",
}  # fmt: skip
_WRITTEN_OUT = {
    "tl": "tloustka", "s": "sirka", "v": "vyska", "hl": "hloubka", "pl": "plocha", "hm": "hmotnost", "dl": "delka",
    "d": "prumer",
}  # fmt: skip
_ENDINGS = tuple(
    "ovanych ovanymi ovaneho ovana ovane ovany ovani ovanim ovych ovymi oveho ovemu ovem ovou ova ove ovy ovi ich imi"  # noqa: SIM905 - a list of endings
    " iho imu ych ymi eho emu ami emi ach ech enim eni anim ani ou ym im em am um a e i y o u".split()
)
_SHORTEST = 3


def fold(text: str) -> str:
    """Lower case without accents, one space between words."""
    plain = text.translate(_PLAIN).lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.translate(_SIGNS)).casefold()
        plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(plain.split())


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A folded word without its ending.  Crude, but the same on both sides."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


class Words:
    """Makes tokens of texts with one table of concepts (the shipped one, with what the user added)."""

    def __init__(self, concepts: Concepts = CONCEPTS) -> None:
        self._concepts = concepts
        self._cache: dict[str, tuple[str, ...]] = {}

    def tokens(self, text: str) -> frozenset[str]:
        """The text's tokens."""
        return frozenset(self._all(fold(text)))

    def of_word(self, word: str) -> tuple[str, ...]:
        """The tokens of one folded word."""
        known = self._cache.get(word)
        if known is None:
            known = self._cache[word] = tuple(self._word(word))
        return known

    def _word(self, word: str) -> Iterator[str]:
        if word in SILENT or (len(word) < 2 and word not in self._concepts.exact):
            return
        concepts = self._concepts.of(word, stem(word))
        for concept in concepts or (stem(word),):
            yield "w" + concept
        if len(word) >= 4 and not concepts:
            yield "p" + word[:5]

    def _all(self, folded: str) -> Iterator[str]:
        pieces = _pieces(folded)
        factors = _factors(pieces)
        kind = bound = ""
        without = 0
        for place, piece in enumerate(pieces):
            following = pieces[place + 1] if place + 1 < len(pieces) else ""
            if piece[0].isdigit():
                yield from _of_number(_number(piece, factors.get(place, 1)), kind, bound, following)
                bound = ""
            elif piece in _UPPER or piece in _LOWER:
                bound = "<" if piece in _UPPER else ">"
            elif kind in _GRADES and (piece in _ROMAN or len(piece) == 1) and not following[:1].isdigit():
                yield from _of_grade(_ROMAN.get(piece, piece), kind)
            elif piece in _LINKS or (piece in _UNITS and place and pieces[place - 1][0].isdigit()):
                continue
            elif piece == "bez":
                kind, without = "", 2
                yield "wbez"
            else:
                named = _kind(piece, following)
                kind = named or (kind if len(piece) <= 2 or piece in SILENT else "")
                yield from self._of_piece(_spelled(piece, named), absent=without > 0)
                if len(piece) > 2:
                    without = max(0, without - 1)

    def _of_piece(self, piece: str, *, absent: bool) -> Iterator[str]:
        for token in self.of_word(piece):
            yield token
            if absent and token[0] == "w":
                yield "-" + token[1:]


def _pieces(folded: str) -> list[str]:
    """The words, numbers and signs of a text, set phrases brought to one wording and gaps in numbers closed."""
    for sign, phrase, meaning in PHRASES:
        if sign in folded:
            folded = phrase.sub(meaning, folded)
    folded = _WASTE.sub(r"\1\2\3", folded)
    folded = _THOUSANDS.sub(lambda found: found[1].replace(" ", ""), folded)
    return _PIECE.findall(folded)


def _of_number(number: str, kind: str, bound: str, following: str) -> Iterator[str]:
    if following[:5] in {"vrstv", "nasob"} and number in {"1", "2", "3"}:
        yield "wx" + number
        return
    yield "n" + number
    yield f"c{bound}{number}"
    if kind:
        yield f"k{kind}={number}"


def _of_grade(grade: str, kind: str) -> Iterator[str]:
    yield "n" + grade
    yield f"k{kind}={grade}"


def _spelled(piece: str, kind: str) -> str:
    """Letters that stand for a dimension, written out (`v do 3 m` → vyska)."""
    return _WRITTEN_OUT.get(kind, piece) if len(piece) <= 2 else piece


def _kind(piece: str, following: str) -> str:
    """What a following number measures; single letters count only right before a number or its bound."""
    if len(piece) == 1 and not (following[:1].isdigit() or following in _UPPER or following in _LOWER):
        return ""
    return (
        _KINDS.get(piece)
        or _KINDS.get(piece[:5], "" if len(piece) > 4 else _KINDS.get(piece[:4], ""))
        or _KINDS.get(piece[:4], "")
    )


def _factors(pieces: list[str]) -> dict[int, int]:
    """Which numbers are in cm, dm or km (a unit behind a range is meant for all of the range), by place."""
    found: dict[int, int] = {}
    for place, piece in enumerate(pieces):
        factor = _MULTIPLES.get(piece)
        if not factor or not place or not pieces[place - 1][0].isdigit():
            continue
        back = place - 1
        while back >= 0 and (pieces[back][0].isdigit() or pieces[back] in _LINKS):
            if pieces[back][0].isdigit():
                found[back] = factor
            back -= 1
    return found


def _number(piece: str, factor: int) -> str:
    text = piece.replace(",", ".")
    if factor != 1:
        text = f"{float(text) * factor:.4f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.lstrip("0") or "0" if "." not in text else text
