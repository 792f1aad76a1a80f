"""Fonts that do not say which characters they draw: glyphs are learned from the picture, the rest is the file's own."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from remapped import remapped
from samplebill import sound_bill
from sampleprint import draw

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.reading.pdf.cipher import Cipher
from estimator_desktop.reading.pdf.layer import Fault, fault
from estimator_desktop.reading.pdf.picture import Grey
from estimator_desktop.reading.pdf.recognise import Sign
from estimator_desktop.reading.pdf.words import layer_text, page_text
from estimator_desktop.reading.read import read_document


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw(sound_bill(), tmp_path_factory.mktemp("printed") / "bill.pdf")


def _silent(source: Path, target: Path, pages: Sequence[int]) -> Path:
    """Some pages of a file, its fonts without their maps to characters."""
    with closing(pdfium.PdfDocument(source)) as document, closing(pdfium.PdfDocument.new()) as part:
        part.import_pages(document, list(pages))
        part.save(target)
    data = target.read_bytes()
    assert b"/ToUnicode" in data
    target.write_bytes(data.replace(b"/ToUnicode", b"/NoUnicode"))
    return target


def _lost(source: Path, target: Path) -> Path:
    """A file whose maps to characters give control signs for some letters, as a faulty re-distillation does."""
    lost = {b"<017E>": b"<007F>", b"<011B>": b"<009B>", b"<00ED>": b"<008D>", b"<00E1>": b"<0081>"}
    return remapped(source, target, lost)


def _fields(bill: BillOfQuantities) -> list[tuple[object, ...]]:
    return [
        (item.code, item.unit, item.description, item.quantity.value, item.unit_price.value, item.total_price.value)
        for item in bill.positions
    ]


def test_letters_without_characters_are_read_from_the_picture(printed: Path, tmp_path: Path) -> None:
    whole = read_document(printed)
    page = min(item.source.page for item in whole.positions if item.source and item.source.page)
    bill = read_document(_silent(printed, tmp_path / "silent.pdf", [page - 1]))
    assert bill.positions
    assert _fields(bill) == _fields(whole)[: len(bill.positions)]
    assert ("pages_decoded", "1") in bill.warnings
    sure = dict(bill.positions[0].confidence)
    assert sure["code"] == 1  # the font names its digits and plain letters
    assert 0.9 < sure["description"] < 1


def test_letters_that_became_control_signs_are_read_from_the_picture(printed: Path, tmp_path: Path) -> None:
    """Words and titles with such letters would be torn apart and their columns not be known."""
    whole = read_document(printed)
    bill = read_document(_lost(printed, tmp_path / "lost.pdf"))
    assert [field[0] for field in _fields(bill)] == [field[0] for field in _fields(whole)]
    assert [field[3:] for field in _fields(bill)] == [field[3:] for field in _fields(whole)]
    assert any(code == "pages_decoded" for code, _ in bill.warnings)


def test_ornaments_are_no_writing(printed: Path, tmp_path: Path) -> None:
    """A printer took the numbers of glyphs for the names of ornaments."""
    ornaments = {f"<{number:04X}>".encode(): f"<{0x2700 + number - 0x20:04X}>".encode() for number in range(0x61, 0x7B)}
    file = remapped(printed, tmp_path / "ornaments.pdf", ornaments)
    with closing(pdfium.PdfDocument(file)) as document:
        page = document[2]
        text_page = page.get_textpage()
        text = layer_text(text_page)
        assert "\u2741" in text
        assert fault(page, text_page, text, page_text(page, text_page, 1, text).words) is Fault.GARBLED
    whole, bill = read_document(printed), read_document(file)
    assert [field[0] for field in _fields(bill)] == [field[0] for field in _fields(whole)]
    assert [field[3:] for field in _fields(bill)] == [field[3:] for field in _fields(whole)]


def test_glyphs_that_no_picture_names_are_not_guessed(printed: Path, tmp_path: Path) -> None:
    def blind(crop: Grey) -> tuple[Sign, ...]:
        assert crop.size
        return ()

    with closing(pdfium.PdfDocument(_silent(printed, tmp_path / "silent.pdf", [2]))) as document:
        page = document[0]
        text_page = page.get_textpage()
        text = layer_text(text_page)
        assert fault(page, text_page, text, page_text(page, text_page, 1, text).words) is Fault.GAPS
        assert Cipher(blind).page_text(page, text_page, text, 1) is None


def test_signs_stand_at_their_places_where_pdfium_leaves_some_out(printed: Path, tmp_path: Path) -> None:
    with closing(pdfium.PdfDocument(_silent(printed, tmp_path / "silent.pdf", [2]))) as document:
        page = document[0]
        text_page = page.get_textpage()
        text = layer_text(text_page)
        assert len(text) == text_page.count_chars()
        silent = {word.text: word for word in page_text(page, text_page, 1, text).words}
    with closing(pdfium.PdfDocument(printed)) as document:
        page = document[2]
        text_page = page.get_textpage()
        plain = {word.text: word for word in page_text(page, text_page, 1, layer_text(text_page)).words}
    both = [text for text in silent.keys() & plain.keys() if len(text) > 4]
    assert both
    assert all(silent[text][1:5] == pytest.approx(plain[text][1:5]) for text in both)
