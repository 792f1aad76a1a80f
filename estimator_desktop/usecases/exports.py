"""What an export job does: a document's audited budget becomes files in a folder, all of them or none.

Everything is written into a hidden folder beside the targets first and put in place at the end, so that a cancelled or
failed export leaves no half of itself and never harms a file that was there before.
"""

from __future__ import annotations

import errno
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from estimator_desktop.domain.decision import effective_bill, standing
from estimator_desktop.domain.job import Progress, silent
from estimator_desktop.domain.template import SUFFIXES, Order, Template, file_names
from estimator_desktop.errors import BugError, UserError
from estimator_desktop.storage.codec import decode
from estimator_desktop.storage.store import Store
from estimator_desktop.texts import Texts
from estimator_desktop.usecases.originals import edits_of_decisions, write_cells, write_changes
from estimator_desktop.writing import (
    Handover,
    hand_over,
    write_csv,
    write_gaeb,
    write_json,
    write_report,
    write_unixml,
    write_xlsx,
)

_WRITERS: Mapping[str, Callable[[Handover, Path, Progress], Path]] = {
    "xlsx": write_xlsx,
    "json": lambda content, target, _progress: write_json(content, target),
    "csv": write_csv,
    "unixml": write_unixml,
    "gaeb": write_gaeb,
    "pdf": write_report,
}


def order_of(payload: Mapping[str, str]) -> tuple[Path, Order]:
    """The folder and the order an export job carries (`intake.export_payload`)."""
    return Path(payload["folder"]), decode(payload["order"], Order)


def export(
    store: Store, document: str, folder: Path, order: Order, progress: Progress = silent, *, mark: str = ""
) -> tuple[Path, ...]:
    """Write a document's files; their paths.

    `mark` names the piece of work, so that what a killed try of it left in the folder goes when it is done again.

    Raises UserError: `not_audited`; `folder_not_for_files`; `target_locked` with a free name in `other`;
    `disk_full`.
    """
    content = _content(store, document, order.template)
    stem = order.stem or _stem(store, document)
    with _staging(folder, mark or uuid.uuid4().hex) as stage:
        for form in order.formats:
            name = f"{stem}{SUFFIXES[form]}"
            if form == "original":
                _original(store, document, content, stage / name)
            else:
                _WRITERS[form](content, stage / name, progress)
    return tuple(folder / name for name in file_names(stem, order.formats))


def _original(store: Store, document: str, content: Handover, target: Path) -> None:
    """A copy of the imported workbook with the decided values, and beside it the list of cells before and after."""
    known, bill = store.document(document), store.bills.load(document)
    if known is None or bill is None:
        raise BugError(f"no bill of {document}")
    changes = edits_of_decisions(bill, content.stands)
    source = store.file_of(known)
    result, without = write_changes(source, bill, changes, target, name=known.name)
    write_cells(result, without, Texts(content.template.language), target.with_suffix(".cells.csv"))


def _stem(store: Store, document: str) -> str:
    known = store.document(document)
    return Path(known.name).stem if known else document


def _content(store: Store, document: str, template: Template) -> Handover:
    known, bill, audit = store.document(document), store.bills.load(document), store.bills.load_audit(document)
    if known is None or bill is None:
        raise BugError(f"no bill of {document}")
    if audit is None:
        raise UserError("not_audited", file=known.name)
    enrichment = store.matches.load(document)
    if enrichment is not None and len(enrichment.matches) != len(bill.positions):
        enrichment = None
    stands = standing(store.decisions.all(document))
    content = hand_over(
        effective_bill(bill, stands),
        audit,
        template,
        datetime.now(UTC),
        sha256=known.sha256,
        enrichment=enrichment,
        stands=stands,
    )
    if not template.whole:
        return content
    return replace(content, as_read={index: bill.positions[index] for index, item in stands.items() if item.edits})


def clear_stage(folder: Path, mark: str) -> bool:
    """Remove what a killed export left hidden in its folder; whether there was anything.  Raises OSError."""
    stage = _stage(folder, mark)
    if not stage.is_dir():
        return False
    shutil.rmtree(stage)
    return True


def _stage(folder: Path, mark: str) -> Path:
    return folder / f".estimator-{mark}"


@contextmanager
def _staging(folder: Path, mark: str) -> Iterator[Path]:
    """A hidden folder whose files move into `folder` when the block ends well; removed in any case."""
    stage = _stage(folder, mark)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        clear_stage(folder, mark)
        stage.mkdir(mode=0o700)
    except OSError as error:
        code = "disk_full" if error.errno == errno.ENOSPC else "folder_not_for_files"
        raise UserError(code, file=str(folder), detail=str(error)) from error
    try:
        yield stage
        for path in sorted(stage.iterdir()):
            _put(path, folder / path.name)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _put(path: Path, target: Path) -> None:
    try:
        path.replace(target)
    except OSError as error:
        raise UserError("target_locked", file=target.name, other=free_name(target).name, detail=str(error)) from error


def free_name(target: Path) -> Path:
    """The first name like the target's that is not taken: `x (2).xlsx`."""
    number = 2
    while (other := target.with_name(f"{target.stem} ({number}){target.suffix}")).exists():
        number += 1
    return other
