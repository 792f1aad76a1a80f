"""What stands in a table file, as text to look at beside a position."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetText:
    """One sheet.  `rows[0]` is the sheet's row 1; short rows are not filled up.  A text file is one sheet of lines."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def column_letters(column: int) -> str:
    """A column's name (from 0): A to Z, then AA, AB and so on."""
    name = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
