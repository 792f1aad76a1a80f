"""A page with its panels round it: where they stand at first, that they keep their place, and when each is painted."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QByteArray, QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.titlebar import TitleBar

_STATE_VERSION = 1
_ROOMY, _SQUEEZED = 1200, 200
_WIDE = 1700
"""From this width on there is room for the source beside the table."""


class Turns(QObject):
    """Does a list of things one after the other, each in a turn of the event loop of its own.

    What is long together (a page that is filled and painted for the first time) never keeps the window for long.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: list[Callable[[], object]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._next)

    def take(self, things: Iterable[Callable[[], object]]) -> None:
        """Do these from now on, in place of what still waits."""
        self._waiting = list(things)
        self._timer.start()

    def finish(self) -> None:
        """Do at once what still waits: somebody needs it."""
        while self._waiting:
            self._next()

    @property
    def done(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting

    def _next(self) -> None:
        if self._waiting:
            self._waiting.pop(0)()
        if not self._waiting:
            self._timer.stop()


class DockedPage(QMainWindow):
    """The structure at the left, the source and the findings below the table, or beside it where the window is wide."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setContentsMargins(8, 0, 8, 8)
        self.setDockOptions(QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks)
        self._texts = texts
        self.docks: dict[str, QDockWidget] = {}
        self._panels: tuple[QWidget, ...] = ()
        self.turns = Turns(self)
        self._arranged = False

    def add_docks(self, structure: QWidget, source: QWidget, findings: QWidget) -> None:
        """The three panels, each with its title."""
        self._panels = (structure, source, findings)
        say, area = self._texts.say, Qt.DockWidgetArea
        self.setCorner(Qt.Corner.BottomLeftCorner, area.LeftDockWidgetArea)
        for name, title, widget, where in (
            ("structure", say("desk.structure"), structure, area.LeftDockWidgetArea),
            ("source", say("panel.source"), source, area.BottomDockWidgetArea),
            ("findings", say("desk.position"), findings, area.BottomDockWidgetArea),
        ):
            dock = QDockWidget(title)
            dock.setObjectName(name)
            dock.setWidget(widget)
            dock.setTitleBarWidget(TitleBar(dock, self._texts))
            dock.setFeatures(
                QDockWidget.DockWidgetFeature.DockWidgetMovable | QDockWidget.DockWidgetFeature.DockWidgetClosable
            )
            self.addDockWidget(where, dock)
            self.docks[name] = dock

    def fill_in_turns(self, middle: QWidget, *things: Callable[[], object]) -> None:
        """Paint the middle, then the structure, then do these things, then paint the other panels."""
        structure, *others = self._panels
        parts = [middle, structure, *others]
        for part in parts:
            part.setUpdatesEnabled(False)
        steps: list[Callable[[], object]] = [lambda: _paint(middle), lambda: _paint(structure), *things]
        self.turns.take([*steps, lambda: _paint(*others)])

    def showEvent(self, event: QShowEvent) -> None:
        """Docks take their sizes once there is a window to share out."""
        super().showEvent(event)
        if not self._arranged:
            self._arranged = True
            QTimer.singleShot(0, self, self.arrange)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A structure that was squeezed takes its width back when there is room again."""
        super().resizeEvent(event)
        structure = self.docks["structure"]
        if event.size().width() > event.oldSize().width() and self.width() >= _ROOMY and structure.width() < _SQUEEZED:
            QTimer.singleShot(0, self, lambda: self.resizeDocks([structure], [300], Qt.Orientation.Horizontal))

    def arrange(self) -> None:
        """The docks as they are at first: structure at the left, source and findings below the table or beside it."""
        wide = self.width() >= _WIDE
        area = Qt.DockWidgetArea.RightDockWidgetArea if wide else Qt.DockWidgetArea.BottomDockWidgetArea
        source, findings = self.docks["source"], self.docks["findings"]
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.docks["structure"])
        for dock in (source, findings):
            self.addDockWidget(area, dock)
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        self.splitDockWidget(source, findings, down if wide else across)
        for dock in self.docks.values():
            dock.show()
        self.resizeDocks([self.docks["structure"]], [300], across)
        if wide:
            self.resizeDocks([source], [560], across)
        else:
            self.resizeDocks([source, findings], [570, 460], across)
            self.resizeDocks([source], [300], down)

    @property
    def layout_state(self) -> str:
        """Where the docks are, to be remembered."""
        return bytes(self.saveState(_STATE_VERSION).toBase64().data()).decode()

    def restore_layout(self, state: str) -> None:
        """Put the docks where they were."""
        if state:
            self._arranged = True
            self.restoreState(QByteArray.fromBase64(state.encode()), _STATE_VERSION)


def _paint(*parts: QWidget) -> None:
    for part in parts:
        part.setUpdatesEnabled(True)
