"""What a stated amount is the sum of: the bill, an object, a section, or a base of VAT."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from estimator_desktop.domain.bill import BillOfQuantities, RecapitulationLine
from estimator_desktop.domain.sums import Sums, sum_agrees, sums
from estimator_desktop.reading.summary import Stated
from estimator_desktop.reading.vocabulary import folded


def with_summaries(bill: BillOfQuantities, stated: Sequence[Stated]) -> BillOfQuantities:
    """The bill with the recapitulation lines that the document states; what cannot be tied to anything is left out."""
    if not stated:
        return bill
    totals = sums(bill)
    lines: list[RecapitulationLine] = list(bill.recapitulation)
    known = {_mark(line) for line in lines}
    sheets: dict[int, list[Stated]] = {}
    for item in stated:
        sheets.setdefault(item.sheet, []).append(item)
    heads = [head for sheet in sheets.values() if (head := _head(sheet)) is not None and head.work is None]
    odd = {head.value.value for head in heads if not _meant(head, bill, totals)[1]}
    for sheet in sheets.values():
        for line in _tied(sheet, bill, totals, several=len(odd) > 1):
            if _mark(line) not in known:
                known.add(_mark(line))
                lines.append(line)
    return replace(bill, recapitulation=tuple(lines))


def _mark(line: RecapitulationLine) -> tuple[object, ...]:
    """What makes two lines the same statement."""
    place = (line.source.page, line.source.sheet) if line.source is not None else ()
    return line.scope, line.object, line.section, line.vat_rate, line.value.value, line.name, place


def _tied(
    sheet: Sequence[Stated], bill: BillOfQuantities, totals: Sums, *, several: bool
) -> Iterator[RecapitulationLine]:
    """The lines of one cover sheet or table.

    Where costs beside the positions are stated (`Ostatní náklady`, `NUS celkem`), the price without VAT holds them and
    is scope `net`; else it is what the positions cost.
    """
    kinds = {item.kind for item in sheet}
    extras = any(item.kind in {"extra", "inside"} and item.value.value for item in sheet)
    works = {item.work for item in sheet}
    work = works.pop() if len(works) == 1 else None
    inside = any(item.kind == "inside" and item.value.value for item in sheet)
    beside = sum((item.value.value or Decimal(0) for item in sheet if item.kind == "extra"), Decimal(0))
    covered = {"net", "from", "vat", "gross"} & kinds
    if work is None and covered:
        work, sure = _meant(_head(sheet), bill, totals)
        if not sure and several:
            return
    for item in sheet:
        line = RecapitulationLine("", item.code, item.name, item.value, work, None, _rate(item.rate), item.source)
        if item.kind in {"vat", "vat_base", "gross"}:
            yield replace(line, scope=item.kind)
        elif item.kind == "extra" and item.value.value:
            yield replace(line, scope="extra")
        elif item.kind == "net" and extras and ("from" in kinds or _agrees(item, bill, totals, work, beside)):
            yield replace(line, scope="net")
        elif item.kind in {"from", "net"} and not (inside and item.kind == "from"):
            yield replace(line, scope="bill" if work is None else "object")
        elif item.kind == "item":
            found = _part(item, bill)
            if found is not None:
                yield found


def _meant(head: Stated | None, bill: BillOfQuantities, totals: Sums) -> tuple[int | None, bool]:
    """Which object a cover sheet without a name is about: the whole bill, or the one object that its price fits.

    The flag says whether one of the two fits.  Several sheets without a name that fit nothing are of separate budgets;
    a single one is wrong.
    """
    value = head.value.value if head is not None else None
    if not value or sum_agrees(value, totals.whole, len(bill.positions)):
        return None, True
    fitting = [
        work.index
        for work in bill.objects
        if sum_agrees(value, totals.objects.get(work.index, Decimal(0)), totals.object_counts.get(work.index, 0))
    ]
    return (fitting[0], True) if len(fitting) == 1 else (None, False)


def _head(sheet: Sequence[Stated]) -> Stated | None:
    """What a sheet says the positions cost, else its price without VAT."""
    stated = [item for item in sheet if item.kind == "from"] or [item for item in sheet if item.kind == "net"]
    return stated[0] if stated else None


def _agrees(item: Stated, bill: BillOfQuantities, totals: Sums, work: int | None, beside: Decimal) -> bool:
    """Whether a price without VAT holds the costs beside the positions."""
    whole = totals.whole if work is None else totals.objects.get(work, Decimal(0))
    return item.value.value is not None and sum_agrees(item.value.value, whole + beside, len(bill.positions))


def _part(item: Stated, bill: BillOfQuantities) -> RecapitulationLine | None:
    """A recapitulation's row tied to the one object or section with its code and name; None where there is none."""
    line = RecapitulationLine("", item.code, item.name, item.value, source=item.source)
    works = [(work.index, work.code, work.name) for work in bill.objects]
    sections = [(part.index, part.code, part.name) for part in bill.sections if part.object == item.work]
    if item.work is None:
        sections = [(part.index, part.code, part.name) for part in bill.sections]
        index = _named(item, works)
        if index is not None:
            return replace(line, scope="object", object=index)
    index = _named(item, sections)
    if index is not None:
        return replace(line, scope="section", section=index, object=bill.sections[index].object)
    index = _named(item, works) if item.work is not None else None
    return None if index is None else replace(line, scope="object", object=index)


def _named(item: Stated, parts: Sequence[tuple[int, str, str]]) -> int | None:
    """The one part that a row names: by code and name, by name alone, or by code with a name cut short."""
    whole, named, coded = _key(item.code + item.name), _key(item.name), _key(item.code)
    numbered = item.code.rstrip(".").isdigit()  # rows of a recapitulation may only be counted
    ways = (
        [index for index, code, name in parts if _key(code + name) == whole],
        [i for i, code, name in parts if named and _key(name) == named and not (coded and code and not numbered)],
        [index for index, code, name in parts if coded and _key(code) == coded and _begins(_key(name), named)],
    )
    found = next((way for way in ways if way), [])
    return found[0] if len(found) == 1 else None


def _begins(one: str, other: str) -> bool:
    """Whether one name is the beginning of the other."""
    return bool(one) and bool(other) and (one.startswith(other) or other.startswith(one))


@lru_cache(maxsize=8192)
def _key(text: str) -> str:
    return "".join(filter(str.isalnum, folded(text)))


def _rate(text: str) -> str:
    """`21,00%` and `21 %` are one rate."""
    number = text.replace("%", "").replace(",", ".").strip()
    return f"{Decimal(number).normalize():f}" if number else ""
