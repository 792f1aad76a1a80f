"""Decisions, stored in order on a thread of their own: the window's never waits for the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from estimator_desktop.storage.store import Store
from estimator_desktop.ui.later import patiently
from estimator_desktop.ui.thread import LateThread, telling

if TYPE_CHECKING:
    from estimator_desktop.domain.decision import Action
    from estimator_desktop.ui.models.desk import Desk

_PATIENCE = 2.0


class ReviewDesk(QObject):
    """Signals: `redecided` with the `Desk` as it is after a decision, an undo or a redo.

    `indexed` brings a document with what found something in it: positions by rule, positions by role.  `trouble` an
    error that the person should know of.
    """

    redecided = Signal(object)
    indexed = Signal(str, object, object)
    corrected = Signal(str)
    """The document whose values were changed: it is to be judged again."""
    trouble = Signal(object)
    waiting = Signal(int)
    """A decision waits for a busy database (1), or no longer (0)."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._left = Event()
        self._thread = LateThread("review")

    def leave(self) -> None:
        """Store what was decided to the last, then let the thread go."""
        self._left.set()
        self._thread.end()

    def decide(
        self, desk: Desk, positions: Sequence[int], action: Action, *, name: str = "", value: str = "", reason: str = ""
    ) -> None:
        """Store the same decision about some positions; they are undone together."""

        def store() -> None:
            verdicts = {position: desk.verdict(position) for position in positions}
            grounds = {position: verdict.ground if verdict else "" for position, verdict in verdicts.items()}
            self._store.decisions.add_all(desk.document, grounds, action, name=name, value=value, reason=reason)
            if action == "edit":
                self.corrected.emit(desk.document)

        self._then_show(desk, store)

    def undo(self, desk: Desk, *, back: bool) -> None:
        """Take the last decisions back, or bring them again."""
        decisions = self._store.decisions

        def step() -> None:
            taken = (decisions.undo if back else decisions.redo)(desk.document)
            if any(decision.action == "edit" for decision in taken):
                self.corrected.emit(desk.document)

        self._then_show(desk, step)

    def index(self, desk: Desk) -> None:
        """Look which rules and roles found something."""

        def look() -> None:
            by_rule: defaultdict[str, frozenset[int]] = defaultdict(frozenset)
            by_role: defaultdict[str, frozenset[int]] = defaultdict(frozenset)
            for rule, role, positions in self._store.bills.findings(desk.document):
                by_rule[rule] |= positions
                by_role[role] |= positions
            self.indexed.emit(desk.document, dict(by_rule), dict(by_role))

        self._run(look)

    def _then_show(self, desk: Desk, act: Callable[[], object]) -> None:
        def work() -> None:
            from estimator_desktop.domain.decision import standing  # noqa: PLC0415 - not for the first window
            from estimator_desktop.ui.models.desk import redecided  # noqa: PLC0415

            self._store.set_patience(_PATIENCE)
            patiently(act, self._left, self.waiting.emit)
            made = redecided(desk, standing(self._store.decisions.all(desk.document)))
            _ = made.values, made.counts, made.progress, made.open  # made here, not when they are painted
            self.redecided.emit(made)

        self._run(work)

    def _run(self, work: Callable[[], None]) -> None:
        self._thread.submit(telling(work, self.trouble.emit))
