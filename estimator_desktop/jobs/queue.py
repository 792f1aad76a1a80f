"""Put work in the queue: the row in `jobs` first, then Huey's message, then a nudge to the worker."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from estimator_desktop.domain.job import JobKind
from estimator_desktop.errors import UserError
from estimator_desktop.storage.jobs import NewJob
from estimator_desktop.storage.store import Store

if TYPE_CHECKING:
    from estimator_desktop.domain.mapping import TableMapping
    from estimator_desktop.domain.template import Order
    from estimator_desktop.jobs.wire import Wire
    from estimator_desktop.usecases import intake

_log = logging.getLogger(__name__)


def _never(identity: str) -> None:
    raise AssertionError(identity)


class Queue:
    """The enqueueing side, used by window and command line.  `wake` tells the worker to look (it would in time)."""

    def __init__(self, store: Store, wake: Callable[[], None]) -> None:
        self._store = store
        self._wake = wake
        self._wire: Wire | None = None

    def import_file(self, path: Path, revision_of: str = "") -> intake.Import:
        """Take a file in and start reading it, as the new revision of a document where one is named.

        Raises UserError where it is plainly no budget.
        """
        from estimator_desktop.usecases import intake  # noqa: PLC0415 - a window that shows itself does without

        result = intake.import_file(self._store, path, revision_of)
        if result.job:
            self.send([result.job])
        return result

    def read_with(self, identity: str, mapping: TableMapping) -> str:
        """Read a job's file again, its columns as a person says; the new job's id."""
        job = self._store.jobs.get(identity)
        if job is None:
            raise UserError("not_audited", file=identity)
        from estimator_desktop.usecases import intake  # noqa: PLC0415 - a window that shows itself does without

        created = intake.read_with(self._store, job, mapping)
        self.send([created])
        return created

    def ask_mapping(self, document: str) -> str:
        """Ask what the columns of a document's table hold; the job's id."""
        from estimator_desktop.usecases import intake  # noqa: PLC0415 - seldom asked

        created = intake.ask_mapping(self._store, document)
        self.send([created])
        return created

    def unlock_file(self, path: Path, password: str) -> None:
        """Keep a copy of a protected PDF that `import_file` reads without asking.  The password is not kept.

        A file that asks for no password is left alone.  Raises as `unlock` does.
        """
        from estimator_desktop.jobs.unlock import unlock_file  # noqa: PLC0415 - hardly ever needed

        unlock_file(self._store, path, path.name, password)

    def unlock(self, identity: str, password: str, stop: Callable[[], bool] = lambda: False) -> str:
        """Open a job's protected PDF with its password and read it; the new job's id.  Takes a second or more.

        The password is not kept.  Raises UserError `pdf_password_wrong` and what the reader's process raises.
        """
        from estimator_desktop.jobs.unlock import unlock_file  # noqa: PLC0415 - hardly ever needed

        job = self._store.jobs.get(identity)
        payload = self._store.jobs.payload(identity)
        if job is None or "sha256" not in payload:
            raise UserError("not_audited", file=identity)
        kept = unlock_file(self._store, self._store.files.path(payload["sha256"]), job.subject, password, stop)
        sha256, size = kept or (payload["sha256"], int(payload["size"]))
        from estimator_desktop.usecases import intake  # noqa: PLC0415 - a window that shows itself does without

        created = intake.read_unlocked(self._store, job, sha256, size)
        self.send([created])
        return created

    def export(self, document: str, folder: Path, order: Order) -> str:
        """Start writing a document's audited files into a folder; the job's id."""
        from estimator_desktop.usecases import intake  # noqa: PLC0415 - a window that shows itself does without

        payload = intake.export_payload(folder, order)
        return self._ask(JobKind.EXPORT, document, payload)

    def enrich(self, document: str, positions: Sequence[int] = ()) -> str:
        """Match a document's positions with the catalogues again (all, or the named ones); the audit follows.

        The job's id.
        """
        kind = JobKind.ENRICH_POSITION if len(positions) == 1 else JobKind.ENRICH
        payload = {"positions": ",".join(map(str, positions))} if positions else {}
        return self._ask(kind, document, payload)

    def import_catalogue(self, path: Path, said: Mapping[str, str]) -> str:
        """Start importing a price list; the job's id.

        `said`: name, edition, system, licence, columns (an encoded `Mapping`), as far as the person said them.
        """
        payload = {"path": str(path), **said}
        job = self._store.jobs.add(NewJob(JobKind.CATALOGUE, path.name, payload=payload))
        self.send([job])
        return job

    def ask_claude(self, kind: JobKind, document: str, payload: Mapping[str, str]) -> str:
        """Ask Claude about a document (opinions, matches, doubtful pages); the job's id."""
        return self._ask(kind, document, payload)

    def audit(self, document: str) -> str:
        """Audit a document again; the job's id."""
        return self._ask(JobKind.AUDIT, document, {})

    def audit_position(self, document: str, position: int) -> str:
        """Audit one position again; the job's id."""
        return self._ask(JobKind.AUDIT_POSITION, document, {"positions": str(position)})

    def run_now(self, kind: JobKind) -> str:
        """Start one of the program's periodic tasks now; the job's id."""
        job = self._store.jobs.add(NewJob(kind, ""))
        self.send([job])
        return job

    def _ask(self, kind: JobKind, document: str, payload: Mapping[str, str]) -> str:
        known = self._store.document(document)
        if known is None:
            raise UserError("not_audited", file=document)
        job = self._store.jobs.add(NewJob(kind, known.name, known.project, document, payload))
        self.send([job])
        return job

    def retry(self, identity: str) -> bool:
        """Queue a failed or cancelled job again; whether it was one.

        A document whose read content is no longer there is read again first.
        """
        job = self._store.jobs.get(identity)
        if job is None:
            return False
        unread = job.kind is JobKind.EXTRACT and not self._store.paths.spooled(job.document).exists()
        if not self._store.jobs.retry(identity, JobKind.PARSE if unread else job.kind):
            return False
        self.send([identity])
        return True

    def send(self, identities: Iterable[str]) -> None:
        """Hand ids to Huey and wake the worker.  Losing a message is harmless: the worker looks for itself."""
        for identity in identities:
            job = self._store.jobs.get(identity)
            if job is not None:
                self._message(job.kind, identity)
                self._wake()

    def _message(self, kind: JobKind, identity: str) -> None:
        try:
            if self._wire is None:
                from estimator_desktop.jobs.wire import Wire  # noqa: PLC0415 - the first window needs no Huey

                self._wire = Wire(self._store.paths, _never)
        except Exception:  # noqa: BLE001 - Huey's file cannot be used: the worker finds the job by its row
            _log.warning("no message for job %s", identity, exc_info=True)
        else:
            self._wire.send(kind, identity)
