"""Our workbooks: the bill from the hidden sheet, and over it what a person changed in the visible ones.

A cell that still says what was written leaves the value as it was, with everything a cell cannot hold; another content
is the person's.  Rows are known by the id in a hidden column, columns by a hidden row, so that sorting, filtering,
inserted columns and another language do no harm.  A row without an id is a new position, an id that stands nowhere a
removed one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from estimator_desktop.domain.bill import (
    NOTHING,
    Amount,
    BillOfQuantities,
    Measurement,
    MeasurementKind,
    Note,
    Position,
    Source,
)
from estimator_desktop.domain.exchange import PAYLOAD_MARK, PAYLOAD_SHEET, PAYLOAD_VERSION, position_id, position_index
from estimator_desktop.domain.sums import product, unit_price, value_of
from estimator_desktop.errors import UserError
from estimator_desktop.reading.own.packed import unpacked
from estimator_desktop.reading.own.records import NotOurs, bill_of, decode_own, restored
from estimator_desktop.reading.spreadsheet.formulas import MISSING
from estimator_desktop.reading.spreadsheet.grid import Sheet, Workbook, as_decimal

_LONGEST = 32_000
_LINE_END = re.compile(r"\r\n?")
_FIELDS = ("ordinal", "row_type", "code", "description", "unit", "price_system")
_NUMBERS = ("quantity", "unit_price", "total_price")
_KINDS = {"1": MeasurementKind.TEXT, "2": MeasurementKind.EXPRESSION, "3": MeasurementKind.SUBTOTAL}


@dataclass(frozen=True, slots=True)
class Edited:
    """A file of ours as it came back.

    `base` is the bill it was written from, `bill` the one it holds now; `ids` says which of the old positions each of
    the new ones is (empty for a new position).
    """

    base: BillOfQuantities
    bill: BillOfQuantities
    ids: tuple[str, ...]


def is_own_workbook(workbook: Workbook) -> bool:
    """Whether a workbook carries our hidden sheet."""
    return _payload(workbook) is not None


def read_own_workbook(workbook: Workbook, name: str) -> BillOfQuantities:
    """The bill as it stands in the workbook now.  Raises UserError `own_file_damaged`."""
    came = read_edited_workbook(workbook, name)
    sheet = _payload(workbook)
    try:
        found = decode_own(_unpacked(sheet)) if sheet else None
        return restored(found, came.base, came.bill, came.ids) if found else came.bill
    except NotOurs as error:
        raise UserError("own_file_damaged", file=name, detail=str(error)) from error


def read_edited_workbook(workbook: Workbook, name: str) -> Edited:
    """The bill as written and as it is now.  Raises UserError `own_file_damaged`."""
    sheet = _payload(workbook)
    if sheet is None:
        raise UserError("own_file_damaged", file=name, detail="no hidden sheet")
    try:
        base = bill_of(decode_own(_unpacked(sheet)))
        rows = [row for visible in workbook.sheets for row in _rows(visible)]
        return _Overlay(base).apply(rows)
    except NotOurs as error:
        raise UserError("own_file_damaged", file=name, detail=str(error)) from error


def workbook_origin(workbook: Workbook) -> str:
    """The SHA-256 of the file that the budget was imported from; empty where the workbook does not say it."""
    sheet = _payload(workbook)
    try:
        return decode_own(_unpacked(sheet)).file_sha256 if sheet else ""
    except NotOurs:
        return ""


def _payload(workbook: Workbook) -> Sheet | None:
    for sheet in workbook.sheets:
        if sheet.name == PAYLOAD_SHEET and sheet.text(0, 0) == PAYLOAD_MARK:
            return sheet
    return None


def _unpacked(sheet: Sheet) -> bytes:
    if sheet.text(1, 0) != PAYLOAD_VERSION:
        raise NotOurs(f"packing {sheet.text(1, 0)}")
    packed = "".join(sheet.text(row, 0) for row in range(2, len(sheet.rows)))
    return unpacked(packed)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a visible sheet: its cells by the machine's names, and what its sheet shows at all."""

    sheet: Sheet
    number: int
    columns: Mapping[str, int]

    def text(self, key: str) -> str:
        column = self.columns.get(key)
        return "" if column is None else _in_cell(self.sheet.text(self.number, column))

    def amount(self, key: str) -> Amount:
        column = self.columns.get(key)
        return NOTHING if column is None else self.sheet.amount(self.number, column)

    @property
    def empty(self) -> bool:
        return not any(self.text(key) for key in ("row_type", "code", "description", "quantity"))


def _rows(sheet: Sheet) -> Iterator[_Row]:
    """The rows of an object's sheet below its header; none for other sheets."""
    if not sheet.rows:
        return
    keys = {text: place for place in range(len(sheet.rows[0])) if (text := sheet.text(0, place))}
    if not {"id", "description", "quantity", "unit"} <= keys.keys():
        return
    for number in range(4, len(sheet.rows)):
        row = _Row(sheet, number, keys)
        if not row.empty:
            yield row


@dataclass(slots=True)
class _Found:
    """A position row with its child rows."""

    row: _Row
    index: int | None
    section: int | None
    object: int | None
    children: list[_Row]


class _Overlay:
    """Puts the visible rows over the bill as written."""

    def __init__(self, base: BillOfQuantities) -> None:
        self._base = base

    def apply(self, rows: list[_Row]) -> Edited:
        found = self._found(rows)
        positions: list[Position] = []
        ids: list[str] = []
        known = sorted((item for item in found if item.index is not None), key=lambda item: item.index or 0)
        followers: dict[int, list[_Found]] = {}
        before = -1
        for item in found:
            if item.index is None:
                followers.setdefault(before, []).append(item)
            else:
                before = item.index
        for item in (*followers.get(-1, []),):
            self._add(item, positions, ids)
        for item in known:
            self._add(item, positions, ids)
            for follower in followers.get(item.index if item.index is not None else -1, []):
                self._add(follower, positions, ids)
        return Edited(self._base, replace(self._base, positions=tuple(positions)), tuple(ids))

    def _add(self, item: _Found, positions: list[Position], ids: list[str]) -> None:
        position = self._new(item) if item.index is None else self._edited(item, self._base.positions[item.index])
        ids.append("" if item.index is None else position_id(item.index))
        positions.append(replace(position, index=len(positions)))

    def _found(self, rows: list[_Row]) -> list[_Found]:
        """Position rows in the order of the sheets; an id that stands there twice is new the second time."""
        found: list[_Found] = []
        seen: set[int] = set()
        section: int | None = None
        work: int | None = None
        sheet: Sheet | None = None
        for row in rows:
            if row.sheet is not sheet:
                sheet, section, work = row.sheet, None, None
            kind = row.text("row_type")
            if kind == "D":
                section = self._section(row)
                work = self._base.sections[section].object if section is not None else work
                continue
            index = position_index(row.text("id"))
            if index is not None and index < len(self._base.positions) and index not in seen:
                seen.add(index)
                old = self._base.positions[index]
                section, work = old.section, old.object
                found.append(_Found(row, index, section, work, []))
            elif self._is_position(row, kind):
                found.append(_Found(row, None, section, work, []))
            elif found and found[-1].row.sheet is row.sheet:
                found[-1].children.append(row)
        return found

    def _section(self, row: _Row) -> int | None:
        code, name = row.text("code"), row.text("description")
        places = [item.index for item in self._base.sections if (item.code, item.name) == (code, name)]
        return places[0] if len(places) == 1 else None

    def _is_position(self, row: _Row, kind: str) -> bool:
        """A new row a person wrote: it has words and a unit, and is no measurement or note."""
        return bool(row.text("description")) and kind != "VV" and bool(row.text("unit"))

    def _new(self, item: _Found) -> Position:
        row = item.row
        quantity, price = row.amount("quantity"), row.amount("unit_price")
        fresh = Position(
            index=0,
            description=row.text("description"),
            object=item.object,
            section=item.section,
            ordinal=row.text("ordinal"),
            row_type=row.text("row_type") or "K",
            code=row.text("code"),
            unit=row.text("unit"),
            quantity=quantity,
            unit_price=price,
            price_system=row.text("price_system"),
            source=Source(self._base.file, sheet=row.sheet.name, row=row.number + 1),
        )
        total = product(fresh)
        written = row.amount("total_price") if total is None else Amount(f"{total:f}", total)
        fresh = replace(fresh, total_price=NOTHING if written == MISSING else written)
        return self._with_children(fresh, item)

    def _edited(self, item: _Found, old: Position) -> Position:
        row = item.row
        texts = {
            name: row.text(name)
            for name in _FIELDS
            if name in row.columns and row.text(name) != _in_cell(getattr(old, name))
        }
        numbers = {name: now for name in _NUMBERS if (now := self._number(row, old, name)) is not None}
        position = replace(old, **texts, **numbers) if texts or numbers else old  # type: ignore[arg-type]
        if "total_price" not in numbers and numbers:
            total = product(position)
            if total is not None and total != product(old):
                position = replace(position, total_price=Amount(f"{total:f}", total))
        return self._with_children(position, item)

    def _number(self, row: _Row, old: Position, name: str) -> Amount | None:
        """What a person wrote into a number's cell; None where it says what was written.

        The total is a formula: it is the person's only where neither factor explains it.
        """
        if name not in row.columns:
            return None
        written, raw = _written(old, name)
        now = row.amount(name)
        if name == "total_price" and now == MISSING:
            return None  # our formula, saved by a program that does not compute
        same_text = now.value is None and now.raw.strip() == ("" if written is not None else raw.strip())
        if (written is None and same_text) or (written is not None and now.value == as_decimal(float(written))):
            return None
        if name != "total_price":
            return now
        if now.value is None and (written is not None or not now.raw):
            return None
        changed = replace(
            old,
            quantity=self._number(row, old, "quantity") or old.quantity,
            unit_price=self._number(row, old, "unit_price") or old.unit_price,
        )
        if product(changed) is not None:
            return None
        if now.value == 0 and written is None:
            return None
        return now

    def _with_children(self, position: Position, item: _Found) -> Position:
        row = item.row
        if "measurements" in row.columns:
            lines = [child for child in item.children if child.text("row_type") == "VV"]
            if [_line_seen(line) for line in lines] != [_line_written(line) for line in position.measurements]:
                position = replace(position, measurements=tuple(map(_measurement, lines)))
        if "notes" in row.columns:
            notes = tuple(
                Note(child.text("row_type"), child.text("description"))
                for child in item.children
                if child.text("row_type") != "VV"
            )
            if notes != tuple(Note(note.kind, _in_cell(note.text)) for note in position.notes):
                position = replace(position, notes=notes)
        return position


def _in_cell(text: str) -> str:
    """What every program leaves of a text in a cell: LibreOffice keeps one kind of line end, Excel both."""
    return _LINE_END.sub("\n", text[:_LONGEST]).strip()


def _written(position: Position, name: str) -> tuple[Decimal | None, str]:
    """The number the workbook was written with, and the text where there was none."""
    if name == "unit_price":
        return unit_price(position), position.unit_price.raw
    if name == "total_price":
        computed = product(position)
        if computed is None and not position.total_price.raw:
            return None, ""
        return (value_of(position) if computed is None else computed), position.total_price.raw
    return position.quantity.value, position.quantity.raw


def _line_seen(row: _Row) -> tuple[str, str, Decimal | None]:
    return row.text("description"), row.text("code"), row.amount("quantity").value


def _line_written(line: Measurement) -> tuple[str, str, Decimal | None]:
    value = None if line.value is None else as_decimal(float(line.value))
    return _in_cell(line.text), _in_cell(line.label or ""), value


def _measurement(row: _Row) -> Measurement:
    flag, taken = row.text("flag"), row.text("taken")
    kind = _KINDS.get(flag, MeasurementKind.TOTAL if flag == "4" else MeasurementKind.EXPRESSION)
    text = row.text("description")
    return Measurement(
        text,
        row.amount("quantity").value,
        kind,
        text,
        row.text("code") or None,
        None if not taken else taken == "1",
    )
