"""Another language while the window is open: the user stays where they are, and everything speaks it at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialogButtonBox, QLabel
from pytestqt.qtbot import QtBot

from estimator_desktop.texts import Texts
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.pages.settings import SettingsPage
from estimator_desktop.ui.settings.look import LookSection
from estimator_desktop.ui.settings.work import KeepingSection
from estimator_desktop.ui.side import Side
from estimator_desktop.ui.sides.bids import BidsSide
from estimator_desktop.ui.sides.catalogues import CatalogueSide
from estimator_desktop.ui.sides.health import HealthSide
from estimator_desktop.ui.sides.jobs import JobsSide
from estimator_desktop.ui.sides.overview import OverviewSide
from estimator_desktop.ui.sides.review import ReviewSide
from estimator_desktop.ui.sides.revisions import RevisionSide
from estimator_desktop.ui.sides.search import SearchSide
from estimator_desktop.ui.sides.settings import SettingsSide

PATIENCE = 90_000
NAMES = {"Čeština", "English", "flash", "basic", "standard", "advanced"}
"""Languages in their own words, and what MinerU calls its ways of reading."""


def opened(window: MainWindow, qtbot: QtBot, file: Path) -> None:
    window.import_files([file])
    qtbot.waitUntil(lambda: window.side(ReviewSide).audited(), timeout=PATIENCE)


def settings(window: MainWindow) -> SettingsPage:
    page = window.side(SettingsSide).page
    assert window.pages.currentWidget() is page
    return page


def choose(window: MainWindow, language: str) -> None:
    field = settings(window).section(LookSection).language
    field.setFocus()
    field.setCurrentIndex(field.findData(language))
    field.activated.emit(field.currentIndex())


def said(page: SettingsPage) -> set[str]:
    words = {item.text() for item in page.findChildren(QLabel)}
    words |= {item.text() for item in page.findChildren(QAbstractButton)}
    for field in page.findChildren(QComboBox):
        words |= {field.itemText(index) for index in range(field.count())}
    return words | {page.names.item(row).text() for row in range(page.names.count())}


def test_the_settings_stay_where_they_are(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1100, 600)
    window.action("page.settings").trigger()
    page = settings(window)
    page.names.setCurrentRow(page.sections.index(page.section(KeepingSection)))
    scrolled = page.area.verticalScrollBar().value()
    assert scrolled > 0
    window.set_language("en")
    page = settings(window)
    qtbot.waitUntil(lambda: page.area.verticalScrollBar().value() == scrolled, timeout=5000)
    assert page.names.currentItem().text() == Texts("en").say(KeepingSection.title)


def test_the_keyboard_stays_at_the_language(window: MainWindow, qtbot: QtBot) -> None:
    window.action("page.settings").trigger()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=5000)
    choose(window, "en")
    qtbot.waitUntil(lambda: settings(window).section(LookSection).language.hasFocus(), timeout=5000)
    assert settings(window).area.verticalScrollBar().value() == 0


def test_nothing_of_the_settings_stays_in_the_old_language(window: MainWindow) -> None:
    window.action("page.settings").trigger()
    czech = said(settings(window))
    choose(window, "en")
    english = said(settings(window))
    both = set(Texts("cs").patterns("").values()) & set(Texts("en").patterns("").values())
    stayed = {words for words in czech & english if any(sign.isalpha() for sign in words)}
    paths = str(window.bridge.store.paths.home)
    assert {words for words in stayed if words not in both and paths not in words} == NAMES


@pytest.mark.parametrize(
    ("kind", "open_one"),
    [
        *((kind, False) for kind in (BidsSide, CatalogueSide, HealthSide, SearchSide, SettingsSide)),
        *((kind, True) for kind in (CatalogueSide, SettingsSide, OverviewSide, RevisionSide)),
    ],
)
def test_every_page_stays(kind: type[Side], open_one: bool, window: MainWindow, qtbot: QtBot, sound_pdf: Path) -> None:
    if open_one:
        opened(window, qtbot, sound_pdf)
        window.desk.show_position(2)
    window.side(kind).show()
    assert window.side(kind).shown
    window.set_language("en")
    if open_one:
        qtbot.waitUntil(window.side(ReviewSide).ready, timeout=PATIENCE)
        assert window.desk.selected() == 2
    assert window.side(kind).shown
    assert not window.side(ReviewSide).shown


def test_what_is_searched_for_and_the_jobs_stay(window: MainWindow) -> None:
    search = window.side(SearchSide)
    search.show()
    search.page.line.setText("zásyp")
    window.side(JobsSide).toggle()
    window.set_language("en")
    assert window.side(SearchSide).page.line.text() == "zásyp"
    assert window.side(JobsSide).shown


def test_the_tab_of_the_price_lists_stays(window: MainWindow) -> None:
    lists = window.side(CatalogueSide)
    lists.show()
    lists.page.tabs.setCurrentIndex(3)
    window.set_language("en")
    assert window.side(CatalogueSide).page.tabs.currentIndex() == 3


def test_qt_speaks_the_language_too(window: MainWindow, qtbot: QtBot) -> None:
    def cancel() -> str:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        qtbot.addWidget(box)
        return box.button(QDialogButtonBox.StandardButton.Cancel).text().replace("&", "")

    window.set_language("en")
    assert cancel() == "Cancel"
    window.set_language("cs")
    try:
        assert cancel() == "Zrušit"
    finally:
        window.set_language("en")
    assert cancel() == "Cancel"
    assert QApplication.layoutDirection() is Qt.LayoutDirection.LeftToRight
