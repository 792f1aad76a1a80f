"""Templates of one's own: saved, listed, used by name, removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from estimator_desktop.cli import main
from estimator_desktop.config import Paths
from estimator_desktop.domain.template import Column, Encoding, Template
from estimator_desktop.domain.verdict import Colour
from estimator_desktop.storage.store import Store
from estimator_desktop.usecases.saved_templates import saved_templates, template_named
from tests.writing.test_exports import document as document  # noqa: PLC0414 - a fixture
from tests.writing.test_original import original as original  # noqa: PLC0414 - a fixture

SAVE = ["template", "save", "Pro investora", "--columns", "verdict,notes", "--no-prices", "--only", "red,amber"]


def test_saved_listed_and_removed(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SAVE, "--anonymised", "--cp1250", "--lang", "en"]) == 0
    store = Store(paths)
    wanted = Template(
        "en", (Column.VERDICT, Column.NOTES), False, (Colour.RED, Colour.AMBER), True, Encoding.WINDOWS
    )  # fmt: skip
    assert saved_templates(store) == {"Pro investora": wanted}
    assert template_named(store, "blind").prices is False
    store.close()
    assert main(["template", "list"]) == 0
    said = capsys.readouterr().out
    assert "Pro investora\ten verdict notes red amber no-prices anonymised" in said
    assert "full\t" in said
    assert main(["template", "remove", "Pro investora"]) == 0
    assert main(["template", "remove", "Pro investora"]) == 2
    assert main(["template", "save", "full"]) == 3
    assert "full" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--columns", "x"], ["--only", "x"]])
def test_what_is_no_column_or_colour(wrong: list[str]) -> None:
    with pytest.raises(SystemExit):
        main(["template", "save", "a", *wrong])


def test_used_by_name(
    store: Store, document: str, paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(SAVE) == 0
    out = ["--out", str(tmp_path / "ven"), "--format", "csv"]
    assert main(["export", "Zkouška", *out, "--template", "Pro investora"]) == 0
    head = (tmp_path / "ven" / "rozpocet.audit.csv").read_text("utf-8-sig").splitlines()[0]
    assert "Verdikt" in head
    assert "J. cena" not in head
    assert main(["export", "zkouš", *out, "--template", "pro Investora"]) == 0
    assert main(["export", "složka/rozpocet.xlsx", *out]) == 0  # as `audit` was given it
    assert main(["export", "rozpo", *out]) == 0
    assert main(["export", "", *out]) == 2
    assert main(["export", "Zkouška", *out, "--template", "Neznámá"]) == 3
    assert "Pro investora" in capsys.readouterr().err


def test_help_breaks_no_column_in_its_middle(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        main(["template", "--help"])
    words = capsys.readouterr().out.replace(",", " ").split()
    assert set(Column) <= set(words)
