"""Price lists and matches as a person meets them in the window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hands import drop, opened
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from estimator_desktop.config import resources_folder
from estimator_desktop.domain.bill import Position
from estimator_desktop.domain.match import (
    Answer,
    ArchivedPrice,
    Basis,
    Candidate,
    CatalogueItem,
    CodeStanding,
    Match,
    MatchLevel,
    PersonalRule,
    PriceStatistics,
    Reason,
)
from estimator_desktop.domain.pricelist import Mapping, Preview
from estimator_desktop.domain.units import UnitRelation
from estimator_desktop.storage.catalogues import new_catalogue
from estimator_desktop.storage.store import Store
from estimator_desktop.texts import Texts
from estimator_desktop.ui.dialogs.pricelist import PriceListDialog
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.pages.catalogues import CataloguesPage
from estimator_desktop.ui.panels.match import MatchPanel
from estimator_desktop.ui.sides.catalogues import CatalogueSide
from estimator_desktop.ui.sides.review import ReviewSide

PATIENCE = 40_000
ITEMS = (
    CatalogueItem("1741", "Zásyp rýh strojně", "m3", Decimal(180)),
    CatalogueItem("1742", "Zásyp rýh ručně", "m3", Decimal(420)),
)


def a_match() -> Match:
    reasons = (
        Reason("text_same", supports=True),
        Reason("unit_conflict", supports=False, params=(("unit", "m2"), ("found", "m3"))),
    )
    candidates = tuple(
        Candidate(item, score, MatchLevel.PARTIAL, 0.9, UnitRelation.SAME, reasons)
        for item, score in zip(ITEMS, (0.8, 0.3), strict=True)
    )
    archive = PriceStatistics(3, Decimal(175), Decimal(5), Decimal(170), Decimal(190))
    return Match(
        4, MatchLevel.PARTIAL, 0.8, Basis.TEXT, CodeStanding.NO_CODE, candidates[0], candidates, None, Decimal(180),
        Decimal("12.5"), archive,
    )  # fmt: skip


@pytest.fixture
def panel(qtbot: QtBot) -> MatchPanel:
    made = MatchPanel(Texts("cs"))
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_panel_says_what_is_offered_and_why(panel: MatchPanel) -> None:
    panel.show_match(a_match(), loaded=True)
    assert panel.list.count() == 2
    assert "možná shoda · 80\u00a0%: 1741" in panel.state.text()
    assert "+12,5\u00a0%" in panel.state.text()
    assert "medián 175,00" in panel.state.text()
    assert "✔\u00a0stejný\u00a0popis" in panel.why.text()
    assert "✘\u00a0MJ\u00a0m3 místo m2" in panel.why.text()
    assert not panel.undo.isEnabled()


@pytest.mark.parametrize(
    ("keys", "expected"),
    [("a", (Answer.ACCEPTED, ITEMS[0], 0)), ("2a", (Answer.REPLACED, ITEMS[1], 0)), ("x", (Answer.REJECTED, None, 0))],
)
def test_one_key_answers(qtbot: QtBot, panel: MatchPanel, keys: str, expected: tuple[object, ...]) -> None:
    heard: list[tuple[object, ...]] = []
    panel.said.connect(lambda *said: heard.append(said))
    panel.show_match(a_match(), loaded=True)
    qtbot.keyClicks(panel.list, keys)
    assert heard == [expected]


def test_enter_accepts_and_keeps_a_rule(qtbot: QtBot, panel: MatchPanel) -> None:
    heard: list[tuple[object, ...]] = []
    panel.said.connect(lambda *said: heard.append(said))
    panel.show_match(a_match(), loaded=True)
    panel.rule.setChecked(True)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert heard == [(Answer.ACCEPTED, ITEMS[0], 1)]
    assert not panel.rule.isChecked()
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert panel.list.currentRow() == 1


def test_a_word_can_be_taken_back(qtbot: QtBot, panel: MatchPanel) -> None:
    heard: list[object] = []
    panel.said.connect(lambda *said: heard.append(said))
    panel.show_match(replace(a_match(), answer=Answer.ACCEPTED), loaded=True)
    assert panel.state.text().startswith("Přijali jste: 1741")
    qtbot.keyClicks(panel.list, "u")
    panel.show_match(replace(a_match(), answer=Answer.REJECTED, chosen=None), loaded=True)
    assert panel.state.text() == "Odmítli jste shodu"
    assert heard == [(Answer.OPEN, None, 0)]


@pytest.mark.parametrize(
    ("match", "loaded", "words"),
    [(None, False, "Není načtený žádný ceník"), (None, True, "nejsou spočítané"), (Match(0), True, "Bez shody")],
)
def test_nothing_to_offer_is_said(panel: MatchPanel, match: Match | None, loaded: bool, words: str) -> None:
    panel.show_match(match, loaded=loaded)
    assert words in panel.state.text()
    assert not panel.accept.isEnabled()
    panel._accepted()
    assert panel.why.text() == ""


def test_without_a_position_nothing_is_said_to_be_missing(panel: MatchPanel) -> None:
    panel.show_match(None, loaded=True, selected=False)
    assert panel.state.text() == "Vyberte položku v tabulce."


def test_unit_and_price_of_a_candidate_stand_before_its_long_description(panel: MatchPanel) -> None:
    panel.show_match(a_match(), loaded=True)
    first, second = panel.list.item(0).text().splitlines()
    assert "m3 · 180,00" in first
    assert second.strip() == panel.list.item(0).toolTip() == "Zásyp rýh strojně"


@pytest.fixture
def page(qtbot: QtBot, store: Store) -> CataloguesPage:
    made = CataloguesPage(Texts("cs"), store)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_empty_page_says_what_to_do(page: CataloguesPage) -> None:
    assert page._stack.currentWidget() is page._empty


def test_search_as_it_is_typed(qtbot: QtBot, page: CataloguesPage, store: Store) -> None:
    store.catalogues.add(new_catalogue("Můj", "OWN", "2026"), ITEMS)
    page.refresh()
    assert page.editions.item(0, 3).text() == "2"
    assert page.editions.item(0, 2).text() == "vlastní"
    assert "Napište" in page.results._hint.text()
    qtbot.keyClicks(page.search, "zas ruc")
    assert [page.results.item(row, 0).text() for row in range(page.results.rowCount())] == ["1742"]
    page.search.setText("xyzzy")
    assert page._stack.currentWidget() is page._nothing


def test_own_prices_are_edited_in_place_and_removed(page: CataloguesPage, store: Store) -> None:
    store.catalogues.add_to_archive("", [ArchivedPrice("1", "Práce", "m2", Decimal(5), date(2026, 1, 1), "", "Sklad")])
    page.refresh()
    for column, text in ((0, "2"), (1, "Jiná práce"), (2, "m3"), (3, "7,50"), (4, "3. 2. 2026"), (5, "Hala")):
        page.archive.item(0, column).setText(text)
    for column, text in ((1, ""), (3, "nic"), (3, "-1"), (4, "včera")):
        page.archive.item(0, column).setText(text)
    (kept,) = store.catalogues.archive()
    assert replace(kept, id=0) == ArchivedPrice("2", "Jiná práce", "m3", Decimal("7.50"), date(2026, 2, 3), "", "Hala")
    page.archive.selectRow(0)
    page.entry_button.click()
    assert store.catalogues.archive() == ()


def test_rules_and_folders_are_listed_and_removed(page: CataloguesPage, store: Store, tmp_path: Path) -> None:
    document = store.add_document(store.add_project("Most"), "most.pdf", "0" * 64, 1)
    store.matches.say(document, Position(0, "Výplň"), Answer.ACCEPTED, None, PersonalRule("Výplň", "m3", "1741"))
    store.watched.add(str(tmp_path))
    page.refresh()
    assert page.sources.item(0, 1).text() == "ještě nezkontrolováno"
    (source,) = store.watched.listed()
    store.watched.note(source.id)
    page.refresh()
    assert "není v ní žádný ceník" in page.sources.item(0, 1).text()
    store.watched.note_file(source.id, str(tmp_path / "a.csv"), "", None, "catalogue_no_items", {"file": "a.csv"})
    store.watched.note_file(source.id, str(tmp_path / "b.csv"), "", None, "", {})
    page.refresh()
    assert page.sources.rowCount() == 3
    assert page.sources.item(2, 1).text().startswith("načteno ")
    page.sources.resize(800, 200)
    assert page.sources.columnWidth(1) > page.sources.columnWidth(0)  # a sentence needs more room than a name
    store.watched.note(source.id, "source_missing", {"file": "x"})
    page.refresh()
    said = page.sources.item(0, 1).text()
    assert said.startswith("Složka x tu není. Připojte disk")
    assert said.endswith("Zatím se odtud nic nenačetlo.")
    kept = store.catalogues.add(new_catalogue("Můj", "OWN", "2026"), ITEMS).id
    store.watched.note_file(source.id, str(tmp_path / "c.csv"), "", kept, "", {})
    page.refresh()
    assert page.sources.item(0, 1).text().endswith("Co se odtud načetlo, zůstává.")
    page.rules.selectRow(0)
    page.rule_button.click()
    page.sources.selectRow(0)
    page.unwatch_button.click()
    assert store.matches.rules() == ()
    assert store.watched.listed() == ()


def test_the_dialog_maps_columns(qtbot: QtBot) -> None:
    dialog = PriceListDialog(Texts("cs"), "a.csv")
    qtbot.addWidget(dialog)
    preview = Preview(
        ("Jedna", "Dvě"), (("kód", "popis", "cena"), ("1", "Práce", "5")), 0,
        Mapping(1, 0, None, 2, header=0, sheet="Dvě"),
        ITEMS[:1], "a", "2026",
    )  # fmt: skip
    asked: list[Mapping] = []
    chosen: list[tuple[object, object]] = []
    dialog.remapped.connect(asked.append)
    dialog.chosen.connect(lambda *said: chosen.append(said))
    dialog.show_preview(preview)
    assert dialog.columns["price"].currentText() == "C cena"
    assert (dialog.sheet.currentText(), dialog.edition.text()) == ("Dvě", "2026")
    dialog.columns["price"].setCurrentIndex(0)
    assert asked == [Mapping(1, 0, None, None, header=0, sheet="Dvě")]
    dialog.columns["description"].setCurrentIndex(0)
    assert not dialog.ok.isEnabled()
    dialog.show_preview(preview)
    dialog.show()
    dialog.name.setText("Moje")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    said, mapping = chosen[0]
    assert said == {"name": "Moje", "edition": "2026", "system": "", "licence": ""}
    assert mapping == preview.mapping
    dialog.show_preview(Preview(items=ITEMS))
    assert dialog.table.rowCount() == 2
    assert dialog.result_line.text().startswith("Začátek souboru: 2 položky, první 1741")
    dialog.show_preview(Preview())
    assert dialog.result_line.text().startswith("0 položek. Vyberte sloupce")
    assert not dialog.ok.isEnabled()


def test_from_a_file_to_matched_positions_to_ones_own_word(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole way: import with preview, drop a budget, see the match, reject it, take it back, keep the prices."""
    store = window.bridge.store
    listed = resources_folder() / "demo" / "ukazka_cenik.csv"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(listed), ""))
    window.side(CatalogueSide).show()
    window.side(CatalogueSide).choose_list()
    dialog = window.side(CatalogueSide).dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=PATIENCE)
    dialog.ok.click()
    qtbot.waitUntil(lambda: window.side(CatalogueSide).page.editions.rowCount() == 1, timeout=PATIENCE)

    window.import_files([demo_pdf])
    qtbot.waitUntil(lambda: window.side(ReviewSide).shown and window.desk.desk is not None, timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.desk.desk.audit is not None, timeout=PATIENCE)
    window.desk.table.select_position(0)
    panel = window.desk.match
    assert "jistá shoda" in panel.state.text()
    panel.reject.click()
    qtbot.waitUntil(lambda: panel.state.text() == "Odmítli jste shodu", timeout=PATIENCE)
    panel.undo.click()
    qtbot.waitUntil(lambda: "jistá shoda" in panel.state.text(), timeout=PATIENCE)

    monkeypatch.setattr(QMessageBox, "open", lambda self: self.accept())
    window.action("catalogue.take").trigger()
    qtbot.waitUntil(lambda: store.catalogues.archive() != (), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "převzato" in window.banner.words.text(), timeout=PATIENCE)

    window.side(CatalogueSide).show()
    window.side(CatalogueSide).page.editions.selectRow(0)
    window.side(CatalogueSide).page.remove_button.click()
    qtbot.waitUntil(lambda: window.side(CatalogueSide).page.editions.rowCount() == 0, timeout=PATIENCE)


def test_what_is_dropped_on_the_page_is_a_price_list(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path, tmp_path: Path
) -> None:
    """Also while a budget is open: it is no revision of it."""
    opened(window, qtbot, demo_pdf)
    side = window.side(CatalogueSide)
    side.show()
    folder = tmp_path / "ceniky"
    folder.mkdir()
    for name in ("a 2025.csv", "b 2026.csv"):
        (tmp_path / name).write_text("kod;popis;mj;cena\n101001;Zámečnická práce;kg;5", encoding="utf-8")
    before = len(window.bridge.projects())
    drop(window, tmp_path / "a 2025.csv", folder, tmp_path / "b 2026.csv")
    for count in (1, 2):
        qtbot.waitUntil(lambda: side.dialog is not None and side.dialog.isVisible(), timeout=PATIENCE)
        assert side.dialog is not None
        qtbot.waitUntil(side.dialog.ok.isEnabled, timeout=PATIENCE)
        side.dialog.ok.click()
        qtbot.waitUntil(lambda count=count: side.page.editions.rowCount() == count, timeout=PATIENCE)
    assert [source.place for source in window.bridge.store.watched.listed()] == [str(folder)]
    assert len(window.bridge.projects()) == before


def test_a_file_that_is_no_list_and_a_watched_folder(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = tmp_path / "x.xml"
    bad.write_text("<a/>", encoding="utf-8")
    window.side(CatalogueSide).begin_import(bad)
    qtbot.waitUntil(window.banner.isVisible, timeout=PATIENCE)
    folder = tmp_path / "ceniky"
    folder.mkdir()
    (folder / "c 2026.csv").write_text("kod;popis;mj;cena\n101001;Zámečnická práce;kg;5", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    window.side(CatalogueSide).show()
    window.side(CatalogueSide).choose_folder()
    qtbot.waitUntil(lambda: window.side(CatalogueSide).page.editions.rowCount() == 1, timeout=PATIENCE)
