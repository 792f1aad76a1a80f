"""Files let go over the window: read, or refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hands import PATIENCE, drop, entering, opened
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from samplebill import demo_bill

from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.models.desk import (
    VERDICT,
)


def test_a_dropped_pdf_becomes_coloured_rows(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    model = window.desk.model
    assert model.rowCount() == len(demo_bill().rows)
    marks = [model.index(row, VERDICT).data() for row in range(model.rowCount())]
    assert (marks.count("■"), marks.count("▲"), marks.count("●")) == (4, 3, 45)
    assert window.title == "Sklad Lipová"
    assert "52 položek" in window.desk.foot.proof.text()
    assert window.bar("action.export").isEnabled()


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
    QApplication.sendEvent(window, entering(Qt.DropAction.CopyAction, here, *buttons))
    QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, gone, *buttons))
    assert window.banner.isVisible()
    assert window.banner.words.text() == window.texts.say("drop.nothing")


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


def test_leaving_files_are_forgotten_and_texts_are_not_taken(window: MainWindow) -> None:
    window.start.drop.set_over(over=True)
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert window.start.drop._title.text() == window.texts.say("start.drop")
    data = QMimeData()
    data.setText("jen text")
    rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = entering(*rest)
    enter.setAccepted(False)
    QApplication.sendEvent(window, enter)
    assert not enter.isAccepted()


def test_a_dropped_file_that_is_read_does_not_wait_in_the_window(window: MainWindow, sound_pdf: Path) -> None:
    drop(window, sound_pdf)
    assert window.pages.currentWidget() is window.start
