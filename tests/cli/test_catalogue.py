"""The `catalogue` command as a person runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from estimator_desktop.cli import main
from estimator_desktop.config import Paths

LINES = [
    "code;description;unit;price", "174151101;Zásyp rýh a šachet strojně se zhutněním;m3;180",
    "174111101;Zásyp rýh a šachet ručně se zhutněním;m3;420", "784181101;Penetrační nátěr vnitřních stěn;m2;24,50",
    "997013501;Odvoz suti na skládku do 1 km;t;310",
]  # fmt: skip


@pytest.fixture
def loaded(paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "c.csv"
    path.write_text("\n".join(LINES), encoding="utf-8")
    assert main(["catalogue", "import", str(path), "--name", "Můj", "--edition", "2026", "--licence", "vlastní"]) == 0
    capsys.readouterr()
    return path


def test_import_list_search_remove(loaded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "list"]) == 0
    assert "Můj 2026 · 4 položky" in capsys.readouterr().out
    assert main(["catalogue", "search", "nesmyslnyzaslovek"]) == 0
    assert "Nic takového" in capsys.readouterr().out
    assert main(["catalogue", "search", "zasyp", "rucne"]) == 0
    assert capsys.readouterr().out.startswith("174111101")
    assert main(["catalogue", "remove", "9"]) == 2
    assert main(["catalogue", "remove", "1"]) == 0
    capsys.readouterr()
    assert main(["catalogue", "--lang", "en", "list"]) == 0
    assert "No price list yet" in capsys.readouterr().out


def test_match(loaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    queries, out = tmp_path / "q.csv", tmp_path / "o.json"
    queries.write_text(
        "id;description;unit;code\nq1;Zásyp šachet a rýh strojně, zhutněný;m3;\n"
        "q2;Servis výtahu;ks;\nq3;Nátěr;m2;784181101",
        encoding="utf-8",
    )
    assert main(["catalogue", "match", str(queries), "--json", str(out)]) == 0
    assert "3 položky" in capsys.readouterr().out
    found = json.loads(out.read_text(encoding="utf-8"))
    assert list(found) == ["q1", "q2", "q3"]
    assert found["q1"][0]["code"] == "174151101"
    assert found["q2"] == []
    best = found["q3"][0]
    assert (best["code"], best["price"], best["basis"], best["unit"]) == ("784181101", "24.50", "code", "m2")
    assert {"code": "unit_same", "supports": True, "unit": "m2"}.items() <= {
        key: value for reason in best["reasons"] if reason["code"] == "unit_same" for key, value in reason.items()
    }.items()
    assert main(["catalogue", "match", str(queries)]) == 0
    assert "q1  0" in capsys.readouterr().out


def test_match_knows_the_czech_titles_of_a_price_list(
    loaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    queries = tmp_path / "q.csv"
    queries.write_text("id;kód;Popis;MJ\nq3;784181101;Nátěr;m2", encoding="utf-8")
    assert main(["catalogue", "match", str(queries)]) == 0
    assert "784181101" in capsys.readouterr().out


def test_an_empty_archive_says_so(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "archive"]) == 0
    assert "Převzít ceny do archivu" in capsys.readouterr().out


def test_match_needs_a_catalogue_and_columns(paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    queries = tmp_path / "q.csv"
    queries.write_text("id;description\nq1;x", encoding="utf-8")
    assert main(["catalogue", "match", str(queries)]) == 3
    assert "žádný ceník" in capsys.readouterr().err
    queries.write_text("a;b\n1;2", encoding="utf-8")
    assert main(["catalogue", "match", str(queries)]) == 3
    assert main(["catalogue", "match", str(tmp_path / "none.csv")]) == 3
    assert main(["catalogue", "import", str(queries)]) == 3
    assert "nenašel položky" in capsys.readouterr().err


def test_watch_and_refresh(loaded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "watch", str(loaded.parent / "none")]) == 3
    said = capsys.readouterr().err
    assert "nic se nesleduje" in said
    assert "vydání" not in said
    assert main(["catalogue", "refresh"]) == 0
    assert "nesleduje" in capsys.readouterr().out
    assert main(["catalogue", "watch", str(loaded.parent)]) == 0
    assert f"Sleduji složku {loaded.parent}." in capsys.readouterr().out
    (loaded.parent / "bad.csv").write_text("x", encoding="utf-8")
    capsys.readouterr()
    assert main(["catalogue", "refresh"]) == 0
    said = capsys.readouterr().out
    assert "bad.csv" in said
    assert main(["catalogue", "archive"]) == 0
