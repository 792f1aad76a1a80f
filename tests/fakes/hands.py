"""What a user does to a real window: files let go over it, keys where the keyboard is, opened and closed again."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from estimator_desktop.config import Paths
from estimator_desktop.domain.decision import Action
from estimator_desktop.ui import theme
from estimator_desktop.ui.bridge import Bridge
from estimator_desktop.ui.main_window import MainWindow

PATIENCE = 90_000
"""Milliseconds; a file is read, matched and judged meanwhile."""
Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def entering(*rest: object) -> QDragEnterEvent:
    """Qt marks the only constructor there is as deprecated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return QDragEnterEvent(QPoint(50, 50), *rest)


def drop(window: MainWindow, *files: Path) -> None:
    """Drag files over the window and let them go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
    rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = entering(*rest)
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
