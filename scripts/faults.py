"""Seeded faults for any read budget: each alters a copy as a hurried or careless hand would, and says where.

A fault is provable where the document itself holds the number that contradicts it (a total, a measurement, a printed
sum); else it is plausible.  The generator knows nothing of rules.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from estimator_desktop.domain.bill import Amount, BillOfQuantities, MeasurementKind, Position
from estimator_desktop.domain.measuring import measured_quantity
from estimator_desktop.domain.units import normalise_unit


@dataclass(frozen=True, slots=True)
class Fault:
    """An altered budget.  `positions` are where a finding is due; empty: on a section (`section`) or the whole."""

    kind: str
    provable: bool
    bill: BillOfQuantities
    positions: tuple[int, ...] = ()
    section: int | None = None


Maker = Callable[[BillOfQuantities, random.Random], Fault | None]
_TEN = Decimal(10)


def times_ten(amount: Amount) -> Amount:
    """A number whose decimal point slipped."""
    value = (amount.value or Decimal(0)) * _TEN
    return Amount(f"{value:f}", value)


def changed(bill: BillOfQuantities, index: int, **values: object) -> BillOfQuantities:
    """The bill with one position changed."""
    positions = list(bill.positions)
    positions[index] = replace(positions[index], **values)  # type: ignore[arg-type]
    return replace(bill, positions=tuple(positions), proof=None)


def reindexed(bill: BillOfQuantities, positions: Sequence[Position]) -> BillOfQuantities:
    """The bill with other rows."""
    made = tuple(replace(position, index=index) for index, position in enumerate(positions))
    return replace(bill, positions=made, proof=None)


def _pick(bill: BillOfQuantities, rng: random.Random, fits: Callable[[Position], object]) -> Position | None:
    rows = [position for position in bill.positions if fits(position)]
    return rng.choice(rows) if rows else None


def _priced(position: Position) -> bool:
    return bool(position.unit_price.value and position.total_price.value and position.quantity.value)


def _measured(position: Position) -> bool:
    quantity = position.quantity.value
    return (
        bool(position.measurements and quantity)
        and measured_quantity(position.measurements, printed=quantity) is not None
    )


def wrong_product(bill: BillOfQuantities, rng: random.Random) -> Fault | None:
    """A total that somebody typed over."""
    row = _pick(bill, rng, _priced)
    if row is None or row.total_price.value is None:
        return None
    value = row.total_price.value + rng.choice([Decimal(1), Decimal("0.1"), Decimal(100), Decimal("-5.55")])
    return Fault("wrong product", True, changed(bill, row.index, total_price=Amount(f"{value:f}", value)), (row.index,))


def wrong_sum(bill: BillOfQuantities, rng: random.Random) -> Fault | None:
    """A printed section sum that is off."""
    rows = [part for part in bill.sections if part.total.value]
    if not rows:
        return None
    part = rng.choice(rows)
    value = (part.total.value or Decimal(0)) + rng.choice([Decimal(1000), Decimal("-250.50"), Decimal("12345.6")])
    sections = list(bill.sections)
    sections[part.index] = replace(part, total=Amount(f"{value:f}", value))
    return Fault("wrong sum", True, replace(bill, sections=tuple(sections), proof=None), (), part.index)


def quantity_measured(bill: BillOfQuantities, rng: random.Random) -> Fault | None:
    """A quantity ten times too large although its measurement or its total says otherwise."""
    row = _pick(bill, rng, lambda p: (_measured(p) or _priced(p)) and p.quantity.value)
    if row is None:
        return None
    return Fault("quantity x10", True, changed(bill, row.index, quantity=times_ten(row.quantity)), (row.index,))


def quantity_bare(bill: BillOfQuantities, rng: random.Random) -> Fault | None:
    """A quantity ten times too large where the document prints a mass or other rows depend on it."""
    row = _pick(bill, rng, lambda p: not p.measurements and not _priced(p) and p.quantity.value and p.total_mass.value)
    if row is None:
        return None
    return Fault(
        "quantity x10, mass printed", True, changed(bill, row.index, quantity=times_ten(row.quantity)), (row.index,)
    )


def price_alone(bill: BillOfQuantities, rng: random.Random) -> Fault | None:
    """A unit price ten times too large; the total is left."""
    row = _pick(bill, rng, _priced)
    if row is None:
        return None
    return Fault("price x10", True, changed(bill, row.index, unit_price=times_ten(row.unit_price)), (row.index,))


def price_with_total(bill: BillOfQuantities, rng: random.Random) -> Fault | None:
    """A unit price ten times too large and its total with it; the section sum is left."""
    row = _pick(bill, rng, lambda p: _priced(p) and p.section is not None and bill.sections[p.section].total.value)
    if row is None:
        return None
    made = changed(bill, row.index, unit_price=times_ten(row.unit_price), total_price=times_ten(row.total_price))
    return Fault("price and total x10", True, made, (row.index,))


def broken_expression(bill: BillOfQuantities, rng: random.Random) -> Fault | None:
    """A measurement line whose expression lost a sign, a bracket, or has another number."""

    def line_of(position: Position) -> list[int]:
        return [
            place
            for place, line in enumerate(position.measurements)
            if line.kind is MeasurementKind.EXPRESSION
            and line.value
            and re.fullmatch(r"[\d\s.,+*/()-]*\d[\d\s.,]*[*+][\d\s.,+*/()-]+", (line.expression or line.text))
        ]

    row = _pick(bill, rng, line_of)
    if row is None:
        return None
    place = rng.choice(line_of(row))
    line = row.measurements[place]
    text = line.expression or line.text
    numbers = [match for match in re.finditer(r"\d+(?:[.,]\d+)?", text) if match[0].strip("0.,")]
    way = rng.choice(["number", "bracket", "sign"])
    if way == "bracket":
        broken = text.replace(")", "", 1) if ")" in text else "(" + text
    elif way == "sign":
        spot = rng.choice([match.start() for match in re.finditer(r"[*+]", text)])
        broken = text[:spot] + "*/" + text[spot + 1 :]
    else:
        match = rng.choice(numbers)
        broken = (
            text[: match.start()] + str(Decimal(match[0].replace(",", ".")) + 3).replace(".", ",") + text[match.end() :]
        )
    measurements = list(row.measurements)
    measurements[place] = replace(
        line, text=line.text.replace(text, broken), expression=None if line.expression is None else broken
    )
    return Fault("broken expression", True, changed(bill, row.index, measurements=tuple(measurements)), (row.index,))


def unit_swapped(bill: BillOfQuantities, rng: random.Random) -> Fault | None:
    """m2 for m3 or the other way round."""
    row = _pick(bill, rng, lambda p: normalise_unit(p.unit) in {"m2", "m3"} and p.code)
    if row is None:
        return None
    swapped = "m3" if normalise_unit(row.unit) == "m2" else "m2"
    return Fault("unit m2/m3 swapped", False, changed(bill, row.index, unit=swapped), (row.index,))


def duplicated(bill: BillOfQuantities, rng: random.Random) -> Fault | None:
    """A row pasted twice."""
    row = _pick(bill, rng, lambda p: p.description and p.quantity.value)
    if row is None:
        return None
    rows = [*bill.positions[: row.index + 1], row, *bill.positions[row.index + 1 :]]
    return Fault("row duplicated", False, reindexed(bill, rows), (row.index, row.index + 1))


def deleted(bill: BillOfQuantities, rng: random.Random) -> Fault | None:
    """A row cut out of the middle of its object; the following row then stands after a gap."""

    def inside(position: Position) -> bool:
        here = position.index
        if not 0 < here < len(bill.positions) - 1 or not position.ordinal.isdigit():
            return False
        before, after = bill.positions[here - 1], bill.positions[here + 1]
        numbers = (before.ordinal, after.ordinal)
        return (
            before.object == position.object == after.object
            and all(number.isdigit() for number in numbers)
            and int(numbers[0]) + 2 == int(numbers[1])
        )

    row = _pick(bill, rng, inside)
    if row is None:
        return None
    rows = [*bill.positions[: row.index], *bill.positions[row.index + 1 :]]
    return Fault("row deleted", False, reindexed(bill, rows), (row.index,))


def crossed(bill: BillOfQuantities, rng: random.Random) -> Fault | None:
    """The descriptions of two rows of different trades exchanged."""
    catalogued = [p for p in bill.positions if re.fullmatch(r"\d{9}", p.code)]
    if len(catalogued) < 20:
        return None
    one = rng.choice(catalogued)
    others = [p for p in catalogued if p.code[:2] != one.code[:2]]
    if not others:
        return None
    other = rng.choice(others)
    made = changed(bill, one.index, description=other.description)
    made = changed(made, other.index, description=one.description)
    return Fault("code and description crossed", False, made, (one.index, other.index))


def system_mixed(bill: BillOfQuantities, rng: random.Random) -> Fault | None:
    """One row of another price system."""
    row = _pick(bill, rng, lambda p: p.price_system.strip() and "vlast" not in p.price_system.casefold())
    if row is None:
        return None
    other = "RTS 24/ I" if "RTS" not in row.price_system.upper() else "CS ÚRS 2024 01"
    return Fault("price system mixed", False, changed(bill, row.index, price_system=other), (row.index,))


def site_costs_removed(bill: BillOfQuantities, rng: random.Random) -> Fault | None:
    """All site and side costs gone."""
    words = re.compile(r"vrn|von\b|vedlejší|ostatní rozpočtové|všeobecné", re.IGNORECASE)
    sections = {part.index for part in bill.sections if words.search(f"{part.code} {part.name}")}
    sections |= {part.index for part in bill.sections if part.parent in sections}
    objects = {work.index for work in bill.objects if words.search(f"{work.code} {work.name}") or work.kind == "VON"}
    gone = [p for p in bill.positions if p.section in sections or p.object in objects or re.match(r"0\d{8}$", p.code)]
    if not gone:
        return None
    lost = {position.index for position in gone}
    rows = [position for position in bill.positions if position.index not in lost]
    return Fault("VRN removed", False, reindexed(bill, rows))


def transfer_removed(bill: BillOfQuantities, rng: random.Random) -> Fault | None:
    """A position 998 gone."""
    row = _pick(bill, rng, lambda p: p.code.startswith("998") and normalise_unit(p.unit) == "t")
    if row is None:
        return None
    rows = [*bill.positions[: row.index], *bill.positions[row.index + 1 :]]
    after = min(row.index, len(rows) - 1)  # the row that now stands after a gap shows it as well as the section
    return Fault("998 removed", False, reindexed(bill, rows), (after,), row.section)


def transfer_changed(bill: BillOfQuantities, rng: random.Random) -> Fault | None:
    """A position 998 of another weight."""
    row = _pick(
        bill, rng, lambda p: p.code.startswith("998") and normalise_unit(p.unit) == "t" and (p.quantity.value or 0) > 1
    )
    if row is None or not any(position.total_mass.value for position in bill.positions):
        return None
    value = (row.quantity.value or Decimal(0)) * rng.choice([Decimal("0.5"), Decimal("1.4"), Decimal(3)])
    return Fault("998 changed", False, changed(bill, row.index, quantity=Amount(f"{value:f}", value)), (row.index,))


def formwork_not_struck(bill: BillOfQuantities, rng: random.Random) -> Fault | None:
    """Formwork that is never struck: the row cut out."""
    row = _pick(
        bill, rng,
        lambda p: re.search(r"odstranění", p.description, re.IGNORECASE)
        and re.search(r"bednění", p.description, re.IGNORECASE)
        and re.fullmatch(r"[23456]\d{8}", p.code),
    )  # fmt: skip
    if row is None:
        return None
    group = row.code[:6]
    rows = [position for position in bill.positions if position.index != row.index]
    erected = tuple(
        place
        for place, position in enumerate(rows)
        if position.object == row.object and position.code[:6] == group
        and not re.search(r"odstranění", position.description, re.IGNORECASE)
    )  # fmt: skip
    return Fault("formwork not struck", False, reindexed(bill, rows), erected) if erected else None


MAKERS: tuple[Maker, ...] = (
    wrong_product,
    wrong_sum,
    quantity_measured,
    quantity_bare,
    price_alone,
    price_with_total,
    broken_expression,
    unit_swapped,
    duplicated,
    deleted,
    crossed,
    system_mixed,
    site_costs_removed,
    transfer_removed,
    transfer_changed,
    formwork_not_struck,
)
