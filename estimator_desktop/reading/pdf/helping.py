"""What a helper process does: read single pages of a PDF for the reader that goes through it in order."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from estimator_desktop.reading.pdf.book import Book
from estimator_desktop.reading.pdf.plain import plain_sheet
from estimator_desktop.reading.pdf.sheet_codec import packed


def read_pages(
    path: Path,
    password: str | None,
    ready: Callable[[], None],
    wanted: Callable[[], int],
    answer: Callable[[int, bytes], None],
) -> None:
    """Answer for one wanted page after the other, for ever.

    The answer is empty where the page needs more than its text layer, or where anything goes wrong: then the reader
    reads the page itself in its turn, and says what is wrong with it.  Raises PdfiumError where there is no document.
    """
    with closing(Book(path, password)) as document:
        ready()
        while True:
            index = wanted()
            try:
                sheet = plain_sheet(document, index)
            except Exception:  # noqa: BLE001 - the reader meets the same and says it
                sheet = None
            answer(index, packed(sheet) if sheet is not None else b"")
