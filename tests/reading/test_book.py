"""A long PDF is opened anew from time to time."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest
from bigpdf import big_pdf
from samplebill import sound_bill
from sampleprint import draw

from estimator_desktop.reading.pdf.book import Book


def _texts(book: Book, pages: range) -> list[str]:
    found: list[str] = []
    for index in pages:
        with closing(book[index]) as page, closing(page.get_textpage()) as text:
            found.append(text.get_text_range())
    return found


def test_all_pages_as_if_opened_once(tmp_path: Path) -> None:
    path = big_pdf(tmp_path / "dlouhy.pdf", 230)
    with closing(Book(path)) as book, closing(pypdfium2.PdfDocument(path)) as document:
        assert len(book) == 230
        for index, text in enumerate(_texts(book, range(230))):
            with closing(document[index].get_textpage()) as page:
                assert page.get_text_range() == text
        with pytest.raises(pypdfium2.PdfiumError):
            book[230]


def test_it_is_opened_anew(tmp_path: Path) -> None:
    path = big_pdf(tmp_path / "dlouhy.pdf", 120)
    with closing(Book(path)) as book:
        before = _texts(book, range(1))
        draw(sound_bill(), tmp_path / "jiny.pdf").replace(path)
        assert _texts(book, range(99))[0] == before[0]
        assert _texts(book, range(1))[0] != before[0]


def test_without_its_file_it_stays_open(tmp_path: Path) -> None:
    path = big_pdf(tmp_path / "dlouhy.pdf", 120)
    with closing(Book(path)) as book:
        before = _texts(book, range(1))
        path.unlink()
        assert _texts(book, range(120))[0] == before[0]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 nothing"])
def test_no_document(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    with pytest.raises(pypdfium2.PdfiumError):
        Book(tmp_path / "a.pdf")
