"""A PDF of any length in memory that does not grow with it.

pdfium keeps what it has parsed of a document until the document is closed: some 20 kB a page.  So a long document is
opened anew from time to time, where opening is quick (a damaged file, whose tables are rebuilt by looking through all
of it, is not).
"""

from __future__ import annotations

import time
from pathlib import Path

import pypdfium2 as pdfium

_PAGES = 100
_QUICK = 0.05


class Book:
    """An open document.  A page must be closed before the next one is asked for.

    Raises PdfiumError where the document or a page cannot be opened.
    """

    def __init__(self, path: Path, password: str | None = None) -> None:
        self._path = path
        self._password = password
        start = time.perf_counter()
        self._document = pdfium.PdfDocument(path, password=password)
        self._count = len(self._document)
        self._quick = time.perf_counter() - start < _QUICK
        self._used = 0

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int) -> pdfium.PdfPage:
        """A page, from 0."""
        if self._quick and self._used >= _PAGES:
            self._open_anew()
        self._used += 1
        return self._document[index]

    def _open_anew(self) -> None:
        try:
            fresh = pdfium.PdfDocument(self._path, password=self._password)
        except (pdfium.PdfiumError, OSError):
            self._quick = False  # it is gone meanwhile: what is open stays open
            return
        self._document.close()
        self._document = fresh
        self._used = 0

    def close(self) -> None:
        """Let go of the file."""
        self._document.close()
