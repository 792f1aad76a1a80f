"""The worked examples of docs/extending.md run as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

from estimator_desktop.reading.read import read_document

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "extending.md"


def test_the_examples_run(tmp_path: Path, demo_pdf: Path) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert len(blocks) == 4
    names: dict[str, object] = {"folder": tmp_path, "bill": read_document(demo_pdf)}
    for number, block in enumerate(blocks, start=1):
        exec(compile(block, f"docs/extending.md, example {number}", "exec"), names)  # noqa: S102 - our own document
    for name in ("read_offer", "Q1", "write_markdown", "policy"):
        assert name in names


def test_the_places_it_names_exist() -> None:
    root = DOCUMENT.parents[1]
    text = DOCUMENT.read_text(encoding="utf-8")
    for path in re.findall(r"`((?:reading|audit|writing|domain)/[\w/]+\.py)`", text):
        assert (root / "estimator_desktop" / path).exists(), path
    for name, path in re.findall(r"`(\w+)`\s(?:of|in)\s`((?:reading|audit|writing|usecases|domain)/[\w/]+\.py)`", text):
        assert name in (root / "estimator_desktop" / path).read_text(encoding="utf-8"), f"{name} of {path}"
    for path in re.findall(r"`((?:tests|docs|scripts|resources)/[\w/]+\.\w+)`", text):
        assert (root / path).exists(), path
