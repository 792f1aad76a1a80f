"""The settings page: what is set there is kept, shown again, and really used."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QFileDialog
from pytestqt.qtbot import QtBot

from estimator_desktop.config import Limits
from estimator_desktop.domain.job import JobKind, silent
from estimator_desktop.domain.preferences import ARCHIVE_AFTER, HARD, KEEP_RESULTS, MEMORY, SOFT, WORKERS
from estimator_desktop.jobs.limits import limits_of
from estimator_desktop.jobs.maintenance import cleanup_old_projects, cleanup_old_results
from estimator_desktop.storage.jobs import NewJob
from estimator_desktop.storage.store import Store
from estimator_desktop.ui import theme
from estimator_desktop.ui.app import follow_system_theme
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.pages.settings import SettingsPage
from estimator_desktop.ui.settings.audit import AuditSection
from estimator_desktop.ui.settings.folders import FoldersSection
from estimator_desktop.ui.settings.look import LookSection
from estimator_desktop.ui.settings.work import KeepingSection, WorkSection
from estimator_desktop.ui.sides.catalogues import CatalogueSide
from estimator_desktop.ui.sides.settings import SettingsSide


def shown(window: MainWindow) -> SettingsPage:
    window.action("page.settings").trigger()
    return window.side(SettingsSide).page


def test_limits_set_in_the_window_are_the_workers(window: MainWindow) -> None:
    page = shown(window)
    work = page.section(WorkSection)
    assert isinstance(work, WorkSection)
    work.spin(SOFT).setValue(10)
    work.spin(HARD).setValue(20)
    work.spin(MEMORY).setValue(2)
    assert limits_of(window.bridge.store) == Limits(600, 1200, 2 * 1024**3)
    work.spin(SOFT).setValue(25)
    assert work.spin(HARD).value() == 25
    work.spin(HARD).setValue(5)
    assert work.spin(SOFT).value() == 5
    work.spin(MEMORY).setValue(0)
    assert work.spin(MEMORY).text() == "bez omezení"
    assert limits_of(window.bridge.store).memory_bytes == 0
    work.spin(WORKERS).setValue(3)
    assert window.bridge.store.setting("worker_threads") == "3"
    work.finish.setChecked(True)
    assert window.bridge.setting("finish_jobs_after_close") == "yes"
    work.reset()
    assert limits_of(window.bridge.store) == Limits()
    assert window.bridge.setting("finish_jobs_after_close") == "no"


def test_retention_set_in_the_window_is_what_tidying_does(window: MainWindow, store: Store) -> None:
    keeping = shown(window).section(KeepingSection)
    assert isinstance(keeping, KeepingSection)
    keeping.spin(KEEP_RESULTS).setValue(3)
    keeping.spin(ARCHIVE_AFTER).setValue(0)
    old = (datetime.now(UTC) - timedelta(days=5)).isoformat()
    job = store.jobs.add(NewJob(JobKind.AUDIT, "a"))
    store.jobs.cancel(job)
    connection = store._connections.get()
    connection.execute("update jobs set finished = ? where id = ?", (old, job))
    assert cleanup_old_results(store, silent).startswith("jobs=1 ")
    project = store.add_project("Starý")
    store.add_document(project, "a.pdf", "0" * 64, 1)
    connection.execute("update projects set touched = ?", ((datetime.now(UTC) - timedelta(days=400)).isoformat(),))
    assert cleanup_old_projects(store, silent) == "archived=0"
    keeping.spin(ARCHIVE_AFTER).setValue(3)
    assert keeping.spin(ARCHIVE_AFTER).value() == ARCHIVE_AFTER.low
    assert cleanup_old_projects(store, silent) == "archived=1"


def test_language_and_look_change_at_once_and_stay(window: MainWindow, qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    look = shown(window).section(LookSection)
    assert isinstance(look, LookSection)
    look.look.setCurrentIndex(look.look.findData("dark"))
    look.look.activated.emit(look.look.currentIndex())
    assert QApplication.palette().window().color().name() == theme.DARK.window.lower()
    assert window.bridge.setting("look") == "dark"
    follow_system_theme(app, window)
    assert theme.current(app, "dark") is theme.DARK
    look.look.setCurrentIndex(look.look.findData("light"))
    look.look.activated.emit(look.look.currentIndex())
    assert window.theme is theme.LIGHT
    look.language.setCurrentIndex(look.language.findData("en"))
    look.language.activated.emit(look.language.currentIndex())
    qtbot.waitUntil(lambda: window.texts.language == "en", timeout=5000)
    assert window.action("page.settings").text() == "Settings"
    theme.apply(app)


def test_numbers_are_copied_as_the_settings_say(window: MainWindow) -> None:
    look = shown(window).section(LookSection)
    assert isinstance(look, LookSection)
    assert window.desk.table.numbers == "cs"
    for language in ("en", ""):
        look.copy.setCurrentIndex(look.copy.findData(language))
        look.copy.activated.emit(look.copy.currentIndex())
        assert window.desk.table.numbers == (language or "cs")
        assert window.bridge.store.setting("copy_numbers") == language


def test_thresholds_are_counted_and_brought_back(window: MainWindow, qtbot: QtBot) -> None:
    page = shown(window)
    audit = page.section(AuditSection)
    assert isinstance(audit, AuditSection)
    assert "Změněno prahů: 0" in audit.state.text()
    assert not audit.back.isEnabled()
    pack = window.bridge.store.rules.pack()
    first = next(iter(pack.thresholds.values()))
    window.bridge.store.rules.save({first.key: str(first.high)})
    page.refresh()
    assert "Změněno prahů: 1" in audit.state.text()
    qtbot.mouseClick(audit.back, Qt.MouseButton.LeftButton)
    assert window.bridge.store.rules.overrides() == {}
    assert "Změněno prahů: 0" in audit.state.text()


def test_folders_are_shown_added_and_removed(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = shown(window)
    folders = page.section(FoldersSection)
    assert isinstance(folders, FoldersSection)
    assert folders.home.text() == str(window.bridge.store.paths.home)
    lists = tmp_path / "ceniky"
    lists.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(lists))
    qtbot.mouseClick(folders.add, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: folders.watched.count() == 1, timeout=5000)
    assert folders.watched.item(0).text() == str(lists)
    folders.watched.setCurrentRow(0)
    qtbot.mouseClick(folders.remove, Qt.MouseButton.LeftButton)
    assert window.bridge.store.watched.listed() == ()


def test_the_names_lead_to_the_parts(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(900, 400)
    page = shown(window)
    qtbot.waitUntil(lambda: page.area.verticalScrollBar().maximum() > 0, timeout=5000)
    page.names.setCurrentRow(2)
    there = page.area.verticalScrollBar().value()
    page.area.verticalScrollBar().setValue(0)
    qtbot.mouseClick(
        page.names.viewport(), Qt.MouseButton.LeftButton, pos=page.names.visualItemRect(page.names.item(2)).center()
    )
    assert page.area.verticalScrollBar().value() == there > 0  # a click on the marked one leads there as well
    assert page.area.verticalScrollBar().value() == page.sections[2].y() > 0


def test_addresses_are_added_and_fetched_only_when_switched_on(window: MainWindow, qtbot: QtBot) -> None:
    lists = window.side(CatalogueSide)
    lists.show()
    page = lists.page
    page.tabs.setCurrentIndex(4)
    qtbot.keyClicks(page.address, "neni adresa")
    qtbot.keyClick(page.address, Qt.Key.Key_Return)
    assert page.address.text() == "neni adresa"
    page.address.setText("http://127.0.0.1:9/cenik.csv")
    qtbot.keyClick(page.address, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.sources.rowCount() == 1, timeout=5000)
    assert "vypnuté" in page.sources.item(0, 1).text()
    folders = shown(window).section(FoldersSection)
    assert isinstance(folders, FoldersSection)
    folders.fetch.setChecked(True)
    window.bridge.catalogues.refresh()
    qtbot.waitUntil(lambda: bool(window.bridge.store.watched.listed()[0].error_code), timeout=30_000)
    lists.show()
    assert "nelze stáhnout" in page.sources.item(0, 1).text()


def test_the_wheel_moves_the_page_and_no_value(window: MainWindow) -> None:
    page = shown(window)
    boxes = page.area.findChildren(QComboBox)
    spins = page.area.findChildren(QAbstractSpinBox)
    before = [box.currentIndex() for box in boxes], [spin.text() for spin in spins]
    for field in (*boxes, *spins):
        at = QPointF(field.rect().center())
        for angle in (-120, 120, 120):
            event = QWheelEvent(
                at, field.mapToGlobal(at), QPoint(), QPoint(0, angle), Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.sendEvent(field, event)
            assert ([box.currentIndex() for box in boxes], [spin.text() for spin in spins]) == before
    assert len(boxes) > 2
    assert len(spins) > 2
