"""The start page: the projects used last, files chosen by a dialog, the sample."""

from __future__ import annotations

from pathlib import Path

import pytest
from hands import PATIENCE, opened
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.sides.start import StartSide


def test_dropping_a_known_file_opens_it_at_once(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    window.show_start()
    assert window.start.recent.rowCount() == 1
    assert window.start.recent.item(0, 1).text() == "■ 4  ▲ 3"
    (project,) = window.bridge.projects()
    window.start.refresh([project._replace(red=None)], [])
    assert window.start.recent.item(0, 1).text() == "neposouzeno"
    opened(window, qtbot, demo_pdf)
    assert len(window.bridge.projects()) == 1


def test_enter_opens_a_recent_project(window: MainWindow, qtbot: QtBot, sound_pdf: Path) -> None:
    opened(window, qtbot, sound_pdf)
    window.show_start()
    window.start.recent.setCurrentCell(0, 0)
    qtbot.keyClick(window.start.recent, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk, timeout=5000)
    assert window.title == "Přípojka Vrbová"


def test_the_marked_project_stays_marked_when_another_comes_before_it(
    window: MainWindow, qtbot: QtBot, sound_pdf: Path
) -> None:
    opened(window, qtbot, sound_pdf)
    window.show_start()
    (project,) = window.bridge.projects()
    older, newer = project._replace(id="o", document="o"), project._replace(id="n", document="n")
    window.start.refresh([project, older], [])
    window.start.recent.setCurrentCell(1, 0)
    window.start.refresh([newer, project, older], [])
    assert window.start.recent.currentRow() == 2
    window.start.refresh([newer, project], [])
    assert window.start.recent.currentRow() == 1


def test_a_project_is_deleted_after_a_question(window: MainWindow, qtbot: QtBot, sound_pdf: Path) -> None:
    opened(window, qtbot, sound_pdf)
    window.show_start()
    recent, side = window.start.recent, window.side(StartSide)
    for words, left in (("dialog.cancel", 1), ("project.delete_yes", 0)):
        recent.setCurrentCell(0, 0)
        qtbot.keyClick(recent, Qt.Key.Key_Delete)
        assert side.box is not None
        assert "Přípojka Vrbová" in side.box.text()
        (button,) = [one for one in side.box.buttons() if one.text() == window.texts.say(words)]
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda left=left: len(window.bridge.projects()) == left, timeout=PATIENCE)
    qtbot.waitUntil(lambda: recent.rowCount() == 0 and not recent.isVisible(), timeout=PATIENCE)
    opened(window, qtbot, sound_pdf)  # it can come again


def test_choosing_files_by_the_dialog(
    window: MainWindow, qtbot: QtBot, sound_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(sound_pdf)], ""))
    qtbot.mouseClick(window.start.drop.choose, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk, timeout=PATIENCE)
    assert window.bridge.setting("open_folder") == str(sound_pdf.parent)


def test_the_sample_by_its_button(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.start.drop.demo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk, timeout=PATIENCE)
