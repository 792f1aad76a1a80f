"""When periodic work was last asked for.  A run and its job are written together, so none is lost or doubled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from estimator_desktop.domain.clock import Due, Moment, due
from estimator_desktop.domain.job import JobKind
from estimator_desktop.storage.connection import Connections, now
from estimator_desktop.storage.job_rows import NewJob
from estimator_desktop.storage.jobs import Jobs


@dataclass(frozen=True, slots=True)
class Schedule:
    """Something periodic: when it was last asked for, when it last ended well, and what it said."""

    kind: JobKind
    asked: Moment
    finished: datetime | None
    report: str


class Schedules:
    """The table of periodic work."""

    def __init__(self, connections: Connections, jobs: Jobs) -> None:
        self._connections = connections
        self._jobs = jobs

    def ask(self, periods: Mapping[JobKind, float], at: Moment) -> tuple[tuple[str, JobKind], ...]:
        """Queue a job for everything that is due; the ids.  Periods in seconds.

        What was missed many times is asked for once.  Something seen for the first time is due a period later.  While
        an earlier run still waits or works, no second one is asked for.
        """
        asked: list[tuple[str, JobKind]] = []
        known = {schedule.kind: schedule for schedule in self.listed()}
        for kind, period in periods.items():
            schedule = known.get(kind)
            answer = Due.REBASE if schedule is None else due(period, schedule.asked, at)
            if answer is Due.WAIT:
                continue
            with self._connections.transaction() as connection:
                connection.execute(
                    "insert into schedules (name, wall, elapsed, boot) values (:name, :wall, :elapsed, :boot)"
                    " on conflict (name) do update set wall = :wall, elapsed = :elapsed, boot = :boot",
                    {"name": kind.value, "wall": at.wall, "elapsed": at.elapsed, "boot": at.boot},
                )
                waiting = any(job.kind is kind for job in self._jobs.unsettled(periodic=True))
                if answer is Due.RUN and not waiting:
                    asked.append((self._jobs.add(NewJob(kind, "")), kind))
        return tuple(asked)

    def report(self, kind: JobKind, words: str) -> None:
        """Note that a run ended well.  Joins the transaction that finishes its job."""
        with self._connections.transaction() as connection:
            connection.execute(
                "update schedules set finished = ?, report = ? where name = ?", (now(), words, kind.value)
            )

    def listed(self) -> tuple[Schedule, ...]:
        """Everything periodic that was ever seen."""
        rows = self._connections.get().execute(
            "select name, wall, elapsed, boot, finished, report from schedules order by name"
        )
        names = {kind.value for kind in JobKind}
        return tuple(
            Schedule(
                JobKind(name),
                Moment(wall, elapsed, boot),
                None if finished is None else datetime.fromisoformat(finished),
                report,
            )
            for name, wall, elapsed, boot, finished, report in rows
            if name in names
        )
