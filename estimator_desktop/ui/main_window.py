"""The window: a page, a toolbar and menus from the registered sides, one line for what went wrong.

What can be done and seen is in `sides`; here is only what they share.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import chain
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from estimator_desktop.errors import UserError
from estimator_desktop.texts import Texts
from estimator_desktop.ui import theme as themes
from estimator_desktop.ui.bridge import Bridge
from estimator_desktop.ui.menus import Commands
from estimator_desktop.ui.side import Side
from estimator_desktop.ui.sides.start import StartSide
from estimator_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QAction,
        QCloseEvent,
        QDragEnterEvent,
        QDragLeaveEvent,
        QDropEvent,
        QPaintEvent,
        QShortcut,
        QShowEvent,
    )
    from PySide6.QtWidgets import QPushButton

    from estimator_desktop.ui.models.desk import Desk
    from estimator_desktop.ui.pages.desk import DeskPage
    from estimator_desktop.ui.pages.start import StartPage
    from estimator_desktop.ui.sides.review import ReviewSide
    from estimator_desktop.ui.widgets.banner import Banner

_STEP = 5
_BEHIND = (
    "estimator_desktop.ui.widgets.states",
    "ctypes",
    "estimator_desktop.ui.sides.registry",
    "estimator_desktop.ui.widgets.banner",
    "estimator_desktop.ui.catalogue_desk",
    "estimator_desktop.ui.claude_desk",
    "estimator_desktop.ui.comparison_desk",
    "estimator_desktop.ui.unlock_desk",
    "estimator_desktop.ui.review_desk",
    "estimator_desktop.ui.following",
    "estimator_desktop.jobs.supervisor",
    "estimator_desktop.storage.catalogues",
    "logging.handlers",
)
"""What stands behind the first picture, imported on a thread while it is looked at."""
_OUT_OF_SIGHT = 500
_WIDTH, _HEIGHT = 1280, 800
_FRAME = 48
"""What the system's title bar takes of a screen's height."""
S = TypeVar("S", bound=Side)


class MainWindow(QMainWindow):
    """One window on one data folder.  `painted` says once that it has shown its first picture."""

    painted = Signal()

    def __init__(self, bridge: Bridge, theme: Theme, language: str = "") -> None:
        super().__init__()
        self.bridge = bridge
        self.theme = theme
        self.texts = Texts(language or bridge.setting("language", "cs"))
        self.setAcceptDrops(True)
        room = self.screen().availableGeometry()
        self.resize(min(_WIDTH, room.width()), min(_HEIGHT, room.height() - _FRAME))
        self._small = room.width() < _WIDTH or room.height() < _HEIGHT + _FRAME
        self._sides: dict[type[Side], Side] = {}
        self._warming = QTimer(self)
        self._was_painted = False
        self._escape: QShortcut | None = None
        self._build()
        bridge.changed.connect(self.refresh)
        bridge.trouble.connect(self.complain)
        geometry = bridge.setting("window")
        if geometry:
            self.restoreGeometry(b64decode(geometry))

    def appear(self) -> None:
        """Show itself: as it was left, the first time over all of a small screen."""
        if self._small and not self.bridge.setting("window"):
            self.showMaximized()
        else:
            self.show()

    def _build(self) -> None:
        """Make what the first picture shows; done again when the language changes."""
        self.setWindowTitle(self.texts.say("app.title"))
        self._complete = False
        self._banner: Banner | None = None
        self.pages = QStackedWidget()
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        holder = QWidget()
        self._above = QVBoxLayout(holder)
        self._above.setContentsMargins(12, 0, 12, 0)
        column.addWidget(holder)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(central)
        self._sides.clear()
        self._sides[StartSide] = StartSide(self)
        self._commands = Commands(self)
        self._show_title()

    def prepare(self) -> Iterator[None]:
        """Bring what the first picture did without, step by step: modules on a thread, then `complete`."""
        for module in _BEHIND:
            thread = Thread(target=import_module, args=(module,), daemon=True)
            thread.start()
            yield
            while thread.is_alive():
                yield
        self.complete()

    def complete(self) -> None:
        """Bring what the first picture did without.  Whoever needs anything of it calls this first; once does it."""
        if self._complete:
            return
        self._complete = True
        from PySide6.QtGui import QKeySequence, QShortcut  # noqa: PLC0415 - see above

        from estimator_desktop.ui.constants import keep_constants  # noqa: PLC0415
        from estimator_desktop.ui.sides.registry import SIDES  # noqa: PLC0415

        keep_constants()
        self._start.page.complete()
        start = self._sides.pop(StartSide)
        for kind in SIDES:
            self._sides[kind] = start if kind is StartSide else kind(self)
        self._commands.fill([act for side in self._sides.values() for act in side.acts()])
        if self._escape is None:
            self._escape = QShortcut(QKeySequence("Esc"), self)
            self._escape.activated.connect(self.close_topmost)
        self._show_title()

    @property
    def banner(self) -> Banner:
        """The line above the page; made when there is something to say."""
        if self._banner is None:
            from estimator_desktop.ui.widgets.banner import Banner  # noqa: PLC0415 - see above

            self._banner = Banner(self.texts)
            self._above.addWidget(self._banner)
        return self._banner

    def side(self, kind: type[S]) -> S:
        """The side of that kind."""
        self.complete()
        found = self._sides[kind]
        if not isinstance(found, kind):  # pragma: no cover - the dictionary holds each under its own kind
            raise TypeError(kind)
        return found

    def action(self, key: str) -> QAction:
        """What the user can do under that key."""
        self.complete()
        return self._commands.actions[key]

    def bar(self, key: str) -> QPushButton:
        """An action's button in the toolbar."""
        self.complete()
        return self._commands.buttons[key]

    @property
    def title(self) -> str:
        """What the toolbar names: the open project or the program."""
        return self._commands.title

    @property
    def desk(self) -> DeskPage:
        """The desk; made when it is first needed."""
        return self._review.page

    @property
    def start(self) -> StartPage:
        """The start page."""
        return self._start.page

    @property
    def _start(self) -> StartSide:
        found = self._sides[StartSide]
        if not isinstance(found, StartSide):  # pragma: no cover - see `side`
            raise TypeError(StartSide)
        return found

    @property
    def _review(self) -> ReviewSide:
        from estimator_desktop.ui.sides.review import ReviewSide  # noqa: PLC0415 - see above

        return self.side(ReviewSide)

    def show_page(self, page: QWidget, focus: QWidget | None = None) -> None:
        """Go to a page, with the keyboard at one of its widgets."""
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        if self._banner is not None and self.pages.currentWidget() is not page:
            self._banner.turn_page()
        self.pages.setCurrentWidget(page)
        if focus is not None:
            focus.setFocus()
        self._show_title()
        self.refresh()

    def show_start(self) -> None:
        """Go to the start page."""
        self._start.show()

    def open_document(self, document: str) -> None:
        """Open a document on the desk as soon as it is loaded."""
        self._review.open(document)

    def import_files(self, files: Sequence[Path]) -> None:
        """Take files in; the first one that is already here is opened."""
        from estimator_desktop.ui.sides.files import FilesSide  # noqa: PLC0415 - see above

        self.side(FilesSide).import_files(files)

    def desk_made(self, page: DeskPage) -> None:
        """The desk's page was made."""
        for side in self._sides.values():
            side.desk_made(page)

    def loaded(self, desk: Desk) -> None:
        """Tell everybody that a document was loaded, or something done in it."""
        for side in self._sides.values():
            side.loaded(desk)
        self._commands.update()

    def warm_up(self) -> None:
        """Make what the first window did without before somebody waits for it, step by step."""
        self.complete()
        steps = chain.from_iterable(side.warm() for side in list(self._sides.values()))
        self._warming.setInterval(_STEP)
        self._warming.timeout.connect(lambda: self._warming.stop() if next(steps, self) is self else None)
        self._warming.start()

    def _show_title(self) -> None:
        desk = self._review.desk if self._complete and not self._start.shown else None
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
        """Speak another language from now on; the page, what is open and what is selected stay."""
        if language == self.texts.language:
            return
        self.bridge.set_setting("language", language)
        self.texts = Texts(language)
        document = self._review.document
        position = self._review.page.selected() if self._review.ready() else None
        places = {kind: place for kind, side in self._sides.items() if (place := side.place()) is not None}
        app = QApplication.instance()
        if app is not None:
            from estimator_desktop.ui.translation import translate_qt  # noqa: PLC0415 - hardly ever needed

            translate_qt(app, language)
        self._warming.stop()
        self._release()
        for side in self._sides.values():
            side.deleteLater()
        self._commands.remove()
        self._build()
        self.complete()
        self.refresh()
        if document and position is not None:
            self._review.open_at(document, position)
        elif document:
            self.open_document(document)
        for kind, place in places.items():
            self._sides[kind].return_to(place)

    def refresh(self) -> None:
        """Something stored has changed, or another page is shown."""
        if not self._complete and (self.bridge.unsettled() or self.bridge.setting("ai_on") == "yes"):
            self.complete()  # there is more to be seen from the first picture on
        if self._banner is not None:
            self._banner.look()
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
        if any(side.escape() for side in self._sides.values()) or self._start.shown:
            return
        review = self._review
        if review.ready() and not review.shown:
            review.show()
        else:
            self.show_start()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files."""
        self.complete()
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
        self.complete()
        for side in self._sides.values():
            side.dragged(None)
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if not files:
            # the program they were dragged from has gone, or took too long to name them
            self.banner.say(self.texts.say("drop.nothing"))
        else:
            self.take_dropped(files)

    @property
    def keeps_page(self) -> bool:
        """Whether the page that is shown stays while documents come in."""
        return any(side.keeps_page for side in self._sides.values())

    def take_dropped(self, files: Sequence[Path], but: Side | None = None) -> None:
        """Let the sides look at dropped files, all `but` one that has given them up; read what none of them takes."""
        if not any(side.dropped(files) for side in self._sides.values() if side is not but):
            self.import_files(files)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say so when the first picture is there."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def showEvent(self, event: QShowEvent) -> None:
        """A window that starts out of sight is not painted: what waits for its picture does not wait for ever."""
        super().showEvent(event)
        if not self._was_painted:
            QTimer.singleShot(_OUT_OF_SIGHT, self._give_up_waiting)

    def _give_up_waiting(self) -> None:
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window's place."""
        self.bridge.set_setting("window", bytes(self.saveGeometry().toBase64().data()).decode())
        self._release()
        super().closeEvent(event)

    def _release(self) -> None:
        for side in self._sides.values():
            side.release()
