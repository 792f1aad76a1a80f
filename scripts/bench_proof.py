"""Prove every real budget of the corpus and compare the proof with the one that the truth file gives.

Per document: the proof's state, each check's figures, and the failures that the truth does not have (ours) or that only
the truth has (missed).  A document whose truth is consistent must be proven; an inconsistent one must name those rows.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from bench_read import corpus_folder
from benchtable import Figure, tell

from estimator_desktop.domain.bill import (
    NOTHING,
    Amount,
    BillOfQuantities,
    Check,
    ImportProof,
    Measurement,
    MeasurementKind,
    Position,
    ProofFailure,
    WorkObject,
)
from estimator_desktop.errors import UserError
from estimator_desktop.reading.computing import measurement_kind
from estimator_desktop.reading.excerpt import CUT
from estimator_desktop.reading.proof import prove
from estimator_desktop.reading.read import read_document
from estimator_desktop.texts.speech import Texts

ENDINGS = {".pdf", ".xlsx", ".xls", ".xml"}
BY_ROW = frozenset({Check.ORDINALS, Check.PRODUCTS, Check.MEASUREMENTS})


def truth_bill(path: Path) -> BillOfQuantities | None:
    """The truth's positions as a bill; None for a document that holds none or a price list."""
    truth = json.loads(path.read_text(encoding="utf-8"))
    if not truth.get("positions") or truth.get("price_list"):
        return None
    objects: dict[tuple[str, ...], int] = {}
    positions: list[Position] = []
    for row in truth["positions"]:
        key = tuple(row.get("object_path") or [f"{row.get('object_code')} {row.get('object_name')}"])
        work = objects.setdefault(key, len(objects))
        positions.append(_position(len(positions), row, work))
    works = tuple(WorkObject(index, "", " / ".join(key)) for key, index in objects.items())
    return BillOfQuantities("truth", path.name, tuple(positions), works)


def _number(row: dict[str, str | None], name: str) -> Amount:
    text = row.get(f"{name}_raw") or row.get(name)
    return NOTHING if text in {None, ""} else Amount(str(text), Decimal(str(text)))


def _position(index: int, row: dict[str, object], work: int) -> Position:
    lines = tuple(
        Measurement(
            str(line["text"]),
            Decimal(line["value"]) if line["value"] is not None else None,
            _kind(line["text"], line["value"]),
            label=line.get("figure"),
        )
        for line in row.get("measurement_lines") or []  # type: ignore[attr-defined]
    )
    return Position(
        index,
        str(row.get("description") or ""),
        object=work,
        ordinal=str(row.get("ordinal") or ""),
        code=str(row.get("code") or ""),
        quantity=_number(row, "quantity"),  # type: ignore[arg-type]
        unit_price=_number(row, "unit_price"),  # type: ignore[arg-type]
        total_price=_number(row, "total_price"),  # type: ignore[arg-type]
        measurements=lines,
    )


def _kind(text: str, value: str | None) -> MeasurementKind:
    return measurement_kind(text) if value is not None or "=" in text else MeasurementKind.TEXT


def explained(failure: ProofFailure, bill: BillOfQuantities, path: Path) -> bool:
    """Whether a failure that is put down to the document's end is the document's own.

    The truth must say that the file holds some pages of a longer one, and its positions must give the same sum.
    """
    truth = json.loads(path.read_text(encoding="utf-8"))
    if not failure.code.endswith(CUT) or not truth.get("source_pages"):
        return False
    if failure.check not in {Check.SECTION_SUMS, Check.OBJECT_SUMS}:
        return True
    name = bill.sections[failure.section].name if failure.section is not None else None
    inside = [
        row for row in truth["positions"] if name is None or any(name in part for part in row.get("section_path") or [])
    ]
    return Decimal(failure.found) == sum((Decimal(row["total_price"] or 0) for row in inside), Decimal(0))


def rows(proof: ImportProof, bill: BillOfQuantities) -> Counter[tuple[str, str, str]]:
    """The failures that name a position, comparable between two bills of one document."""
    return Counter(_key(failure, bill) for failure in proof.failures if failure.check in BY_ROW)


def _key(failure: ProofFailure, bill: BillOfQuantities) -> tuple[str, str, str]:
    position = bill.positions[failure.position or 0]
    code = {"ordinal_jump": "ordinal_gap", "ordinal_again": "ordinal_repeated"}.get(failure.code, failure.code)
    return code, position.ordinal, position.code


def main() -> int:
    """One line a document; 0 when no proof fails for a reason of ours, 3 where there is no corpus."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="only files whose name contains this")
    parser.add_argument("--failures", type=int, default=3, help="show so many failures of ours a document")
    options = parser.parse_args()
    corpus = corpus_folder()
    if corpus is None:
        print("No corpus beside the checkout; set ESTIMATOR_CORPUS to its folder.", file=sys.stderr)
        return 3
    paths = sorted(path for folder in ("dev", "dev_xml") for path in (corpus / folder).iterdir())
    paths = [path for path in paths if path.suffix in ENDINGS and options.only in path.name]
    ours_in_all = 0
    for path in paths:
        ours_in_all += _report(path, options.failures)
    tell(Figure(f"{len(paths)} documents, proof other than the truth's", str(ours_in_all), "0", ours_in_all == 0))
    print(f"{len(paths)} documents, {ours_in_all} with failures that the truth does not have or without one it has")
    return 0 if not ours_in_all else 1


def _report(path: Path, shown: int) -> bool:
    """Print a document's line; whether its proof differs from the truth's."""
    texts = Texts("en")
    truth_path = path.with_suffix(".truth.json")
    try:
        bill = read_document(path)
    except UserError as error:
        print(f"{path.name:30s} refused  {error.code}")
        return False
    proof = bill.proof or prove(bill)
    checks = " ".join(f"{r.check.value}={r.passed}/{r.total}" for r in proof.results if r.total)
    truth = truth_bill(truth_path) if truth_path.is_file() else None
    own = rows(prove(truth), truth) if truth else Counter()
    found = rows(proof, bill)
    ours, missed = found - own, own - found
    said = [failure for failure in proof.failures if truth is not None and explained(failure, bill, truth_path)]
    ours -= Counter(_key(failure, bill) for failure in said if failure.check in BY_ROW)
    others = [failure for failure in proof.failures if failure.check not in BY_ROW and failure not in said]
    print(
        f"{path.name:30s} {proof.state:8s} {len(bill.positions):5d} {checks} | the document's own: "
        f"{(found & own).total()}, cut off: {len(said)}, ours: {ours.total()}, "
        f"sums and numbers: {len(others)}, missed: {missed.total()}"
    )
    left = ours.copy()
    listed = [failure for failure in proof.failures if failure.check in BY_ROW and left[_key(failure, bill)] > 0]
    for failure in [*others, *listed][:shown]:
        print(f"      {texts.place(failure.source)}: {texts.proof_failure(failure, bill)}")
    for key in list(missed)[:shown]:
        print(f"      missed: {key}")
    return bool(truth) and bool(ours or missed or others)


if __name__ == "__main__":
    sys.exit(main())
