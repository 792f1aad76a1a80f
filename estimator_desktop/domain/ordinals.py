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
    (a new sheet or block).  Ordinals that do not run at all (more than a third missing or repeated) say nothing and are
    not checked: (), 0.
    """
    found: list[OrdinalBreak] = []
    checked = 0
    for run in _runs(positions):
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
        checked += len(run)
    if len(found) * 3 > checked:
        return (), 0
    return tuple(sorted(found, key=lambda item: item.position)), checked


def _runs(positions: Sequence[Position]) -> Iterator[list[tuple[int, int]]]:
    """Index and ordinal of each numbered position, cut where the numbering starts again at 1."""
    run: list[tuple[int, int]] = []
    for position in positions:
        text = position.ordinal.strip().rstrip(".")
        if not (text.isascii() and text.isdigit()):
            continue
        number = int(text)
        if number == 1 and run:
            yield run
            run = []
        run.append((position.index, number))
    if run:
        yield run
