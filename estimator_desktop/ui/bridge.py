"""The window's side of everything that is not Qt: it enqueues and looks.

Every quarter of a second the database's `data_version` tells whether somebody has written; only then is anything read.
Documents are loaded on one background thread and arrive by signal.  What serves one subject alone is a desk of its own,
made when it is first needed: the first window waits for none of them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from estimator_desktop.config import Paths
from estimator_desktop.storage.store import ProjectSummary, Store
from estimator_desktop.texts import Texts
from estimator_desktop.ui.later import Choices, Later, busy
from estimator_desktop.ui.thread import LateThread, telling

if TYPE_CHECKING:
    from estimator_desktop.domain.job import Job
    from estimator_desktop.jobs.monitor import JobMonitor
    from estimator_desktop.jobs.queue import Queue
    from estimator_desktop.jobs.supervisor import Supervisor
    from estimator_desktop.storage.upkeep import ArchivedProject
    from estimator_desktop.ui.catalogue_desk import CatalogueDesk
    from estimator_desktop.ui.claude_desk import ClaudeDesk
    from estimator_desktop.ui.comparison_desk import ComparisonDesk
    from estimator_desktop.ui.following import Following
    from estimator_desktop.ui.job_desk import JobDesk
    from estimator_desktop.ui.models.desk import Desk
    from estimator_desktop.ui.review_desk import ReviewDesk
    from estimator_desktop.ui.sheets_desk import SheetsDesk
    from estimator_desktop.ui.unlock_desk import UnlockDesk
    from estimator_desktop.usecases.intake import Import

_LOOK_EVERY = 250
_PATIENCE, _LOOK_PATIENCE, _LAST_PATIENCE = 0.4, 0.05, 10.0
"""Seconds that the window waits for a busy database: at a click, at a look, and once when it closes."""
FINISH_SETTING = "finish_jobs_after_close"
_log = logging.getLogger(__name__)


class Bridge(QObject):
    """Owns the store, the queue and the worker's supervisor for one window.

    Signals: `changed` when anything stored changed; `loaded` with a `Desk`; `audited` with a document that was dropped
    here and is ready; `failed` with a job that ended badly; `exported` with the job of a finished export; `trouble`
    with an error of loading (code, params, detail); `counted` with the `Overview` that was asked for. `checked` brings
    the checks of the program's state.
    """

    changed = Signal()
    loaded = Signal(object)
    audited = Signal(str)
    failed = Signal(object)
    exported = Signal(object)
    trouble = Signal(object)
    checked = Signal(object)
    counted = Signal(object)
    taken = Signal(object, object, object, str)
    waiting = Signal(int)
    """So many changes wait for a busy database; 0: no longer."""
    _imported = Signal(object, object, object, str)

    def __init__(self, paths: Paths, parent: QObject | None = None, supervisor: Supervisor | None = None) -> None:
        super().__init__(parent)
        self.store = Store(paths)
        self.store.set_patience(_PATIENCE)
        self.later = Later()
        self.later.waiting.connect(self.waiting)
        self._choices = Choices(self.store, self.later)
        self._left = Event()
        self._supervisor = supervisor
        self._loader = LateThread("loader")
        self._imported.connect(self._follow)
        self._version = -1
        self._wanted = ""
        self.revised: set[str] = set()
        """New revisions taken in here that nobody was told of yet."""
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self._look)

    @cached_property
    def _queue(self) -> Queue:
        from estimator_desktop.jobs.queue import Queue  # noqa: PLC0415 - the first window shows itself without

        return Queue(self.store, self._wake)

    @cached_property
    def monitor(self) -> JobMonitor:
        """Looks at jobs and steers them."""
        from estimator_desktop.jobs.monitor import JobMonitor  # noqa: PLC0415 - see `_queue`

        return JobMonitor(self.store, self._queue)

    @cached_property
    def _following(self) -> Following:
        from estimator_desktop.ui.following import Following  # noqa: PLC0415 - see `_queue`

        following = Following(self.failed.emit, self.audited.emit, self.exported.emit)
        following.watch(job.id for job in self.monitor.listed() if not job.settled)
        return following

    @cached_property
    def catalogues(self) -> CatalogueDesk:
        """Price lists and matches."""
        from estimator_desktop.ui.catalogue_desk import CatalogueDesk  # noqa: PLC0415 - see `_queue`

        desk = CatalogueDesk(self.store, self._queue, self._loader, self._await)
        desk.trouble.connect(self.trouble)
        return desk

    @cached_property
    def claude(self) -> ClaudeDesk:
        """Claude and MinerU."""
        from estimator_desktop.ui.claude_desk import ClaudeDesk  # noqa: PLC0415 - see `_queue`

        desk = ClaudeDesk(self.store, self._queue, self._loader, lambda: self._supervisor, self._await)
        desk.trouble.connect(self.trouble)
        return desk

    @cached_property
    def work(self) -> JobDesk:
        """Stopping jobs, trying them again, ordering exports."""
        from estimator_desktop.ui.job_desk import JobDesk  # noqa: PLC0415 - see `_queue`

        return JobDesk(
            self.store, self._queue, self.monitor, self.later,
            watch=self._following.watch, expect=self.expect, changed=self._changed_by_us,
        )  # fmt: skip

    @cached_property
    def comparisons(self) -> ComparisonDesk:
        """Revisions and bids beside each other."""
        from estimator_desktop.ui.comparison_desk import ComparisonDesk  # noqa: PLC0415 - see `_queue`

        desk = ComparisonDesk(self.store, self._loader)
        desk.trouble.connect(self.trouble)
        return desk

    @cached_property
    def unlocking(self) -> UnlockDesk:
        """Protected files."""
        from estimator_desktop.ui.unlock_desk import UnlockDesk  # noqa: PLC0415 - see `_queue`

        return UnlockDesk(self._queue, self._loader)

    @cached_property
    def sheets(self) -> SheetsDesk:
        """The cells of table files."""
        from estimator_desktop.ui.sheets_desk import SheetsDesk  # noqa: PLC0415 - see `_queue`

        return SheetsDesk(self.store)

    @cached_property
    def review(self) -> ReviewDesk:
        """The person's decisions and words on matches."""
        from estimator_desktop.ui.review_desk import ReviewDesk  # noqa: PLC0415 - see `_queue`

        desk = ReviewDesk(self.store)
        desk.trouble.connect(self.trouble)
        desk.corrected.connect(self._judge_again)
        desk.answered.connect(self._match_again)
        desk.waiting.connect(self.waiting)
        return desk

    def start(self) -> None:
        """Start the worker and look for changes from now on."""
        from estimator_desktop.jobs.supervisor import Supervisor  # noqa: PLC0415 - the window shows itself first

        self._supervisor = self._supervisor or Supervisor(self.store.paths)
        self._supervisor.start()
        self._timer.start()
        self._look()

    def _wake(self) -> None:
        """What is queued before the worker starts is found when it does."""
        if self._supervisor is not None:
            self._supervisor.wake()

    def stop(self) -> None:
        """Let the worker go home and close the database."""
        self._timer.stop()
        self._left.set()
        for name in ("unlocking", "review", "sheets"):
            if name in vars(self):
                getattr(self, name).leave()
        self._loader.end(drop=True)
        self.store.set_patience(_LAST_PATIENCE)
        try:
            self.later.again()
        except Exception:  # noqa: BLE001 - logged; the window closes all the same
            _log.exception("what waited for the database could not be written")
        if self.later:
            _log.error("%d changes could not be written: the database stayed busy", len(self.later))
        if self._supervisor is not None:
            finish = self.setting(FINISH_SETTING) == "yes" and bool(self.store.jobs.unsettled())
            self._supervisor.stop(finish=finish)
        self.store.close()

    @property
    def worker_pid(self) -> int | None:
        """The process id of our worker, for diagnosis."""
        return self._supervisor.pid if self._supervisor is not None else None

    def import_files(self, files: Sequence[Path], revision_of: str = "") -> None:
        """Take files in, in the background, as the new revision of a document where one is named.

        Of a folder the files in it. `taken` brings the files, the documents already here, what is wrong with the
        others, and `revision_of`.
        """
        queue = self._queue

        def work() -> None:
            from estimator_desktop.ui.loading import take_in  # noqa: PLC0415 - see `_queue`

            self.store.set_patience(_PATIENCE)
            taken, results, errors = take_in(queue, tuple(files), revision_of, self._left, self.waiting.emit)
            self.store.set_patience(_LAST_PATIENCE)
            self._imported.emit(taken, results, errors, revision_of)

        self._loader.submit(work)

    def _follow(self, files: object, results: list[Import], errors: object, revision_of: str) -> None:
        """On the window's own thread: remember what to tell of later."""
        for result in results:
            if result.job:
                self._following.watch([result.job])
                self._following.expect(result.document)
                if revision_of:
                    self.revised.add(result.document)
        known = tuple(result.document for result in results if result.known and not result.job)
        self.taken.emit(files, known, errors, revision_of)
        self._changed_by_us()

    def _await(self, job: str) -> None:
        """Tell when a job fails; a document that is matched again is shown anew when its audit is done."""
        self._following.watch_again(job)
        self._changed_by_us()

    def awaits_nothing(self) -> bool:
        """Whether all that was to be matched or asked again has ended, with the audits behind it."""
        return not self._following.again

    def projects(self) -> tuple[ProjectSummary, ...]:
        """All projects, most recent first."""
        return self.store.projects()

    def projects_apart(self, texts: Texts) -> Sequence[ProjectSummary]:
        """All projects under names that differ, most recent first."""
        projects = self.projects()
        if len({project.name for project in projects}) == len(projects):
            return projects
        from estimator_desktop.usecases.names import projects_apart  # noqa: PLC0415 - seldom needed

        return projects_apart(self.store, projects, texts)

    def names_of(self, documents: Sequence[str], texts: Texts) -> list[str]:
        """What to call the projects of documents: where they share a name, with what tells them apart."""
        from estimator_desktop.usecases.names import names_of  # noqa: PLC0415 - seldom needed

        return names_of(self.store, documents, texts)

    def archived(self, texts: Texts) -> Sequence[ArchivedProject]:
        """The projects in the archive under names that differ; opening a document brings its project back."""
        found = self.store.upkeep.archived() if self.store.has_archived() else ()
        if len({project.name for project in found}) == len(found):
            return found
        from dataclasses import replace  # noqa: PLC0415 - seldom needed

        names = self.names_of([project.document for project in found], texts)
        return [replace(project, name=name) for project, name in zip(found, names, strict=True)]

    def delete_project(self, document: str, name: str) -> None:
        """Delete a document's project for good, in the background; `trouble` says where that cannot be."""
        self._in_background(lambda: self.store.upkeep.delete_project(document), name)

    def check_health(self) -> None:
        """Look how everything is, in the background; `checked` brings the answer."""

        def work() -> None:
            from estimator_desktop.jobs.health import gather, judge  # noqa: PLC0415 - see `_queue`

            self.checked.emit(judge(gather(self.store.paths)))

        self._in_background(work, "")

    def jobs(self) -> tuple[Job, ...]:
        """All jobs, newest first."""
        return self.monitor.listed()

    def unsettled(self) -> tuple[Job, ...]:
        """The jobs that are queued or running, newest first."""
        return self.store.jobs.unsettled()[::-1] if self.store.is_at_work() else ()

    def expect(self, job: str) -> None:
        """Tell how a job ends, and open its document when it has been audited."""
        self._following.watch([job])
        known = self.monitor.status(job)
        if known is not None:
            self._following.expect(known.document)
        self._changed_by_us()

    def setting(self, key: str, default: str = "") -> str:
        """A stored choice of the user."""
        value = self._choices.get(key)
        return default if value is None else value

    def set_setting(self, key: str, value: str) -> None:
        """Remember a choice of the user."""
        self._choices.set(key, value)

    def touch(self, project: str) -> None:
        """Note that a project is used now; an archived one comes back with that."""
        self.later.do(lambda: self.store.touch(project))

    def load(self, document: str, texts: Texts) -> None:
        """Load a document in the background; `loaded` brings it, unless another was asked for meanwhile."""
        self._wanted = document

        def work() -> None:
            from estimator_desktop.ui.loading import desk_of  # noqa: PLC0415 - see `_queue`

            desk = desk_of(self.store, document, texts)
            if document == self._wanted:
                self.loaded.emit(desk)

        def name() -> str:
            from estimator_desktop.ui.loading import name_of  # noqa: PLC0415 - see `_queue`

            return name_of(self.store, document, texts)

        self._in_background(work, name)

    def count(self, desk: Desk) -> None:
        """Count a document's overview in the background; `counted` brings it."""

        def work() -> None:
            from estimator_desktop.ui.models.overview import overview_of  # noqa: PLC0415 - see `_queue`

            overview = overview_of(desk)
            if overview is not None:
                self.counted.emit(overview)

        self._in_background(work, desk.file)

    def _in_background(self, work: Callable[[], None], file: str | Callable[[], str]) -> None:
        """Do it on the loading thread; what goes wrong is said to the user."""
        self._loader.submit(telling(work, self.trouble.emit, file))

    def _judge_again(self, document: str) -> None:
        """Audit a corrected document anew, unless an audit that has not begun yet will see the change anyway."""
        if not self.monitor.audit_waits(document):
            self.later.do(lambda: self._following.watch([self._queue.audit(document)]))
        self._changed_by_us()

    def _match_again(self, document: str, positions: tuple[int, ...]) -> None:
        """Match positions anew that the person had a word on; the audit follows."""
        if positions:
            self.later.do(lambda: self._following.watch_again(self._queue.enrich(document, positions)))
        self._changed_by_us()

    def _changed_by_us(self) -> None:
        self._version = -1
        self._look()

    def _look(self) -> None:
        """See what changed.  Where the database is busy, the next look tries again: the window never waits for it."""
        if self._supervisor is not None:
            self._supervisor.tick()
        self.store.set_patience(_LOOK_PATIENCE)
        try:
            self.later.again()
            version = self.store.data_version()
            if version == self._version:
                return
            self._following.look(self.monitor.listed())
            self.catalogues.look()
            self._version = version
        except Exception as error:
            if not busy(error):
                raise
            self._version = -1
            return
        finally:
            self.store.set_patience(_PATIENCE)
        self.changed.emit()
