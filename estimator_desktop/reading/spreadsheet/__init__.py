"""Workbooks: the family is recognised by what stands in the sheets, one module a family."""

from __future__ import annotations

from pathlib import Path

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.job import Progress
from estimator_desktop.errors import UserError
from estimator_desktop.reading.own import workbook as own
from estimator_desktop.reading.spreadsheet.formulas import check_computed
from estimator_desktop.reading.spreadsheet.grid import load_text_table, load_workbook
from estimator_desktop.reading.spreadsheet.kros import is_kros, read_kros
from estimator_desktop.reading.spreadsheet.table import read_tables


def read_spreadsheet(path: Path, name: str, progress: Progress, *, text: bool = False) -> BillOfQuantities:
    """Read a workbook, or a table saved as `text`: a KROS export, or any table whose header says what its columns hold.

    Raises UserError: `workbook_damaged`; `no_positions` where no sheet carries a bill we know, with the sheets' names.
    """
    workbook = load_text_table(path, name) if text else load_workbook(path, name)
    if own.is_own_workbook(workbook):
        return own.read_own_workbook(workbook, name)
    bill = read_kros(workbook, name, progress) if is_kros(workbook) else read_tables(workbook, name, progress)
    if bill is not None:
        bill = check_computed(bill)
    if bill is None or not bill.positions:
        sheets = ", ".join(sheet.name for sheet in workbook.sheets[:5])
        raise UserError("no_positions", file=name, seen="workbook", detail=f"sheets: {sheets}")
    return bill
