"""What stands under a position in a table without labels: lines of its measurement, and remarks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from estimator_desktop.domain.bill import Measurement, MeasurementKind, Position, Source
from estimator_desktop.domain.measuring import gives
from estimator_desktop.reading.computing import (
    computes_itself,
    measurement_kind,
    numbers_place,
    result_of,
    specifies,
    states,
    valueless,
    with_result,
)
from estimator_desktop.reading.outline import Event, Remark
from estimator_desktop.reading.vocabulary import folded

_REMARK = re.compile(r"(varianta|pozn(amka)?|upozorneni|rozmery|note|hinweis|bemerkung)\s*[:.]")
_LONG = 120
_ONE = Decimal(1)
_MOST = 0.5
_SAME = 8
"""So many signs at the beginning of two texts show that one is the other in full."""
_COMMENT = re.compile(r'"[^"]*"?|\'.*')
_EXPRESSION = re.compile(r"[\d\s.,+\-*/()^=x×:\[\]]+")


Plain = tuple[str, Decimal | None]
"""A row's text and quantity, where it has nothing else."""


def beneath(
    text: str,
    value: Decimal | None,
    last: Event | None,
    source: Source,
    following: Sequence[Plain],
    *,
    numbered: bool = False,
    alike: bool = False,
) -> list[Event]:
    """What a row with nothing but a text, and perhaps a quantity, is under the event `last`; nothing: no child of it.

    `following` are the texts and quantities of the rows below it that are like it; `numbered` says that positions have
    ordinals, so that a quantity without one belongs to a measurement whatever its text says; `alike` that the position
    above has no more than this row, so that only what is nothing but a computation can be under it.
    """
    if not isinstance(last, (Position, Remark, Measurement)):
        return []
    if value is not None:
        kind = measurement_kind(text)
        summed = kind is not MeasurementKind.EXPRESSION and isinstance(last, Measurement)
        if summed or _is_expression(text) or (not alike and (numbered or states(text, value))):
            return [Measurement(text, value, kind, source=source)]
        return []
    parts = list(_parts(text))
    if any(isinstance(part, Measurement) for part in parts):
        return [replace(part, source=source) if isinstance(part, Measurement) else part for part in parts]
    if isinstance(last, Position) and _repeats(text, last.description):
        return [Remark(text)]
    if _REMARK.match(folded(text)) or specifies(text) or _says_more(text) or _computes(text, last):
        return [Remark(text)]
    first = next((row for row in following if row[1] is not None or _counts(*row)), None)
    if first is None:
        return []
    counted = _is_expression(first[0]) if alike else numbered or _counts(*first)
    return [Remark(text)] if counted else []


def measured_beneath(rows: Sequence[Plain | None], quantities: Sequence[Decimal | None]) -> bool:
    """Whether rows with nothing but a text and a quantity come to what the rows above them count, most of them.

    `rows` are None where a row has more.  Beneath one piece of something they show nothing.
    """
    held: list[bool] = []
    above, total = _ONE, Decimal(0)
    for row, quantity in zip([*rows, None], [*quantities, None], strict=True):
        if row is not None:
            text, value = row
            total += value if value is not None and measurement_kind(text) is MeasurementKind.EXPRESSION else 0
            continue
        if total and above != _ONE:
            held.append(gives(total, above))
        above, total = quantity or _ONE, Decimal(0)
    return bool(held) and sum(held) >= _MOST * len(held)


def _computes(text: str, last: Event) -> bool:
    """Whether a text is a computation under the event `last`, and not the name of a room by its number."""
    if isinstance(last, Position) and numbers_place(text):
        return bool(valueless([text], last.quantity.value))
    return computes_itself(text)


def _counts(text: str, value: Decimal | None) -> bool:
    """Whether a row is surely a line of a measurement."""
    if value is None:
        return computes_itself(text) or result_of(text) is not None
    return _is_expression(text) or states(text, value)


def _parts(text: str) -> Iterator[Event]:
    """The lines of a cell: those with their results, and what stands between them together."""
    for found, lines in groupby(text.splitlines(), key=lambda line: result_of(line) is not None):
        if not found:
            yield Remark("\n".join(lines).strip())
            continue
        for line in lines:
            result = result_of(line)
            if result is not None:
                yield with_result(line.strip(), result)


def settled(events: Sequence[Event]) -> list[Event]:
    """The events, where remarks under a position that has no measurement come to its quantity: as its measurement."""
    result: list[Event] = []
    place = 0
    while place < len(events):
        event = events[place]
        result.append(event)
        place += 1
        if not isinstance(event, Position):
            continue
        end = place
        while end < len(events) and isinstance(events[end], Remark):
            end += 1
        remarks = [item for item in events[place:end] if isinstance(item, Remark)]
        if remarks and not (end < len(events) and isinstance(events[end], Measurement)):
            lines = valueless([remark.text for remark in remarks], event.quantity.value)
            result.extend(lines.get(number, remark) for number, remark in enumerate(remarks))
            place = end
    return result


def _is_expression(text: str) -> bool:
    """Whether a text is a computation, comments in quotation marks aside."""
    plain = _COMMENT.sub("", text)
    return bool(_EXPRESSION.fullmatch(plain)) and any(sign.isdigit() for sign in plain)


def _repeats(text: str, description: str) -> bool:
    """Whether a text begins as a description does: it says the same in full."""
    words, others = folded(text).split(), folded(description).split()
    return len(words) > 1 and words[:2] == others[:2] and len(" ".join(words[:2])) >= _SAME


def _says_more(text: str) -> bool:
    """Whether a text goes on about what stands above it: it is long, or begins in the middle of a sentence."""
    return len(text) > _LONG or text[0].islower() or text[0] in "-–•*("
