"""XC4: the exchange format of AspeEsticon.  Numbers have decimal points.

`vymera` holds XML inside XML: rows of an expression and the letter later rows call it by.  A price list has the same
root (`<CenoveSoustavy>`) and is no bill.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from lxml import etree

from estimator_desktop.domain.bill import (
    NOTHING,
    Amount,
    BillOfQuantities,
    Measurement,
    MeasurementKind,
    Position,
)
from estimator_desktop.domain.expressions import ExpressionError, evaluate
from estimator_desktop.domain.job import Progress, silent
from estimator_desktop.domain.measuring import evaluate_lines
from estimator_desktop.domain.numbers import round_half_up
from estimator_desktop.guards.markup import harmless_parser
from estimator_desktop.reading.draft import Draft
from estimator_desktop.reading.xml.parse import child_text, line_source, local_name

_DEEPEST = 24
_WORKS = frozenset({"objekt", "podobjekt", "stavobjekt", "rozpocet", "soupis"})
_SECTIONS = frozenset({"stavdil", "dil", "oddil"})
_LEAVES = frozenset({"vymera", "cenovesoustavy"})


def is_xc4(root: etree._Element) -> bool:
    """Whether a document is XC4 (a bill or a price list)."""
    return local_name(root).upper() == "XC4"


def is_price_list(root: etree._Element) -> bool:
    """Whether an XC4 is a price list."""
    return any(local_name(child) == "CenoveSoustavy" for child in root)


def read_xc4(root: etree._Element, file: str, progress: Progress) -> BillOfQuantities:
    """The bill of an XC4 document.  `progress` counts objects."""
    draft = Draft("xc4", file)
    draft.name, draft.code = _first(root, "nazevStavby", "nazev"), _first(root, "znackaStavby", "znacka")
    _read_inside(root, _Place(), draft, progress)
    return draft.bill()


def _all(element: etree._Element, *names: str) -> list[etree._Element]:
    wanted = {name.casefold() for name in names}
    return [child for child in element if local_name(child).casefold() in wanted]


def _first(element: etree._Element, *names: str) -> str:
    for name in names:
        for child in _all(element, name):
            if child.text and child.text.strip():
                return child.text.strip()
        value = element.get(name, "").strip()
        if value:
            return value
    return ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk stands: the object, the section, how deep."""

    work: int | None = None
    section: int | None = None
    depth: int = 0


def _read_inside(element: etree._Element, place: _Place, draft: Draft, progress: Progress = silent) -> None:
    """Everything inside an element, in its order.

    Versions and programs put different wrappers around objects, sections and positions: one that is none of the three
    is looked through.
    """
    if place.depth > _DEEPEST:
        return
    inner = list(element.iterchildren("*"))
    for number, child in enumerate(inner, 1):
        name = local_name(child).casefold()
        source = line_source(draft.file, child)
        if name == "polozka":
            _read_position(child, place.work, place.section, draft)
        elif name in _SECTIONS:
            code, title = _first(child, "znacka", "kod"), _first(child, "nazev")
            section = draft.section(code, title, place.work, place.section, source=source)
            _read_inside(child, replace(place, section=section, depth=place.depth + 1), draft)
        elif name in _WORKS:
            work = draft.work(_first(child, "znacka", "kod"), _first(child, "nazev"), place.work, source)
            _read_inside(child, _Place(work, None, place.depth + 1), draft)
        elif name not in _LEAVES and len(child):
            _read_inside(child, replace(place, depth=place.depth + 1), draft)
        if place.depth == 0:
            progress(number, len(inner), "objects")


def _read_position(element: etree._Element, work: int | None, section: int | None, draft: Draft) -> None:
    name, described = _first(element, "nazev"), _first(element, "popis")
    whole = described.split("\n", 1)[0].strip()
    description = whole if whole.startswith(name) and len(whole) > len(name) else name or whole
    quantity, price = _number(_first(element, "mnozstvi")), _number(_first(element, "joc", "jedn_cena"))
    draft.add(
        Position(
            index=0,
            description=description,
            object=work,
            section=section,
            ordinal=_first(element, "poradi", "poradoveCislo", "cislo") or str(len(draft.positions) + 1),
            row_type=_first(element, "typ"),
            code=_first(element, "znacka"),
            variant=_first(element, "varianta"),
            unit=_first(element, "id_mj", "mj"),
            quantity=quantity,
            unit_price=price,
            price_system=_first(element, "cenova_soustava", "cenovaSoustava"),
            source=line_source(draft.file, element),
        )
    )
    for line in _measurements(_first(element, "vymera")):
        draft.measurement(line)
    draft.note("TS", _first(element, "technicka_specifikace"))
    if described and described != description:
        draft.note("PP", described)


def _number(text: str) -> Amount:
    """A number with a decimal point, as the format prescribes."""
    if not text:
        return NOTHING
    try:
        return Amount(text, Decimal(text.replace(" ", "").replace("\u00a0", "").replace(",", ".")))
    except ArithmeticError:
        return Amount(text, None)


def _measurements(inner: str) -> tuple[Measurement, ...]:
    """The rows of the inner XML; plain text is one line of text."""
    if not inner:
        return ()
    parser = harmless_parser()
    try:
        root = etree.fromstring(inner.encode(), parser)
    except etree.XMLSyntaxError:
        return tuple(
            Measurement(line.strip(), kind=MeasurementKind.TEXT) for line in inner.splitlines() if line.strip()
        )
    lines = [_line(row) for row in root.iter() if local_name(row) == "r"]
    whole = child_text(root, "v")
    values = [result.computed for result in evaluate_lines(tuple(lines))]
    if whole and whole not in {line.label for line in lines[:1]}:
        pairs = zip(lines, values, strict=True)
        names = {line.label.casefold(): value for line, value in pairs if line.label and value is not None}
        lines.append(Measurement(whole, kind=MeasurementKind.TOTAL, expression=whole))
        values.append(_value(whole, names))
    return tuple(
        Measurement(
            line.text, None if value is None else round_half_up(value, 9), line.kind, line.expression, line.label
        )
        for line, value in zip(lines, values, strict=True)
    )


def _value(expression: str, names: Mapping[str, Decimal]) -> Decimal | None:
    """What a sum of lettered rows comes to."""
    try:
        return evaluate(expression, names)
    except ExpressionError:
        return None


def _line(row: etree._Element) -> Measurement:
    expression, label = child_text(row, "v"), child_text(row, "vy")
    text = " ".join(part for part in (child_text(row, "p"), child_text(row, "t"), expression) if part)
    return Measurement(text, expression=expression or None, label=label or None)
