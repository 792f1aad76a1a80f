"""Reading real budgets, judged by the corpus's own judge.  Skipped, and said so, where there is no corpus.

Documents are chosen by what their truth files say, never by name.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from estimator_desktop.cli import main

pytestmark = pytest.mark.corpus
_SMALL = 140
"""Positions a document may have to be read in the everyday suite."""


def _documents(corpus: Path) -> list[tuple[Path, int, str]]:
    """Every document with a truth beside it: its path, its number of positions, its family."""
    found = []
    for truth in sorted((corpus / "dev").glob("*.truth.json")):
        record = json.loads(truth.read_text(encoding="utf-8"))
        for ending in (".pdf", ".xlsx", ".xls"):
            source = truth.with_name(truth.name.removesuffix(".truth.json") + ending)
            if source.is_file():
                found.append((source, len(record["positions"]), str(record.get("family", ""))))
    return found


def _f1(corpus: Path, source: Path, folder: Path) -> float:
    out, result = folder / "read.json", folder / "result.json"
    assert main(["read", str(source), "--json", str(out)]) == 0, source.name
    truth = source.with_name(source.stem + ".truth.json")
    judge = [sys.executable, str(corpus / "eval_positions.py"), str(truth), str(out), "--json", str(result)]
    subprocess.run(judge, check=True, capture_output=True)
    judged = json.loads(result.read_text(encoding="utf-8"))
    return float((judged[0] if isinstance(judged, list) else judged)["f1"])


@pytest.mark.timeout(300)  # a process for each document, on a machine that does other things
def test_small_real_budgets_are_read(corpus: Path, tmp_path: Path) -> None:
    small = [
        source
        for source, count, family in _documents(corpus)
        if 0 < count <= _SMALL and not family.startswith(("scan", "negative")) and "catalogue" not in family
    ]
    assert small
    weak = {source.name: f1 for source in small if (f1 := _f1(corpus, source, tmp_path)) < 0.97}
    assert not weak


def test_nothing_is_read_where_there_is_nothing(corpus: Path) -> None:
    empty = [source for source, count, _family in _documents(corpus) if not count]
    assert empty
    assert [main(["read", str(source)]) for source in empty] == [3] * len(empty)
