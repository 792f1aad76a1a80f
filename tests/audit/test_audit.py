"""The audit as a whole: the same bytes in two processes, roles that speak, rules that are documented."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from make_rules_doc import TARGET, document

from estimator_desktop.audit import audit_bill, audit_position, input_hash
from estimator_desktop.audit.registry import BILL_RULES, RULES
from estimator_desktop.audit.repeats import MOST_RELATED
from estimator_desktop.domain.bill import Amount, BillOfQuantities
from estimator_desktop.domain.verdict import Role
from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.codec import encode
from estimator_desktop.texts import LANGUAGES, Texts

_CHILD = """
import hashlib, sys
from pathlib import Path
from estimator_desktop.audit import audit_bill
from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.codec import encode
print(hashlib.sha256(encode(audit_bill(read_document(Path(sys.argv[1])))).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def bill(demo_pdf: Path) -> BillOfQuantities:
    return read_document(demo_pdf)


def test_two_processes_give_the_same_bytes(demo_pdf: Path, bill: BillOfQuantities) -> None:
    here = hashlib.sha256(encode(audit_bill(bill)).encode()).hexdigest()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", _CHILD, str(demo_pdf)],
            capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed, "PATH": ""},
        )  # fmt: skip
        assert done.stdout.strip() == here


def test_a_budget_of_one_row_over_and_over_takes_no_longer_for_each(bill: BillOfQuantities) -> None:
    """What a broken or malicious file may hold: rows compared each with each would take minutes, and gigabytes."""

    def taken(count: int) -> float:
        rows = tuple(replace(bill.positions[0], index=index) for index in range(count))
        started = time.process_time()
        audit = audit_bill(replace(bill, positions=rows, proof=None))
        seconds = time.process_time() - started
        related = [
            len(found.related) for verdict in audit.verdicts for said in verdict.opinions for found in said.findings
        ]
        assert 0 < max(related) <= MOST_RELATED
        return seconds

    taken(100)
    assert taken(3200) < 10 * taken(800)  # each with each: sixteen times as long


def test_one_position_alone_gets_the_verdict_it_has_in_the_whole(bill: BillOfQuantities) -> None:
    whole = audit_bill(bill)
    for index in (0, 5, 24):
        assert audit_position(bill, index) == whole.verdicts[index]


def test_the_input_hash_follows_the_content_and_not_the_file_name(bill: BillOfQuantities) -> None:
    assert audit_bill(bill).input_hash == input_hash(replace(bill, file="jiny.pdf"))
    rows = list(bill.positions)
    rows[3] = replace(rows[3], quantity=Amount("99", Decimal(99)))
    assert input_hash(replace(bill, positions=tuple(rows))) != input_hash(bill)


def test_the_ground_of_a_verdict_moves_only_with_its_own_position(bill: BillOfQuantities) -> None:
    before = audit_bill(bill)
    rows = list(bill.positions)
    rows[3] = replace(rows[3], description=rows[3].description + " upraveno")
    after = audit_bill(replace(bill, positions=tuple(rows)))
    moved = [one.position for one, two in zip(before.verdicts, after.verdicts, strict=True) if one.ground != two.ground]
    assert moved == [3]


def test_sme_always_speaks_and_a_large_value_makes_all_four(bill: BillOfQuantities) -> None:
    rows = list(bill.positions)
    rows[0] = replace(rows[0], total_price=Amount("900000", Decimal(900_000)))
    for verdict in audit_bill(replace(bill, positions=tuple(rows))).verdicts:
        speaking = [opinion.role for opinion in verdict.opinions]
        assert speaking[0] is Role.SME
        if verdict.position == 0:
            assert speaking == list(Role)


def test_every_rule_is_documented() -> None:
    assert TARGET.read_text(encoding="utf-8") == document(), "run scripts/make_rules_doc.py"
    ids = [rule.id for rule in RULES] + [rule.id for rule in BILL_RULES]
    assert len(ids) == len(set(ids))
    for language in LANGUAGES:
        for rule in ids:
            assert Texts(language).knows(f"rule.{rule}"), rule
