"""JSON files."""

from __future__ import annotations

import json
from pathlib import Path

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.verdict import Audit
from estimator_desktop.texts import Texts
from estimator_desktop.writing.records import Record, audit_record, bill_record
from estimator_desktop.writing.whole import whole_file


def write_bill_json(bill: BillOfQuantities, target: Path) -> Path:
    """Write what was read.  Raises UserError where the file cannot be written."""
    return _write(bill_record(bill), target)


def write_json(bill: BillOfQuantities, audit: Audit, target: Path, language: str) -> Path:
    """Write the audited budget, its sentences in `language`.  Raises UserError where the file cannot be written."""
    return _write(audit_record(bill, audit, Texts(language)), target)


def _write(record: Record, target: Path) -> Path:
    with whole_file(target) as path:
        path.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
    return target
