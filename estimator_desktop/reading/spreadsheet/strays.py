"""Cells far off the table: one filled cell in the last corner makes a sheet of 17 thousand million cells.

calamine holds a sheet as a full rectangle up to its last filled cell.  A cell that stands behind hundreds of empty
columns or thousands of empty rows belongs to no table; such cells are left out before calamine sees the sheet.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_FAR = re.compile(rb'<c\b[^>]*?\br="(?:[A-Z]{3}\d|[A-Z]{1,2}\d{6})')
_LAST_ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"')
_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
_MANY_ROWS = 20_000
_NO_ROW = 2**20 + 1
_EMPTY_ROWS = 3_000
_EMPTY_COLUMNS = 200


def is_far(data: bytes) -> bool:
    """Whether a sheet's XML may hold cells far off: beyond the columns of two letters, or in a very late row."""
    if _FAR.search(data):
        return True
    last = data.rfind(b"<row")
    row = _LAST_ROW.match(data, last) if last >= 0 else None
    return row is not None and _row_number(row[1]) > _MANY_ROWS


def without_strays(data: bytes) -> bytes:
    """A sheet's XML without the cells that stand behind a wide empty space."""
    rows: set[int] = set()
    columns: set[int] = set()
    for match in _CELL.finditer(data):
        if not match[0].endswith(b"/>"):
            rows.add(_row_number(match[2]))
            columns.add(column_number(match[1]))
    last_row = _reach(rows, _EMPTY_ROWS)
    last_column = _reach(columns, _EMPTY_COLUMNS)

    def kept(match: re.Match[bytes]) -> bytes:
        far = _row_number(match[2]) > last_row or column_number(match[1]) > last_column
        return b"" if far else match[0]

    return _CELL.sub(kept, data)


def _reach(places: set[int], gap: int) -> int:
    """The last place before the first empty space wider than `gap`."""
    last = 0
    for place in sorted(places):
        if last and place - last > gap:
            break
        last = place
    return last


def _row_number(digits: bytes) -> int:
    """The row's number; one beyond the last row that a sheet can have for any that is longer."""
    return int(digits) if len(digits) <= len(str(_NO_ROW)) else _NO_ROW


def column_number(letters: bytes) -> int:
    """`A` is 0, `Z` 25, `AA` 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


@contextmanager
def tidied(path: Path, sheets: Mapping[str, bytes]) -> Iterator[Path]:
    """The workbook with the far cells of some members left out; the path itself where there are none."""
    if not sheets:
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        with (
            zipfile.ZipFile(path) as source,
            zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
        ):
            for member in source.infolist():
                data = sheets.get(member.filename)
                target.writestr(member.filename, without_strays(data) if data is not None else source.read(member))
        yield copy
