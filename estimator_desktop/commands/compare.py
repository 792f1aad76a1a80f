"""`compare OLD NEW`: two revisions of a budget, or two bids, beside each other."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from estimator_desktop.domain.revision import Comparison, Pair, compare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from estimator_desktop.domain.bill import BillOfQuantities, Position
    from estimator_desktop.texts import Texts

_SHOWN = 40
_LONGEST = 80
KINDS = ("added", "removed", "changed")


def register(parser: argparse.ArgumentParser) -> None:
    """Give the `compare` command its arguments."""
    parser.add_argument("old", type=Path, metavar="OLD")
    parser.add_argument("new", type=Path, metavar="NEW")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write every difference to this file")


def run(options: argparse.Namespace) -> int:
    """Read both files, say how many positions differ and how, write the JSON."""
    from estimator_desktop.texts import Texts
    from estimator_desktop.writing.whole import whole_file

    texts = Texts(options.lang)
    old, new = read_bill(options.old), read_bill(options.new)
    found = compare(old, new)
    if options.json:
        with whole_file(options.json) as path:
            path.write_text(json.dumps(comparison_record(old, new, found), ensure_ascii=False, indent=1), "utf-8")
    counts = {kind: found.count(kind) for kind in (*KINDS, "same")}
    print(texts.say("compare.counts", **counts))
    differing = [pair for pair in found.pairs if pair.kind != "same"]
    for pair in differing[:_SHOWN]:
        print(_line(old, new, pair, texts))
    if len(differing) > _SHOWN:
        print(texts.say("cli.more", count=len(differing) - _SHOWN))
    sums = {"old": found.old_total, "new": found.new_total, "difference": found.difference}
    print(texts.say("compare.sums", **{name: texts.money(value, new.currency) for name, value in sums.items()}))
    return 0


def read_bill(path: Path) -> BillOfQuantities:
    """A file's bill, read in a child process.  Raises UserError where it cannot be read."""
    from estimator_desktop.config import Limits
    from estimator_desktop.domain.bill import BillOfQuantities
    from estimator_desktop.domain.job import silent
    from estimator_desktop.jobs.reader_process import ReaderProcess
    from estimator_desktop.storage.codec import decode

    with tempfile.TemporaryDirectory(prefix="estimator-") as folder:
        spool = Path(folder) / "bill.json"
        ReaderProcess(Limits()).read(path, spool, path.name, silent, lambda: False)
        return decode(spool.read_bytes(), BillOfQuantities)


_SIGNS = {"added": "+", "removed": "-", "changed": "~"}


def _line(old: BillOfQuantities, new: BillOfQuantities, pair: Pair, texts: Texts) -> str:
    before = None if pair.old is None else old.positions[pair.old]
    after = None if pair.new is None else new.positions[pair.new]
    shown = after or before
    if shown is None:
        return ""
    words = f"{_SIGNS[pair.kind]} {shown.ordinal} {shown.code} {' '.join(shown.description.split())[:60]}"
    if before is None or after is None:
        return words
    values = [_change(texts, name, _fields(before), _fields(after)) for name in pair.changes]
    return f"{words}: {', '.join(values)}"


def _change(texts: Texts, name: str, before: Mapping[str, str | None], after: Mapping[str, str | None]) -> str:
    """A field and both its values; where it moved to is only said to have changed."""
    said = texts.say(f"compare.field.{name}")
    if name not in before:
        return said
    field = "total_price" if name == "total" else name
    values = (" ".join((one[name] or "–").split())[:_LONGEST] for one in (before, after))
    first, second = (texts.value(field, value) for value in values)
    return f"{said} {first} → {second}"


def _fields(position: Position) -> dict[str, str | None]:
    from estimator_desktop.domain.sums import unit_price, value_of

    price, quantity = unit_price(position), position.quantity.value
    return {
        "ordinal": position.ordinal,
        "code": position.code,
        "description": position.description,
        "unit": position.unit,
        "quantity": None if quantity is None else f"{quantity:f}",
        "unit_price": None if price is None else f"{price:f}",
        "total": f"{value_of(position):f}",
    }


def comparison_record(old: BillOfQuantities, new: BillOfQuantities, found: Comparison) -> dict[str, object]:
    """What the JSON file holds: sums, counts, and every pair that differs with its fields in both bills."""
    return {
        "schema": "1",
        "old": {"file": old.file, "positions": len(old.positions), "total": f"{found.old_total:f}"},
        "new": {"file": new.file, "positions": len(new.positions), "total": f"{found.new_total:f}"},
        "difference": f"{found.difference:f}",
        "counts": {kind: found.count(kind) for kind in (*KINDS, "same")},
        "differences": [
            {
                "kind": pair.kind,
                "changes": list(pair.changes),
                "old": None if pair.old is None else {"index": pair.old, **_fields(old.positions[pair.old])},
                "new": None if pair.new is None else {"index": pair.new, **_fields(new.positions[pair.new])},
            }
            for pair in found.pairs
            if pair.kind != "same"
        ],
    }
