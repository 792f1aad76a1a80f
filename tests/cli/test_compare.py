"""`compare`: two files beside each other."""

import json
import re
from pathlib import Path

import pytest
from samplebill import sound_bill
from sampleworkbooks import kros
from samplexml import unixml

from estimator_desktop.cli import main


def test_two_formats_of_one_bill_do_not_differ(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample = sound_bill()
    old, new = kros(sample, tmp_path / "a.xlsx"), unixml(sample, tmp_path / "a.xml")
    assert main(["compare", str(old), str(new)]) == 0
    assert f"beze změny {len(sample.rows)}" in capsys.readouterr().out


def test_a_changed_quantity_is_said_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample = sound_bill()
    old, new, out = unixml(sample, tmp_path / "a.xml"), tmp_path / "b.xml", tmp_path / "out.json"
    quantity = f"{sample.rows[0].shown_quantity:f}".replace(".", ",")
    text = old.read_text(encoding="utf-8").replace(f"<mnozstvi>{quantity}<", "<mnozstvi>1,5<", 1)
    new.write_text(text, encoding="utf-8")
    assert main(["compare", str(old), str(new), "--json", str(out), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "changed 1" in said
    assert re.search(r": quantity [\d,.]+ → 1\.5, total [\d,.]+ → [\d,.]+\n", said)
    assert main(["compare", str(old), str(new), "--lang", "cs"]) == 0
    assert re.search(r": množství [\d\s]+(,\d+)? → 1,5, celkem [\d\s]+,\d+ → ", capsys.readouterr().out)
    record = json.loads(out.read_text(encoding="utf-8"))
    (difference,) = record["differences"]
    assert (difference["kind"], difference["changes"]) == ("changed", ["quantity", "total"])
    assert difference["new"]["quantity"] == "1.5"


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    assert main(["compare", str(tmp_path / "a"), str(tmp_path / "b")]) == 3
