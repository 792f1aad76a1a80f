"""Undo and redo of everything that is done in the open budget, and its history beside the positions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from estimator_desktop.ui.side import Act, Side
from estimator_desktop.ui.sides.review import ReviewSide

if TYPE_CHECKING:
    from estimator_desktop.domain.deed import Deed
    from estimator_desktop.ui.main_window import MainWindow
    from estimator_desktop.ui.models.desk import Desk
    from estimator_desktop.ui.pages.desk import DeskPage
    from estimator_desktop.ui.panels.history import HistoryPanel


class HistorySide(Side):
    """The menu says what would be undone and redone; what was is said under the table."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._review = window.side(ReviewSide)
        self._desk: DeskPage | None = None
        self.panel: HistoryPanel | None = None
        self.bridge.review.stepped.connect(self._stepped)

    def acts(self) -> Sequence[Act]:
        """Undo, redo, the history."""

        def shown() -> bool:
            return self._review.shown

        return (
            Act("action.undo", self.undo, "Ctrl+Z", "edit", enabled=shown, says=lambda: self._next("undo")),
            Act(
                "action.redo", self.redo, "Ctrl+Shift+Z Ctrl+Y", "edit", enabled=shown, says=lambda: self._next("redo")
            ),
            Act("action.history", self.show, "", "edit", 1, enabled=shown),
        )

    def undo(self) -> None:
        """Take back what was done last."""
        if self._review.desk is not None:
            self.bridge.review.undo(self._review.desk, back=True)

    def redo(self) -> None:
        """Bring again what was taken back last."""
        if self._review.desk is not None:
            self.bridge.review.undo(self._review.desk, back=False)

    def show(self) -> None:
        """Show what was done here."""
        if self._desk is not None and self.panel is not None:
            self._desk.docks["findings"].show()
            self._desk.side.setCurrentWidget(self.panel)
            if self.panel.model.rowCount():  # an empty list is hidden, and would take the keyboard when it is not
                self.panel.list.setFocus()

    def desk_made(self, page: DeskPage) -> None:
        """Stand beside findings and match."""
        from estimator_desktop.ui.panels.history import HistoryPanel  # noqa: PLC0415 - see `side`

        self._desk = page
        self.panel = panel = HistoryPanel(self.texts)
        page.side.addTab(panel, self.texts.say("history.title"))
        page.decide.undo.connect(self.undo)
        panel.undo.connect(self.undo)
        panel.redo.connect(self.redo)
        panel.chosen.connect(self._show_deed)

    def loaded(self, desk: Desk) -> None:
        """Show what was done, and on the button what would be undone."""
        if self._desk is not None and self.panel is not None:
            self.panel.show_history(desk)
            self._desk.decide.back.setToolTip(self._next("undo"))

    def _next(self, step: str) -> str:
        """What an undo or redo would do, by name."""
        from estimator_desktop.domain.deed import to_redo, to_undo  # noqa: PLC0415 - see `side`

        desk = self._review.desk
        deed = (to_undo if step == "undo" else to_redo)(desk.deeds) if desk is not None else None
        if desk is None or deed is None:
            return self.texts.say(f"action.{step}")
        return self.texts.say(f"{step}.next", deed=self._words(deed, desk))

    def _stepped(self, deed: Deed | None, back: bool) -> None:  # noqa: FBT001 - as the signal brings it
        """Say what was undone or redone: it may have been far from what is looked at."""
        desk = self._review.desk
        if desk is None or self._desk is None:
            return
        step = "undo" if back else "redo"
        if deed is None:
            self._desk.say(self.texts.say(f"{step}.nothing"))
        else:
            self._desk.say(self.texts.say(f"{step}.done", deed=self._words(deed, desk)))

    def _show_deed(self, deed: Deed) -> None:
        """Go to the rows that a deed was about."""
        desk = self._review.desk
        if desk is None or self._desk is None:
            return
        here = [position for position in deed.positions if position < len(desk.rows)]
        if len(here) == 1:
            self._desk.show_position(here[0])
        elif here:
            self._desk.show_only(frozenset(here), self._words(deed, desk))

    def _words(self, deed: Deed, desk: Desk) -> str:
        from estimator_desktop.ui.models.history import words_of  # noqa: PLC0415 - see `side`

        return words_of(deed, desk, self.texts)
