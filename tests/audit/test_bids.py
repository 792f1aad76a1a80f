"""Several bids of one tender: missing, added and changed items, prices out of balance, wrong sums."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from estimator_desktop.audit.bids import compare_bids
from estimator_desktop.commands.bids import bids_lines, bids_record
from estimator_desktop.domain.bids import BidComparison, Flag
from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.texts import LANGUAGES, Texts
from tests.audit.cases import bill, n, row

NAMES = ("A", "B", "C", "D")
WORKS = tuple((f"27431{number:04d}", f"Práce číslo {number}") for number in range(30))


def item(number: int, price: str, quantity: str = "10") -> Position:
    code, text = WORKS[number]
    total = Decimal(price) * Decimal(quantity)
    return row(code, text, "m3", quantity, unit_price=price, total_price=f"{total}")


def bid(level: int = 100, **changed: str) -> BillOfQuantities:
    """Thirty items at one price; `i3="250"` offers another one for the fourth, `i3=""` leaves it out."""
    prices = {number: changed.get(f"i{number}", str(level)) for number in range(len(WORKS))}
    return bill(*(item(number, price) for number, price in prices.items() if price))[0]


def flags(found: BidComparison, number: int) -> list[list[Flag]]:
    line = next(line for line in found.items if line.code == WORKS[number][0])
    return [list(offer.flags) for offer in line.offers]


def test_bids_are_ranked_and_a_cheaper_bid_is_not_odd() -> None:
    found = compare_bids([bid(100), bid(90), bid(110)], NAMES)
    assert [(one.name, one.rank, one.total) for one in found.bids] == [
        ("A", 2, 30000),
        ("B", 1, 27000),
        ("C", 3, 33000),
    ]
    assert min(found.bids, key=lambda bid: bid.rank).name == "B"
    assert not any(line.differs for line in found.items)
    assert not any(one.unbalanced or one.arithmetic for one in found.bids)
    assert found.items[0].spread == Decimal("1.22")


def test_missing_added_and_changed_items_are_named() -> None:
    extra = row("999999999", "Práce navíc", "m3", unit_price="5", total_price="50")
    second = bid(i4="")
    second = replace(second, positions=(*second.positions, replace(extra, index=29)))
    rows = list(bid(i7="0").positions)
    rows[2] = replace(rows[2], quantity=n("99"))
    rows[3] = replace(rows[3], unit="m2")
    third = replace(second, positions=tuple(rows))
    found = compare_bids([bid(), second, third], NAMES)
    assert flags(found, 4) == [[], [Flag.MISSING], []]
    assert flags(found, 2) == [[], [], [Flag.QUANTITY]]
    assert flags(found, 3) == [[], [], [Flag.UNIT]]
    assert flags(found, 7) == [[], [], [Flag.NOT_PRICED]]
    assert [list(offer.flags) for offer in found.items[-1].offers] == [[], [Flag.ADDED], []]
    assert found.items[-1].description == "Práce navíc"


def test_an_addition_of_two_bids_is_one_item() -> None:
    extra = row("999999999", "Práce navíc", "m3", unit_price="5", total_price="50")
    other = replace(bid(), positions=(*bid().positions, replace(extra, index=30)))
    found = compare_bids([bid(), other, other], NAMES)
    assert len(found.items) == 31
    assert [list(offer.flags) for offer in found.items[-1].offers] == [[Flag.MISSING], [], []]


def test_a_price_is_odd_against_the_bids_own_level() -> None:
    found = compare_bids([bid(), bid(i20="400", i21="10"), bid(), bid(50)], NAMES)
    assert flags(found, 20) == [[], [Flag.HIGH], [], []]
    assert flags(found, 21) == [[], [Flag.LOW], [], []]
    assert [one.unbalanced for one in found.bids] == [False, True, False, False]


def test_early_works_too_dear_are_front_loading() -> None:
    early = {f"i{number}": "180" for number in range(10)} | {f"i{number}": "60" for number in range(10, 30)}
    found = compare_bids([bid(), bid(**early), bid()], NAMES)
    assert [one.front_loaded for one in found.bids] == [False, True, False]
    assert [one.early for one in found.bids] == [Decimal("33.3"), Decimal("60.0"), Decimal("33.3")]


def test_wrong_products_are_each_bids_own() -> None:
    rows = list(bid().positions)
    rows[5] = replace(rows[5], total_price=n("9999"))
    found = compare_bids([bid(), replace(bid(), positions=tuple(rows))], NAMES)
    assert [[item.code for item in one.arithmetic] for one in found.bids] == [[], ["a1_product"]]


def test_two_bids_without_prices_and_one_bid_alone() -> None:
    blind = bill(row())[0]
    found = compare_bids([blind, blind])
    assert [(one.level, one.early, one.front_loaded) for one in found.bids] == [(1, 0, False)] * 2
    assert found.items[0].median is None
    with pytest.raises(ValueError, match="two bids"):
        compare_bids([blind])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_and_written(language: str) -> None:
    rows = list(bid(i20="400", i21="10", i22="").positions)
    rows[5] = replace(rows[5], total_price=n("9999"))
    wrong = replace(bid(), positions=tuple(rows))
    found = compare_bids([bid(), wrong, bid()], NAMES)
    words = "\n".join(bids_lines(found, Texts(language)))
    assert "1. A" in words
    assert Texts(language).say("bids.unbalanced") in words
    assert Texts(language).say("bids.flag.missing") in words
    record = bids_record(found)
    assert record["kind"] == "estimator-desktop/bids"
    assert len(record["items"]) == 30  # type: ignore[arg-type]
