"""Read a PDF page by page into a bill of quantities."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2 as pdfium

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.job import Progress
from estimator_desktop.errors import UserError
from estimator_desktop.reading.pdf.build import Builder
from estimator_desktop.reading.pdf.columns import Columns, measure
from estimator_desktop.reading.pdf.header import Header, find_headers
from estimator_desktop.reading.pdf.lines import Line, text_lines
from estimator_desktop.reading.pdf.rows import is_column_numbers, is_footer, table_rows
from estimator_desktop.reading.pdf.titles import headings
from estimator_desktop.reading.pdf.words import PageText, page_text
from estimator_desktop.reading.vocabulary import Field

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
    builder = Builder(name)
    warnings: list[tuple[str, str]] = []
    pages = len(document)
    known: dict[tuple[tuple[Field, int], ...], Columns] = {}
    current: Columns | None = None
    words = 0
    for window in _windows(document, name):
        first, lines_of, headers_of = window
        _learn(known, lines_of, headers_of)
        for offset, (page, lines, headers) in enumerate(zip(first, lines_of, headers_of, strict=True)):
            if offset >= _AHEAD:
                break
            words += len(page.words)
            if not page.words:
                warnings.append(("page_without_text", str(page.number)))
            current = _take_page(builder, page, lines, headers, known, current)
            progress(page.number, pages, "pages")
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


Window = tuple[Sequence[PageText], Sequence[tuple[Line, ...]], Sequence[tuple[Header, ...]]]


def _windows(document: pdfium.PdfDocument, name: str) -> Iterator[Window]:
    """Groups of pages with their lines and headers; memory holds one group at a time."""
    for start in range(0, len(document), _AHEAD):
        pages: list[PageText] = []
        for index in range(start, min(start + _AHEAD, len(document))):
            try:
                page = document[index]
            except pdfium.PdfiumError as error:
                raise UserError("pdf_damaged", file=name, detail=f"page {index + 1}: {error}") from error
            try:
                pages.append(page_text(page, index + 1))
            finally:
                page.close()
        lines = [_body(page) for page in pages]
        yield pages, lines, [find_headers(group) for group in lines]


def _body(page: PageText) -> tuple[Line, ...]:
    """A page's lines without page numbers and column numbers."""
    return tuple(
        line for line in text_lines(page.words) if not is_footer(line, page.height) and not is_column_numbers(line)
    )


def _learn(
    known: dict[tuple[tuple[Field, int], ...], Columns],
    lines_of: Sequence[Sequence[Line]],
    headers_of: Sequence[Sequence[Header]],
) -> None:
    """Measure the columns of each header not met before, on all pages of the group that carry it."""
    bodies: dict[tuple[tuple[Field, int], ...], list[Line]] = {}
    example: dict[tuple[tuple[Field, int], ...], Header] = {}
    for lines, headers in zip(lines_of, headers_of, strict=True):
        for place, header in enumerate(headers):
            end = headers[place + 1].first if place + 1 < len(headers) else len(lines)
            bodies.setdefault(header.signature, []).extend(lines[header.last + 1 : end])
            example.setdefault(header.signature, header)
    for signature, body in bodies.items():
        if signature not in known:
            known[signature] = measure(example[signature], body)


def _take_page(
    builder: Builder,
    page: PageText,
    lines: Sequence[Line],
    headers: Sequence[Header],
    known: dict[tuple[tuple[Field, int], ...], Columns],
    current: Columns | None,
) -> Columns | None:
    """Give one page's rows to the builder; the columns in force at its end."""
    top = headers[0].first if headers else len(lines)
    builder.open_headings(headings(lines[:top]), page)
    for place, header in enumerate(headers):
        current = known[header.signature]
        end = headers[place + 1].first if place + 1 < len(headers) else len(lines)
        for row in table_rows(lines[header.last + 1 : end], current, page.number, children=builder.children):
            builder.take(row, current, page)
    return current
