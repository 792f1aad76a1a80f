"""Run all benchmarks one after the other and put their figures into one table of docs/benchmarks.md.

`python scripts/bench.py [NAME…]`; without names all of them, which takes most of an hour on two cores.  Benchmarks that
did not run keep their lines.  Ends with 1 where one could not run; a figure that misses its aim is a line, no error.
Left out, because they take an hour or a fresh environment: `make bench-kill`, `make soak`, `make fuzz`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchtable import VARIABLE, merged, rows, told

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
BENCHMARKS = {
    "read": "bench_read.py",
    "speed": "bench_speed.py",
    "peers": "bench_peers.py",
    "proof": "bench_proof.py",
    "nasty": "bench_nasty.py",
    "match": "bench_match.py",
    "audit": "bench_audit.py",
    "queue": "bench_queue.py",
    "cancel": "bench_cancel.py",
    "ui": "bench_ui.py",
    "marks": "bench_marks.py",
    "files": "bench_files.py",
}
"""Names in the table, and what is run."""
_SKIPPED = 3


def main() -> int:
    """0 when all that were asked for ran (or have nothing to run on)."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--page", type=Path, default=PAGE, help="the page with the table")
    options = parser.parse_args()
    if unknown := set(options.names) - set(BENCHMARKS):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    broken = []
    for name in options.names or BENCHMARKS:
        code = _run(name, options.page)
        if code == _SKIPPED:
            print(f"== {name}: skipped, nothing to run on")
        elif code:
            broken.append(f"{name} ended with {code}")
    print("\n".join(broken) or f"the table stands in {options.page}")
    return 1 if broken else 0


def _run(name: str, page: Path) -> int:
    """Run one and put its lines into the page; the exit code, 0 also where it ended with figures that miss an aim."""
    print(f"== {name}: scripts/{BENCHMARKS[name]}", flush=True)
    with tempfile.TemporaryDirectory(prefix="estimator-bench-") as folder:
        place = Path(folder) / "figures"
        began = time.monotonic()
        code = subprocess.run(
            [sys.executable, str(ROOT / "scripts" / BENCHMARKS[name])],
            cwd=ROOT, env={**os.environ, VARIABLE: str(place)}, check=False,
        ).returncode  # fmt: skip
        figures = told(place)
    print(f"== {name}: {time.monotonic() - began:.0f} s, exit {code}", flush=True)
    if figures:
        text = merged(page.read_text(encoding="utf-8"), list(BENCHMARKS), {name: rows(name, figures)})
        page.write_text(text, encoding="utf-8")
    missed = any(figure.kept is False for figure in figures)
    return 0 if missed and code == 1 else code


if __name__ == "__main__":
    sys.exit(main())
