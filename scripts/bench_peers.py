"""Reading beside camelot and img2table, matching beside rapidfuzz, which live in an environment of their own.

`make bench-peers` makes that environment (`.peers`); without it this ends with 3.  Processor seconds of a page, imports
not counted; the others read a few pages spread over the document, we read all of it with proof and positions.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import pypdfium2
from bench_match import made_items, reworded
from bench_read import ROOT, corpus_folder
from benchtable import Figure, tell
from bigpdf import big_pdf

from estimator_desktop.catalogues.matching import Matcher, Wanted
from estimator_desktop.catalogues.words import fold
from estimator_desktop.domain.match import CatalogueItem
from estimator_desktop.reading.read import read_document

PEERS = ROOT / ".peers" / "bin" / "python"
_CODES = {
    "camelot, lattice": """
import camelot
def work(path, pages):
    return sum(len(table.df) for table in camelot.read_pdf(path, pages=",".join(map(str, pages)), flavor="lattice"))
""",
    "camelot, stream": """
import camelot
def work(path, pages):
    return sum(len(table.df) for table in camelot.read_pdf(path, pages=",".join(map(str, pages)), flavor="stream"))
""",
    "img2table": """
from img2table.document import PDF
def work(path, pages):
    found = PDF(src=path, pages=[page - 1 for page in pages]).extract_tables(borderless_tables=True)
    return sum(len(table.content) for tables in found.values() for table in tables)
""",
}
_RUN = """
import json, sys, time
path, pages = sys.argv[1], json.loads(sys.argv[2])
start = time.process_time()
rows = work(path, pages)
print(json.dumps([time.process_time() - start, rows]))
"""


def peer(code: str, path: Path, pages: list[int]) -> float | None:
    """Processor seconds of a page; None where the other one failed."""
    done = subprocess.run(
        [PEERS, "-W", "ignore", "-c", code + _RUN, str(path), json.dumps(pages)],
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    if done.returncode:
        print(f"  {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    seconds, _rows = json.loads(done.stdout.splitlines()[-1])
    return float(seconds) / len(pages)


_SCAN = """
import json, sys, time
from rapidfuzz import fuzz, process
texts, asked = json.load(open(sys.argv[1], encoding="utf-8"))
start = time.process_time()
for text in asked:
    process.extractOne(text, texts, scorer=fuzz.token_set_ratio)
print((time.process_time() - start) / len(asked))
"""


def matching(folder: Path, items: int = 40_000, asked: int = 40) -> None:
    """Our matching beside a scan with rapidfuzz over the same texts; processor seconds of a position."""
    rng = random.Random(2)
    listed = list(made_items(items))
    wanted = [
        Wanted(place, reworded(text, rng), unit)
        for place, (_code, text, unit, _price) in enumerate(rng.sample(listed, 1_000))
    ]
    priced = [CatalogueItem(code, text, unit, Decimal(1)) for code, text, unit, _price in listed]
    matcher = Matcher([], priced)
    matcher.match(wanted[0])
    start = time.process_time()
    matcher.match_all(wanted)
    ours = (time.process_time() - start) / len(wanted)
    texts = folder / "texts.json"
    queries = [fold(one.description) for one in wanted[:asked]]
    texts.write_text(json.dumps([[fold(text) for _code, text, _unit, _price in listed], queries]), encoding="utf-8")
    done = subprocess.run([PEERS, "-c", _SCAN, str(texts)], capture_output=True, text=True, check=True)
    theirs = float(done.stdout)
    said = f"rapidfuzz's scan (token set): {theirs / ours:,.0f} x slower"
    print(f"matching over {items} items: ours {1 / ours:,.0f} positions/s; {said}", flush=True)
    tell(Figure(f"matching over {items} items", f"{1 / ours:,.0f} positions/s", ">= 1 000", 1 / ours >= 1_000, said))


def main() -> int:
    """0 when it ran, 3 where the others are not installed."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "").parse_args()
    if not PEERS.exists():
        print("The other extractors are not installed: make bench-peers.", file=sys.stderr)
        return 3
    corpus = corpus_folder()
    with tempfile.TemporaryDirectory(prefix="estimator-peers-") as folder:
        matching(Path(folder))
        paths = {"own bill": big_pdf(Path(folder) / "own.pdf", 60)}
        if corpus is not None:
            prints = (path for path in (corpus / "dev").glob("*.pdf") if not path.name.startswith(("scan_", "neg")))
            paths["largest print"] = max(prints, key=lambda path: path.stat().st_size)
        for what, path in paths.items():
            count = len(pypdfium2.PdfDocument(path))
            start = time.process_time()
            read_document(path)
            ours = (time.process_time() - start) / count
            pages = [1 + (2 * part + 1) * count // 8 for part in range(4)]
            for name, code in _CODES.items():
                theirs = peer(code, path, pages)
                said = f"{theirs / ours:.0f} x faster" if theirs else "the other failed"
                print(f"{what}, {count} pages: ours {1 / ours:.0f} pages/s; {name}: {said}", flush=True)
                tell(Figure(f"{what}, {count} pages", f"{1 / ours:.0f} pages/s", peer=f"{name}: {said}"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
