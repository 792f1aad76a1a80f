"""The window's side of Claude and MinerU: what is set, what it would cost, asking, trying.  Slow things on a thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from estimator_desktop.domain.job import Job, JobKind
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.queue import Queue
from estimator_desktop.storage.store import Store
from estimator_desktop.ui.thread import Submits, telling

if TYPE_CHECKING:
    from estimator_desktop.domain.advice import Estimate, Suggestion
    from estimator_desktop.domain.bill import Position
    from estimator_desktop.domain.match import Match
    from estimator_desktop.jobs.supervisor import Supervisor
    from estimator_desktop.keys import Keys
    from estimator_desktop.usecases.advising import AiSettings


@dataclass(frozen=True, slots=True)
class Plan:
    """What asking about a document would cost, for each thing that can be asked; pages that are unsure."""

    document: str
    everything: Estimate
    doubtful: Estimate
    choices: Estimate
    reread: Estimate
    pages: int
    left: Decimal


@dataclass(frozen=True, slots=True)
class Engine:
    """MinerU as it was found: the program and version, empty where there is none; how to get models."""

    program: str = ""
    version: str = ""
    needs_models: bool = False
    download: str = ""


class ClaudeDesk(QObject):
    """Everything about Claude and MinerU that is not Qt.

    Signals: `key_known` with a `KeyPlace` and whether there is a keychain; `planned` with a `Plan`; `found` with an
    `Engine`; `trouble` with a `UserError`; `changed` when something was set here.
    """

    key_known = Signal(object, bool)
    planned = Signal(object)
    found = Signal(object)
    trouble = Signal(object)
    changed = Signal()
    _restart = Signal()

    def __init__(
        self,
        store: Store,
        queue: Queue,
        loader: Submits,
        supervisor: Callable[[], Supervisor | None],
        watch: Callable[[str], None],
        keys: Keys | None = None,
    ) -> None:
        super().__init__()
        self.store = store
        self._queue = queue
        self._loader = loader
        self._supervisor = supervisor
        self._watch = watch
        if keys is not None:
            self.keys = keys
        self._restart.connect(self._start_worker)

    @cached_property
    def keys(self) -> Keys:
        """Where Claude's key is kept."""
        from estimator_desktop.keys import Keys  # noqa: PLC0415 - not for the first window

        return Keys()

    # what is set

    def settings(self) -> AiSettings:
        """What is in force."""
        from estimator_desktop.usecases.advising import settings_of  # noqa: PLC0415 - not for the first window

        return settings_of(self.store)

    def set(self, key: str, value: str) -> None:
        """Keep a setting."""
        if self.store.setting(key) != value and self._kept(lambda: self.store.set_setting(key, value)):
            self.changed.emit()

    def _kept(self, write: Callable[[], object]) -> bool:
        """Write something; whether it was kept.  A busy or full disk is said, not thrown."""
        try:
            write()
        except UserError as error:
            self.trouble.emit(error)
            return False
        return True

    def consent(self, *, everything: bool, projects: bool) -> None:
        """Allow all projects, or only those allowed one by one, or (neither) none."""
        ai = self.store.ai

        def write() -> None:
            with self.store.transaction():
                if everything:
                    ai.consent()
                    return
                ai.withdraw()
                if not projects:
                    for project in ai.consents():
                        ai.withdraw(project)

        self._kept(write)

    @property
    def on(self) -> bool:
        """Whether Claude is switched on."""
        return self.store.setting("ai_on") == "yes"

    def look_for_key(self) -> None:
        """Find out where the key is; `key_known` brings it."""
        self._run(lambda: self.key_known.emit(self.keys.place, self.keys.can_keep))

    def keep_key(self, key: str, *, session: bool) -> None:
        """Keep a key, in the keychain or for this session; `key_known` tells how it went."""

        def work() -> None:
            if session:
                self.keys.keep_for_session(key)
                self._renew()
            else:
                self.keys.keep(key)
            self.key_known.emit(self.keys.place, self.keys.can_keep)

        self._run(work)

    def forget_key(self) -> None:
        """Forget the key everywhere."""

        def work() -> None:
            here = self.keys.in_environment
            try:
                self.keys.forget()
            finally:
                if here:
                    self._renew()
                self.key_known.emit(self.keys.place, self.keys.can_keep)

        self._run(work)

    def _renew(self) -> None:
        """The worker has the environment it was started with: another one takes its place and its jobs."""
        supervisor = self._supervisor()
        if supervisor is not None and supervisor.alive:
            supervisor.stop()
            self._restart.emit()

    def _start_worker(self) -> None:
        supervisor = self._supervisor()
        if supervisor is not None:
            supervisor.start()

    # asking

    def plan(self, document: str) -> None:
        """Count what asking about a document would cost; `planned` brings it."""

        def work() -> None:
            from estimator_desktop.usecases import advising, rereading  # noqa: PLC0415 - not for the first window

            known = self.store.document(document)
            bill = self.store.bills.load(document)
            if known is None or bill is None:
                raise UserError("not_audited", file=document)
            caps = advising.settings_of(self.store).caps
            left = min(caps.project - self.store.ai.spent(known.project), caps.month - self.store.ai.spent_in_month())
            pages = len(rereading.unsure_pages(bill)) if rereading.unproven(bill) else 0
            plan = Plan(
                document,
                advising.opinion_estimate(self.store, document, advising.ALL),
                advising.opinion_estimate(self.store, document, advising.DOUBTFUL),
                advising.choice_estimate(self.store, document),
                advising.page_estimate(self.store, pages),
                pages,
                max(left, Decimal(0)),
            )
            self.planned.emit(plan)

        self._run(work)

    def allow(self, document: str, *, everything: bool) -> None:
        """Switch Claude on and note the person's consent for a document's project, or for all."""
        known = self.store.document(document)
        if known is None:
            return

        def write() -> None:
            with self.store.transaction():
                self.store.set_setting("ai_on", "yes")
                if everything:
                    self.store.ai.consent()
                else:
                    self.store.ai.consent(known.project)

        if self._kept(write):
            self.changed.emit()

    def allowed(self, document: str) -> bool:
        """Whether the texts of a document's project may be sent."""
        known = self.store.document(document)
        return known is not None and self.store.ai.consented(known.project)

    def ask(self, kind: JobKind, document: str, payload: Mapping[str, str]) -> None:
        """Start asking."""
        self._kept(lambda: self._watch(self._queue.ask_claude(kind, document, payload)))

    def suggestion(self, document: str, position: Position, match: Match | None) -> Suggestion | None:
        """What Claude suggests for a match as it is now."""
        if match is None or not self.on:
            return None
        from estimator_desktop.usecases.advising import suggestion_for  # noqa: PLC0415 - not for the first window

        return suggestion_for(self.store, document, position, match)

    def spent(self, document: str) -> tuple[Decimal, Decimal]:
        """What a document's project and this month cost so far, in dollars."""
        known = self.store.document(document) if document else None
        project = self.store.ai.spent(known.project) if known is not None else Decimal(0)
        return project, self.store.ai.spent_in_month()

    # trying

    def test(self) -> str:
        """Test the connection in the background; the job's id, empty where it could not be queued."""
        return self._queued(JobKind.CLAUDE_CHECK)

    def _queued(self, kind: JobKind) -> str:
        try:
            return self._queue.run_now(kind)
        except UserError as error:
            self.trouble.emit(error)
            return ""

    def look_for_mineru(self) -> None:
        """Find MinerU and its version; `found` brings it."""

        def work() -> None:
            from estimator_desktop.jobs import mineru  # noqa: PLC0415 - not for the first window

            program = mineru.find_mineru(self.store.setting(mineru.PATH) or "")
            if program is None:
                self.found.emit(Engine())
                return
            version = mineru.version_of(program)
            self.found.emit(Engine(program.path, version, program.needs_models, program.download))

        self._run(work)

    def try_mineru(self) -> str:
        """Try MinerU on a page of the sample; the job's id, empty where it could not be queued."""
        return self._queued(JobKind.MINERU_CHECK)

    def job(self, identity: str) -> Job | None:
        """A job as it is now."""
        return self.store.jobs.get(identity)

    def tried(self, identity: str) -> tuple[str, str]:
        """What a trial of MinerU came to: positions and seconds."""
        words = [event.detail.split() for event in self.store.jobs.events(identity) if event.event == "tried"]
        return (words[-1][0], words[-1][1]) if words else ("0", "0")

    def _run(self, work: Callable[[], None]) -> None:
        self._loader.submit(telling(work, self.trouble.emit))
