"""The table of all benchmarks: what ran is put in, what did not stays."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from benchtable import BEGIN, END, VARIABLE, Figure, merged, rows, tell, told  # noqa: E402


def test_figures_go_through_a_file_into_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "figures"
    tell(Figure("nobody", "listens"))
    monkeypatch.setenv(VARIABLE, str(place))
    tell(Figure("čekání", "5 ms", "<= 6 ms", kept=True, peer="Huey: 40 ms"))
    tell(Figure("paměť", "70 MB", "<= 60 MB", kept=False))
    page = f"Before\n{BEGIN}\n{END}\nAfter\n"
    page = merged(page, ["queue", "match"], {"queue": rows("queue", told(place))})
    assert page.startswith("Before\n")
    assert page.endswith("\nAfter\n")
    assert "| `queue` | čekání | 5 ms | <= 6 ms | yes | Huey: 40 ms |" in page
    assert "| `queue` | paměť | 70 MB | <= 60 MB | **no** |  |" in page
    again = merged(page, ["queue", "match"], {"match": rows("match", [Figure("x", "1")])})
    assert again.index("čekání") < again.index("| `match` | x | 1 |")
    assert again.count("čekání") == 1


def test_a_page_without_a_place_for_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match="unpack"):
        merged("no table here", [], {})


def test_the_benchmarks_page_has_the_place() -> None:
    page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert page.count(BEGIN) == page.count(END) == 1
