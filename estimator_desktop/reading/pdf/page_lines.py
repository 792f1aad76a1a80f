"""The text lines of some pages of a PDF, from the text layer or recognised, for a second reader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium

from estimator_desktop.domain.job import Progress
from estimator_desktop.domain.lines import PageLines, TextLine
from estimator_desktop.errors import UserError
from estimator_desktop.reading.pdf.lines import text_lines
from estimator_desktop.reading.pdf.pages import Pages
from estimator_desktop.reading.pdf.words import hull


def page_lines(path: Path, name: str, numbers: Sequence[int], progress: Progress) -> tuple[PageLines, ...]:
    """The lines of the pages of these numbers (from 1); numbers without a page are left out.

    Raises UserError `pdf_damaged`, `ocr_missing`.
    """
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise UserError("pdf_damaged", file=name, detail=str(error)) from error
    try:
        pages = Pages(document, name, lambda _done, _total, _message: None)
        found: list[PageLines] = []
        for place, number in enumerate(numbers):
            progress(place, len(numbers), "pages")
            if not 1 <= number <= len(pages):
                continue
            page = pages.read(number - 1)
            lines = tuple(
                TextLine(line.text, page.to_page(hull(line.words))) for line in text_lines(page.words) if line.words
            )
            found.append(PageLines(number, lines))
        return tuple(found)
    finally:
        document.close()


def page_sizes(path: Path) -> tuple[tuple[float, float], ...]:
    """The sizes of a PDF's pages in points as displayed; none where it cannot be opened."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError:
        return ()
    try:
        return tuple((float(size[0]), float(size[1])) for size in map(document.get_page_size, range(len(document))))
    finally:
        document.close()
