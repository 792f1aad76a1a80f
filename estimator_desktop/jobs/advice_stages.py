"""Jobs that ask Claude: what was answered is saved question by question, so that no end of the job loses any of it.

A job that is tried again asks everything anew; what was answered before comes from the log, at no cost and at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from estimator_desktop.domain.job import MAX_ATTEMPTS, Cancelled, JobKind
from estimator_desktop.errors import UserError
from estimator_desktop.storage.jobs import NewJob
from estimator_desktop.storage.store import Store
from estimator_desktop.usecases import advising

if TYPE_CHECKING:
    from estimator_desktop.ai.desk import Asks
    from estimator_desktop.jobs.running import Running

SCOPE = "scope"
_USELESS = 3
"""So many questions in a row without a usable answer end a job."""


def run(store: Store, at: Running, make: Callable[[Store], Asks] | None = None) -> Sequence[str]:
    """Do the job's work and end it; the ids of what follows."""
    claude = (make or advising.client_of)(store)
    if at.job.kind is JobKind.CLAUDE_CHECK:
        advising.check_connection(store, claude, at.job.id, at.stop)
        return at.finish()
    work = _opinions if at.job.kind is JobKind.OPINIONS else _suggestions
    return work(store, at, claude)


def _opinions(store: Store, at: Running, claude: Asks) -> Sequence[str]:
    job = at.job
    settings = advising.settings_of(store)
    desk = advising.desk_for(store, claude, job.document, job.id, at.stop)
    rounds = advising.rounds(store, job.document, store.jobs.payload(job.id).get(SCOPE, advising.ALL))
    count = sum(len(part.positions) for part in rounds)
    following = (NewJob(JobKind.AUDIT, job.subject, job.project, job.document),)
    done = 0
    failed: dict[str, UserError] = {}
    useless = 0
    try:
        for part in rounds:
            at.report(done, count, "positions")
            advising.must_be_allowed(store, job.project)  # it may have been switched off meanwhile
            found, failures = advising.ask_round(desk, part, settings)
            grounds = {item.index: advising.ground_of(item) for item in part.positions}
            with store.transaction():
                at.check()
                store.ai.save_opinions(job.document, part.role, found, grounds)
            failed |= {f"{part.role.value} {index}": error for index, error in failures.items()}
            done += len(part.positions)
            useless = 0 if found else useless + 1
            if useless == _USELESS:
                break  # whatever is wrong, more of it would only cost more
    except Cancelled:
        if done:
            store.jobs.add(following[0])  # what was answered counts; the worker finds the job by its row
        raise
    except UserError as error:
        if not done or (error.transient and job.attempt < MAX_ATTEMPTS):
            raise
        return at.fail(error, following)
    at.report(done, count, "positions")
    if failed:
        return at.fail(_partly(job.subject, failed, done), following)
    return at.finish(following if done else ())


def _suggestions(store: Store, at: Running, claude: Asks) -> Sequence[str]:
    job = at.job
    settings = advising.settings_of(store)
    desk = advising.desk_for(store, claude, job.document, job.id, at.stop)
    parts = advising.doubtful_matches(store, job.document)
    count = sum(map(len, parts))
    done = 0
    failed: dict[str, UserError] = {}
    for part in parts:
        at.report(done, count, "positions")
        advising.must_be_allowed(store, job.project)
        found, failures = advising.ask_choices(desk, part, settings)
        grounds = {item.sent.index: advising.choice_ground(item) for item in part}
        with store.transaction():
            at.check()
            store.ai.save_suggestions(job.document, found, grounds)
        failed |= {str(index): error for index, error in failures.items()}
        done += len(part)
    at.report(done, count, "positions")
    if failed:
        return at.fail(_partly(job.subject, failed, count))
    return at.finish()


def _partly(subject: str, failed: dict[str, UserError], count: int) -> UserError:
    lines = "\n".join(f"{index}: {error.code}" for index, error in sorted(failed.items()))
    return UserError("ai_partly", file=subject, failed=str(len(failed)), count=str(count), detail=lines)
