"""Which of several columns of money are the unit price and the total: arithmetic decides where titles do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from estimator_desktop.domain.bill import Amount, Position
from estimator_desktop.domain.numbers import parse_amount, round_half_up

_CENT = Decimal("0.01")
_HOLDS = 0.6
_PROVES = 0.8
_FEWEST = 3
_DASHES = ("-", "–", "—")

Values = Mapping[int, Decimal]
"""A row's numbers by the column's place."""


def proven_pair(
    rows: Sequence[Values], quantity: int, now: tuple[int, int], prices: Sequence[int], totals: Sequence[int]
) -> tuple[int, int]:
    """The columns of unit price and total for which quantity × price = total.

    `now` is what the titles say; it stays where it holds, and where nothing else is proven by at least three rows.
    `prices` and `totals` are the candidates, likeliest first.
    """
    held, checked = _agreement(rows, quantity, *now)
    if checked and held >= _HOLDS * checked:
        return now
    return proving_pair(rows, quantity, prices, totals) or now


def proving_pair(
    rows: Sequence[Values], quantity: int, prices: Sequence[int], totals: Sequence[int]
) -> tuple[int, int] | None:
    """The pair of columns for which quantity × price = total on at least three rows and nearly all; None: no pair."""
    best: tuple[int, int] | None = None
    most = 0
    for total in totals:
        for price in prices:
            if price == total:
                continue
            held, checked = _agreement(rows, quantity, price, total)
            if held >= max(_FEWEST, _PROVES * checked) and held > most:
                best, most = (price, total), held
    return best


def _agreement(rows: Sequence[Values], quantity: int, price: int, total: int) -> tuple[int, int]:
    """In how many rows the product is right, and how many have all three numbers."""
    held = checked = 0
    for row in rows:
        amounts = row.get(quantity), row.get(price), row.get(total)
        if not all(amounts):
            continue
        checked += 1
        count, unit, whole = (amount or Decimal(0) for amount in amounts)
        held += abs(round_half_up(count * unit, 2) - whole) <= _CENT
    return held, checked


def dashed(amounts: Sequence[Amount]) -> bool:
    """Whether every printed amount of a column ends in a dash (`0-`, `125-`): there it stands for no hellers."""
    printed = [amount.raw.strip() for amount in amounts if amount.raw.strip()]
    return len(printed) >= _FEWEST and all(map(_ends_in_dash, printed))


def _ends_in_dash(text: str) -> bool:
    """`125-`; not `125,-`, which is read as it stands."""
    return text[-2:-1].isdigit() and text.endswith(_DASHES)


def undash(amount: Amount) -> Amount:
    """An amount of such a column as it is meant."""
    text = amount.raw.strip()
    return replace(parse_amount(text.rstrip("".join(_DASHES))), raw=amount.raw) if text else amount


def undashed(positions: Sequence[Position]) -> list[Position]:
    """Prices as meant where dashes stand for hellers."""
    result = list(positions)
    if dashed([position.unit_price for position in positions]):
        result = [replace(position, unit_price=undash(position.unit_price)) for position in result]
    if dashed([position.total_price for position in positions]):
        result = [replace(position, total_price=undash(position.total_price)) for position in result]
    return result
