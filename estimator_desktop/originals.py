"""An edited export back into the workbook that the budget came from.

The edited file says which positions got which values; the original is read again, so that every position stands at its
sheet and row; the column of a field is the one whose title says so and whose cells hold what was read of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from estimator_desktop.domain.bill import Amount, BillOfQuantities, Position
from estimator_desktop.domain.changes import Changes, FieldChange, compare
from estimator_desktop.errors import UserError
from estimator_desktop.reading.own.edited import read_edited
from estimator_desktop.reading.read import read_document
from estimator_desktop.reading.spreadsheet.grid import Sheet, load_workbook
from estimator_desktop.reading.vocabulary import Field, title_field
from estimator_desktop.writing.original import CellEdit, Refusal, WriteBack, column_letters, write_back

FIELDS: Mapping[str, Field] = {
    "unit_price": Field.UNIT_PRICE,
    "quantity": Field.QUANTITY,
    "code": Field.CODE,
    "description": Field.DESCRIPTION,
    "unit": Field.UNIT,
}
"""What can be written back, and the titles its column may have.  Totals are the workbook's own formulas."""
_NUMBERS = frozenset({"unit_price", "quantity"})
_FOLLOWS = frozenset({"total_price"})
_HEAD_DEPTH = 60


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of it: the changes asked for, the cells written and refused, and the fields that have no cell."""

    changes: Changes
    written: WriteBack
    without_cell: tuple[FieldChange, ...]


def fill(original: Path, edited: Path, target: Path) -> Filled:
    """Write a copy of the original with what the edited export changed.

    Raises UserError: what reading raises; `edited_other` (the export is of another budget); what `write_back` raises.
    """
    base = read_document(original)
    came = read_edited(edited, base)
    if not _same_budget(base, came.base):
        raise UserError("edited_other", file=edited.name, other=original.name)
    changes = compare(came.base, came.bill, came.ids)
    columns = field_columns(original, base, {change.field for change in changes.changed})
    edits: list[CellEdit] = []
    without: list[FieldChange] = []
    for change in changes.changed:
        if change.field in _FOLLOWS:
            continue
        source = base.positions[change.position].source
        sheet, row = (source.sheet, source.row) if source else (None, None)
        column = columns.get((sheet or "", change.field))
        value = _value(change)
        if sheet is None or row is None or column is None or value is None:
            without.append(change)
        else:
            edits.append(CellEdit(sheet, column_letters(column + 1), row, value))
    return Filled(changes, write_back(original, edits, target), tuple(without))


def _value(change: FieldChange) -> Decimal | str | None:
    if change.field not in _NUMBERS:
        return change.after
    try:
        return Decimal(change.after)
    except ArithmeticError:
        return None


def _same_budget(one: BillOfQuantities, other: BillOfQuantities) -> bool:
    def keys(bill: BillOfQuantities) -> list[tuple[str, str, str]]:
        return [(position.ordinal, position.code, position.description) for position in bill.positions]

    return keys(one) == keys(other)


def field_columns(path: Path, bill: BillOfQuantities, fields: set[str]) -> Mapping[tuple[str, str], int]:
    """Where each field stands on each sheet (columns from 0); a field whose column is not certain is left out."""
    found: dict[tuple[str, str], int] = {}
    by_sheet: dict[str, list[Position]] = {}
    for position in bill.positions:
        if position.source and position.source.sheet and position.source.row:
            by_sheet.setdefault(position.source.sheet, []).append(position)
    for sheet in load_workbook(path, path.name).sheets:
        positions = by_sheet.get(sheet.name, [])
        for field in fields & FIELDS.keys():
            column = _column(sheet, positions, field)
            if column is not None:
                found[sheet.name, field] = column
    return found


def _column(sheet: Sheet, positions: Sequence[Position], field: str) -> int | None:
    """The one column that is titled so and holds what was read in every row."""
    rows = [position.source.row - 1 for position in positions if position.source and position.source.row]
    if not rows:
        return None
    first = min(rows)
    titled = {
        column
        for row in range(max(0, first - _HEAD_DEPTH), first)
        for column in range(len(sheet.rows[row]))
        if (text := sheet.text(row, column)) and len(text) < 40 and title_field(text) is FIELDS[field]
    }
    agreeing = [
        column
        for column in sorted(titled)
        if all(_holds(sheet, row, column, position, field) for row, position in zip(rows, positions, strict=True))
    ]
    return agreeing[0] if len(agreeing) == 1 else None


def _holds(sheet: Sheet, row: int, column: int, position: Position, field: str) -> bool:
    if field in _NUMBERS:
        read: Amount = getattr(position, field)
        return sheet.amount(row, column).value == read.value
    return sheet.text(row, column) == str(getattr(position, field)).strip()


__all__ = ["FIELDS", "Filled", "Refusal", "field_columns", "fill"]
