"""The window's side of everything that is not Qt: it enqueues and looks.

Every quarter of a second the database's `data_version` tells whether somebody has written; only then is anything read.
Documents are loaded on one background thread and arrive by signal.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from estimator_desktop.config import Paths
from estimator_desktop.domain.job import Job, JobKind, JobState
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.monitor import JobMonitor
from estimator_desktop.jobs.queue import Queue
from estimator_desktop.storage.store import ProjectSummary, Store
from estimator_desktop.storage.trouble import as_user_error
from estimator_desktop.texts import Texts
from estimator_desktop.ui.catalogue_desk import CatalogueDesk
from estimator_desktop.ui.claude_desk import ClaudeDesk
from estimator_desktop.ui.comparison_desk import ComparisonDesk
from estimator_desktop.ui.later import Later, busy, patiently
from estimator_desktop.ui.review_desk import ReviewDesk
from estimator_desktop.ui.sheets_desk import SheetsDesk
from estimator_desktop.ui.unlock_desk import UnlockDesk

if TYPE_CHECKING:
    from estimator_desktop.domain.mapping import LayoutTemplate, TableMapping
    from estimator_desktop.domain.template import Order
    from estimator_desktop.jobs.supervisor import Supervisor
    from estimator_desktop.storage.upkeep import ArchivedProject
    from estimator_desktop.ui.models.desk import Desk
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
        self._unsaved: dict[str, str] = {}
        self._left = Event()
        self._supervisor = supervisor
        self._queue = Queue(self.store, self._wake)
        self.monitor = JobMonitor(self.store, self._queue)
        self._loader = ThreadPoolExecutor(1, thread_name_prefix="loader")
        self._imported.connect(self._follow)
        self._version = -1
        self._expected: set[str] = set()
        self._watched = {job.id for job in self.monitor.listed() if not job.settled}
        self._wanted = ""
        self._again: set[str] = set()
        self.catalogues = CatalogueDesk(self.store, self._queue, self._loader, self._await)
        self.catalogues.trouble.connect(self.trouble)
        self.claude = ClaudeDesk(self.store, self._queue, self._loader, lambda: self._supervisor, self._await)
        self.claude.trouble.connect(self.trouble)
        self.comparisons = ComparisonDesk(self.store, self._loader)
        self.comparisons.trouble.connect(self.trouble)
        self.revised: set[str] = set()
        """New revisions taken in here that nobody was told of yet."""
        self.unlocking = UnlockDesk(self._queue, self._loader)
        self.sheets = SheetsDesk(self.store)
        self.review = ReviewDesk(self.store)
        self.review.trouble.connect(self.trouble)
        self.review.corrected.connect(self._judge_again)
        self.review.waiting.connect(self.waiting)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self._look)

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
        self.unlocking.leave()
        self.review.leave()
        self.sheets.leave()
        self._loader.shutdown(wait=True, cancel_futures=True)
        self.store.set_patience(_LAST_PATIENCE)
        try:
            self.later.again()
        except Exception:  # noqa: BLE001 - logged; the window closes all the same
            _log.exception("what waited for the database could not be written")
        if self.later:
            _log.error("%d changes could not be written: the database stayed busy", len(self.later))
        finish = self.setting(FINISH_SETTING) == "yes" and bool(self.store.jobs.unsettled())
        if self._supervisor is not None:
            self._supervisor.stop(finish=finish)
        self.store.close()

    @property
    def worker_pid(self) -> int | None:
        """The process id of our worker, for diagnosis."""
        return self._supervisor.pid if self._supervisor is not None else None

    def import_files(self, files: Sequence[Path], revision_of: str = "") -> None:
        """Take files in, in the background, as the new revision of a document where one is named.

        `taken` brings the files, the documents already here, what is wrong with the others, and `revision_of`.
        """
        self._loader.submit(self._import_files, tuple(files), revision_of)

    def _import_files(self, files: tuple[Path, ...], revision_of: str) -> None:
        results: list[Import] = []
        errors: list[UserError] = []
        self.store.set_patience(_PATIENCE)
        for path in files:
            try:
                take = partial(self._queue.import_file, path, revision_of)
                results.append(patiently(take, self._left, self.waiting.emit))
            except UserError as error:
                errors.append(error)
            except Exception as error:  # noqa: BLE001 - on a thread of its own: said to the user, with the report
                _log.exception("taking a file in failed")
                detail = "".join(traceback.format_exception(error))
                errors.append(as_user_error(error) or UserError("bug", detail=detail, file=path.name))
        self.store.set_patience(_LAST_PATIENCE)
        self._imported.emit(files, results, errors, revision_of)

    def _follow(self, files: object, results: list[Import], errors: object, revision_of: str) -> None:
        """On the window's own thread: remember what to tell of later."""
        for result in results:
            if result.job:
                self._watched.add(result.job)
                self._expected.add(result.document)
                if revision_of:
                    self.revised.add(result.document)
        known = tuple(result.document for result in results if result.known and not result.job)
        self.taken.emit(files, known, errors, revision_of)
        self._changed_by_us()

    def _await(self, job: str) -> None:
        """Tell when a job fails; a document that is matched again is shown anew when its audit is done."""
        self._again.add(job)
        self._changed_by_us()

    def _settle_again(self) -> None:
        """Follow what was asked for again: from matching to the audit behind it."""
        listed = self.monitor.listed()
        for job in [job for job in listed if job.id in self._again and job.settled]:
            self._again.discard(job.id)
            if job.state is JobState.FAILED:
                self.failed.emit(job)
            if job.kind is JobKind.AUDIT:
                if job.state is JobState.DONE:
                    self.audited.emit(job.document)
            elif job.document:
                behind = [one for one in listed if one.document == job.document and one.kind is JobKind.AUDIT]
                self._again.update(one.id for one in behind if one.created >= job.created)
        if any(job.id in self._again and job.settled for job in listed):
            self._settle_again()

    def projects(self) -> tuple[ProjectSummary, ...]:
        """All projects, most recent first."""
        return self.store.projects()

    def archived(self) -> tuple[ArchivedProject, ...]:
        """The projects in the archive; opening a document brings its project back."""
        return self.store.upkeep.archived()

    def check_health(self) -> None:
        """Look how everything is, in the background; `checked` brings the answer."""
        self._loader.submit(self._check_health)

    def _check_health(self) -> None:
        from estimator_desktop.jobs.health import gather, judge  # noqa: PLC0415 - the first window does without

        try:
            self.checked.emit(judge(gather(self.store.paths)))
        except Exception as error:  # noqa: BLE001 - on a thread of its own: said to the user, with the report
            _log.exception("looking at the program's state failed")
            detail = "".join(traceback.format_exception(error))
            self.trouble.emit(as_user_error(error) or UserError("bug", detail=detail, file=""))

    def jobs(self) -> tuple[Job, ...]:
        """All jobs, newest first."""
        return self.monitor.listed()

    def cancel(self, job: str) -> None:
        """Ask a job to stop."""
        self.later.do(lambda: self.monitor.cancel(job))
        self._changed_by_us()

    def cancel_group(self, kind: str, identity: str) -> None:
        """Ask all jobs of a project, of a document, or one job, to stop."""
        cancel = {"project": self.monitor.cancel_project, "document": self.monitor.cancel_document}
        self.later.do(lambda: cancel.get(kind, self.monitor.cancel)(identity))
        self._changed_by_us()

    def retry_failed(self, kind: str, identity: str) -> None:
        """Queue what failed in a project or document again, and only that."""
        found = self.monitor.project(identity) if kind == "project" else self.monitor.document(identity)
        for job in found.failed:
            self.retry(job.id)

    def retry(self, job: str) -> None:
        """Queue a failed or cancelled job again."""
        if self.monitor.retry(job):
            self.expect(job)
        else:
            self._changed_by_us()

    def expect(self, job: str) -> None:
        """Tell how a job ends, and open its document when it has been audited."""
        self._watched.add(job)
        known = self.monitor.status(job)
        if known is not None:
            self._expected.add(known.document)
        self._changed_by_us()

    def read_with(self, job: str, mapping: TableMapping, template: LayoutTemplate | None) -> None:
        """Read a job's file again, its columns as the person says; remember the layout where it has a name."""
        if template is not None:
            self.store.layouts.save_template(template)
        self.expect(self._queue.read_with(job, mapping))

    def ask_mapping(self, document: str) -> None:
        """Let the person say what the columns of a document's table hold; nothing changes before the answer."""
        self.expect(self._queue.ask_mapping(document))

    def export(self, document: str, folder: Path, order: Order) -> None:
        """Write a document's audited files into a folder."""
        self._watched.add(self._queue.export(document, folder, order))
        self._changed_by_us()

    def export_folder(self, job: Job) -> str:
        """Where an export job wrote to."""
        return self.store.jobs.payload(job.id).get("folder", "")

    def setting(self, key: str, default: str = "") -> str:
        """A stored choice of the user."""
        if key in self._unsaved:
            return self._unsaved[key]
        value = self.store.setting(key)
        return default if value is None else value

    def set_setting(self, key: str, value: str) -> None:
        """Remember a choice of the user."""
        self._unsaved[key] = value

        def save() -> None:
            self.store.set_setting(key, value)
            if self._unsaved.get(key) == value:
                del self._unsaved[key]

        self.later.do(save)

    def touch(self, project: str) -> None:
        """Note that a project is used now; an archived one comes back with that."""
        self.later.do(lambda: self.store.touch(project))

    def load(self, document: str, texts: Texts) -> None:
        """Load a document in the background; `loaded` brings it, unless another was asked for meanwhile."""
        self._wanted = document
        self._loader.submit(self._load, document, texts)

    def prepare(self, desk: Desk) -> None:
        """Make a document ready to be searched, in the background: before the first keystroke, after the first look."""
        if self._timer.isActive():  # not after the window has closed
            self._loader.submit(lambda: desk.search)

    def count(self, desk: Desk) -> None:
        """Count a document's overview in the background; `counted` brings it."""
        self._loader.submit(self._count, desk)

    def _count(self, desk: Desk) -> None:
        from estimator_desktop.ui.models.overview import overview_of  # noqa: PLC0415 - not for the first window

        try:
            overview = overview_of(desk)
        except Exception as error:  # noqa: BLE001 - on a thread of its own: said to the user, with the report
            _log.exception("counting %s failed", desk.document)
            detail = "".join(traceback.format_exception(error))
            self.trouble.emit(UserError("bug", detail=detail, file=desk.file))
        else:
            if overview is not None:
                self.counted.emit(overview)

    def _load(self, document: str, texts: Texts) -> None:
        try:
            desk = self._desk(document, texts)
        except UserError as error:
            self.trouble.emit(error)
        except Exception as error:  # noqa: BLE001 - on a thread of its own: said to the user, with the report
            _log.exception("loading %s failed", document)
            detail = "".join(traceback.format_exception(error))
            self.trouble.emit(UserError("bug", detail=detail, file=document))
        else:
            if document == self._wanted:
                self.loaded.emit(desk)

    def _desk(self, document: str, texts: Texts) -> Desk:
        from estimator_desktop.domain.decision import standing  # noqa: PLC0415 - not for the first window
        from estimator_desktop.ui.models.desk import make_desk  # noqa: PLC0415 - not for the first window

        known = self.store.document(document)
        view = self.store.bills.view(document)
        if known is None or view is None:
            raise UserError("not_audited", file=known.name if known else document)
        name = next((item.name for item in self.store.projects() if item.id == known.project), known.name)
        path = str(self.store.file_of(known))
        stands = standing(self.store.decisions.all(document))
        desk = make_desk(known, name, path, view, texts, stands)
        _ = desk.values, desk.counts, desk.open, desk.progress  # made here, not when they are painted
        return desk

    def _judge_again(self, document: str) -> None:
        """Audit a corrected document anew, unless an audit that has not begun yet will see the change anyway."""
        waiting = any(
            job.document == document and job.kind is JobKind.AUDIT and job.state is JobState.QUEUED
            for job in self.monitor.listed()
        )
        if not waiting:
            self.later.do(lambda: self._watched.add(self._queue.audit(document)))
        self._changed_by_us()

    def audit_again(self, document: str) -> None:
        """Audit a document anew, for example with other thresholds."""
        self._watched.add(self._queue.audit(document))
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
            self._settle()
            self._settle_again()
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

    def _settle(self) -> None:
        """Tell of watched jobs that ended, and watch those that followed them."""
        for job in self.monitor.listed():
            if job.document in self._expected and job.id not in self._watched and not job.settled:
                self._watched.add(job.id)
            if job.id not in self._watched and not (job.document in self._expected and job.kind is JobKind.AUDIT):
                continue
            if not job.settled:
                continue
            self._watched.discard(job.id)
            if job.state is JobState.FAILED:
                self._expected.discard(job.document)
                self.failed.emit(job)
            elif job.state is JobState.DONE and job.kind is JobKind.AUDIT:
                self._expected.discard(job.document)
                self.audited.emit(job.document)
            elif job.state is JobState.DONE and job.kind is JobKind.EXPORT:
                self.exported.emit(job)
            elif job.state is JobState.CANCELLED:
                self._expected.discard(job.document)
