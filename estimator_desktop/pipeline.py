"""The order of the stages: each loads, makes one call, and saves in one transaction.

`intake.import_file` queues `parse_pdf`; each stage queues the one that follows.  A project appears when its document
has been taken over (`extract`), so that a file that cannot be read leaves nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from estimator_desktop.audit import audit_bill
from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.job import JobKind, Progress
from estimator_desktop.domain.verdict import Audit
from estimator_desktop.errors import BugError, UserError
from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.codec import decode, encode
from estimator_desktop.storage.jobs import NewJob
from estimator_desktop.storage.store import Store
from estimator_desktop.writing import write_json, write_xlsx


def spool_path(store: Store, document: str) -> Path:
    """Where the reader's child leaves what it read."""
    return store.paths.spool / f"{document}.json"


def read_to_spool(source: Path, target: Path, name: str, progress: Progress) -> None:
    """Read a file and leave the bill in `target`, whole or not at all.  Runs in the reader's child."""
    bill = read_document(source, name=name, progress=progress)
    temporary = target.with_suffix(".part")
    temporary.write_text(encode(bill), encoding="utf-8")
    temporary.replace(target)


def extract(store: Store, document: str, payload: Mapping[str, str]) -> tuple[str, tuple[NewJob, ...]]:
    """Take what was read into the database: project, document and bill.  Joins the open transaction.

    The project's id and the job that follows.
    """
    spool = spool_path(store, document)
    try:
        bill = decode(spool.read_bytes(), BillOfQuantities)
    except FileNotFoundError as error:
        raise BugError(f"nothing was read for {document}") from error
    known = store.document(document)
    project = known.project if known else store.add_project(bill.name or Path(payload["name"]).stem)
    if known is None:
        store.add_document(project, payload["name"], payload["sha256"], int(payload["size"]), document)
    store.bills.save(document, bill)
    return project, (NewJob(JobKind.AUDIT, payload["name"], project, document, payload),)


def drop_spool(store: Store, document: str) -> None:
    """Remove what the reader left, once it is in the database."""
    spool_path(store, document).unlink(missing_ok=True)


def audit(store: Store, document: str, progress: Progress) -> Audit:
    """Audit a document's bill.  Saving is the caller's, in its transaction."""
    return audit_bill(_bill(store, document), progress=progress)


def export(
    store: Store, document: str, folder: Path, formats: tuple[str, ...], language: str, *, stem: str = ""
) -> tuple[Path, ...]:
    """Write the audited budget; the files' paths.  `stem` begins their names (default: the document's own).

    Raises UserError where the target cannot be written.
    """
    known = store.document(document)
    if known is None:
        raise BugError(f"no document {document}")
    bill = _bill(store, document)
    result = store.bills.load_audit(document)
    if result is None:
        raise UserError("not_audited", file=known.name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("target_unwritable", file=str(folder), detail=str(error)) from error
    stem = stem or Path(known.name).stem
    written: list[Path] = []
    if "xlsx" in formats:
        written.append(write_xlsx(bill, result, folder / f"{stem}.audit.xlsx", language))
    if "json" in formats:
        written.append(write_json(bill, result, folder / f"{stem}.audit.json", language))
    return tuple(written)


def _bill(store: Store, document: str) -> BillOfQuantities:
    bill = store.bills.load(document)
    if bill is None:
        raise BugError(f"no bill of {document}")
    return bill


def export_as_asked(store: Store, document: str, payload: Mapping[str, str]) -> tuple[Path, ...]:
    """What an export job does: `export` with what `intake.export_payload` packed."""
    formats = tuple(json.loads(payload["formats"]))
    return export(store, document, Path(payload["folder"]), formats, payload["language"])
