"""A document's pages as words: from the text layer, or by recognition where a page's text layer is no use."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from typing import Protocol

import pypdfium2 as pdfium

from estimator_desktop.domain.job import Progress
from estimator_desktop.errors import UserError
from estimator_desktop.reading.pdf.book import Book
from estimator_desktop.reading.pdf.halved import whole_letters
from estimator_desktop.reading.pdf.layer import Fault, fault
from estimator_desktop.reading.pdf.words import PageText, layer_text, page_text, text_page_of


class Recognition(Protocol):
    """Reads a page as a picture."""

    def page_text(self, page: pdfium.PdfPage, number: int) -> PageText:
        """The page's words with a confidence each."""
        ...

    def decoded(self, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, text: str, number: int) -> PageText | None:
        """The words of a text layer whose fonts do not say which characters they draw; None if that fails."""
        ...


class Pages:
    """Reads one page after the other and remembers which were recognised and which could not be.

    Recognition is loaded (numpy, Pillow, ONNX Runtime, a network) when the first page needs it.
    """

    def __init__(self, document: pdfium.PdfDocument | Book, name: str, progress: Progress, done: int = 0) -> None:
        self._document = document
        self._name = name
        self._progress = progress
        self._recognition: Recognition | None = None
        self._words: dict[int, int] = {}
        self.done = done
        self.recognised: set[int] = set()
        self.decoded: set[int] = set()
        self.restored: set[int] = set()
        self.faults: dict[int, Fault] = {}

    @property
    def words(self) -> int:
        """How many words stand on the pages read so far."""
        return sum(self._words.values())

    @property
    def empty(self) -> list[int]:
        """The pages without any word."""
        return [number for number, count in sorted(self._words.items()) if not count]

    def __len__(self) -> int:
        return len(self._document)

    def read(self, index: int) -> PageText:
        """The words of a page; it may be read again.  Raises `pdf_damaged`, `ocr_missing`."""
        try:
            page = self._document[index]
        except pdfium.PdfiumError as error:
            raise UserError("pdf_damaged", file=self._name, detail=f"page {index + 1}: {error}") from error
        try:
            found = self._read(page, index + 1)
        finally:
            page.close()
        self._words[index + 1] = len(found.words)
        return found

    def took(self, page: PageText) -> None:
        """A page with a sound text layer was read elsewhere."""
        self._words[page.number] = len(page.words)

    def _read(self, page: pdfium.PdfPage, number: int) -> PageText:
        with closing(text_page_of(page)) as text_page:
            text = layer_text(text_page)
            layer = page_text(page, text_page, number, text)
            found = fault(page, text_page, text, layer.words)
            if found is Fault.HALVED or (found is None and self.restored):
                return self._restored(page, text_page, text, layer)
            if found is None:
                return layer
            self.faults[number] = found
            recognition = self._recognise()
            if found in {Fault.GARBLED, Fault.GAPS}:
                decoded = recognition.decoded(page, text_page, text, number)
                self.report(number)
                if decoded is not None:
                    self.decoded.add(number)
                    return decoded
                if found is Fault.GAPS:
                    return layer
        recognised = recognition.page_text(page, number)
        self.recognised.add(number)
        self.report(number)
        return recognised

    def _restored(self, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, text: str, layer: PageText) -> PageText:
        """The page with its halved letters whole; where one page of a document has such, others may."""
        whole = whole_letters(text_page, text)
        if whole == text:
            return layer
        self.restored.add(layer.number)
        return page_text(page, text_page, layer.number, whole)

    def report(self, done: int) -> None:
        """Say how far reading is; never backwards."""
        if done > self.done:
            self.done = done
            self._progress(done, len(self), "pages")

    def _recognise(self) -> Recognition:
        if self._recognition is None:
            from estimator_desktop.reading.pdf.ocr import Ocr  # noqa: PLC0415 - heavy, and seldom needed

            try:
                self._recognition = Ocr()
            except FileNotFoundError as error:
                raise UserError("ocr_missing", file=self._name, detail=str(error)) from error
        return self._recognition


def as_ranges(numbers: Iterable[int]) -> str:
    """Page numbers for people: `1–4, 7`."""
    parts: list[list[int]] = []
    for number in sorted(numbers):
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in parts)
