"""The window: a page, a toolbar and menus from the registered sides, one line for what went wrong.

What can be done and seen is in `sides`; here is only what they share.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from estimator_desktop.errors import UserError
from estimator_desktop.texts import Texts
from estimator_desktop.ui import theme as themes
from estimator_desktop.ui.bridge import Bridge
from estimator_desktop.ui.menus import Commands
from estimator_desktop.ui.side import Side
from estimator_desktop.ui.sides import SIDES
from estimator_desktop.ui.sides.files import FilesSide
from estimator_desktop.ui.sides.review import ReviewSide
from estimator_desktop.ui.sides.start import StartSide
from estimator_desktop.ui.theme import Theme
from estimator_desktop.ui.widgets.banner import Banner

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from estimator_desktop.ui.models.desk import Desk
    from estimator_desktop.ui.pages.desk import DeskPage
    from estimator_desktop.ui.pages.start import StartPage

_STEP = 5
S = TypeVar("S", bound=Side)


class MainWindow(QMainWindow):
    """One window on one data folder."""

    def __init__(self, bridge: Bridge, theme: Theme, language: str = "") -> None:
        super().__init__()
        self.bridge = bridge
        self.theme = theme
        self.texts = Texts(language or bridge.setting("language", "cs"))
        self.setAcceptDrops(True)
        room = self.screen().availableGeometry()
        self.resize(min(1280, room.width()), min(800, room.height()))
        self._sides: dict[type[Side], Side] = {}
        self._warming = QTimer(self)
        self._build()
        bridge.changed.connect(self.refresh)
        bridge.trouble.connect(self.complain)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.activated.connect(self.close_topmost)
        geometry = bridge.setting("window")
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))

    def _build(self) -> None:
        """Make everything that has words in it; done again when the language changes."""
        self.setWindowTitle(self.texts.say("app.title"))
        self.banner = Banner(self.texts)
        self.pages = QStackedWidget()
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(12, 0, 12, 0)
        inside.addWidget(self.banner)
        column.addWidget(holder)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(central)
        self._sides.clear()
        for kind in SIDES:
            self._sides[kind] = kind(self)
        self._commands = Commands(self, [act for side in self._sides.values() for act in side.acts()])
        self._show_title()

    def side(self, kind: type[S]) -> S:
        """The side of that kind."""
        found = self._sides[kind]
        if not isinstance(found, kind):  # pragma: no cover - the dictionary holds each under its own kind
            raise TypeError(kind)
        return found

    def action(self, key: str) -> QAction:
        """What the user can do under that key."""
        return self._commands.actions[key]

    def bar(self, key: str) -> QPushButton:
        """An action's button in the toolbar."""
        return self._commands.buttons[key]

    @property
    def title(self) -> str:
        """What the toolbar names: the open project or the program."""
        return self._commands.title

    @property
    def desk(self) -> DeskPage:
        """The desk; made when it is first needed."""
        return self.side(ReviewSide).page

    @property
    def start(self) -> StartPage:
        """The start page."""
        return self.side(StartSide).page

    def show_page(self, page: QWidget, focus: QWidget | None = None) -> None:
        """Go to a page, with the keyboard at one of its widgets."""
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        if focus is not None:
            focus.setFocus()
        self._show_title()
        self.refresh()

    def show_start(self) -> None:
        """Go to the start page."""
        self.side(StartSide).show()

    def open_document(self, document: str) -> None:
        """Open a document on the desk as soon as it is loaded."""
        self.side(ReviewSide).open(document)

    def import_files(self, files: Sequence[Path]) -> None:
        """Take files in; the first one that is already here is opened."""
        self.side(FilesSide).import_files(files)

    def loaded(self, desk: Desk) -> None:
        """Tell everybody that a document was loaded."""
        for side in self._sides.values():
            side.loaded(desk)

    def warm_up(self) -> None:
        """Make what the first window did without before somebody waits for it, step by step."""
        steps = chain.from_iterable(side.warm() for side in list(self._sides.values()))
        self._warming.setInterval(_STEP)
        self._warming.timeout.connect(lambda: self._warming.stop() if next(steps, self) is self else None)
        self._warming.start()

    def _show_title(self) -> None:
        desk = None if self.side(StartSide).shown else self.side(ReviewSide).desk
        self._commands.say(
            desk.project if desk is not None else self.texts.say("app.title"), desk.file if desk is not None else ""
        )
        self._commands.update()

    def set_theme(self, theme: Theme) -> None:
        """Follow the system between light and dark while running."""
        self.theme = theme
        for side in self._sides.values():
            side.set_theme(theme)
        self.refresh()

    def set_look(self, look: str) -> None:
        """Look as the user says: `light`, `dark`, or as the `system` does."""
        self.bridge.set_setting("look", look)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self.set_theme(themes.apply(app, look))

    def set_language(self, language: str) -> None:
        """Speak another language from now on; what is open stays open."""
        if language == self.texts.language:
            return
        self.bridge.set_setting("language", language)
        self.texts = Texts(language)
        document = self.side(ReviewSide).document
        self._warming.stop()
        self._release()
        for side in self._sides.values():
            side.deleteLater()
        self._commands.remove()
        self._build()
        self.refresh()
        if document:
            self.open_document(document)

    def refresh(self) -> None:
        """Something stored has changed, or another page is shown."""
        for side in self._sides.values():
            side.refresh()

    def complain(self, error: UserError) -> None:
        """Say what went wrong."""
        self.banner.say(self.texts.error(error.code, error.params), detail=error.detail)

    def close_topmost(self) -> None:
        """Esc: the message, then what a side has open, then the page, then the document."""
        if self.banner.isVisible():
            self.banner.hide()
            return
        if any(side.escape() for side in self._sides.values()) or self.side(StartSide).shown:
            return
        review = self.side(ReviewSide)
        if review.ready() and not review.shown:
            review.show()
        else:
            self.show_start()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            for side in self._sides.values():
                side.dragged(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The files went elsewhere."""
        for side in self._sides.values():
            side.dragged(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        for side in self._sides.values():
            side.dragged(None)
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if not any(side.dropped(files) for side in self._sides.values()):
            self.import_files(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window's place."""
        self.bridge.set_setting("window", bytes(self.saveGeometry().toBase64().data()).decode())
        self._release()
        super().closeEvent(event)

    def _release(self) -> None:
        for side in self._sides.values():
            side.release()
