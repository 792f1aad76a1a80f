"""Read every real budget of the corpus and judge the result: accuracy by family, pages and seconds.

The corpus is a folder of other people's documents beside the checkout (`../shared/corpus`, or the variable
ESTIMATOR_CORPUS) with truth files and its judge `eval_positions.py`.  Nothing of it is copied here.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchtable import Figure, tell

ROOT = Path(__file__).resolve().parent.parent
SUITES = {
    "pdf": ("dev", (".pdf",)),
    "workbooks": ("dev", (".xlsx", ".xls")),
    "xml": ("dev_xml", (".xml",)),
}


def corpus_folder() -> Path | None:
    """The corpus, or None where this machine has none."""
    folder = Path(os.environ.get("ESTIMATOR_CORPUS", ROOT.parent / "shared" / "corpus"))
    return folder if (folder / "eval_positions.py").is_file() else None


def read_one(source: Path, target: Path) -> str:
    """Read one file with the program's own command; the line to print."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "estimator_desktop", "read", str(source), "--json", str(target), "--lang", "en"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    said = (done.stderr.strip().splitlines() or [""])[-1]
    if done.returncode:
        target.write_text('{"positions": []}', encoding="utf-8")
    return f"{source.name:34s} {seconds:6.2f} s  exit {done.returncode}  {said if done.returncode else ''}"


def figures(suite: str, totals: Mapping[str, Any]) -> list[Figure]:
    """Lines of the table for a suite, with what is asked of it."""
    least, perfect = (0.99, 0.97) if suite == "pdf" else (0.999, 0.999)
    fields = ("code", "unit", "quantity", "unit_price", "total_price")
    worst = min(totals["of_matched"][field] for field in fields)
    whole = totals["row_perfect_of_all"]
    return [
        Figure(f"{suite}: F1 of {totals['truth_rows']} positions", f"{totals['f1']:.4f}", f">= {least}",
               totals["f1"] >= least),
        Figure(f"{suite}: perfect rows", f"{whole:.4f}", f">= {perfect}", whole >= perfect),
        Figure(f"{suite}: the worst of code, unit, quantity, prices", f"{worst:.4f}", f">= {least}", worst >= least),
        Figure(f"{suite}: measurement lines found / right", f"{totals['vv_recall']:.3f} / {totals['vv_precision']:.3f}",
               ">= 0.97", min(totals["vv_recall"], totals["vv_precision"]) >= 0.97),
        Figure(f"{suite}: prices that nobody printed", str(totals["spurious_price"]), "0",
               totals["spurious_price"] == 0),
    ]  # fmt: skip


def main() -> int:
    """Run the chosen suites; 0 when they ran, 3 where there is no corpus."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("suites", nargs="*", choices=[*SUITES, []], default=[], help="default: all")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "bench-read")
    parser.add_argument("--errors", type=int, default=0, help="show so many wrong rows a document")
    parser.add_argument("--only", default="", help="only files whose name contains this")
    options = parser.parse_args()
    corpus = corpus_folder()
    if corpus is None:
        print("No corpus beside the checkout; set ESTIMATOR_CORPUS to its folder.", file=sys.stderr)
        return 3
    for suite in options.suites or SUITES:
        folder, endings = SUITES[suite]
        out = options.out / suite
        out.mkdir(parents=True, exist_ok=True)
        for old in out.glob("*.json"):
            old.unlink()
        names = sorted(p for p in (corpus / folder).iterdir() if p.suffix in endings and options.only in p.name)
        print(f"== {suite}: {len(names)} files")
        with ThreadPoolExecutor(max(1, (os.cpu_count() or 2) // 2)) as pool:
            for line in pool.map(read_one, names, [out / f"{path.stem}.json" for path in names]):
                print(line)
        judge = [sys.executable, str(corpus / "eval_positions.py"), "--corpus", str(corpus / folder)]
        judge += ["--predictions", str(out), "--per-family", "--only-predicted", "--errors", str(options.errors)]
        result = out / "_result.json.txt"
        subprocess.run([*judge, "--json", str(result)], check=True)
        totals = json.loads(result.read_text(encoding="utf-8"))["totals"]
        if totals:  # the judge leaves some documents out of its totals; a suite may have none other
            tell(*figures(suite, totals))
    return 0


if __name__ == "__main__":
    sys.exit(main())
