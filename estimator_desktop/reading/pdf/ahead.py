"""The pages of a document as sheets, in order; some of them read ahead by helper processes.

What a page is by itself (words, rules, lines, headers) is found wherever a processor is free; what follows from the
pages before it is found here, page after page.  Whoever reads a page, the result is the same.  At most `_MOST` pages
are under way or wait at any moment, so that memory does not grow with the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import pypdfium2 as pdfium

from estimator_desktop.reading.pdf.book import Book
from estimator_desktop.reading.pdf.pages import Pages
from estimator_desktop.reading.pdf.plain import plain_sheet
from estimator_desktop.reading.pdf.sheet import Sheet
from estimator_desktop.reading.pdf.sheet_codec import unpacked

_MOST = 24
"""So many pages ahead of the one that is needed are read at most."""


class Crew(Protocol):
    """Processes that read pages of one document.  They may be none, and may be lost at any moment."""

    def start(self, path: Path, password: str | None, pages: int) -> None:
        """Begin with a document of so many pages; returns at once."""
        ...

    def free(self) -> int:
        """How many pages they would take now."""
        ...

    def ask(self, index: int) -> None:
        """Have a page read; `free()` said that there is room."""
        ...

    def answers(self, *, wait: bool) -> Sequence[tuple[int, bytes]]:
        """What has come since: pages (from 0) with their packed sheets, empty where a helper could not read it.

        With `wait` at least one; only to be asked so while a page asked for has not come.
        """
        ...

    def end(self) -> None:
        """Nothing more is needed; all processes are gone when this returns.  May be called again."""
        ...


class Sheets:
    """Gives the sheets of pages in ascending order."""

    def __init__(self, document: pdfium.PdfDocument | Book, pages: Pages, crew: Crew | None) -> None:
        self._document = document
        self._pages = pages
        self._crew = crew
        self._next = 0
        self._ready: dict[int, Sheet | None] = {}

    def sheet(self, index: int) -> Sheet:
        """The sheet of a page.  Raises as `Pages.read`."""
        found = self._from_crew(index, self._crew) if self._crew is not None and not self._pages.restored else None
        if found is None:
            return Sheet.of(self._pages.read(index))
        self._pages.took(found.page)
        return found

    def _from_crew(self, index: int, crew: Crew) -> Sheet | None:
        """The page where somebody has read it before its turn; reads others while it is still being read."""
        here = index >= self._next
        if here:
            self._next = index + 1
        last = min(index + _MOST, len(self._pages) - 1)
        self._deal(crew, last, wait=False)
        while not here and index not in self._ready:
            if self._next <= last:
                self._ready[self._next] = plain_sheet(self._document, self._next)
                self._next += 1
                self._deal(crew, last, wait=False)
            else:
                self._deal(crew, last, wait=True)
        return self._ready.pop(index, None)

    def _deal(self, crew: Crew, last: int, *, wait: bool) -> None:
        """Take what has been read, and have more read."""
        for index, data in crew.answers(wait=wait):
            self._ready[index] = unpacked(data) if data else None
        for _ in range(min(crew.free(), last + 1 - self._next)):
            crew.ask(self._next)
            self._next += 1
