"""The run of ordinals within an object: gaps and repetitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from estimator_desktop.domain.bill import BillOfQuantities, Position


@dataclass(frozen=True, slots=True)
class OrdinalBreak:
    """Where the run breaks: `position` (index) carries `found` where `expected` should stand."""

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
    """The breaks of one object's run, and how many ordinals were checked.

    A run that begins again at 1 is a restart (a new sheet, section or block), not a break.  Ordinals that do not run at
    all (more than a third would break) say nothing and are not checked: (), 0.
    """
    numbered = [
        (position.index, int(text)) for position in positions if (text := position.ordinal.strip().rstrip(".")).isdigit()
    ]
    if len(numbered) < 2:
        return (), len(numbered)
    found: list[OrdinalBreak] = []
    previous = numbered[0][1]
    seen = {previous}
    for index, number in numbered[1:]:
        if number == 1:
            seen = set()
        elif number != previous + 1:
            found.append(OrdinalBreak(index, previous + 1, number, number in seen))
        seen.add(number)
        previous = number
    if len(found) * 3 > len(numbered):
        return (), 0
    return tuple(found), len(numbered)
