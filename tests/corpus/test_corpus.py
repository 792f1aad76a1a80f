"""Reading real budgets, judged by the corpus's own judge.  Skipped where there is no corpus."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from estimator_desktop.cli import main

pytestmark = pytest.mark.corpus


@pytest.mark.parametrize(
    "name", ["sz_turnov_so112004.pdf", "kros_valcha.pdf", "kros_valcha.xlsx", "kros_veseli_io01.pdf"]
)
def test_a_real_budget_is_read(corpus: Path, tmp_path: Path, name: str) -> None:
    source = corpus / "dev" / name
    out, result = tmp_path / "read.json", tmp_path / "result.json"
    assert main(["read", str(source), "--json", str(out)]) == 0
    judge = [sys.executable, str(corpus / "eval_positions.py")]
    truth = source.with_suffix(".truth.json")
    subprocess.run([*judge, str(truth), str(out), "--json", str(result)], check=True, capture_output=True)
    judged = json.loads(result.read_text())
    judged = judged[0] if isinstance(judged, list) else judged
    assert judged["f1"] >= 0.97


@pytest.mark.parametrize(
    "name", ["neg_drawing_vyztuz.pdf", "neg_tabulka_klempir.pdf", "neg_titul.pdf", "neg_tz_dum.pdf"]
)
def test_nothing_is_read_where_there_is_nothing(corpus: Path, name: str) -> None:
    assert main(["read", str(corpus / "dev" / name)]) == 3
