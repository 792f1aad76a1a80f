"""Menus, toolbar and keys, made from what the sides offer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QToolBar, QWidget

from estimator_desktop.texts import LANGUAGES
from estimator_desktop.ui.widgets.make import NO_MENU, button, label

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QResizeEvent
    from PySide6.QtWidgets import QPushButton

    from estimator_desktop.ui.main_window import MainWindow
    from estimator_desktop.ui.side import Act

_MENUS = ("file", "edit", "view", "help")
FIRST = ("action.search_all", "page.catalogues", "action.open", "action.jobs")
"""The buttons that the toolbar shows while no document is open."""
_SHORTEST = 120
"""So many pixels the title keeps, whatever else the toolbar holds."""
_LOOKS = {"tab": "tab", "primary": "primary"}


class _Bar(QToolBar):
    """The toolbar.  Its title gives way to the buttons: a project's long name would push the last ones out of sight."""

    def __init__(self) -> None:
        super().__init__()
        self.title = label(look="heading")
        self.words = ""
        self.whole = False
        """Whether all buttons are there; before that no project is."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width out."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Show as much of the title as the buttons leave room for."""
        layout, metrics = self.layout(), self.title.fontMetrics()
        if layout is None or not self.whole:
            self.title.setText(self.words)
            return
        margins = layout.contentsMargins()
        others = [self.widgetForAction(action) for action in self.actions() if action.isVisible()]
        taken = sum(layout.spacing() + one.sizeHint().width() for one in others if one is not self.title)
        beside = self.title.sizeHint().width() - metrics.horizontalAdvance(self.title.text())
        room = max(_SHORTEST, self.width() - margins.left() - margins.right() - taken - beside - layout.spacing())
        shown = self.words
        if metrics.horizontalAdvance(shown) > room:
            from PySide6.QtCore import Qt  # noqa: PLC0415 - the first picture names no long title

            shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room)
        self.title.setText(shown)


class Commands:
    """Everything that can be done: `actions` by key, `buttons` in the toolbar by key.

    Made in two parts.  What is to be seen of it without an open document comes at once: the menus' names, the title and
    the buttons `FIRST`; the rest with `fill`.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._acts: Sequence[Act] = ()
        self.actions: dict[str, QAction] = {}
        self.buttons: dict[str, QPushButton] = {}
        self._placed: dict[str, QAction] = {}
        bar = window.menuBar()
        bar.clear()
        self._menus = {name: bar.addMenu(window.texts.say(f"menu.{name}")) for name in _MENUS}
        self._bar = _Bar()
        self._bar.setObjectName("toolbar")
        self._bar.setMovable(False)
        self._bar.setProperty("contextMenuPolicy", NO_MENU)
        gap = QWidget()
        QHBoxLayout(gap).addStretch(1)
        self._before_title = self._bar.addWidget(self._bar.title)
        self._before_gap = self._bar.addWidget(gap)
        for key in FIRST:
            self._placed[key] = self._bar.addWidget(self._button(key, window.texts.say(key), ""))
        window.addToolBar(self._bar)

    def fill(self, acts: Sequence[Act]) -> None:
        """Bring everything else."""
        self._acts = acts
        for act in acts:
            self._make(act)
        self._fill_menus()
        self._fill_bar()
        self._bar.whole = True

    def _make(self, act: Act) -> None:
        from PySide6.QtGui import QAction, QKeySequence  # noqa: PLC0415 - the first window does without

        action = QAction(self._window)  # a text here would make the class QIcon with its hundreds of names
        action.setText(self._window.texts.say(act.key))
        if act.shortcut:
            keys = [QKeySequence(key) for key in act.shortcut.split()]
            action.setShortcuts(keys)  # one alone would name Qt, see `widgets.make`
        action.triggered.connect(lambda _checked: act.run())
        self._window.addAction(action)
        self.actions[act.key] = action

    def _fill_menus(self) -> None:
        from PySide6.QtGui import QAction, QActionGroup, QKeySequence  # noqa: PLC0415 - the first window does without

        say = self._window.texts.say
        for name, menu in self._menus.items():
            acts = sorted((act for act in self._acts if act.menu == name), key=lambda act: act.group)
            for turn, (_group, together) in enumerate(groupby(acts, key=lambda act: act.group)):
                if turn:
                    menu.addSeparator()
                menu.addActions([self.actions[act.key] for act in together])
            if name == "file":
                menu.addSeparator()
                leave = menu.addAction(say("action.quit"), QKeySequence("Ctrl+Q"), self._window.close)
                self.actions["action.quit"] = leave
            if name == "view":
                self._language = menu.addMenu(say("menu.language"))
        group = QActionGroup(self._window)
        for code, name in LANGUAGES.items():
            choice = QAction(self._window)
            choice.setText(name)
            choice.setCheckable(True)
            choice.setChecked(code == self._window.texts.language)
            choice.triggered.connect(lambda _checked, code=code: self._window.set_language(code))
            group.addAction(choice)
            self._language.addAction(choice)

    def _fill_bar(self) -> None:
        from PySide6.QtWidgets import QButtonGroup  # noqa: PLC0415 - the first window does without

        self._tabs = QButtonGroup(self._bar)
        anchors = {"back": self._before_title, "tab": self._before_gap}
        for place in ("back", "tab", "plain", "primary"):
            for act in self._acts:
                if act.bar != place or act.key in self.buttons:
                    continue
                made = self._button(act.key, self._window.texts.say(act.words or act.key), place)
                anchor = anchors.get(place)
                self._placed[act.key] = self._bar.insertWidget(anchor, made) if anchor else self._bar.addWidget(made)
                if place == "tab":
                    self._tabs.addButton(made)

    def _button(self, key: str, words: str, place: str) -> QPushButton:
        made = button(words, _LOOKS.get(place, ""), checkable=place == "tab")
        made.clicked.connect(lambda _checked: self._run(key))
        self.buttons[key] = made
        return made

    def _run(self, key: str) -> None:
        self._window.complete()
        next(act for act in self._acts if act.key == key).run()

    def say(self, title: str, detail: str) -> None:
        """Name what is open."""
        self._bar.words = title
        self._bar.title.setToolTip(f"{title}\n{detail}" if detail else "")
        self._bar.fit()

    @property
    def title(self) -> str:
        """What the toolbar names."""
        return self._bar.words

    def update(self) -> None:
        """Ask every act anew whether it can be done now."""
        if not self._acts:
            return
        self._tabs.setExclusive(False)
        for act in self._acts:
            enabled = act.enabled()
            self.actions[act.key].setEnabled(enabled)
            if act.says is not None:
                self.actions[act.key].setText(act.says().replace("&", "&&"))
            if act.key in self.buttons:
                self.buttons[act.key].setEnabled(enabled)
                self._placed[act.key].setVisible(act.visible())
            if act.checked is not None:
                self.buttons[act.key].setChecked(act.checked())
        self._tabs.setExclusive(True)
        self._bar.fit()

    def remove(self) -> None:
        """Take the toolbar and the keys away, for another language."""
        self._window.removeToolBar(self._bar)
        self._bar.deleteLater()
        for action in self.actions.values():
            self._window.removeAction(action)
            action.deleteLater()
