"""What a comparison says row by row, with what each row costs more or less, and the sums by kind of change."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.domain.revision import Comparison
from estimator_desktop.domain.sums import value_of

KINDS = ("added", "removed", "changed", "same")
TOPICS: Mapping[str, frozenset[str]] = {
    "quantity": frozenset({"quantity"}),
    "price": frozenset({"unit_price", "total"}),
    "text": frozenset({"code", "description", "unit"}),
    "place": frozenset({"place"}),
}
"""What may have changed, as a person asks for it, and the fields behind it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One position in both bills or in one.  `fields` names what differs, `place` where it stands."""

    kind: str
    old: Position | None
    new: Position | None
    fields: tuple[str, ...]
    place: str

    @property
    def shown(self) -> Position:
        """The position as it is now; as it was where it is gone."""
        position = self.new or self.old
        if position is None:
            raise ValueError("a change of nothing")
        return position

    @property
    def difference(self) -> Decimal:
        """What the position costs more than before."""
        before, after = (Decimal(0) if one is None else value_of(one) for one in (self.old, self.new))
        return after - before

    def about(self, topic: str) -> bool:
        """Whether a changed position differs in what a topic of `TOPICS` names."""
        return self.kind == "changed" and bool(TOPICS[topic].intersection(self.fields))


def changes_of(old: BillOfQuantities, new: BillOfQuantities, found: Comparison) -> tuple[Change, ...]:
    """The comparison of two bills row by row, in its order."""
    rows = []
    for pair in found.pairs:
        before = None if pair.old is None else old.positions[pair.old]
        after = None if pair.new is None else new.positions[pair.new]
        bill, position = (new, after) if after is not None else (old, before)
        rows.append(Change(pair.kind, before, after, pair.changes, "" if position is None else _place(bill, position)))
    return tuple(rows)


def _place(bill: BillOfQuantities, position: Position) -> str:
    works = [f"{work.code} {work.name}".strip() for work in bill.object_path(position.object)]
    parts = [f"{part.code} {part.name}".strip() for part in bill.section_path(position.section)]
    return " / ".join((*works, *parts))


@dataclass(frozen=True, slots=True)
class ChangeSums:
    """How many changes of each kind there are, and what each kind costs more than before."""

    counts: Mapping[str, int]
    differences: Mapping[str, Decimal]


def sum_changes(changes: Iterable[Change]) -> ChangeSums:
    """Count and add up changes by kind."""
    counts: Counter[str] = Counter()
    differences: defaultdict[str, Decimal] = defaultdict(Decimal)
    for change in changes:
        counts[change.kind] += 1
        differences[change.kind] += change.difference
    return ChangeSums({kind: counts[kind] for kind in KINDS}, {kind: differences[kind] for kind in KINDS})


def only_changes(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Without the positions that are the same in both bills."""
    return tuple(change for change in changes if change.kind != "same")
