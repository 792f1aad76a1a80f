"""A whole review by keyboard alone, and what makes it quick: filters, blocks of cells, decisions about many."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from estimator_desktop.config import Paths
from estimator_desktop.domain.decision import Action
from estimator_desktop.ui import theme
from estimator_desktop.ui.bridge import Bridge
from estimator_desktop.ui.dialogs.decide import DecideDialog, remembered
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.models.clipboard import copied
from estimator_desktop.ui.models.desk import CODE, COLUMNS, DECISION, DESCRIPTION, OBJECT, QUANTITY, SECTION, TOTAL
from estimator_desktop.ui.pages.desk import DeskPage
from estimator_desktop.ui.sides.exports import ExportSide
from estimator_desktop.ui.sides.review import ReviewSide

from .test_window import PATIENCE, drop, in_front, opened

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Keyboard:
    """Presses keys where the keyboard is."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot = qtbot
        self._window = window
        in_front(window, qtbot)

    def press(self, *keys: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            self._qtbot.keyClick(QApplication.focusWidget() or self._window, key, held)

    def write(self, text: str) -> None:
        """Type into the field that the keyboard is in, or will be in a moment."""
        self._qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit), timeout=5000)
        self._qtbot.keyClicks(QApplication.focusWidget(), text)

    def finish(self) -> None:
        """Enter, and the keyboard is at the table again."""
        table = self._window.desk.table
        self.press(Key.Key_Return)
        self._qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None, timeout=5000)
        self._window.activateWindow()  # there is no window manager offscreen that would
        self._qtbot.waitUntil(lambda: QApplication.focusWidget() is table, timeout=5000)


def decisions(window: MainWindow) -> list[tuple[int, Action]]:
    document = window.desk.desk.document if window.desk.desk else ""
    return [(item.position, item.action) for item in window.bridge.store.decisions.all(document) if not item.undone]


def waiting(desk: DeskPage) -> int:
    return desk.desk.open if desk.desk else -1


@contextmanager
def session(paths: Paths, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window from its opening to its closing, with a worker of its own."""
    bridge = Bridge(paths)
    window = MainWindow(bridge, theme.LIGHT)
    qtbot.addWidget(window)
    window.show()
    bridge.start()
    try:
        yield window
    finally:
        window.close()
        bridge.stop()


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


def test_blocks_and_rows_are_copied_with_the_numbers_that_were_asked_for(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path
) -> None:
    opened(window, qtbot, demo_pdf)
    table = window.desk.table
    table.setFocus()
    table.setCurrentIndex(window.desk.model.index(0, QUANTITY))
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Down):
        qtbot.keyClick(table, key, SHIFT)
    qtbot.keyClick(table, Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "438,900\t38,50\t16897,65\n192,072\t212,00\t40719,26"
    assert "2 řádky" in window.desk.foot.said.text()
    table.numbers = "en"
    qtbot.keyClick(table, Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "438.900\t38.50\t16897.65\n192.072\t212.00\t40719.26"


@pytest.mark.parametrize(
    ("cell", "shown", "wanted", "text"),
    [
        ("1\u00a0234,50", "cs", "cs", "1234,50"),
        ("1\u00a0234,50", "cs", "en", "1234.50"),
        ("1,234.50", "en", "cs", "1234,50"),
        ("-1,234.50", "en", "en", "-1234.50"),
        ("dle  dohody", "cs", "en", "dle dohody"),
        ("", "cs", "en", ""),
    ],
)
def test_numbers_on_the_clipboard(cell: str, shown: str, wanted: str, text: str) -> None:
    assert copied([[cell, "a\tb\nc"]], [True, False], shown, wanted) == f"{text}\ta b c"


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


def test_columns_and_panels_are_remembered(qtbot: QtBot, paths: Paths, sound_pdf: Path) -> None:
    with session(paths, qtbot) as window:
        opened(window, qtbot, sound_pdf)
        table = window.desk.table
        assert table.isColumnHidden(SECTION)
        menu = table.column_menu()
        next(item for item in menu.actions() if item.text() == window.texts.say("column.section")).trigger()
        assert not table.isColumnHidden(SECTION)
        assert table.isColumnHidden(OBJECT)
        window.desk.docks["structure"].hide()
    with session(paths, qtbot) as window:
        assert not window.desk.table.isColumnHidden(SECTION)
        opened(window, qtbot, sound_pdf)
        assert window.desk.model.index(0, SECTION).data()
        assert window.desk.docks["structure"].isHidden()
        window.action("action.arrange").trigger()
        assert not window.desk.docks["structure"].isHidden()


def test_code_and_description_stay_while_the_others_scroll(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    table = window.desk.table
    window.resize(1500, 800)
    qtbot.waitUntil(lambda: not table.frozen.isVisible(), timeout=5000)
    table.show_column(SECTION, on=True)
    table.show_column(OBJECT, on=True)
    window.resize(760, 600)
    qtbot.waitUntil(table.frozen.isVisible, timeout=5000)
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
    frozen = table.frozen
    assert frozen.columnWidth(CODE) == table.columnWidth(CODE)
    assert frozen.isColumnHidden(QUANTITY)
    fourth = window.desk.model.index(3, DESCRIPTION)

    def level() -> bool:
        """Whether both have settled after the window's change of size."""
        QApplication.processEvents()
        return frozen.visualRect(fourth).top() == table.visualRect(fourth).top()

    qtbot.waitUntil(level, timeout=5000)
    qtbot.mouseClick(frozen.viewport(), Qt.MouseButton.LeftButton, pos=frozen.visualRect(fourth).center())
    assert window.desk.selected() == 3
    assert [frozen.isColumnHidden(column) for column in range(len(COLUMNS))][:5] == [False] * 5


def test_a_click_on_the_code_of_a_row_that_is_half_out_of_sight_selects_that_row(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path
) -> None:
    opened(window, qtbot, demo_pdf)
    table = window.desk.table
    frozen = table.frozen
    table.show_column(SECTION, on=True)
    table.show_column(OBJECT, on=True)
    window.resize(760, 600)
    qtbot.waitUntil(frozen.isVisible, timeout=5000)
    qtbot.wait(100)

    def cut() -> int:
        """The row that the lower edge cuts, three pixels or more on either side; -1 where it falls between rows."""
        edge = frozen.viewport().height()
        rects = [frozen.visualRect(window.desk.model.index(row, CODE)) for row in range(30)]
        return next((row for row, at in enumerate(rects) if at.top() + 3 < edge < at.bottom() - 3), -1)

    for height in range(600, 630):
        window.resize(760, height)
        QApplication.processEvents()
        if cut() > 0:
            break
    row = cut()
    assert row > 0
    at = frozen.visualRect(window.desk.model.index(row, CODE))
    qtbot.mouseClick(frozen.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at.center().x(), at.top() + 2))
    assert window.desk.selected() == row


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


def test_reasons_are_remembered() -> None:
    assert remembered((), " dle projektu ") == ("dle projektu",)
    assert remembered(("a", "b"), "b") == ("b", "a")
    assert remembered(("a",), " ") == ("a",)
    assert len(remembered(tuple(map(str, range(20))), "x")) == 8


def test_a_dropped_file_that_is_read_does_not_wait_in_the_window(window: MainWindow, sound_pdf: Path) -> None:
    drop(window, sound_pdf)
    assert window.pages.currentWidget() is window.start


def test_an_audit_that_ends_while_its_document_is_opened_does_not_keep_it_from_coming(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path
) -> None:
    opened(window, qtbot, demo_pdf)
    document = window.side(ReviewSide).document
    window.show_start()
    window.open_document(document)
    window.bridge.audited.emit(document)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk, timeout=10_000)
