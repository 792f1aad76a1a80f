"""The real MinerU through the adapter: `make test-mineru`."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from estimator_desktop.config import Limits
from estimator_desktop.domain.job import Cancelled
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.mineru import FLASH, MineruKind, MineruRun, find_mineru, version_of
from estimator_desktop.reading.mineru import read_output
from estimator_desktop.reading.mineru.engine import output_files
from estimator_desktop.reading.mineru.schema import pages_of
from estimator_desktop.reading.pdf.page_lines import page_sizes

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
_REAL = "dev/*.pdf"
_PAGES = 4


@pytest.fixture(scope="module")
def run() -> MineruRun:
    """The program that `make test-mineru` installed."""
    found = find_mineru(os.environ.get("ESTIMATOR_MINERU", ""), lambda _name: None)
    if found is None:
        pytest.skip("`make test-mineru` installs MinerU")
    assert found.kind is MineruKind.KIT
    assert version_of(found).startswith("4.")
    return MineruRun(found, tier=FLASH)


def shortened(source: Path, target: Path, pages: int) -> Path:
    """The first pages of a PDF."""
    whole, part = PdfDocument(source), PdfDocument.new()
    part.import_pages(whole, list(range(min(pages, len(whole)))))
    part.save(target)
    part.close()
    whole.close()
    return target


def read(run: MineruRun, pdf: Path, folder: Path) -> tuple[int, int, str]:
    """Words and positions that came of a PDF, and what was said where there are none."""
    started = time.monotonic()
    run.run(pdf, folder, pdf.name, lambda *_step: None, lambda: False)
    pages = pages_of(json.loads(output_files(folder)[0].read_text(encoding="utf-8")), page_sizes(pdf))
    words = sum(len(block.text.split()) for page in pages for block in page.blocks)
    try:
        positions, said = len(read_output(folder, pdf.name, lambda *_step: None, page_sizes(pdf)).positions), ""
    except UserError as error:
        positions, said = 0, error.code
    print(f"{len(pages)} pages, {words} words, {positions} positions {said} in {time.monotonic() - started:.1f} s")
    return words, positions, said


def test_a_generated_bill(run: MineruRun, sound_pdf: Path, tmp_path: Path) -> None:
    words, positions, _said = read(run, sound_pdf, tmp_path / "out")
    assert words > 200
    assert positions > 0


def test_a_real_bill(run: MineruRun, corpus: Path, tmp_path: Path) -> None:
    source = min(corpus.glob(_REAL), key=lambda path: path.stat().st_size)
    words, _positions, said = read(run, shortened(source, tmp_path / "real.pdf", _PAGES), tmp_path / "out")
    assert words > 100
    assert said in {"", "no_positions"}


def test_it_is_stopped_in_time(run: MineruRun, sound_pdf: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="mineru_timeout"):
        MineruRun(run.program, Limits(0, 1.0, 0)).run(sound_pdf, tmp_path, "x.pdf", lambda *_: None, lambda: False)
    started = time.monotonic()
    with pytest.raises(Cancelled):
        run.run(sound_pdf, tmp_path, "x.pdf", lambda *_: None, lambda: time.monotonic() - started > 1.0)
    assert time.monotonic() - started < 10
