"""The export dialog names every file that would be replaced, also those that come beside the one asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from estimator_desktop.texts import Texts
from estimator_desktop.ui.dialogs.export import ExportDialog


@pytest.mark.parametrize(("form", "beside"), [("gaeb", "ven.x83"), ("original", "ven.original.cells.csv")])
def test_what_comes_beside_a_file_is_not_replaced_unasked(form: str, beside: str, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / beside).write_text("mine")
    dialog = ExportDialog(Texts("cs"), "ven", str(tmp_path), form)
    qtbot.addWidget(dialog)
    assert beside in dialog.warning.text()
    assert dialog.write.text() == "Přepsat"
    dialog.formats[form].click()
    dialog.formats["json"].click()
    assert dialog.warning.text() == ""
    assert dialog.order().formats == ("json",)


def test_no_copy_of_a_workbook_is_offered_where_there_was_none(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ExportDialog(Texts("cs"), "ven", str(tmp_path), "csv,original", workbook=False)
    qtbot.addWidget(dialog)
    assert dialog.order().formats == ("csv",)
    assert not dialog.formats["original"].isEnabled()
    assert "xlsx" in dialog.formats["original"].text()
