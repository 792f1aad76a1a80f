"""How fast PDFs are read, beside pdfplumber's table extraction and bare pdfium text extraction, and in how much memory.

Three ways to count, all to be read as ratios within one run: processor seconds of one process; of the busiest process
where helpers read pages ahead, as the program does; and seconds by the clock of the same.  The clock of a busy machine
says little: each round measures all ways one after the other, and the best of the rounds counts.  Memory is the peak of
the reader and its helpers together on 50 and on 800 pages of the project's own bill.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import pdfplumber
import psutil
import pypdfium2
from bench_read import ROOT, corpus_folder
from benchtable import Figure, tell
from bigpdf import big_pdf

from estimator_desktop.jobs.manners import calm_collector
from estimator_desktop.jobs.page_helpers import PageHelpers, cores, helpers_for
from estimator_desktop.jobs.program import program
from estimator_desktop.reading.read import read_document

LARGEST = 4
LONG = 50
"""Pages of a document that is long."""
SAMPLE = 12
"""Pages that pdfplumber reads, spread over the document."""


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


@dataclass
class Race:
    """Seconds of each way to read, by name; the best of several runs."""

    worked: dict[str, float] = field(default_factory=dict)
    """Processor time of the busiest process."""
    clocked: dict[str, float] = field(default_factory=dict)

    def run(self, name: str, call: Callable[[], object], share: float = 1.0, helpers: int = 1) -> None:
        """One run, which did `share` of the document."""
        before, own, clock = os.times(), time.process_time(), time.perf_counter()
        call()
        clock, own, after = time.perf_counter() - clock, time.process_time() - own, os.times()
        theirs = after.children_user + after.children_system - before.children_user - before.children_system
        worked = max(own, theirs / max(1, helpers))
        self.worked[name] = min(worked / share, self.worked.get(name, float("inf")))
        self.clocked[name] = min(clock / share, self.clocked.get(name, float("inf")))


def race(path: Path, pages: int, rounds: int) -> Race:
    """All ways to read a document, one after the other, several times."""
    found = Race()
    helpers = helpers_for(pages, cores())
    for _ in range(rounds):
        found.run("bare", lambda: bare(path))
        found.run("alone", lambda: read_document(path))
        found.run("together", lambda: read_document(path, crew=PageHelpers()), helpers=helpers)
    for _ in range(max(1, rounds // 3)):
        found.run("pdfplumber", lambda: plumbed(path, pages), min(SAMPLE, pages) / pages)
    return found


def told(path: Path, pages: int, found: Race) -> str:
    """Three lines for a document."""
    lines = []
    for label, times, ours in (
        ("one process", found.worked, "alone"),
        ("the busiest of its processes", found.worked, "together"),
        ("by the clock", found.clocked, "together"),
    ):
        lines.append(
            f"{path.name:28s} {pages:4d} pages  {label:28s} {pages / times[ours]:6.1f} pages/s"
            f"  = {times['pdfplumber'] / times[ours]:5.1f} x pdfplumber, {times[ours] / times['bare']:4.1f} x bare text"
        )
    return "\n".join(lines)


def figures(what: str, pages: int, found: Race) -> Iterator[Figure]:
    """Lines of the table: the program's own way by the clock; what is asked is asked of long documents."""
    ours, bare_time, plumbed_time = (found.clocked[name] for name in ("together", "bare", "pdfplumber"))
    large = pages >= LONG
    faster, slower = plumbed_time / ours, ours / bare_time
    yield Figure(f"{what}, {pages} pages: faster than pdfplumber's tables", f"{faster:.1f} x", ">= 10 x",
                 faster >= 10 if large else None, f"{pages / ours:.0f} pages/s")  # fmt: skip
    yield Figure(f"{what}, {pages} pages: slower than bare text", f"{slower:.1f} x", "<= 3 x",
                 slower <= 3 if large else None, f"pdfium {pages / bare_time:.0f} pages/s")  # fmt: skip


def peak(path: Path) -> tuple[float, int]:
    """Megabytes of the reader and its helpers at most, and how many helpers there were.

    Looked at a hundred times a second; pages that several processes share count for each.
    """
    with tempfile.TemporaryDirectory(prefix="estimator-peak-") as folder:
        command = [*program("read-child"), str(path), str(Path(folder) / "bill"), path.name, "0"]
        child = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        reader = psutil.Process(child.pid)
        most, helpers = 0, 0
        while child.poll() is None:
            try:
                family = [reader, *reader.children(recursive=True)]
                used = sum(process.memory_info().rss for process in family)
            except psutil.NoSuchProcess:
                continue  # it has just ended
            most, helpers = max(most, used), max(helpers, len(family) - 1)
            time.sleep(0.01)
        if child.returncode:
            raise SystemExit(f"{path.name}: exit {child.returncode}")
    return most / 1024**2, helpers


def main() -> int:
    """0 where everything could be measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--memory-only", action="store_true")
    parser.add_argument("--speed-only", action="store_true")
    parser.add_argument("--rounds", type=int, default=6, help="the best of so many counts")
    parser.add_argument("--only", default="", help="only files whose name contains this")
    options = parser.parse_args()
    calm_collector()  # as the reader does
    with tempfile.TemporaryDirectory(prefix="estimator-speed-") as name:
        own = big_pdf(Path(name) / "own-60.pdf", 60)
        paths = [own]
        corpus = corpus_folder()
        if corpus is not None:
            large = sorted((corpus / "dev").glob("*.pdf"), key=lambda path: path.stat().st_size, reverse=True)
            paths += [path for path in large if "scan" not in path.name and not path.name.startswith("neg")][:LARGEST]
        paths = [path for path in paths if options.only in path.name]
        for path in paths if not options.memory_only else []:
            pages = len(pypdfium2.PdfDocument(path))
            found = race(path, pages, options.rounds)
            print(told(path, pages, found), flush=True)
            tell(*figures("own bill" if path == own else "print", pages, found))
        if not options.speed_only:
            few, many = (peak(big_pdf(Path(name) / f"own-{pages}.pdf", pages)) for pages in (50, 800))
            tell(Figure("memory, 800 pages beside 50", f"{many[0] / few[0]:.2f} x, {many[0]:.0f} MB", "<= 1.5 x",
                        many[0] <= 1.5 * few[0]))  # fmt: skip
            print(
                f"peak memory of reader and {many[1]} helper(s): 50 pages {few[0]:.0f} MB, 800 pages {many[0]:.0f} MB"
                f" = {many[0] / few[0]:.2f} x"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
