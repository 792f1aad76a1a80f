"""The page of a budget: its rows filtered, their findings and places, the proof."""

from __future__ import annotations

from pathlib import Path

from hands import opened
from PySide6.QtCore import QPoint, Qt, QUrl
from pytestqt.qtbot import QtBot

from estimator_desktop.ui.main_window import MainWindow


def test_the_proof_line_lists_what_does_not_fit_and_each_leads_to_its_rows(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path
) -> None:
    opened(window, qtbot, demo_pdf)
    desk = window.desk
    desk.show_position(0)
    assert "Import není doložen" not in desk.details.toPlainText()
    qtbot.mouseClick(desk.foot.proof, Qt.MouseButton.LeftButton)
    assert desk.selected() is None
    assert "Import není doložen" in desk.details.toPlainText()
    assert 'href="position:5"' in desk.details.toHtml()
    desk.details.anchorClicked.emit(QUrl("position:5"))
    assert desk.selected() == 5
    assert desk.desk is not None
    index = next(item.index for item in desk.desk.bill.sections if item.code == "765")
    desk.details.anchorClicked.emit(QUrl(f"section:{index}"))
    assert desk.model.rowCount() == 4
    assert all(desk.desk.bill.positions[desk.model.position(row)].section == index for row in range(4))


def test_the_selected_position_shows_its_findings_and_its_place(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path
) -> None:
    opened(window, qtbot, demo_pdf)
    assert "Součet dílu 765" in window.desk.details.toPlainText()
    assert window.desk.source.caption == "Strana 1"
    window.desk.table.setFocus()
    qtbot.keyClick(window.desk.table, Qt.Key.Key_N)
    assert window.desk.selected() == 5
    words = window.desk.details.toPlainText()
    assert "Výkaz výměr dává 48,400, položka má 58,400" in words
    assert "54,8-6,4" in words
    qtbot.waitUntil(lambda: window.desk.source.ready, timeout=10_000)
    assert window.desk.source.caption == "Strana 4"
    qtbot.keyClick(window.desk.table, Qt.Key.Key_P)
    assert window.desk.selected() != 5
    qtbot.keyClick(window.desk.table, Qt.Key.Key_S)
    assert not window.desk.source.isVisible()
    qtbot.keyClick(window.desk.table, Qt.Key.Key_S)
    assert window.desk.source.isVisible()


def test_filters_and_the_tree(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    desk = window.desk
    desk.table.setFocus()
    for key, rows in ((Qt.Key.Key_1, 4), (Qt.Key.Key_2, 3), (Qt.Key.Key_3, 45), (Qt.Key.Key_0, 52)):
        qtbot.keyClick(desk.table, key)
        assert desk.model.rowCount() == rows
    assert desk._sum.text().startswith("52 položek")
    qtbot.mouseClick(desk.buttons["HITL"], Qt.MouseButton.LeftButton)
    assert desk.model.rowCount() == 7
    assert desk._sum.text().startswith("7 z 52 položek")
    qtbot.mouseClick(desk.buttons["ALL"], Qt.MouseButton.LeftButton)
    qtbot.keyClicks(desk.search, "dlazb")
    qtbot.waitUntil(lambda: desk.model.rowCount() == 2, timeout=2000)
    qtbot.keyClicks(desk.search, "xyz")
    qtbot.waitUntil(desk._nothing.isVisible, timeout=2000)
    desk.search.clear()
    qtbot.waitUntil(lambda: desk.model.rowCount() == 52, timeout=2000)
    root = desk.tree.model().index(0, 0)
    desk.tree.setCurrentIndex(desk.tree.model().index(2, 0, root))
    assert desk.model.rowCount() == 8
    desk.tree.setCurrentIndex(root)
    assert desk.model.rowCount() == 52


def test_the_other_filters(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    desk = window.desk
    desk.bar.more.setChecked(True)
    qtbot.waitUntil(lambda: desk.bar.rule.count() > 1, timeout=5000)
    desk.bar.rule.setCurrentIndex(desk.bar.rule.findData("V2"))
    assert 5 in desk.model.shown
    assert len(desk.model.shown) < 5
    desk.bar.rule.setCurrentIndex(0)
    desk.bar.role.setCurrentIndex(1)
    assert 0 < len(desk.model.shown) < 52
    desk.bar.role.setCurrentIndex(0)
    desk.bar.least.setText("1 000")
    desk.bar.most.setText("1 300,50")
    qtbot.waitUntil(lambda: 0 < len(desk.model.shown) < 20, timeout=2000)
    assert desk.desk is not None
    assert all(1000 <= float(desk.desk.rows[row].unit_price or 0) <= 1300.5 for row in desk.model.shown)
    qtbot.mouseClick(desk.bar.clear, Qt.MouseButton.LeftButton)
    assert len(desk.model.shown) == 52
    assert [desk.bar.changes.itemData(row) for row in range(desk.bar.changes.count())] == ["", "edited"]
    desk.bar.changes.setCurrentIndex(1)
    assert desk.model.shown == ()
    desk.bar.more.setChecked(False)
    assert len(desk.model.shown) == 52


def test_a_click_on_the_page_selects_its_position(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    desk = window.desk
    assert desk.desk is not None
    view = desk.source.page
    desk.table.select_position(5)
    qtbot.waitUntil(lambda: desk.source.ready, timeout=10_000)
    for position in (6, 4):
        source = desk.desk.bill.positions[position].source
        assert source is not None
        assert source.box is not None
        at = view.place_of(source.box).center().toPoint()
        assert view.rect().contains(at)
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
        assert desk.selected() == position
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert desk.selected() == 4
