"""The shape of our JSON (docs/json.md) as values, and the bill they stand for.

Only what a bill is made of is read; verdicts and findings are made anew by the audit.  Keys that are not known here are
ignored, as the schema promises.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import msgspec

from estimator_desktop.domain.bill import (
    NOTHING,
    Amount,
    BillOfQuantities,
    Decided,
    Measurement,
    MeasurementKind,
    Note,
    Position,
    RecapitulationLine,
    Section,
    Source,
    WorkObject,
)
from estimator_desktop.domain.box import Box
from estimator_desktop.domain.decision import EDITABLE, Action, checked
from estimator_desktop.domain.exchange import AMOUNTS, AUDIT_KIND, BILL_KIND, SCHEMA_VERSION, position_id


@dataclass(frozen=True, slots=True)
class _Source:
    file: str
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    sheet: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class _Amount:
    value: Decimal | None
    printed: str
    alternative: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Work:
    code: str
    name: str
    parent: int | None = None
    kind: str = ""
    total: _Amount | None = None
    source: _Source | None = None


@dataclass(frozen=True, slots=True)
class _Section:
    code: str
    name: str
    object: int | None = None
    parent: int | None = None
    total: _Amount | None = None
    source: _Source | None = None


@dataclass(frozen=True, slots=True)
class _Recapitulation:
    scope: str
    code: str
    name: str
    value: _Amount | None = None
    object: int | None = None
    section: int | None = None
    vat_rate: str = ""
    source: _Source | None = None


@dataclass(frozen=True, slots=True)
class _Measurement:
    text: str
    value: Decimal | None = None
    kind: MeasurementKind = MeasurementKind.EXPRESSION
    expression: str | None = None
    label: str | None = None
    taken: bool | None = None
    source: _Source | None = None


@dataclass(frozen=True, slots=True)
class _Note:
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Open:
    printed: str
    alternative: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Warning:
    code: str
    subject: str


@dataclass(frozen=True, slots=True)
class _Edit:
    field: str
    value: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Decision:
    action: str
    reason: str = ""
    edits: tuple[_Edit, ...] = ()
    as_read: dict[str, _Amount | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Position:
    description: str
    id: str = ""
    object: int | None = None
    section: int | None = None
    ordinal: str = ""
    row_type: str = ""
    code: str = ""
    variant: str = ""
    unit: str = ""
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    total_price: Decimal | None = None
    supply_price: Decimal | None = None
    installation_price: Decimal | None = None
    unit_mass: Decimal | None = None
    total_mass: Decimal | None = None
    debris_mass: Decimal | None = None
    price_system: str = ""
    vat_rate: str = ""
    measurement_lines: tuple[_Measurement, ...] = ()
    notes: tuple[_Note, ...] = ()
    source: _Source | None = None
    open_numbers: dict[str, _Open] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    confidence: dict[str, float] = field(default_factory=dict)
    decision: _Decision | None = None


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of ours."""

    schema: str
    kind: str
    positions: tuple[_Position, ...]
    file_sha256: str = ""
    file: str = ""
    family: str = ""
    name: str = ""
    code: str = ""
    currency: str = "CZK"
    price_level: str = ""
    price_decimals: int | None = None
    pages: int | None = None
    printed_position_count: int | None = None
    warnings: tuple[_Warning, ...] = ()
    objects: tuple[_Work, ...] = ()
    sections: tuple[_Section, ...] = ()
    recapitulation: tuple[_Recapitulation, ...] = ()
    decisions: dict[str, _Decision] = field(default_factory=dict)
    """By the positions' ids: a workbook keeps them beside the bill, JSON in the positions."""
    base: str = ""
    """The bill as it was written, packed; empty in files that are not meant to be edited, and in older ones."""


class NotOurs(ValueError):
    """The text is no file of ours, or a damaged one; the message says what is wrong with it."""


def decode_own(raw: bytes | str) -> OwnFile:
    """The file.  Raises NotOurs."""
    try:
        found = msgspec.json.decode(raw, type=OwnFile)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotOurs(str(error)) from error
    if found.kind not in {BILL_KIND, AUDIT_KIND} or found.schema != SCHEMA_VERSION:
        raise NotOurs(f"kind {found.kind}, schema {found.schema}")
    return found


def bill_of(found: OwnFile) -> BillOfQuantities:
    """The bill the file holds, with the ids of its positions gone into their order.  Raises NotOurs.

    An object, section or parent that the file does not hold, or a part that holds itself, is refused.
    """
    objects = tuple(
        WorkObject(index, item.code, item.name, item.parent, item.kind, _amount(item.total), _source(item.source))
        for index, item in enumerate(found.objects)
    )
    sections = tuple(
        Section(index, item.code, item.name, item.object, item.parent, _amount(item.total), _source(item.source))
        for index, item in enumerate(found.sections)
    )
    _check_tree([work.parent for work in objects], "object")
    _check_tree([section.parent for section in sections], "section")
    for place in (*(item.object for item in sections), *(item.object for item in found.positions)):
        _check(place, len(objects), "object")
    for item in found.positions:
        _check(item.section, len(sections), "section")
    for line in found.recapitulation:
        _check(line.object, len(objects), "object")
        _check(line.section, len(sections), "section")
    return BillOfQuantities(
        family=found.family,
        file=found.file,
        positions=tuple(_position(index, item) for index, item in enumerate(found.positions)),
        objects=objects,
        sections=sections,
        recapitulation=tuple(
            RecapitulationLine(
                line.scope,
                line.code,
                line.name,
                _amount(line.value),
                line.object,
                line.section,
                line.vat_rate,
                _source(line.source),
            )
            for line in found.recapitulation
        ),
        code=found.code,
        name=found.name,
        pages=found.pages,
        printed_position_count=found.printed_position_count,
        price_level=found.price_level,
        currency=found.currency,
        price_decimals=found.price_decimals,
        warnings=tuple((item.code, item.subject) for item in found.warnings),
    )


def restored(found: OwnFile, written: BillOfQuantities, bill: BillOfQuantities, ids: Sequence[str]) -> BillOfQuantities:
    """The bill as it was read, and what a person had decided about it.

    `written` is the bill the file was written with, `bill` the one it holds now, `ids` say which of the written
    positions each is.  A value that was changed in the file since then is the person's last word.
    """
    decisions = {item.id: item.decision for item in found.positions if item.decision} | found.decisions
    if not decisions:
        return bill
    places = {position_id(position.index): position for position in written.positions}
    positions = list(bill.positions)
    decided: list[Decided] = []
    for position, identity in zip(bill.positions, ids, strict=True):
        decision, before = decisions.get(identity), places.get(identity)
        if decision is None or before is None:
            continue
        positions[position.index], edits = _as_read(position, before, decision)
        decided += edits
        if decision.action != "edit":
            decided.append(Decided(position.index, decision.action, reason=decision.reason))
    for item in decided:
        try:
            checked(Action(item.action), item.field, item.value, item.reason)
        except ValueError as error:
            raise NotOurs(f"decision {item.action}: {error}") from error
    return replace(bill, positions=tuple(positions), decided=tuple(decided))


def _as_read(now: Position, written: Position, decision: _Decision) -> tuple[Position, list[Decided]]:
    old: dict[str, Amount | str] = {}
    for name, kept in decision.as_read.items():
        if name in EDITABLE or name == "total_price":
            if isinstance(getattr(now, name), Amount) == isinstance(kept, str):
                raise NotOurs(f"{name} as read")
            old[name] = kept if isinstance(kept, str) else _amount(kept)
    edits = []
    for edit in decision.edits:
        if edit.field not in old:
            continue
        value, before = getattr(now, edit.field), getattr(written, edit.field)
        word = edit.value if value == before else value if isinstance(value, str) else value.raw.replace(".", ",")
        edits.append(Decided(now.index, "edit", edit.field, word, edit.reason))
    return replace(now, **old) if old else now, edits  # type: ignore[arg-type]


def _check(place: int | None, count: int, what: str) -> None:
    if place is not None and not 0 <= place < count:
        raise NotOurs(f"{what} {place} of {count}")


def _check_tree(parents: list[int | None], what: str) -> None:
    """A part that holds itself would never end."""
    for index, above in enumerate(parents):
        place, steps = above, 0
        while place is not None:
            _check(place, len(parents), f"parent of {what} {index}:")
            place, steps = parents[place], steps + 1
            if steps > len(parents):
                raise NotOurs(f"{what} {index} holds itself")


def _source(found: _Source | None) -> Source | None:
    if found is None:
        return None
    return Source(found.file, found.page, Box(*found.box) if found.box else None, found.sheet, found.row)


def _amount(found: _Amount | None) -> Amount:
    return NOTHING if found is None else Amount(found.printed, found.value, found.alternative)


def _position(index: int, item: _Position) -> Position:
    amounts = {}
    for name in AMOUNTS:
        value: Decimal | None = getattr(item, name)
        doubt = item.open_numbers.get(name)
        raw = item.printed.get(name, "" if value is None else f"{value:f}")
        amounts[name] = Amount(raw, value, doubt.alternative if doubt else None)
    return Position(
        index=index,
        description=item.description,
        object=item.object,
        section=item.section,
        ordinal=item.ordinal,
        row_type=item.row_type,
        code=item.code,
        variant=item.variant,
        unit=item.unit,
        price_system=item.price_system,
        vat_rate=item.vat_rate,
        measurements=tuple(
            Measurement(line.text, line.value, line.kind, line.expression, line.label, line.taken, _source(line.source))
            for line in item.measurement_lines
        ),
        notes=tuple(Note(note.kind, note.text) for note in item.notes),
        source=_source(item.source),
        confidence=tuple(item.confidence.items()),
        **amounts,
    )
