"""Undo takes back what was done last, whatever it was, by keys, across a restart; the menu and the history say what."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from hands import CONTROL, PATIENCE, SHIFT, Key, Keyboard, decisions, opened, session
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from estimator_desktop.config import Paths, resources_folder
from estimator_desktop.domain.decision import Action
from estimator_desktop.domain.match import Answer
from estimator_desktop.ui import loading
from estimator_desktop.ui.loading import desk_of
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.models.desk import QUANTITY, UNIT, Desk
from estimator_desktop.ui.sides.history import HistorySide
from estimator_desktop.ui.sides.review import ReviewSide
from estimator_desktop.usecases.enrichment import import_catalogue

LIST = resources_folder() / "demo" / "ukazka_cenik.csv"


def answers(window: MainWindow) -> dict[int, Answer]:
    desk, store = window.desk.desk, window.bridge.store
    bill = store.bills.load(desk.document) if desk is not None else None
    assert desk is not None
    assert bill is not None
    return {position: said.answer for position, said in store.matches.said(desk.document, bill).items()}


def menu(window: MainWindow, step: str) -> str:
    return window.action(f"action.{step}").text()


def to_cell(window: MainWindow, position: int, column: int) -> None:
    window.desk.table.select_position(position, column)
    window.desk.table.setFocus()


def test_the_last_deed_is_undone_whatever_it_was(qtbot: QtBot, paths: Paths, demo_pdf: Path) -> None:
    with session(paths, qtbot) as window:
        import_catalogue(window.bridge.store, LIST)
        opened(window, qtbot, demo_pdf)
        _three_deeds(window, qtbot)
        _three_back_two_again(window, qtbot)
    with session(paths, qtbot) as window:
        keys = Keyboard(qtbot, window)
        window.start.recent.setFocus()
        keys.press(Key.Key_Return)
        qtbot.waitUntil(lambda: window.desk.desk is not None and window.desk.desk.audit is not None, timeout=PATIENCE)
        _on_after_a_restart(window, qtbot)


def _three_deeds(window: MainWindow, qtbot: QtBot) -> None:
    """A decision, a candidate of the price list accepted, a value typed over, each on a row of its own."""
    desk, keys = window.desk, Keyboard(qtbot, window)
    assert (menu(window, "undo"), menu(window, "redo")) == ("Zpět", "Znovu")
    keys.press(Key.Key_Z, held=CONTROL)
    qtbot.waitUntil(lambda: desk.foot.said.text() == "Není co vzít zpět.", timeout=10_000)
    to_cell(window, 5, QUANTITY)
    keys.press(Key.Key_A)
    qtbot.waitUntil(lambda: menu(window, "undo") == "Zpět: přijetí nálezu (pol. 6)", timeout=10_000)

    to_cell(window, 0, QUANTITY)
    desk.side.setCurrentWidget(desk.match)
    desk.match.list.setFocus()
    assert "jistá shoda" in desk.match.state.text()
    keys.press(Key.Key_A)
    qtbot.waitUntil(lambda: menu(window, "undo") == "Zpět: přijetí položky ceníku (pol. 1)", timeout=10_000)
    qtbot.waitUntil(lambda: desk.match.state.text().startswith("Přijali jste"), timeout=PATIENCE)
    qtbot.waitUntil(lambda: desk.decide.back.toolTip() == menu(window, "undo"), timeout=10_000)

    to_cell(window, 1, QUANTITY)
    keys.press(Key.Key_Return)
    keys.press(Key.Key_A, held=CONTROL)
    keys.write("200")
    keys.finish()
    qtbot.waitUntil(lambda: menu(window, "undo") == "Zpět: oprava: Množství (pol. 2)", timeout=10_000)
    assert decisions(window) == [(5, Action.ACCEPT), (1, Action.EDIT)]
    assert answers(window) == {0: Answer.ACCEPTED}


def _three_back_two_again(window: MainWindow, qtbot: QtBot) -> None:
    desk, keys = window.desk, Keyboard(qtbot, window)
    keys.press(Key.Key_Z, held=CONTROL)
    qtbot.waitUntil(lambda: desk.foot.said.text() == "Vzato zpět: oprava: Množství (pol. 2).", timeout=10_000)
    assert desk.foot.said.isVisible()
    assert decisions(window) == [(5, Action.ACCEPT)]
    assert answers(window) == {0: Answer.ACCEPTED}
    qtbot.waitUntil(lambda: menu(window, "redo") == "Znovu: oprava: Množství (pol. 2)", timeout=10_000)
    keys.press(Key.Key_Z, held=CONTROL)
    qtbot.waitUntil(lambda: desk.foot.said.text() == "Vzato zpět: přijetí položky ceníku (pol. 1).", timeout=10_000)
    assert decisions(window) == [(5, Action.ACCEPT)]
    assert answers(window) == {}
    keys.press(Key.Key_Z, held=CONTROL)
    qtbot.waitUntil(lambda: desk.foot.said.text() == "Vzato zpět: přijetí nálezu (pol. 6).", timeout=10_000)
    assert decisions(window) == []
    qtbot.waitUntil(lambda: menu(window, "undo") == "Zpět", timeout=10_000)
    for said, stands in (("přijetí nálezu (pol. 6)", {}), ("přijetí položky ceníku (pol. 1)", {0: Answer.ACCEPTED})):
        keys.press(Key.Key_Z, held=CONTROL | SHIFT)
        qtbot.waitUntil(lambda said=said: desk.foot.said.text() == f"Uděláno znovu: {said}.", timeout=10_000)
        assert answers(window) == stands
    assert decisions(window) == [(5, Action.ACCEPT)]


def _on_after_a_restart(window: MainWindow, qtbot: QtBot) -> None:
    desk, keys = window.desk, Keyboard(qtbot, window)
    assert menu(window, "undo") == "Zpět: přijetí položky ceníku (pol. 1)"
    assert menu(window, "redo") == "Znovu: oprava: Množství (pol. 2)"
    to_cell(window, 0, QUANTITY)
    qtbot.waitUntil(lambda: desk.match.state.text().startswith("Přijali jste"), timeout=PATIENCE)
    keys.press(Key.Key_Z, held=CONTROL)
    qtbot.waitUntil(lambda: "jistá shoda" in desk.match.state.text(), timeout=PATIENCE)  # it was matched anew
    assert answers(window) == {}
    assert decisions(window) == [(5, Action.ACCEPT)]
    to_cell(window, 2, QUANTITY)
    keys.press(Key.Key_L)  # something new: what was undone cannot be brought back any more
    qtbot.waitUntil(lambda: menu(window, "undo") == "Zpět: odložení (pol. 3)", timeout=10_000)
    qtbot.waitUntil(lambda: menu(window, "redo") == "Znovu", timeout=10_000)
    keys.press(Key.Key_Z, held=CONTROL | SHIFT)
    qtbot.waitUntil(lambda: desk.foot.said.text() == "Není co udělat znovu.", timeout=10_000)
    assert decisions(window) == [(5, Action.ACCEPT), (2, Action.LATER)]


def test_the_history_lists_every_deed_and_leads_to_its_rows(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    desk, keys = window.desk, Keyboard(qtbot, window)
    panel = window.side(HistorySide).panel
    assert panel is not None
    window.action("action.history").trigger()
    assert panel.isVisible()
    assert panel.nothing.isVisible()
    assert not panel.back.isEnabled()
    to_cell(window, 4, UNIT)
    keys.press(Key.Key_A)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1, timeout=10_000)
    desk.table.select_row(7)
    keys.press(Key.Key_Down, Key.Key_Down, held=SHIFT)
    keys.press(Key.Key_L)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2, timeout=10_000)

    def listed() -> list[str]:
        return [panel.model.index(row).data().split("   ")[1] for row in range(panel.model.rowCount())]

    assert listed() == ["odložení (3 položky)", "přijetí nálezu (pol. 5)"]
    assert not panel.nothing.isVisible()
    panel.list.setCurrentIndex(panel.model.index(0))
    panel.list.setFocus()
    keys.press(Key.Key_Return)
    assert tuple(desk.model.shown) == (7, 8, 9)
    assert desk.chip.text().startswith("odložení (3 položky)")
    window.action("action.history").trigger()
    assert QApplication.focusWidget() is panel.list
    keys.press(Key.Key_Down, Key.Key_Return)
    assert desk.selected() == 4
    qtbot.mouseClick(panel.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: listed()[0] == "vzato zpět: odložení (3 položky)", timeout=10_000)
    assert panel.model.index(0).data(Qt.ItemDataRole.FontRole).strikeOut()
    assert panel.back.toolTip() == "přijetí nálezu (pol. 5)"
    qtbot.mouseClick(panel.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: listed()[0] == "odložení (3 položky)", timeout=10_000)
    assert not panel.again.isEnabled()
    window.set_language("en")
    assert menu(window, "undo") == "Undo"
    qtbot.waitUntil(lambda: menu(window, "undo") == "Undo: putting off (3 positions)", timeout=PATIENCE)


def test_what_is_done_while_the_document_is_loaded_again_is_shown(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(window, qtbot, demo_pdf)
    desk, keys = window.desk, Keyboard(qtbot, window)
    read, go_on = Event(), Event()

    def slowly(*asked: object) -> Desk:
        found = desk_of(*asked)  # type: ignore[arg-type]
        read.set()
        assert go_on.wait(10)
        return found

    monkeypatch.setattr(loading, "desk_of", slowly)
    window.side(ReviewSide).reload()
    qtbot.waitUntil(read.is_set, timeout=10_000)
    to_cell(window, 5, QUANTITY)
    keys.press(Key.Key_A)
    qtbot.waitUntil(lambda: menu(window, "undo") == "Zpět: přijetí nálezu (pol. 6)", timeout=10_000)
    with qtbot.waitSignal(window.bridge.loaded, timeout=10_000):
        go_on.set()
    qtbot.waitUntil(lambda: menu(window, "undo") == "Zpět: přijetí nálezu (pol. 6)", timeout=10_000)
    assert desk.desk is not None
    assert set(desk.desk.stands) == {5}


def test_a_deed_on_a_row_that_is_no_more_is_undone_all_the_same(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path
) -> None:
    """The document was read anew, with fewer rows."""
    opened(window, qtbot, demo_pdf)
    desk, store = window.desk, window.bridge.store
    assert desk.desk is not None
    document, beyond = desk.desk.document, len(desk.desk.rows) + 3
    position = replace(desk.desk.bill.positions[0], index=beyond)
    store.decisions.add(document, 1, Action.ACCEPT)
    store.decisions.add(document, beyond, Action.EDIT, name="unit", value="t")
    store.matches.say(document, position, Answer.REJECTED)
    window.side(ReviewSide).reload()
    qtbot.waitUntil(lambda: menu(window, "undo") == "Zpět: odmítnutí položek ceníku", timeout=10_000)
    for said in ("odmítnutí položek ceníku", "oprava: MJ", "přijetí nálezu (pol. 2)"):
        window.action("action.undo").trigger()
        qtbot.waitUntil(lambda said=said: desk.foot.said.text() == f"Vzato zpět: {said}.", timeout=10_000)
    assert window._banner is None or not window.banner.isVisible()


def test_an_item_accepted_for_a_corrected_row_counts(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    import_catalogue(window.bridge.store, LIST)
    opened(window, qtbot, demo_pdf)
    desk, keys = window.desk, Keyboard(qtbot, window)
    to_cell(window, 0, UNIT)
    keys.press(Key.Key_Return)
    keys.press(Key.Key_A, held=CONTROL)
    keys.write("t")
    keys.finish()
    qtbot.waitUntil(lambda: desk.model.index(0, UNIT).data() == "t", timeout=10_000)
    desk.match.list.setFocus()
    keys.press(Key.Key_A)
    qtbot.waitUntil(lambda: desk.match.state.text().startswith("Přijali jste"), timeout=PATIENCE)
    keys.press(Key.Key_A)  # the same word again is no deed
    keys.press(Key.Key_U)
    qtbot.waitUntil(lambda: "jistá shoda" in desk.match.state.text(), timeout=PATIENCE)
    keys.press(Key.Key_Z, held=CONTROL)
    qtbot.waitUntil(lambda: answers(window) == {0: Answer.ACCEPTED}, timeout=10_000)
    assert desk.desk is not None
    kinds = [deed.kind.value for deed in window.bridge.store.deeds.all(desk.desk.document)]
    assert kinds == ["edit", "match_accepted", "match_open"]
