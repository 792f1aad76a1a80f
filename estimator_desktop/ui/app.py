"""Start the application: look, bridge, window, and what happens when something unforeseen does."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QLibraryInfo, QObject, Qt, QTimer, QTranslator
from PySide6.QtGui import QFileOpenEvent, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from estimator_desktop.config import Paths, resources_folder
from estimator_desktop.errors import UserError
from estimator_desktop.logs import set_up_logging
from estimator_desktop.texts import Texts
from estimator_desktop.ui import theme
from estimator_desktop.ui.bridge import Bridge
from estimator_desktop.ui.crash import Reporter
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.single import Handover

_log = logging.getLogger(__name__)


def run(paths: Paths, files: Sequence[Path] = (), language: str = "") -> int:
    """Open the window and stay until it is closed; the exit code."""
    app = make_application()
    handover = Handover(paths, app)
    try:
        if not is_first(handover):
            handover.leave(files)
            return 0
        bridge = open_bridge(paths, language)
    except UserError as error:
        words = Texts(language).error(error.code, error.params)
        QMessageBox.critical(None, "Estimator Desktop", words)
        sys.stderr.write(f"{words}\n")
        return 3
    if bridge is None:
        return 3
    set_up_logging(paths.logs, "window")
    window = MainWindow(bridge, theme.apply(app, bridge.setting("look")), language)
    translate_qt(app, window.texts.language)
    follow_system_theme(app, window)
    sys.excepthook = Reporter(window)
    bridge.start()
    window.show()
    if files:
        window.import_files(files)

    def opened_again(more: Sequence[Path]) -> None:
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        if more:
            window.import_files(more)

    handover.listen(opened_again)
    if sys.platform == "darwin":
        OpenFileEvents(app, opened_again)
    QTimer.singleShot(0, window.warm_up)
    code = app.exec()
    handover.end()
    bridge.stop()
    return code


def is_first(handover: Handover) -> bool:
    """Whether no other window is open on the data folder.  Where the folder cannot be used, opening it says so."""
    try:
        return handover.first()
    except OSError:
        return True


class OpenFileEvents(QObject):
    """Files that macOS hands to a running program (double click, "open with") come as events of the application."""

    def __init__(self, app: QApplication, open_files: Callable[[Sequence[Path]], None]) -> None:
        super().__init__(app)
        self._open = open_files
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the files; everything else goes its way."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self._open((Path(event.file()),))
            return True
        return super().eventFilter(watched, event)


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

    return Bridge(paths) if RepairDialog(paths, Texts(language)).ask() else None


def make_application() -> QApplication:
    """The application object in our look."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Estimator Desktop")
    app.setDesktopFileName("estimator-desktop")
    app.setWindowIcon(QIcon(str(resources_folder() / "desktop" / "estimator-desktop.png")))
    app.setStyle("Fusion")
    return app


def translate_qt(app: QApplication, language: str) -> None:
    """Let Qt's own dialogs speak the user's language, as far as Qt can."""
    translator = QTranslator(app)
    if translator.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)


def follow_system_theme(app: QApplication, window: MainWindow) -> None:
    """Change between light and dark with the system."""

    def change(_scheme: Qt.ColorScheme) -> None:
        window.set_theme(theme.apply(app, window.bridge.setting("look")))

    QGuiApplication.styleHints().colorSchemeChanged.connect(change)
