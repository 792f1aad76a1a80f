"""`bids` reads several files and says how they stand to each other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from estimator_desktop.cli import main


def test_bids_are_read_and_compared(demo_pdf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "bids.json"
    assert main(["bids", str(demo_pdf), str(demo_pdf), "--json", str(target), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "100.0 % of the bids’ median" in said
    record = json.loads(target.read_text("utf-8"))
    assert [bid["rank"] for bid in record["bids"]] == [1, 2]
    assert record["bids"][0]["arithmetic"]


def test_one_bid_is_refused_in_a_sentence(demo_pdf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bids", str(demo_pdf), "--lang", "en"]) == 3
    assert "Two bids or more" in capsys.readouterr().err
