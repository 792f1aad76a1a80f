"""One job from claim to end, in this process, on a real database: batches, retries, outcomes that cannot be written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from estimator_desktop import pipeline
from estimator_desktop.audit import audit_bill
from estimator_desktop.config import Limits
from estimator_desktop.domain.decision import Action
from estimator_desktop.domain.job import MAX_ATTEMPTS, Cancelled, Job, JobKind, JobState
from estimator_desktop.domain.match import Answer, Enrichment, Match
from estimator_desktop.domain.verdict import Audit
from estimator_desktop.errors import UserError
from estimator_desktop.jobs import stages
from estimator_desktop.jobs.reader_process import ReaderProcess
from estimator_desktop.jobs.runner import Runner, pause_before
from estimator_desktop.jobs.stages import Stages
from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.jobs import NewJob
from estimator_desktop.storage.store import Store
from estimator_desktop.texts import Texts

Saved = tuple[Callable[[], None], Mapping[int, UserError]]


class Catalogues:
    """Matching that fails for some positions, and remembers what it was asked for and what was saved."""

    def __init__(self, failing: set[int]) -> None:
        self.failing = failing
        self.asked: list[int] = []
        self.saved: list[int] = []
        self.breaks_at: int | None = None

    def __call__(self, store: Store, document: str, positions: Sequence[int]) -> Saved:
        if self.breaks_at in positions:
            raise RuntimeError("power cut")
        self.asked += positions
        good = [item for item in positions if item not in self.failing]
        failures = {
            item: UserError("database_busy", file="ceník", detail=f"row {item}")
            for item in positions
            if item in self.failing
        }
        return (lambda: self.saved.extend(good)), failures


class Desk:
    """A runner with what it needs; `run` runs everything that is ready."""

    def __init__(self, store: Store, catalogues: Catalogues | None = None, reader: ReaderProcess | None = None) -> None:
        self.store = store
        made = Stages(store, lambda: reader or ReaderProcess(Limits()), catalogues)
        self.runner = Runner(store, "me", made, lambda _kind, _identity: None)

    def run(self) -> None:
        while ready := self.store.jobs.ready():
            for identity, _kind in ready:
                self.runner.run(identity)

    def job(self, identity: str) -> Job:
        found = self.store.jobs.get(identity)
        assert found is not None
        return found


@pytest.fixture
def document(store: Store, demo_pdf: Path) -> str:
    """A document that has been read."""
    made = store.add_document(store.add_project("Stavba"), "ukazka.pdf", "0" * 64, 1)
    store.bills.save(made, read_document(demo_pdf))
    return made


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "CHUNK", 10)


def _batch(store: Store, document: str) -> str:
    return store.jobs.add(NewJob(JobKind.ENRICH, "ukazka.pdf", "p", document))


@pytest.mark.usefixtures("small_chunks")
def test_a_batch_keeps_what_was_done_and_lists_what_failed(store: Store, document: str) -> None:
    count = store.bills.count(document)
    catalogues = Catalogues({3, 17})
    desk = Desk(store, catalogues)
    job = _batch(store, document)
    desk.run()
    ended = desk.job(job)
    assert (ended.state, ended.error_code) == (JobState.FAILED, "batch_partly")
    assert catalogues.saved == [item for item in range(count) if item not in {3, 17}]
    assert [failure.item for failure in store.jobs.batch(job)[1]] == [3, 17]
    assert f"2 z {count}" in Texts("cs").job_state(ended)
    assert "row 17" in ended.error_detail
    assert store.bills.audited(document), "the audit says what could not be checked"


@pytest.mark.usefixtures("small_chunks")
def test_trying_again_redoes_only_what_failed(store: Store, document: str) -> None:
    catalogues = Catalogues({3, 17})
    desk = Desk(store, catalogues)
    job = _batch(store, document)
    desk.run()
    catalogues.failing, catalogues.asked, catalogues.saved = {17}, [], []
    assert store.jobs.retry(job, JobKind.ENRICH)
    desk.run()
    assert (catalogues.asked, catalogues.saved) == ([3, 17], [3])
    assert desk.job(job).state is JobState.FAILED
    catalogues.failing, catalogues.asked = set(), []
    store.jobs.retry(job, JobKind.ENRICH)
    desk.run()
    assert catalogues.asked == [17]
    assert desk.job(job).state is JobState.DONE
    audits = [job for job in store.jobs.listed() if job.kind is JobKind.AUDIT and job.state is JobState.DONE]
    assert len(audits) == 3


@pytest.mark.usefixtures("small_chunks")
def test_a_batch_that_broke_goes_on_where_it_was(store: Store, document: str) -> None:
    count = store.bills.count(document)
    catalogues = Catalogues({5})
    catalogues.breaks_at = 25
    desk = Desk(store, catalogues)
    job = _batch(store, document)
    desk.run()
    assert desk.job(job).error_code == "bug"
    assert store.jobs.batch(job)[0] == 20
    catalogues.breaks_at, catalogues.failing, catalogues.asked = None, set(), []
    store.jobs.retry(job, JobKind.ENRICH)
    desk.run()
    assert catalogues.asked == [5, *range(20, count)]
    assert sorted(catalogues.saved) == list(range(count))


def test_one_position_is_matched_and_the_audit_follows(store: Store, document: str) -> None:
    catalogues = Catalogues(set())
    desk = Desk(store, catalogues)
    store.jobs.add(NewJob(JobKind.ENRICH_POSITION, "a", "p", document, {"positions": "7"}))
    desk.run()
    assert catalogues.saved == [7]
    assert store.bills.audited(document)


def test_one_position_is_audited_again_and_the_others_stay(store: Store, document: str) -> None:
    bill = store.bills.load(document)
    assert bill is not None
    desk = Desk(store)
    store.jobs.add(NewJob(JobKind.AUDIT_POSITION, "a", "p", document, {"positions": "7"}))
    desk.run()
    assert store.bills.load_audit(document) == audit_bill(bill)
    store.jobs.add(NewJob(JobKind.AUDIT_POSITION, "a", "p", document, {"positions": "7"}))
    desk.run()
    assert store.bills.load_audit(document) == audit_bill(bill)


@pytest.mark.parametrize("kind", [JobKind.AUDIT, JobKind.AUDIT_POSITION])
def test_an_audit_that_is_overtaken_leaves_what_holds_now(
    store: Store, document: str, monkeypatch: pytest.MonkeyPatch, kind: JobKind
) -> None:
    """Two corrections undone one after the other: two audits at once, and the older one ends last."""
    bill = store.bills.load(document)
    assert bill is not None
    real = pipeline.audit
    rounds: list[int] = []

    def overtaken(*asked: object) -> Audit:
        found = real(*asked)  # type: ignore[arg-type]
        rounds.append(len(rounds))
        if len(rounds) == 1:  # another job has seen the undo already, and saved
            store.deeds.undo(document)
            store.bills.save_audit(document, real(*asked))  # type: ignore[arg-type]
        return found

    monkeypatch.setattr(pipeline, "audit", overtaken)
    store.decisions.add(document, 7, Action.EDIT, name="quantity", value="1")
    desk = Desk(store)
    store.jobs.add(NewJob(kind, "a", "p", document, {"positions": "7"}))
    desk.run()
    assert store.bills.load_audit(document) == audit_bill(bill)
    assert len(rounds) == 2


def test_matching_that_is_overtaken_by_the_persons_word_is_done_anew(store: Store, document: str) -> None:
    bill = store.bills.load(document)
    assert bill is not None
    catalogues = Catalogues(set())
    said: list[int] = []

    def answered(*asked: object) -> Saved:
        found = catalogues(*asked)  # type: ignore[arg-type]
        if not said:
            said.append(7)
            store.matches.say(document, bill.positions[7], Answer.REJECTED)
            store.matches.save_some(document, Enrichment((Match(7, answer=Answer.REJECTED),)))  # another job, quicker
        return found

    desk = Desk(store, answered)  # type: ignore[arg-type]
    store.jobs.add(NewJob(JobKind.ENRICH_POSITION, "a", "p", document, {"positions": "7"}))
    desk.run()
    assert (catalogues.asked, catalogues.saved) == ([7, 7], [7])


def test_what_may_pass_is_tried_four_times_with_a_countdown(store: Store, document: str) -> None:
    def busy(store: Store, document: str, positions: Sequence[int]) -> Saved:
        raise UserError("database_busy", file="ceník", transient=True)

    made = Stages(store, lambda: ReaderProcess(Limits()), busy)
    runner = Runner(store, "me", made, lambda _kind, _identity: None)
    job = _batch(store, document)
    for attempt in range(1, MAX_ATTEMPTS + 1):
        runner.run(job)
        now = store.jobs.get(job)
        assert now is not None
        assert now.attempt == attempt
        if attempt < MAX_ATTEMPTS:
            assert now.state is JobState.QUEUED
            assert now.retry_at is not None
            seconds = (now.retry_at - datetime.now(UTC)).total_seconds()
            assert 0 < seconds <= 2**attempt * 1.25
            assert f"pokus {attempt + 1} z 4" in Texts("cs").job_state(now)
            runner.run(job)  # too early: nothing happens
            with store.transaction():
                store._connections.get().execute("update jobs set retry_at = created where id = ?", (job,))
    assert (now.state, now.error_code) == (JobState.FAILED, "database_busy")
    assert [event.event for event in store.jobs.events(job)].count("retried") == 3


def test_pauses_grow_and_differ() -> None:
    assert len({pause_before(2) for _ in range(20)}) > 1
    assert all(3.0 <= pause_before(2) <= 5.0 for _ in range(100))
    assert pause_before(40) == 60.0


def test_an_outcome_that_cannot_be_written_is_written_later(store: Store) -> None:
    desk = Desk(store)
    job = store.jobs.add(NewJob(JobKind.AUDIT, "a", "p", "unknown"))
    said: list[str] = []

    def full() -> None:
        said.append("tried")
        if len(said) < 3:
            raise UserError("disk_full")

    desk.runner._say(full)
    with pytest.raises(UserError):
        desk.runner.say_unsaid()
    desk.runner.say_unsaid()
    desk.runner.say_unsaid()
    assert said == ["tried"] * 3
    desk.runner.run(job)
    assert desk.job(job).error_code == "bug"


def test_a_worker_on_its_way_home_takes_no_job_and_hands_its_own_back(store: Store, demo_pdf: Path) -> None:
    desk = Desk(store, reader=ReaderProcess(Limits(), (sys.executable, "-c", "import time; time.sleep(60)")))
    sha256, size = store.files.put(demo_pdf, "a.pdf")
    payload = {"sha256": sha256, "name": "a.pdf", "size": str(size)}
    job = store.jobs.add(NewJob(JobKind.PARSE, "a.pdf", document="d", payload=payload))
    desk.runner.stopping.set()
    desk.runner.run(job)
    assert desk.job(job).attempt == 0


def test_cancelled_between_reading_and_its_end_leaves_nothing(store: Store, demo_pdf: Path) -> None:
    class Reader(ReaderProcess):
        def read(self, source: Path, target: Path, *_others: object) -> None:
            target.write_text("half")
            store.jobs.cancel(job)

    desk = Desk(store, reader=Reader(Limits()))
    sha256, size = store.files.put(demo_pdf, "a.pdf")
    payload = {"sha256": sha256, "name": "a.pdf", "size": str(size)}
    job = store.jobs.add(NewJob(JobKind.PARSE, "a.pdf", document="d", payload=payload))
    desk.run()
    assert desk.job(job).state is JobState.CANCELLED
    assert len(store.jobs.listed()) == 1
    assert list(store.paths.spool.iterdir()) == []


def test_a_stage_that_is_cancelled_while_it_works_saves_nothing(store: Store, document: str) -> None:
    def cancelling(store: Store, document: str, positions: Sequence[int]) -> Saved:
        store.jobs.cancel(job)
        return (lambda: store.set_setting("half", "written")), {}

    runner = Runner(store, "me", Stages(store, lambda: ReaderProcess(Limits()), cancelling), lambda _k, _i: None)
    job = _batch(store, document)
    runner.run(job)
    ended = store.jobs.get(job)
    assert ended is not None
    assert ended.state is JobState.CANCELLED
    assert store.setting("half") is None
    assert not store.bills.audited(document)


def test_work_whose_job_somebody_else_took_over_is_thrown_away(store: Store, document: str) -> None:
    def slow(store: Store, document: str, positions: Sequence[int]) -> Saved:
        store.jobs.recover("other")
        assert store.jobs.claim(job, "other") is not None
        return (lambda: store.set_setting("twice", "written")), {}

    runner = Runner(store, "me", Stages(store, lambda: ReaderProcess(Limits()), slow), lambda _k, _i: None)
    job = _batch(store, document)
    runner.run(job)
    now = store.jobs.get(job)
    assert now is not None
    assert now.state is JobState.RUNNING
    assert store.setting("twice") is None
    assert store.jobs.owns(job, "other")


def test_cancelled_is_no_error() -> None:
    assert not issubclass(Cancelled, UserError)
