"""Rows that stand several times in a budget.  Each row knows its group, and the groups are shared.

A file may hold one row thousands of times: what is made here costs each row the same, however many are equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.sums import unit_price

MOST_RELATED = 200
"""So many other rows a finding names at the most."""
Groups = dict[int, tuple[int, ...]]


class SameItem(NamedTuple):
    """One item in several places of a budget: its rows, and its unit prices from the lowest up."""

    rows: tuple[int, ...]
    prices: tuple[Decimal, ...]


def duplicates(bill: BillOfQuantities) -> Groups:
    """Rows of one section with the same code, description and unit."""
    rows: defaultdict[object, list[int]] = defaultdict(list)
    for item in bill.positions:
        if item.code or item.description:
            rows[item.object, item.section, item.code, item.variant, item.description, item.unit].append(item.index)
    return _repeated(rows.values())


def indistinct(bill: BillOfQuantities, groups: Groups) -> Groups:
    """The rows of groups that measurements, notes and quantity do not tell apart either."""
    rows: defaultdict[object, list[int]] = defaultdict(list)
    for index, group in groups.items():
        position = bill.positions[index]
        lines = tuple(line.text for line in position.measurements)
        notes = tuple(note.text for note in position.notes)
        rows[group[0], lines, notes, position.quantity.value].append(index)
    return _repeated(map(sorted, rows.values()))


def same_items(bill: BillOfQuantities, units: Sequence[str]) -> dict[int, SameItem]:
    """Priced rows of the whole budget with the same code, description and unit (`units`: the positions' plain ones)."""
    rows: defaultdict[object, list[int]] = defaultdict(list)
    for item in bill.positions:
        if item.description and unit_price(item):
            rows[item.code, item.variant, item.description, units[item.index]].append(item.index)
    found: dict[int, SameItem] = {}
    for group in rows.values():
        if len(group) > 1:
            prices = sorted(filter(None, (unit_price(bill.positions[index]) for index in group)))
            found.update(dict.fromkeys(group, SameItem(tuple(group), tuple(prices))))
    return found


def others(group: Sequence[int], index: int) -> tuple[int, ...]:
    """The other rows of a group, the first `MOST_RELATED` of them: a finding that names thousands helps nobody."""
    return tuple(islice((other for other in group if other != index), MOST_RELATED))


def _repeated(groups: Iterable[Sequence[int]]) -> Groups:
    found: Groups = {}
    for group in groups:
        if len(group) > 1:
            found.update(dict.fromkeys(group, tuple(group)))
    return found
