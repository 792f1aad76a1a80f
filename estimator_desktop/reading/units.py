"""Texts that are units of measure beyond doubt."""

from __future__ import annotations

from estimator_desktop.domain.units import normalise_unit
from estimator_desktop.reading.vocabulary import folded

_WORDS = (
    "m m1 m2 m3 bm mb ks kus kusu kpl kompl komplet kg t hod h den mes soubor sada par bal l % km dm mm ha pc pcs"
    " psch st stk lfm qm cbm std set bod us"
)
_UNITS = frozenset(_WORDS.split())


def is_unit(text: str) -> bool:
    """Whether a text is a unit of measure that nobody doubts."""
    return folded(text).rstrip(".") in _UNITS or normalise_unit(text) in _UNITS
