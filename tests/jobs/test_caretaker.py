"""Schedules by a clock of our own and in a real worker; messages that were lost; owners that fell silent."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from estimator_desktop.config import Limits, Paths
from estimator_desktop.domain.clock import Moment, Silence
from estimator_desktop.domain.job import JobKind, JobState
from estimator_desktop.domain.template import Order
from estimator_desktop.errors import UserError
from estimator_desktop.jobs import maintenance
from estimator_desktop.jobs.caretaker import Caretaker
from estimator_desktop.jobs.clock import moment
from estimator_desktop.jobs.maintenance import PERIODS, periods_from
from estimator_desktop.jobs.reader_process import ReaderProcess
from estimator_desktop.jobs.runner import LEASE, Runner
from estimator_desktop.jobs.stages import Stages
from estimator_desktop.jobs.worker import PERIODS_VARIABLE
from estimator_desktop.storage.jobs import NewJob
from estimator_desktop.storage.rescue import backups, suspected
from estimator_desktop.storage.store import Store
from estimator_desktop.usecases.intake import export_payload

if TYPE_CHECKING:
    from .conftest import House

HOUR = 3600.0
DAY = 24 * HOUR
START = Moment(1_000_000.0, 1_000.0, "a")


def _at(hours: float, wall: float = 0.0, boot: str = "a") -> Moment:
    """So many hours later, the wall clock set ahead by so many hours on top."""
    return Moment(START.wall + (hours + wall) * HOUR, START.elapsed + hours * HOUR, boot)


def _settle(store: Store) -> None:
    for job in store.jobs.unsettled(periodic=True):
        store.jobs.claim(job.id, "w")
        store.jobs.finish(job.id, "w")


def _asked(store: Store, now: Moment) -> list[JobKind]:
    asked = [kind for _identity, kind in store.schedules.ask(PERIODS, now)]
    _settle(store)
    return asked


def test_the_periods_are_those_promised() -> None:
    assert {kind.value: seconds for kind, seconds in PERIODS.items()} == {
        "backup_database": DAY,
        "cleanup_old_results": DAY,
        "update_kb_cache": 6 * HOUR,
        "cleanup_old_projects": 7 * DAY,
        "health_check": 6 * HOUR,
    }
    assert periods_from('{"health_check": 2}')[JobKind.HEALTH] == 2


def test_a_week_by_the_clock(store: Store) -> None:
    ran: list[JobKind] = []
    for hour in range(7 * 24 + 1):
        ran += _asked(store, _at(hour))
    counts = {kind: ran.count(kind) for kind in PERIODS}
    assert counts == {
        JobKind.BACKUP: 7,
        JobKind.CLEANUP_RESULTS: 7,
        JobKind.KB_CACHE: 28,
        JobKind.CLEANUP_PROJECTS: 1,
        JobKind.HEALTH: 28,
    }


def test_what_was_missed_is_caught_up_once(store: Store) -> None:
    assert _asked(store, _at(0)) == []
    assert set(_asked(store, _at(24 * 30))) == set(PERIODS)
    assert _asked(store, _at(24 * 30 + 1)) == []


def test_a_clock_that_jumps_ahead_and_back_runs_nothing_twice(store: Store) -> None:
    _asked(store, _at(0))
    assert _asked(store, _at(1, wall=24 * 365)) == []
    assert JobKind.HEALTH in _asked(store, _at(6, wall=24 * 365))
    assert _asked(store, _at(7)) == []
    assert _asked(store, _at(8, wall=-24 * 365)) == []
    assert JobKind.HEALTH in _asked(store, _at(12))


def test_a_clock_set_back_over_a_restart_neither_doubles_nor_stops_a_schedule(store: Store) -> None:
    _asked(store, _at(0, wall=48))
    _asked(store, _at(24, wall=48))
    assert _asked(store, Moment(_at(25).wall, 10.0, "b")) == []
    assert JobKind.HEALTH in _asked(store, Moment(_at(31.1).wall, 10.0 + 6.1 * HOUR, "b"))


def test_a_run_that_still_waits_is_not_asked_for_again(store: Store) -> None:
    store.schedules.ask(PERIODS, _at(0))
    assert len(store.schedules.ask(PERIODS, _at(24 * 7))) == len(PERIODS)
    assert store.schedules.ask(PERIODS, _at(24 * 14)) == ()
    assert len(store.jobs.unsettled(periodic=True)) == len(PERIODS)
    assert store.jobs.unsettled() == ()


def test_short_periods_in_a_real_worker(make_house: Callable[[str], House], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PERIODS_VARIABLE, json.dumps({kind.value: 1 for kind in PERIODS}))
    house = make_house("")
    house.supervisor.start()

    def all_ran_twice() -> bool:
        done = [job.kind for job in house.monitor.listed(periodic=True) if job.state is JobState.DONE]
        return all(done.count(kind) >= 2 for kind in PERIODS)

    house.until(all_ran_twice)
    assert house.monitor.listed() == ()
    for schedule in house.store.schedules.listed():
        assert schedule.finished is not None
        assert schedule.report
    assert backups(house.store.paths)[0].reason == "daily"
    for kind in PERIODS:
        jobs = sorted((job for job in house.monitor.listed(periodic=True) if job.kind is kind), key=lambda j: j.created)
        gaps = [(b.created - a.created).total_seconds() for a, b in pairwise(jobs)]
        assert min(gaps) > 0.9


class Keeper:
    """A caretaker without a worker, its messages in a list."""

    def __init__(self, store: Store) -> None:
        self.sent: list[str] = []
        self.home = threading.Event()
        self.waiting = 0
        runner = Runner(store, "me", Stages(store, lambda: ReaderProcess(Limits())), lambda _k, _i: None)
        self.keeper = Caretaker(
            store, "me", runner, lambda _kind, identity: self.sent.append(identity), lambda: self.waiting,
            self.home.set, PERIODS,
        )  # fmt: skip


def test_a_job_nobody_sent_a_message_for_is_found(store: Store) -> None:
    at = Keeper(store)
    at.keeper.look()
    other = Store(store.paths)
    job = other.jobs.add(NewJob(JobKind.AUDIT, "a"))
    at.waiting = 1
    at.keeper.look()
    assert at.sent == [], "messages wait: those come first"
    at.waiting = 0
    other.jobs.note(job, "progress")
    at.keeper.look()
    assert at.sent == [job]
    at.keeper.look()
    assert at.sent == [job], "nothing changed: nothing is read"
    other.close()


def test_a_pause_is_over_when_it_is_over(store: Store) -> None:
    at = Keeper(store)
    other = Store(store.paths)
    job = other.jobs.add(NewJob(JobKind.AUDIT, "a"))
    other.jobs.claim(job, "w")
    other.jobs.retry_later(job, "w", 0.3, "database_busy", "")
    assert at.keeper.look() <= 0.3
    assert at.sent == []
    done = threading.Event()
    thread = threading.Thread(target=at.keeper.run, args=(done,))
    thread.start()
    for _ in range(200):
        if at.sent:
            break
        done.wait(0.05)
    done.set()
    thread.join()
    assert at.sent == [job]
    other.close()


def test_only_an_owner_that_stays_silent_loses_its_job(store: Store) -> None:
    at = Keeper(store)
    silent, living = store.jobs.add(NewJob(JobKind.AUDIT, "a")), store.jobs.add(NewJob(JobKind.AUDIT, "b"))
    store.jobs.claim(silent, "x")
    store.jobs.claim(living, "y")
    at.keeper._recover_silent()
    assert {job.state for job in store.jobs.unsettled()} == {JobState.RUNNING}
    store.jobs.heartbeat(living, "y")
    for sign in at.keeper._silences.values():
        assert isinstance(sign, Silence)
        sign._watch.seconds = LEASE + 1
    at.keeper._recover_silent()
    assert {job.id: job.state for job in store.jobs.unsettled()} == {
        silent: JobState.QUEUED,
        living: JobState.RUNNING,
    }


def test_trouble_is_survived(store: Store) -> None:
    at = Keeper(store)
    at.keeper.waiting = lambda: 1 // 0
    store.jobs.add(NewJob(JobKind.AUDIT, "a"))
    done = threading.Event()
    thread = threading.Thread(target=at.keeper.run, args=(done,))
    thread.start()
    while at.keeper._version != -1 or "anyway" not in at.keeper._due:
        done.wait(0.01)
    assert thread.is_alive()
    done.set()
    thread.join()


def test_finishing_ends_when_nothing_is_left(store: Store) -> None:
    at = Keeper(store)
    job = store.jobs.add(NewJob(JobKind.AUDIT, "a"))
    at.keeper.finishing.set()
    at.keeper.look()
    assert not at.home.is_set()
    store.jobs.cancel(job)
    at.keeper.look()
    assert at.home.is_set()


def test_old_projects_go_to_the_archive_and_come_back_by_opening(store: Store, demo_pdf: Path) -> None:
    project = store.add_project("Stará")
    store.add_document(project, "a.pdf", "a" * 64, 1)
    busy = store.add_project("Rozdělaná")
    store.add_document(busy, "b.pdf", "b" * 64, 1)
    store.jobs.add(NewJob(JobKind.AUDIT, "b", busy))
    long_ago = (datetime.now(UTC) - timedelta(days=91)).isoformat()
    with store.transaction():
        store._connections.get().execute("update projects set touched = ?", (long_ago,))
    assert maintenance.cleanup_old_projects(store, lambda *_: None) == "archived=1"
    assert [item.name for item in store.projects()] == ["Rozdělaná"]
    (archived,) = store.upkeep.archived()
    assert (archived.id, archived.name) == (project, "Stará")
    assert store.document_with("a" * 64) is not None, "dropping the file again finds it in the archive"
    store.touch(project)
    assert {item.name for item in store.projects()} == {"Rozdělaná", "Stará"}
    assert store.upkeep.archived() == ()


def test_tidying_takes_only_what_nothing_refers_to(store: Store, demo_pdf: Path, sound_pdf: Path) -> None:
    import os

    kept, _size = store.files.put(demo_pdf, "a.pdf")
    orphan, _size = store.files.put(sound_pdf, "b.pdf")
    store.add_document(store.add_project("Stavba"), "a.pdf", kept, 1)
    fresh = store.paths.spool / "fresh.json"
    stale = store.paths.spool / "stale.json"
    for path in (fresh, stale):
        path.write_text("{}")
    old = (datetime.now(UTC) - timedelta(days=8)).timestamp()
    for path in (store.files.path(kept), store.files.path(orphan), stale):
        os.utime(path, (old, old))
    assert maintenance.cleanup_old_results(store, lambda *_: None) == "jobs=0 files=2 exports=0 texts=0"
    assert store.files.path(kept).exists()
    assert fresh.exists()


def test_a_worker_that_begins_takes_what_was_taken_over_before_it_died(store: Store) -> None:
    project = store.add_project("Stavba")
    taken, busy = (store.add_document(project, name, sha * 64, 1) for name, sha in (("a.pdf", "a"), ("b.pdf", "b")))
    store.jobs.add(NewJob(JobKind.EXTRACT, "b.pdf", project, busy))
    names = (f"{taken}.json", f"{taken}.preview", f"{busy}.json", "cizi.json")
    for name in names:
        (store.paths.spool / name).write_text("{}")
    assert store.upkeep.sweep_taken_over() == 2
    assert {path.name for path in store.paths.spool.iterdir()} == {f"{busy}.json", "cizi.json"}


def test_tidying_takes_what_a_killed_export_left_hidden_but_not_what_is_being_written(
    store: Store, tmp_path: Path
) -> None:
    stages = []
    for name in ("opuštěný", "běžící"):
        folder = tmp_path / name
        job = store.jobs.add(NewJob(JobKind.EXPORT, "a.pdf", payload=export_payload(folder, Order())))
        stage = folder / f".estimator-{job}"
        stage.mkdir(parents=True)
        (stage / "a.audit.xlsx").write_bytes(b"half")
        stages.append(stage)
        if name == "opuštěný":
            store.jobs.cancel(job)
    assert maintenance.cleanup_old_results(store, lambda *_: None) == "jobs=0 files=0 exports=1 texts=0"
    assert [stage.exists() for stage in stages] == [False, True]
    assert stages[0].parent.exists()


def test_a_health_check_that_finds_damage_fails_and_leaves_a_mark(store: Store) -> None:
    assert maintenance.health_check(store, lambda *_: None) == "integrity=ok"
    for number in range(200):
        store.set_setting(f"k{number}", "x" * 500)
    store.close()
    _damage(store.paths)
    with pytest.raises(UserError) as caught:
        maintenance.health_check(Damaged(store.paths), lambda *_: None)  # type: ignore[arg-type]
    assert caught.value.code == "database_corrupt"
    assert suspected(store.paths.database)
    with pytest.raises(UserError) as refused:
        Store(store.paths)
    assert refused.value.code == "database_corrupt"


class Damaged:
    """Just the paths of a damaged store."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths


def _damage(paths: Paths) -> None:
    data = bytearray(paths.database.read_bytes())
    for place in range(4096 * 3, len(data), 4096):
        data[place : place + 64] = b"\xff" * 64
    paths.database.write_bytes(bytes(data))


def test_the_clocks_of_this_machine() -> None:
    first, second = moment(), moment()
    assert second.elapsed >= first.elapsed > 0
    assert first.boot == second.boot
