"""A page with its panels round it: where they stand at first, that they keep their place, and when each is painted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.titlebar import TitleBar

_STATE_VERSION = 1
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
        self._kept = ""
        """The layout as it was remembered, until this page is looked at."""
        self._wanted: dict[str, int] = {}
        """How wide the person or `arrange` made panels at a page `_room` pixels wide: they get that back after less."""
        self._room = 0
        self._pressed: Mapping[str, int] = {}

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
        self._kept = ""
        if not self._arranged:
            self._arranged = True
            QTimer.singleShot(0, self, self.arrange)
        else:
            QTimer.singleShot(0, self, self._take_back)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Panels that were squeezed take their width back when there is room again."""
        super().resizeEvent(event)
        if event.size().width() > event.oldSize().width():
            QTimer.singleShot(0, self, self._take_back)

    def event(self, event: QEvent) -> bool:
        """Notice when the person has moved the line between two panels."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self._pressed = self._widths()
        moved = super().event(event)
        if event.type() == QEvent.Type.MouseButtonRelease:
            now = self._widths()
            if now != self._pressed:
                self._want(now)
        return moved

    def _widths(self) -> Mapping[str, int]:
        """How wide the panels are that stand at the sides of the table."""
        aside = {Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea}
        return {
            name: dock.width()
            for name, dock in self.docks.items()
            if dock.isVisible() and self.dockWidgetArea(dock) in aside
        }

    def _want(self, widths: Mapping[str, int]) -> None:
        self._wanted, self._room = dict(widths), self.width()

    def _take_back(self) -> None:
        if self.width() < self._room:
            return
        now = self._widths()
        narrow = [name for name, width in self._wanted.items() if name in now and now[name] < width]
        if narrow:
            docks, widths = [self.docks[name] for name in narrow], [self._wanted[name] for name in narrow]
            self.resizeDocks(docks, widths, Qt.Orientation.Horizontal)

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
        self._want({"structure": 300, **({"source": 560} if wide else {})})

    @property
    def layout_state(self) -> str:
        """Where the docks are and how wide they are meant to be, to be remembered."""
        if self._kept:
            return self._kept
        state = bytes(self.saveState(_STATE_VERSION).toBase64().data()).decode()
        return " ".join([state, str(self._room), *(f"{name}:{width}" for name, width in self._wanted.items())])

    def restore_layout(self, state: str) -> None:
        """Put the docks where they were."""
        if not state:
            return
        self._arranged = True
        self._kept = state
        where, *wanted = state.split(" ")
        self.restoreState(QByteArray.fromBase64(where.encode()), _STATE_VERSION)
        if wanted:  # a layout of an earlier version knows no widths
            self._room = int(wanted[0])
            self._wanted = {name: int(width) for name, _, width in (item.partition(":") for item in wanted[1:])}


def _paint(*parts: QWidget) -> None:
    for part in parts:
        part.setUpdatesEnabled(True)
