"""What the columns of a table without a header we know may hold: judged by their content.

The judgement is a guess with a number.  Only arithmetic makes it sure: quantity × price = total on nearly every row.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import permutations

from estimator_desktop.domain.mapping import ColumnRole, PreviewSheet, TableMapping, TablePreview
from estimator_desktop.errors import UserError
from estimator_desktop.reading.spreadsheet.content import judge
from estimator_desktop.reading.spreadsheet.grid import Sheet, Workbook, as_text

SURE = 0.9
"""From here on a guess is taken without asking."""
_ROWS, _COLUMNS = 400, 30
_SHOWN_ROWS, _SHOWN_COLUMNS, _SHOWN_SHEETS, _SHOWN_TEXT = 40, 30, 12, 120
_CENT = Decimal("0.011")


class MappingNeededError(UserError):
    """A table is there, but what its columns hold is for a person to say; `preview` shows it."""

    def __init__(self, file: str, preview: TablePreview) -> None:
        super().__init__("mapping_needed", file=file)
        self.preview = preview


def guess(sheet: Sheet) -> tuple[TableMapping, float] | None:
    """The likeliest mapping and how sure it is; None where nothing here looks like a table of positions."""
    rows = [row for row in range(min(len(sheet.rows), _ROWS)) if _filled(sheet, row) >= 3]
    if len(rows) < 3:
        return None
    width = min(_COLUMNS, max(len(sheet.rows[row]) for row in rows))
    columns = [judge(sheet, rows, number) for number in range(width)]
    wordy = [column for column in columns if column.texts >= 0.5 and column.length >= 6 and column.units < 0.5]
    if not wordy:
        return None
    description = max(wordy, key=lambda column: column.texts * min(column.length, 60))
    unit = max(columns, key=lambda column: column.units)
    left = [column for column in columns if column is not description and column is not unit]
    ordinal = next((column for column in left[:4] if column.ascending and column.numbers >= 0.5), None)
    code = max(
        (c for c in left if c is not ordinal and c.number <= description.number + 1),
        key=lambda c: c.codes,
        default=None,
    )
    taken = [ordinal, code if code is not None and code.codes >= 0.5 else None]
    numeric = [c.number for c in left if c not in taken and c.numbers >= 0.4]
    if not numeric:
        return None
    roles = {description.number: ColumnRole.DESCRIPTION}
    if ordinal is not None:
        roles[ordinal.number] = ColumnRole.ORDINAL
    if code is not None and code.codes >= 0.5:
        roles[code.number] = ColumnRole.CODE
    sure = 0.3
    if unit.units >= 0.5:
        roles[unit.number] = ColumnRole.UNIT
        sure += 0.2
    sure += _amounts(sheet, rows, numeric, roles)
    return TableMapping(tuple(sorted(roles.items())), _header(sheet, rows, roles)), round(sure, 2)


def _amounts(sheet: Sheet, rows: Sequence[int], numeric: Sequence[int], roles: dict[int, ColumnRole]) -> float:
    """Put quantity, price and total among the numeric columns; what that adds to the certainty."""
    best: tuple[int, int, int] | None = None
    most, priced = 0, 0
    for quantity, price, total in permutations(numeric[:8], 3):
        if total < max(quantity, price):
            continue
        holding, complete = _products(sheet, rows, quantity, price, total)
        if holding > most:
            best, most, priced = (quantity, price, total), holding, complete
    if best is None or most < 3:
        roles[numeric[0]] = ColumnRole.QUANTITY
        return 0.0
    roles.update(zip(best, (ColumnRole.QUANTITY, ColumnRole.UNIT_PRICE, ColumnRole.TOTAL), strict=True))
    quantity, price, _ = best
    whole = sum(_is_whole(sheet, row, price) for row in rows) - sum(_is_whole(sheet, row, quantity) for row in rows)
    order = quantity < price or whole > 0
    return 0.45 if most >= max(5, priced * 0.9) and order else 0.2


def _products(sheet: Sheet, rows: Sequence[int], quantity: int, price: int, total: int) -> tuple[int, int]:
    """On how many rows quantity × price = total (and tells something), and how many have all three."""
    holding = complete = 0
    for row in rows:
        count, each, whole = (sheet.amount(row, column).value for column in (quantity, price, total))
        if count and each and whole:
            complete += 1
            holding += abs(count * each - whole) <= _CENT and count != 1 and each != 1
    return holding, complete


def _is_whole(sheet: Sheet, row: int, column: int) -> bool:
    value = sheet.amount(row, column).value
    return value is not None and value == value.to_integral_value()


def _filled(sheet: Sheet, row: int) -> int:
    return sum(1 for value in sheet.rows[row][:_COLUMNS] if as_text(value))


def _header(sheet: Sheet, rows: Sequence[int], roles: dict[int, ColumnRole]) -> int | None:
    """The row of titles: the last one above the first row with a quantity that holds a text over most columns."""
    quantity = next(column for column, role in roles.items() if role is ColumnRole.QUANTITY)
    first = next((row for row in rows if sheet.amount(row, quantity).value is not None), 0)
    for row in range(first - 1, -1, -1):
        titled = sum(bool(sheet.text(row, column)) for column in roles)
        if titled >= max(3, len(roles) - 2):
            return row
    return None


def preview_of(workbook: Workbook) -> tuple[TablePreview, Sheet] | None:
    """The preview of a workbook with the best guess over its sheets, and that sheet; None: no table at all."""
    guesses = [(sheet, found) for sheet in workbook.sheets if not sheet.hidden and (found := guess(sheet)) is not None]
    if not guesses:
        return None
    sheet, (mapping, sure) = max(guesses, key=lambda item: item[1][1])
    mapping = TableMapping(mapping.columns, mapping.header, (sheet.name,))
    return TablePreview(tuple(map(_shown, workbook.sheets[:_SHOWN_SHEETS])), mapping, sure), sheet


def preview_to_ask(workbook: Workbook) -> TablePreview:
    """The preview for a person who wants to say it all; without a guess where there is none."""
    found = preview_of(workbook)
    if found is not None:
        return found[0]
    names = tuple(sheet.name for sheet in workbook.sheets if not sheet.hidden)[:1]
    return TablePreview(tuple(map(_shown, workbook.sheets[:_SHOWN_SHEETS])), TableMapping((), None, names), 0.0)


def _shown(sheet: Sheet) -> PreviewSheet:
    rows = (tuple(as_text(value)[:_SHOWN_TEXT] for value in row[:_SHOWN_COLUMNS]) for row in sheet.rows[:_SHOWN_ROWS])
    return PreviewSheet(sheet.name, tuple(rows))
