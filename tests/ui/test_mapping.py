"""Assigning columns in the window, from the drop to coloured rows."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from samplebill import sound_bill
from sampleworkbooks import FREE_TITLES, free, free_rows

from estimator_desktop.domain.mapping import ColumnRole, PreviewSheet, TableMapping, TablePreview
from estimator_desktop.texts import Texts
from estimator_desktop.ui.dialogs.mapping import MappingDialog
from estimator_desktop.ui.dialogs.templates import TemplatesDialog
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.sides.jobs import JobsSide
from estimator_desktop.ui.sides.layouts import LayoutSide
from estimator_desktop.ui.sides.review import ReviewSide

PATIENCE = 40_000
ROWS = (("Nadpis", "", ""), ("a", "b", "c"), ("Zdivo", "m2", "5"))


def dialog(qtbot: QtBot, *columns: tuple[int, ColumnRole]) -> MappingDialog:
    sheets = (PreviewSheet("Jedna", ROWS), PreviewSheet("Dvě", ROWS[:2]))
    made = MappingDialog("a.xlsx", TablePreview(sheets, TableMapping(columns, 1, ("Jedna",)), 0.5), Texts("cs"))
    qtbot.addWidget(made)
    return made


def test_reading_needs_description_quantity_and_a_sheet(qtbot: QtBot) -> None:
    made = dialog(qtbot, (0, ColumnRole.DESCRIPTION))
    assert not made.read.isEnabled()
    assert "množstvím" in made.missing.text()
    made.set_role(2, ColumnRole.QUANTITY)
    assert made.read.isEnabled()
    assert made.mapping() == TableMapping(((0, ColumnRole.DESCRIPTION), (2, ColumnRole.QUANTITY)), 1, ("Jedna",))
    made.sheets.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert not made.read.isEnabled()
    made.sheets.item(1).setCheckState(Qt.CheckState.Checked)
    assert made.mapping().sheets == ("Dvě",)


def test_enter_reads_and_never_cancels(qtbot: QtBot) -> None:
    made = dialog(qtbot, (0, ColumnRole.DESCRIPTION), (2, ColumnRole.QUANTITY))
    made.show()
    made.name.setText("Naše")
    qtbot.keyClick(made.name, Qt.Key.Key_Return)
    assert made.result() == MappingDialog.DialogCode.Accepted
    unfinished = dialog(qtbot, (0, ColumnRole.DESCRIPTION))
    unfinished.show()
    qtbot.keyClick(unfinished.name, Qt.Key.Key_Return)
    assert unfinished.isVisible()


def test_a_role_stands_once(qtbot: QtBot) -> None:
    made = dialog(qtbot, (0, ColumnRole.DESCRIPTION), (1, ColumnRole.QUANTITY))
    made.set_role(2, ColumnRole.QUANTITY)
    assert made.mapping().columns == ((0, ColumnRole.DESCRIPTION), (2, ColumnRole.QUANTITY))


def test_a_template_needs_titles(qtbot: QtBot) -> None:
    made = dialog(qtbot, (0, ColumnRole.DESCRIPTION), (2, ColumnRole.QUANTITY))
    made.name.setText("Naše")
    template = made.template()
    assert template is not None
    assert template.fingerprint == "a|b|c"
    made.header.setValue(0)
    assert made.template() is None
    assert not made.read.isEnabled()
    assert "hlavičky" in made.missing.text()


def test_from_the_drop_to_coloured_rows(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    sample = sound_bill(blind=True)
    titles = ("alfa", "beta", "gama", "delta", "epsilon", "zeta", "eta")
    window.import_files([free(free_rows(sample, titles), tmp_path / "a.xlsx")])
    qtbot.waitUntil(window.banner.assigning.isVisible, timeout=PATIENCE)
    window.side(JobsSide).toggle()
    asking = next(job.id for job in window.bridge.jobs() if job.error_code == "mapping_needed")
    assert not window.side(JobsSide).panel._rows[asking].assigning.isHidden()
    window.banner.assigning.click()
    window.side(LayoutSide).dialog.name.setText("Řecká")
    window.side(LayoutSide).dialog.read.click()
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk, timeout=PATIENCE)
    assert window.desk.model.rowCount() == len(sample.rows)
    assert not window.banner.isVisible()
    assert [template.name for template in window.bridge.store.layouts.templates()] == ["Řecká"]
    window.side(LayoutSide).assign_columns(asking)
    assert window.banner.words.text() == window.texts.say("mapping.gone")


def test_a_table_read_wrongly_is_assigned_anew(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    sample = sound_bill(blind=True)
    window.import_files([free(free_rows(sample, FREE_TITLES["cs"]), tmp_path / "a.xlsx")])
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk, timeout=PATIENCE)
    shown = window.side(ReviewSide).document
    action = window.action("action.remap")
    assert action.isEnabled()
    action.trigger()
    layouts = window.side(LayoutSide)
    qtbot.waitUntil(lambda: layouts.dialog is not None and layouts.dialog.isVisible(), timeout=PATIENCE)
    assert window.bridge.store.bills.load(shown) is not None, "what was read stays until the person has answered"
    asking = layouts.dialog
    assert asking is not None
    wanted = next(column for column, role in asking.mapping().columns if role is ColumnRole.DESCRIPTION)
    unit = next(column for column, role in asking.mapping().columns if role is ColumnRole.UNIT)
    asking.set_role(unit, ColumnRole.DESCRIPTION)
    asking.read.click()
    before = sample.rows[0].text
    qtbot.waitUntil(lambda: _description(window, shown) not in {"", before}, timeout=PATIENCE)
    assert wanted != unit
    assert _description(window, shown) == sample.rows[0].unit


def _description(window: MainWindow, document: str) -> str:
    bill = window.bridge.store.bills.load(document)
    return bill.positions[0].description if bill is not None and bill.positions else ""


def test_templates_are_listed_and_forgotten(qtbot: QtBot, window: MainWindow) -> None:
    made = dialog(qtbot, (0, ColumnRole.DESCRIPTION), (2, ColumnRole.QUANTITY))
    made.name.setText("Naše")
    layouts = window.bridge.store.layouts
    template = made.template()
    assert template is not None
    layouts.save_template(template)
    listed = TemplatesDialog(layouts.templates(), layouts.remove_template, window.texts)
    qtbot.addWidget(listed)
    assert listed.listed.item(0).text() == "Naše  –  A description, C quantity"
    assert not listed.remove.isEnabled()
    listed.listed.setCurrentRow(0)
    listed.remove.click()
    assert layouts.templates() == ()
