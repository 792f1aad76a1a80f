"""JSON files."""

from __future__ import annotations

import json
from pathlib import Path

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.writing.handover import Handover
from estimator_desktop.writing.records import Record, audit_record, bill_record
from estimator_desktop.writing.whole import whole_file


def write_bill_json(bill: BillOfQuantities, target: Path) -> Path:
    """Write what was read.  Raises UserError where the file cannot be written."""
    return _write(bill_record(bill), target)


def write_json(content: Handover, target: Path) -> Path:
    """Write the audited budget.  Raises UserError where the file cannot be written."""
    return _write(audit_record(content), target)


def _write(record: Record, target: Path) -> Path:
    with whole_file(target) as path:
        path.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
    return target
