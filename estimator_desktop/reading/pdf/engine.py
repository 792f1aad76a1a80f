"""Read a PDF page by page into a bill of quantities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.job import Progress
from estimator_desktop.errors import UserError
from estimator_desktop.reading.pdf.doubt import weighed
from estimator_desktop.reading.pdf.ending import is_whole
from estimator_desktop.reading.pdf.layer import Fault
from estimator_desktop.reading.pdf.pages import Pages, as_ranges
from estimator_desktop.reading.pdf.prices import dashed, undash
from estimator_desktop.reading.pdf.tables import Sheet, TableReader
from estimator_desktop.reading.pdf.unlock import PASSWORD_ERROR
from estimator_desktop.reading.summary_tie import with_summaries

_AHEAD = 6
"""Pages looked at together, so that a table's columns are measured on more than its first rows."""


def read_pdf(path: Path, name: str, progress: Progress, password: str | None = None) -> BillOfQuantities:
    """Read a PDF; pages without a usable text layer are recognised as pictures.

    Raises UserError: `file_empty`, `pdf_encrypted` (a password is needed), `pdf_password_wrong`, `pdf_damaged`,
    `pdf_scan` (pictures in which no writing was found), `pdf_garbled` (a useless text layer and nothing recognised
    instead), `ocr_missing`, `no_positions` (text, but no table of a bill).  `progress` counts pages.
    """
    if path.stat().st_size == 0:
        raise UserError("file_empty", file=name)
    try:
        document = pdfium.PdfDocument(path, password=password)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == PASSWORD_ERROR:
            code = "pdf_password_wrong" if password else "pdf_encrypted"
            raise UserError(code, file=name, detail=str(error)) from error
        raise UserError("pdf_damaged", file=name, detail=str(error)) from error
    try:
        return _read(document, name, progress, [] if is_whole(path) else [("pdf_repaired", "")])
    finally:
        document.close()


def _read(
    document: pdfium.PdfDocument, name: str, progress: Progress, warnings: list[tuple[str, str]]
) -> BillOfQuantities:
    pages = Pages(document, name, progress)
    reader = TableReader(name)
    words = 0
    for window in _windows(pages):
        reader.learn(window)
        for sheet in window:
            words += len(sheet.page.words)
            if not sheet.page.words:
                warnings.append(("page_without_text", str(sheet.page.number)))
            reader.take(sheet)
            pages.report(sheet.page.number)
    builder = reader.builder
    if not words:
        garbled = Fault.GARBLED in pages.faults.values()
        raise UserError("pdf_garbled" if garbled else "pdf_scan", file=name, detail=f"{len(pages)} pages")
    if not builder.positions:
        raise UserError("no_positions", file=name, seen="pdf", detail=f"{len(pages)} pages, {words} words, no table")
    if pages.decoded:
        warnings.append(("pages_decoded", as_ranges(pages.decoded)))
    if pages.recognised:
        warnings.append(("pages_recognised", as_ranges(pages.recognised)))
    bill = builder.finish("pdf_table", len(pages), warnings)
    stated = reader.summaries.stated
    if dashed([position.total_price for position in bill.positions]):
        stated = [replace(item, value=undash(item.value)) for item in stated]
    return weighed(with_summaries(bill, stated))


def _windows(pages: Pages) -> Iterator[Sequence[Sheet]]:
    """Groups of pages with their lines and headers; memory holds one group at a time."""
    for start in range(0, len(pages), _AHEAD):
        yield [Sheet.of(pages.read(index)) for index in range(start, min(start + _AHEAD, len(pages)))]
