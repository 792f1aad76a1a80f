"""An edited export dropped on the window: the preview, values taken over, or a new budget."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hands import PATIENCE, drop, opened
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from estimator_desktop.domain.template import Order
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.sides.edited import EditedSide
from estimator_desktop.ui.sides.files import FilesSide
from estimator_desktop.ui.sides.revisions import RevisionSide
from estimator_desktop.usecases.exports import export


def edited(window: MainWindow, folder: Path) -> Path:
    desk = window.desk.desk
    assert desk is not None
    path = export(window.bridge.store, desk.document, folder, Order(("json",), stem="upraveno"))[0]
    record = json.loads(path.read_text("utf-8"))
    record["positions"][0]["unit_price"] = "2.5"
    record["positions"].pop()
    path.write_text(json.dumps(record), "utf-8")
    return path


def let_go(window: MainWindow, qtbot: QtBot, path: Path) -> EditedSide:
    window.show_start()
    side = window.side(EditedSide)
    drop(window, path)
    qtbot.waitUntil(lambda: side.dialog is not None, timeout=PATIENCE)
    return side


def test_values_are_looked_at_and_taken_over(window: MainWindow, qtbot: QtBot, sound_pdf: Path, tmp_path: Path) -> None:
    opened(window, qtbot, sound_pdf)
    desk = window.desk.desk
    assert desk is not None
    side = let_go(window, qtbot, edited(window, tmp_path))
    dialog = side.dialog
    assert dialog is not None
    shown = [[cell.text() for place in range(4) if (cell := dialog.edits.item(0, place))]]
    assert shown[0][1:] == ["jednotková cena", shown[0][2], "2,5"]
    assert dialog.edits.rowCount() == dialog.rest.rowCount() == 1
    store = window.bridge.store
    assert not store.decisions.all(desk.document)
    dialog.apply.click()
    assert side.dialog is None
    qtbot.waitUntil(lambda: bool(store.decisions.all(desk.document)), timeout=PATIENCE)
    assert [(item.position, item.field, item.value) for item in store.decisions.all(desk.document)] == [
        (0, "unit_price", "2,5")
    ]
    qtbot.waitUntil(lambda: "Převzatých hodnot: 1" in window.banner.words.text(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk, timeout=PATIENCE)


def test_an_export_dropped_on_its_open_budget_is_looked_at(
    window: MainWindow, qtbot: QtBot, sound_pdf: Path, tmp_path: Path
) -> None:
    """Where else would a person drop it: it is no revision to be asked about."""
    opened(window, qtbot, sound_pdf)
    drop(window, edited(window, tmp_path))
    side = window.side(EditedSide)
    qtbot.waitUntil(lambda: side.dialog is not None, timeout=PATIENCE)
    assert window.side(RevisionSide).box is None


def test_an_export_of_an_unknown_budget_dropped_on_an_open_one_may_be_its_revision(
    window: MainWindow, qtbot: QtBot, sound_pdf: Path, tmp_path: Path
) -> None:
    opened(window, qtbot, sound_pdf)
    path = edited(window, tmp_path)
    record = json.loads(path.read_text("utf-8"))
    record["file_sha256"] = "0" * 64
    path.write_text(json.dumps(record), "utf-8")
    drop(window, path)
    revisions = window.side(RevisionSide)
    qtbot.waitUntil(lambda: revisions.box is not None, timeout=PATIENCE)
    assert revisions.box is not None
    revisions.box.reject()


def test_an_unedited_export_opens_its_project(
    window: MainWindow, qtbot: QtBot, sound_pdf: Path, tmp_path: Path
) -> None:
    opened(window, qtbot, sound_pdf)
    desk = window.desk.desk
    assert desk is not None
    path = export(window.bridge.store, desk.document, tmp_path, Order(("xlsx",), stem="stejne"))[0]
    window.show_start()
    drop(window, path)
    qtbot.waitUntil(lambda: "říká totéž" in window.banner.words.text(), timeout=PATIENCE)
    assert window.side(EditedSide).dialog is None


def test_an_export_that_is_chosen_is_looked_at_like_a_dropped_one(
    window: MainWindow, qtbot: QtBot, sound_pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(window, qtbot, sound_pdf)
    path = edited(window, tmp_path)
    before = len(window.bridge.projects())
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path)], ""))
    window.side(FilesSide).choose_files()
    side = window.side(EditedSide)
    qtbot.waitUntil(lambda: side.dialog is not None, timeout=PATIENCE)
    assert len(window.bridge.projects()) == before


def test_it_can_be_read_as_a_new_budget(window: MainWindow, qtbot: QtBot, sound_pdf: Path, tmp_path: Path) -> None:
    opened(window, qtbot, sound_pdf)
    side = let_go(window, qtbot, edited(window, tmp_path))
    assert side.dialog is not None
    before = len(window.bridge.projects())
    side.dialog.new.click()
    qtbot.waitUntil(lambda: len(window.bridge.projects()) == before + 1, timeout=PATIENCE)
