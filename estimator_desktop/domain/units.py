"""Units of measure as budgets write them, brought to one spelling."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from enum import StrEnum

_SAME = {
    "kus": "ks", "kusu": "ks", "kusy": "ks", "pcs": "ks", "stk": "ks", "st": "ks",
    "bm": "m", "mb": "m", "metr": "m",
    "hodina": "hod", "h": "hod", "hod": "hod", "nh": "hod",
    "kompl": "kpl", "komplet": "kpl", "soubor": "kpl", "soub": "kpl", "sou": "kpl", "kpl": "kpl", "sada": "kpl",
    "tuna": "t", "tun": "t", "kilogram": "kg",
    "litr": "l", "den": "den", "mesic": "mes", "par": "par",
}  # fmt: skip
_CONVERTIBLE = {
    ("kg", "t"): Decimal("0.001"),
    ("m", "km"): Decimal("0.001"),
    ("mm", "m"): Decimal("0.001"),
    ("cm", "m"): Decimal("0.01"),
    ("dm3", "m3"): Decimal("0.001"),
    ("l", "m3"): Decimal("0.001"),
    ("m2", "ha"): Decimal("0.0001"),
}
_HUNDREDS = re.compile(r"(\d+)\s*(\D.*)")


class UnitRelation(StrEnum):
    """How two units stand to each other."""

    SAME = "same"
    CONVERTIBLE = "convertible"
    CONFLICT = "conflict"


def normalise_unit(raw: str) -> str:
    """One spelling for one unit: `M2`, `m²` → `m2`; `kus`, `KUS` → `ks`; `100 kus` → `100 ks`; `bm` → `m`."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", raw).casefold())
    text = "".join(sign for sign in folded if not unicodedata.combining(sign) and sign != "^")
    text = " ".join(text.split()).rstrip(". ")
    hundreds = _HUNDREDS.fullmatch(text)
    if hundreds:
        return f"{hundreds[1]} {normalise_unit(hundreds[2])}"
    return _SAME.get(text.replace(".", ""), text)


def factor(source: str, target: str) -> Decimal | None:
    """What a quantity in `source` is multiplied with to be in `target`; None where the units do not convert."""
    one, other = normalise_unit(source), normalise_unit(target)
    if one == other:
        return Decimal(1)
    (one_count, one_base), (other_count, other_base) = _count(one), _count(other)
    ratio = one_count / other_count
    if one_base == other_base:
        return ratio
    if (one_base, other_base) in _CONVERTIBLE:
        return ratio * _CONVERTIBLE[one_base, other_base]
    if (other_base, one_base) in _CONVERTIBLE:
        return ratio / _CONVERTIBLE[other_base, one_base]
    return None


def _count(unit: str) -> tuple[Decimal, str]:
    counted = _HUNDREDS.fullmatch(unit)
    if counted and int(counted[1]):
        return Decimal(counted[1]), counted[2]
    return Decimal(1), unit


def relation(one: str, other: str) -> UnitRelation:
    """Whether two units are the same, convertible (t and kg) or in conflict (m2 and m3)."""
    if normalise_unit(one) == normalise_unit(other):
        return UnitRelation.SAME
    return UnitRelation.CONFLICT if factor(one, other) is None else UnitRelation.CONVERTIBLE
