"""Plant seeded faults in every real budget of the corpus and count what the audit finds.

Found: a provable fault makes the right position RED, a plausible one makes it AMBER or RED, by a finding that the
untouched budget does not have there.  Faults of a section or of the whole budget need a finding on it.  Then the
untouched budgets: false RED, GREEN, and the speed of the position rules.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from benchtable import Figure, tell
from faults import MAKERS, Fault

from estimator_desktop.audit import audit_bill, engine
from estimator_desktop.audit.recognise import read_code, read_words
from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.verdict import Audit, Colour, Finding, Severity
from estimator_desktop.errors import UserError
from estimator_desktop.reading.read import read_document

ROOT = Path(__file__).resolve().parent.parent
DEBATABLE = frozenset({"s1_missing_unit", "s1_missing_description", "s1_missing_quantity"})
"""RED findings on untouched budgets that name a cell which really is empty: right, whatever the author meant."""


def found(fault: Fault, before: Audit, after: Audit) -> bool:
    """Whether the fault's place shows it."""
    known = {_key(finding) for finding in _all(before)}
    fresh = [f for f in _all(after) if _key(f) not in known and f.severity is not Severity.INFO]
    if not fault.positions:
        wanted = {fault.section} if fault.section is not None else {None}
        if fault.section is None:
            return any(finding.position is None for finding in fresh)
        return any(finding.section in wanted for finding in fresh)
    hit = [f for f in fresh if f.position in fault.positions]
    if fault.section is not None:
        hit += [f for f in fresh if f.section == fault.section]
    if fault.provable:
        return any(f.severity is Severity.RED for f in hit)
    return bool(hit)


def _key(finding: Finding) -> tuple[object, ...]:
    """What makes a finding another one; row indexes may have moved, objects and sections have not."""
    place = (finding.object, finding.section if finding.position is None else None)
    return (finding.code, finding.found, finding.expected, *place)


def _all(audit: Audit) -> list:  # type: ignore[type-arg]
    return [*audit.findings, *(finding for verdict in audit.verdicts for finding in verdict.findings)]


def read_all(folder: Path) -> dict[str, BillOfQuantities]:
    """Every budget that can be read."""
    bills = {}
    for part in ("dev", "dev_xml"):
        for path in sorted((folder / part).iterdir()):
            if path.suffix in {".pdf", ".xlsx", ".xls", ".xml"} and not path.name.startswith("scan_"):
                try:
                    bills[path.name] = read_document(path)
                except UserError:
                    continue
    return bills


def main() -> int:
    """Run; 0 when it ran, 3 where there is no corpus."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=4, help="faults of each kind in each budget")
    parser.add_argument("--misses", action="store_true", help="show what was not found")
    parser.add_argument("--only", default="", help="only files whose name contains this")
    options = parser.parse_args()
    folder = Path(os.environ.get("ESTIMATOR_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not (folder / "eval_positions.py").is_file():
        print("No corpus beside the checkout; set ESTIMATOR_CORPUS to its folder.", file=sys.stderr)
        return 3
    bills = {name: bill for name, bill in read_all(folder).items() if options.only in name}
    planted(bills, options.seed, options.times, misses=options.misses)
    untouched(bills)
    return 0


def planted(bills: dict[str, BillOfQuantities], seed: int, times: int, *, misses: bool) -> None:
    """The table by kind of fault."""
    tried: Counter[tuple[bool, str]] = Counter()
    hits: Counter[tuple[bool, str]] = Counter()
    for name, bill in bills.items():
        before = audit_bill(bill)
        for maker in MAKERS:
            for turn in range(times):
                key = f"{seed}/{name}/{maker.__name__}/{turn}"
                fault = maker(bill, random.Random(key))
                if fault is None:
                    break
                kind = (fault.provable, fault.kind)
                tried[kind] += 1
                if found(fault, before, audit_bill(fault.bill)):
                    hits[kind] += 1
                elif misses:
                    rows = [fault.bill.positions[row] for row in fault.positions[:2]]
                    print("missed", key, [(p.code, p.description[:50], p.unit, p.quantity.raw) for p in rows])
    print(f"== faults, seed {seed}, {times} of each kind in each of {len(bills)} budgets")
    for provable, title in ((True, "provable, must be RED"), (False, "plausible, must be AMBER")):
        whole = [0, 0]
        for (kind_provable, name), count in sorted(tried.items()):
            if kind_provable is provable:
                hit = hits[kind_provable, name]
                whole[0] += hit
                whole[1] += count
                print(f"  {name:32s} {hit:4d} / {count:4d}  {hit / count:6.1%}")
        if whole[1]:
            least, share = (0.99 if provable else 0.9), whole[0] / whole[1]
            tell(Figure(f"planted faults, {title}", f"{share:.1%} of {whole[1]}", f">= {least:.0%}", share >= least))
            print(f"{title:34s} {whole[0]:4d} / {whole[1]:4d}  {whole[0] / whole[1]:6.1%}")


def untouched(bills: dict[str, BillOfQuantities]) -> None:
    """False RED, GREEN and speed over the originals."""
    print("== untouched")
    total = red = green = complete = 0
    seconds = whole_seconds = 0.0
    listed = []
    codes: defaultdict[str, int] = defaultdict(int)
    for name, bill in bills.items():
        read_words.cache_clear()
        read_code.cache_clear()
        start = time.process_time()
        audit = audit_bill(bill)
        whole_seconds += time.process_time() - start
        seconds += rules_seconds(bill)
        total += len(bill.positions)
        reds = [
            (bill.positions[v.position], f)
            for v in audit.verdicts
            for f in v.findings
            if f.severity is Severity.RED and f.code not in DEBATABLE
        ]
        red += len({position.index for position, _finding in reds})
        listed += [(name, position, finding) for position, finding in reds]
        coded = sum(bool(position.code) for position in bill.positions) * 2 > len(bill.positions)
        if coded and all_quantified(bill):
            complete += len(bill.positions)
            green += audit.count(Colour.GREEN)
            print(f"  {name:34s} GREEN {audit.count(Colour.GREEN):5d} / {len(bill.positions):5d}"
                  f"  {audit.count(Colour.GREEN) / len(bill.positions):6.1%}")  # fmt: skip
        for verdict in audit.verdicts:
            for finding in verdict.findings:
                codes[finding.code] += 1
    shares = green / max(1, complete), red / max(1, total)
    tell(
        Figure(f"untouched, {total} positions RED", f"{shares[1]:.2%}", "<= 0.5 %", shares[1] <= 0.005),
        Figure("untouched complete budgets GREEN", f"{shares[0]:.1%}", ">= 85 %", shares[0] >= 0.85),
        Figure("position rules", f"{total / seconds:,.0f} positions/s", ">= 20 000", total / seconds >= 20_000),
    )
    print(f"GREEN on complete budgets {green} / {complete}  {green / max(1, complete):.1%}")
    print(f"RED positions {red} / {total}  {red / max(1, total):.2%}")
    for name, position, finding in listed:
        print(
            f"  {name} {position.ordinal} {position.code} {finding.code} expected {finding.expected} found {finding.found}"
        )
    print(
        f"whole audit {total / whole_seconds:,.0f} positions/s, position rules alone {total / seconds:,.0f} positions/s (CPU)"
    )


def all_quantified(bill: BillOfQuantities) -> bool:
    """Whether nearly every position has a quantity."""
    return sum(position.quantity.value is not None for position in bill.positions) * 20 > len(bill.positions) * 19


def rules_seconds(bill: BillOfQuantities) -> float:
    """CPU seconds of the position rules, the facts of the budget being made."""
    context = engine.context_of(bill)

    def run() -> None:
        for position in bill.positions:
            kind = context.facts.works[position.index].kind
            for rule in engine.rules_for(engine.given(position, context), kind):
                rule.apply(position, context)

    run()
    start = time.process_time()
    run()
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
