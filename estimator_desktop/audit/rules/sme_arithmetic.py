"""SME: the budget's own arithmetic.

Sources: `docs/rules.md`; decree 169/2016 Sb. (a bid's price is the sum of its priced positions); the field
specification of KROS (totals are rounded to hundredths).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

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
    not_checked,
    red,
)
from estimator_desktop.domain.bill import Position
from estimator_desktop.domain.numbers import decimals, parse_amount, round_half_up
from estimator_desktop.domain.recognition import doubtful_fields, read_as
from estimator_desktop.domain.sums import CENT, product, sum_agrees, unit_price, value_of
from estimator_desktop.domain.verdict import Concern, Role

_DEDUCTION = ("odpočet", "odečet", "méněprác", "menepra", "sleva", "odpocet", "dobropis", "vratka")


def a1_product(position: Position, context: Context) -> Ruling | None:
    """Quantity × unit price, rounded to hundredths, is the printed total."""
    total = position.total_price.value
    if not unit_price(position) and not total:
        return None
    if total is None and not context.facts.priced_totals:
        return None
    computed = product(position)
    if computed is None or total is None:
        return not_checked("price_or_quantity_missing")
    if abs(computed - total) <= CENT:
        return PASSED
    return failed(red("a1_product", computed, round_half_up(total, 2)))


def a5_quantity(position: Position, context: Context) -> Ruling | None:
    """The quantity is a positive number."""
    quantity = position.quantity
    if quantity.unreadable:
        return failed(red("a5_not_a_number", "", quantity.raw))
    if quantity.value is None or quantity.ambiguous:
        return None
    if quantity.value == 0:
        return failed(amber("a5_zero", "", "0"))
    if quantity.value < 0:
        deduction = any(word in position.description.casefold() for word in _DEDUCTION)
        return PASSED if deduction else failed(red("a5_negative", "", quantity.value))
    return PASSED


def a6_price(position: Position, context: Context) -> Ruling | None:
    """In a priced budget every position has a price."""
    if context.pricing != "priced":
        return None
    if unit_price(position) or position.total_price.value:
        return PASSED
    return failed(red("a6_missing_price", "", position.unit_price.raw or "0"))


def a7_negative_price(position: Position, context: Context) -> Ruling | None:
    """A negative price is called a discount or a deduction."""
    price = unit_price(position)
    if not price:
        return None
    if price > 0 or any(word in position.description.casefold() for word in _DEDUCTION):
        return PASSED
    return failed(amber("a7_negative_price", "", price))


def a8_decimals(position: Position, context: Context) -> Ruling | None:
    """Prices carry no more decimals than the document's own setting."""
    places = context.bill.price_decimals
    price = position.unit_price.value
    if places is None or not price:
        return None
    if decimals(price.normalize()) <= places:
        return PASSED
    return failed(amber("a8_decimals", places, price))


def a9_separators(position: Position, context: Context) -> Ruling | None:
    """A number with an ambiguous separator is settled by the position's own arithmetic, else a person is asked."""
    quantity = position.quantity
    if not quantity.ambiguous:
        return None
    measured = context.facts.measured(position)
    if measured is not None and measured == quantity.value:
        return PASSED
    return failed(amber("a9_ambiguous", quantity.alternative, quantity.value, raw=quantity.raw))


def a10_recognition(position: Position, context: Context) -> Ruling | None:
    """What was recognised on a scanned page was read surely, or its arithmetic proved it."""
    if not position.confidence:
        return None
    doubtful = doubtful_fields(position)
    if not doubtful:
        return PASSED
    field, sure = doubtful[0]
    return failed(amber("a10_recognition", "", read_as(position, field), sure=round(sure * 100)))


def p6_split(position: Position, context: Context) -> Ruling | None:
    """Supply and installation together are the unit price."""
    supply, installation, price = (
        position.supply_price.value,
        position.installation_price.value,
        position.unit_price.value,
    )
    if supply is None or installation is None or not price:
        return None
    if abs(supply + installation - price) <= CENT:
        return PASSED
    return failed(red("p6_split", supply + installation, price))


def a2_sections(context: Context) -> tuple[Placed, ...] | None:
    """Every printed section sum is the sum of its positions; where one row explains the difference, it is named."""
    facts = context.facts
    read = context.as_read or facts.sums
    placed: list[Placed] = []
    applies = False
    for section in context.bill.sections:
        printed = section.total.value
        if printed is None or not (printed or facts.sums.sections.get(section.index)):
            continue
        if context.pricing == "blind" and not printed:
            continue
        applies = True
        count = facts.sums.section_counts.get(section.index, 0)
        found = facts.sums.sections.get(section.index, Decimal(0))
        if any(sum_agrees(printed, one, count) for one in (found, read.sections.get(section.index, Decimal(0)))):
            continue
        name = f"{section.code} {section.name}".strip()
        difference = round_half_up(found - printed, 2)
        issue = red(
            "a2_section_sum", round_half_up(printed, 2), round_half_up(found, 2), section=name, difference=-difference
        )
        placed.append(Placed(issue, section=section.index, work=section.object))
        culprit = _culprit(context, facts.by_section.get(section.index, ()), difference)
        if culprit is not None:
            row, reason = culprit
            position = context.bill.positions[row]
            placed.append(
                Placed(
                    red(f"a2_{reason}", round_half_up(printed, 2), round_half_up(found, 2), section=name,
                        difference=difference, value=round_half_up(value_of(position), 2)),
                    row, section.index, section.object,
                )
            )  # fmt: skip
    return tuple(placed) if applies else None


def _culprit(context: Context, rows: tuple[int, ...], difference: Decimal) -> tuple[int, str] | None:
    """The one row of a section that explains by how much the sum is off: counted twice, or ten times too large."""
    found: list[tuple[int, str]] = []
    duplicates = context.facts.duplicates
    for row in rows:
        value = value_of(context.bill.positions[row])
        if not value:
            continue
        for factor, reason in ((Decimal(1), "extra"), (Decimal("0.9"), "tenfold"), (Decimal(-9), "tenth")):
            if abs(value * factor - difference) <= CENT * 2:
                found.append((row, reason))
    doubled = [item for item in found if item[1] == "extra" and item[0] in duplicates]
    if doubled:
        return doubled[-1]
    return found[0] if len(found) == 1 else None


def a3_roll_up(context: Context) -> tuple[Placed, ...] | None:
    """Objects, recapitulation and cover sheet say what the positions come to."""
    bill, facts = context.bill, context.facts
    if context.pricing == "blind":
        return None
    placed: list[Placed] = []
    applies = False
    read = context.as_read or facts.sums
    checks: list[tuple[str, Decimal | None, tuple[Decimal, Decimal], int, int | None, int | None]] = [
        (f"{work.code} {work.name}".strip(), work.total.value, _of(work.index, facts.sums.objects, read.objects),
         facts.sums.object_counts.get(work.index, 0), work.index, None)
        for work in bill.objects
    ]  # fmt: skip
    for line in bill.recapitulation:
        name = f"{line.code} {line.name}".strip()
        if line.scope == "bill":
            checks.append((name, line.value.value, (facts.whole, read.whole), len(bill.positions), None, None))
        elif line.scope == "object" and line.object is not None:
            both = _of(line.object, facts.sums.objects, read.objects)
            checks.append(
                (name, line.value.value, both, facts.sums.object_counts.get(line.object, 0), line.object, None)
            )
        elif line.scope == "section" and line.section is not None:
            both = _of(line.section, facts.sums.sections, read.sections)
            count = facts.sums.section_counts.get(line.section, 0)
            checks.append((name, line.value.value, both, count, bill.sections[line.section].object, line.section))
    for name, printed, (found, as_read), count, work_index, section in checks:
        if printed is None or not (printed or found) or not count:
            continue
        applies = True
        if not sum_agrees(printed, found, count) and not sum_agrees(printed, as_read, count):
            issue = red("a3_roll_up", round_half_up(printed, 2), round_half_up(found, 2), name=name,
                        difference=round_half_up(printed - found, 2))  # fmt: skip
            placed.append(Placed(issue, section=section, work=work_index))
    return tuple(placed) if applies else None


def _of(index: int, corrected: Mapping[int, Decimal], read: Mapping[int, Decimal]) -> tuple[Decimal, Decimal]:
    return corrected.get(index, Decimal(0)), read.get(index, Decimal(0))


def a4_vat(context: Context) -> tuple[Placed, ...] | None:
    """VAT is base × rate in every bucket."""
    bases: defaultdict[tuple[str, int | None], list[Decimal]] = defaultdict(list)
    taxes: defaultdict[tuple[str, int | None], list[Decimal]] = defaultdict(list)
    for line in context.bill.recapitulation:
        target = {"vat_base": bases, "vat": taxes}.get(line.scope)
        if target is not None and line.vat_rate and line.value.value is not None:
            target[line.vat_rate, line.object].append(line.value.value)
    placed: list[Placed] = []
    applies = False
    for key, values in taxes.items():
        rate = parse_amount(key[0]).value
        if rate is None or len(values) != 1 or len(bases[key]) != 1 or not (values[0] or bases[key][0]):
            continue
        applies = True
        percent = rate * 100 if rate < 1 else rate
        expected = round_half_up(bases[key][0] * percent / 100, 2)
        if abs(expected - values[0]) > CENT:
            placed.append(Placed(red("a4_vat", expected, round_half_up(values[0], 2), rate=percent)))
    return tuple(placed) if applies else None


RULES = (
    Rule("A1", 2, Role.SME, Weight.SUBSTANTIVE, Concern.COST, ("quantity", "unit_price", "total_price"),
         "round(q × p, 2) = total", "0.01", a1_product, needs=Needs.PRICE),
    Rule("A5", 2, Role.SME, Weight.FORMAL, Concern.COST, ("quantity",), "q > 0", "exact", a5_quantity),
    Rule("A6", 1, Role.SME, Weight.FORMAL, Concern.COST, ("unit_price",), "p ≠ 0", "exact", a6_price, needs=Needs.MONEY),
    Rule("A7", 1, Role.SME, Weight.FORMAL, Concern.COST, ("unit_price", "description"), "p > 0", "exact",
         a7_negative_price, needs=Needs.PRICE),
    Rule("A8", 1, Role.SME, Weight.FORMAL, Concern.COST, ("unit_price", "price_decimals"), "decimals(p) ≤ n", "exact",
         a8_decimals, 0.9, needs=Needs.PRICE),
    Rule("A9", 1, Role.SME, Weight.FORMAL, Concern.COST, ("quantity", "measurement"), "one reading", "exact",
         a9_separators, 0.6),
    Rule("A10", 1, Role.SME, Weight.FORMAL, Concern.COST, ("confidence",), "read surely", "80 %", a10_recognition, 0.6, needs=Needs.READ_BY_EYE),
    Rule("P6", 1, Role.SME, Weight.SUBSTANTIVE, Concern.COST, ("supply_price", "installation_price", "unit_price"),
         "supply + installation = p", "0.01", p6_split, needs=Needs.PRICE),
)  # fmt: skip
BILL_RULES = (
    BillRule("A2", 3, Role.SME, Concern.COST, ("section.total", "total_price"), "section = Σ totals", "0.01 × n",
             a2_sections),
    BillRule("A3", 2, Role.SME, Concern.COST, ("object.total", "recapitulation", "total_price"),
             "object, recapitulation = Σ totals", "0.01 × n", a3_roll_up),
    BillRule("A4", 1, Role.SME, Concern.COST, ("recapitulation",), "VAT = base × rate", "0.01", a4_vat),
)  # fmt: skip
