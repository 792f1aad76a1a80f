"""What the person does in a budget, stored in order on a thread of its own: the window's waits for no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from estimator_desktop.storage.store import Store
from estimator_desktop.ui.later import patiently
from estimator_desktop.ui.thread import LateThread, telling

if TYPE_CHECKING:
    from estimator_desktop.domain.decision import Action
    from estimator_desktop.domain.deed import Deed
    from estimator_desktop.domain.match import Answer, CatalogueItem
    from estimator_desktop.ui.models.desk import Desk

_PATIENCE = 2.0
T = TypeVar("T")


class ReviewDesk(QObject):
    """Signals: `redecided` with the `Desk` as it is after a decision, a word on a match, an undo or a redo.

    `indexed` brings a document with what found something in it: positions by rule, positions by role.  `trouble` an
    error that the person should know of.
    """

    redecided = Signal(object)
    indexed = Signal(str, object, object)
    corrected = Signal(str)
    """The document whose values were changed: it is to be judged again."""
    answered = Signal(str, object)
    """A document and the positions whose matches the person had a word on: they are to be matched again."""
    stepped = Signal(object, bool)
    """What was undone (True) or redone (False): a `Deed`, None where there was nothing to; after `redecided`."""
    taken = Signal(str, int)
    """The document that an edited file's values were taken over into, and how many."""
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

    def answer(
        self, desk: Desk, position: int, answer: Answer, item: CatalogueItem | None = None, *, rule: bool = False
    ) -> None:
        """Keep the person's word on a match (`OPEN` takes it back), as a rule too where asked for."""
        subject = desk.bill.positions[position]  # as it was read: that is what is matched

        def store() -> None:
            from estimator_desktop.domain.match import PersonalRule  # noqa: PLC0415 - not for the first window

            kept = None
            if rule and item is not None:
                kept = PersonalRule(subject.description, subject.unit, item.code, item.system)
            if self._store.matches.say(desk.document, subject, answer, item, kept):
                self.answered.emit(desk.document, (position,))

        self._then_show(desk, store)

    def take_edits(self, document: str, edits: Sequence[tuple[int, str, str]], reason: str) -> None:
        """Store the values of an edited file, all of them or none; `taken` tells when that is done."""

        def work() -> None:
            self._patiently(lambda: self._store.decisions.edit_all(document, edits, reason))
            self.corrected.emit(document)
            self.taken.emit(document, len(edits))

        self._run(work)

    def undo(self, desk: Desk, *, back: bool) -> None:
        """Take back what was done last, whatever it was, or bring it again."""
        deeds = self._store.deeds

        def step() -> Deed | None:
            deed = (deeds.undo if back else deeds.redo)(desk.document)
            if deed is not None and deed.kind.on_values:
                self.corrected.emit(desk.document)
            if deed is not None and deed.kind.on_match:
                there = tuple(position for position in deed.positions if position < len(desk.rows))
                self.answered.emit(desk.document, there)
            return deed

        self._then_show(desk, step, lambda deed: self.stepped.emit(deed, back))

    def look_again(self, desk: Desk) -> None:
        """Bring a document with what was done in it until now; `redecided` brings it."""
        self._then_show(desk, lambda: None)

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

    def _patiently(self, act: Callable[[], T]) -> T:
        self._store.set_patience(_PATIENCE)
        return patiently(act, self._left, self.waiting.emit)

    def _then_show(self, desk: Desk, act: Callable[[], T], tell: Callable[[T], object] = lambda _result: None) -> None:
        def work() -> None:
            from estimator_desktop.domain.decision import standing  # noqa: PLC0415 - not for the first window
            from estimator_desktop.ui.models.desk import redecided  # noqa: PLC0415

            result = self._patiently(act)
            stands = standing(self._store.decisions.all(desk.document))
            made = redecided(desk, stands, self._store.deeds.all(desk.document))
            _ = made.values, made.counts, made.progress, made.open  # made here, not when they are painted
            self.redecided.emit(made)
            tell(result)

        self._run(work)

    def _run(self, work: Callable[[], None]) -> None:
        self._thread.submit(telling(work, self.trouble.emit))
