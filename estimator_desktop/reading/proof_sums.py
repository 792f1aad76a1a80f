"""The proof's sums: sections, objects, recapitulations and cover sheets, VAT apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from estimator_desktop.domain.bill import (
    BillOfQuantities,
    Check,
    CheckResult,
    Position,
    ProofFailure,
    RecapitulationLine,
    Section,
    Source,
    WorkObject,
)
from estimator_desktop.domain.numbers import round_half_up
from estimator_desktop.domain.sums import CENT, Sums, is_priced, sum_agrees
from estimator_desktop.reading.excerpt import CUT, Cut

_CROWN = Decimal(1)
"""VAT printed in whole crowns is rounded to them, up or down."""


def sum_checks(bill: BillOfQuantities, totals: Sums, end: Cut) -> tuple[CheckResult, CheckResult, CheckResult]:
    """Section sums, object sums, and all lines of recapitulations and cover sheets.

    `end` is what the document's end leaves open: sums that it explains have a code of their own.
    """
    sections = _part_sums(Check.SECTION_SUMS, bill.sections, totals.sections, totals.section_counts, end.sections)
    objects = _part_sums(Check.OBJECT_SUMS, bill.objects, totals.objects, totals.object_counts, end.objects)
    return sections, objects, _recapitulation(bill, totals, end)


def covered(bill: BillOfQuantities, checks: Sequence[CheckResult]) -> frozenset[int | None]:
    """The objects in which no row can be missing, whatever their numbering says.

    Every position carries a price, all its sums are printed (for the object, for what it lies in, or for each of its
    sections) and reproduce: a row that was not read would be missing from them.  Or the document states how many
    positions it has, and so many were read.  Without prices sums prove nothing.  `checks` are those of sums and count.
    """
    by_object: defaultdict[int | None, list[Position]] = defaultdict(list)
    for position in bill.positions:
        by_object[position.object].append(position)
    if any(check.check is Check.POSITION_COUNT and check.passed for check in checks):
        return frozenset(by_object)
    wrong = {failure.object for check in checks for failure in check.failures}
    if None in wrong:
        return frozenset()
    lines = [line for line in bill.recapitulation if line.value.value]
    bill_total = any(line.scope == "bill" for line in lines)
    stated = {line.object for line in lines if line.scope == "object"}
    stated |= {work.index for work in bill.objects if work.total.value}
    found: set[int | None] = set()
    for work, inside in by_object.items():
        path = {item.index for item in bill.object_path(work)}
        if path & wrong or not all(map(is_priced, inside)):
            continue
        if bill_total or path & stated or all(_in_summed_section(bill, position) for position in inside):
            found.add(work)
    return frozenset(found)


def _in_summed_section(bill: BillOfQuantities, position: Position) -> bool:
    """Whether a section that a position lies in states its sum."""
    return any(section.total.value for section in bill.section_path(position.section))


def _result(check: Check, total: int, failures: list[ProofFailure]) -> CheckResult:
    return CheckResult(check, total, total - len(failures), tuple(failures))


def _part_sums(
    check: Check,
    parts: Sequence[Section | WorkObject],
    sums: Mapping[int, Decimal],
    counts: Mapping[int, int],
    cut: Container[int],
) -> CheckResult:
    """What sections or objects print as their sum, beside what their positions give."""
    failures: list[ProofFailure] = []
    checked = 0
    for part in parts:
        printed = part.total.value
        if printed is None:
            continue
        checked += 1
        found = sums.get(part.index, Decimal(0))
        if not sum_agrees(printed, found, counts.get(part.index, 0)):
            word, section, work = (
                ("section", part.index, part.object) if isinstance(part, Section) else ("object", None, part.index)
            )
            code = word + (CUT if part.index in cut else "_sum")
            failures.append(
                ProofFailure(check, code, str(printed), str(found), section=section, object=work, source=part.source)
            )
    return _result(check, checked, failures)


def _recapitulation(bill: BillOfQuantities, totals: Sums, end: Cut) -> CheckResult:
    failures: list[ProofFailure] = []
    checked = 0
    for printed, found, count, line in _recapitulated(bill, totals):
        checked += 1
        if not sum_agrees(printed, found, count):
            failures.append(_failure("recapitulation" + (CUT if _is_cut(line, end) else ""), line, found))
    for sheet in _sheets(bill.recapitulation):
        count, wrong = _taxes(sheet)
        checked += count
        failures.extend(wrong)
    return _result(Check.RECAPITULATION, checked, failures)


def _failure(code: str, line: RecapitulationLine, found: Decimal) -> ProofFailure:
    return ProofFailure(
        Check.RECAPITULATION,
        code,
        str(line.value.value),
        str(found),
        section=line.section,
        object=line.object,
        source=line.source,
    )


def _is_cut(line: RecapitulationLine, end: Cut) -> bool:
    """Whether the document's end explains that the positions give less than a line says."""
    if line.section is not None:
        return line.section in end.sections
    return end.whole if line.object is None else line.object in end.objects


def _recapitulated(bill: BillOfQuantities, totals: Sums) -> Iterator[tuple[Decimal, Decimal, int, RecapitulationLine]]:
    """Printed value, what the positions give, how many they are, and the line."""
    extras: dict[object, Decimal] = {}
    for line in bill.recapitulation:
        if line.scope == "extra":
            extras[_sheet(line)] = extras.get(_sheet(line), Decimal(0)) + (line.value.value or Decimal(0))
    for line in bill.recapitulation:
        printed = line.value.value
        if printed is None:
            continue
        if line.scope == "section" and line.section is not None:
            found = totals.sections.get(line.section, Decimal(0))
            yield printed, found, totals.section_counts.get(line.section, 0), line
        elif line.scope in {"bill", "net", "object"}:
            if line.object is not None:
                found = totals.objects.get(line.object, Decimal(0))
                count = totals.object_counts.get(line.object, 0)
            elif line.scope == "object":
                continue
            else:
                found, count = totals.whole, len(bill.positions)
            yield printed, found + (extras.get(_sheet(line), Decimal(0)) if line.scope == "net" else 0), count, line


def _sheet(line: RecapitulationLine) -> tuple[int | None, str | None, int | None]:
    """What stands together on one cover sheet."""
    source = line.source or Source("")
    return line.object, source.sheet, source.page


def _sheets(lines: Sequence[RecapitulationLine]) -> Iterator[list[RecapitulationLine]]:
    """The lines of each cover sheet; sections of a recapitulation are none."""
    sheets: dict[object, list[RecapitulationLine]] = {}
    for line in lines:
        if line.section is None and line.value.value is not None:
            sheets.setdefault(_sheet(line), []).append(line)
    yield from sheets.values()


def _taxes(sheet: Sequence[RecapitulationLine]) -> tuple[int, list[ProofFailure]]:
    """VAT of one cover sheet: how many sums there were to check, and those that fail.

    The bases make the price without VAT, each tax is base × rate, both make the price with VAT.
    """
    failures: list[ProofFailure] = []
    bases = [line for line in sheet if line.scope == "vat_base"]
    taxes = [line for line in sheet if line.scope == "vat"]
    nets = [line for line in sheet if line.scope in {"bill", "object"}]
    nets.extend(line for line in sheet if line.scope == "net")
    net = nets[-1].value.value if nets else None
    checked = 0
    for tax in taxes:
        base = _base_of(tax, bases)
        taxed = base.value.value if base is not None else net if len(taxes) == 1 and not bases else None
        if taxed is None or not tax.vat_rate:
            continue
        checked += 1
        expected = round_half_up(taxed * Decimal(tax.vat_rate) / 100, 2)
        if not _fits(tax.value.value, expected):
            failures.append(_failure("vat", tax, expected))
    if bases and net is not None:
        checked += 1
        whole = _added(bases)
        if not _fits(whole, net):
            line = bases[-1]
            failures.append(
                ProofFailure(
                    Check.RECAPITULATION, "vat_base", str(net), str(whole), object=line.object, source=line.source
                )
            )
    gross = next((line for line in sheet if line.scope == "gross"), None)
    if gross is not None and net is not None and taxes:
        checked += 1
        whole = net + _added(taxes)
        if not _fits(gross.value.value, whole):
            failures.append(_failure("gross", gross, whole))
    return checked, failures


def _base_of(tax: RecapitulationLine, bases: Sequence[RecapitulationLine]) -> RecapitulationLine | None:
    """The base of a tax: of the same name and rate, else the only one of the rate."""
    same = [base for base in bases if base.vat_rate == tax.vat_rate]
    named = [base for base in same if base.name == tax.name]
    found = named or same
    return found[0] if len(found) == 1 else None


def _added(lines: Iterable[RecapitulationLine]) -> Decimal:
    return sum((line.value.value or Decimal(0) for line in lines), Decimal(0))


def _fits(printed: Decimal | None, computed: Decimal) -> bool:
    """Equal within rounding: hundredths, or whole crowns where crowns are printed."""
    if printed is None:
        return True
    return abs(printed - computed) <= (_CROWN if printed == printed.to_integral_value() else 2 * CENT)
