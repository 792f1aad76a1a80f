"""How fast PDFs are read, beside pdfplumber's table extraction and bare pdfium text extraction, and in how much memory.

Times are processor seconds of one process, the best of four runs; they are to be read as ratios within one run.
Memory is the peak of the whole reader process on 50 and on 800 pages of the project's own bill.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import pdfplumber
import pypdfium2
from bench_read import ROOT, corpus_folder
from bigpdf import big_pdf

from estimator_desktop.domain.job import silent
from estimator_desktop.reading.read import read_document

LARGEST = 4
SAMPLE = 12
"""Pages that pdfplumber reads, spread over the document."""
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


def bare(path: Path) -> None:
    """Every page's text as pdfium gives it."""
    document = pypdfium2.PdfDocument(path)
    for index in range(len(document)):
        page = document[index]
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    document.close()


def plumbed(path: Path, pages: int) -> int:
    """Tables of a sample of pages by pdfplumber; how many pages."""
    chosen = sorted({1 + index * pages // SAMPLE for index in range(SAMPLE)})
    with pdfplumber.open(path, pages=chosen) as document:
        for page in document.pages:
            page.extract_tables()
        return len(document.pages)


def seconds(call: Callable[[], object], times: int = 4) -> float:
    """Processor seconds of the best run."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        call()
        best = min(best, time.process_time() - start)
    return best


def peak(path: Path) -> float:
    """Megabytes that the `read` command and its child needed at most."""
    command = [sys.executable, "-m", "estimator_desktop", "read", str(path)]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{path.name}: exit {child.returncode}")
    return usage.ru_maxrss * _PEAK_UNIT / 1024**2


def main() -> int:
    """0 where everything could be measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--memory-only", action="store_true")
    parser.add_argument("--speed-only", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="estimator-speed-") as name:
        own = big_pdf(Path(name) / "own-60.pdf", 60)
        paths = [own]
        corpus = corpus_folder()
        if corpus is not None:
            large = sorted((corpus / "dev").glob("*.pdf"), key=lambda path: path.stat().st_size, reverse=True)
            paths += [path for path in large if "scan" not in path.name and not path.name.startswith("neg")][:LARGEST]
        for path in paths if not options.memory_only else []:
            pages = len(pypdfium2.PdfDocument(path))
            ours = seconds(lambda path=path: read_document(path, progress=silent)) / pages  # type: ignore[misc]
            text = seconds(lambda path=path: bare(path)) / pages  # type: ignore[misc]
            start = time.process_time()
            other = plumbed(path, pages)
            tables = (time.process_time() - start) / other
            print(
                f"{path.name:28s} {pages:4d} pages  ours {1 / ours:6.1f} pages/s  bare pdfium {1 / text:6.1f}  "
                f"pdfplumber {1 / tables:5.1f}  = {tables / ours:4.1f} x pdfplumber, {ours / text:4.1f} x bare text"
            )
        if not options.speed_only:
            few, many = (peak(big_pdf(Path(name) / f"own-{pages}.pdf", pages)) for pages in (50, 800))
            print(f"peak memory: 50 pages {few:.0f} MB, 800 pages {many:.0f} MB = {many / few:.2f} x")
    return 0


if __name__ == "__main__":
    sys.exit(main())
