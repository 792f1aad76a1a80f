"""`bids FILE FILE …`: several bids of one tender beside each other."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from estimator_desktop.commands.compare import read_bill

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from estimator_desktop.domain.bids import BidComparison, BidItem, BidSummary
    from estimator_desktop.texts import Texts

_SHOWN = 30
_TEXT = 50


def register(parser: argparse.ArgumentParser) -> None:
    """Give the `bids` command its arguments."""
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="the bids, the leading one first")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write every item with all offers to this file")


def run(options: argparse.Namespace) -> int:
    """Read the bids, say how they stand to each other, write the JSON."""
    from estimator_desktop.audit.bids import compare_bids
    from estimator_desktop.errors import UserError
    from estimator_desktop.texts import Texts
    from estimator_desktop.writing.whole import whole_file

    if len(options.files) < 2:
        raise UserError("bids_needed", file=options.files[0].name)
    found = compare_bids([read_bill(path) for path in options.files], [path.stem for path in options.files])
    if options.json:
        with whole_file(options.json) as path:
            path.write_text(json.dumps(bids_record(found), ensure_ascii=False, indent=1), "utf-8")
    print("\n".join(bids_lines(found, Texts(options.lang))))
    return 0


def bids_lines(found: BidComparison, texts: Texts) -> Sequence[str]:
    """What is said of the bids, line by line: each as a whole, then the items where something is odd."""
    lines: list[str] = []
    for bid in sorted(found.bids, key=lambda bid: bid.rank):
        lines.append(f"{bid.rank}. {bid.name}: {texts.money(bid.total, bid.currency)}  ·  {_level(bid, texts)}")
        lines.extend(f"   {sentence}" for sentence in _sentences(bid, texts))
    odd = [item for item in found.items if item.differs]
    odd.sort(key=_stake, reverse=True)
    if odd:
        lines.append(texts.say("bids.items", count=len(odd)))
    for item in odd[:_SHOWN]:
        lines.append(f"  {item.code} {' '.join(item.description.split())[:_TEXT]} [{item.unit}]")
        for bid, offer in zip(found.bids, item.offers, strict=True):
            if offer.flags:
                words = ", ".join(texts.say(f"bids.flag.{flag.value}") for flag in offer.flags)
                price = "–" if offer.price is None else texts.number(offer.price, 2)
                median = "–" if item.median is None else texts.number(item.median, 2)
                lines.append(f"    {bid.name}: {words}; {texts.say('bids.price', price=price, median=median)}")
    if len(odd) > _SHOWN:
        lines.append(texts.say("cli.more", count=len(odd) - _SHOWN))
    return lines


def _level(bid: BidSummary, texts: Texts) -> str:
    return texts.say("bids.level", percent=texts.number(bid.level * 100, 1))


def _sentences(bid: BidSummary, texts: Texts) -> list[str]:
    said = [
        texts.say(f"bids.count.{flag.value}", count=count)
        for flag, count in sorted(bid.counts.items(), key=lambda item: item[0].value)
    ]
    if bid.front_loaded:
        said.append(texts.say("bids.front_loaded", percent=texts.number(bid.early, 1)))
    if bid.unbalanced:
        said.append(texts.say("bids.unbalanced"))
    said.extend(texts.finding(finding) for finding in bid.arithmetic[:5])
    if len(bid.arithmetic) > 5:
        said.append(texts.say("cli.more", count=len(bid.arithmetic) - 5))
    return said


def _stake(item: BidItem) -> Decimal:
    totals = [offer.total for offer in item.offers]
    return max(totals) - min(totals)


def bids_record(found: BidComparison) -> dict[str, object]:
    """What the JSON file holds; numbers are decimal strings, null where there is none."""
    return {
        "schema": "1",
        "kind": "estimator-desktop/bids",
        "bids": [
            {
                "name": bid.name,
                "file": bid.file,
                "currency": bid.currency,
                "positions": bid.positions,
                "total": f"{bid.total:f}",
                "rank": bid.rank,
                "level": f"{bid.level:f}",
                "early_percent": f"{bid.early:f}",
                "front_loaded": bid.front_loaded,
                "unbalanced": bid.unbalanced,
                "counts": {flag.value: count for flag, count in sorted(bid.counts.items(), key=lambda it: it[0].value)},
                "arithmetic": [
                    {"rule": item.rule, "code": item.code, "position": item.position, "section": item.section,
                     "expected": item.expected, "found": item.found}
                    for item in bid.arithmetic
                ],
            }
            for bid in found.bids
        ],
        "items": [
            {
                "code": item.code,
                "description": item.description,
                "unit": item.unit,
                "section": item.section,
                "quantity": _text(item.quantity),
                "median": _text(item.median),
                "spread": _text(item.spread),
                "offers": [
                    {"row": offer.row, "quantity": _text(offer.quantity), "unit_price": _text(offer.price),
                     "total": f"{offer.total:f}", "times": _text(offer.times),
                     "flags": [flag.value for flag in offer.flags]}
                    for offer in item.offers
                ],
            }
            for item in found.items
        ],
    }  # fmt: skip


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
