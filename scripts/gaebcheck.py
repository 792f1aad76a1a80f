"""A GAEB pair read back and compared: the tender's texts and the bid's prices, position by position by their OZ.

What the format cuts (units to 4 signs, quantities and unit prices to 3 decimals, totals to 2, codes to
40 signs) is compared cut.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from estimator_desktop.domain.bill import Position
from estimator_desktop.domain.numbers import round_half_up
from estimator_desktop.domain.outline import outline
from estimator_desktop.domain.sums import unit_price
from estimator_desktop.reading.read import read_document
from estimator_desktop.writing import Handover, write_gaeb
from estimator_desktop.writing.gaeb import tender_of
from estimator_desktop.writing.handover import part_indexes, shown_total


def gaeb_trip(whole: Handover, folder: Path) -> Counter[str]:
    """How often each field came back otherwise; empty where all is as it was."""
    bid_file = write_gaeb(whole, folder / "pair.x84")
    tender, bid = read_document(tender_of(bid_file)), read_document(bid_file)
    old = [whole.bill.positions[index] for part in outline(whole.bill) for index in part_indexes(part)]
    found: Counter[str] = Counter()
    if not len(old) == len(tender.positions) == len(bid.positions):
        found["position (number)"] += 1
    for was, asked, offered in zip(old, tender.positions, bid.positions, strict=False):
        for name, wanted, came in _fields(was, asked, offered):
            if wanted != came:
                found[f"position.{name}"] += 1
    total = sum((item.total_price.value or Decimal(0) for item in bid.positions), Decimal(0))
    if bid.recapitulation[0].value.value != total:
        found["bill.total"] += 1
    if {tender.currency, bid.currency} != {whole.bill.currency}:
        found["bill.currency"] += 1
    return found


def _fields(was: Position, asked: Position, offered: Position) -> Iterator[tuple[str, object, object]]:
    yield "ordinal", asked.ordinal, offered.ordinal
    yield "description", _words(was.description), _words(asked.description)
    yield "code", _words(was.code)[:40], asked.code
    yield "unit", _words(was.unit[:4]), asked.unit
    yield "quantity", _cut(was.quantity.value), asked.quantity.value
    yield "quantity offered", asked.quantity.value, offered.quantity.value
    yield "unit_price", _cut(unit_price(was)), offered.unit_price.value
    yield "total_price", _cut(shown_total(was), 2), offered.total_price.value
    long = [note.text for note in was.notes]
    if len(was.unit) > 4:
        long.insert(0, f"MJ: {was.unit}")
    yield "notes", _words(" ".join(long)), _words(" ".join(note.text for note in asked.notes))


def _cut(value: Decimal | None, places: int = 3) -> Decimal | None:
    return None if value is None else round_half_up(value, places)


def _words(text: str) -> str:
    return " ".join(text.split())
