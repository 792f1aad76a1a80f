"""Menus, toolbar and keys, made from what the sides offer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QSizePolicy, QToolBar, QWidget

from estimator_desktop.texts import LANGUAGES
from estimator_desktop.ui.side import Act
from estimator_desktop.ui.widgets.make import button, label

if TYPE_CHECKING:
    from estimator_desktop.ui.main_window import MainWindow

_MENUS = ("file", "view", "help")
_LOOKS = {"tab": "tab", "primary": "primary"}


class Commands:
    """Everything that can be done: `actions` by key, `buttons` in the toolbar by key."""

    def __init__(self, window: MainWindow, acts: Sequence[Act]) -> None:
        self._window = window
        self._acts = acts
        self.actions: dict[str, QAction] = {}
        self.buttons: dict[str, QPushButton] = {}
        self._placed: dict[str, QAction] = {}
        for act in acts:
            self._make(act)
        self._make_menus()
        self._make_bar()

    def _make(self, act: Act) -> None:
        action = QAction(self._window.texts.say(act.key), self._window)
        action.setShortcut(QKeySequence(act.shortcut))
        action.triggered.connect(lambda _checked: act.run())
        self._window.addAction(action)
        self.actions[act.key] = action

    def _make_menus(self) -> None:
        say = self._window.texts.say
        bar = self._window.menuBar()
        bar.clear()
        for name in _MENUS:
            menu = bar.addMenu(say(f"menu.{name}"))
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
            choice = QAction(name, self._window)
            choice.setCheckable(True)
            choice.setChecked(code == self._window.texts.language)
            choice.triggered.connect(lambda _checked, code=code: self._window.set_language(code))
            group.addAction(choice)
            self._language.addAction(choice)

    def _make_bar(self) -> None:
        self._bar = bar = QToolBar()
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._title: QLabel = label(look="heading")
        self._tabs = QButtonGroup(bar)
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        for place, after in (("back", self._title), ("tab", gap), ("plain", None), ("primary", None)):
            for act in self._acts:
                if act.bar == place:
                    self._placed[act.key] = bar.addWidget(self._button(act))
            if after is not None:
                bar.addWidget(after)
        self._window.addToolBar(bar)

    def _button(self, act: Act) -> QPushButton:
        words = self._window.texts.say(act.words or act.key)
        made = button(words, _LOOKS.get(act.bar, ""), checkable=act.bar == "tab")
        made.clicked.connect(lambda _checked: act.run())
        if act.bar == "tab":
            self._tabs.addButton(made)
        self.buttons[act.key] = made
        return made

    def say(self, title: str, detail: str) -> None:
        """Name what is open."""
        self._title.setText(title)
        self._title.setToolTip(detail)

    @property
    def title(self) -> str:
        """What the toolbar names."""
        return self._title.text()

    def update(self) -> None:
        """Ask every act anew whether it can be done now."""
        self._tabs.setExclusive(False)
        for act in self._acts:
            enabled = act.enabled()
            self.actions[act.key].setEnabled(enabled)
            if act.key in self.buttons:
                self.buttons[act.key].setEnabled(enabled)
                self._placed[act.key].setVisible(act.visible())
            if act.checked is not None:
                self.buttons[act.key].setChecked(act.checked())
        self._tabs.setExclusive(True)

    def remove(self) -> None:
        """Take the toolbar and the keys away, for another language."""
        self._window.removeToolBar(self._bar)
        self._bar.deleteLater()
        for action in self.actions.values():
            self._window.removeAction(action)
            action.deleteLater()
