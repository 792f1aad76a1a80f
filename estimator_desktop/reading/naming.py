"""Codes and names of objects as documents write them, and what names no object."""

from __future__ import annotations

import re
from collections.abc import Sequence

from estimator_desktop.reading.vocabulary import folded

_CODE_NAME = re.compile(r"(\S.{0,40}?) - (\S.*)")
_CODE_FIRST = re.compile(r"((?:SO|IO|PS|D|SK)[ .]?[\d][\w.\-/]*|\d[\w.\-/]*)\s+(\S.*)")
_SUM = re.compile(r"-?\d[\d\s]*[.,](\d{2}|-+)(\s*(Kč|CZK|EUR|€))?")
_DOCUMENT = re.compile(
    r"((polozkovy|slepy|stavebni|souhrnny|nabidkovy|cenovy) )*"
    r"(rozpocet|vykaz[ -]vymer|soupis( stavebnich)? prac\w*|nabidka|bill of quantities|leistungsverzeichnis)"
    r"(,? (a |s )?(praci|dodavek|dodavok|sluzeb|vykazem vymer))*( c\. ?\S+)?"
    r"|cenova nabidka( c\. ?\S+)?"
)


def is_sum(text: str) -> bool:
    """Whether a text is an amount of money: beside a label it says what something costs, and names nothing."""
    return _SUM.fullmatch(text.strip()) is not None


def code_and_name(values: Sequence[str]) -> tuple[str, str]:
    """`SO 1 - Dům`, `SO 202 Most` or two cells as code and name."""
    if len(values) >= 2 and len(values[0]) <= 24:
        return values[0], values[1]
    text = " ".join(values)
    match = _CODE_NAME.fullmatch(text) or _CODE_FIRST.fullmatch(text)
    return (match[1].strip(), match[2].strip()) if match else ("", text)


def names_document(text: str) -> bool:
    """Whether a line only says what kind of document this is (`Výkaz výměr`, `Položkový rozpočet`)."""
    return _DOCUMENT.fullmatch(folded(text).strip(" :.")) is not None
