"""What is erected and struck again: formwork, shoring, scaffolding, paired by object and group of codes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from estimator_desktop.audit.recognise import Recognition, Scheme
from estimator_desktop.audit.systematics import Kind
from estimator_desktop.domain.bill import BillOfQuantities


@dataclass(frozen=True, slots=True)
class Pair:
    """What is erected and what is struck again, summed over one group of codes in one object."""

    erected: Decimal
    struck: Decimal
    members: tuple[int, ...]
    strikers: tuple[int, ...]


def pairs_of(bill: BillOfQuantities, works: Sequence[Recognition]) -> dict[int, Pair]:
    """For every position that erects something that must be struck, and for those that strike it: the pair."""
    erected: defaultdict[tuple[int | None, str], list[int]] = defaultdict(list)
    struck: defaultdict[tuple[int | None, str], list[int]] = defaultdict(list)
    for position, work in zip(bill.positions, works, strict=True):
        side = _side(work)
        if side and position.quantity.value is not None and work.code.scheme is not Scheme.OTSKP:
            group = work.code.base[:6] if work.code.base[:6].isdigit() else work.words.folded[-30:]
            (erected if side > 0 else struck)[position.object, group].append(position.index)
    found: dict[int, Pair] = {}
    for key in sorted({*erected, *struck}, key=repr):
        members, strikers = tuple(erected.get(key, ())), tuple(struck.get(key, ()))
        pair = Pair(_sum(bill, members), _sum(bill, strikers), members, strikers)
        for index in (*members, *strikers):
            found[index] = pair
    return found


def _sum(bill: BillOfQuantities, rows: Sequence[int]) -> Decimal:
    return sum((bill.positions[row].quantity.value or Decimal(0) for row in rows), Decimal(0))


_STRUCK = re.compile(r"^odstraneni|odstraneni\b|^demontaz|demontaz\b|^odbedneni")
_ERECTED = re.compile(r"^zrizeni|zrizeni\b|^montaz|montaz\b|^bedneni|^systemove bedneni|^pazeni")


def _side(work: Recognition) -> int:
    """1: erects something that must be struck, -1: strikes it, 0: neither."""
    text = work.words.folded
    if (
        work.words.extra
        or work.code.base.startswith("7")
        or work.kind
        not in {
            Kind.FORMWORK,
            Kind.FORMWORK_STRIKE,
            Kind.SHORING,
            Kind.SHORING_STRIKE,
            Kind.SCAFFOLD,
            Kind.SCAFFOLD_STRIKE,
        }
    ):
        return 0
    if "zrizeni" in text and "odstraneni" in text:
        return 0  # both in one item
    if (
        "ztracene" in text
        or "trvale" in text
        or ("zabudovan" in text and "nezabudovan" not in text)
        or "priplatek" in text
    ):
        return 0
    if _STRUCK.search(text):
        return -1
    return 1 if _ERECTED.search(text) else 0
