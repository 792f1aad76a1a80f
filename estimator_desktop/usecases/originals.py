"""An edited export back into the workbook that the budget came from.

The edited file says which positions got which values; the original is read again, so that every position stands at its
sheet and row; the column of a field is the one whose title says so and whose cells hold what was read of it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from estimator_desktop.domain.bill import Amount, BillOfQuantities, Position
from estimator_desktop.domain.changes import Changes, FieldChange, compare
from estimator_desktop.domain.decision import Standing, effective
from estimator_desktop.domain.exchange import AMOUNTS
from estimator_desktop.errors import UserError
from estimator_desktop.reading.edited import read_edited
from estimator_desktop.reading.read import read_document
from estimator_desktop.reading.spreadsheet.grid import Sheet, load_workbook
from estimator_desktop.reading.vocabulary import Field, title_field
from estimator_desktop.texts import Texts
from estimator_desktop.writing.original import CellEdit, Refusal, WriteBack, column_letters, load_book, write_back
from estimator_desktop.writing.recalculate import Book
from estimator_desktop.writing.text_table import guarded, number_words, plain_number, row_writer
from estimator_desktop.writing.whole import whole_file

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
_LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of it: the changes asked for (of the budget as exported), the cells, the changes that have no cell."""

    base: BillOfQuantities
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
    written, without = write_changes(original, base, changes.changed, target)
    return Filled(came.base, changes, written, without)


def edits_of_decisions(bill: BillOfQuantities, stands: Mapping[int, Standing]) -> tuple[FieldChange, ...]:
    """The values a person replaced, as changes of the bill as read."""
    found: list[FieldChange] = []
    for index, item in sorted(stands.items()):
        new = effective(bill.positions[index], item)
        for name in item.edits:
            before, after = getattr(bill.positions[index], name), getattr(new, name)
            if before != after:
                found.append(FieldChange(index, name, _said(before), _said(after)))
    return tuple(found)


def _said(value: Amount | str) -> str:
    if isinstance(value, str):
        return value
    return value.raw if value.value is None else f"{value.value:f}"


def write_changes(
    original: Path, base: BillOfQuantities, changes: Sequence[FieldChange], target: Path, *, name: str = ""
) -> tuple[WriteBack, tuple[FieldChange, ...]]:
    """Write a copy of a workbook with the changes; what was written, and the changes that have no certain cell.

    `name` is what the user calls the original.  Raises UserError as `write_back` does.
    """
    if not zipfile.is_zipfile(original):
        raise UserError("original_unsupported", file=name or original.name, why="not_xlsx")
    columns = field_columns(original, base, {change.field for change in changes})
    edits: list[CellEdit] = []
    without: list[FieldChange] = []
    for change in changes:
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
    return write_back(original, edits, target, name=name), tuple(without)


def write_cells(result: WriteBack, without: Sequence[FieldChange], texts: Texts, target: Path) -> Path:
    """The list of cells: sheet, cell, before, after, and why one was not written."""
    say = texts.say
    with whole_file(target) as path, path.open("w", encoding="utf-8-sig", newline="") as stream:
        write, language = row_writer(stream, texts.language), texts.language
        write(say(f"cells.{key}") for key in ("sheet", "cell", "before", "after", "note"))
        for change in result.changes:
            note = say("cells.follows" if change.after else "cells.later") if change.follows else ""
            shown = [change.before, change.after]
            values = [number_words(text, language) for text in shown] if change.number else map(guarded, shown)
            write([guarded(change.sheet), change.place, *values, note])
        for refusal in result.refused:
            edit, reason = refusal.edit, say(f"refused.{refusal.reason}")
            value = guarded(edit.value) if isinstance(edit.value, str) else plain_number(edit.value, language)
            write([guarded(edit.sheet), edit.place, "", value, reason])
        for lost in without:
            field = say(f"export.field.{lost.field}")
            shown = [lost.before, lost.after]
            values = [number_words(text, language) for text in shown] if lost.field in AMOUNTS else map(guarded, shown)
            write(["", field, *values, say("refused.no_column")])
    return target


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
    book: Book | None = None
    for sheet in load_workbook(path, path.name).sheets:
        positions = by_sheet.get(sheet.name, [])
        for field in fields & FIELDS.keys():
            column = _column(sheet, positions, field)
            if column is None and field == "unit_price" and positions:
                book = book or load_book(path)
                column = _factor(sheet, positions, book.products(sheet.name))
            if column is not None:
                found[sheet.name, field] = column
    return found


def _rows(positions: Sequence[Position]) -> list[int]:
    return [position.source.row - 1 for position in positions if position.source and position.source.row]


def _column(sheet: Sheet, positions: Sequence[Position], field: str) -> int | None:
    """The one column that is titled so and holds what was read in every row."""
    titled = _titled(sheet, positions, FIELDS[field])
    return _only(sheet, positions, titled, field)


def _titled(sheet: Sheet, positions: Sequence[Position], wanted: Field) -> set[int]:
    """The columns above the first position whose title says so, in one row or in two."""
    rows = _rows(positions)
    first = min(rows, default=0)
    found: set[int] = set()
    for row in range(max(0, first - _HEAD_DEPTH), first):
        over = ""
        for column in range(len(sheet.rows[row])):
            text = sheet.text(row, column)
            # a title over a group of columns stands in the first of them
            over = sheet.text(row - 1, column) or over
            if text and len(text) < _LONGEST_TITLE and wanted in {title_field(text), title_field(f"{over} {text}")}:
                found.add(column)
    return found


def _factor(
    sheet: Sheet, positions: Sequence[Position], products: Mapping[int, Sequence[tuple[int, int, int]]]
) -> int | None:
    """The one column that the formula of the total multiplies with the quantity in every row, whatever its title."""
    totals = {column + 1 for column in _titled(sheet, positions, Field.TOTAL)}
    quantity = _column(sheet, positions, "quantity")
    if quantity is None:
        return None
    found: set[int] | None = None
    for row in _rows(positions):
        factors = {
            (one if other == quantity + 1 else other) - 1
            for column, one, other in products.get(row + 1, ())
            if column in totals and (one == quantity + 1) != (other == quantity + 1)
        }
        found = factors if found is None else found & factors
    return _only(sheet, positions, found or set(), "unit_price")


def _only(sheet: Sheet, positions: Sequence[Position], columns: set[int], field: str) -> int | None:
    """The one of the columns that holds what was read in every row."""
    rows = _rows(positions)
    agreeing = [
        column
        for column in sorted(columns)
        if rows
        and all(_holds(sheet, row, column, position, field) for row, position in zip(rows, positions, strict=True))
    ]
    return agreeing[0] if len(agreeing) == 1 else None


def _holds(sheet: Sheet, row: int, column: int, position: Position, field: str) -> bool:
    if field in _NUMBERS:
        read: Amount = getattr(position, field)
        return sheet.amount(row, column).value == read.value
    return sheet.text(row, column) == str(getattr(position, field)).strip()


__all__ = ["FIELDS", "Filled", "Refusal", "field_columns", "fill"]
