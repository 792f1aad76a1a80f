"""The window as a user meets it: real files dropped, a real worker behind it."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot
from samplebill import demo_bill

from estimator_desktop.config import Paths
from estimator_desktop.domain.job import JobState
from estimator_desktop.reading.read import read_document
from estimator_desktop.ui import theme
from estimator_desktop.ui.app import follow_system_theme
from estimator_desktop.ui.bridge import Bridge
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.models.desk import DESCRIPTION, VERDICT
from estimator_desktop.ui.sides.exports import ExportSide
from estimator_desktop.ui.sides.jobs import JobsSide
from estimator_desktop.ui.sides.start import StartSide

PATIENCE = 90_000


def _entering(*rest: object) -> QDragEnterEvent:
    """Qt marks the only constructor there is as deprecated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return QDragEnterEvent(QPoint(50, 50), *rest)


def drop(window: MainWindow, *files: Path) -> None:
    """Drag files over the window and let them go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
    rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = _entering(*rest)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    assert window.start.drop._title.text() == window.texts.say("start.release")
    QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), *rest))


def in_front(window: MainWindow, qtbot: QtBot) -> None:
    """The window has the keyboard again; there is no window manager offscreen that would give it back to it."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=5000)


def opened(window: MainWindow, qtbot: QtBot, *files: Path) -> None:
    """Drop files and wait until coloured rows show."""
    drop(window, *files)
    qtbot.waitUntil(
        lambda: (
            window.pages.currentWidget() is window.desk
            and window.desk.desk is not None
            and window.desk.desk.audit is not None
            and window.desk.turns.done
        ),
        timeout=PATIENCE,
    )


def test_a_small_screen_is_filled_at_the_first_start(qtbot: QtBot, paths: Paths) -> None:
    """A window as high as the screen would have its last row of buttons under the edge, below the title bar."""
    bridge = Bridge(paths)
    for first in (True, False):
        window = MainWindow(bridge, theme.LIGHT)
        qtbot.addWidget(window)
        room = window.screen().availableGeometry()
        assert room.height() < 848
        assert window.height() < room.height()
        window.appear()
        assert window.isMaximized() is first
        window.showNormal()
        window.close()
    bridge.stop()


def test_a_dropped_folder_is_the_budgets_in_it(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "zakázka"
    (folder / "starší").mkdir(parents=True)
    for name in ("rozpočet.PDF", "~$rozpočet.pdf", "starší/jiný.pdf", "poznámka.txt"):
        (folder / name).write_bytes(demo_pdf.read_bytes())
    opened(window, qtbot, folder)
    assert [window.bridge.store.documents(item.id)[0].name for item in window.bridge.projects()] == ["rozpočet.PDF"]
    empty = tmp_path / "prázdná"
    empty.mkdir()
    drop(window, empty)
    qtbot.waitUntil(window.banner.isVisible, timeout=PATIENCE)
    assert "prázdná neleží žádný rozpočet" in window.banner.words.text()


def test_a_drop_that_brings_nothing_says_so(window: MainWindow) -> None:
    """The program they were dragged from may be gone, or too slow, when the files are let go."""
    here, gone = QMimeData(), QMimeData()
    here.setUrls([QUrl.fromLocalFile("/rozpočet.pdf")])
    buttons = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, _entering(Qt.DropAction.CopyAction, here, *buttons))
    QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, gone, *buttons))
    assert window.banner.isVisible()
    assert window.banner.words.text() == window.texts.say("drop.nothing")


def test_a_dropped_pdf_becomes_coloured_rows(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    model = window.desk.model
    assert model.rowCount() == len(demo_bill().rows)
    marks = [model.index(row, VERDICT).data() for row in range(model.rowCount())]
    assert (marks.count("■"), marks.count("▲"), marks.count("●")) == (4, 3, 45)
    assert window.title == "Sklad Lipová"
    assert "52 položek" in window.desk.foot.proof.text()
    assert window.bar("action.export").isEnabled()


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


def test_rows_are_copied_as_a_spreadsheet_expects(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    window.desk.table.select_position(0)
    qtbot.keyClick(window.desk.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    cells = QGuiApplication.clipboard().text().split("\t")
    assert cells[1:4] == ["1", "K", "121901010"]
    assert len(cells) == 10


def test_sorting_by_a_click_on_the_header(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    window.desk.table.sortByColumn(VERDICT, Qt.SortOrder.AscendingOrder)
    assert window.desk.model.index(0, VERDICT).data() == "■"


def test_what_is_selected_stays_selected_when_the_rows_are_sorted(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path
) -> None:
    """The panels show a position; a key must not decide about the one that sorting put into its row."""
    opened(window, qtbot, demo_pdf)
    table = window.desk.table
    window.desk.show_position(0)
    table.sortByColumn(DESCRIPTION, Qt.SortOrder.DescendingOrder)
    assert window.desk.model.position(0) != 0
    assert window.desk.selected() == 0
    assert window.desk.chosen() == (0,)
    table.selectAll()
    table.sortByColumn(VERDICT, Qt.SortOrder.AscendingOrder)
    assert len(window.desk.chosen()) == len(demo_bill().rows)


def test_export_writes_files_and_says_where(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(window, qtbot, demo_pdf)
    qtbot.mouseClick(window.bar("action.export"), Qt.MouseButton.LeftButton)
    dialog = window.side(ExportSide).dialog
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    qtbot.mouseClick(dialog.browse, Qt.MouseButton.LeftButton)
    assert dialog.folder.text() == str(tmp_path)
    assert dialog.warning.text() == ""
    qtbot.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.banner.isVisible, timeout=PATIENCE)
    assert window.banner.words.text() == f"Uloženo: {tmp_path}"
    assert (tmp_path / "ukazka.audit.xlsx").is_file()
    assert (tmp_path / "ukazka.audit.json").is_file()
    window.action("page.overview").trigger()
    assert not window.banner.isVisible()
    window.action("page.desk").trigger()
    qtbot.mouseClick(window.bar("action.export"), Qt.MouseButton.LeftButton)
    again = window.side(ExportSide).dialog
    assert "ukazka.audit.xlsx" in again.warning.text()
    assert again.write.text() == "Přepsat"
    qtbot.mouseClick(again.other_name, Qt.MouseButton.LeftButton)
    assert (again.stem.text(), again.warning.text(), again.write.text()) == ("ukazka (2)", "", "Zapsat")
    for box in again.formats.values():
        box.setChecked(False)
    assert not again.write.isEnabled()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "je prázdný (0 bajtů)"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 64, "je to obrázek JPEG"),
        (b"%PDF-1.7\n1 0 obj\n<<", "je poškozené nebo neúplné"),
    ],
    ids=["empty", "jpeg", "truncated"],
)
def test_what_cannot_be_read_is_one_sentence_and_leaves_projects_alone(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, content: bytes, words: str
) -> None:
    file = tmp_path / "rozpocet.pdf"
    file.write_bytes(content)
    drop(window, file)
    qtbot.waitUntil(window.banner.isVisible, timeout=PATIENCE)
    assert words in window.banner.words.text()
    assert "rozpocet.pdf" in window.banner.words.text()
    assert window.bridge.projects() == ()
    assert window.pages.currentWidget() is window.start


def test_dropping_a_known_file_opens_it_at_once(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    window.show_start()
    assert window.start.recent.rowCount() == 1
    assert window.start.recent.item(0, 1).text() == "■ 4  ▲ 3"
    (project,) = window.bridge.projects()
    window.start.refresh([project._replace(red=None)], [])
    assert window.start.recent.item(0, 1).text() == "neposouzeno"
    opened(window, qtbot, demo_pdf)
    assert len(window.bridge.projects()) == 1


def test_enter_opens_a_recent_project(window: MainWindow, qtbot: QtBot, sound_pdf: Path) -> None:
    opened(window, qtbot, sound_pdf)
    window.show_start()
    window.start.recent.setCurrentCell(0, 0)
    qtbot.keyClick(window.start.recent, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk, timeout=5000)
    assert window.title == "Přípojka Vrbová"


def test_the_marked_project_stays_marked_when_another_comes_before_it(
    window: MainWindow, qtbot: QtBot, sound_pdf: Path
) -> None:
    opened(window, qtbot, sound_pdf)
    window.show_start()
    (project,) = window.bridge.projects()
    older, newer = project._replace(id="o", document="o"), project._replace(id="n", document="n")
    window.start.refresh([project, older], [])
    window.start.recent.setCurrentCell(1, 0)
    window.start.refresh([newer, project, older], [])
    assert window.start.recent.currentRow() == 2
    window.start.refresh([newer, project], [])
    assert window.start.recent.currentRow() == 1


def test_a_project_is_deleted_after_a_question(window: MainWindow, qtbot: QtBot, sound_pdf: Path) -> None:
    opened(window, qtbot, sound_pdf)
    window.show_start()
    recent, side = window.start.recent, window.side(StartSide)
    for words, left in (("dialog.cancel", 1), ("project.delete_yes", 0)):
        recent.setCurrentCell(0, 0)
        qtbot.keyClick(recent, Qt.Key.Key_Delete)
        assert side.box is not None
        assert "Přípojka Vrbová" in side.box.text()
        (button,) = [one for one in side.box.buttons() if one.text() == window.texts.say(words)]
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda left=left: len(window.bridge.projects()) == left, timeout=PATIENCE)
    qtbot.waitUntil(lambda: recent.rowCount() == 0 and not recent.isVisible(), timeout=PATIENCE)
    opened(window, qtbot, sound_pdf)  # it can come again


def test_jobs_show_and_can_be_cancelled_and_tried_again(window: MainWindow, qtbot: QtBot, long_pdf: Path) -> None:
    window.side(JobsSide).toggle()
    drop(window, long_pdf)
    rows = window.side(JobsSide).panel._rows
    qtbot.waitUntil(lambda: bool(rows), timeout=5000)
    job = next(iter(rows))
    window.side(JobsSide).panel.cancel.emit(job)

    def state() -> JobState | None:
        found = window.bridge.monitor.status(job)
        return found.state if found else None

    qtbot.waitUntil(lambda: state() is JobState.CANCELLED, timeout=PATIENCE)
    assert window.bridge.projects() == ()
    qtbot.waitUntil(lambda: rows[job]._retry.isVisible(), timeout=5000)
    qtbot.mouseClick(rows[job]._retry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk, timeout=PATIENCE)


def test_the_language_changes_while_a_document_is_open(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    window.desk.show_position(20)
    window.set_language("en")
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk, timeout=5000)
    assert window.desk.selected() == 20
    assert window.desk.model.headerData(4, Qt.Orientation.Horizontal) == "Description"
    assert window.desk.model.index(0, 8).data() == "16,897.65"
    assert window.menuBar().actions()[0].text() == "&File"
    assert window.bridge.setting("language") == "en"
    window.set_language("en")


def test_the_look_follows_the_system(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    follow_system_theme(QApplication.instance(), window)
    window.set_theme(theme.dress(QApplication.instance(), theme.DARK))
    assert QApplication.palette().window().color().name() == theme.DARK.window.lower()
    assert theme.DARK.ink[theme.Colour.RED] in window.desk.details.toHtml().upper()
    window.set_theme(theme.apply(QApplication.instance()))


def test_escape_closes_the_topmost_thing(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    window.banner.say("zpráva", detail="podrobnosti")
    window.side(JobsSide).toggle()
    window.close_topmost()
    assert not window.banner.isVisible()
    window.close_topmost()
    assert not window.side(JobsSide).shown
    window.desk.say("To není číslo.")
    window.close_topmost()
    assert not window.desk.foot.said.isVisible()
    window.desk.bar.more.setChecked(True)
    qtbot.waitUntil(window.desk.bar.role.hasFocus, timeout=5000)
    window.desk.bar.role.setCurrentIndex(1)
    window.close_topmost()
    assert not window.desk.bar.more.isChecked()
    assert len(window.desk.model.shown) == 52
    assert window.desk.table.hasFocus()
    window.close_topmost()
    assert window.pages.currentWidget() is window.start
    assert window.start.recent.hasFocus()
    qtbot.keyClick(window.start.recent, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk, timeout=5000)


def test_keys_and_about_are_boxes_that_close(window: MainWindow, qtbot: QtBot) -> None:
    for action in (window.action("action.keys"), window.action("action.about")):
        action.trigger()
        box = next(item for item in window.findChildren(QDialog) if item.isVisible())
        assert any(part.text() for part in box.findChildren(QLabel))
        box.close()
        qtbot.waitUntil(lambda: not any(item.isVisible() for item in window.findChildren(QDialog)))


def test_choosing_files_by_the_dialog(
    window: MainWindow, qtbot: QtBot, sound_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(sound_pdf)], ""))
    qtbot.mouseClick(window.start.drop.choose, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk, timeout=PATIENCE)
    assert window.bridge.setting("open_folder") == str(sound_pdf.parent)


def test_the_sample_by_its_button(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.start.drop.demo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk, timeout=PATIENCE)


def test_leaving_files_are_forgotten_and_texts_are_not_taken(window: MainWindow) -> None:
    window.start.drop.set_over(over=True)
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert window.start.drop._title.text() == window.texts.say("start.drop")
    data = QMimeData()
    data.setText("jen text")
    rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = _entering(*rest)
    enter.setAccepted(False)
    QApplication.sendEvent(window, enter)
    assert not enter.isAccepted()


def test_trouble_and_offers_outlast_the_page(window: MainWindow) -> None:
    for more in ({}, {"trouble": False, "lasting": True}):
        window.show_start()
        window.banner.say("zpráva", **more)
        window.action("page.settings").trigger()
        assert window.banner.isVisible()
    window.banner.say("zpráva", trouble=False)
    window.show_start()
    assert not window.banner.isVisible()


def test_a_document_that_does_not_load_is_called_by_its_name(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    store = window.bridge.store
    document = store.add_document(store.add_project("Sklad"), "rozpocet.pdf", "0" * 64, 1)
    store.bills.save(document, read_document(demo_pdf))
    with store._connections.transaction() as connection:
        connection.execute("update bills set head = '{' where document = ?", (document,))
    window.open_document(document)
    qtbot.waitUntil(window.banner.isVisible, timeout=PATIENCE)
    assert "rozpocet.pdf (Sklad)" in window.banner.words.text()
    window.banner.hide()
    window.open_document("0123456789abcdef")
    qtbot.waitUntil(window.banner.isVisible, timeout=PATIENCE)
    assert "0123456789abcdef" not in window.banner.words.text()
