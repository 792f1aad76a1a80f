"""Asking Claude about the open document, and what it costs while it works."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from estimator_desktop.domain.job import JobKind
from estimator_desktop.ui.side import Act, Side
from estimator_desktop.ui.sides.review import ReviewSide
from estimator_desktop.ui.widgets.make import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

    from estimator_desktop.ui.dialogs.ask_claude import AskDialog
    from estimator_desktop.ui.main_window import MainWindow


class ClaudeSide(Side):
    """Owns the dialog and the counter at the window's foot, which is there only while Claude is switched on."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.bridge.claude.changed.connect(self.refresh)
        self.dialog: AskDialog | None = None
        self.counter: QLabel | None = None

    def acts(self) -> Sequence[Act]:
        """Ask about the open document."""
        return (Act("ai.action_opinions", self.show, "", "file", 1, enabled=self._ready),)

    def _ready(self) -> bool:
        return bool(self.window.side(ReviewSide).document)

    def show(self) -> None:
        """Ask what is to be asked, for how much and with whose texts."""
        document = self.window.side(ReviewSide).document
        if not document:
            return
        from estimator_desktop.ui.dialogs.ask_claude import AskDialog  # noqa: PLC0415 - see `side`

        self.dialog = AskDialog(self.texts, self.bridge.claude, document, self.window)
        self.dialog.asked.connect(lambda jobs: self._asked(document, jobs))
        self.dialog.settings.connect(self.show_settings)
        self.dialog.open()

    def _asked(self, document: str, jobs: Sequence[tuple[JobKind, dict[str, str]]]) -> None:
        for kind, payload in jobs:
            self.bridge.claude.ask(kind, document, payload)
        self.window.banner.say(self.texts.say("ai.asked"), trouble=False, done=self.bridge.awaits_nothing)

    def show_settings(self) -> None:
        """Go to where the key is set."""
        from estimator_desktop.ui.settings import SECTIONS  # noqa: PLC0415 - see `side`
        from estimator_desktop.ui.settings.engines import ClaudeSection  # noqa: PLC0415
        from estimator_desktop.ui.sides.settings import SettingsSide  # noqa: PLC0415

        settings = self.window.side(SettingsSide)
        settings.show()
        settings.page.names.setCurrentRow(SECTIONS.index(ClaudeSection))

    def refresh(self) -> None:
        """Say what was spent."""
        desk = self.bridge.claude
        if not desk.on:
            if self.counter is not None:
                self.window.statusBar().hide()
            return
        if self.counter is None:
            self.counter = label(look="muted")
            self.window.statusBar().addPermanentWidget(self.counter)
            self.window.statusBar().setSizeGripEnabled(False)
        self.window.statusBar().show()
        project, month = desk.spent(self.window.side(ReviewSide).document)
        caps = desk.settings().caps
        number = self.texts.number
        self.counter.setText(self.texts.say("ai.live", spent=number(project, 4), cap=number(caps.project, 2)))
        self.counter.setToolTip(self.texts.say("ai.spent_month", month=number(month, 4)))

    def release(self) -> None:
        """The window is made anew: the counter goes with its words."""
        if self.counter is not None:
            self.window.statusBar().removeWidget(self.counter)
            self.counter.deleteLater()
            self.counter = None
