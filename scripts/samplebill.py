"""The project's own bills of quantities, all invented: the shipped sample, its revision, a sound one, a long one.

`demo_bill` is the shipped sample with its planted faults; `long_bill` repeats its content to any length for tests of
size.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from samplecontent import covering, drive, earth, floors, foundations, roof, sewer, walls
from samplerows import Part, Row, Sample, Work


def _numbered(works: tuple[Work, ...], skip: frozenset[str] = frozenset()) -> tuple[Work, ...]:
    """Ordinals from 1 in each object; before a code in `skip` one number is left out."""
    result = []
    for work in works:
        ordinal = 0
        parts = []
        for part in work.parts:
            rows = []
            for row in part.rows:
                ordinal += 2 if row.code in skip else 1
                rows.append(replace(row, ordinal=ordinal))
            parts.append(replace(part, rows=tuple(rows)))
        result.append(replace(work, parts=tuple(parts)))
    return tuple(result)


def _works() -> tuple[Work, ...]:
    return (
        Work("SO 01", "Sklad nářadí s dílnou", (earth(), foundations(), walls(), floors(), roof(), covering())),
        Work("SO 02", "Přípojka kanalizace", (replace(earth(), rows=earth().rows[1:5]), sewer())),
        Work("SO 03", "Zpevněné plochy", (replace(earth(), rows=earth().rows[:1]), drive())),
    )


DEMO_FAULTS = (
    ("V2", "SO 01/6"),
    ("A1", "SO 01/12"),
    ("S3", "SO 01/17"),
    ("S3", "SO 01/18"),
    ("S1", "SO 01/19"),
    ("A6", "SO 01/23"),
    ("S2", "SO 01/25"),
    ("A2", "SO 01/765"),
    ("S4", ""),
    ("M1", ""),
)


def demo_bill() -> Sample:
    """The shipped sample.  Its faults: `DEMO_FAULTS`."""
    works = _numbered(_works(), skip=frozenset({"762904010"}))
    return Sample("2026-014", "Sklad Lipová", works, faults=DEMO_FAULTS)


def revised_bill(sample: Sample) -> Sample:
    """The sample as it comes back from the designer.

    Of its first section one row is gone, one has another quantity, one another price, one another text, one is new.
    """
    first, *works = sample.works
    part, *parts = first.parts
    one, _gone, counted, dearer, reworded, *rest = part.rows
    rows = (
        one,
        replace(counted, quantity=str(counted.shown_quantity + 12), lines=()),
        replace(dearer, price=str(Decimal(dearer.price or 0) + Decimal("15.5"))),
        replace(reworded, text=f"{reworded.text} včetně přesunu na mezideponii"),
        *rest,
        Row("K", "VL-1499", "Ochrana výkopu zábradlím", "m", "145.00", ("24,5+18,2",)),
    )
    works = [replace(first, parts=(replace(part, rows=rows), *parts)), *works]
    return replace(sample, works=_numbered(tuple(works)), faults=())


def sound_bill(*, blind: bool = False) -> Sample:
    """A small bill without a fault."""
    return Sample("2026-015", "Přípojka Vrbová", _sound_works(), blind=blind)


def _sound_works() -> tuple[Work, ...]:
    pipe = Work("SO 02", "Přípojka kanalizace", (_foundations_without_fault(), sewer()))
    return _numbered((pipe, Work("SO 03", "Zpevněné plochy", (drive(),))))


def _foundations_without_fault() -> Part:
    part = foundations()
    return replace(part, rows=tuple(replace(row, total="") for row in part.rows))


def long_bill(pages: int) -> Sample:
    """A bill of about so many pages, without a fault."""
    parts = [
        replace(part, rows=tuple(replace(row, total="") for row in part.rows))
        for part in (sewer(), drive(), _foundations_without_fault())
    ]
    works = [
        Work(f"SO {number:03d}", f"Objekt číslo {number}", tuple(parts)) for number in range(1, max(2, pages // 3 + 1))
    ]
    return Sample("2026-999", "Dlouhá stavba", _numbered(tuple(works)))
