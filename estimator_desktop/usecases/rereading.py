"""A second reading of a document whose import is not proven: unsure pages, what to make of them, which reading wins.

Pure functions over bills; `jobs.second_stage` brings the readings.  A reading wins only where the document's own
checksums say so: it reproduces more of them and fails no more, or fails fewer and reproduces no less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from estimator_desktop.ai.extract import Extracted
from estimator_desktop.domain.advice import Compared
from estimator_desktop.domain.bill import BillOfQuantities, Check, ImportProof, Position, Source
from estimator_desktop.domain.lines import PageLines
from estimator_desktop.domain.numbers import parse_amount
from estimator_desktop.domain.recognition import doubtful_fields
from estimator_desktop.reading.proof import settle

MOST_PAGES = 60
"""Pages of one document that are sent at most."""
_SURE = 0.85
_FIELDS = (
    ("code", "code"),
    ("description", "description"),
    ("unit", "unit"),
    ("row_type", "type"),
    ("quantity", "quantity"),
    ("unit_price", "unit_price"),
    ("total_price", "total"),
)
_AMOUNTS = frozenset({"quantity", "unit_price", "total_price"})


def tally(proof: ImportProof | None) -> tuple[int, int]:
    """How many checksums are reproduced and how many are not; readable numbers alone prove nothing."""
    results = [result for result in proof.results if result.check is not Check.NUMBERS] if proof else []
    passed = sum(result.passed for result in results)
    return passed, sum(result.total for result in results) - passed


def better(old: ImportProof | None, new: ImportProof | None) -> bool:
    """Whether the newer reading's proof is better, and in no way worse."""
    (passed, failed), (passed_new, failed_new) = tally(old), tally(new)
    return (passed_new > passed and failed_new <= failed) or (passed_new >= passed and failed_new < failed)


def compared(
    engine: str, old: BillOfQuantities, new: BillOfQuantities, pages: Sequence[int] = (), *, kept: bool
) -> Compared:
    """Both readings beside each other."""
    (passed, failed), (passed_new, failed_new) = tally(old.proof), tally(new.proof)
    return Compared(
        engine, kept, len(old.positions), len(new.positions), failed, failed_new, passed, passed_new, tuple(pages)
    )


def unproven(bill: BillOfQuantities) -> bool:
    """Whether a second reading is worth anything: a PDF whose proof is open, or that was recognised with doubts."""
    if bill.pages is None or bill.proof is None:
        return False
    return bill.proof.state in {"open", "gaps"} or any(doubtful_fields(position) for position in bill.positions)


def unsure_pages(bill: BillOfQuantities) -> tuple[int, ...]:
    """The pages that are worth a second look.

    Where a checksum fails, a field is doubtful, or nothing was found between pages with positions.
    """
    unsure: set[int] = set()
    failures = bill.proof.failures if bill.proof else ()
    for failure in failures:
        if failure.position is not None:
            unsure.update(_page(bill.positions[failure.position].source))
        elif failure.section is not None:
            for position in bill.positions:
                if position.section == failure.section:
                    unsure.update(_page(position.source))
    for position in bill.positions:
        if doubtful_fields(position):
            unsure.update(_page(position.source))
    read = {page for position in bill.positions for page in _page(position.source)}
    if read:
        unsure.update(page for page in range(min(read), max(read)) if page not in read)
    return tuple(sorted(unsure))[:MOST_PAGES]


def _page(source: Source | None) -> tuple[int, ...]:
    return (source.page,) if source is not None and source.page is not None else ()


def with_page(bill: BillOfQuantities, page: PageLines, rows: Sequence[Extracted]) -> BillOfQuantities:
    """The bill with a page as it was read again, proven anew.

    A row that was there before keeps its place in the outline, its measurements and notes.  Rows that the second
    reading did not find stay, unless the proof is better without them.
    """
    if not rows:
        return bill
    kept = settle(_merged(bill, page, rows, drop=False))
    dropped = settle(_merged(bill, page, rows, drop=True))
    return dropped if better(kept.proof, dropped.proof) else kept


def _merged(bill: BillOfQuantities, page: PageLines, rows: Sequence[Extracted], *, drop: bool) -> BillOfQuantities:
    before = [item for item in bill.positions if (item.source is None) or (item.source.page or 0) < page.number]
    here = [item for item in bill.positions if item.source is not None and item.source.page == page.number]
    after = [item for item in bill.positions if item.source is not None and (item.source.page or 0) > page.number]
    waiting = list(here)
    made: list[Position] = []
    ends = [*(row.line for row in rows[1:]), len(page.lines)]
    for row, end in zip(rows, ends, strict=True):
        known = next((item for item in waiting if item.ordinal == row.ordinal and row.ordinal), None)
        known = known or next((item for item in waiting if item.code == row.code and row.code), None)
        if known is not None:
            waiting.remove(known)
            made.append(_changed(known, row))
            continue
        neighbours = made or before or here
        neighbour = neighbours[-1] if neighbours else None
        made.append(_new(bill.file, page, row, end, neighbour))
    if not drop:
        made = sorted([*made, *waiting], key=_top)
    positions = (replace(item, index=index) for index, item in enumerate([*before, *made, *after]))
    return replace(bill, positions=tuple(positions), proof=None)


def _top(position: Position) -> float:
    return position.source.box.top if position.source is not None and position.source.box is not None else 0.0


def _changed(known: Position, row: Extracted) -> Position:
    """A known position with what was read differently."""
    changes: dict[str, object] = {}
    sure = dict(known.confidence)
    for name, other in _FIELDS:
        text = getattr(row, other)
        old = getattr(known, name)
        shown = old.raw if name in _AMOUNTS else old
        if not text or text == shown:
            continue
        changes[name] = parse_amount(text) if name in _AMOUNTS else text
        sure[name] = _SURE
    return replace(known, confidence=tuple(sure.items()), **changes) if changes else known  # type: ignore[arg-type]


def _new(file: str, page: PageLines, row: Extracted, end: int, neighbour: Position | None) -> Position:
    lines = page.lines[row.line : max(row.line + 1, min(end, row.line + 3))]
    box = lines[0].box
    for line in lines[1:]:
        box = box.union(line.box)
    return Position(
        0,
        row.description,
        neighbour.object if neighbour else None,
        neighbour.section if neighbour else None,
        row.ordinal,
        row.type,
        row.code,
        unit=row.unit,
        quantity=parse_amount(row.quantity),
        unit_price=parse_amount(row.unit_price),
        total_price=parse_amount(row.total),
        source=Source(file, page.number, box),
        confidence=tuple((name, _SURE) for name, other in _FIELDS if getattr(row, other)),
    )


def same_places(old: BillOfQuantities, new: BillOfQuantities) -> bool:
    """Whether every position is still at its index, so that decisions on them go on being about the same line."""
    return len(old.positions) == len(new.positions) and all(
        (one.ordinal, one.section) == (other.ordinal, other.section)
        for one, other in zip(old.positions, new.positions, strict=True)
    )


def with_note(bill: BillOfQuantities, code: str, subject: str) -> BillOfQuantities:
    """The bill with a note on which engine read it; an older note of the kind goes."""
    kept = tuple(item for item in bill.warnings if not item[0].startswith("engine_"))
    return replace(bill, warnings=(*kept, (code, subject)))


def words_for(comparison: Compared) -> str:
    """A comparison in short: `23/23 × 20/23`: checksums reproduced by the second reading and by the first."""
    before = comparison.passed_before + comparison.failures_before
    after = comparison.passed_after + comparison.failures_after
    return f"{comparison.passed_after}/{after} × {comparison.passed_before}/{before}"
