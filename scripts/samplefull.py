"""A bill in which every field of every part says something, and nothing is where one would expect it.

Objects nest and interleave, sections stand inside others and before their objects, positions outside both, codes repeat
with other wordings, numbers are printed in ways of their own, texts hold what files dislike.
"""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from estimator_desktop.domain.bill import (
    NOTHING,
    Amount,
    BillOfQuantities,
    Measurement,
    MeasurementKind,
    Note,
    Position,
    RecapitulationLine,
    Section,
    Source,
    WorkObject,
)
from estimator_desktop.domain.box import Box
from estimator_desktop.domain.numbers import round_half_up

TEXTS = (
    "Hloubení rýh šířky do 800 mm",
    "Zdivo z cihel & tvárnic <P10> \"Therm\" 'M5'",
    "=SUM(A1:A9)",
    "+420 123 456 789",
    "-5 % z ceny",
    "@import",
    "žluťoučký kůň — příliš\núpěl ďábelské ódy",
    "konec instrukce ?> a ]]> i <!-- -->",
    "=cmd|' /C calc'!A0",
)
_MODEST = 9973
NOTE_KINDS = ("PP", "P", "PSC", "TS", "POP", "text")
RATES = ("základní", "snížená", "", "nulová", "sníž. přenesená")


def full_bill(count: int = 60, seed: int = 1) -> BillOfQuantities:
    """The bill; the same for the same seed."""
    dice = random.Random(seed)
    objects = (
        WorkObject(0, "SO 01", "Hala", None, "STA", _amount(dice), _source(dice)),
        WorkObject(1, "SO 02", "Přístavba", None, "ING", NOTHING, _source(dice)),
        WorkObject(2, "SO 01.1", "Základy", 0, "Soupis", _amount(dice), None),
        WorkObject(3, "SO 02.1", "=Krov", 1, "", NOTHING, _source(dice)),
        WorkObject(4, "SO 01.2", "Prázdný", 0, "STAVEBNI_OBJEKT", NOTHING, None),
    )
    sections = (
        Section(0, "HSV", "Práce a dodávky HSV", 2, None, _amount(dice), _source(dice)),
        Section(1, "1", "Zemní práce", 2, 0, _amount(dice), _source(dice)),
        Section(2, "", "Bez kódu", 3, None, NOTHING, None),
        Section(3, "", "Také bez kódu", 3, None, NOTHING, None),
        Section(4, "2", "Zakládání", 2, 0, NOTHING, _source(dice)),
        Section(5, "1", "Zemní práce", 0, None, _amount(dice), None),
        Section(6, "X", "Mimo objekty", None, None, NOTHING, None),
        Section(7, "1", "Zemní práce jinak", 3, None, NOTHING, _source(dice)),
        Section(8, "@", "-prázdný", 1, None, NOTHING, None),
    )
    positions = tuple(_position(dice, index, sections) for index in range(count))
    lines = tuple(
        RecapitulationLine(scope, scope[:3], f"řádek {scope}", _amount(dice), work, section, rate, _source(dice))
        for scope, work, section, rate in (
            ("object", 0, None, ""),
            ("section", None, 1, ""),
            ("bill", None, None, ""),
            ("vat", None, None, "21"),
        )
    )
    return BillOfQuantities(
        "kros_pdf",
        "plný rozpočet.pdf",
        positions,
        objects,
        sections,
        lines,
        code="2026-07",
        name="Hala & přístavba",
        pages=12,
        printed_position_count=count,
        price_level="2026/I",
        currency="EUR",
        price_decimals=2,
        warnings=(("page_without_text", "3"),),
    )


def modest_bill(count: int = 60, seed: int = 1) -> BillOfQuantities:
    """The same with quantities and prices of the size that budgets have, so that sums keep their hundredths."""
    full = full_bill(count, seed)
    return replace(full, positions=tuple(map(_modest, full.positions)))


def _modest(position: Position) -> Position:
    def small(amount: Amount, places: int = 5) -> Amount:
        return amount if amount.value is None else Amount(amount.raw, round_half_up(amount.value % _MODEST, places))

    return replace(
        position,
        quantity=small(position.quantity),
        unit_price=small(position.unit_price),
        total_price=small(position.total_price, 2),
        supply_price=small(position.supply_price),
        installation_price=small(position.installation_price),
    )


def _amount(dice: random.Random, *, open_too: bool = False) -> Amount:
    """A number; `open_too`: or one of two readings (reading settles those of quantities and prices, if it can)."""
    value = Decimal(dice.randint(-5_000_000, 90_000_000)).scaleb(-dice.randint(0, 5))
    shape = dice.randrange(4)
    if shape == 0:
        return Amount(f"{value:f}", value)
    if shape == 1:
        return Amount(f"{value:,.3f}".replace(",", " ").replace(".", ","), round_half_up(value, 3))
    if shape == 2 or not open_too:
        return NOTHING
    return Amount("126.000", Decimal("126.000"), Decimal(126000))


def _source(dice: random.Random) -> Source:
    if dice.random() < 0.5:
        return Source("plný rozpočet.pdf", dice.randint(1, 12), Box(1.5, dice.random() * 700, 500.25, 712.0))
    return Source("plný rozpočet.pdf", sheet="SO 01", row=dice.randint(1, 900))


def _position(dice: random.Random, index: int, sections: tuple[Section, ...]) -> Position:
    section = dice.choice([None, *(item.index for item in sections if item.index != len(sections) - 1)])
    work = dice.choice([None, 0, 1, 2, 3]) if section is None else sections[section].object
    quantity = Amount("nelze číst", None) if dice.random() < 0.05 else _amount(dice)
    price = _amount(dice)
    parts = (_amount(dice), _amount(dice)) if dice.random() < 0.2 else (NOTHING, NOTHING)
    if parts[0].value is not None:
        price = NOTHING
    total = _amount(dice)
    if quantity.value is not None and price.value is not None and dice.random() < 0.7:
        value = round_half_up(quantity.value * price.value, 2)
        total = Amount(f"{value:f}", value)
    return Position(
        index=index,
        description=dice.choice(TEXTS),
        object=work,
        section=section,
        ordinal=str(index + 1) if dice.random() < 0.9 else "",
        row_type=dice.choice(("K", "M", "P", "", "POL1_1")),
        code=dice.choice(("131201101", "R-1", "", "=1+1", "998 ?>", f"9{index:05d}")),
        variant=dice.choice(("", "kn")),
        unit=dice.choice(("m3", "m2", "kus", "%", "", "-")),
        quantity=quantity,
        unit_price=price,
        total_price=total,
        price_system=dice.choice(("CS ÚRS 2026 01", "vlastní", "")),
        supply_price=parts[0],
        installation_price=parts[1],
        unit_mass=_amount(dice, open_too=True),
        total_mass=_amount(dice, open_too=True),
        debris_mass=_amount(dice, open_too=True),
        vat_rate=dice.choice(RATES),
        measurements=tuple(_line(dice, number) for number in range(dice.choice((0, 0, 1, 4)))),
        notes=tuple(Note(dice.choice(NOTE_KINDS), dice.choice(TEXTS)) for _ in range(dice.choice((0, 1, 3)))),
        source=_source(dice) if dice.random() < 0.9 else None,
        confidence=(("code", 0.93), ("quantity", 0.5)) if dice.random() < 0.2 else (),
    )


def _line(dice: random.Random, number: int) -> Measurement:
    kind = dice.choice(list(MeasurementKind))
    text = {
        MeasurementKind.TEXT: "dle výkresu D.1.1",
        MeasurementKind.SUBTOTAL: "Mezisoučet",
        MeasurementKind.TOTAL: "Součet",
    }.get(kind, f"{dice.randint(1, 90)},5*(2,4+{dice.randint(1, 9)})")
    return Measurement(
        text,
        dice.choice((None, Decimal("12.34"), Decimal(-6))),
        kind,
        dice.choice((None, text, "F1*2")),
        dice.choice((None, "A", f"F{number}")),
        dice.choice((None, True, False)),
        _source(dice) if dice.random() < 0.3 else None,
    )
