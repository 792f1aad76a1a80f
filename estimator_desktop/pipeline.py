"""The order of the stages: each loads, makes one call, and saves in one transaction.

`intake.import_file` queues `parse_pdf`; each stage queues the one that follows.  A project appears when its document
has been taken over (`extract`), so that a file that cannot be read leaves nothing.

Readers, rules, catalogues and writers are imported by the stage that needs them: the worker stays small while idle, and
the reader's child loads no rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.decision import effective_bill, standing
from estimator_desktop.domain.job import Progress
from estimator_desktop.domain.mapping import LayoutRequest, TableMapping, TablePreview
from estimator_desktop.domain.revision import pair
from estimator_desktop.domain.verdict import Audit
from estimator_desktop.errors import BugError, UserError
from estimator_desktop.storage.codec import decode, encode, leave
from estimator_desktop.storage.store import Store

if TYPE_CHECKING:
    from estimator_desktop.reading.pdf.ahead import Crew


def spool_path(store: Store, document: str) -> Path:
    """Where the reader's child leaves what it read."""
    return store.paths.spooled(document)


def read_to_spool(
    source: Path,
    target: Path,
    name: str,
    progress: Progress,
    request: Path | None = None,
    password: str | None = None,
    crew: Crew | None = None,
) -> None:
    """Read a file and leave the bill in `target`, whole or not at all.  Runs in the reader's child.

    A `crew` may read a long PDF's pages ahead.
    `request` is a file with what is known of a table's layout.  Where a person must say what the columns hold, what
    they choose from is left beside the target (`preview_path`).
    """
    from estimator_desktop.reading.read import read_document  # noqa: PLC0415 - only the child reads
    from estimator_desktop.reading.spreadsheet.guess import MappingNeededError  # noqa: PLC0415 - only the child reads

    asked = LayoutRequest() if request is None else decode(request.read_bytes(), LayoutRequest)
    try:
        bill = read_document(source, name=name, progress=progress, request=asked, password=password, crew=crew)
    except MappingNeededError as error:
        preview_path(target).write_text(encode(error.preview), encoding="utf-8")
        raise
    leave(bill, target)


def sheets_to_spool(source: Path, target: Path, name: str, progress: Progress) -> None:
    """Leave a table's cells in `target`, for the window to look at.  Runs in the reader's child."""
    from estimator_desktop.reading.spreadsheet.shown import shown_sheets  # noqa: PLC0415 - only the child reads

    progress(0, 1, "steps")
    leave(shown_sheets(source, name), target)


def mined_to_spool(source: Path, target: Path, name: str, progress: Progress, pdf: Path) -> None:
    """Read what MinerU left in the folder `source` of a PDF; the bill goes to `target`.  Runs in the reader's child."""
    from estimator_desktop.reading.mineru import read_output  # noqa: PLC0415 - only the child reads
    from estimator_desktop.reading.pdf.page_lines import page_sizes  # noqa: PLC0415

    leave(read_output(source, name, progress, page_sizes(pdf)), target)


def lines_to_spool(source: Path, target: Path, name: str, progress: Progress, pages: Sequence[int]) -> None:
    """Leave the text lines of some pages of a PDF in `target`.  Runs in the reader's child."""
    from estimator_desktop.reading.pdf.page_lines import page_lines  # noqa: PLC0415 - only the child reads

    leave(page_lines(source, name, pages, progress), target)


def preview_path(spool: Path) -> Path:
    """Where the child leaves what a mapping is chosen from."""
    return spool.with_suffix(".preview")


def request_path(spool: Path) -> Path:
    """Where the child finds what is known of a layout."""
    return spool.with_suffix(".request")


def ask(store: Store, document: str, payload: Mapping[str, str]) -> Path | None:
    """Write what is known of a table's layout for the reader's child; None where nothing is."""
    mapping = decode(payload["mapping"], TableMapping) if payload.get("mapping") else None
    request = LayoutRequest(mapping, store.layouts.templates(), ask=bool(payload.get("ask")))
    if request == LayoutRequest():
        return None
    target = request_path(spool_path(store, document))
    target.write_text(encode(request), encoding="utf-8")
    return target


def keep_preview(store: Store, document: str) -> None:
    """Take what a mapping is chosen from into the database, so that it outlives the job."""
    left = preview_path(spool_path(store, document))
    if left.exists():
        store.layouts.save_preview(document, decode(left.read_bytes(), TablePreview))


def spooled(store: Store, document: str) -> BillOfQuantities:
    """What the reader left for a document."""
    try:
        return decode(spool_path(store, document).read_bytes(), BillOfQuantities)
    except FileNotFoundError as error:
        raise BugError(f"nothing was read for {document}") from error


def take_over(store: Store, document: str, payload: Mapping[str, str], bill: BillOfQuantities) -> str:
    """Take what was read into the database: project, document and bill.  Joins the open transaction; the project."""
    known = store.document(document)
    previous = store.document(payload.get("revision_of", ""))
    project = (
        known.project
        if known
        else previous.project
        if previous
        else store.add_project(bill.name or Path(payload["name"]).stem)
    )
    if known is None:
        store.add_document(project, payload["name"], payload["sha256"], int(payload["size"]), document)
    store.bills.save(document, replace(bill, decided=()))
    _decide_again(store, document, bill)
    store.matches.clear(document)
    store.layouts.forget_preview(document)
    if previous is not None and previous.id != document:
        _revise(store, previous.id, document, bill)
    return project


def _decide_again(store: Store, document: str, bill: BillOfQuantities) -> None:
    """Decisions that came in an export of ours; where the person has decided here already, those stand."""
    if store.decisions.all(document):
        return
    store.decisions.take_over(document, bill.decided)


def _revise(store: Store, previous: str, document: str, bill: BillOfQuantities) -> None:
    """Tie a new revision to the document before it and carry the decisions over to the paired positions."""
    older = store.bills.load(previous)
    store.revisions.follow(document, previous)
    if older is not None:
        store.revisions.carry_decisions(previous, document, pair(older, bill))


def drop_spool(store: Store, document: str) -> None:
    """Remove what the reader left, once it is in the database or when nobody wants it any more."""
    target = spool_path(store, document)
    target.unlink(missing_ok=True)
    for left in (target.with_suffix(".part"), preview_path(target), request_path(target)):
        left.unlink(missing_ok=True)


def positions_of(store: Store, document: str, chosen: str) -> Sequence[int]:
    """The positions a job is about: those chosen (numbers with commas), or all of the document."""
    if chosen:
        return [int(number) for number in chosen.split(",")]
    return range(store.bills.count(document))


def enrich(store: Store, document: str, positions: Sequence[int]) -> tuple[Callable[[], None], Mapping[int, UserError]]:
    """Match some positions of a document with the catalogues.

    Returns what saves the matches (it joins the caller's transaction) and the positions that could not be matched,
    each with its reason.  Where there is neither catalogue nor archive nothing is matched, and the document has no
    matches.
    """
    if not store.catalogues.any():
        return (lambda: store.matches.clear(document)), {}
    from estimator_desktop.usecases.enrichment import enricher_of  # noqa: PLC0415 - see above

    found = enricher_of(store).enrich(document, positions=positions)
    return (lambda: store.matches.save_some(document, found)), {}


def audit(store: Store, document: str, progress: Progress) -> Audit:
    """Audit a document's bill as the person corrected it.  Saving is the caller's, in its transaction."""
    from estimator_desktop.audit import audit_decided  # noqa: PLC0415 - see above

    read, stands = _bill(store, document), standing(store.decisions.all(document))
    found = audit_decided(read, stands, store.rules.pack(), progress, store.matches.load(document))
    bill = effective_bill(read, stands)
    if not store.ai.any_opinions(document):
        return found
    from estimator_desktop.usecases.advising import with_opinions  # noqa: PLC0415 - see above

    return with_opinions(store, document, bill, found)


def audit_position(store: Store, document: str, position: int, progress: Progress) -> Audit:
    """Audit one position again; the document's audit with its new verdict.  Saving is the caller's."""
    known = store.bills.load_audit(document)
    fresh = audit(store, document, progress)
    if known is None or known.pack != fresh.pack or len(known.verdicts) != len(fresh.verdicts):
        return fresh
    verdicts = (*known.verdicts[:position], fresh.verdicts[position], *known.verdicts[position + 1 :])
    return replace(known, verdicts=verdicts)


def _bill(store: Store, document: str) -> BillOfQuantities:
    bill = store.bills.load(document)
    if bill is None:
        raise BugError(f"no bill of {document}")
    return bill
