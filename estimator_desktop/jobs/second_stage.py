"""The second reading: MinerU and Claude where the built-in reading is not proven; the better proof wins.

Whatever goes wrong with them, the built-in reading counts and the chain goes on, with a note that says why.
"""

from __future__ import annotations

import shutil
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from estimator_desktop.config import resources_folder
from estimator_desktop.domain.advice import Compared
from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.job import JobKind
from estimator_desktop.domain.lines import PageLines
from estimator_desktop.errors import BugError, UserError
from estimator_desktop.jobs import mineru
from estimator_desktop.jobs.program import program
from estimator_desktop.jobs.reader_process import ReaderProcess
from estimator_desktop.storage.codec import decode, encode
from estimator_desktop.storage.jobs import NewJob
from estimator_desktop.storage.store import Store
from estimator_desktop.usecases import advising, rereading

if TYPE_CHECKING:
    from estimator_desktop.ai.desk import Asks
    from estimator_desktop.jobs.running import Running

ENGINES = "engines"
BY_MINERU, BY_CLAUDE = "mineru", "claude"
REREAD_ON = "ai_reread"
"""The setting: Claude may read doubtful pages by itself after an import."""
TRIED = "tried"
"""The event in a trial's history: how many positions in how many seconds."""
_SAMPLE_PAGE = 4
RESCUED = frozenset({"no_positions", "pdf_scan", "pdf_garbled"})
"""Errors of the built-in reader after which MinerU is tried."""


def wanted(store: Store, project: str, bill: BillOfQuantities) -> str:
    """The engines that are to read a freshly read document again, with commas; empty where none is."""
    if not rereading.unproven(bill):
        return ""
    engines = [BY_MINERU] if store.setting(mineru.ON) == "yes" and bill.family != BY_MINERU else []
    if store.setting(REREAD_ON) == "yes" and store.setting(advising.ON) == "yes" and store.ai.consented(project):
        engines.append(BY_CLAUDE)
    return ",".join(engines)


def run(store: Store, at: Running, reader: ReaderProcess, make: Callable[[Store], Asks] | None = None) -> Sequence[str]:
    """Read a document again with the engines that the job names; the ids of what follows.

    An engine's trouble ends the job as failed with its reason, after the other engines had their turn; matching and
    audit follow all the same.
    """
    job, payload = at.job, store.jobs.payload(at.job.id)
    bill = store.bills.load(job.document)
    if bill is None:
        raise BugError(f"no bill of {job.document}")
    engines = payload.get(ENGINES, "").split(",")
    fresh = not store.bills.audited(job.document)
    decided = bool(store.decisions.all(job.document))
    best = bill
    comparisons: list[Compared] = []
    trouble: UserError | None = None
    steps: Mapping[str, Callable[[], tuple[BillOfQuantities, tuple[int, ...]]]] = {
        BY_MINERU: lambda: (_by_mineru(store, at, reader, best), ()),
        BY_CLAUDE: lambda: _by_claude(store, at, reader, best, (make or advising.client_of)(store)),
    }
    for engine in engines:
        if engine not in steps or not rereading.unproven(best):
            continue
        try:
            other, pages = steps[engine]()
        except UserError as error:
            trouble = error
            continue
        kept = rereading.better(best.proof, other.proof) and not (decided and not rereading.same_places(best, other))
        found = rereading.compared(engine, best, other, pages, kept=kept)
        comparisons.append(found)
        best = _noted(other if kept else best, found)
    if trouble is not None:
        best = rereading.with_note(best, "engine_failed", trouble.code) if best is bill else best
    changed = best.positions != bill.positions
    following = (NewJob(JobKind.ENRICH, job.subject, job.project, job.document, payload),)
    with store.transaction():
        at.check()
        for comparison in comparisons:
            store.ai.note_comparison(job.document, comparison)
        if best is not bill and (changed or fresh):
            store.bills.save(job.document, best)
            store.matches.clear(job.document)
        then = following if fresh or changed else ()
        return at.fail(trouble, then) if trouble is not None else at.finish(then)


def _noted(bill: BillOfQuantities, found: Compared) -> BillOfQuantities:
    words = rereading.words_for(found)
    if not found.kept:
        return rereading.with_note(bill, "engine_builtin", f"{found.engine} {words}")
    if found.engine == BY_MINERU:
        return rereading.with_note(bill, "engine_mineru", words)
    return rereading.with_note(bill, "engine_claude", f"{', '.join(map(str, found.pages))} ({words})")


# MinerU


def setting_of(store: Store) -> mineru.MineruRun:
    """MinerU as the person set it.  Raises UserError `mineru_missing`."""
    found = mineru.find_mineru(store.setting(mineru.PATH) or "")
    if found is None:
        raise UserError("mineru_missing")
    tier = store.setting(mineru.TIER) or mineru.FLASH
    return mineru.MineruRun(found, tier=tier if tier in mineru.TIERS else mineru.FLASH)


def _by_mineru(store: Store, at: Running, reader: ReaderProcess, bill: BillOfQuantities) -> BillOfQuantities:
    document = store.document(at.job.document)
    if document is None:
        raise BugError(f"no document {at.job.document}")
    return read_with_mineru(store, at, reader, store.file_of(document), bill.file)


def try_mineru(store: Store, at: Running, reader: ReaderProcess) -> Sequence[str]:
    """Read one page of the shipped sample, so that the person sees whether it works; the job's history says how.

    Raises what is wrong.  A page in which it finds no positions still shows that it runs.
    """
    source = resources_folder() / "demo" / "ukazka_rozpocet.pdf"
    started = time.monotonic()
    try:
        positions = len(read_with_mineru(store, at, reader, source, source.name, _SAMPLE_PAGE).positions)
    except UserError as error:
        if error.code != "no_positions":
            raise
        positions = 0
    store.jobs.note(at.job.id, TRIED, f"{positions} {time.monotonic() - started:.1f}")
    return at.finish()


def read_with_mineru(
    store: Store, at: Running, reader: ReaderProcess, source: Path, name: str, page: int | None = None
) -> BillOfQuantities:
    """A PDF as MinerU reads it.  Nothing is left of its run, however it ends.  Raises UserError, Cancelled."""
    folder = store.paths.spool / f"mineru-{uuid.uuid4().hex}"
    target = store.paths.spooled(uuid.uuid4().hex)
    try:
        replace(setting_of(store), page=page).run(source, folder, name, at.report, at.stop)
        child = replace(reader, command=program("read-mineru-child", str(source)))
        child.read(folder, target, name, at.report, at.stop)
        return decode(target.read_bytes(), BillOfQuantities)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        target.unlink(missing_ok=True)
        target.with_suffix(".part").unlink(missing_ok=True)


def rescue(
    store: Store, at: Running, reader: ReaderProcess, source: Path, target: Path, name: str, error: UserError
) -> bool:
    """After the built-in reader found nothing: let MinerU try, where it is switched on; whether it found positions.

    What it read lies in `target` then.  Raises Cancelled.
    """
    if error.code not in RESCUED or store.setting(mineru.ON) != "yes":
        return False
    try:
        bill = read_with_mineru(store, at, reader, source, name)
    except UserError:
        return False
    noted = rereading.with_note(bill, "engine_mineru", f"{len(bill.positions)}/0")
    target.write_text(encode(noted), encoding="utf-8")
    return True


# Claude


def _by_claude(
    store: Store, at: Running, reader: ReaderProcess, bill: BillOfQuantities, claude: Asks
) -> tuple[BillOfQuantities, tuple[int, ...]]:
    """The bill with its unsure pages read by Claude, page by page; only pages that make the proof better count."""
    pages = rereading.unsure_pages(bill)
    desk = advising.desk_for(store, claude, at.job.document, at.job.id, at.stop)
    settings = advising.settings_of(store)
    used: list[int] = []
    for place, page in enumerate(_lines_of(store, at, reader, bill.file, pages)):
        at.report(place, len(pages), "pages")
        advising.must_be_allowed(store, at.job.project)
        rows = advising.read_page(desk, page, settings)
        other = rereading.with_page(bill, page, rows)
        if rereading.better(bill.proof, other.proof):
            bill = other
            used.append(page.number)
    return bill, tuple(used)


def _lines_of(
    store: Store, at: Running, reader: ReaderProcess, name: str, pages: Sequence[int]
) -> tuple[PageLines, ...]:
    if not pages:
        return ()
    document = store.document(at.job.document)
    if document is None:
        raise BugError(f"no document {at.job.document}")
    target = store.paths.spooled(uuid.uuid4().hex)
    child = replace(reader, command=program("read-lines-child", ",".join(map(str, pages))))
    try:
        child.read(store.file_of(document), target, name, at.report, at.stop)
        return decode(target.read_bytes(), tuple[PageLines, ...])
    finally:
        target.unlink(missing_ok=True)
        target.with_suffix(".part").unlink(missing_ok=True)
