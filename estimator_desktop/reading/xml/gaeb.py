"""GAEB DA XML 2.0 to 3.3, phases X31 and X81 to X86: the German exchange format.

Namespaces differ with phase and version, so elements are found by local name.  Numbers have decimal points.  A position
is called by its OZ: the `RNoPart` of every level above it and its own, and `RNoIndex`.  Where the breakdown begins with
lots, a lot is an object; all other levels are sections.

Provisional and alternative positions without a total are not in the document's own sums: they carry the row types `E`
and `A`, and sums that leave them out are not taken for sums of everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lxml import etree

from estimator_desktop.domain.bill import (
    NOTHING,
    Amount,
    BillOfQuantities,
    Measurement,
    MeasurementKind,
    Position,
    RecapitulationLine,
)
from estimator_desktop.domain.job import Progress
from estimator_desktop.reading.draft import Draft
from estimator_desktop.reading.xml.parse import line_source, local_name

_DEEPEST = 20
_BLOCKS = frozenset({"p", "div", "li", "br", "tr"})


def is_gaeb(root: etree._Element) -> bool:
    """Whether a document is GAEB DA XML."""
    return local_name(root) == "GAEB"


def read_gaeb(root: etree._Element, file: str, progress: Progress) -> BillOfQuantities:
    """The bill of a GAEB document.  `progress` counts the categories of the outermost level."""
    draft = Draft("gaeb", file)
    project = _child(root, "PrjInfo")
    draft.code = _value(project, "NamePrj")
    draft.name = _value(project, "LblPrj") or draft.code
    award = _child(root, "Award")
    currency = _value(project, "Cur") or _value(_child(award, "AwardInfo"), "Cur")
    draft.currency = currency or "EUR"
    quantities = _child(award, "BoQ")
    if quantities is None:
        quantities = _child(_child(root, "QtyDeterm"), "BoQ")
    info = _child(quantities, "BoQInfo")
    draft.name = draft.name or _value(info, "LblBoQ") or _value(info, "Name")
    reader = _Reader(draft, lots=any(_value(level, "Type") == "Lot" for level in _children(info, "BoQBkdn")))
    reader.read(_child(quantities, "BoQBody"), progress)
    total = _amount(_child(info, "Totals"), "Total")
    if total is not NOTHING and info is not None and not reader.optional:
        source = line_source(file, info)
        draft.recapitulation.append(RecapitulationLine("bill", "", "Total", total, source=source))
    if reader.optional:
        draft.warnings.append(("optional_positions", str(reader.optional)))
    if draft.positions and not any(position.description for position in draft.positions):
        draft.warnings.append(("bid_without_texts", ""))
    return draft.bill()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the outline a body stands: the OZ so far, the object, the section."""

    number: tuple[str, ...] = ()
    work: int | None = None
    section: int | None = None


class _Reader:
    """Walks the bodies; `optional` counts positions that the document's sums leave out."""

    def __init__(self, draft: Draft, *, lots: bool) -> None:
        self._draft = draft
        self._lots = lots
        self.optional = 0

    def read(self, body: etree._Element | None, progress: Progress) -> None:
        """All positions of the outermost body."""
        outer = [] if body is None else _children(body, "BoQCtgy", "Itemlist")
        for number, element in enumerate(outer, 1):
            self._part(element, _Place(), 0)
            progress(number, len(outer), "steps")

    def _part(self, element: etree._Element, place: _Place, depth: int) -> None:
        if local_name(element) == "Itemlist":
            for item in _children(element, "Item", "MarkupItem"):
                self._item(item, place)
        elif depth < _DEEPEST:
            self._category(element, place, depth)

    def _category(self, element: etree._Element, place: _Place, depth: int) -> None:
        number = (*place.number, element.get("RNoPart", "").strip())
        name, source = _text(_child(element, "LblTx")), line_source(self._draft.file, element)
        code = ".".join(part for part in number if part)
        before = self.optional
        if self._lots and depth == 0:
            work = self._draft.work(code, name, None, source, kind="Lot")
            inner = _Place(number, work)
        else:
            section = self._draft.section(code, name, place.work, place.section, source=source)
            inner = _Place(number, place.work, section)
        for body in _children(element, "BoQBody"):
            for part in _children(body, "BoQCtgy", "Itemlist"):
                self._part(part, inner, depth + 1)
        total = _amount(_child(element, "Totals"), "Total")
        if total is NOTHING or self.optional > before:
            return
        if inner.section is not None:
            self._draft.section_total(inner.section, total)
        elif inner.work is not None:
            self._draft.work_total(inner.work, total)

    def _item(self, element: etree._Element, place: _Place) -> None:
        number = (*place.number, element.get("RNoPart", "").strip() + element.get("RNoIndex", "").strip())
        total = _amount(element, "IT")
        row_type = _row_type(element)
        if row_type in {"E", "A"} and total is NOTHING:
            self.optional += 1
        description = _child(element, "Description")
        outline = _first(description, "OutlineText", "ShortText")
        detail = _first(description, "DetailTxt", "LongText")
        short, full = _text(outline), _text(detail)
        self._draft.add(
            Position(
                index=0,
                description=short or full,
                object=place.work,
                section=place.section,
                ordinal=".".join(part for part in number if part),
                row_type=row_type,
                code=_value(description, "StLNo") or _value(element, "StLNo") or _value(description, "WICNo"),
                unit=_value(element, "QU") or ("%" if local_name(element) == "MarkupItem" else ""),
                quantity=_amount(element, "Markup") if local_name(element) == "MarkupItem" else _amount(element, "Qty"),
                unit_price=_amount(element, "UP"),
                total_price=total,
                source=line_source(self._draft.file, element),
            )
        )
        if full and short:
            self._draft.note("PP", full)
        for comment in _children(element, "BidComm"):
            self._draft.note("P", _text(comment))
        for row in element.iter("{*}QTakeoff"):
            text = row.get("Row", "").strip()
            if text:
                self._draft.measurement(Measurement(text, kind=MeasurementKind.TEXT))


def _row_type(element: etree._Element) -> str:
    """`N` in general; `E` provisional, `A` alternative, `Z` surcharge."""
    if local_name(element) == "MarkupItem":
        return "Z"
    if _value(element, "Provis") in {"WithoutTotal", "WithTotal", "Yes"}:
        return "E"
    series = _value(element, "ALNSerNo")
    return "A" if series not in {"", "0"} else "N"


def _children(element: etree._Element | None, *names: str) -> list[etree._Element]:
    return [] if element is None else [child for child in element if local_name(child) in names]


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return next(iter(_children(element, name)), None)


def _first(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The first element of these names anywhere inside, those of the first name before the others."""
    found = () if element is None else (next(element.iter(f"{{*}}{name}"), None) for name in names)
    return next((item for item in found if item is not None), None)


def _value(element: etree._Element | None, name: str) -> str:
    child = _child(element, name)
    return "" if child is None else " ".join("".join(_texts(child)).split())


def _texts(element: etree._Element) -> Iterator[str]:
    """The text of an element, a line break where a paragraph ends."""
    yield element.text or ""
    for child in element:
        if not isinstance(child, (etree._Comment, etree._ProcessingInstruction)):  # noqa: SLF001 - lxml names them so
            yield from _texts(child)
        yield child.tail or ""
    if local_name(element) in _BLOCKS:
        yield "\n"


def _text(element: etree._Element | None) -> str:
    """Text with its paragraphs as lines."""
    if element is None:
        return ""
    lines = (" ".join(line.split()) for line in re.split(r"\n", "".join(_texts(element))))
    return "\n".join(line for line in lines if line)


def _amount(element: etree._Element | None, name: str) -> Amount:
    text = _value(element, name)
    if not text:
        return NOTHING
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return Amount(text, None)
    return Amount(text, value if value.is_finite() else None)
