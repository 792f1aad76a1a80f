"""Tables as text, as spreadsheets of a language open them: separator, decimal sign, no formula from a text."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import TextIO

_FORMULA_SIGNS = frozenset("=+-@\t\r\n")


def row_writer(stream: TextIO, language: str) -> Callable[[Iterable[str]], object]:
    """What writes one row: semicolons where the comma is the decimal sign, commas in English."""
    return csv.writer(stream, delimiter="," if language == "en" else ";", lineterminator="\r\n").writerow


def plain_number(value: Decimal | None, language: str) -> str:
    """A number with the language's decimal sign and no grouping; empty for None."""
    if value is None:
        return ""
    return f"{value:f}" if language == "en" else f"{value:f}".replace(".", ",")


def number_words(text: str, language: str) -> str:
    """A number that comes as text with a decimal point, as `plain_number`; what is no number is `guarded`."""
    try:
        return plain_number(Decimal(text), language)
    except InvalidOperation:
        return guarded(text)


def guarded(text: str) -> str:
    """Text that a spreadsheet cannot take for a formula: an apostrophe stands before a sign that begins one."""
    return f"'{text}" if text[:1] in _FORMULA_SIGNS else text
