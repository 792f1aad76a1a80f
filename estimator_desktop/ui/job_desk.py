"""What a person does about jobs: stop them, try them again, order exports, answer what a job asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from estimator_desktop.domain.job import Job
from estimator_desktop.jobs.monitor import JobMonitor
from estimator_desktop.jobs.queue import Queue
from estimator_desktop.storage.store import Store
from estimator_desktop.ui.later import Later

if TYPE_CHECKING:
    from estimator_desktop.domain.mapping import LayoutTemplate, TableMapping
    from estimator_desktop.domain.template import Order


class JobDesk:
    """Steers jobs for the window.

    `watch` tells how jobs end, `expect` opens the document of one when it has been audited, `changed` looks at once.
    """

    def __init__(
        self,
        store: Store,
        queue: Queue,
        monitor: JobMonitor,
        later: Later,
        *,
        watch: Callable[[Iterable[str]], object],
        expect: Callable[[str], None],
        changed: Callable[[], None],
    ) -> None:
        self._store, self._queue, self._monitor, self._later = store, queue, monitor, later
        self._watch, self._expect, self._changed = watch, expect, changed

    def cancel(self, job: str) -> None:
        """Ask a job to stop."""
        self._later.do(lambda: self._monitor.cancel(job))
        self._changed()

    def cancel_group(self, kind: str, identity: str) -> None:
        """Ask all jobs of a project, of a document, or one job, to stop."""
        cancel = {"project": self._monitor.cancel_project, "document": self._monitor.cancel_document}
        self._later.do(lambda: cancel.get(kind, self._monitor.cancel)(identity))
        self._changed()

    def retry_failed(self, kind: str, identity: str) -> None:
        """Queue what failed in a project or document again, and only that."""
        found = self._monitor.project(identity) if kind == "project" else self._monitor.document(identity)
        for job in found.failed:
            self.retry(job.id)

    def retry(self, job: str) -> None:
        """Queue a failed or cancelled job again."""
        if self._monitor.retry(job):
            self._expect(job)
        else:
            self._changed()

    def read_with(self, job: str, mapping: TableMapping, template: LayoutTemplate | None) -> None:
        """Read a job's file again, its columns as the person says; remember the layout where it has a name."""
        if template is not None:
            self._store.layouts.save_template(template)
        self._expect(self._queue.read_with(job, mapping))

    def ask_mapping(self, document: str) -> None:
        """Let the person say what the columns of a document's table hold; nothing changes before the answer."""
        self._expect(self._queue.ask_mapping(document))

    def export(self, document: str, folder: Path, order: Order) -> None:
        """Write a document's audited files into a folder."""
        self._watch([self._queue.export(document, folder, order)])
        self._changed()

    def export_folder(self, job: Job) -> str:
        """Where an export job wrote to."""
        return self._store.jobs.payload(job.id).get("folder", "")

    def audit_again(self, document: str) -> None:
        """Audit a document anew, for example with other thresholds."""
        self._watch([self._queue.audit(document)])
        self._changed()
