"""Lines of a measurement without marks of their own: what tells them is that they compute.

With a value beside it a line computes that value; without one the lines under a position come to its quantity
together; in a form each line ends in its result.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from estimator_desktop.domain.bill import Measurement, MeasurementKind, Position
from estimator_desktop.domain.expressions import ExpressionError, evaluate
from estimator_desktop.domain.measuring import LINE_TOLERANCE
from estimator_desktop.domain.numbers import parse_amount
from estimator_desktop.reading.vocabulary import folded

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)?(?![\w.,]*\w)")
_DIGIT = re.compile(r"\d")
_PARTS = re.compile(r"(?<!\S)[\d(.,][\d\s.,+\-*/()^]*(?<!\s)(?!\S)")
_OPERATES = re.compile(r"[-+*/(^]")
_COMPUTES = re.compile(r"[-+*/(^]|\d[.,]\d")
_RESULT = re.compile(r"=\s*(-?[\d  ]+(?:[.,]\d+)?)\s*(?:\[([A-Z]{1,3})\])?\s*$")
_PLACE = re.compile(r"(?<![\d.,])(?<!\d )(?!0+\.)\d{1,3}\.\d{2}$")
_TOTAL_LINE = re.compile(r"\"?\s*(celkov\w* mnozstvi|celkem\s*:)")
_SUBTOTAL = re.compile(r"mezisoucet|medzisucet")
_TOTAL = re.compile(r"(soucet|sucet|celkem|celkom|spolu)\b")
_SPECIFIES = re.compile(r"technick\w+ specifika\w+\b|polozka (ne)?zahrnuje\b|(poznamka|pozn\.?|note|bemerkung)\s*:")


class Result(NamedTuple):
    """What a line of a form ends in: `… = 12,5 [A]`."""

    value: Decimal | None
    label: str | None


def result_of(text: str) -> Result | None:
    """The result that ends a line; None where it ends in none."""
    match = _RESULT.search(text)
    return None if match is None else Result(parse_amount(match[1]).value, match[2])


def with_result(text: str, result: Result) -> Measurement:
    """The line of a form."""
    kind = MeasurementKind.TOTAL if _TOTAL_LINE.match(folded(text)) else MeasurementKind.EXPRESSION
    return Measurement(text, result.value, kind, None, result.label)


def measurement_kind(text: str) -> MeasurementKind:
    """What a measurement's line without a flag is, by its words."""
    plain = folded(text).strip(' "')
    if _SUBTOTAL.match(plain):
        return MeasurementKind.SUBTOTAL
    return MeasurementKind.TOTAL if _TOTAL.match(plain) else MeasurementKind.EXPRESSION


def specifies(text: str) -> bool:
    """Whether a text says of itself that it explains the position above it."""
    return _SPECIFIES.match(folded(text)) is not None


def expression_in(text: str) -> tuple[str, Decimal] | None:
    """What computes in a line, all of it or what stands behind its last colon, and its value."""
    for part in (text, text.rpartition(":")[2]) if ":" in text else (text,):
        if not _DIGIT.search(part):
            continue
        try:
            return part.strip(), evaluate(part)
        except ExpressionError:
            continue
    return None


def computes_itself(text: str) -> bool:
    """Whether a line is a computation, with or without words and a colon before it."""
    found = expression_in(text)
    return found is not None and _COMPUTES.search(found[0]) is not None


def is_arithmetic(text: str) -> bool:
    """Whether a line is nothing but numbers that are computed: no heading reads so."""
    found = expression_in(text)
    return found is not None and found[0] == text.strip() and _COMPUTES.search(text) is not None


def numbers_place(text: str) -> bool:
    """Whether a line may name a room or a chapter by its number (`Místnost: 1.02`): no sum is written so."""
    found = _PLACE.search(text)
    return found is not None and any(map(str.isalpha, text[: found.start()]))


def states(text: str, value: Decimal | None) -> bool:
    """Whether a line computes, or says, the value beside it (`21,6 přípojka`, `2*3,5 rampa`)."""
    if value is None:
        return False
    found = expression_in(text)
    if found is not None and (found[0] == text.strip() or _OPERATES.search(found[0])):
        return True
    if any(parse_amount(number).value == value for number in _NUMBER.findall(text)):
        return True
    parts = (expression_in(part) for part in _PARTS.findall(text))
    return any(part is not None and abs(part[1] - value) <= LINE_TOLERANCE for part in parts)


def is_bare(position: Position, *, priced: bool = False) -> bool:
    """Whether a position has nothing but its text and its quantity, and prices only where `priced`: as a line has."""
    prices = bool(position.unit_price.raw or position.total_price.raw)
    return prices is priced and not (position.unit or position.ordinal or position.code)


def valueless(texts: Sequence[str], quantity: Decimal | None) -> Mapping[int, Measurement]:
    """Those of a position's texts, by their place, that come to its quantity together: its measurement.  Else none."""
    found = {place: held for place, text in enumerate(texts) if (held := expression_in(text)) is not None}
    total = sum((value for _, value in found.values()), Decimal(0))
    if not found or quantity is None or abs(total - quantity) > LINE_TOLERANCE:
        return {}
    return {
        place: Measurement(texts[place], None, MeasurementKind.EXPRESSION, part if part != texts[place] else None)
        for place, (part, _) in found.items()
    }


def only_ends(lines: Sequence[str], quantity: Decimal | None) -> bool:
    """Whether a text of several lines only ends in numbers (`… v místnostech`, `1.01 - 1.05`) and measures nothing."""
    *above, last = lines
    plain = not any(computes_itself(line) or result_of(line) is not None for line in above)
    return plain and computes_itself(last) and not valueless([last], quantity)
