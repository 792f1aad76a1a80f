"""What window and command line ask for: take a file in, write a document's audited files.  The work itself is a job.

Kept apart from `pipeline`, so that the window need not load readers, rules and writers to ask for them.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from estimator_desktop.domain.job import Job, JobKind
from estimator_desktop.domain.mapping import TableMapping
from estimator_desktop.domain.template import Order
from estimator_desktop.errors import UserError
from estimator_desktop.storage.codec import encode
from estimator_desktop.storage.jobs import NewJob
from estimator_desktop.storage.store import Document, Store

_BUDGETS = frozenset({
    ".pdf", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".csv", ".xml", ".unixml", ".xc4",
    ".x81", ".x82", ".x83", ".x84", ".x85", ".x86", ".x89",
})  # fmt: skip
_LEFT_BY_PROGRAMS = (".", "~$")


def files_of(path: Path) -> tuple[Path, ...]:
    """A file itself; of a folder the files that lie in it (not deeper) and are named like budgets, by name.

    Raises UserError: `folder_without_budgets`; `file_unreadable` where the folder cannot be looked into.
    """
    if not path.is_dir():
        return (path,)
    try:
        found = sorted(
            item
            for item in path.iterdir()
            if item.suffix.casefold() in _BUDGETS and not item.name.startswith(_LEFT_BY_PROGRAMS) and item.is_file()
        )
    except OSError as error:
        raise UserError("file_unreadable", file=path.name, detail=str(error)) from error
    if not found:
        raise UserError("folder_without_budgets", file=path.name)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Import:
    """What came of dropping a file: a job under way, or (`job` empty) the document that already holds this content."""

    job: str
    document: str
    known: bool = False


def import_file(store: Store, path: Path, revision_of: str = "") -> Import:
    """Take a file in.  Raises UserError where it is plainly no budget; nothing is kept then.

    `revision_of` is the document that this file is the new revision of: it goes into the same project.  A project
    appears when its document has been read, so that a file that cannot be read leaves nothing.
    """
    from estimator_desktop.reading.detect import detect  # noqa: PLC0415 - knows every format

    name = path.name
    detect(path, name)
    sha256, size = _kept(store, path, name)
    with store.transaction():  # looked up and queued in one go: two windows may be given the same file at once
        known = store.document_with(sha256)
        if known is not None:
            store.touch(known.project)
            return Import(_unfinished(store, known), known.id, known=True)
        waiting = store.jobs.at_work_on(sha256)
        if waiting:
            return Import("", waiting)
        document = uuid.uuid4().hex
        payload = {"name": name, "sha256": sha256, "size": str(size)}
        if revision_of:
            payload["revision_of"] = revision_of
        job = store.jobs.add(NewJob(JobKind.PARSE, name, document=document, payload=payload))
    return Import(job, document)


def _kept(store: Store, path: Path, name: str) -> tuple[str, int]:
    """Keep a copy of the file; of a protected one that was opened before, the copy without protection stands."""
    sha256, size = store.files.put(path, name)
    unlocked = store.unlocked.known(sha256)
    return (unlocked, store.files.path(unlocked).stat().st_size) if unlocked else (sha256, size)


def read_unlocked(store: Store, job: Job, sha256: str, size: int) -> str:
    """Queue the reading of a file again, from its copy without protection; the new job's id."""
    payload = {**store.jobs.payload(job.id), "sha256": sha256, "size": str(size)}
    return store.jobs.add(NewJob(JobKind.PARSE, job.subject, job.project, job.document, payload))


def read_with(store: Store, job: Job, mapping: TableMapping) -> str:
    """Queue the reading of a file again, its columns as a person says; the new job's id."""
    payload = {**store.jobs.payload(job.id), "mapping": encode(mapping)}
    return store.jobs.add(NewJob(JobKind.PARSE, job.subject, job.project, job.document, payload))


def ask_mapping(store: Store, identity: str) -> str:
    """Queue the question what the columns of a document's table hold; the job's id.

    The document stays as it is until the person has answered and the file has been read so.  Raises UserError
    `not_audited` where there is no such document.
    """
    known = store.document(identity)
    if known is None:
        raise UserError("not_audited", file=identity)
    payload = {"name": known.name, "sha256": known.sha256, "size": str(known.size), "ask": "1"}
    return store.jobs.add(NewJob(JobKind.PARSE, known.name, known.project, known.id, payload))


def _unfinished(store: Store, document: Document) -> str:
    """A new job where the document is not audited and nothing is under way: the first stage after reading."""
    if store.bills.audited(document.id):
        return ""
    if any(not job.settled for job in store.jobs.listed(document=document.id)):
        return ""
    payload = {"name": document.name, "sha256": document.sha256, "size": str(document.size)}
    return store.jobs.add(NewJob(JobKind.ENRICH, document.name, document.project, document.id, payload))


def export_payload(folder: Path, order: Order) -> Mapping[str, str]:
    """What an export job carries."""
    return {"folder": os.fspath(folder), "order": encode(order)}
