"""XlsxWriter's worksheet for long bills: the same bytes for about half of the processor time.

XlsxWriter looks into every column of every row, asks of every cell what it is, and tries some thirty substitutions on
every formula for functions that Excel 2007 did not have.  A bill has twenty thousand rows of four kinds of cell.  What
is overridden here leans on the library's inner names (its version is pinned); `tests/writing/test_xlsx.py` holds the
two to the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import CellStringTuple, Worksheet

_SPAN_ROWS = 16
"""Rows that share one `spans` attribute."""
_SURELY_FITS = 16_000
"""Characters that a cell holds whatever they are; longer texts are for the library to count."""


class QuickSheet(Worksheet):  # type: ignore[misc]
    """A worksheet whose cells are addressed by numbers and whose formulas use functions of Excel 2007 only."""

    _row_seen = -1
    _columns_seen = range(0)
    """The row last written to, and the columns the sheet is known to have: cells there need no check."""

    def write_string(self, row: int, col: int, string: str, cell_format: Format | None = None) -> int:
        """As the library's, by row and column only."""
        if len(string) > _SURELY_FITS or row != self._row_seen or col not in self._columns_seen:
            status: int = self._write_string(row, col, string, cell_format)
            self._row_seen, self._columns_seen = row, range(self.dim_colmin or 0, (self.dim_colmax or 0) + 1)
            return status
        self.table[row][col] = CellStringTuple(self.str_table._get_shared_string_index(string), cell_format)  # noqa: SLF001
        return 0

    def write_number(self, row: int, col: int, number: float, cell_format: Format | None = None) -> int:
        """As the library's, by row and column only."""
        status: int = self._write_number(row, col, number, cell_format)
        return status

    def write_formula(
        self, row: int, col: int, formula: str, cell_format: Format | None = None, value: float = 0
    ) -> int:
        """As the library's, by row and column only, and with a number as its result."""
        status: int = self._write_formula(row, col, formula, cell_format, value)
        return status

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002
        return formula.removeprefix("=")

    def _calculate_spans(self) -> None:
        spans: dict[int, tuple[int, int]] = {}
        for row, cells in self.table.items():
            if cells:
                first, last = spans.get(row // _SPAN_ROWS, (self.xls_colmax, -1))
                spans[row // _SPAN_ROWS] = min(first, *cells), max(last, *cells)
        self.row_spans = {block: f"{first + 1}:{last + 1}" for block, (first, last) in spans.items()}

    def _write_rows(self) -> None:
        self._calculate_spans()
        names = [xl_col_to_name(column) for column in range(self.dim_colmin, self.dim_colmax + 1)]
        for row in range(self.dim_rowmin, self.dim_rowmax + 1):
            cells = self.table.get(row)
            info, span = self.row_info.get(row), self.row_spans.get(row // _SPAN_ROWS)
            if cells:
                self._write_row(row, span, info)
                self.fh.write(self._row_of(row, cells, names))
                self._xml_end_tag("row")
            elif info is not None:
                self._write_empty_row(row, span, info)

    def _row_of(self, row: int, cells: Mapping[int, Any], names: list[str]) -> str:
        number, first = row + 1, self.dim_colmin
        pieces = []
        for column in sorted(cells):
            cell = cells[column]
            style = "" if cell.format is None else f' s="{cell.format._get_xf_index()}"'  # noqa: SLF001
            place = f'<c r="{names[column - first]}{number}"{style}'
            match cell.__class__.__name__:
                case "String":
                    pieces.append(f'{place} t="s"><v>{cell.string}</v></c>')
                case "Number":
                    pieces.append(f"{place}><v>{cell.number:.16G}</v></c>")
                case "Formula":
                    words = self._escape_data(cell.formula)
                    pieces.append(f"{place}><f>{words}</f><v>{cell.value}</v></c>")
                case "Blank":
                    pieces.append(f"{place}/>")
                case kind:
                    raise NotImplementedError(kind)
        return "".join(pieces)


class QuickBook(Workbook):  # type: ignore[misc]
    """A workbook of such sheets."""

    worksheet_class = QuickSheet
