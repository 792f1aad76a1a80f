"""Numbers as budgets print them: Czech, German and English separators, thousands gaps, currencies.

`126.000` beside `864,712` is ambiguous and stays so (`Amount.alternative`); nothing is guessed here.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from estimator_desktop.domain.bill import Amount
from estimator_desktop.domain.decimals import LARGEST, NARROW_GAP, decimals, format_decimal, round_half_up

__all__ = ["NARROW_GAP", "decimals", "format_decimal", "looks_like_number", "parse_amount", "round_half_up"]

_LONGEST = 60
_GAPS = r" \t\u00a0\u2000-\u200b\u202f\u205f\u3000"
_SPACES = re.compile(f"[{_GAPS}]+")
_MINUS = str.maketrans({"\u2212": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2011": "-"})
_SUFFIX = re.compile(r"(?:(?:kč|czk|eur|€)(?: ?/ ?[^\W\d]{1,6}\.?[23²³]?)?|,[-–=]{1,2}|%)\.?$", re.IGNORECASE)
_PREFIX = re.compile(r"^(?:kč|czk|eur|€)", re.IGNORECASE)
_APOSTROPHE = re.compile(r"(?<=\d)['\u2019](?=\d{3})")
_GAPPED = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?|[.,]\d+")
_GROUPED_DOT = re.compile(r"\d{1,3}(?:\.\d{3})+")
_GROUPED_COMMA = re.compile(r"\d{1,3}(?:,\d{3})+")


def _plain(text: str) -> tuple[str, bool]:
    """The unsigned digits and separators of a printed number, and whether it is negative."""
    text = _APOSTROPHE.sub(" ", _SPACES.sub(" ", text.translate(_MINUS))).strip()
    previous = None
    while previous != text:
        previous = text
        text = _PREFIX.sub("", _SUFFIX.sub("", text).strip()).strip()
    negative = False
    if text.startswith("(") and text.endswith(")"):
        text, negative = text[1:-1].strip(), True
    if text.startswith("-"):
        text, negative = text[1:].strip(), True
    elif text.startswith("+"):
        text = text[1:].strip()
    elif text.endswith("-"):
        text, negative = text[:-1].strip(), True
    return text, negative


def _readings(text: str) -> tuple[Decimal, Decimal | None] | None:
    """The value and the second possible one; None where the text is no number."""
    dots, commas = text.count("."), text.count(",")
    if dots and commas:
        if text.rfind(",") > text.rfind("."):
            whole, _, rest = text.rpartition(",")
            grouped = _GROUPED_DOT.fullmatch(whole) and commas == 1
            return (Decimal(whole.replace(".", "") + "." + rest), None) if grouped and rest.isdecimal() else None
        whole, _, rest = text.rpartition(".")
        grouped = _GROUPED_COMMA.fullmatch(whole) and dots == 1
        return (Decimal(whole.replace(",", "") + "." + rest), None) if grouped and rest.isdecimal() else None
    if dots > 1:
        return (Decimal(text.replace(".", "")), None) if _GROUPED_DOT.fullmatch(text) else None
    if commas > 1:
        return (Decimal(text.replace(",", "")), None) if _GROUPED_COMMA.fullmatch(text) else None
    if not _GAPPED.fullmatch(text):
        return None
    spaced = " " in text
    value = Decimal(text.replace(" ", "").replace(",", "."))
    if dots and not spaced and _GROUPED_DOT.fullmatch(text) and not text.startswith("0"):
        return value, Decimal(text.replace(".", ""))
    return value, None


@lru_cache(maxsize=4096)
def parse_amount(raw: str) -> Amount:
    """Read a printed number.  Never raises: a text that is no number has the value None.

    Spaces (plain, no-break, thin), apostrophes and, where a decimal separator follows, dots and commas group
    thousands, and only in threes.  A lone dash is a printed zero.  What is `LARGEST` or longer than any number that a
    program writes is no number.  `126.000` keeps both readings: the
    decimal point as the value, the thousands group as the alternative.  Remembered: documents print the same again
    and again.
    """
    if len(raw) > _LONGEST:
        return Amount(raw, None)
    text, negative = _plain(raw)
    if not text:
        return Amount(raw, Decimal(0) if negative else None)
    readings = _readings(text)
    if readings is None or readings[0] >= LARGEST:
        return Amount(raw, None)
    value, alternative = readings
    if negative:
        return Amount(raw, -value, None if alternative is None else -alternative)
    return Amount(raw, value, alternative)


def looks_like_number(raw: str) -> bool:
    """Whether the text is a printed number (a lone dash is not)."""
    return any(sign.isdecimal() for sign in raw) and parse_amount(raw).value is not None
