"""What an edited file would change: position by position and field by field, before anything is applied."""

from __future__ import annotations

from dataclasses import dataclass

from estimator_desktop.domain.bill import Amount, BillOfQuantities, Position
from estimator_desktop.domain.exchange import AMOUNTS, position_id

TEXTS = ("ordinal", "row_type", "code", "variant", "description", "unit", "price_system", "vat_rate")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one position: index in the older bill, the field's name, both values as text."""

    position: int
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs: changed fields, positions that appear (indexes in the newer bill), that vanish (in the older)."""

    changed: tuple[FieldChange, ...]
    appeared: tuple[int, ...]
    vanished: tuple[int, ...]

    @property
    def none(self) -> bool:
        """Whether the bills say the same."""
        return not (self.changed or self.appeared or self.vanished)


def typed(change: FieldChange) -> str:
    """The new value as a person types it: the point in `1.234` could be read as a gap between thousands."""
    return change.after.replace(".", ",") if change.field in AMOUNTS else change.after


@dataclass(frozen=True, slots=True)
class EditedRow:
    """A change and the name of the position it is about."""

    name: str
    change: FieldChange


@dataclass(frozen=True, slots=True)
class EditedFile:
    """What an edited export would do to a document: values to take over, and what can only be looked at."""

    document: str
    edits: tuple[EditedRow, ...] = ()
    left: tuple[EditedRow, ...] = ()
    appeared: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()


def compare(base: BillOfQuantities, new: BillOfQuantities, ids: tuple[str, ...]) -> Changes:
    """Compare two states of a bill.  `ids` names, for each position of the newer one, the older one it is."""
    places = {position_id(position.index): position for position in base.positions}
    changed: list[FieldChange] = []
    appeared: list[int] = []
    seen: set[str] = set()
    for position, identity in zip(new.positions, ids, strict=True):
        old = places.get(identity)
        if old is None or identity in seen:
            appeared.append(position.index)
            continue
        seen.add(identity)
        changed.extend(_fields(old, position))
    vanished = tuple(position.index for identity, position in places.items() if identity not in seen)
    return Changes(tuple(changed), tuple(appeared), vanished)


def _fields(old: Position, new: Position) -> list[FieldChange]:
    found: list[FieldChange] = []
    for name in TEXTS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            found.append(FieldChange(old.index, name, before, after))
    for name in AMOUNTS:
        one, other = getattr(old, name), getattr(new, name)
        if one.value != other.value or (one.value is None and one.raw != other.raw):
            found.append(FieldChange(old.index, name, _amount(one), _amount(other)))
    lines = [[(line.text, line.value) for line in item.measurements] for item in (old, new)]
    if lines[0] != lines[1]:
        found.append(FieldChange(old.index, "measurements", _joined(old), _joined(new)))
    if old.notes != new.notes:
        found.append(
            FieldChange(old.index, "notes", *("; ".join(note.text for note in item.notes) for item in (old, new)))
        )
    return found


def _joined(position: Position) -> str:
    return "; ".join(line.text for line in position.measurements)


def _amount(amount: Amount) -> str:
    return amount.raw if amount.value is None else f"{amount.value:f}"
