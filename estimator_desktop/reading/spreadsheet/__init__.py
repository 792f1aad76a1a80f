"""Workbooks: the family is recognised by what stands in the sheets, one module a family."""

from __future__ import annotations

from pathlib import Path

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.job import Progress
from estimator_desktop.errors import UserError
from estimator_desktop.reading.spreadsheet.grid import load_workbook
from estimator_desktop.reading.spreadsheet.kros import is_kros, read_kros


def read_spreadsheet(path: Path, name: str, progress: Progress) -> BillOfQuantities:
    """Read a workbook of a known family.

    Raises UserError: `workbook_damaged`; `no_positions` where no sheet carries a bill we know, with the sheets' names.
    """
    workbook = load_workbook(path, name)
    if not is_kros(workbook):
        sheets = ", ".join(sheet.name for sheet in workbook.sheets[:5])
        raise UserError("no_positions", file=name, seen="workbook", detail=f"sheets: {sheets}")
    bill = read_kros(workbook, name, progress)
    if not bill.positions:
        raise UserError("no_positions", file=name, seen="workbook", detail="KROS header without positions")
    return bill
