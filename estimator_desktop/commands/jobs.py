"""`jobs list|show|cancel|retry [--json]`: background jobs from the command line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from estimator_desktop.commands.terminal import DONE, USAGE
from estimator_desktop.config import default_paths

if TYPE_CHECKING:
    from estimator_desktop.domain.job import Job
    from estimator_desktop.jobs.monitor import JobMonitor
    from estimator_desktop.texts import Texts


def register(parser: argparse.ArgumentParser) -> None:
    """Give the `jobs` command its options."""
    parser.add_argument("action", choices=("list", "show", "cancel", "retry"))
    parser.add_argument("id", nargs="?", default="", help="a job's id or its first digits (not for list)")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("--project", default=None, metavar="ID", help="only (list) or all (cancel, retry) of a project")
    parser.add_argument("--all", action="store_true", help="list the program's own periodic jobs too")


def run(options: argparse.Namespace) -> int:
    """Run the chosen action on the user's jobs."""
    from estimator_desktop.jobs.monitor import JobMonitor
    from estimator_desktop.jobs.queue import Queue
    from estimator_desktop.storage.store import Store
    from estimator_desktop.texts import Texts

    texts = Texts(options.lang)
    store = Store(default_paths())
    try:
        monitor = JobMonitor(store, Queue(store, lambda: None))
        if options.action == "list":
            return _list(texts, monitor.listed(options.project, periodic=options.all), as_json=options.json)
        if options.project and not options.id and options.action != "show":
            return _project(texts, monitor, options)
        found = [job for job in monitor.listed(periodic=True) if options.id and job.id.startswith(options.id)]
        if len(found) != 1:
            print(texts.say("cli.no_such_job", id=options.id or "?"), file=sys.stderr)
            return USAGE
        return _one(texts, monitor, found[0], options)
    finally:
        store.close()


def _list(texts: Texts, jobs: Sequence[Job], *, as_json: bool) -> int:
    if as_json:
        print(json.dumps([record_of(job, texts) for job in jobs], ensure_ascii=False, indent=2))
        return DONE
    for job in jobs:
        print(f"{job.id[:8]}  {job.created.astimezone():%Y-%m-%d %H:%M}  {texts.job(job)}  –  {texts.job_state(job)}")
    if not jobs:
        print(texts.say("cli.no_jobs"))
    return DONE


def _project(texts: Texts, monitor: JobMonitor, options: argparse.Namespace) -> int:
    cancel = options.action == "cancel"
    count = monitor.cancel_project(options.project) if cancel else monitor.retry_failed(options.project)
    if options.json:
        print(json.dumps({"project": options.project, "jobs": count}))
    else:
        print(texts.say("cli.project_jobs", count=count))
    return DONE


def _one(texts: Texts, monitor: JobMonitor, job: Job, options: argparse.Namespace) -> int:
    if options.action == "show":
        return _show(texts, monitor, job, as_json=options.json)
    if options.action == "cancel":
        monitor.cancel(job.id)
    elif not monitor.retry(job.id):
        print(texts.say("cli.not_retried", id=job.id[:8]), file=sys.stderr)
        return USAGE
    after = monitor.status(job.id) or job
    if options.json:
        print(json.dumps(record_of(after, texts), ensure_ascii=False, indent=2))
    else:
        print(texts.say("cli.job_state", id=job.id[:8], state=texts.job_state(after)))
    return DONE


def _show(texts: Texts, monitor: JobMonitor, job: Job, *, as_json: bool) -> int:
    events, failures = monitor.history(job.id), monitor.failures(job.id)
    if as_json:
        record = record_of(job, texts)
        record["events"] = [{"event": item.event, "at": item.at.isoformat(), "detail": item.detail} for item in events]
        record["failed_items"] = [
            {"item": item.item, "code": item.code, "params": dict(item.params), "detail": item.detail}
            for item in failures
        ]
        print(json.dumps(record, ensure_ascii=False, indent=2))
        return DONE
    print(f"{job.id}  {texts.job(job)}\n  {texts.job_state(job)}")
    for event in events:
        print(f"  {event.at.astimezone():%Y-%m-%d %H:%M:%S}  {texts.job_event(event.event)}  {event.detail}".rstrip())
    if job.error_detail:
        print(job.error_detail)
    return DONE


def record_of(job: Job, texts: Texts) -> dict[str, object]:
    """A job for other programs: codes and times as stored, and the sentence."""

    def moment(value: datetime | None) -> str | None:
        return None if value is None else value.isoformat()

    return {
        "id": job.id,
        "kind": job.kind.value,
        "state": job.state.value,
        "subject": job.subject,
        "project": job.project,
        "document": job.document,
        "created": job.created.isoformat(),
        "started": moment(job.started),
        "finished": moment(job.finished),
        "retry_at": moment(job.retry_at),
        "done": job.done,
        "total": job.total,
        "unit": job.message,
        "attempt": job.attempt,
        "cancel_requested": job.cancel_requested,
        "error": {"code": job.error_code, "params": dict(job.error_params), "detail": job.error_detail}
        if job.error_code
        else None,
        "text": texts.job_state(job),
    }
