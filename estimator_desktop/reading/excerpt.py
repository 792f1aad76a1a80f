"""Whether a printed document ends, or begins, in the middle: pages are missing from it.

A document that ends inside a section cannot reproduce the sums of what is open there; that is no fault of its rows and
is said in other words.  The signs must agree: every sum printed for the last section and for all that it lies in is
larger than what the pages up to the end give.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from estimator_desktop.domain.bill import BillOfQuantities, CheckResult, MeasurementKind, Position
from estimator_desktop.domain.ordinals import first_number
from estimator_desktop.domain.sums import Sums, sum_agrees

CUT = "_cut"
"""The ending of the code of a failure that the document's end explains."""
_ROUND = 100
"""Numbering that begins at 101 or 1001 is a custom, not a missing beginning."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What is open where the document ends: sections and objects (indexes), the whole bill, the last position."""

    sections: frozenset[int] = frozenset()
    objects: frozenset[int] = frozenset()
    whole: bool = False
    position: int | None = None

    @property
    def found(self) -> bool:
        """Whether the document ends inside something."""
        return bool(self.sections) or self.position is not None


def cut(bill: BillOfQuantities, totals: Sums, measurements: CheckResult) -> Cut:
    """What a printed document leaves open at its end; nothing for files that are no pages."""
    if bill.pages is None or not bill.positions:
        return Cut()
    last = bill.positions[-1]
    position = last.index if _measurement_is_cut(bill, last, measurements) else None
    if not bill.sections:
        return Cut(position=position)
    section = bill.sections[-1]
    sections = [part.index for part in bill.section_path(section.index)]
    objects = [work.index for work in bill.object_path(section.object)]
    printed = [
        (bill.sections[index].total.value, totals.sections.get(index), totals.section_counts.get(index))
        for index in sections
    ]
    printed += [
        (bill.objects[index].total.value, totals.objects.get(index), totals.object_counts.get(index))
        for index in objects
    ]
    printed += [
        (line.value.value, totals.whole, len(bill.positions)) for line in bill.recapitulation if line.scope == "bill"
    ]
    known = [(sum_, found or Decimal(0), count or 0) for sum_, found, count in printed if sum_ is not None]
    short = all(found < sum_ and not sum_agrees(sum_, found, count) for sum_, found, count in known)
    begun = not totals.section_counts.get(section.index)
    if not (known and short and (len(known) > 1 or begun or position is not None)):
        return Cut(position=position)
    return Cut(frozenset(sections), frozenset(objects), whole=True, position=position)


def _measurement_is_cut(bill: BillOfQuantities, last: Position, measurements: CheckResult) -> bool:
    """Whether the last position of the last page is measured in part only: less than its quantity, and no total."""
    if last.source is None or last.source.page != bill.pages:
        return False
    whole = any(line.kind is MeasurementKind.TOTAL for line in last.measurements)
    return not whole and any(
        failure.position == last.index and Decimal(failure.found) < Decimal(failure.expected)
        for failure in measurements.failures
    )


def with_missing_pages(bill: BillOfQuantities) -> BillOfQuantities:
    """A proven bill with a word about pages that are missing at its beginning or its end."""
    said = list(bill.warnings)
    if bill.proof is not None and any(failure.code.endswith(CUT) for failure in bill.proof.failures):
        said.append(("document_cut", ""))
    first = begins_at(bill)
    if first is not None:
        said.append(("document_begins_inside", str(first)))
    return replace(bill, warnings=tuple(said))


def begins_at(bill: BillOfQuantities) -> int | None:
    """The number of the first position where the numbering of a printed document begins in the middle, else None."""
    if bill.pages is None:
        return None
    first = first_number(bill)
    return None if first is None or first <= 1 or first % _ROUND <= 1 or first == 10 else first
