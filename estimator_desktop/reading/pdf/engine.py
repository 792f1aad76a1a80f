"""Read a PDF page by page into a bill of quantities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pypdfium2 as pdfium

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.job import Progress
from estimator_desktop.errors import UserError
from estimator_desktop.reading.pdf.ahead import Crew, Sheets
from estimator_desktop.reading.pdf.book import Book
from estimator_desktop.reading.pdf.doubt import weighed
from estimator_desktop.reading.pdf.ending import is_whole
from estimator_desktop.reading.pdf.halves import Halves
from estimator_desktop.reading.pdf.layer import Fault
from estimator_desktop.reading.pdf.pages import Pages, as_ranges
from estimator_desktop.reading.pdf.prices import dashed, undash
from estimator_desktop.reading.pdf.sheet import Sheet
from estimator_desktop.reading.pdf.strips import Face, Group, Strips, ordered, side_by_side
from estimator_desktop.reading.pdf.tables import TableReader
from estimator_desktop.reading.pdf.unlock import PASSWORD_ERROR
from estimator_desktop.reading.summary_tie import with_summaries

_AHEAD = 6
"""Pages looked at together, so that a table's columns are measured on more than its first rows."""

_MOST_JOINED = 8
"""So many tables of one document may be spread over pages side by side; each means reading once more."""


def read_pdf(
    path: Path, name: str, progress: Progress, password: str | None = None, crew: Crew | None = None
) -> BillOfQuantities:
    """Read a PDF; pages without a usable text layer are recognised as pictures.

    A `crew` may read pages ahead; it is started where the document is long enough and gone in the end.
    Raises UserError: `file_empty`, `pdf_encrypted` (a password is needed), `pdf_password_wrong`, `pdf_damaged`,
    `pdf_scan` (pictures in which no writing was found), `pdf_garbled` (a useless text layer and nothing recognised
    instead), `ocr_missing`, `no_positions` (text, but no table of a bill; an invoice's is none).  `progress` counts
    pages.
    """
    if path.stat().st_size == 0:
        raise UserError("file_empty", file=name)
    try:
        document = Book(path, password)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == PASSWORD_ERROR:
            code = "pdf_password_wrong" if password else "pdf_encrypted"
            raise UserError(code, file=name, detail=str(error)) from error
        raise UserError("pdf_damaged", file=name, detail=str(error)) from error
    try:
        if crew is not None:
            crew.start(path, password, len(document))
        return _read(document, name, progress, [] if is_whole(path) else [("pdf_repaired", "")], crew)
    finally:
        if crew is not None:
            crew.end()
        document.close()


def _read(
    document: Book,
    name: str,
    progress: Progress,
    warnings: Sequence[tuple[str, str]],
    crew: Crew | None,
) -> BillOfQuantities:
    """Read; where pages turn out to lie side by side, once more with those joined."""
    joined: list[Group] = []
    reader, pages = TableReader(name), Pages(document, name, progress)
    sheets = Sheets(document, pages, crew)
    for tables in range(_MOST_JOINED + 1):
        found = _taken(reader, pages, sheets, joined, watching=tables < _MOST_JOINED)
        if crew is not None:
            crew.end()
        if not found:
            break
        joined.extend(found)
        reader, pages = TableReader(name), Pages(document, name, progress, pages.done)
        sheets = Sheets(document, pages, None)
    return _finished(reader, pages, name, [*warnings, *_told(joined)])


def _taken(
    reader: TableReader, pages: Pages, sheets: Sheets, joined: Sequence[Group], *, watching: bool
) -> tuple[Group, ...]:
    """Give all pages to a reader; or stop and say which pages are to be laid side by side."""
    strips = Strips(len(pages), lambda index: Face.of(Sheet.of(pages.read(index)), index))
    halves = Halves()
    for window in _windows(pages, sheets, ordered(len(pages), joined)):
        for group, sheet in window:
            found = strips.watch(Face.of(sheet, group[0])) if watching and len(group) == 1 else ()
            if found:
                return found
        sides = halves.of([sheet for _, sheet in window])
        parts = [(group, half) for (group, _), pair in zip(window, sides, strict=True) for half in pair]
        reader.learn([sheet for _, sheet in parts])
        for group, sheet in parts:
            reader.take(sheet)
            pages.report(max(group) + 1)
    return ()


def _finished(reader: TableReader, pages: Pages, name: str, warnings: list[tuple[str, str]]) -> BillOfQuantities:
    """The bill that was read, or the sentence why there is none."""
    if not pages.words:
        garbled = Fault.GARBLED in pages.faults.values()
        raise UserError("pdf_garbled" if garbled else "pdf_scan", file=name, detail=f"{len(pages)} pages")
    if not reader.builder.positions:
        detail = f"{len(pages)} pages, {pages.words} words, no table"
        raise UserError("no_positions", file=name, seen=reader.paper or "pdf", detail=detail)
    if reader.paper is not None and not reader.builder.coded:
        detail = f"{reader.builder.positions} rows"
        raise UserError("no_positions", file=name, seen=reader.paper, detail=detail)
    warnings.extend(("page_without_text", str(number)) for number in pages.empty)
    if pages.decoded:
        warnings.append(("pages_decoded", as_ranges(pages.decoded)))
    if pages.restored:
        warnings.append(("pages_restored", as_ranges(pages.restored)))
    if pages.recognised:
        warnings.append(("pages_recognised", as_ranges(pages.recognised)))
    warnings.extend(("column_unread", title) for title in reader.unread)
    bill = reader.builder.finish("pdf_table", len(pages), warnings)
    stated = reader.summaries.stated
    if dashed([position.total_price for position in bill.positions]):
        stated = [replace(item, value=undash(item.value)) for item in stated]
    return weighed(with_summaries(bill, stated))


def _told(joined: Sequence[Group]) -> list[tuple[str, str]]:
    """What is to be said of pages laid side by side."""
    groups = ", ".join("+".join(str(page + 1) for page in group) for group in joined)
    return [("pages_joined", groups)] if joined else []


def _windows(pages: Pages, sheets: Sheets, groups: Iterable[Group]) -> Iterator[Sequence[tuple[Group, Sheet]]]:
    """Pages with their lines and headers, several at a time; memory holds that many at most."""
    waiting = iter(groups)
    while window := list(islice(waiting, _AHEAD)):
        yield [
            (group, sheets.sheet(group[0]) if len(group) == 1 else Sheet.of(side_by_side(list(map(pages.read, group)))))
            for group in window
        ]
