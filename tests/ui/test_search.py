"""Search over all projects, notices, the welcome."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hands import opened
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.store import Store
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.settings.notices import NoticesSection
from estimator_desktop.ui.sides.notices import NoticeSide
from estimator_desktop.ui.sides.review import ReviewSide
from estimator_desktop.ui.sides.search import SearchSide
from estimator_desktop.ui.sides.settings import SettingsSide

PATIENCE = 60_000


def test_positions_are_found_by_beginnings_of_words_without_accents(store: Store, demo_pdf: Path) -> None:
    bill = read_document(demo_pdf)
    project = store.add_project("Sklad")
    first = store.add_document(project, "a.pdf", "0" * 64, 1)
    store.bills.save(first, bill)
    found = store.search.find("zasyp jam")
    assert found
    assert all("jam" in hit.description for hit in found)
    assert found[0].project == "Sklad"
    code = bill.positions[3].code
    assert store.search.find(code[:6])[0].code.startswith(code[:6])
    assert store.search.find("nesmysl") == ()
    assert store.search.find('" * -') == ()
    store.bills.save(first, bill)
    assert len(store.search.find(code)) == sum(one.code == code for one in bill.positions)
    second = store.add_document(project, "b.pdf", "1" * 64, 1)
    store.bills.save(second, bill)
    assert {hit.document for hit in store.search.find("beton")} == {second}


def test_an_older_database_is_indexed_when_it_is_opened(store: Store, demo_pdf: Path) -> None:
    project = store.add_project("Sklad")
    store.bills.save(store.add_document(project, "a.pdf", "0" * 64, 1), read_document(demo_pdf))
    connection = store._connections.get()
    connection.execute("drop table position_search")
    connection.execute("drop table search_documents")
    connection.execute("delete from _sqlite_migrations where name = 'm031_search'")
    store.close()
    again = Store(store.paths)
    assert again.search.find("beton")
    again.close()


def test_enter_opens_what_was_found_in_another_project(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path, sound_pdf: Path
) -> None:
    opened(window, qtbot, demo_pdf)
    demo = window.side(ReviewSide).document
    qtbot.waitUntil(lambda: not window.bar("action.search_all").isVisible(), timeout=5000)
    window.show_start()
    opened(window, qtbot, sound_pdf)
    window.action("action.search_all").trigger()
    page = window.side(SearchSide).page
    assert "začátky slov" in page.note.text()
    qtbot.keyClicks(page.line, "dlazb")
    qtbot.waitUntil(lambda: page.table.rowCount() > 0, timeout=5000)
    assert page.table.item(0, 0).text() == "Sklad Lipová"
    qtbot.keyClick(page.line, Qt.Key.Key_Down)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: window.side(ReviewSide).document == demo and window.desk.selected() is not None, timeout=PATIENCE
    )
    assert "dlažb" in window.desk.desk.rows[window.desk.selected()].description.casefold()
    window.side(SearchSide).show()
    page.line.setText("takhle nic")
    qtbot.waitUntil(lambda: "taková položka není" in page.note.text(), timeout=5000)


def noticed(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What would be told outside the window, which is behind others from now on."""
    told: list[tuple[str, str]] = []
    side = window.side(NoticeSide)
    side.tell = lambda title, words: told.append((title, words))
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)
    return told


def later(seconds: float) -> Callable[[], datetime]:
    return lambda: datetime.now(UTC) + timedelta(seconds=seconds)


def test_long_work_is_told_when_the_window_is_behind(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path, sound_pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = noticed(window, monkeypatch)
    side = window.side(NoticeSide)
    side.clock = later(-60)
    opened(window, qtbot, sound_pdf)
    assert told == []
    side.clock = later(60)
    window.show_start()
    opened(window, qtbot, demo_pdf)
    assert told == [("Sklad Lipová", "Posouzeno: ■ 4, ▲ 3, k rozhodnutí 7.")]
    broken = tmp_path / "a.pdf"
    broken.write_bytes(demo_pdf.read_bytes()[:700])
    window.import_files([broken])
    qtbot.waitUntil(lambda: len(told) == 2, timeout=PATIENCE)
    assert told[1][0] == "Čtení: a.pdf"
    notices = window.side(SettingsSide).page.section(NoticesSection)
    assert isinstance(notices, NoticesSection)
    notices.on.setChecked(False)
    assert not side.wanted
    side._show("titul", "věta")


def test_the_first_start_says_what_happens_and_offers_the_sample(window: MainWindow, qtbot: QtBot) -> None:
    assert window.start._stack.currentWidget() is window.start._none
    qtbot.mouseClick(window.start.drop.demo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk, timeout=PATIENCE)
    window.show_start()
    assert window.start._stack.currentWidget() is window.start.recent


def test_projects_of_one_name_are_told_apart_by_their_files(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    store, bill = window.bridge.store, read_document(demo_pdf)
    for number, (project, file) in enumerate((("Sklad", "a.pdf"), ("Sklad", "b.pdf"), ("Garáž", "c.pdf"))):
        store.bills.save(store.add_document(store.add_project(project), file, str(number) * 64, 1), bill)
    names = {"Sklad · a", "Sklad · b", "Garáž"}
    window.show_start()
    recent = window.start.recent
    assert {recent.item(row, 0).text() for row in range(recent.rowCount())} == names
    side = window.side(SearchSide)
    side.show()
    side.page.line.setText("zasyp")
    side.page.search()
    table = side.page.table
    assert {table.item(row, 0).text() for row in range(table.rowCount())} == names
