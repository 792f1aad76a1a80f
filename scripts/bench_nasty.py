"""Read every broken or hostile file of the corpus and hold the outcome against its documented expectation.

One line a file: seconds by the clock and of processor time, peak memory, what was said.
A file fails this when it takes more than 30 seconds or 1 GB,
ends in anything but a bill or a sentence, gives another number of positions than documented without a warning, or
leaves a file behind.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from bench_read import ROOT, corpus_folder
from benchtable import Figure, tell

SECONDS = 30.0
MEGABYTES = 1024
READ, FAILED = 0, 3
_COUNT = re.compile(r"(about )?(\d+) positions")
_TRUTH = re.compile(r"truth = \S+ \((\d+)\)")
_PASSWORD = re.compile(r'with "(\w+)": (\d+) positions')
_MAY_FAIL = re.compile(r"error|refused|clear|zero positions|message|empty|unreadable")
_NO_COUNT = "visible warning"
_NEAR = 0.08
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Outcome:
    """How reading one file ended."""

    code: int
    seconds: float
    megabytes: float
    positions: int
    warnings: int
    said: str
    strays: tuple[str, ...]
    processor: float = 0.0


def read(path: Path, password: str = "") -> Outcome:
    """Read a file with the program's own command in an empty folder."""
    with tempfile.TemporaryDirectory(prefix="estimator-nasty-") as name:
        folder = Path(name)
        out = folder / "out.json"
        command = [sys.executable, "-m", "estimator_desktop", "read", str(path), "--json", str(out), "--lang", "en"]
        command += ["--password", password] if password else []
        start = time.perf_counter()
        with (folder / "said").open("w+", encoding="utf-8") as said:
            environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": name}
            child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=said, env=environment)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            seconds = time.perf_counter() - start
            said.seek(0)
            last = (said.read().strip().splitlines() or [""])[-1]
        record = json.loads(out.read_text(encoding="utf-8")) if out.is_file() else {}
        strays = tuple(entry.name for entry in folder.iterdir() if entry.name not in {"out.json", "said"})
        positions, warnings = len(record.get("positions", ())), len(record.get("warnings", ()))
        peak = usage.ru_maxrss * _PEAK_UNIT / 1024**2
        busy = usage.ru_utime + usage.ru_stime
        return Outcome(child.returncode, seconds, peak, positions, warnings, last, strays, busy)


def judged(outcome: Outcome, expected: str) -> str:
    """What is wrong with an outcome; empty where nothing is."""
    if outcome.seconds > SECONDS:
        return f"took {outcome.seconds:.0f} s"
    if outcome.megabytes > MEGABYTES:
        return f"took {outcome.megabytes:.0f} MB"
    if outcome.strays:
        return f"left {outcome.strays}"
    if outcome.code == FAILED:
        if not outcome.said or "Traceback" in outcome.said:
            return "failed without a sentence"
        return "" if _MAY_FAIL.search(expected) else "refused"
    if outcome.code != READ:
        return f"exit {outcome.code}"
    if _NO_COUNT in expected:
        return "" if outcome.warnings else "a partial result without a warning"
    for about, count in _COUNT.findall(expected):
        margin = int(count) * _NEAR if about else 0
        if abs(outcome.positions - int(count)) <= margin:
            return ""
    truth = _TRUTH.search(expected)
    if truth and outcome.warnings:
        return "" if outcome.positions == int(truth[1]) else f"{outcome.positions} positions"
    if outcome.warnings and "warning" in expected:
        return ""
    return "" if not _COUNT.search(expected) and "opened" in expected else f"{outcome.positions} positions"


@dataclass(frozen=True)
class Case:
    """A reading: the file, what is documented of it, the password it is given."""

    path: Path
    expected: str
    password: str = ""


def cases(folder: Path) -> list[Case]:
    """Every documented file; a protected one also with its password and with a wrong one."""
    found: list[Case] = []
    for entry in json.loads((folder / "expectations.json").read_text(encoding="utf-8")):
        path, expected = folder / entry["file"], entry["expected"]
        found.append(Case(path, expected))
        match = _PASSWORD.search(expected)
        if match:
            found.append(Case(path, f"{match[2]} positions", match[1]))
            found.append(Case(path, "clear error", "wrong"))
    return found


def main() -> int:
    """0 when every file behaved, 1 when one did not, 3 where there is no corpus."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="only files whose name contains this")
    options = parser.parse_args()
    corpus = corpus_folder()
    if corpus is None:
        print("No corpus beside the checkout; set ESTIMATOR_CORPUS to its folder.", file=sys.stderr)
        return 3
    chosen = [case for case in cases(corpus / "nasty") if options.only in case.path.name]
    wrong = 0
    for case in chosen:
        name, expected = case.path.name, case.expected
        outcome = read(case.path, case.password)
        trouble = judged(outcome, expected)
        wrong += bool(trouble)
        result = f"{outcome.positions} positions, {outcome.warnings} warnings" if not outcome.code else outcome.said
        print(
            f"{'!!' if trouble else 'ok'} {name:34s} {outcome.seconds:5.1f} s (processor {outcome.processor:4.1f})"
            f" {outcome.megabytes:5.0f} MB  {result}"
        )
        if trouble:
            print(f"      {trouble}; expected: {expected}")
    tell(Figure(f"{len(chosen)} hostile files, not as documented", str(wrong), "0", wrong == 0))
    print(f"{len(chosen)} readings, {wrong} not as documented")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
