"""The one entrance of reading: any file in, a proven bill out."""

from __future__ import annotations

from pathlib import Path

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.job import Progress, silent
from estimator_desktop.domain.mapping import LayoutRequest
from estimator_desktop.reading.detect import FileKind, detect
from estimator_desktop.reading.excerpt import with_missing_pages
from estimator_desktop.reading.own.json_file import read_own_json
from estimator_desktop.reading.own.workbook import is_own_workbook, read_own_workbook
from estimator_desktop.reading.pdf.ahead import Crew
from estimator_desktop.reading.pdf.engine import read_pdf
from estimator_desktop.reading.proof import settle
from estimator_desktop.reading.spreadsheet import read_spreadsheet
from estimator_desktop.reading.spreadsheet.grid import load_text_table, load_workbook
from estimator_desktop.reading.xml import read_xml


def read_document(
    path: Path,
    *,
    name: str | None = None,
    progress: Progress = silent,
    password: str | None = None,
    request: LayoutRequest | None = None,
    crew: Crew | None = None,
) -> BillOfQuantities:
    """Read a budget and prove it.

    `name` is what the user calls the file (default: its name on disk); `request` is what is known of a table's layout;
    a `crew` may read a long PDF's pages ahead.
    Raises UserError for everything a user can remedy; an unknown format is an error, never an empty bill.
    """
    shown = name or path.name
    kind = detect(path, shown)
    if kind is FileKind.PDF:
        return with_missing_pages(settle(read_pdf(path, shown, progress, password, crew)))
    if kind is FileKind.XML:
        bill = read_xml(path, shown, progress)
    elif kind is FileKind.OWN_JSON:
        bill = read_own_json(path, shown)
    else:
        book = load_text_table(path, shown) if kind is FileKind.TEXT_TABLE else load_workbook(path, shown)
        own = is_own_workbook(book)
        bill = read_own_workbook(book, shown) if own else read_spreadsheet(book, shown, progress, request)
    return settle(bill)
