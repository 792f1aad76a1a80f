"""The import proof: the document's own checksums, evaluated over what was read."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from estimator_desktop.domain.bill import (
    Amount,
    BillOfQuantities,
    Check,
    CheckResult,
    ImportProof,
    Position,
    ProofFailure,
)
from estimator_desktop.domain.figures import figures
from estimator_desktop.domain.measuring import gives, measured_quantity
from estimator_desktop.domain.numbers import decimals, round_half_up
from estimator_desktop.domain.ordinals import breaks, groups
from estimator_desktop.domain.sums import CENT, product, sums, unit_price
from estimator_desktop.reading.excerpt import CUT, Cut, cut
from estimator_desktop.reading.proof_sums import covered, sum_checks

_ODD_SHARE = 3
"""What concerns more than one in so many is a document's way of writing, not a fault in it."""
_INCOMPLETE = frozenset({"column_unread", "texts_missing"})
"""Warnings of readers that say what is missing from positions: with them nothing is proven."""
_AMOUNTS = ("quantity", "unit_price", "total_price")


def settle(bill: BillOfQuantities) -> BillOfQuantities:
    """Decide ambiguous numbers where the row or its measurement proves one reading, then attach the proof."""
    positions = tuple(_decided(position) if _is_open(position) else position for position in bill.positions)
    settled = replace(bill, positions=positions)
    return replace(settled, proof=prove(settled))


def _is_open(position: Position) -> bool:
    return any(getattr(position, name).ambiguous for name in _AMOUNTS)


def _readings(amount: Amount) -> tuple[Amount, ...]:
    if amount.alternative is None:
        return (amount,)
    return Amount(amount.raw, amount.value), Amount(amount.raw, amount.alternative)


def _decided(position: Position) -> Position:
    """The one combination of readings that the arithmetic allows; the position unchanged where none or several do."""
    measured = measured_quantity(position.measurements)
    fitting: list[Position] = []
    for quantity in _readings(position.quantity):
        for price in _readings(position.unit_price):
            for total in _readings(position.total_price):
                trial = replace(position, quantity=quantity, unit_price=price, total_price=total)
                if _fits(trial, measured):
                    fitting.append(trial)
    return fitting[0] if len(fitting) == 1 else position


def _fits(position: Position, measured: Decimal | None) -> bool:
    computed = product(position)
    total = position.total_price.value
    if computed is not None and total and abs(computed - total) <= CENT:
        return True
    quantity = position.quantity.value
    if measured is None or quantity is None or (total and computed is not None):
        return False
    return abs(measured - quantity) <= Decimal(1).scaleb(-max(2, decimals(quantity)))


def prove(bill: BillOfQuantities) -> ImportProof:
    """Evaluate every checksum the document carries.  A check without anything to check has the total 0."""
    totals = sums(bill)
    measured = _measurements(bill)
    end = cut(bill, totals, measured)
    summed = sum_checks(bill, totals, end)
    count = _count(bill)
    results = (
        _ordinals(bill, covered(bill, (*summed, count))),
        _products(bill),
        *summed,
        count,
        _said_cut(measured, end),
        _numbers(bill),
    )
    return ImportProof(len(bill.positions), results)


def _said_cut(measured: CheckResult, end: Cut) -> CheckResult:
    """The measurements, the one that the document's end cuts off said to be so."""
    failures = [
        replace(failure, code="measured" + CUT) if failure.position == end.position else failure
        for failure in measured.failures
    ]
    return replace(measured, failures=tuple(failures))


def _result(check: Check, total: int, failures: list[ProofFailure]) -> CheckResult:
    return CheckResult(check, total, total - len(failures), tuple(failures))


def _ordinals(bill: BillOfQuantities, whole: frozenset[int | None]) -> CheckResult:
    """The numbering of each object; in the objects of `whole` its breaks are the document's own and only noted."""
    failures: list[ProofFailure] = []
    checked = 0
    for group in groups(bill):
        found, count = breaks(group)
        checked += count
        for item in found:
            position = bill.positions[item.position]
            code = "ordinal_repeated" if item.repeated else "ordinal_gap"
            if position.object in whole:
                code = "ordinal_again" if item.repeated else "ordinal_jump"
            failures.append(
                ProofFailure(
                    Check.ORDINALS, code, str(item.expected), str(item.found), item.position, source=position.source
                )
            )
    return _result(Check.ORDINALS, checked, failures)


def _products(bill: BillOfQuantities) -> CheckResult:
    failures: list[ProofFailure] = []
    checked = 0
    unpriced = _totals_without_price(bill)
    for position in bill.positions:
        computed, total = product(position), position.total_price.value
        if position.index in unpriced:
            code, computed = "total_without_price", Decimal(0)
        elif _quantity_lost(position):
            code, computed = "total_without_quantity", unit_price(position)
        elif computed is None or total is None or not unit_price(position):
            continue
        else:
            code = "product"
        checked += 1
        if code != "product" or computed is None or abs(computed - (total or Decimal(0))) > CENT:
            failures.append(
                ProofFailure(Check.PRODUCTS, code, str(total), str(computed), position.index, source=position.source)
            )
    return _result(Check.PRODUCTS, checked, failures)


def _quantity_lost(position: Position) -> bool:
    """Whether unit price and total say that a quantity was printed where none was read."""
    price, total = unit_price(position), position.total_price.value
    if position.quantity.raw or not price or not total:
        return False
    return abs(price - total) > CENT


def _totals_without_price(bill: BillOfQuantities) -> frozenset[int]:
    """Positions with a quantity and a total but no unit price, where that is not how the whole document is made.

    A document that prints totals only (more than a third of its positions) has no products to check; where half have
    unit prices, one piece costs what it costs.
    """
    priced = sum(bool(unit_price(position)) for position in bill.positions) * 2 >= len(bill.positions)
    single = {Decimal(1)} if priced else frozenset()
    found = [
        position.index
        for position in bill.positions
        if position.total_price.value
        and position.quantity.value
        and position.quantity.value not in single
        and not unit_price(position)
    ]
    return frozenset(found if len(found) * _ODD_SHARE <= len(bill.positions) else ())


def _measurements(bill: BillOfQuantities) -> CheckResult:
    """The measurement of each position gives its quantity.

    Where more than a third of a document's measurements do not, they are taken in a way that is not known here: they
    say nothing and are not checked.
    """
    failures: list[ProofFailure] = []
    checked = 0
    names = figures(bill)
    for position in bill.positions:
        quantity = position.quantity.value
        if not position.measurements or quantity is None:
            continue
        measured = measured_quantity(position.measurements, names.get(position.object), quantity)
        if measured is None:
            continue
        checked += 1
        if not gives(measured, quantity):
            failures.append(
                ProofFailure(
                    Check.MEASUREMENTS,
                    "measured_quantity",
                    str(quantity),
                    str(round_half_up(measured, max(3, decimals(quantity)))),
                    position.index,
                    source=position.source,
                )
            )
    if len(failures) * _ODD_SHARE > checked > _ODD_SHARE:
        return CheckResult(Check.MEASUREMENTS, 0, 0)
    return _result(Check.MEASUREMENTS, checked, failures)


def _count(bill: BillOfQuantities) -> CheckResult:
    printed = bill.printed_position_count
    if printed is None:
        return CheckResult(Check.POSITION_COUNT, 0, 0)
    found = len(bill.positions)
    failures = (
        [] if printed == found else [ProofFailure(Check.POSITION_COUNT, "position_count", str(printed), str(found))]
    )
    return _result(Check.POSITION_COUNT, 1, failures)


def _numbers(bill: BillOfQuantities) -> CheckResult:
    """Every printed number was read as one number, and nothing that belongs to positions was left out."""
    unread = [warning for warning in bill.warnings if warning[0] in _INCOMPLETE]
    failures = [ProofFailure(Check.NUMBERS, code, "", subject) for code, subject in unread]
    for position in bill.positions:
        for name in _AMOUNTS:
            amount: Amount = getattr(position, name)
            if amount.ambiguous:
                failures.append(
                    ProofFailure(
                        Check.NUMBERS,
                        "ambiguous_number",
                        str(amount.alternative),
                        str(amount.value),
                        position.index,
                        source=position.source,
                    )
                )
                break
            if amount.unreadable:
                failures.append(
                    ProofFailure(
                        Check.NUMBERS, "unreadable_number", "", amount.raw, position.index, source=position.source
                    )
                )
                break
    return _result(Check.NUMBERS, len(bill.positions) + len(unread), failures)
