"""State of the program, archive, repair, jobs that wait or failed, and closing with jobs to finish."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from estimator_desktop.config import Paths
from estimator_desktop.domain.job import Job, JobKind, JobState
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.life import Presence
from estimator_desktop.jobs.supervisor import still_finishing
from estimator_desktop.storage.store import Store
from estimator_desktop.texts import Texts
from estimator_desktop.ui import theme
from estimator_desktop.ui.app import open_bridge
from estimator_desktop.ui.bridge import FINISH_SETTING, Bridge
from estimator_desktop.ui.dialogs.repair import RepairDialog
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.panels.jobs import JobsPanel
from estimator_desktop.ui.sides.health import HealthSide
from estimator_desktop.ui.sides.review import ReviewSide

NOW = datetime.now(UTC)
FAILED = Job(
    "1", JobKind.PARSE, JobState.FAILED, "", "d", NOW, "a.pdf", error_code="reader_crashed",
    error_params=(("file", "a.pdf"),), error_detail="exit 3",
)  # fmt: skip


def test_the_page_says_how_everything_is(window: MainWindow, qtbot: QtBot) -> None:
    window.action("action.health").trigger()
    qtbot.waitUntil(lambda: len(window.side(HealthSide).page.words) > 5, timeout=30_000)
    assert window.side(HealthSide).page.words[0] in {"Vše je v pořádku.", "Něco není v pořádku."}
    assert any("Databáze je celá" in line for line in window.side(HealthSide).page.words)
    window.bridge.store.set_setting("x", "y")
    qtbot.mouseClick(window.side(HealthSide).page.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.side(HealthSide).page.button.isEnabled, timeout=30_000)
    window.close_topmost()
    assert window.pages.currentWidget() is window.start


def test_the_wish_to_finish_jobs_is_kept(window: MainWindow) -> None:
    window.side(HealthSide).show()
    assert not window.side(HealthSide).page.finish.isChecked()
    window.side(HealthSide).page.finish.setChecked(True)
    assert window.bridge.setting(FINISH_SETTING) == "yes"
    window.side(HealthSide).show()
    assert window.side(HealthSide).page.finish.isChecked()


def test_one_click_brings_an_archived_project_back(window: MainWindow, qtbot: QtBot, sound_pdf: Path) -> None:
    window.import_files([sound_pdf])
    qtbot.waitUntil(lambda: window.side(ReviewSide).shown, timeout=60_000)
    window.show_start()
    store = window.bridge.store
    store.upkeep.archive_untouched(datetime.now(UTC) + timedelta(days=1))
    window.refresh()
    assert window.start.recent.rowCount() == 0
    assert window.start.archive.isVisible()
    window.start.archive.button.click()
    item = window.start.archive.list.item(0)
    assert "Přípojka Vrbová" in item.text()
    place = window.start.archive.list.visualItemRect(item).center()
    qtbot.mouseClick(window.start.archive.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: window.side(ReviewSide).shown, timeout=30_000)
    qtbot.waitUntil(lambda: store.upkeep.archived() == (), timeout=30_000)
    window.show_start()
    assert window.start.recent.rowCount() == 1
    assert not window.start.archive.isVisible()


def test_details_of_a_failed_job_are_copied_and_a_pause_is_counted_down(qtbot: QtBot) -> None:
    panel = JobsPanel(Texts("cs"))
    qtbot.addWidget(panel)
    waiting = replace(
        FAILED, id="2", state=JobState.QUEUED, attempt=1, retry_at=datetime.now(UTC) + timedelta(seconds=30)
    )
    panel.show_jobs([FAILED, waiting])
    panel._rows["1"]._copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "reader_crashed" in copied
    assert "exit 3" in copied
    assert panel._clock.isActive()
    assert "za 30 s (pokus 2 z 4)" in panel._rows["2"]._state.text()
    panel._rows["2"].show_job(replace(waiting, retry_at=datetime.now(UTC) + timedelta(seconds=3)))
    panel._count_down()
    assert "za 3 s" in panel._rows["2"]._state.text()
    panel.show_jobs([FAILED])
    assert not panel._clock.isActive()


def _broken(paths: Paths, *, backup: bool) -> None:
    store = Store(paths)
    store.add_project("Zachráněná")
    if backup:
        store.backup("daily")
    store.close()
    paths.database.write_bytes(b"no database" * 1000)


def _press(which: str) -> None:
    def click() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, RepairDialog)
        getattr(dialog, which).click()

    QTimer.singleShot(200, click)


@pytest.mark.usefixtures("qtbot")
def test_a_damaged_database_is_set_aside_and_the_backup_restored(paths: Paths) -> None:
    _broken(paths, backup=True)
    _press("repair")
    bridge = open_bridge(paths)
    assert bridge is not None
    with bridge.store.transaction():
        assert bridge.store._connections.get().execute("select name from projects").fetchone() == ("Zachráněná",)
    bridge.stop()
    assert len(list(paths.home.glob("estimator-damaged-*.db"))) == 1


@pytest.mark.usefixtures("qtbot")
def test_quitting_leaves_the_damaged_database_as_it_is(paths: Paths) -> None:
    _broken(paths, backup=False)
    before = paths.database.read_bytes()
    _press("quit")
    assert open_bridge(paths, "en") is None
    assert paths.database.read_bytes() == before
    presence = Presence(paths)
    _press("repair")
    with pytest.raises(UserError) as caught:
        open_bridge(paths)
    assert caught.value.code == "repair_in_use"
    presence.end()


def test_the_offer_of_a_backup_looks_and_speaks_as_it_was_chosen(qtbot: QtBot, paths: Paths) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    store = Store(paths)
    store.set_setting("language", "en")
    store.set_setting("look", "dark")
    store.close()
    _broken(paths, backup=True)
    said: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, RepairDialog)
        said.append(f"{dialog.windowTitle()} {dialog.palette().window().color().name()}")
        dialog.quit.click()

    QTimer.singleShot(200, look)
    try:
        assert open_bridge(paths) is None
    finally:
        theme.apply(app, "light")
    assert said == [f"The database is damaged {theme.DARK.window.lower()}"]


def test_jobs_are_finished_after_the_window_closed_where_that_is_wished(
    qtbot: QtBot, paths: Paths, sound_pdf: Path
) -> None:
    bridge = Bridge(paths)
    bridge.set_setting(FINISH_SETTING, "yes")
    bridge.start()
    bridge.import_files([sound_pdf])
    assert bridge.worker_pid is not None
    worker = psutil.Process(bridge.worker_pid)
    bridge.stop()
    store = Store(paths)
    qtbot.waitUntil(lambda: still_finishing() == 0, timeout=60_000)
    assert not worker.is_running()
    assert store.jobs.unsettled() == ()
    assert store.bills.audited(store.projects()[0].document)
    store.close()
