"""The run of ordinals within an object: gaps and repetitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from estimator_desktop.domain.bill import BillOfQuantities, Position


@dataclass(frozen=True, slots=True)
class OrdinalBreak:
    """An ordinal that is missing (`position` is the one that follows it) or stands twice (`position` is the second)."""

    position: int
    expected: int
    found: int
    repeated: bool


def groups(bill: BillOfQuantities) -> Iterator[Sequence[Position]]:
    """The positions of each object, in document order."""
    by_object: dict[int | None, list[Position]] = {}
    for position in bill.positions:
        by_object.setdefault(position.object, []).append(position)
    yield from by_object.values()


def breaks(positions: Sequence[Position]) -> tuple[tuple[OrdinalBreak, ...], int]:
    """What is missing from or repeated in one object's ordinals, and how many were checked.

    The order on paper does not matter: programs print late additions in their section.  An ordinal 1 begins a new run
    (a new sheet or block).  Where ordinals of one run stand twice, it may be several blocks whose first row has no
    number: it is cut where the numbers fall, if that explains more.  Ordinals that do not run at all (more than a third
    missing or repeated) say nothing and are not checked: (), 0.
    """
    found: list[OrdinalBreak] = []
    checked = 0
    for run in _runs(positions):
        whole = _breaks_in(run)
        if any(item.repeated for item in whole):
            parts = list(_falls(run))
            cut = [item for part in parts for item in _breaks_in(part)]
            whole = cut if len(cut) + len(parts) - 1 < len(whole) else whole
        found.extend(whole)
        checked += len(run)
    if len(found) * 3 > checked:
        return (), 0
    return tuple(sorted(found, key=lambda item: item.position)), checked


def first_number(bill: BillOfQuantities) -> int | None:
    """The lowest ordinal of the first object, where its ordinals run; None where they do not."""
    first = next(groups(bill), ())
    numbers = [number for position in first if (number := _number(position)) is not None]
    return min(numbers) if breaks(first)[1] else None


_Run = list[tuple[int, int]]
"""Index and ordinal of positions that are numbered together."""


def _breaks_in(run: _Run) -> list[OrdinalBreak]:
    found: list[OrdinalBreak] = []
    first: dict[int, int] = {}
    for index, number in run:
        if number in first:
            found.append(OrdinalBreak(index, number, number, repeated=True))
        else:
            first[number] = index
    previous = min(first) - 1
    for number in sorted(first):
        if number != previous + 1:
            found.append(OrdinalBreak(first[number], previous + 1, number, repeated=False))
        previous = number
    return found


def _runs(positions: Sequence[Position]) -> Iterator[_Run]:
    """The numbered positions, cut where the numbering starts again at 1."""
    run: _Run = []
    for position in positions:
        number = _number(position)
        if number is None:
            continue
        if number == 1 and run:
            yield run
            run = []
        run.append((position.index, number))
    if run:
        yield run


def _falls(run: _Run) -> Iterator[_Run]:
    """The run cut before every ordinal lower than the one before it."""
    part = [run[0]]
    for item in run[1:]:
        if item[1] < part[-1][1]:
            yield part
            part = []
        part.append(item)
    yield part


def _number(position: Position) -> int | None:
    """The ordinal as a number; None where it is none, or is numbered in levels (`1.1`)."""
    text = position.ordinal.strip().rstrip(".")
    return int(text) if text.isascii() and text.isdigit() else None
