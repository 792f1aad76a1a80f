"""A protected PDF dropped in the window: the password is asked for, a wrong one again, the right one opens the desk."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from samplebill import sound_bill
from sampleprint import draw

from estimator_desktop.config import Paths
from estimator_desktop.ui.dialogs.password import PasswordDialog
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.sides.jobs import JobsSide
from estimator_desktop.ui.sides.passwords import PasswordSide

PATIENCE = 60_000
WORD = "Okno-Heslo-7731"


@pytest.fixture(scope="session")
def locked_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound bill that opens with a password only."""
    return draw(sound_bill(), tmp_path_factory.mktemp("locked") / "chraneny.pdf", WORD)


def asked(window: MainWindow, qtbot: QtBot) -> PasswordDialog:
    """Wait for the dialog."""
    qtbot.waitUntil(lambda: window.side(PasswordSide).asker.dialog is not None, timeout=PATIENCE)
    dialog = window.side(PasswordSide).asker.dialog
    assert dialog is not None
    return dialog


def test_from_the_drop_over_a_wrong_password_to_the_desk(
    window: MainWindow, qtbot: QtBot, paths: Paths, locked_pdf: Path
) -> None:
    window.import_files([locked_pdf])
    dialog = asked(window, qtbot)
    assert dialog.word.echoMode() is QLineEdit.EchoMode.Password
    assert not dialog.enter.isEnabled()
    dialog.show_word.click()
    qtbot.keyClicks(dialog.word, "Spatne-Heslo-1")
    assert dialog.word.echoMode() is QLineEdit.EchoMode.Normal
    qtbot.keyClick(dialog.word, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.trouble.isHidden(), timeout=PATIENCE)
    assert "neplatí" in dialog.trouble.text()
    layout = dialog.layout()
    assert layout is not None
    assert dialog.height() >= layout.totalHeightForWidth(dialog.width()), "no sentence is cut off"
    dialog.word.clear()
    qtbot.keyClicks(dialog.word, WORD)
    assert dialog.trouble.isHidden()
    qtbot.mouseClick(dialog.enter, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk, timeout=PATIENCE)
    assert window.desk.model.rowCount() == len(sound_bill().rows)
    assert not window.banner.isVisible()
    qtbot.waitUntil(lambda: window.desk.source.ready, timeout=10_000)
    window.show_start()
    window.import_files([locked_pdf])
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk, timeout=5000)
    for word in (WORD, "Spatne-Heslo-1"):
        needle = word.encode()
        assert not [path for path in paths.home.rglob("*") if path.is_file() and needle in path.read_bytes()]


def test_a_dismissed_dialog_comes_again_from_the_line_above_and_from_the_jobs(
    window: MainWindow, qtbot: QtBot, locked_pdf: Path
) -> None:
    window.side(JobsSide).toggle()
    window.import_files([locked_pdf])
    dialog = asked(window, qtbot)
    qtbot.mouseClick(dialog.leave, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.side(PasswordSide).asker.dialog is None, timeout=5000)
    assert "heslem" in window.banner.words.text()
    assert window.bridge.projects() == ()
    qtbot.mouseClick(window.banner.remedy, Qt.MouseButton.LeftButton)
    asked(window, qtbot).reject()
    qtbot.waitUntil(lambda: window.side(PasswordSide).asker.dialog is None, timeout=5000)
    row = next(iter(window.side(JobsSide).panel._rows.values()))
    assert not row._retry.isVisible()
    qtbot.mouseClick(row.unlocking, Qt.MouseButton.LeftButton)
    assert asked(window, qtbot).isVisible()


def test_several_protected_files_are_asked_for_one_after_another(
    window: MainWindow, qtbot: QtBot, locked_pdf: Path, tmp_path: Path
) -> None:
    other = draw(sound_bill(blind=True), tmp_path / "druhy.pdf", "jine")
    window.import_files([locked_pdf, other])
    names = set()
    for _ in range(2):
        dialog = asked(window, qtbot)
        names.add(dialog._file)
        dialog.reject()
        qtbot.waitUntil(lambda dialog=dialog: window.side(PasswordSide).asker.dialog is not dialog, timeout=5000)
    assert names == {"chraneny.pdf", "druhy.pdf"}
