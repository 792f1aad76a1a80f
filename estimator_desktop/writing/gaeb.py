"""GAEB DA XML 3.3: a priced bill as the pair that German programs exchange, a tender (X83) and the bid on it (X84).

A bid holds no texts, units or headings: its schema (GAEB DA XML 3.3, 2021-05) allows `Qty`, `UP` and `IT` under the ids
and numbers of the tender it answers.  A Czech budget answers no tender file, so the tender is written beside it: all
that the bid may not say, under the same ids.  What the schema limits is cut here and nowhere else:

- a body holds categories or positions, never both: positions beside sections get a category without a heading;
- the outline has at most five levels above the positions, and the number of a position (OZ) at most 14 signs: what is
  deeper moves up, its headings joined; a bill that still does not fit is refused (`gaeb_outline`);
- unit of 4 signs (a longer one stands whole in the long text), quantity and unit price of 3 decimals, total of 2, code
  of 40 signs (`WICNo`), names of 60 and 20.

The names and orders of elements were taken from the schema's published descriptions and from pyGAEB's writer (MIT).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lxml import etree

from estimator_desktop.domain.bill import Position
from estimator_desktop.domain.decimals import decimals, round_half_up
from estimator_desktop.domain.job import Progress, silent
from estimator_desktop.domain.outline import SectionPart, WorkPart, outline
from estimator_desktop.domain.sums import unit_price
from estimator_desktop.domain.template import Column
from estimator_desktop.errors import UserError
from estimator_desktop.texts import Texts
from estimator_desktop.writing.handover import Handover, shown_total
from estimator_desktop.writing.unixml_kept import clean
from estimator_desktop.writing.whole import whole_file

TENDER, BID = "83", "84"
_NAMESPACE = "http://www.gaeb.de/GAEB_DA_XML/DA{phase}/3.3"
_DEEPEST = 5
_LONGEST_OZ = 14
_ITEM_DIGITS = 4
_UNIT, _CODE, _NAME, _SHORT_NAME = 4, 40, 60, 20
_PLACES, _MONEY_PLACES = 3, 2
_QUANTITY_DIGITS, _PRICE_DIGITS, _TOTAL_DIGITS = 8, 10, 11
"""Before the decimal point."""
_OPTIONAL = frozenset({"E", "A"})
"""Row types of provisional and alternative positions: without a total of their own they are in no sum."""


def write_gaeb(content: Handover, target: Path, progress: Progress = silent) -> Path:
    """Write the bid to `target` and the tender beside it (`tender_of`).

    Raises UserError `gaeb_outline` where the outline does not fit into an OZ, `gaeb_amount` where a number is longer
    than the schema has room for, and what `whole_file` raises.
    """
    book = _Book(content)
    for number, (phase, path) in enumerate(((TENDER, tender_of(target)), (BID, target)), 1):
        with whole_file(path) as part:
            etree.ElementTree(book.document(phase)).write(
                str(part), encoding="utf-8", xml_declaration=True, pretty_print=True
            )
        progress(number, 2, "steps")
    return target


def tender_of(bid: Path) -> Path:
    """Where the tender stands that a bid answers."""
    return bid.with_suffix(".x83")


@dataclass(frozen=True, slots=True)
class _Part:
    """A category: its heading, and either positions (indexes) or categories."""

    heading: str
    items: tuple[int, ...] = ()
    parts: tuple[_Part, ...] = ()

    @property
    def holds(self) -> bool:
        return bool(self.items) or any(part.holds for part in self.parts)


def parts_of(tree: Iterable[WorkPart]) -> tuple[_Part, ...]:
    """The categories of an outline as GAEB allows them: not too deep, positions and categories apart, none empty."""
    return tuple(even for part in map(_of_work, tree) if part.holds for even in _evened(part, 1))


def _of_work(part: WorkPart) -> _Part:
    heading = f"{part.work.code} {part.work.name}" if part.work else ""
    return _Part(
        " ".join(heading.split()), part.positions, (*map(_of_section, part.sections), *map(_of_work, part.works))
    )


def _of_section(part: SectionPart) -> _Part:
    heading = f"{part.section.code} {part.section.name}"
    return _Part(" ".join(heading.split()), part.positions, tuple(map(_of_section, part.sections)))


def _evened(part: _Part, depth: int) -> Iterator[_Part]:
    """A category that GAEB allows at a depth (from 1), or those that stand there in its place."""
    inner = tuple(each for each in part.parts if each.holds)
    if not inner:
        yield _Part(part.heading, part.items)
        return
    own = (_Part(part.heading if depth == _DEEPEST else "", part.items),) if part.items else ()
    if depth < _DEEPEST:
        below = (even for each in inner for even in _evened(each, depth + 1))
        yield _Part(part.heading, (), (*own, *below))
        return
    yield from own
    for each in inner:
        yield from _evened(_Part(f"{part.heading} / {each.heading}", each.items, each.parts), depth)


class _Book:
    """One bill, written as one phase or the other."""

    def __init__(self, content: Handover) -> None:
        self._content = content
        self._bill = content.bill
        self._texts = Texts(content.template.language)
        tree = outline(self._bill)
        self._lots = bool(self._bill.objects) and all(part.work is not None for part in tree)
        bare = len(tree) == 1 and tree[0].work is None and not tree[0].sections
        self._parts = () if bare else parts_of(tree)
        self._loose = tree[0].positions if bare else ()
        self._widths = self._numbering()
        prices = (unit_price(position) for position in self._bill.positions)
        self._price_places = max((2, *(min(3, decimals(value)) for value in prices if value is not None)))

    def _numbering(self) -> tuple[int, ...]:
        """How many digits each level has, that of the positions last."""
        widths: list[int] = []
        items = len(self._loose)
        level: list[tuple[_Part, ...]] = [self._parts] if self._parts else []
        while level:
            widths.append(max(2, *(len(str(len(parts))) for parts in level)))
            items = max(items, *(len(part.items) for parts in level for part in parts))
            level = [part.parts for parts in level for part in parts if part.parts]
        widths.append(max(_ITEM_DIGITS, len(str(items))))
        if sum(widths) > _LONGEST_OZ:
            raise UserError("gaeb_outline", file=self._bill.file or self._bill.name, count=str(sum(widths)))
        return tuple(widths)

    def document(self, phase: str) -> etree._Element:
        """The whole document of a phase."""
        namespace = _NAMESPACE.format(phase=phase)
        root = etree.fromstring(f'<GAEB xmlns="{namespace}"/>')
        made = self._content.made.astimezone()
        info = _inside(root, "GAEBInfo")
        for tag, text in (
            ("Version", "3.3"),
            ("VersDate", "2021-05"),
            ("Date", f"{made:%Y-%m-%d}"),
            ("Time", f"{made:%H:%M:%S}"),
            ("ProgSystem", "Estimator Desktop"),
            ("ProgName", "Estimator Desktop"),
        ):
            _text(info, tag, text)
        self._project(_inside(root, "PrjInfo"), phase)
        self._award(_inside(root, "Award"), phase)
        return root

    def _project(self, project: etree._Element, phase: str) -> None:
        _text(project, "NamePrj", (self._bill.code or self._name)[:_NAME])
        _text(project, "LblPrj", self._name[:_NAME])
        if phase == TENDER:
            _text(project, "Cur", self._bill.currency)
            _text(project, "UPFracDig", str(self._price_places))

    @property
    def _name(self) -> str:
        return self._bill.name or self._texts.say("sheet.title")

    def _award(self, award: etree._Element, phase: str) -> None:
        _text(award, "DP", phase)
        _text(_inside(award, "AwardInfo"), "Cur", self._bill.currency)
        if phase == BID:
            address = _inside(_inside(award, "CTR"), "Address")
            for tag in ("Name1", "Street", "PCode", "City"):
                _text(address, tag, "")
        boq = _inside(award, "BoQ", {"ID": "B1"})
        info = _inside(boq, "BoQInfo")
        _text(info, "Name", self._name[:_SHORT_NAME])
        if phase == TENDER:
            _text(info, "LblBoQ", self._name[:_NAME])
            _text(info, "Date", f"{self._content.made.astimezone():%Y-%m-%d}")
            _text(info, "OutlCompl", "AllTxt")
        self._breakdown(info)
        body = _inside(boq, "BoQBody")
        total = self._body(body, _Part("", self._loose, self._parts), phase, ())
        if phase == BID:
            _total(info, total)

    def _breakdown(self, info: etree._Element) -> None:
        for depth, width in enumerate(self._widths):
            last = depth == len(self._widths) - 1
            level = _inside(info, "BoQBkdn")
            _text(level, "Type", "Item" if last else "Lot" if self._lots and depth == 0 else "BoQLevel")
            _text(level, "Length", str(width))
            _text(level, "Num", "Yes")

    def _body(self, body: etree._Element, part: _Part, phase: str, path: tuple[int, ...]) -> Decimal:
        total = Decimal(0)
        if not part.parts:
            items = _inside(body, "Itemlist")
            for number, index in enumerate(part.items, 1):
                total += self._item(items, number, self._bill.positions[index], phase)
            return total
        for number, inner in enumerate(part.parts, 1):
            place = (*path, number)
            name = "C" + ".".join(map(str, place))
            number_part = str(number).zfill(self._widths[len(path)])
            element = _inside(body, "BoQCtgy", {"ID": name, "RNoPart": number_part})
            if phase == TENDER:
                _formatted(element, "LblTx", inner.heading)
            value = self._body(_inside(element, "BoQBody"), inner, phase, place)
            if phase == BID:
                _total(element, value)
            total += value
        return total

    def _item(self, items: etree._Element, number: int, position: Position, phase: str) -> Decimal:
        """Write a position; what it adds to the sums."""
        identity = f"I{self._content.ids[position.index]}"
        place = str(number).zfill(self._widths[-1])
        element = _inside(items, "Item", {"ID": identity, "RNoPart": place})
        optional = position.row_type in _OPTIONAL and position.total_price.value is None
        if phase == TENDER and optional and position.row_type == "E":
            _text(element, "Provis", "WithoutTotal")
        if position.quantity.value is not None:
            _text(element, "Qty", _number(position.quantity.value, _PLACES, _QUANTITY_DIGITS))
        if phase == TENDER:
            _text(element, "QU", position.unit[:_UNIT])
            self._description(_inside(element, "Description"), position)
            return Decimal(0)
        price, total = unit_price(position), None if optional else shown_total(position)
        if price is not None:
            _text(element, "UP", _number(price, self._price_places, _PRICE_DIGITS))
        if total is None:
            return Decimal(0)
        total = round_half_up(total, _MONEY_PLACES)
        _text(element, "IT", _number(total, _MONEY_PLACES, _TOTAL_DIGITS))
        return total

    def _description(self, element: etree._Element, position: Position) -> None:
        if position.code:
            _text(element, "WICNo", position.code[:_CODE])
        long = [note.text for note in position.notes] if self._content.template.shows(Column.NOTES) else []
        if len(position.unit) > _UNIT:
            long.insert(0, f"{self._texts.say('column.unit')}: {position.unit}")
        if long:
            element = _inside(element, "CompleteText")
            _formatted(_inside(element, "DetailTxt"), "Text", "\n".join(long))
        outline_text = _inside(_inside(element, "OutlineText"), "OutlTxt")
        _formatted(outline_text, "TextOutlTxt", position.description)


def _inside(element: etree._Element, tag: str, attributes: dict[str, str] | None = None) -> etree._Element:
    """A new element in the namespace of the one it stands in."""
    return etree.SubElement(element, f"{{{etree.QName(element).namespace}}}{tag}", attributes or {})


def _total(element: etree._Element, value: Decimal) -> None:
    _text(_inside(element, "Totals"), "Total", _number(value, _MONEY_PLACES, _TOTAL_DIGITS))


def _number(value: Decimal, places: int, digits: int) -> str:
    text = f"{round_half_up(value, places):f}"
    if len(text.lstrip("-")) > digits + 1 + places:
        raise UserError("gaeb_amount", value=text, count=str(digits))
    return text


def _text(element: etree._Element, tag: str, text: str) -> None:
    _inside(element, tag).text = " ".join(clean(text).split())


def _formatted(element: etree._Element, tag: str, text: str) -> None:
    """Text in paragraphs, as the schema has it for everything a person reads."""
    holder = _inside(element, tag)
    for line in clean(text).splitlines():
        if line.strip():
            _inside(_inside(holder, "p"), "span").text = line.strip()
