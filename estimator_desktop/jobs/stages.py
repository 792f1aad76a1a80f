"""What a job does, by its kind: load, one call, save with the job's end in one transaction.

The work itself is `pipeline`'s, imported when a job needs it: an idle worker stays small.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.job import Job, JobKind
from estimator_desktop.errors import UserError
from estimator_desktop.jobs import lists, maintenance, watched
from estimator_desktop.jobs.reader_process import ReaderProcess
from estimator_desktop.jobs.running import Running
from estimator_desktop.storage.jobs import ItemFailure, NewJob
from estimator_desktop.storage.store import Store

if TYPE_CHECKING:
    from estimator_desktop.ai.desk import Asks

T = TypeVar("T")
CHUNK = 250
"""Positions of a batch that are worked on and saved together."""


class Enricher(Protocol):
    """Matches positions with the catalogues, each on its own."""

    def __call__(
        self, store: Store, document: str, positions: Sequence[int]
    ) -> tuple[Callable[[], None], Mapping[int, UserError]]:
        """What saves the matches (it joins the open transaction), and the positions that could not be matched."""


@dataclass(frozen=True, slots=True)
class Stages:
    """The table of what is done.

    `reader` is asked for every job, so that changed limits count from the next one on; `enrich` replaces the
    catalogues' work and `claude` the client in tests.
    """

    store: Store
    reader: Callable[[], ReaderProcess]
    enrich: Enricher | None = None
    claude: Callable[[Store], Asks] | None = None

    def run(self, at: Running) -> Sequence[str]:
        """Do a job's work and end it; the ids of the jobs that follow."""
        stages: Mapping[JobKind, Callable[[Running], Sequence[str]]] = {
            JobKind.PARSE: self._parse,
            JobKind.EXTRACT: self._extract,
            JobKind.ENRICH: self._enrich,
            JobKind.ENRICH_POSITION: self._enrich,
            JobKind.AUDIT: self._audit,
            JobKind.AUDIT_POSITION: self._audit_position,
            JobKind.EXPORT: self._export,
            JobKind.CATALOGUE: self._catalogue,
            JobKind.KB_CACHE: self._refresh,
            JobKind.OPINIONS: self._advise,
            JobKind.SUGGEST: self._advise,
            JobKind.CLAUDE_CHECK: self._advise,
            JobKind.REREAD: self._reread,
            JobKind.MINERU_CHECK: self._reread,
        }
        return stages.get(at.job.kind, self._maintain)(at)

    def _payload(self, at: Running) -> Mapping[str, str]:
        return self.store.jobs.payload(at.job.id)

    def _parse(self, at: Running) -> Sequence[str]:
        from estimator_desktop.pipeline import ask, drop_spool, keep_preview, spool_path  # noqa: PLC0415 - see above

        job, payload = at.job, self._payload(at)
        source = self.store.files.path(payload["sha256"])
        target = spool_path(self.store, job.document)
        try:
            request = ask(self.store, job.document, payload)
            self.reader().read(source, target, payload["name"], at.report, at.stop, request)
            return at.finish((NewJob(JobKind.EXTRACT, job.subject, job.project, job.document, payload),))
        except BaseException as error:
            if isinstance(error, UserError) and self._rescued(at, source, target, payload["name"], error):
                return at.finish((NewJob(JobKind.EXTRACT, job.subject, job.project, job.document, payload),))
            if isinstance(error, UserError) and error.code == "mapping_needed":
                keep_preview(self.store, job.document)
            drop_spool(self.store, job.document)
            raise

    def _rescued(self, at: Running, source: Path, target: Path, name: str, error: UserError) -> bool:
        if not self.store.setting("mineru_on"):
            return False
        from estimator_desktop.jobs import second_stage  # noqa: PLC0415 - seldom

        return second_stage.rescue(self.store, at, self.reader(), source, target, name, error)

    def _extract(self, at: Running) -> Sequence[str]:
        from estimator_desktop import pipeline  # noqa: PLC0415 - see above

        job, payload = at.job, self._payload(at)
        bill = pipeline.spooled(self.store, job.document)
        with self.store.transaction():
            at.check()
            project = pipeline.take_over(self.store, job.document, payload, bill)
            self.store.jobs.adopt(job.document, project)
            created = at.finish((self._after_reading(job, project, payload, bill),))
        pipeline.drop_spool(self.store, job.document)
        return created

    def _after_reading(self, job: Job, project: str, payload: Mapping[str, str], bill: BillOfQuantities) -> NewJob:
        """Matching; before it a second reading where another engine is switched on and the proof asks for it."""
        if bill.pages is not None and (self.store.setting("mineru_on") or self.store.setting("ai_reread")):
            from estimator_desktop.jobs import second_stage  # noqa: PLC0415 - seldom

            engines = second_stage.wanted(self.store, project, bill)
            if engines:
                asked = {**payload, second_stage.ENGINES: engines}
                return NewJob(JobKind.REREAD, job.subject, project, job.document, asked)
        return NewJob(JobKind.ENRICH, job.subject, project, job.document, payload)

    def _reread(self, at: Running) -> Sequence[str]:
        from estimator_desktop.jobs import second_stage  # noqa: PLC0415 - see above

        if at.job.kind is JobKind.MINERU_CHECK:
            return second_stage.try_mineru(self.store, at, self.reader())
        return second_stage.run(self.store, at, self.reader(), self.claude)

    def _enrich(self, at: Running) -> Sequence[str]:
        """In chunks, each saved with how far it came: a kill or a failed position costs no finished one.

        Failed positions end the job as failed with their number; the audit follows all the same and says what could
        not be checked.  A retry works on the failed ones only.
        """
        from estimator_desktop import pipeline  # noqa: PLC0415 - see above

        job, payload = at.job, self._payload(at)
        enrich = self.enrich or pipeline.enrich
        items = pipeline.positions_of(self.store, job.document, payload.get("positions", ""))
        cursor, failed = self.store.jobs.batch(job.id)
        todo = [*(failure.item for failure in failed), *items[cursor:]]
        behind = len(items) - len(todo)
        at.report(behind, len(items), "positions")
        for start in range(0, len(todo), CHUNK):
            chunk = todo[start : start + CHUNK]
            worked = max(cursor, cursor + start + len(chunk) - len(failed))
            make = partial(enrich, self.store, job.document, chunk)
            with self._last(at, partial(self.store.matches.saved, job.document), make) as (save, failures):
                save()
                self.store.jobs.advance(job.id, worked, chunk, [_failure(*item) for item in failures.items()])
            at.report(behind + start + len(chunk), len(items), "positions")
        following = [NewJob(JobKind.AUDIT, job.subject, job.project, job.document, payload)]
        _cursor, failed = self.store.jobs.batch(job.id)
        if not failed:
            return at.finish(following)
        lines = "\n".join(f"{item.item}: {item.code} {item.detail}".rstrip() for item in failed)
        error = UserError(
            "batch_partly", file=job.subject, failed=str(len(failed)), count=str(len(items)), detail=lines
        )
        return at.fail(error, following)

    def _audit(self, at: Running) -> Sequence[str]:
        from estimator_desktop import pipeline  # noqa: PLC0415 - see above

        document = at.job.document
        make = partial(pipeline.audit, self.store, document, at.report)
        with self._last(at, partial(self.store.bills.audit_saved, document), make) as audit:
            self.store.bills.save_audit(document, audit)
            return at.finish()

    def _audit_position(self, at: Running) -> Sequence[str]:
        from estimator_desktop import pipeline  # noqa: PLC0415 - see above

        document, position = at.job.document, int(self._payload(at)["positions"])
        make = partial(pipeline.audit_position, self.store, document, position, at.report)
        with self._last(at, partial(self.store.bills.audit_saved, document), make) as audit:
            self.store.bills.save_audit(document, audit)
            return at.finish()

    @contextmanager
    def _last(self, at: Running, saved: Callable[[], str], make: Callable[[], T]) -> Iterator[T]:
        """What `make` makes, in a transaction to save it in.

        Where another job `saved` its own meanwhile, it may have known more (a correction that was undone since): then
        all is made anew, so that whoever ends last leaves what holds now.
        """
        while True:
            before = saved()
            made = make()
            with self.store.transaction():
                at.check()
                if saved() == before:
                    yield made
                    return

    def _export(self, at: Running) -> Sequence[str]:
        from estimator_desktop.usecases import exports  # noqa: PLC0415 - see above

        folder, order = exports.order_of(self._payload(at))
        exports.export(self.store, at.job.document, folder, order, at.report, mark=at.job.id)
        return at.finish()

    def _catalogue(self, at: Running) -> Sequence[str]:
        """Read a price list in a child, then store it whole."""
        from estimator_desktop.usecases import enrichment  # noqa: PLC0415 - see above

        payload = self._payload(at)
        source = Path(payload["path"])
        found = lists.read_list(self.store.paths, self.reader(), source, payload.get("columns", ""), at.report, at.stop)
        said = enrichment.Described(
            payload.get("name", ""), payload.get("edition", ""), payload.get("system", ""), payload.get("licence", "")
        )
        with self.store.transaction():
            at.check()
            enrichment.store_list(self.store, found, said, enrichment.digest(source), str(source), at.report)
            return at.finish()

    def _advise(self, at: Running) -> Sequence[str]:
        from estimator_desktop.jobs import advice_stages  # noqa: PLC0415 - see above

        return advice_stages.run(self.store, at, self.claude)

    def _refresh(self, at: Running) -> Sequence[str]:
        changed = watched.update_kb_cache(self.store, self.reader(), at.report, at.stop)
        return self._reported(at, f"catalogues={changed}")

    def _maintain(self, at: Running) -> Sequence[str]:
        return self._reported(at, maintenance.TASKS[at.job.kind](self.store, at.report))

    def _reported(self, at: Running, words: str) -> Sequence[str]:
        with self.store.transaction():
            at.check()
            self.store.schedules.report(at.job.kind, words)
            return at.finish()


def _failure(item: int, error: UserError) -> ItemFailure:
    return ItemFailure(item, error.code, dict(error.params), error.detail or "".join(traceback.format_exception(error)))
