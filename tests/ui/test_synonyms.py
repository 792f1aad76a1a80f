"""The person's own synonyms in the window, and what they do to matching; lists that come in offer to match anew."""

from __future__ import annotations

from pathlib import Path

from hands import opened
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from estimator_desktop.catalogues.matching import Wanted
from estimator_desktop.domain.synonyms import decoded
from estimator_desktop.storage.store import Store
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.sides.catalogues import CatalogueSide
from estimator_desktop.usecases.enrichment import import_catalogue, make_matcher
from estimator_desktop.usecases.own_words import TYPED, line_of, save_groups

PATIENCE = 60_000
LIST = """code;description;unit;price
777100001;Montáž uzavřeného profilu ocelového 50x50 mm;m;120
777100002;Montáž zábradlí ocelového trubkového;m;340
777100003;Nátěr ocelové konstrukce syntetický dvojnásobný;m2;95
777100004;Osazení dveří dřevěných jednokřídlových;kus;890
"""


def price_list(path: Path) -> Path:
    path.write_text(LIST, encoding="utf-8")
    return path


def test_a_word_joins_the_concept_that_another_of_its_line_names() -> None:
    assert line_of(("vylití", "betonáž")) == "betonaz: vylit* betonaz*"
    assert line_of(("jakl", "kvádrovka*")) == "jakl: jakl* kvadrovka*"
    assert line_of(("vzt", "vzduchotechnika")).endswith("vzt vzduchotechnik*")


def test_synonyms_change_what_is_found(store: Store, tmp_path: Path) -> None:
    import_catalogue(store, price_list(tmp_path / "a.csv"), name="A", edition="1")
    wanted = Wanted(0, "Montáž jaklu ocelového", "m")
    before = make_matcher(store).match(wanted)
    save_groups(store, [("jakl", "profil")])
    after = make_matcher(store).match(wanted)
    assert after.candidates[0].item.code == "777100001"
    score = {one.item.code: one.score for one in before.candidates}.get("777100001", 0)
    assert after.candidates[0].score > score


def test_groups_are_added_edited_and_removed_in_the_window(window: MainWindow, qtbot: QtBot) -> None:
    side = window.side(CatalogueSide)
    side.show()
    tab = side.page.synonyms
    side.page.tabs.setCurrentWidget(tab)

    def kept() -> tuple[tuple[str, ...], ...]:
        return decoded(window.bridge.store.setting(TYPED), None)

    qtbot.keyClicks(tab.line, "jakl")
    qtbot.keyClick(tab.line, Qt.Key.Key_Return)
    assert "dvě slova" in tab.trouble.text()
    qtbot.keyClicks(tab.line, ", jekl")
    qtbot.mouseClick(tab.add, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: kept() == (("jakl", "jekl"),), timeout=5000)
    assert tab.trouble.isHidden()
    assert window.bridge.store.setting("synonyms") == "jakl: jakl* jekl*"
    tab.table.item(0, 0).setText("jakl, jekl, profil")
    qtbot.waitUntil(lambda: kept() == (("jakl", "jekl", "profil"),), timeout=5000)
    tab.table.item(0, 0).setText("jakl")
    assert tab.table.item(0, 0).text() == "jakl, jekl, profil"
    assert not tab.trouble.isHidden()
    assert not window.banner.isVisible()
    tab.table.selectRow(0)
    qtbot.mouseClick(tab.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: kept() == (), timeout=5000)
    assert tab.table.rowCount() == 0


def test_a_list_that_comes_in_offers_to_match_open_budgets_anew(
    window: MainWindow, qtbot: QtBot, sound_pdf: Path, tmp_path: Path
) -> None:
    opened(window, qtbot, sound_pdf)
    before = len(window.bridge.jobs())
    window.bridge.catalogues.import_list(price_list(tmp_path / "a.csv"), {"name": "A", "edition": "1"}, None)
    qtbot.waitUntil(lambda: "Ceníky se změnily" in window.banner.words.text(), timeout=PATIENCE)
    qtbot.mouseClick(window.banner.remedy, Qt.MouseButton.LeftButton)
    assert window.banner.words.text() == "Páruje se znovu: 1 rozpočet."
    qtbot.waitUntil(lambda: len(window.bridge.jobs()) == before + 3, timeout=PATIENCE)
    qtbot.waitUntil(lambda: all(job.settled for job in window.bridge.jobs()), timeout=PATIENCE)
    document = window.bridge.projects()[0].document
    assert window.bridge.store.matches.load(document) is not None
    qtbot.waitUntil(window.banner.isHidden, timeout=PATIENCE)
