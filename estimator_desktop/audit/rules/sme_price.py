"""SME: unit prices, against catalogues, the person's archive and the budget itself."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from estimator_desktop.audit.recognise import Scheme
from estimator_desktop.audit.repeats import others
from estimator_desktop.audit.rules import (
    NO_CATALOGUE,
    PASSED,
    Context,
    Needs,
    Rule,
    Ruling,
    Weight,
    amber,
    failed,
    not_checked,
)
from estimator_desktop.domain.bill import Position
from estimator_desktop.domain.match import MatchLevel
from estimator_desktop.domain.numbers import round_half_up
from estimator_desktop.domain.sums import unit_price
from estimator_desktop.domain.verdict import Concern, Role

_LEVEL = re.compile(r"(20\d\d)\D{0,3}(?:0?([12])|(II|I))\b")
_PLAUSIBLE_MAD = Decimal("0.03")
"""Prices closer together than this part of their median are no spread to judge by."""
_WAITING = not_checked(NO_CATALOGUE)
_SCALE = Decimal("0.6745")
"""Makes a median distance comparable with a standard deviation."""


def p1_price(position: Position, context: Context) -> Ruling | None:
    """The unit price is near the catalogue's, or near what past budgets paid (median, and the spread around it)."""
    price = unit_price(position)
    if not price or context.pricing == "blind":
        return None
    match = context.match(position)
    if match is None or match.level is MatchLevel.NONE:
        return _WAITING
    archive = match.archive
    if archive is not None and archive.count >= 3 and archive.median:
        reference, source = archive.median, "p1_archive"
        if abs(price - archive.median) <= 2 * archive.mad:
            return PASSED
    elif match.price:
        reference, source = match.price, "p1_catalogue"
    else:
        return _WAITING
    percent = round_half_up((price - reference) / reference * 100, 1)
    if abs(percent) <= context.pack["p1_fine_percent"]:
        return PASSED
    code = f"{source}_far" if abs(percent) > context.pack["p1_amber_percent"] else source
    return failed(amber(code, round_half_up(reference, 2), price, difference=percent))


def p2_outlier(position: Position, context: Context) -> Ruling | None:
    """The unit price is no outlier in its family of works (first six digits of the code, same unit)."""
    price = unit_price(position)
    work = context.facts.works[position.index]
    if not price or work.code.scheme is not Scheme.WORK:
        return None
    spread = context.facts.spreads.get((work.code.base[:6], context.facts.units[position.index]))
    if spread is None or spread.count < context.pack["p2_members"]:
        return None
    mad = max(spread.mad, spread.median * _PLAUSIBLE_MAD)
    score = _SCALE * abs(price - spread.median) / mad
    times = max(price, spread.median) / min(price, spread.median)
    if score <= context.pack["p2_mad"] or times < context.pack["p7_times"]:
        return PASSED
    return failed(
        amber("p2_outlier", round_half_up(spread.median, 2), price, count=spread.count, code=work.code.base[:6])
    )


def p3_same_item(position: Position, context: Context) -> Ruling | None:
    """The same item costs the same everywhere in the budget."""
    item = context.facts.same_items.get(position.index)
    price = unit_price(position)
    if item is None or not price:
        return None
    rows = others(item.rows, position.index)
    # Two prices: both rows are shown, for nobody can tell which one is meant.
    compared = (
        item.prices[(len(item.prices) - 1) // 2] if len(item.rows) > 2 else unit_price(context.bill.positions[rows[0]])
    )
    if not compared or abs(price - compared) / abs(compared) * 100 <= context.pack["p3_percent"]:
        return PASSED
    return failed(amber("p3_same_item", compared, price, rows))


def p4_age(position: Position, context: Context) -> Ruling | None:
    """What the price is compared with is not older than a year before the budget's price level."""
    match = context.match(position)
    if match is None or match.archive is None or match.archive.newest is None or not unit_price(position):
        return None
    now = level_date(context.bill.price_level) or level_date(position.price_system)
    if now is None:
        return None
    newest = match.archive.newest
    months = (now.year - newest.year) * 12 + now.month - newest.month
    if months <= context.pack["p4_months"]:
        return PASSED
    return failed(amber("p4_age", context.pack["p4_months"], months, day=f"{newest:%Y-%m}"))


def level_date(text: str) -> date | None:
    """The half-year of a price level (`2025/II`, `CS ÚRS 2025 02`) as its first day."""
    found = _LEVEL.search(text)
    if found is None:
        return None
    second = found[2] == "2" or found[3] == "II"
    return date(int(found[1]), 7 if second else 1, 1)


def p5_share(position: Position, context: Context) -> Ruling | None:
    """No single position is most of the price."""
    if context.pricing == "blind" or len(context.bill.positions) < 20:
        return None
    share = context.facts.share(position)
    if share <= context.pack["p5_percent"]:
        return PASSED if share >= context.pack["p5_percent"] / 4 else None
    return failed(amber("p5_share", context.pack["p5_percent"], round_half_up(share, 1)))


RULES = (
    Rule("P1", 1, Role.SME, Weight.SUBSTANTIVE, Concern.COST, ("unit_price", "catalogue", "archive"),
         "|p / reference − 1| ≤ s", "p1_fine_percent", p1_price, needs=Needs.PRICE | Needs.MONEY),
    Rule("P2", 1, Role.SME, Weight.SUBSTANTIVE, Concern.COST, ("unit_price", "code"), "0.6745 · |p − median| / MAD ≤ s",
         "p2_mad", p2_outlier, needs=Needs.PRICE),
    Rule("P3", 1, Role.SME, Weight.SUBSTANTIVE, Concern.COST, ("unit_price", "code", "description", "unit"),
         "one item, one price", "p3_percent", p3_same_item, needs=Needs.PRICE),
    Rule("P4", 1, Role.SME, Weight.FORMAL, Concern.COST, ("price_level", "archive"), "age ≤ s months", "p4_months",
         p4_age, 0.9, needs=Needs.PRICE | Needs.MATCHES),
    Rule("P5", 1, Role.SME, Weight.FORMAL, Concern.COST, ("total_price",), "total / whole ≤ s", "p5_percent", p5_share, needs=Needs.MONEY),
)  # fmt: skip
