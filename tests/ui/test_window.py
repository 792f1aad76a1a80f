"""The window as a user meets it, a real worker behind it: what all its pages share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hands import PATIENCE, drop, opened
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from estimator_desktop.config import Paths
from estimator_desktop.domain.job import JobState
from estimator_desktop.reading.read import read_document
from estimator_desktop.ui import theme
from estimator_desktop.ui.app import follow_system_theme
from estimator_desktop.ui.bridge import Bridge
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.sides.exports import ExportSide
from estimator_desktop.ui.sides.jobs import JobsSide


def test_a_small_screen_is_filled_at_the_first_start(qtbot: QtBot, paths: Paths) -> None:
    """A window as high as the screen would have its last row of buttons under the edge, below the title bar."""
    bridge = Bridge(paths)
    for first in (True, False):
        window = MainWindow(bridge, theme.LIGHT)
        qtbot.addWidget(window)
        room = window.screen().availableGeometry()
        assert room.height() < 848
        assert window.height() < room.height()
        window.appear()
        assert window.isMaximized() is first
        window.showNormal()
        window.close()
    bridge.stop()


def test_export_writes_files_and_says_where(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(window, qtbot, demo_pdf)
    qtbot.mouseClick(window.bar("action.export"), Qt.MouseButton.LeftButton)
    dialog = window.side(ExportSide).dialog
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    qtbot.mouseClick(dialog.browse, Qt.MouseButton.LeftButton)
    assert dialog.folder.text() == str(tmp_path)
    assert dialog.warning.text() == ""
    qtbot.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.banner.isVisible, timeout=PATIENCE)
    assert window.banner.words.text() == f"Uloženo: {tmp_path}"
    assert (tmp_path / "ukazka.audit.xlsx").is_file()
    assert (tmp_path / "ukazka.audit.json").is_file()
    window.action("page.overview").trigger()
    assert not window.banner.isVisible()
    window.action("page.desk").trigger()
    qtbot.mouseClick(window.bar("action.export"), Qt.MouseButton.LeftButton)
    again = window.side(ExportSide).dialog
    assert "ukazka.audit.xlsx" in again.warning.text()
    assert again.write.text() == "Přepsat"
    qtbot.mouseClick(again.other_name, Qt.MouseButton.LeftButton)
    assert (again.stem.text(), again.warning.text(), again.write.text()) == ("ukazka (2)", "", "Zapsat")
    for box in again.formats.values():
        box.setChecked(False)
    assert not again.write.isEnabled()


def test_jobs_show_and_can_be_cancelled_and_tried_again(window: MainWindow, qtbot: QtBot, long_pdf: Path) -> None:
    window.side(JobsSide).toggle()
    drop(window, long_pdf)
    rows = window.side(JobsSide).panel._rows
    qtbot.waitUntil(lambda: bool(rows), timeout=5000)
    job = next(iter(rows))
    window.side(JobsSide).panel.cancel.emit(job)

    def state() -> JobState | None:
        found = window.bridge.monitor.status(job)
        return found.state if found else None

    qtbot.waitUntil(lambda: state() is JobState.CANCELLED, timeout=PATIENCE)
    assert window.bridge.projects() == ()
    qtbot.waitUntil(lambda: rows[job]._retry.isVisible(), timeout=5000)
    qtbot.mouseClick(rows[job]._retry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk, timeout=PATIENCE)


def test_the_language_changes_while_a_document_is_open(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    window.desk.show_position(20)
    window.set_language("en")
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk, timeout=5000)
    assert window.desk.selected() == 20
    assert window.desk.model.headerData(4, Qt.Orientation.Horizontal) == "Description"
    assert window.desk.model.index(0, 8).data() == "16,897.65"
    assert window.menuBar().actions()[0].text() == "&File"
    assert window.bridge.setting("language") == "en"
    window.set_language("en")


def test_the_look_follows_the_system(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    follow_system_theme(QApplication.instance(), window)
    window.set_theme(theme.dress(QApplication.instance(), theme.DARK))
    assert QApplication.palette().window().color().name() == theme.DARK.window.lower()
    assert theme.DARK.ink[theme.Colour.RED] in window.desk.details.toHtml().upper()
    window.set_theme(theme.apply(QApplication.instance()))


def test_escape_closes_the_topmost_thing(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    window.banner.say("zpráva", detail="podrobnosti")
    window.side(JobsSide).toggle()
    window.close_topmost()
    assert not window.banner.isVisible()
    window.close_topmost()
    assert not window.side(JobsSide).shown
    window.desk.say("To není číslo.")
    window.close_topmost()
    assert not window.desk.foot.said.isVisible()
    window.desk.bar.more.setChecked(True)
    qtbot.waitUntil(window.desk.bar.role.hasFocus, timeout=5000)
    window.desk.bar.role.setCurrentIndex(1)
    window.close_topmost()
    assert not window.desk.bar.more.isChecked()
    assert len(window.desk.model.shown) == 52
    assert window.desk.table.hasFocus()
    window.close_topmost()
    assert window.pages.currentWidget() is window.start
    assert window.start.recent.hasFocus()
    qtbot.keyClick(window.start.recent, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk, timeout=5000)


def test_keys_and_about_are_boxes_that_close(window: MainWindow, qtbot: QtBot) -> None:
    for action in (window.action("action.keys"), window.action("action.about")):
        action.trigger()
        box = next(item for item in window.findChildren(QDialog) if item.isVisible())
        assert any(part.text() for part in box.findChildren(QLabel))
        box.close()
        qtbot.waitUntil(lambda: not any(item.isVisible() for item in window.findChildren(QDialog)))


def test_trouble_and_offers_outlast_the_page(window: MainWindow) -> None:
    for more in ({}, {"trouble": False, "lasting": True}):
        window.show_start()
        window.banner.say("zpráva", **more)
        window.action("page.settings").trigger()
        assert window.banner.isVisible()
    window.banner.say("zpráva", trouble=False)
    window.show_start()
    assert not window.banner.isVisible()


def test_a_document_that_does_not_load_is_called_by_its_name(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    store = window.bridge.store
    document = store.add_document(store.add_project("Sklad"), "rozpocet.pdf", "0" * 64, 1)
    store.bills.save(document, read_document(demo_pdf))
    with store._connections.transaction() as connection:
        connection.execute("update bills set head = '{' where document = ?", (document,))
    window.open_document(document)
    qtbot.waitUntil(window.banner.isVisible, timeout=PATIENCE)
    assert "rozpocet.pdf (Sklad)" in window.banner.words.text()
    window.banner.hide()
    window.open_document("0123456789abcdef")
    qtbot.waitUntil(window.banner.isVisible, timeout=PATIENCE)
    assert "0123456789abcdef" not in window.banner.words.text()
