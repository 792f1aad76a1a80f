"""Pages read ahead: whoever reads a page, and in whatever order it comes back, the bill is the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from bigpdf import big_pdf
from samplescan import Scanner, scan

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.job import silent
from estimator_desktop.reading.pdf.engine import read_pdf
from estimator_desktop.reading.pdf.plain import plain_sheet
from estimator_desktop.reading.pdf.sheet import Sheet
from estimator_desktop.reading.pdf.sheet_codec import packed, unpacked

PAGES = 60


class Hands:
    """A crew in this process.  `delay` says how many pages later an answer comes; pages of `lost` come back empty."""

    def __init__(self, delay: int = 0, room: int = 4, lost: Sequence[int] = ()) -> None:
        self._delay = delay
        self._room = room
        self._lost = lost
        self._waiting: list[int] = []
        self._path = Path()
        self.asked: list[int] = []
        self.ended = 0

    def start(self, path: Path, password: str | None, pages: int) -> None:
        assert password is None
        assert pages == PAGES
        self._path = path

    def free(self) -> int:
        return self._room - len(self._waiting)

    def ask(self, index: int) -> None:
        assert self.free() > 0
        self._waiting.append(index)
        self.asked.append(index)

    def answers(self, *, wait: bool) -> Sequence[tuple[int, bytes]]:
        if wait:
            assert self._waiting, "waits for ever"
        come = [self._waiting.pop() for _ in range(max(int(wait), len(self._waiting) - self._delay))]
        document = pypdfium2.PdfDocument(self._path)
        try:
            return [(index, self._answer(document, index)) for index in come]
        finally:
            document.close()

    def _answer(self, document: pypdfium2.PdfDocument, index: int) -> bytes:
        sheet = None if index in self._lost else plain_sheet(document, index)
        return packed(sheet) if sheet is not None else b""

    def end(self) -> None:
        self.ended += 1


@pytest.fixture(scope="module")
def long_print(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return big_pdf(tmp_path_factory.mktemp("ahead") / "dlouhy.pdf", PAGES)


@pytest.fixture(scope="module")
def alone(long_print: Path) -> BillOfQuantities:
    return read_pdf(long_print, "a.pdf", silent)


@pytest.mark.parametrize(
    "hands",
    [Hands(), Hands(delay=3), Hands(delay=20, room=40), Hands(room=0), Hands(delay=2, lost=range(0, PAGES, 3))],
    ids=["at once", "later", "much later", "no room", "some lost"],
)
def test_a_bill_read_by_many_hands_is_the_same(hands: Hands, long_print: Path, alone: BillOfQuantities) -> None:
    seen: list[tuple[int, int, str]] = []
    assert read_pdf(long_print, "a.pdf", lambda *step: seen.append(step), crew=hands) == alone
    assert seen == [(page, PAGES, "pages") for page in range(1, PAGES + 1)]
    assert hands.ended


def test_no_page_is_read_far_ahead(long_print: Path) -> None:
    hands = Hands(room=1000, delay=1000)
    done = [0]

    def progress(page: int, _total: int, _message: str) -> None:
        done[0] = page
        # The window that is being taken, and 24 pages from its last page on.
        assert max(hands.asked) < page + 6 + 24

    read_pdf(long_print, "a.pdf", progress, crew=hands)
    assert done == [PAGES]


def test_a_sheet_survives_the_way(long_print: Path) -> None:
    document = pypdfium2.PdfDocument(long_print)
    try:
        sheet = plain_sheet(document, 5)
    finally:
        document.close()
    assert sheet is not None
    assert sheet.headers
    again = unpacked(packed(sheet))
    assert (again.page, again.headers) == (sheet.page, sheet.headers)
    assert [(line.words, line.middle) for line in again.lines] == [(line.words, line.middle) for line in sheet.lines]
    assert again.page.words[0].left == sheet.page.words[0].left
    assert all(type(one) is type(other) for one, other in zip(_types(sheet), _types(again), strict=True))


def _types(sheet: Sheet) -> list[object]:
    return [sheet.page.words[0], sheet.page.rules, sheet.page.rules.across[0], sheet.headers[0].titles[0].field]


def test_a_page_that_needs_more_than_its_text_waits_for_its_turn(sound_pdf: Path, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(scan(sound_pdf, tmp_path / "sken.pdf", Scanner(), [0]))
    try:
        assert plain_sheet(document, 0) is None
        assert plain_sheet(document, 7) is None
    finally:
        document.close()
