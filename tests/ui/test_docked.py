"""The panels round the table keep the widths that the person or the program gave them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from estimator_desktop.ui.models.desk import Desk
from estimator_desktop.ui.pages.desk import DeskPage
from estimator_desktop.ui.theme import LIGHT


def made(qtbot: QtBot, desk: Desk, width: int, state: str = "") -> DeskPage:
    page = DeskPage(desk.texts, LIGHT)
    qtbot.addWidget(page)
    page.restore_layout(state)
    page.resize(width, 700)
    page.show()
    page.show_desk(desk)
    page.turns.finish()
    qtbot.wait(50)
    return page


@pytest.fixture(params=[1280, 1720])
def page(request: pytest.FixtureRequest, qtbot: QtBot, desk: Desk) -> Iterator[DeskPage]:
    page = made(qtbot, desk, request.param)
    yield page
    page.source.release()


def widths(page: DeskPage) -> list[int]:
    return [page.docks[name].width() for name in ("structure", "source", "findings")]


def dragged(page: DeskPage, qtbot: QtBot, by: int) -> None:
    """The line between the structure and the table is taken by the mouse and moved."""
    structure = page.docks["structure"]
    at = QPointF(structure.x() + structure.width() + 1, structure.y() + 300)
    to = at + QPoint(by, 0)
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, where, button, held in (
        (QEvent.Type.MouseButtonPress, at, left, left),
        (QEvent.Type.MouseMove, to, none, left),
        (QEvent.Type.MouseButtonRelease, to, left, none),
    ):
        point = page.mapToGlobal(where)
        QApplication.sendEvent(page, QMouseEvent(kind, where, point, button, held, Qt.KeyboardModifier.NoModifier))
        qtbot.wait(30)  # Qt moves the line with the next turn of the event loop


def test_what_was_squeezed_takes_its_width_back(page: DeskPage, qtbot: QtBot) -> None:
    before, width = widths(page), page.width()
    assert before[0] == 300
    page.resize(width - 308, 700)
    qtbot.wait(50)
    assert widths(page)[0] < 300
    page.resize(width, 700)
    qtbot.waitUntil(lambda: widths(page)[0] == 300, timeout=5000)
    assert all(abs(now - then) < 8 for now, then in zip(widths(page), before, strict=True))


def test_the_persons_width_is_kept_too(page: DeskPage, qtbot: QtBot) -> None:
    width = page.width()
    dragged(page, qtbot, -70)
    qtbot.waitUntil(lambda: widths(page)[0] == 230, timeout=5000)
    page.resize(width - 400, 700)
    qtbot.wait(50)
    page.resize(width + 100, 700)
    qtbot.waitUntil(lambda: widths(page)[0] == 230, timeout=5000)
    dragged(page, qtbot, 110)
    qtbot.waitUntil(lambda: widths(page)[0] == 340, timeout=5000)
    page.resize(width - 400, 700)
    qtbot.wait(50)
    page.resize(width + 100, 700)
    qtbot.waitUntil(lambda: widths(page)[0] == 340, timeout=5000)


def test_a_layout_remembered_while_squeezed_comes_back_whole(page: DeskPage, qtbot: QtBot, desk: Desk) -> None:
    width = page.width()
    page.resize(width - 308, 700)
    qtbot.wait(50)
    state = page.layout_state
    again = made(qtbot, desk, width, state)
    qtbot.waitUntil(lambda: widths(again)[0] == 300, timeout=5000)
    again.source.release()


def test_a_page_that_was_not_looked_at_changes_no_layout(page: DeskPage, qtbot: QtBot, desk: Desk) -> None:
    state = page.layout_state
    hidden = DeskPage(desk.texts, LIGHT)
    qtbot.addWidget(hidden)
    hidden.restore_layout(state)
    assert hidden.layout_state == state


def test_a_layout_of_an_earlier_version_is_taken(page: DeskPage, qtbot: QtBot, desk: Desk) -> None:
    dragged(page, qtbot, -60)
    old = bytes(QMainWindow.saveState(page, 1).toBase64().data()).decode()
    again = made(qtbot, desk, page.width(), old)
    qtbot.waitUntil(lambda: widths(again)[0] == 240, timeout=5000)
    again.source.release()
