"""Something unforeseen in the window: a report file, a dialog, and the window goes on."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from estimator_desktop import __version__
from estimator_desktop.errors import UserError
from estimator_desktop.ui.crash import CrashDialog, Reporter, write_report
from estimator_desktop.ui.main_window import MainWindow

AT = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


def happen(report: Reporter) -> None:
    try:
        raise ZeroDivisionError("planted")
    except ZeroDivisionError as error:
        report(type(error), error, error.__traceback__)


def shown(report: Reporter) -> CrashDialog:
    assert report.dialog is not None
    return report.dialog


def test_an_unforeseen_exception_is_said_with_a_report(
    window: MainWindow, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    report = Reporter(window, lambda: AT)
    happen(report)
    dialog = shown(report)
    (file,) = window.bridge.store.paths.logs.glob("crash-*.txt")
    words = file.read_text(encoding="utf-8")
    assert "planted" in words
    assert __version__ in words
    assert "planted" in dialog.text.toPlainText()
    assert "planted" in capsys.readouterr().err
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert "planted" in QGuiApplication.clipboard().text()
    happen(report)
    assert report.dialog is dialog
    qtbot.mouseClick(dialog.go_on, Qt.MouseButton.LeftButton)
    assert report.dialog is None
    assert window.isVisible()


def test_what_a_user_can_remedy_is_only_said(window: MainWindow) -> None:
    report = Reporter(window)
    report(UserError, UserError("disk_full"), None)
    assert "není místo" in window.banner.words.text()
    report(sqlite3.OperationalError, sqlite3.OperationalError("database is locked"), None)
    assert "neuložila" in window.banner.words.text()
    assert report.dialog is None


def test_twenty_reports_are_kept_and_a_missing_folder_is_said(tmp_path: Path, qtbot: QtBot, window: MainWindow) -> None:
    for minute in range(25):
        write_report(tmp_path, f"{minute}", AT.replace(minute=minute))
    assert len(list(tmp_path.glob("crash-*.txt"))) == 20
    assert write_report(tmp_path / "missing", "x", AT) is None
    dialog = CrashDialog("x", None, window.texts)
    qtbot.addWidget(dialog)
    assert dialog.reveal.isHidden()
