"""A whole review by keyboard alone; decisions about many, corrections typed into cells."""

from __future__ import annotations

from pathlib import Path

from hands import CONTROL, PATIENCE, SHIFT, Key, Keyboard, decisions, in_front, opened, session
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from estimator_desktop.config import Paths
from estimator_desktop.domain.decision import Action
from estimator_desktop.ui.dialogs.decide import DecideDialog, remembered
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.models.desk import (
    DECISION,
    QUANTITY,
    TOTAL,
)
from estimator_desktop.ui.pages.desk import DeskPage
from estimator_desktop.ui.sides.exports import ExportSide
from estimator_desktop.ui.sides.review import ReviewSide


def waiting(desk: DeskPage) -> int:
    return desk.desk.open if desk.desk else -1


def test_a_whole_review_by_keyboard(qtbot: QtBot, paths: Paths, demo_pdf: Path, tmp_path: Path) -> None:
    with session(paths, qtbot) as window:
        left = _review(window, qtbot, demo_pdf, tmp_path)
    with session(paths, qtbot) as window:
        keys = Keyboard(qtbot, window)
        window.start.recent.setFocus()
        keys.press(Key.Key_Return)
        qtbot.waitUntil(lambda: window.desk.desk is not None, timeout=10_000)
        desk = window.desk
        assert decisions(window) == left
        # What was corrected is judged again, and again when that is undone; the worker may still be at it.
        qtbot.waitUntil(lambda: waiting(desk) == 0, timeout=PATIENCE)
        keys.press(Key.Key_Y, held=CONTROL)  # what was undone before can be brought back in another session
        qtbot.waitUntil(lambda: desk.model.index(0, QUANTITY).data() == "440,000", timeout=5000)
        keys.press(Key.Key_Z, held=CONTROL)
        qtbot.waitUntil(lambda: decisions(window) == left, timeout=5000)
        qtbot.waitUntil(lambda: desk.foot.progress.text().startswith("rozhodnuto 7 z 7"), timeout=PATIENCE)


def _review(window: MainWindow, qtbot: QtBot, demo_pdf: Path, tmp_path: Path) -> list[tuple[int, Action]]:
    """Ten positions with all kinds of decision, two undone, exported; what stands in the end."""
    opened(window, qtbot, demo_pdf)
    desk = window.desk
    keys = Keyboard(qtbot, window)
    assert QApplication.focusWidget() is desk.table
    assert waiting(desk) == 7

    keys.press(Key.Key_4)  # what is to be decided, the dearest first
    shown = desk.model.shown
    values = [desk.desk.values[position] for position in shown] if desk.desk else []
    assert values == sorted(values, reverse=True)
    made = 0

    def decided(count: int) -> None:
        nonlocal made
        made += count
        qtbot.waitUntil(lambda: len(decisions(window)) == made, timeout=10_000)
        qtbot.waitUntil(lambda: len(desk.desk.stands) > 0 if desk.desk else False, timeout=10_000)

    keys.press(Key.Key_A)
    decided(1)
    qtbot.waitUntil(lambda: waiting(desk) == 6, timeout=5000)
    keys.press(Key.Key_O)
    keys.write("dle projektu")
    keys.finish()
    decided(1)
    qtbot.waitUntil(lambda: waiting(desk) == 5, timeout=5000)
    keys.press(Key.Key_L)
    decided(1)
    assert waiting(desk) == 5  # put off is not decided
    keys.press(Key.Key_O)
    keys.write("")
    keys.press(Key.Key_Down)  # the reason used before
    keys.finish()
    decided(1)
    qtbot.waitUntil(lambda: waiting(desk) == 4, timeout=5000)
    keys.press(Key.Key_A, held=CONTROL)
    keys.press(Key.Key_A)
    decided(4)
    qtbot.waitUntil(lambda: waiting(desk) == 0, timeout=5000)
    assert "Všechno je rozhodnuto" in desk._nothing.text()

    keys.press(Key.Key_0)
    keys.press(Key.Key_Home, held=CONTROL)
    while desk.table.currentIndex().column() < QUANTITY:
        keys.press(Key.Key_Right)
    keys.press(Key.Key_Return)
    keys.press(Key.Key_A, held=CONTROL)
    keys.write("440")
    keys.finish()
    decided(1)
    qtbot.waitUntil(lambda: desk.model.index(0, QUANTITY).data() == "440,000", timeout=5000)
    keys.press(Key.Key_Down)
    keys.press(Key.Key_E)
    keys.write("200")
    keys.finish()
    decided(1)
    assert made >= 10
    assert {action for _position, action in decisions(window)} == set(Action)

    keys.press(Key.Key_Z, held=CONTROL)
    made -= 1
    qtbot.waitUntil(lambda: len(decisions(window)) == made, timeout=5000)
    keys.press(Key.Key_Z, held=CONTROL)
    made -= 1
    qtbot.waitUntil(lambda: desk.model.index(0, QUANTITY).data() == "438,900", timeout=5000)

    keys.press(Key.Key_E, held=CONTROL)
    dialog = window.side(ExportSide).dialog
    assert dialog is not None
    dialog.folder.setFocus()
    qtbot.waitUntil(dialog.folder.hasFocus, timeout=5000)
    keys.press(Key.Key_A, held=CONTROL)
    keys.write(str(tmp_path))
    dialog.write.setFocus()
    keys.press(Key.Key_Space)
    qtbot.waitUntil(lambda: window.banner.isVisible() and "Uloženo" in window.banner.words.text(), timeout=PATIENCE)
    assert (tmp_path / "ukazka.audit.xlsx").is_file()
    return decisions(window)


def test_many_are_decided_and_taken_back_together(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    desk = window.desk
    desk.table.select_row(2)
    for _ in range(3):
        qtbot.keyClick(desk.table, Key.Key_Down, SHIFT)
    assert desk.chosen() == (2, 3, 4, 5)
    assert "4 položky" in desk.decide.said.text()
    assert not desk.decide.buttons[Action.EDIT].isEnabled()
    qtbot.keyClick(desk.table, Key.Key_O)
    dialog = next(item for item in desk.findChildren(DecideDialog) if item.isVisible())
    dialog.reason.setText("dohodnuto s projektantem")
    dialog.buttons.accepted.emit()
    qtbot.waitUntil(lambda: desk.model.index(5, DECISION).data() == "✔ ponecháno", timeout=5000)
    assert "4 položky" in desk.foot.said.text()
    assert [position for position, _action in decisions(window)] == [2, 3, 4, 5]
    assert desk.chosen() == (2, 3, 4, 5) or desk.selected() == 5
    in_front(window, qtbot)
    qtbot.keyClick(desk.table, Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: decisions(window) == [], timeout=5000)
    qtbot.waitUntil(lambda: desk.model.index(5, DECISION).data() == "", timeout=5000)
    qtbot.keyClick(desk.table, Key.Key_Y, CONTROL)
    qtbot.waitUntil(lambda: len(decisions(window)) == 4, timeout=5000)


def test_a_decision_is_undone_wherever_the_focus_is(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    desk, keys = window.desk, Keyboard(qtbot, window)
    keys.press(Key.Key_4, Key.Key_A)
    qtbot.waitUntil(lambda: len(decisions(window)) == 1, timeout=10_000)
    desk.tree.setFocus()
    keys.press(Key.Key_Z, held=CONTROL)
    qtbot.waitUntil(lambda: decisions(window) == [], timeout=10_000)
    desk.details.setFocus()
    keys.press(Key.Key_Y, held=CONTROL)
    qtbot.waitUntil(lambda: len(decisions(window)) == 1, timeout=10_000)
    desk.search.setFocus()
    desk.search.insert("zdivo")
    keys.press(Key.Key_Z, held=CONTROL)  # in a field it is the field's own
    qtbot.wait(200)
    assert (desk.search.text(), len(decisions(window))) == ("", 1)


def test_what_is_being_typed_stays_whatever_comes_in_meanwhile(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path
) -> None:
    """A decision is stored late, an audit ends: the row under the keyboard neither goes nor forgets what was typed."""
    opened(window, qtbot, demo_pdf)
    desk, keys = window.desk, Keyboard(qtbot, window)
    keys.press(Key.Key_4)
    shown = desk.model.shown
    desk.table.select_row(1, QUANTITY)
    keys.press(Key.Key_F2)
    keys.write("7")  # all was selected: it is typed over
    assert desk.desk is not None
    window.bridge.review.decide(desk.desk, shown[:2], Action.ACCEPT)
    qtbot.waitUntil(lambda: desk.desk is not None and desk.desk.open == len(shown) - 2, timeout=5000)
    window.side(ReviewSide).reload()
    before = desk.desk
    qtbot.waitUntil(lambda: desk.desk is not before, timeout=5000)
    assert desk.model.shown == shown
    keys.write("5")
    keys.finish()
    qtbot.waitUntil(lambda: desk.desk is not None and bool(desk.desk.edited), timeout=5000)
    assert desk.desk.stands[shown[1]].edits["quantity"].value == "75"
    qtbot.waitUntil(lambda: shown[0] not in desk.model.shown, timeout=5000)


def test_a_cell_is_typed_over_and_nonsense_is_refused(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    desk = window.desk
    keys = Keyboard(qtbot, window)
    desk.table.setFocus()
    desk.table.setCurrentIndex(desk.model.index(1, QUANTITY))
    for text, shown in (("mnoho", "192,072"), ("192,072", "192,072")):
        keys.press(Key.Key_F2)
        keys.write(text)
        keys.finish()
        assert desk.model.index(1, QUANTITY).data() == shown
    assert "není číslo" in desk.foot.said.text()
    assert decisions(window) == []
    before = desk.tree.model().index(0, 2).data()
    keys.press(Key.Key_F2)
    keys.write("1000")
    keys.finish()
    qtbot.waitUntil(lambda: desk.model.index(1, TOTAL).data().replace("\u00a0", " ") == "212 000,00", timeout=5000)
    assert desk.desk is not None
    assert desk.table.currentIndex().column() == QUANTITY, "the keyboard stays where the number was written"
    assert desk.desk.bill.positions[1].quantity.raw == "192,072"
    assert desk.tree.model().index(0, 2).data() != before
    desk.bar.changes.setCurrentIndex(desk.bar.changes.findData("edited"))
    assert desk.model.shown == (1,)


def test_reasons_are_remembered() -> None:
    assert remembered((), " dle projektu ") == ("dle projektu",)
    assert remembered(("a", "b"), "b") == ("b", "a")
    assert remembered(("a",), " ") == ("a",)
    assert len(remembered(tuple(map(str, range(20))), "x")) == 8


def test_an_audit_that_ends_while_its_document_is_opened_does_not_keep_it_from_coming(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path
) -> None:
    opened(window, qtbot, demo_pdf)
    document = window.side(ReviewSide).document
    window.show_start()
    window.open_document(document)
    window.bridge.audited.emit(document)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk, timeout=10_000)
