"""Put work in the queue: the row in `jobs` first, then Huey's message, then a nudge to the worker."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from estimator_desktop import intake
from estimator_desktop.domain.job import JobKind
from estimator_desktop.jobs.wire import Wire
from estimator_desktop.storage.jobs import NewJob
from estimator_desktop.storage.store import Store


def _never(identity: str) -> None:
    raise AssertionError(identity)


class Queue:
    """The enqueueing side, used by window and command line.  `wake` tells the worker to look (it would in time)."""

    def __init__(self, store: Store, wake: Callable[[], None]) -> None:
        self._store = store
        self._wake = wake
        self._wire = Wire(store.paths, _never)

    def import_file(self, path: Path) -> intake.Import:
        """Take a file in and start reading it.  Raises UserError where it is plainly no budget."""
        result = intake.import_file(self._store, path)
        if result.job:
            self.send([result.job])
        return result

    def export(self, document: str, folder: Path, formats: tuple[str, ...], language: str) -> str:
        """Start writing a document's audited files into a folder; the job's id."""
        known = self._store.document(document)
        subject, project = (known.name, known.project) if known else ("", "")
        payload = intake.export_payload(folder, formats, language)
        job = self._store.jobs.add(NewJob(JobKind.EXPORT, subject, project, document, payload))
        self.send([job])
        return job

    def retry(self, identity: str) -> bool:
        """Queue a failed or cancelled job again; whether it was one."""
        if not self._store.jobs.retry(identity):
            return False
        self.send([identity])
        return True

    def send(self, identities: Iterable[str]) -> None:
        """Hand ids to Huey and wake the worker.  Losing a message is harmless: the worker reconciles."""
        for identity in identities:
            job = self._store.jobs.get(identity)
            if job is not None:
                self._wire.send(job.kind, identity)
        self._wake()
