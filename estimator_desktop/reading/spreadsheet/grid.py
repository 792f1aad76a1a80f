"""Sheets as plain grids of values, and what a cell's value is as text and number."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import cast

import python_calamine as calamine

from estimator_desktop.domain.bill import NOTHING, Amount
from estimator_desktop.domain.decimals import LARGEST
from estimator_desktop.domain.encoding import encoding_of
from estimator_desktop.domain.numbers import parse_amount
from estimator_desktop.errors import UserError
from estimator_desktop.guards.workbook import workbook_errors
from estimator_desktop.reading.spreadsheet.formulas import MISSING, UNCOMPUTED, Oddities, oddities
from estimator_desktop.reading.spreadsheet.strays import tidied

Value = str | float | int | bool | date | datetime | time | timedelta | None
_SAMPLE = 65536
_PLACES = 9
"""Binary floats are read to so many decimals: beyond them stands only the rounding of the binary number."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows[r][c]` with r and c from 0; sheet rows are counted from 1 in `Source`."""

    name: str
    rows: Sequence[Sequence[Value]]
    hidden: bool = False

    def value(self, row: int, column: int) -> Value:
        """A cell's value; None beyond the sheet's edge."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return None

    def text(self, row: int, column: int) -> str:
        """A cell as text with outer white space removed."""
        return as_text(self.value(row, column))

    def amount(self, row: int, column: int) -> Amount:
        """A cell as a number; an empty cell is NOTHING."""
        return as_amount(self.value(row, column))


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets in order.  `separator` is what stands between the cells of a table saved as text."""

    sheets: tuple[Sheet, ...]
    separator: str = ""


def load_workbook(path: Path, name: str) -> Workbook:
    """Load an xlsx, xls or ods.  Raises UserError `workbook_damaged` where calamine cannot."""
    with workbook_errors(name):
        odd = oddities(path)
        with tidied(path, odd.far) as tidy:
            return Workbook(_sheets(calamine.CalamineWorkbook.from_path(tidy), odd))


def _sheets(book: calamine.CalamineWorkbook, odd: Oddities) -> tuple[Sheet, ...]:
    return tuple(
        Sheet(
            item.name,
            _marked(
                book.get_sheet_by_name(item.name).to_python(skip_empty_area=False),
                {**dict.fromkeys(odd.uncomputed.get(item.name, ()), UNCOMPUTED), **odd.errors.get(item.name, {})},
            ),
            hidden=item.visible != calamine.SheetVisibleEnum.Visible,
        )
        for item in book.sheets_metadata
        if item.typ == calamine.SheetTypeEnum.WorkSheet
    )


def _marked(found: Sequence[Sequence[Value]], marks: Mapping[tuple[int, int], str]) -> list[list[Value]]:
    """The rows with marks in cells that look empty: where a formula was never computed, where an error is shown."""
    rows = cast("list[list[Value]]", found)
    for (row, column), mark in marks.items():
        if row < len(rows) and column < len(rows[row]) and rows[row][column] in {"", None}:
            rows[row][column] = mark
    return rows


def load_text_table(path: Path, name: str, separator: str = "") -> Workbook:
    """Load a table saved as text (csv with semicolons, tabs, bars or commas; UTF-8, UTF-16, Windows-1250, ISO 8859-2).

    `separator` is what stands between the cells where that is known.
    Raises UserError `workbook_damaged` where it is neither.
    """
    raw = path.read_bytes()
    try:
        text = raw.decode(encoding_of(raw) or "utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode(_czech(raw), "replace")
    delimiter = separator or _delimiter(text)
    try:
        rows = [
            [cell or None for cell in row] for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise UserError("workbook_damaged", file=name, detail=str(error)) from error
    return Workbook((Sheet(Path(name).stem, rows),), delimiter)


def _czech(raw: bytes) -> str:
    """Which of the two one-byte encodings: ISO 8859-2 has no signs from 80 to 9F and its š, ť, ž elsewhere."""
    signs = set(raw)
    latin = signs & {0xA9, 0xAB, 0xAE, 0xB9, 0xBB, 0xBE}
    return "iso-8859-2" if latin and not signs & set(range(0x80, 0xA0)) else "cp1250"


def _delimiter(text: str) -> str:
    """The sign that most lines hold: semicolon, tab, or (last, for the sake of decimal commas) comma."""
    plain = re.sub(r'"[^"]*"', "", text[:_SAMPLE])
    lines = [line for line in plain.splitlines() if line.strip()]
    for sign in (";", "\t", "|", ","):
        if sum(line.count(sign) >= 2 for line in lines) > len(lines) * 0.5:
            return sign
    return max((";", "\t", "|"), key=text.count)


def as_text(value: Value) -> str:
    """A cell's value as a person would read it."""
    if value is None or value == UNCOMPUTED:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return f"{as_decimal(value):f}"
    return str(value).strip()


def as_decimal(value: float) -> Decimal:
    """A binary float as the decimal a person typed: rounded to nine decimals, trailing zeros dropped.

    One that is no number of a bill (infinite, none at all, `LARGEST`) comes as it is.
    """
    exact = Decimal(repr(value))
    if not math.isfinite(value) or abs(exact) >= LARGEST:
        return exact
    rounded = round(exact, _PLACES)
    plain = rounded.normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain


def as_amount(value: Value) -> Amount:
    """A cell's number.  Text that is a number counts, other text is kept as unreadable."""
    if isinstance(value, bool) or value is None:
        return NOTHING
    if value == UNCOMPUTED:
        return MISSING
    if isinstance(value, (int, float)):
        number = as_decimal(float(value)) if isinstance(value, float) else Decimal(value)
        sane = number.is_finite() and abs(number) < LARGEST
        return Amount(f"{number:f}", number if sane else None)
    text = as_text(value)
    return parse_amount(text) if text else NOTHING
