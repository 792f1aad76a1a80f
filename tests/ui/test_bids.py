"""Bids of one tender in the window."""

from __future__ import annotations

from pathlib import Path

from hands import drop, opened
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot
from samplebill import demo_bill, revised_bill
from sampleprint import draw

from estimator_desktop.reading.read import read_document
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.sides.bids import BidsSide
from estimator_desktop.ui.sides.review import ReviewSide
from estimator_desktop.ui.sides.revisions import RevisionSide

PATIENCE = 60_000


def test_bids_are_chosen_compared_and_lead_to_their_rows(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path, tmp_path: Path
) -> None:
    store = window.bridge.store
    second = draw(revised_bill(demo_bill()), tmp_path / "druha.pdf")
    documents = []
    for number, (name, path) in enumerate((("Firma A", demo_pdf), ("Firma B", second))):
        document = store.add_document(store.add_project(name), path.name, str(number) * 64, 1)
        store.bills.save(document, read_document(path))
        documents.append(document)
    window.action("page.bids").trigger()
    page = window.side(BidsSide).page
    assert page.projects.count() == 2
    assert not page.go.isEnabled()
    rects = [page.projects.visualItemRect(page.projects.item(row)) for row in range(2)]
    box = QPoint(14, rects[0].center().y())
    for place, ticked in ((rects[0].center(), 1), (box, 0), (box, 1), (rects[1].center(), 2)):
        qtbot.mouseClick(page.projects.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert len(page.chosen) == ticked
    qtbot.mouseClick(page.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.bids.rowCount() == 2, timeout=PATIENCE)
    assert [page.bids.item(row, 1).text() for row in range(2)] == ["Firma B", "Firma A"]
    assert "mediánu" in page.bids.item(0, 3).text()
    words = [
        page.table.item(row, column).text()
        for row in range(page.table.rowCount())
        for column in range(5, page.table.columnCount())
    ]
    assert any("jen tady" in text for text in words), words
    odd = page.table.rowCount()
    page.odd.setChecked(False)
    assert page.table.rowCount() > odd
    page.odd.setChecked(True)
    page.table.setCurrentCell(0, 5)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.side(ReviewSide).document in documents, timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.desk.selected() is not None, timeout=PATIENCE)


def test_bids_of_one_name_are_told_apart_by_their_files(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    store = window.bridge.store
    for number, name in enumerate(("nabidka_A.pdf", "nabidka_B.pdf")):
        document = store.add_document(store.add_project("Sklad"), name, str(number) * 64, 1)
        store.bills.save(document, read_document(demo_pdf))
    window.action("page.bids").trigger()
    page = window.side(BidsSide).page
    names = {"Sklad · nabidka_A", "Sklad · nabidka_B"}
    assert {page.projects.item(row).text() for row in range(2)} == names
    for row in range(2):
        page.projects.item(row).setCheckState(Qt.CheckState.Checked)
    qtbot.mouseClick(page.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.bids.rowCount() == 2, timeout=PATIENCE)
    assert {page.bids.item(row, 1).text() for row in range(2)} == names


def test_bids_dropped_on_the_page_are_read_and_ticked_there(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path, sound_pdf: Path, tmp_path: Path
) -> None:
    """Also beside an open budget, of which they are no revisions; one that is known is ticked at once."""
    opened(window, qtbot, demo_pdf)
    second = draw(revised_bill(demo_bill()), tmp_path / "druha.pdf")
    window.action("page.bids").trigger()
    page = window.side(BidsSide).page
    drop(window, second)
    qtbot.waitUntil(lambda: len(page.chosen) == 1, timeout=PATIENCE)
    drop(window, demo_pdf)
    qtbot.waitUntil(lambda: len(page.chosen) == 2, timeout=PATIENCE)
    drop(window, sound_pdf, second)
    qtbot.waitUntil(lambda: len(page.chosen) == 3, timeout=PATIENCE)
    assert window.side(BidsSide).shown
    assert page.go.isEnabled()
    assert window.side(RevisionSide).box is None
    assert len(window.bridge.projects()) == 3
