"""A page by its text layer alone, as a helper process reads it."""

from __future__ import annotations

from contextlib import closing

import pypdfium2 as pdfium

from estimator_desktop.reading.pdf.book import Book
from estimator_desktop.reading.pdf.layer import fault
from estimator_desktop.reading.pdf.sheet import Sheet
from estimator_desktop.reading.pdf.words import layer_text, page_text, text_page_of


def plain_sheet(document: pdfium.PdfDocument | Book, index: int) -> Sheet | None:
    """A page whose text layer can be used; None where it has no such or cannot be read."""
    try:
        with (
            closing(document[index]) as page,
            closing(text_page_of(page)) as text_page,
        ):
            text = layer_text(text_page)
            layer = page_text(page, text_page, index + 1, text)
            sound = fault(page, text_page, text, layer.words) is None
    except pdfium.PdfiumError:
        return None
    return Sheet.of(layer) if sound else None
