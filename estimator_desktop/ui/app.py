"""Start the application: look, bridge, window, and what happens when something unforeseen does.

The window shows itself with as little as can be: what it does not need for that is imported and started after its
first picture, in steps, see `Settling`.
"""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from estimator_desktop.config import Paths
from estimator_desktop.errors import UserError
from estimator_desktop.texts import Texts
from estimator_desktop.ui import theme
from estimator_desktop.ui.bridge import Bridge
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.single import Handover

if TYPE_CHECKING:
    from PySide6.QtCore import Qt

_log = logging.getLogger(__name__)
_PAUSE = 5
_CALM = 20_000
"""New objects after which the collector looks (Python's own choice is 700)."""


def collect_seldom() -> None:
    """Let the collector look for rubbish from now on, among what comes from now on, and not every few cells painted.

    What is there now stays.  A look through everything takes 30 ms with a large budget open, in the middle of a paint;
    hardly anything here is a cycle.
    """
    gc.freeze()
    gc.set_threshold(_CALM)
    gc.enable()


def run(
    paths: Paths, files: Sequence[Path] = (), language: str = "", shown: Callable[[MainWindow], object] | None = None
) -> int:
    """Open the window and stay until it is closed; the exit code.  `shown` is called when it has painted itself."""
    gc.disable()  # what is loaded now stays: looking for rubbish among it is time lost
    app = make_application()
    handover = Handover(paths, app)
    try:
        if not is_first(handover):
            handover.leave(files)
            return 0
        bridge = open_bridge(paths, language)
    except UserError as error:
        return refuse(_as_remembered(paths, language).error(error.code, error.params))
    if bridge is None:
        return 3
    window = MainWindow(bridge, theme.apply(app, bridge.setting("look")), language)
    settling = Settling(app, window, handover, files)
    if shown is not None:
        window.painted.connect(lambda: shown(window))
    window.painted.connect(settling.begin)
    window.refresh()
    window.appear()
    code = app.exec()
    settling.finish()
    handover.end()
    bridge.stop()
    return code


def refuse(words: str) -> int:
    """Say why the window cannot open; the exit code."""
    from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - hardly ever needed

    QMessageBox.critical(None, "Estimator Desktop", words)
    sys.stderr.write(f"{words}\n")
    return 3


class Settling:
    """What the program does after the window's first picture, a step at a time, so that the window answers between."""

    def __init__(self, app: QApplication, window: MainWindow, handover: Handover, files: Sequence[Path]) -> None:
        self._app = app
        self._window = window
        self._handover = handover
        self._files = tuple(files)
        self._steps = self._all()
        self._timer = QTimer(window)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._step)
        self._begun = False
        if sys.platform == "darwin":  # a file that the program is started with comes as soon as events do
            from estimator_desktop.ui.opening import OpenFileEvents  # noqa: PLC0415 - only there

            OpenFileEvents(app, self._opened_again)

    def begin(self) -> None:
        """Begin, once."""
        if not self._begun:
            self._begun = True
            self._timer.start()

    def finish(self) -> None:
        """The program ends."""
        self._timer.stop()

    def _step(self) -> None:
        if next(self._steps, self) is self:
            self._timer.stop()

    def _all(self) -> Iterator[None]:
        app, window = self._app, self._window
        sys.excepthook = _report_to(window)
        self._handover.listen(self._opened_again)
        yield
        yield from window.prepare()
        yield
        from estimator_desktop.logs import set_up_logging  # noqa: PLC0415 - see above

        set_up_logging(window.bridge.store.paths.logs, "window")
        yield
        window.bridge.start()
        if self._files:
            window.import_files(self._files)
        yield
        wear_icon(app)
        yield
        from estimator_desktop.ui.translation import translate_qt  # noqa: PLC0415 - see above

        translate_qt(app, window.texts.language)
        follow_system_theme(app, window)
        chosen = theme.current(app, window.bridge.setting("look"))
        if chosen is not window.theme:
            window.set_theme(theme.dress(app, chosen))
        yield
        collect_seldom()
        window.warm_up()

    def _opened_again(self, more: Sequence[Path]) -> None:
        from PySide6.QtCore import Qt  # noqa: PLC0415 - see `widgets.make`

        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        if more:
            window.import_files(more)


def _report_to(window: MainWindow) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """The exception hook; what it says things with is loaded when there is something to say."""
    reporters: list[Callable[[type[BaseException], BaseException, TracebackType | None], None]] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not reporters:
            from estimator_desktop.ui.crash import Reporter  # noqa: PLC0415 - see above

            reporters.append(Reporter(window))
        reporters[0](kind, error, trace)

    return hook


def is_first(handover: Handover) -> bool:
    """Whether no other window is open on the data folder.  Where the folder cannot be used, opening it says so."""
    try:
        return handover.first()
    except OSError:
        return True


def open_bridge(paths: Paths, language: str = "") -> Bridge | None:
    """The window's other side; where the database is damaged, a backup is offered.  None: the user would rather quit.

    Raises UserError where the data folder or database cannot be used.
    """
    try:
        return Bridge(paths)
    except UserError as error:
        if error.code != "database_corrupt":
            raise
    from estimator_desktop.ui.dialogs.repair import RepairDialog  # noqa: PLC0415 - hardly ever needed

    return Bridge(paths) if RepairDialog(paths, _as_remembered(paths, language)).ask() else None


def _as_remembered(paths: Paths, language: str) -> Texts:
    """Look as the user chose, for what is shown when the database does not open; the sentences to say it with.

    The settings can often still be read, else those of a backup.
    """
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - hardly ever needed

    from estimator_desktop.storage.peek import stored_setting  # noqa: PLC0415

    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.apply(app, stored_setting(paths, "look") or "system")
    return Texts(language or stored_setting(paths, "language") or "")


def make_application() -> QApplication:
    """The application object in our look."""
    # Qt's own option for the style: `setStyle` would make the class QStyle with its hundreds of names.
    app = QApplication([*sys.argv[:1], "-style", "Fusion"])
    app.setApplicationName("Estimator Desktop")
    app.setDesktopFileName("estimator-desktop")
    return app


def wear_icon(app: QApplication) -> None:
    """Give the program's windows its icon."""
    from PySide6.QtGui import QIcon  # noqa: PLC0415 - see above

    from estimator_desktop.config import resources_folder  # noqa: PLC0415

    app.setWindowIcon(QIcon(str(resources_folder() / "desktop" / "estimator-desktop.png")))


def follow_system_theme(app: QApplication, window: MainWindow) -> None:
    """Change between light and dark with the system."""
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415 - see above

    def change(_scheme: Qt.ColorScheme) -> None:
        window.set_theme(theme.apply(app, window.bridge.setting("look")))

    QGuiApplication.styleHints().colorSchemeChanged.connect(change)
