"""Workbooks: the family is recognised by what stands in the sheets, one module a family."""

from __future__ import annotations

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.job import Progress
from estimator_desktop.domain.mapping import LayoutRequest, columns_text
from estimator_desktop.errors import UserError
from estimator_desktop.reading.papers import is_coded, trade_paper
from estimator_desktop.reading.spreadsheet.formulas import check_computed
from estimator_desktop.reading.spreadsheet.grid import Workbook, as_text
from estimator_desktop.reading.spreadsheet.guess import SURE, MappingNeededError, preview_of, preview_to_ask
from estimator_desktop.reading.spreadsheet.kros import is_kros, read_kros
from estimator_desktop.reading.spreadsheet.mapped import read_by_template, read_mapped, saying
from estimator_desktop.reading.spreadsheet.table import read_tables

_TOP = 40
"""Rows in which the title of a paper stands."""


def read_spreadsheet(
    workbook: Workbook, name: str, progress: Progress, request: LayoutRequest | None = None
) -> BillOfQuantities:
    """Read a workbook or a table saved as text: a KROS export, or any table whose header says what its columns hold.

    `request` brings a mapping to read with, or templates to look for first.  A table without a header we know is read
    where its arithmetic proves the guess.

    Raises UserError: `mapping_needed` (MappingNeededError) where a person must say what the columns
    hold; `no_positions` where no sheet carries a table, with the sheets' names, or the first one is an invoice.
    """
    asked = request or LayoutRequest()
    if asked.ask and asked.mapping is None:
        raise MappingNeededError(name, preview_to_ask(workbook))
    if asked.mapping is not None:
        bill: BillOfQuantities | None = read_mapped(workbook, name, progress, asked.mapping)
    else:
        bill = read_by_template(workbook, name, progress, asked.templates)
        if bill is None:
            bill = read_kros(workbook, name, progress) if is_kros(workbook) else read_tables(workbook, name, progress)
            _refuse_papers(workbook, name, bill)
        if bill is None or not bill.positions:
            bill = _guessed(workbook, name, progress)
    if bill is not None:
        bill = check_computed(bill)
    if bill is None or not bill.positions:
        sheets = ", ".join(sheet.name for sheet in workbook.sheets[:5])
        raise UserError("no_positions", file=name, seen="workbook", detail=f"sheets: {sheets}")
    return bill


def _refuse_papers(workbook: Workbook, name: str, bill: BillOfQuantities | None) -> None:
    """An invoice or a delivery note is no bill, unless its rows have types or codes of a price system."""
    rows = workbook.sheets[0].rows[:_TOP] if workbook.sheets else ()
    paper = trade_paper(as_text(value) for row in rows for value in row if isinstance(value, str))
    positions = () if bill is None else bill.positions
    if paper is not None and not any(map(is_coded, positions)):
        raise UserError("no_positions", file=name, seen=paper, detail=f"{len(positions)} rows")


def _guessed(workbook: Workbook, name: str, progress: Progress) -> BillOfQuantities | None:
    """The bill by the best guess of the columns where it is sure; else the question goes to the person."""
    found = preview_of(workbook)
    if found is None:
        return None
    preview, _sheet = found
    if preview.confidence >= SURE:
        bill = read_mapped(workbook, name, progress, preview.guess)
        if bill.positions:
            return saying(bill, "columns_guessed", columns_text(preview.guess))
    raise MappingNeededError(name, preview)
