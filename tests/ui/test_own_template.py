"""Templates of one's own in the export dialog: made, used, changed and removed by clicks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hands import PATIENCE, opened
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from estimator_desktop.domain.template import Column
from estimator_desktop.domain.verdict import Colour
from estimator_desktop.texts import Texts
from estimator_desktop.ui.dialogs.export import ExportDialog
from estimator_desktop.ui.dialogs.own_template import OwnTemplateDialog
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.sides.exports import ExportSide
from estimator_desktop.usecases.saved_templates import saved_templates

NAME = "Pro investora"


def click(qtbot: QtBot, part: QPushButton) -> None:
    assert part.isEnabled()
    qtbot.mouseClick(part, Qt.MouseButton.LeftButton)


def export_dialog(window: MainWindow, qtbot: QtBot) -> ExportDialog:
    click(qtbot, window.bar("action.export"))
    dialog = window.side(ExportSide).dialog
    assert dialog is not None
    return dialog


def editor_of(dialog: ExportDialog, qtbot: QtBot) -> OwnTemplateDialog:
    click(qtbot, dialog.edit)
    assert dialog.editor is not None
    qtbot.waitUntil(dialog.editor.isVisible)
    return dialog.editor


def test_a_template_is_made_used_changed_and_removed(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path, tmp_path: Path
) -> None:
    opened(window, qtbot, demo_pdf)
    dialog = export_dialog(window, qtbot)
    editor = editor_of(dialog, qtbot)
    assert editor.remove.isHidden()
    assert not editor.save.isEnabled()
    qtbot.keyClicks(editor.name, NAME)
    for box in (editor.columns[Column.SOURCE], editor.colours[Colour.GREEN], editor.prices, editor.named):
        box.click()
    assert "v souborech nebude" in editor.hint.text()
    click(qtbot, editor.save)
    assert dialog.template.currentText() == NAME
    store = window.bridge.store
    qtbot.waitUntil(lambda: NAME in saved_templates(store))
    made = saved_templates(store)[NAME]
    assert (made.prices, made.anonymised, made.only) == (False, True, (Colour.RED, Colour.AMBER))
    assert Column.SOURCE not in made.columns
    dialog.folder.setText(str(tmp_path))
    click(qtbot, dialog.write)
    qtbot.waitUntil(window.banner.isVisible, timeout=PATIENCE)
    record = json.loads((tmp_path / "ukazka.audit.json").read_text("utf-8"))
    assert {item["verdict"] for item in record["positions"]} == {"RED", "AMBER"}
    assert {item["unit_price"] for item in record["positions"]} == {None}
    assert record["name"] == ""

    again = export_dialog(window, qtbot)
    again.template.setCurrentIndex(again.template.findData(NAME))
    editor = editor_of(again, qtbot)
    assert editor.save.text() == "Přepsat"
    editor.prices.click()
    editor.language.setCurrentIndex(editor.language.findData("en"))
    click(qtbot, editor.save)
    qtbot.waitUntil(lambda: saved_templates(store)[NAME].prices)
    assert again.language.currentData() == "en"
    assert again.order().template == saved_templates(store)[NAME]

    editor = editor_of(again, qtbot)
    click(qtbot, editor.remove)
    assert again.template.findData(NAME) == -1
    assert again.template.currentData() == "full"
    qtbot.waitUntil(lambda: not saved_templates(store))


@pytest.mark.parametrize("language", ["cs", "en"])
def test_what_cannot_be_saved_is_said(qtbot: QtBot, language: str) -> None:
    texts = Texts(language)
    dialog = ExportDialog(texts, "ven", "")
    qtbot.addWidget(dialog)
    editor = editor_of(dialog, qtbot)
    editor.name.clear()
    assert editor.hint.text() == texts.say("template.nameless")
    assert not editor.save.isEnabled()
    for name in ("full", texts.say("template.full")):
        editor.name.setText(name)
        assert editor.hint.text() == texts.say("template.taken")
        assert not editor.save.isEnabled()
    editor.name.setText("moje")
    assert editor.save.isEnabled()
    assert editor.hint.text() == ""
    for box in editor.colours.values():
        box.click()
    assert editor.hint.text() == texts.say("template.no_rows")
    assert not editor.save.isEnabled()


def test_an_own_template_brings_its_language_and_encoding(qtbot: QtBot) -> None:
    dialog = ExportDialog(Texts("cs"), "ven", "")
    qtbot.addWidget(dialog)
    dialog.cp1250.setChecked(True)
    editor = editor_of(dialog, qtbot)
    editor.name.setText("moje")
    click(qtbot, editor.save)
    dialog.template.setCurrentIndex(0)
    dialog.cp1250.setChecked(False)
    dialog.template.setCurrentIndex(dialog.template.findData("moje"))
    assert dialog.cp1250.isChecked()
