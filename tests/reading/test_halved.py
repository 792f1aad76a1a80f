"""Letters of which a faulty re-distillation kept the lower byte are told by the glyphs that the page draws."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from remapped import remapped
from samplebill import sound_bill
from sampleprint import draw

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.reading.pdf.halved import is_halved, whole_letters
from estimator_desktop.reading.pdf.layer import Fault, fault
from estimator_desktop.reading.pdf.words import layer_text, page_text
from estimator_desktop.reading.read import read_document

LETTERS = "ČčĎďĚěŇňŘřŠšŤťŮůŽž"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw(sound_bill(), tmp_path_factory.mktemp("printed") / "bill.pdf")


def _halved(source: Path, target: Path, letters: str = LETTERS, more: int = 0) -> Path:
    """The file with the lower bytes of letters instead of them, or what comes so many after."""
    numbers = {f"<{ord(letter):04X}>": f"<{(ord(letter) & 0xFF) + more:04X}>" for letter in letters}
    return remapped(source, target, {old.encode(): new.encode() for old, new in numbers.items()})


def _texts(bill: BillOfQuantities) -> list[object]:
    rows = [(item.object, item.section, item.code, item.unit, item.description) for item in bill.positions]
    return [*rows, *(part.name for part in bill.sections), *(work.name for work in bill.objects)]


@pytest.mark.parametrize(("letters", "more"), [(LETTERS, 0), ("ČčĎĚěŽž", 1)])
def test_halved_letters_are_whole_again(printed: Path, tmp_path: Path, letters: str, more: int) -> None:
    whole = read_document(printed)
    file = _halved(printed, tmp_path / "halved.pdf", letters, more)
    with closing(pdfium.PdfDocument(file)) as document:
        page = document[len(document) - 1]
        text_page = page.get_textpage()
        text = layer_text(text_page)
        assert fault(page, text_page, text, page_text(page, text_page, 1, text).words) is Fault.HALVED
    bill = read_document(file)
    assert _texts(bill) == _texts(whole)
    assert bill.proof is not None
    assert whole.proof is not None
    assert bill.proof.state == whole.proof.state
    assert [code for code, _ in bill.warnings] == ["pages_restored"]
    assert "ř" in " ".join(item.description for item in bill.positions)


def test_letters_that_are_what_they_are_said_to_be_stay(printed: Path) -> None:
    with closing(pdfium.PdfDocument(printed)) as document:
        for page in document:
            text_page = page.get_textpage()
            text = layer_text(text_page)
            assert whole_letters(text_page, text) == text


def test_numbers_of_glyphs_are_no_halved_letters() -> None:
    assert is_halved(list("\x1b\x7f\x1b\x7f"), 100)
    assert not is_halved(list("\x1b\x7f\x1b\x7f\x03\x04"), 100)
    assert not is_halved(list("\x1b\x7f\x1b\x7f"), 20)
    assert not is_halved(["\x1b"], 100)
