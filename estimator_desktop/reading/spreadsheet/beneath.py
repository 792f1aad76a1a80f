"""What stands under a position in a table without labels: lines of its measurement, and remarks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from estimator_desktop.domain.bill import Measurement, MeasurementKind, Position, Source
from estimator_desktop.reading.computing import computes_itself, result_of, specifies, states, valueless, with_result
from estimator_desktop.reading.draft import measurement_kind
from estimator_desktop.reading.outline import Event, Remark
from estimator_desktop.reading.vocabulary import folded

_REMARK = re.compile(r"(varianta|pozn(amka)?|upozorneni|rozmery|note|hinweis|bemerkung)\s*[:.]")
_LONG = 120
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
) -> list[Event]:
    """What a row with nothing but a text, and perhaps a quantity, is under the event `last`; nothing: no child of it.

    `following` are the texts and quantities of the rows below it that are like it; `numbered` says that positions have
    ordinals, so that a quantity without one belongs to a measurement whatever its text says.
    """
    if not isinstance(last, (Position, Remark, Measurement)):
        return []
    if value is not None:
        kind = measurement_kind(text)
        summed = kind is not MeasurementKind.EXPRESSION and isinstance(last, Measurement)
        if summed or numbered or is_expression(text) or states(text, value):
            return [Measurement(text, value, kind, source=source)]
        return []
    parts = list(_parts(text))
    if any(isinstance(part, Measurement) for part in parts):
        return [replace(part, source=source) if isinstance(part, Measurement) else part for part in parts]
    if isinstance(last, Position) and _repeats(text, last.description):
        return [Remark(text)]
    if _REMARK.match(folded(text)) or specifies(text) or _says_more(text) or computes_itself(text):
        return [Remark(text)]
    counted = any(_counts(*row) or (numbered and row[1] is not None) for row in following)
    return [Remark(text)] if counted else []


def _counts(text: str, value: Decimal | None) -> bool:
    """Whether a row is surely a line of a measurement."""
    if value is None:
        return computes_itself(text) or result_of(text) is not None
    return is_expression(text) or states(text, value)


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


def is_expression(text: str) -> bool:
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
