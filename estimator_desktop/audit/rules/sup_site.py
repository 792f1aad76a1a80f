"""SUP: masses, debris, haulage and what the site needs.

Source: the general conditions of the price systems: transfer of materials (998) is measured in tonnes of what the works
of its trade weigh; debris is moved, carted away and paid for by the tonne.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from estimator_desktop.audit.facts import HSV
from estimator_desktop.audit.recognise import Scheme
from estimator_desktop.audit.rules import (
    PASSED,
    BillRule,
    Context,
    Needs,
    Placed,
    Rule,
    Ruling,
    Weight,
    amber,
    failed,
    off_by_percent,
    red,
)
from estimator_desktop.audit.systematics import Kind
from estimator_desktop.domain.bill import Position
from estimator_desktop.domain.numbers import decimals, round_half_up
from estimator_desktop.domain.verdict import Concern, Role

_SMALL = Decimal("0.01")
_EXTRA_DISTANCE = re.compile(r"(?:zkd|dals\w+|kazdy\w*).{0,12}\b(1 ?000 ?m|1 ?km|km)\b")
_HEAVIEST = {
    "m3": Decimal(9), "m2": Decimal("3.5"), "m": Decimal(12), "t": Decimal("1.6"), "kg": Decimal("0.0016"),
}  # fmt: skip
"""More tonnes than one unit can weigh (steel by the cubic metre, a thick stone wall by the square metre, piles)."""
_LIGHTEST = {"t": Decimal("0.5"), "kg": Decimal("0.0005"), "m3": Decimal("0.008")}
"""Less than one unit can weigh where it weighs anything (the lightest insulation has 10 kg/m³)."""


def m2_transfer(position: Position, context: Context) -> Ruling | None:
    """The tonnes of a position 998 are what its trade weighs in the object."""
    facts = context.facts
    work = facts.works[position.index]
    quantity = position.quantity.value
    if work.kind is not Kind.TRANSFER or facts.units[position.index] != "t" or quantity is None:
        return None
    base = work.code.base
    trade = base[3:6] if base.startswith("9987") else (facts.trades[position.index] or HSV)
    mass = facts.masses.get((position.object, trade))
    if not mass or len(facts.transfers.get((position.object, trade), ())) > 3:
        return None
    mass = round_half_up(mass, 3)
    if abs(mass - quantity) <= _SMALL or off_by_percent(mass, quantity) <= context.pack["m2_percent"]:
        return PASSED
    return failed(amber("m2_transfer", mass, quantity, difference=round_half_up(quantity - mass, 3)))


def m3_debris(position: Position, context: Context) -> Ruling | None:
    """Debris moved, carted away and paid for is what the demolition yields."""
    facts = context.facts
    work = facts.works[position.index]
    quantity = position.quantity.value
    if work.kind is not Kind.DEBRIS or work.words.extra or facts.units[position.index] != "t" or not quantity:
        return None
    if _EXTRA_DISTANCE.search(work.words.folded):
        return None
    same, rows = facts.total(position.object, Kind.DEBRIS, unit="t")
    stream = _stream(work.words.folded)
    peers = [
        context.bill.positions[row].quantity.value or Decimal(0)
        for row in rows
        if _stream(facts.works[row].words.folded) == stream
        and not _EXTRA_DISTANCE.search(facts.works[row].words.folded)
    ]
    debris = facts.debris.get(position.object)
    references = ([debris] if debris else []) + [value for value in peers if value != quantity]
    paid, fees = facts.total(position.object, Kind.DEBRIS_FEE, unit="t")
    if fees:
        references.append(paid)
    if not references and len(peers) < 2:
        return None
    close = any(off_by_percent(value, quantity) <= context.pack["m3_percent"] for value in references)
    if close or peers.count(quantity) > 1:
        return PASSED
    # Parts of the debris may go different ways: together they may be the whole.
    for whole in (debris, paid):
        if whole and off_by_percent(same, whole) <= context.pack["m3_percent"]:
            return PASSED
    best = min(references, key=lambda value: abs(value - quantity)) if references else Decimal(0)
    return failed(amber("m3_debris", round_half_up(best, 3), quantity))


def _stream(text: str) -> str:
    """Which part of the debris a position carts: loose, in lumps, dismantled, or all of it."""
    return next((name for name in ("sypk", "kusov", "vybouran") if name in text and "suti a vybouran" not in text), "")


def m4_unit_mass(position: Position, context: Context) -> Ruling | None:
    """One unit weighs what one unit of its kind can weigh."""
    mass, unit = position.unit_mass.value, context.facts.units[position.index]
    if not mass or mass < 0 or unit not in _HEAVIEST:
        return None
    heavy, light = _HEAVIEST[unit], _LIGHTEST.get(unit)
    scheme = context.facts.works[position.index].code.scheme
    if mass > heavy:
        return failed(amber("m4_heavy", heavy, mass, unit=position.unit))
    # A work by the tonne or cubic metre may only add fixings to what is delivered apart; a material is what it weighs.
    if light is not None and scheme is Scheme.MATERIAL and mass < light:
        return failed(amber("m4_light", light, mass, unit=position.unit))
    return PASSED


def m5_distance(position: Position, context: Context) -> Ruling | None:
    """A surcharge for further kilometres is a base quantity times whole kilometres."""
    facts = context.facts
    work = facts.works[position.index]
    quantity = position.quantity.value
    if not quantity or quantity <= 0 or not _EXTRA_DISTANCE.search(work.words.folded):
        return None
    if work.code.base[:3] not in {"162", "997"}:
        return None
    unit = facts.units[position.index]
    kinds = (Kind.HAULAGE, Kind.LOADING) if work.code.base.startswith("162") else (Kind.DEBRIS, Kind.DEBRIS_FEE)
    bases = []
    for row in facts.by_object.get(position.object, ()):
        other, value = facts.works[row], context.bill.positions[row].quantity.value
        if row == position.index or other.kind not in kinds or other.words.extra or not value or value <= 0:
            continue
        if facts.units[row] == unit and not _EXTRA_DISTANCE.search(other.words.folded):
            bases.append(value)
    if not bases:
        return None
    whole = [value for value in (*bases, sum(bases, Decimal(0))) if _whole(quantity / value)]
    if whole:
        return PASSED
    return failed(
        amber("m5_distance", round_half_up(bases[0], 3), quantity, value=round_half_up(quantity / bases[0], 2))
    )


def _whole(times: Decimal) -> bool:
    """Whether a number of times is whole, within what rounding to three decimals does."""
    nearest = round_half_up(times, 0)
    return 1 <= nearest <= 200 and abs(times - nearest) <= Decimal("0.01") * max(Decimal(1), nearest / 20)


def m6_mass(position: Position, context: Context) -> Ruling | None:
    """Quantity × unit mass is the printed mass."""
    unit_mass, total, quantity = position.unit_mass.value, position.total_mass.value, position.quantity.value
    if not unit_mass or total is None or quantity is None:
        return None
    computed = unit_mass * quantity
    if not total and context.facts.masses_missing:
        return None
    # Forms round both masses, prints to hundredths: half of the last printed place of one unit counts q times.
    slack = max(Decimal(1).scaleb(-decimals(total)), abs(total) * Decimal("0.002"))
    slack += abs(quantity) * Decimal("0.5").scaleb(-decimals(unit_mass))
    if abs(computed - total) <= slack:
        return PASSED
    places = max(3, min(6, decimals(total)))
    return failed(red("m6_mass", round_half_up(computed, places), round_half_up(total, places)))


_NO_TRANSFER = frozenset({"783", "784", "789"})
"""Trades whose price lists have no transfer of materials: paint is carried by the painter."""


def m1_transfer_missing(context: Context) -> tuple[Placed, ...] | None:
    """A trade that weighs something has its transfer of materials (998).

    The budget's own custom counts: where an object transfers some of its trades, a trade left out is an omission even
    if it is light or its mass is not printed; where no trade is transferred, only what is heavy is named.
    """
    facts = context.facts
    if not facts.transfers and not facts.masses:
        return None
    works: Counter[tuple[int | None, str]] = Counter()
    last: dict[tuple[int | None, str], int] = {}
    for position, trade, work in zip(context.bill.positions, facts.trades, facts.works, strict=True):
        if trade and work.code.scheme is Scheme.WORK and work.kind is not Kind.TRANSFER:
            works[position.object, trade] += 1
            last[position.object, trade] = position.index
    placed: list[Placed] = []
    with_transfer = {key[0] for key in facts.transfers}
    for key, count in works.items():
        work_object, trade = key
        if key in facts.transfers or trade in _NO_TRANSFER or _carried_by_family(context, work_object, trade):
            continue
        mass = facts.masses.get(key, Decimal(0))
        least = context.pack["m1_tonnes"] / (1 if trade == HSV else 20)
        customary = bool(facts.transfers) and (count >= 10 if trade == HSV else work_object in with_transfer)
        if mass > least or (customary and (mass >= _SMALL or not facts.masses)):
            if mass:
                issue = amber("m1_missing", round_half_up(mass, 3), "0", [last[key]], trade=trade)
            else:
                issue = amber("m1_customary", count, "0", [last[key]], trade=trade)
            home = _home(context, work_object, last[key]) if trade == HSV else context.bill.positions[last[key]].section
            placed.append(Placed(issue, section=home, work=work_object))
    return tuple(placed)


def _carried_by_family(context: Context, work_object: int | None, trade: str) -> bool:
    """Whether one 998 of a related trade (721 … 726, 731 … 735) carries the whole family: its tonnes are all of it."""
    facts, family = context.facts, trade[:2]
    if family not in {"72", "73"}:
        return False
    carriers = [
        context.bill.positions[row].quantity.value or Decimal(0)
        for (place, other), rows in facts.transfers.items()
        if place == work_object and other.startswith(family)
        for row in rows
        if facts.units[row] == "t"
    ]
    if not carriers or not facts.masses:
        return bool(carriers)
    items = facts.masses.items()
    weight = sum((mass for (place, other), mass in items if place == work_object and other[:2] == family), Decimal(0))
    return max(carriers) >= weight * Decimal("0.99")


def _home(context: Context, work_object: int | None, row: int) -> int | None:
    """The object's own section for transfers where it has one, else the section of the trade's last work."""
    for part in context.bill.sections:
        if part.object == work_object and (part.code.strip() in {"998", "99"} or "přesun hmot" in part.name.casefold()):
            return part.index
    return context.bill.positions[row].section


RULES = (
    Rule("M2", 1, Role.SUP, Weight.SUBSTANTIVE, Concern.PRACTICALITY, ("quantity", "total_mass"), "t(998) = Σ q · m",
         "m2_percent", m2_transfer, kinds=frozenset({Kind.TRANSFER})),
    Rule("M3", 1, Role.SUP, Weight.SUBSTANTIVE, Concern.PRACTICALITY, ("quantity", "debris_mass"),
         "debris = haulage = fees", "m3_percent", m3_debris, kinds=frozenset({Kind.DEBRIS})),
    Rule("M4", 1, Role.SUP, Weight.FORMAL, Concern.PRACTICALITY, ("unit_mass", "unit"), "m possible for its unit", "table",
         m4_unit_mass, needs=Needs.MASS),
    Rule("M5", 1, Role.SUP, Weight.SUBSTANTIVE, Concern.COST, ("quantity", "description"), "q = base × whole km", "0.01",
         m5_distance, kinds=frozenset({Kind.HAULAGE, Kind.DEBRIS, Kind.DEBRIS_FEE})),
    Rule("M6", 1, Role.SUP, Weight.SUBSTANTIVE, Concern.CODE, ("quantity", "unit_mass", "total_mass"), "q · m = mass",
         "0.2 %", m6_mass, needs=Needs.MASS),
)  # fmt: skip
BILL_RULES = (
    BillRule("M1", 1, Role.SUP, Concern.PRACTICALITY, ("total_mass", "code"), "mass > s ⇒ 998", "m1_tonnes",
             m1_transfer_missing),
)  # fmt: skip
