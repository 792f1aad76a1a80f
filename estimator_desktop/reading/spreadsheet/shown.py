"""A table file's cells as text, for the window to show a position's row among its neighbours."""

from __future__ import annotations

from pathlib import Path

from estimator_desktop.domain.sheets import SheetText
from estimator_desktop.reading.spreadsheet.grid import Sheet, load_text_table, load_workbook

_COLUMNS = 40
_LONGEST = 300
_ARCHIVES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def shown_sheets(path: Path, name: str) -> tuple[SheetText, ...]:
    """All sheets; of XML its lines as one sheet.  Raises UserError as the reader does."""
    with path.open("rb") as stream:
        start = stream.read(4096)
    if start.startswith(_ARCHIVES):
        return tuple(map(_text, load_workbook(path, name).sheets))
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        return (SheetText("", tuple((line[:_LONGEST],) for line in lines)),)
    return tuple(map(_text, load_text_table(path, name).sheets))


def _text(sheet: Sheet) -> SheetText:
    rows = []
    for row, values in enumerate(sheet.rows):
        cells = [sheet.text(row, column)[:_LONGEST] for column in range(min(len(values), _COLUMNS))]
        while cells and not cells[-1]:
            cells.pop()
        rows.append(tuple(cells))
    return SheetText(sheet.name, tuple(rows))
