"""Recognise what a position is, from its code's systematics and its words, each on its own.

The two answers are kept apart, so that rules can tell where they contradict each other.  Nothing is guessed: what the
tables of `systematics` do not know stays unknown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Generic, TypeVar

from estimator_desktop.audit import systematics as tables
from estimator_desktop.audit import trades, wordings
from estimator_desktop.audit.nouns import Counted, counted
from estimator_desktop.audit.systematics import Kind
from estimator_desktop.domain.bill import Position


class Scheme(StrEnum):
    """How a code is built."""

    WORK = "work"
    """Nine digits: a work of ÚRS or RTS."""
    MATERIAL = "material"
    """Eight digits: a material of the classification of products."""
    OTSKP = "otskp"
    OWN = "own"
    """The author's own item: `R-…`, a suffix `R`, `RMAT…`, `HZS…`."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Code:
    """What a code says.  `base` is the code without suffixes; `units` the usual units, None where nothing is known."""

    scheme: Scheme
    base: str
    kind: Kind | None
    units: frozenset[str] | None
    stems: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Words:
    """What a description says.

    `units` are the usual units of what it names, `kind` the kind of work, `element` the load-bearing element,
    `strength` the cube strength of the concrete class, `strikes` whether it removes what another position erects.
    """

    folded: str
    kind: Kind | None
    units: frozenset[str] | None
    element: str
    strength: int | None
    exposures: tuple[str, ...]
    extra: bool
    counted: Counted | None
    """How its head noun is counted; None where the noun is not known, or `units` already says more."""
    speaks: re.Pattern[str] | None
    """The codes under which what it unmistakably names may stand; None where it names nothing of the kind."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """Both answers about one position."""

    code: Code
    words: Words
    kind: Kind | None
    """The kind of work: the code's word counts first."""


_WORK = re.compile(r"^(\d{9})(?:[.\-]?[A-Z0-9.]{1,8}|R\d\d)?$")
_RTS = re.compile(r"^(\d{9})R\d\d$")
_MATERIAL = re.compile(r"^(\d{8})(?:[.\-][A-Za-z0-9.]{1,8})?$")
_OTSKP = re.compile(r"^(\d{4}[0-9A-Z]{0,2}|\d{3}[A-Z][0-9A-Z]{1,2})(?:[.\-](?:[a-z]|R?\d+))?$")
_OWN = re.compile(r"^(?:R|HZS|RMAT|VRN|VON|OST|X|MP|N\d)|-R\b|R\d*$|[.\-]R\b|VL\d*$|/R", re.IGNORECASE)


_PLAIN = str.maketrans(
    "áäčďéěëíľĺňóôöřŕšťúůüýžÁÄČĎÉĚËÍĽĹŇÓÔÖŘŔŠŤÚŮÜÝŽ", "aacdeeeillnooorrstuuuyzaacdeeeillnooorrstuuuyz"
)


def fold(text: str) -> str:
    """Lower case, no accents, single spaces."""
    plain = text.translate(_PLAIN).casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFD", plain)
        plain = "".join(sign for sign in plain if not unicodedata.combining(sign)) if not plain.isascii() else plain
    return " ".join(plain.split())


Row = TypeVar("Row")


class _Table(Generic[Row]):
    """Patterns in order of priority as few regular expressions: the row of the first that matches.

    Patterns anchored by `^` are joined into one alternation, which tries them in order at one place; an unanchored one
    stands alone, so that the order stays.
    """

    def __init__(self, rows: Iterable[tuple[str, Row]]) -> None:
        self._rows: list[Row] = []
        self._steps: list[Callable[[str], re.Match[str] | None]] = []
        joined: list[str] = []
        for pattern, row in rows:
            named = f"(?P<r{len(self._rows)}>{pattern})"
            self._rows.append(row)
            if _anchored(pattern):
                joined.append(named)
                continue
            self._flush(joined)
            self._steps.append(re.compile(named).search)
        self._flush(joined)

    def _flush(self, joined: list[str]) -> None:
        if joined:
            self._steps.append(re.compile("|".join(joined)).match)
            joined.clear()

    def find(self, text: str) -> Row | None:
        """The row of the first pattern that matches; None where none does."""
        for step in self._steps:
            match = step(text)
            if match is not None and match.lastgroup is not None:
                return self._rows[int(match.lastgroup[1:])]
        return None


def _anchored(pattern: str) -> bool:
    """Whether every alternative begins with `^`."""
    depth, starts = 0, [0]
    for place, sign in enumerate(pattern):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            starts.append(place + 1)
    return all(pattern[start : start + 1] == "^" for start in starts)


def _at_start(rows: Iterable[tuple[str, Row]]) -> _Table[Row]:
    """A table of prefixes of codes."""
    return _Table((f"^(?:{prefix})", row) for prefix, row in rows)


_WORK_UNITS = _at_start(tables.CODE_UNITS)
_MATERIAL_UNITS = _at_start(tables.MATERIAL_UNITS)
_OTSKP_UNITS = _at_start(tables.OTSKP_UNITS)
_GROUPS = _at_start((prefix, re.compile(stems)) for prefix, stems in trades.GROUPS)
_MATERIAL_GROUPS = _at_start((prefix, re.compile(stems)) for prefix, stems in trades.MATERIAL_GROUPS)
_TEXTS = _Table((pattern, (kind, units)) for pattern, kind, units in wordings.TEXT_UNITS)
_SPEAKS = _Table((words, re.compile(codes)) for words, codes in wordings.SPEAKS)
_ELEMENTS_BY_WORDS = tuple((name, re.compile(words)) for name, words, _code in tables.ELEMENTS)
_ELEMENTS_BY_CODE = _at_start((code, name) for name, _words, code in tables.ELEMENTS)
_ANY_ELEMENT = re.compile("|".join(words for _name, words, _code in tables.ELEMENTS))
_STRIKE = re.compile(r"^odstraneni|^odbedneni|odstraneni$|^demontaz|^zruseni|- zruseni$|- demontaz$|\bdemontaz$")
_EXTRA = re.compile(r"^pripl")
_ELEMENT_CODE = r"(?:27[0-9]|3[1-4][0-9]|38[0-9]|41[0-9]|43[0-9]|452|46[0-9]|631|632)"
_CODE_KINDS = _at_start(
    (
        (r"998", Kind.TRANSFER),
        (r"997\d{3}(?:8|6[1-9]|[67][0-9]{2}$)", Kind.DEBRIS_FEE),
        (r"997", Kind.DEBRIS),
        (r"9[68][0-9]|97[0-8]", Kind.DEMOLITION),
        (r"12[2-8]|13[0-3]", Kind.EXCAVATION),
        (r"17120122|17120123", Kind.SOIL_FEE),
        (r"171[12]5|17120120", Kind.DEPOSIT),
        (r"17[45]", Kind.BACKFILL),
        (r"16[1-6]", Kind.HAULAGE),
        (r"167", Kind.LOADING),
        (_ELEMENT_CODE + r"36", Kind.REBAR),
        (_ELEMENT_CODE + r"31", Kind.CONCRETE),
        (_ELEMENT_CODE + r"32", Kind.REINFORCED),
        (r"711", Kind.WATERPROOFING),
        (r"713", Kind.INSULATION),
        (r"632", Kind.SCREED),
        (r"94[1-4]", Kind.SCAFFOLD),
        (r"0[1-9][0-9]", Kind.SITE_COST),
    )
)
_OTSKP_KINDS = _at_start(
    (
        (r"12[2-9]|13[0-9]", Kind.EXCAVATION),
        (r"17[45]", Kind.BACKFILL),
        (r"171", Kind.DEPOSIT),
        (r"014|0151", Kind.SOIL_FEE),
        (r"(?:2[27][0-9]|3[0-9]{2}|4[0-3][0-9])32", Kind.REINFORCED),
        (r"(?:2[27][0-9]|3[0-9]{2}|4[0-3][0-9])31", Kind.CONCRETE),
        (r"(?:2[27][0-9]|3[0-9]{2}|4[0-3][0-9])36", Kind.REBAR),
        (r"711", Kind.WATERPROOFING),
        (r"96", Kind.DEMOLITION),
        (r"02|03", Kind.SITE_COST),
    )
)


@lru_cache(maxsize=65_536)
def read_code(raw: str) -> Code:
    """What a code says by its systematics."""
    code = raw.strip().replace(" ", "")
    work = _WORK.match(code)
    own = bool(_OWN.search(code)) and not _RTS.match(code)
    if work is not None:
        base = work[1]
        kind = _CODE_KINDS.find(base)
        units = _WORK_UNITS.find(base)
        stems = _GROUPS.find(base)
        return Code(Scheme.OWN if own else Scheme.WORK, base, kind, units, stems)
    material = _MATERIAL.match(code)
    if material is not None and not own:
        base = material[1]
        units = _MATERIAL_UNITS.find(base)
        stems = _MATERIAL_GROUPS.find(base)
        return Code(Scheme.MATERIAL, base, Kind.MATERIAL, units, stems)
    otskp = _OTSKP.match(code)
    if otskp is not None and not own:
        base = otskp[1]
        kind = _OTSKP_KINDS.find(base)
        units = _OTSKP_UNITS.find(base)
        return Code(Scheme.OTSKP, base, kind, units, None)
    return Code(Scheme.OWN if own else Scheme.UNKNOWN, code, None, None, None)


@lru_cache(maxsize=65_536)
def read_words(description: str) -> Words:
    """What a description says by its first words."""
    text = fold(description)
    extra = _EXTRA.match(text) is not None
    kind: Kind | None = None
    units: frozenset[str] | None = None
    if not extra:
        kind, units = _TEXTS.find(text) or (None, None)
    if kind is Kind.FORMWORK and _STRIKE.search(text):
        kind = Kind.FORMWORK_STRIKE
    elif kind is Kind.SCAFFOLD and _STRIKE.search(text):
        kind = Kind.SCAFFOLD_STRIKE
    elif "pazeni" in text and text.startswith(("zrizeni", "pazeni")):
        kind = Kind.SHORING
    elif "pazeni" in text and text.startswith("odstraneni"):
        kind = Kind.SHORING_STRIKE
    element = ""
    if _ANY_ELEMENT.search(text):
        element = next(name for name, words in _ELEMENTS_BY_WORDS if words.search(text))
    concrete = tables.CONCRETE_CLASS.search(text) if "/" in text else None
    strength = int(concrete[2]) if concrete else None
    exposures = tuple(tables.EXPOSURE.findall(text)) if "x" in text else ()
    head = counted(text) if units is None and not extra else None
    return Words(text, kind, units, element, strength, exposures, extra, head, _SPEAKS.find(text))


def recognise(position: Position) -> Recognition:
    """Both answers about a position."""
    code, words = read_code(position.code), read_words(position.description)
    return Recognition(code, words, code.kind or words.kind)


def element_of(recognition: Recognition) -> str:
    """The load-bearing element: the code's word counts first; empty where neither says."""
    code = recognition.code
    if code.scheme in {Scheme.WORK, Scheme.OTSKP}:
        found = _ELEMENTS_BY_CODE.find(code.base)
        if found is not None:
            return found
    return recognition.words.element


def contradicts(recognition: Recognition) -> bool:
    """Whether the description speaks of another trade than the code.

    That is an unmistakable word under a foreign code, or not one word of those that the code's trade uses.
    """
    code, words = recognition.code, recognition.words
    if code.scheme in {Scheme.OWN, Scheme.UNKNOWN} or len(words.folded) < 8:
        return False
    if words.speaks is not None:
        return words.speaks.match(code.base) is None
    return code.stems is not None and code.stems.search(words.folded) is None
