"""Compare several bids of one tender: what is missing or added, how prices differ, whether they are balanced.

`compare_bids` is what a page or a command calls: it is pure, takes the bills as read (in the order given, the first one
leading) and gives a `domain.bids.BidComparison`.  Items are paired by `domain.revision.pair`.

A price is called high or low against the *bid's own level*: a bid that is a tenth cheaper than the others is expected
to be so in every item.  Only differences that matter in money are named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from estimator_desktop.audit.engine import audit_bill
from estimator_desktop.audit.pack import shipped_pack
from estimator_desktop.domain.bids import BidComparison, BidItem, BidPrice, BidSummary, Flag
from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.domain.numbers import round_half_up
from estimator_desktop.domain.revision import pair
from estimator_desktop.domain.rulepack import Pack
from estimator_desktop.domain.sums import unit_price, value_of
from estimator_desktop.domain.units import normalise_unit
from estimator_desktop.domain.verdict import Finding, Severity

_ARITHMETIC = frozenset({"A1", "A2", "A3", "A4", "P6"})
_NONE = Decimal(0)
_EARLY = Decimal(1) / 3
_MEDIAN_NEEDS = 3
"""With two bids the median is no third opinion: they are only set against each other."""


def compare_bids(
    bills: Sequence[BillOfQuantities], names: Sequence[str] = (), pack: Pack | None = None
) -> BidComparison:
    """Compare two or more bids.  Raises ValueError for fewer."""
    if len(bills) < 2:
        raise ValueError("a comparison needs two bids")
    rules = pack or shipped_pack()
    rows = _rows(bills)
    totals = [sum(map(value_of, bill.positions), _NONE) for bill in bills]
    middle = Decimal(median(totals))
    levels = [total / middle if middle else Decimal(1) for total in totals]
    items = tuple(_item(bills, line, levels, totals, rules) for line in rows)
    early = _early_shares(items, len(bills))
    order = sorted(range(len(bills)), key=lambda place: (totals[place], place))
    summaries = tuple(
        BidSummary(
            names[place] if place < len(names) else bill.name or bill.file,
            bill.file,
            bill.currency,
            len(bill.positions),
            totals[place],
            order.index(place) + 1,
            round_half_up(levels[place], 4),
            round_half_up(early[place], 1),
            _front_loaded(early, place, rules),
            Counter(flag for item in items for flag in item.offers[place].flags),
            _arithmetic(bill, rules),
        )
        for place, bill in enumerate(bills)
    )
    return BidComparison(summaries, items)


def _rows(bills: Sequence[BillOfQuantities]) -> list[tuple[int | None, ...]]:
    """For each item its position in every bid: the first bid's in order, then what the others have besides."""
    lines: list[list[int | None]] = [[position.index] + [None] * (len(bills) - 1) for position in bills[0].positions]
    for place in range(1, len(bills)):
        free = set(range(len(bills[place].positions)))
        # What the first bid lacks is looked for in the others before, so that two bids with the same addition meet.
        for earlier in range(place):
            by_row = {line[earlier]: line for line in lines if line[earlier] is not None}
            for new, old in sorted(pair(bills[earlier], bills[place]).items()):
                line = by_row.get(old)
                if new in free and line is not None and line[place] is None:
                    line[place] = new
                    free.discard(new)
        for new in sorted(free):
            fresh: list[int | None] = [None] * len(bills)
            fresh[place] = new
            lines.append(fresh)
    return [tuple(line) for line in lines]


def _item(
    bills: Sequence[BillOfQuantities],
    line: tuple[int | None, ...],
    levels: Sequence[Decimal],
    totals: Sequence[Decimal],
    pack: Pack,
) -> BidItem:
    positions = [None if row is None else bill.positions[row] for bill, row in zip(bills, line, strict=True)]
    lead = next(place for place, position in enumerate(positions) if position is not None)
    shown = bills[lead].positions[line[lead] or 0]
    offered = [price for position in positions if position is not None and (price := unit_price(position))]
    middle = Decimal(median(offered)) if offered else None
    spread = max(offered) / min(offered) if len(offered) > 1 and min(offered) > 0 else None
    offers = tuple(
        _offer(position, shown, middle, len(offered), levels[place], totals[place], pack,
               alone=sum(other is not None for other in positions) == 1, priced_elsewhere=bool(offered))
        for place, position in enumerate(positions)
    )  # fmt: skip
    section = bills[lead].sections[shown.section] if shown.section is not None else None
    return BidItem(
        shown.code,
        shown.description,
        shown.unit,
        f"{section.code} {section.name}".strip() if section else "",
        shown.quantity.value,
        middle,
        None if spread is None else round_half_up(spread, 2),
        offers,
    )


def _offer(
    position: Position | None,
    shown: Position,
    middle: Decimal | None,
    count: int,
    level: Decimal,
    total: Decimal,
    pack: Pack,
    *,
    alone: bool,
    priced_elsewhere: bool,
) -> BidPrice:
    if position is None:
        return BidPrice(flags=() if alone else (Flag.MISSING,))
    price, flags = unit_price(position), []
    if alone:
        flags.append(Flag.ADDED)
    if not price and priced_elsewhere:
        flags.append(Flag.NOT_PRICED)
    if position.quantity.value != shown.quantity.value:
        flags.append(Flag.QUANTITY)
    if normalise_unit(position.unit) != normalise_unit(shown.unit):
        flags.append(Flag.UNIT)
    times = price / middle if price and middle else None
    if price and middle and count >= _MEDIAN_NEEDS and level > 0:
        flags.extend(_odd(price, middle, position.quantity.value or Decimal(1), level, total, pack))
    return BidPrice(
        position.index,
        position.quantity.value,
        price,
        value_of(position),
        None if times is None else round_half_up(times, 3),
        tuple(flags),
    )


def _odd(
    price: Decimal, middle: Decimal, quantity: Decimal, level: Decimal, total: Decimal, pack: Pack
) -> Sequence[Flag]:
    """High or low against what the bid's own level lets expect, where it matters in money."""
    expected = middle * level
    money = abs(price - expected) * abs(quantity)
    if expected <= 0 or money * 100 < total * pack["bids_matter_percent"]:
        return ()
    times = pack["bids_times"]
    if price >= expected * times:
        return (Flag.HIGH,)
    return (Flag.LOW,) if price * times <= expected else ()


def _early_shares(items: Sequence[BidItem], count: int) -> list[Decimal]:
    """For each bid the share of its price, in per cent, in the first third of the works (by median prices)."""
    usual = [(item.median or _NONE) * (item.quantity or _NONE) for item in items]
    third, reached = sum(usual, _NONE) * _EARLY, _NONE
    early: set[int] = set()
    for place, value in enumerate(usual):
        if reached >= third:
            break
        reached += value
        early.add(place)
    shares = []
    for bid in range(count):
        whole = sum((item.offers[bid].total for item in items), _NONE)
        first = sum((items[place].offers[bid].total for place in sorted(early)), _NONE)
        shares.append(first / whole * 100 if whole else _NONE)
    return shares


def _front_loaded(early: Sequence[Decimal], place: int, pack: Pack) -> bool:
    others = [share for other, share in enumerate(early) if other != place]
    return len(others) > 1 and early[place] - Decimal(median(others)) > pack["bids_early_points"]


def _arithmetic(bill: BillOfQuantities, pack: Pack) -> tuple[Finding, ...]:
    """The provable errors of a bid's own arithmetic."""
    audit = audit_bill(bill, pack)
    found = [*audit.findings, *(item for verdict in audit.verdicts for item in verdict.findings)]
    return tuple(item for item in found if item.rule in _ARITHMETIC and item.severity is Severity.RED)
