"""Files out and back over the corpus: round trips, write-back, LibreOffice's totals, and what an export takes.

Without a corpus (`../shared/corpus`, or ESTIMATOR_CORPUS) the project's own material is taken.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from bench_read import corpus_folder
from benchtable import Figure, tell
from gaebcheck import gaeb_trip
from officecheck import compare_totals
from roundtrip import FORMATS, report, round_trips
from samplefull import full_bill
from writebackcheck import OFFICE, stale_results, try_write_back

from estimator_desktop.audit import audit_bill
from estimator_desktop.config import resources_folder
from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.template import Template
from estimator_desktop.errors import UserError
from estimator_desktop.reading.read import read_document
from estimator_desktop.writing import (
    Handover,
    hand_over,
    write_gaeb,
    write_json,
    write_report,
    write_unixml,
    write_xlsx,
)

MADE = datetime(2026, 3, 9, tzinfo=UTC)
LONG = 20_000


def documents(corpus: Path | None, *, scans: bool) -> Iterator[tuple[Path, BillOfQuantities]]:
    """Every document that can be read."""
    if corpus is None:
        yield (path := resources_folder() / "demo" / "ukazka_rozpocet.pdf"), read_document(path)
        yield from ((Path(f"own {seed}"), full_bill(seed=seed)) for seed in range(1, 11))
        return
    for path in sorted([*corpus.glob("dev/*.xls*"), *corpus.glob("dev_xml/*.xml"), *corpus.glob("dev/*.pdf")]):
        if path.name.startswith("scan_") and not scans:
            continue
        try:
            yield path, read_document(path)
        except UserError as error:
            print(f"  {path.name}: {error.code}")


def handover(bill: BillOfQuantities) -> Handover:
    return hand_over(bill, audit_bill(bill), Template(), MADE)


def bench_round_trips(bills: list[tuple[Path, BillOfQuantities]], folder: Path) -> list[str]:
    results: list[Mapping[str, Counter[str]]] = []
    pairs: Counter[str] = Counter()
    for path, bill in bills:
        handed = handover(bill)
        pair = gaeb_trip(handed, folder)
        found = {**round_trips(handed, folder), "gaeb": pair}
        results.append(found)
        pairs.update(pair)
        lost = {form: dict(counter) for form, counter in found.items() if counter}
        print(f"  {path.name}: {len(bill.positions)} positions {lost or 'equal'}", flush=True)
    whole = report(results)
    count = sum(len(bill.positions) for _path, bill in bills)
    return [
        f"round trip {form}: {len(bills)} documents, {count} positions, {sum(whole[form].values())} fields differ"
        for form in FORMATS
    ] + [f"round trip gaeb: {len(bills)} documents, {count} positions, {sum(pairs.values())} fields differ"]


def bench_write_back(corpus: Path, folder: Path) -> list[str]:
    sound = tried = stale = 0
    for path in sorted((corpus / "dev").glob("*.xls*")):
        target = folder / path.name
        try:
            trial = try_write_back(path, target)
        except UserError as error:
            print(f"  {path.name}: refused, {error.code} {error.params.get('why', '')}")
            continue
        tried += 1
        sound += not trial.wrong and trial.listed == trial.asked
        old = stale_results(target, folder / path.stem) if OFFICE else []
        stale += len(old)
        follows = len(trial.result.changes) - trial.listed
        said = ", ".join(trial.wrong) or "nothing else differs"
        print(f"  {path.name}: {trial.listed} cells, {follows} results follow, {len(old)} stale; {said}", flush=True)
    return [
        f"write-back: {sound} of {tried} xlsx workbooks as they should be",
        f"stored results LibreOffice computes otherwise: {stale}" if OFFICE else "LibreOffice is not installed",
    ]


def bench_office(bills: list[tuple[Path, BillOfQuantities]], folder: Path) -> list[str]:
    if OFFICE is None:
        return ["LibreOffice is not installed"]
    seen = sound = 0
    for number, (path, bill) in enumerate(bills):
        place = folder / f"office{number}"
        place.mkdir()
        count, wrong = compare_totals(handover(bill), place)
        seen, sound = seen + count, sound + (not wrong)
        print(f"  {path.name}: {count} totals {wrong[:3] or 'equal'}", flush=True)
    return [f"LibreOffice: {sound} of {len(bills)} exported workbooks equal, {seen} totals of positions"]


def bench_times(bills: list[tuple[Path, BillOfQuantities]], folder: Path) -> list[str]:
    sample = read_document(resources_folder() / "demo" / "ukazka_rozpocet.pdf")
    every = (replace(item, index=index, measurements=()) for index, item in zip(range(LONG), cycle(sample.positions)))
    long = handover(replace(sample, positions=tuple(every), proof=None))
    largest = handover(max((bill for _path, bill in bills), key=lambda bill: len(bill.positions)))
    lines = []
    for name, write in (("xlsx", write_xlsx), ("json", write_json), ("unixml", write_unixml), ("gaeb", write_gaeb)):
        taken = seconds(partial(write, long, folder / f"long.{name}"))
        lines.append(f"{LONG} positions to {name}: {taken:.1f} s")
    count = len(largest.bill.positions)
    return [*lines, f"report of {count} positions: {seconds(lambda: write_report(largest, folder / 'a.pdf')):.1f} s"]


def seconds(call: Callable[[], object]) -> float:
    """Processor seconds."""
    start = time.process_time()
    call()
    return time.process_time() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="of round,back,office,times")
    parser.add_argument("--scans", action="store_true", help="scans too (slow)")
    options = parser.parse_args()
    corpus = corpus_folder()
    wanted = options.only.split(",") if options.only else ["round", "back", "office", "times"]
    bills = list(documents(corpus, scans=options.scans)) if set(wanted) - {"back"} else []
    lines: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "round" in wanted:
            lines += bench_round_trips(bills, folder)
        if "back" in wanted and corpus is not None:
            lines += bench_write_back(corpus, folder)
        if "office" in wanted:
            lines += bench_office(bills, folder)
        if "times" in wanted:
            lines += bench_times(bills, folder)
    print("\n".join(["", *lines]))
    tell(*(Figure(what, figure) for what, found, figure in (line.partition(": ") for line in lines) if found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
