"""Sums over a bill, computed once and used by the proof, the audit, the table and the exports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.domain.numbers import round_half_up

CENT = Decimal("0.01")


def unit_price(position: Position) -> Decimal | None:
    """The position's unit price; supply plus installation where only those are printed.  None: not priced."""
    if position.unit_price.value is not None:
        return position.unit_price.value
    parts = [amount.value for amount in (position.supply_price, position.installation_price)]
    known = [value for value in parts if value is not None]
    return sum(known, Decimal(0)) if known else None


def product(position: Position) -> Decimal | None:
    """Quantity times unit price, rounded half up to hundredths; None where either is missing."""
    price = unit_price(position)
    if position.quantity.value is None or price is None:
        return None
    return round_half_up(position.quantity.value * price, 2)


def is_priced(position: Position) -> bool:
    """Whether a price other than zero is printed."""
    return bool(unit_price(position)) or bool(position.total_price.value)


def value_of(position: Position) -> Decimal:
    """What the position costs: its printed total, else quantity times price, else nothing."""
    if position.total_price.value is not None:
        return position.total_price.value
    return product(position) or Decimal(0)


def pricing(bill: BillOfQuantities) -> str:
    """`priced` (at least nine positions of ten carry a price), `blind` (at most one in a hundred) or `partly`."""
    if not bill.positions:
        return "blind"
    share = sum(map(is_priced, bill.positions)) / len(bill.positions)
    if share >= 0.9:
        return "priced"
    return "blind" if share <= 0.01 else "partly"


@dataclass(frozen=True, slots=True)
class Sums:
    """Totals of the positions below each section and object (nested ones included), and how many they are."""

    sections: Mapping[int, Decimal]
    section_counts: Mapping[int, int]
    objects: Mapping[int, Decimal]
    object_counts: Mapping[int, int]
    whole: Decimal


def sums(bill: BillOfQuantities) -> Sums:
    """Add the positions' printed totals up the tree."""
    sections: defaultdict[int, Decimal] = defaultdict(Decimal)
    objects: defaultdict[int, Decimal] = defaultdict(Decimal)
    section_counts: defaultdict[int, int] = defaultdict(int)
    object_counts: defaultdict[int, int] = defaultdict(int)
    whole = Decimal(0)
    for position in bill.positions:
        value = value_of(position)
        whole += value
        section = position.section
        while section is not None:
            sections[section] += value
            section_counts[section] += 1
            section = bill.sections[section].parent
        work_object = position.object
        while work_object is not None:
            objects[work_object] += value
            object_counts[work_object] += 1
            work_object = bill.objects[work_object].parent
    return Sums(sections, section_counts, objects, object_counts, whole)


def sum_agrees(printed: Decimal, found: Decimal, count: int) -> bool:
    """Whether a printed sum and its parts agree: within a hundredth for each part, at least two."""
    return abs(printed - found) <= CENT * max(2, count)
