"""Read a PDF page by page into a bill of quantities."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2 as pdfium

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.job import Progress
from estimator_desktop.errors import UserError
from estimator_desktop.reading.pdf.tables import Sheet, TableReader
from estimator_desktop.reading.pdf.words import page_text

_AHEAD = 6
"""Pages looked at together, so that a table's columns are measured on more than its first rows."""
_PASSWORD_ERROR = 4


def read_pdf(path: Path, name: str, progress: Progress, password: str | None = None) -> BillOfQuantities:
    """Read a PDF with a text layer.

    Raises UserError: `file_empty`, `pdf_encrypted` (a password is needed or wrong), `pdf_damaged`, `pdf_scan` (no text
    on any page), `pdf_garbled`, `no_positions` (text, but no table of a bill).  `progress` counts pages.
    """
    if path.stat().st_size == 0:
        raise UserError("file_empty", file=name)
    try:
        document = pdfium.PdfDocument(path, password=password)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_ERROR:
            raise UserError("pdf_encrypted", file=name, detail=str(error)) from error
        raise UserError("pdf_damaged", file=name, detail=str(error)) from error
    try:
        return _read(document, name, progress)
    finally:
        document.close()


def _read(document: pdfium.PdfDocument, name: str, progress: Progress) -> BillOfQuantities:
    warnings: list[tuple[str, str]] = []
    pages = len(document)
    reader = TableReader(name)
    words = 0
    for window in _windows(document, name):
        reader.learn(window)
        for sheet in window:
            words += len(sheet.page.words)
            if not sheet.page.words:
                warnings.append(("page_without_text", str(sheet.page.number)))
            reader.take(sheet)
            progress(sheet.page.number, pages, "pages")
    builder = reader.builder
    if not words:
        raise UserError("pdf_scan", file=name)
    if not builder.positions and _garbled(document):
        raise UserError("pdf_garbled", file=name, detail=f"{pages} pages, fonts without a map to characters")
    if not builder.positions:
        raise UserError("no_positions", file=name, seen="pdf", detail=f"{pages} pages, {words} words, no table")
    return builder.finish("pdf_table", pages, warnings)


def _garbled(document: pdfium.PdfDocument) -> bool:
    """Whether the text of the first pages is glyph numbers instead of characters (fonts without ToUnicode)."""
    text = "".join(document[index].get_textpage().get_text_range() for index in range(min(3, len(document))))
    signs = [sign for sign in text if sign not in "\r\n\t "]
    odd = sum(unicodedata.category(sign) in {"Cc", "Co", "Cn"} or sign == "\ufffd" for sign in signs)
    return odd > len(signs) * 0.2


def _windows(document: pdfium.PdfDocument, name: str) -> Iterator[Sequence[Sheet]]:
    """Groups of pages with their lines and headers; memory holds one group at a time."""
    for start in range(0, len(document), _AHEAD):
        sheets: list[Sheet] = []
        for index in range(start, min(start + _AHEAD, len(document))):
            try:
                page = document[index]
            except pdfium.PdfiumError as error:
                raise UserError("pdf_damaged", file=name, detail=f"page {index + 1}: {error}") from error
            try:
                sheets.append(Sheet.of(page_text(page, index + 1)))
            finally:
                page.close()
        yield sheets
