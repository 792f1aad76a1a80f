"""A page that is filled in turns of the event loop."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from estimator_desktop.ui.app import collect_seldom
from estimator_desktop.ui.models.desk import Desk
from estimator_desktop.ui.pages.desk import DeskPage
from estimator_desktop.ui.pages.docked import Turns
from estimator_desktop.ui.theme import LIGHT


def test_what_waits_is_done_in_order_and_others_come_between(qtbot: QtBot) -> None:
    parent = QObject()
    turns, done = Turns(parent), list[str]()
    turns.take([lambda: done.append("a"), lambda: done.append("b")])
    assert not done
    turns.take([lambda: done.append("c"), lambda: QTimer.singleShot(0, lambda: done.append("x")), done.clear])
    qtbot.waitUntil(lambda: turns.done)
    assert not done, "the older ones were replaced, the newer ones done to the last"
    turns.take([lambda: done.append("d"), lambda: done.append("e")])
    turns.finish()
    assert done == ["d", "e"]
    assert turns.done


def test_whoever_selects_before_the_panels_are_filled_sees_them_filled(qtbot: QtBot, desk: Desk) -> None:
    page = DeskPage(desk.texts, LIGHT)
    qtbot.addWidget(page)
    page.show()
    page.show_desk(desk)
    assert not page.turns.done
    page.show_position(5)
    assert page.turns.done
    assert page.source.caption == desk.texts.place(desk.position(5).source)
    assert page.side.updatesEnabled()
    assert page.table.updatesEnabled()


def test_a_ring_shows_which_cell_enter_would_edit(qtbot: QtBot, desk: Desk) -> None:
    page = DeskPage(desk.texts, LIGHT)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    page.show_desk(desk)
    page.show_position(2)
    qtbot.waitUntil(page.table.hasFocus)
    cell = page.table.visualRect(page.table.currentIndex())
    edge = page.table.viewport().grab().toImage().pixelColor(cell.center().x(), cell.top())
    assert edge.name() == LIGHT.accent.lower()
    page.search.setFocus()
    edge = page.table.viewport().grab().toImage().pixelColor(cell.center().x(), cell.top())
    assert edge.name() != LIGHT.accent.lower()


def test_the_collector_looks_seldom_and_not_among_what_is_there() -> None:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)  # other tests may have calmed it
    try:
        collect_seldom()
        assert gc.isenabled()
        assert gc.get_threshold()[0] > 700
        assert gc.get_freeze_count() > 0
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
