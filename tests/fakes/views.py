"""A document as the window sees it, made of a bill that no database holds."""

from __future__ import annotations

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.verdict import Audit
from estimator_desktop.storage.views import DocumentView, Mark, position_row


def view_of(bill: BillOfQuantities, audit: Audit | None) -> DocumentView:
    """The view of a bill and its audit (None: not audited yet)."""
    marks = tuple(Mark(verdict.colour, verdict.hitl) for verdict in audit.verdicts) if audit else ()
    return DocumentView(bill, tuple(map(position_row, bill.positions)), audit, marks)
