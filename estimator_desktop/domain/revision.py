"""Two bills of the same work beside each other: which position is which, and what changed.

Positions have no common key: ordinals move, codes are own or missing, texts are corrected.  So they are paired in
passes from the strictest identity to the loosest; a later pass sees only what the earlier ones left.  A pair is never
guessed from less than a code or a text that stands once on both sides, or a text that is nearly the same at the same
place.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.domain.sums import unit_price, value_of
from estimator_desktop.domain.units import normalise_unit

_ALIKE = 0.75
_LARGEST_GROUP = 80
"""Positions of one section that are still compared each with each; larger leftovers are new and gone."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One position in both bills, or in one: indexes into the bills.  `changes` names the fields that differ."""

    old: int | None
    new: int | None
    changes: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """`added`, `removed`, `changed` or `same`."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        return "changed" if self.changes else "same"


@dataclass(frozen=True, slots=True)
class Comparison:
    """All positions of both bills, once each, in the order of the newer; what is gone stands where it stood."""

    pairs: tuple[Pair, ...]
    old_total: Decimal
    new_total: Decimal

    def count(self, kind: str) -> int:
        """How many pairs are of a kind."""
        return sum(pair.kind == kind for pair in self.pairs)

    @property
    def difference(self) -> Decimal:
        """What the newer bill costs more."""
        return self.new_total - self.old_total


@dataclass(frozen=True, slots=True)
class _Identity:
    """What of a position is compared for pairing, brought to one spelling."""

    index: int
    work: str
    section: str
    code: str
    text: str
    unit: str
    quantity: Decimal | None


def compare(old: BillOfQuantities, new: BillOfQuantities) -> Comparison:
    """Pair the positions of two bills and say what changed."""
    matched = pair(old, new)
    partner = {before: after for after, before in matched.items()}
    gone_after: defaultdict[int, list[int]] = defaultdict(list)
    last = -1
    for position in old.positions:
        if position.index in partner:
            last = partner[position.index]
        else:
            gone_after[last].append(position.index)
    pairs = [Pair(index, None) for index in gone_after[-1]]
    for position in new.positions:
        before = matched.get(position.index)
        changes = () if before is None else _changes(old, old.positions[before], new, position)
        pairs.append(Pair(before, position.index, changes))
        pairs.extend(Pair(index, None) for index in gone_after[position.index])
    totals = (sum(map(value_of, bill.positions), Decimal(0)) for bill in (old, new))
    return Comparison(tuple(pairs), *totals)


def pair(old: BillOfQuantities, new: BillOfQuantities) -> Mapping[int, int]:
    """For positions of the newer bill their positions in the older one."""
    left, right = _identities(old), _identities(new)
    matched: dict[int, int] = {}
    for key, alone in _PASSES:
        left, right = _match(left, right, key, matched, alone=alone)
    _match_alike(left, right, matched)
    return matched


def _identities(bill: BillOfQuantities) -> list[_Identity]:
    works = {None: ""} | {work.index: _plain(work.code or work.name) for work in bill.objects}
    sections = {None: ""} | {part.index: _plain(part.code or part.name) for part in bill.sections}
    return [
        _Identity(
            position.index,
            works[position.object],
            sections[position.section],
            _plain(position.code + position.variant),
            _plain(position.description),
            normalise_unit(position.unit),
            position.quantity.value,
        )
        for position in bill.positions
    ]


def _plain(text: str) -> str:
    """Letters and digits only, without case and accents."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^a-z0-9]+", "", "".join(sign for sign in folded if not unicodedata.combining(sign)))


_Key = Callable[[_Identity], Hashable]
_PASSES: tuple[tuple[_Key, bool], ...] = (
    (lambda p: (p.work, p.section, p.code, p.text, p.unit, p.quantity), False),
    (lambda p: (p.work, p.section, p.code, p.text, p.unit), False),
    (lambda p: (p.work, p.code, p.text, p.quantity), False),
    (lambda p: (p.work, p.code, p.text), False),
    (lambda p: (p.code, p.text, p.quantity) if p.code else None, False),
    (lambda p: (p.code, p.text) if p.code else None, False),
    (lambda p: (p.work, p.section, p.code) if p.code else None, True),
    (lambda p: (p.work, p.section, p.text, p.unit) if p.text else None, False),
    (lambda p: (p.work, p.code) if p.code else None, True),
    (lambda p: (p.work, p.text, p.unit) if p.text else None, True),
    (lambda p: p.code or None, True),
    (lambda p: (p.text, p.unit) if p.text else None, True),
)
"""From strict to loose; `True`: only what stands once on both sides.  A key None pairs nothing."""


def _match(
    left: Sequence[_Identity], right: Sequence[_Identity], key: _Key, matched: dict[int, int], *, alone: bool
) -> tuple[list[_Identity], list[_Identity]]:
    """Pair what has the same key, in document order; what is left of both."""
    waiting: defaultdict[Hashable, list[_Identity]] = defaultdict(list)
    wanted: defaultdict[Hashable, int] = defaultdict(int)
    for item in left:
        waiting[key(item)].append(item)
    for item in right:
        wanted[key(item)] += 1
    taken: set[int] = set()
    rest: list[_Identity] = []
    for item in right:
        name = key(item)
        found = waiting[name]
        if name is None or not found or (alone and (len(found) > 1 or wanted[name] > 1)):
            rest.append(item)
            continue
        before = found.pop(0)
        matched[item.index] = before.index
        taken.add(before.index)
    return [item for item in left if item.index not in taken], rest


def _match_alike(left: Sequence[_Identity], right: Sequence[_Identity], matched: dict[int, int]) -> None:
    """Pair texts that are nearly the same at the same place and in the same unit, the most alike first."""
    places: defaultdict[tuple[str, str, str], list[_Identity]] = defaultdict(list)
    for item in left:
        places[item.work, item.section, item.unit].append(item)
    groups: defaultdict[tuple[str, str, str], list[_Identity]] = defaultdict(list)
    for item in right:
        groups[item.work, item.section, item.unit].append(item)
    for place, items in groups.items():
        candidates = places[place]
        if max(len(items), len(candidates)) > _LARGEST_GROUP:
            continue
        likeness = [
            (SequenceMatcher(None, before.text, after.text, autojunk=False).ratio(), before.index, after.index)
            for before in candidates
            for after in items
            if before.text and after.text
        ]
        used: set[int] = set()
        for alike, before_index, after_index in sorted(likeness, key=lambda item: (-item[0], item[1], item[2])):
            if alike >= _ALIKE and before_index not in used and after_index not in matched:
                matched[after_index] = before_index
                used.add(before_index)


def _changes(old: BillOfQuantities, before: Position, new: BillOfQuantities, after: Position) -> tuple[str, ...]:
    """The fields that differ.  A missing price and a price of zero are the same: both are blind."""
    found = []
    if _plain(before.code + before.variant) != _plain(after.code + after.variant):
        found.append("code")
    if " ".join(before.description.split()) != " ".join(after.description.split()):
        found.append("description")
    if normalise_unit(before.unit) != normalise_unit(after.unit):
        found.append("unit")
    if before.quantity.value != after.quantity.value:
        found.append("quantity")
    if (unit_price(before) or 0) != (unit_price(after) or 0):
        found.append("unit_price")
    if value_of(before) != value_of(after):
        found.append("total")
    if _place(old, before) != _place(new, after):
        found.append("place")
    return tuple(found)


def _place(bill: BillOfQuantities, position: Position) -> tuple[str, str]:
    work = bill.objects[position.object] if position.object is not None else None
    part = bill.sections[position.section] if position.section is not None else None
    return _plain(work.code or work.name) if work else "", _plain(part.code or part.name) if part else ""
