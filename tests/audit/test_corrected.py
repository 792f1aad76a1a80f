"""A corrected value is judged; what was read stays the ground of the decision."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from estimator_desktop.audit import audit_bill, audit_decided
from estimator_desktop.domain.bill import RecapitulationLine
from estimator_desktop.domain.decision import Action, Decision, Standing, standing
from estimator_desktop.domain.match import Enrichment
from estimator_desktop.domain.verdict import Audit, Colour, Outcome, Verdict
from estimator_desktop.storage.codec import encode
from tests.audit.cases import bill, line, matched, n, row

NOW = datetime(2026, 11, 24, tzinfo=UTC)
BROKEN = row(quantity="12", measurements=(line("2*5", "10"),))
BUDGET = bill(BROKEN, row(text="Základové pasy jiné"))[0]


def edited(**values: str) -> Mapping[int, Standing]:
    return standing(
        Decision(number, 0, Action.EDIT, NOW, field=name, value=value, ground="g")
        for number, (name, value) in enumerate(values.items())
    )


def outcomes(verdict: Verdict) -> dict[str, Outcome]:
    return {run.rule: run.outcome for opinion in verdict.opinions for run in opinion.runs}


def test_a_corrected_quantity_is_judged_anew() -> None:
    read = audit_bill(BUDGET)
    assert read.verdicts[0].colour is Colour.RED
    found = audit_decided(BUDGET, edited(quantity="10"))
    verdict = found.verdicts[0]
    assert (verdict.colour, verdict.as_read, verdict.corrected) == (Colour.GREEN, Colour.RED, ("quantity",))
    assert not verdict.hitl
    assert verdict.ground == read.verdicts[0].ground
    assert found.verdicts[1] == read.verdicts[1]
    assert found.input_hash != read.input_hash


def test_a_wrong_correction_still_waits_for_a_person() -> None:
    stands = edited(quantity="11")
    verdict = audit_decided(BUDGET, stands).verdicts[0]
    assert (verdict.colour, verdict.hitl) == (Colour.RED, True)
    assert not stands[0].settles(verdict)


def test_a_correction_makes_no_error_of_the_sums_the_document_prints() -> None:
    """They were right for what the document says; that a person's value moves them is not their fault."""
    rows = [row(text=f"Základové pasy {number}", unit_price="100", total_price="1000") for number in range(3)]
    budget = bill(*rows)[0]
    (section,) = budget.sections
    cover = RecapitulationLine("bill", "", "Cena bez DPH", n("3000"))
    sound = replace(budget, sections=(replace(section, total=n("3000")),), recapitulation=(cover,))
    assert not sums_wrong(audit_bill(sound))
    corrected = audit_decided(sound, edited(quantity="12"))
    assert not sums_wrong(corrected)
    assert corrected.input_hash != audit_bill(sound).input_hash
    wrong = replace(
        sound, sections=(replace(section, total=n("3200")),), recapitulation=(replace(cover, value=n("3200")),)
    )
    assert sums_wrong(audit_bill(wrong)) == ["3000.00", "3000.00"]
    assert sums_wrong(audit_decided(wrong, edited(quantity="11"))) == ["3100.00", "3100.00"]
    assert not sums_wrong(audit_decided(wrong, edited(quantity="12")))  # the value that was wrong is found


def sums_wrong(audit: Audit) -> list[str]:
    return [item.found for item in audit.findings if item.code in {"a2_section_sum", "a3_roll_up"}]


def test_undo_brings_the_old_verdict_back_byte_for_byte() -> None:
    undone = standing([Decision(1, 0, Action.EDIT, NOW, field="quantity", value="10", undone=True)])
    assert encode(audit_decided(BUDGET, undone)) == encode(audit_bill(BUDGET))


def test_a_corrected_unit_is_compared_anew_and_a_corrected_code_is_not_checked() -> None:
    budget, enrichment = matched(row(unit="m2"), unit="m3")
    assert isinstance(enrichment, Enrichment)
    assert outcomes(audit_bill(budget, enrichment=enrichment).verdicts[0])["C3"] is Outcome.FAILED
    unit = audit_decided(budget, edited(unit="m3"), enrichment=enrichment)
    assert outcomes(unit.verdicts[0])["C3"] is Outcome.PASSED
    code = audit_decided(budget, edited(code="274313711"), enrichment=enrichment)
    assert outcomes(code.verdicts[0])["C1"] is Outcome.NOT_CHECKED
    price = audit_decided(budget, edited(unit_price="5"), enrichment=enrichment)
    assert outcomes(price.verdicts[0])["C3"] is Outcome.FAILED


_CHILD = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from estimator_desktop.audit import audit_decided
from estimator_desktop.storage.codec import encode
from tests.audit.test_corrected import BUDGET, edited
print(hashlib.sha256(encode(audit_decided(BUDGET, edited(quantity="10", unit="m2"))).encode()).hexdigest())
"""


def test_two_processes_give_the_same_bytes() -> None:
    root = str(Path(__file__).parents[2])
    here = hashlib.sha256(encode(audit_decided(BUDGET, edited(quantity="10", unit="m2"))).encode()).hexdigest()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", _CHILD, root],
            capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed, "PATH": ""},
        )  # fmt: skip
        assert done.stdout.strip() == here
