"""Everything the desk shows of one document, made ready away from the window's thread."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from estimator_desktop.domain.bill import Amount, BillOfQuantities, Position, Section, WorkObject
from estimator_desktop.domain.decision import Action, Standing, effective
from estimator_desktop.domain.deed import Deed
from estimator_desktop.domain.verdict import Audit, Colour, Verdict
from estimator_desktop.storage.store import Document
from estimator_desktop.storage.views import DocumentView, Mark, PositionRow, position_row
from estimator_desktop.texts import MARKS, Texts

VERDICT, ORDINAL, ROW_TYPE, CODE, DESCRIPTION, UNIT, QUANTITY, UNIT_PRICE, TOTAL, DECISION, SECTION, OBJECT = range(12)
COLUMNS = (
    "verdict", "ordinal", "row_type", "code", "description", "unit", "quantity", "unit_price", "total", "decision",
    "section", "object",
)  # fmt: skip
_BREAK = "\x00"
_AT_ONCE = 200
_ACCENTS = re.compile("[\u0300-\u036f]+")
_LETTERS = tuple(zip("áčďéěíňóřšťúůýžäöüľĺŕô", "acdeeinorstuuyzaoullro", strict=True))
"""The letters with accents that are frequent here: replaced each at once, several times quicker than taken apart."""


@dataclass(frozen=True, slots=True)
class Branch:
    """An object, a section or (`key` empty) the whole bill in the tree: what is under it, counted by verdict."""

    key: tuple[str, int] | None
    title: str
    children: tuple[Branch, ...]
    objects: frozenset[int] | None
    sections: frozenset[int] | None
    counts: Counter[Colour]
    positions: int
    money: Decimal = Decimal(0)
    """What its positions cost, with the person's edits."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review is: decided of those that a person must decide, in number and in money."""

    decided: int
    total: int
    money_decided: Decimal
    money: Decimal


@dataclass(frozen=True)
class Desk:
    """One document as the desk shows it.  `rows` has one entry per position, `marks` too once it is audited.

    `bill.positions` and `audit.verdicts` may decode what is looked at; whole walks over them belong on the loading
    thread.  Texts of cells are made when a row comes into sight and kept.
    """

    document: str
    project_id: str
    project: str
    file: str
    path: str
    bill: BillOfQuantities
    audit: Audit | None
    rows: Sequence[PositionRow]
    marks: Sequence[Mark]
    texts: Texts
    tree: Branch
    stands: Mapping[int, Standing] = field(default_factory=dict)
    """What the person decided, by position."""
    view: DocumentView | None = None
    """The document without the person's decisions."""
    deeds: Sequence[Deed] = ()
    """What the person did here, in order, with what was undone."""

    def position(self, index: int) -> Position:
        """A position with the person's edits; `bill` keeps what was read."""
        return effective(self.bill.positions[index], self.stands.get(index))

    def verdict(self, position: int) -> Verdict | None:
        """A position's verdict; None before the audit."""
        return self.audit.verdicts[position] if self.audit else None

    def colour(self, position: int) -> Colour | None:
        """A position's colour; None before the audit."""
        return self.marks[position].colour if self.marks else None

    def hitl(self, position: int) -> bool:
        """Whether a person must decide about a position."""
        return bool(self.marks) and self.marks[position].hitl

    @cached_property
    def counts(self) -> Counter[Colour]:
        """How many positions carry each colour."""
        return Counter(mark.colour for mark in self.marks)

    @cached_property
    def open(self) -> int:
        """How many positions wait for a person."""
        return sum(mark.hitl for mark in self.marks)

    @cached_property
    def progress(self) -> Progress:
        """How far the review is."""
        before = self.view.marks if self.view is not None else self.marks
        asked = [index for index, mark in enumerate(before) if mark.hitl]
        done = [index for index in asked if not self.marks[index].hitl]
        money = [sum((abs(self.values[index]) for index in some), Decimal(0)) for some in (done, asked)]
        return Progress(len(done), len(asked), money[0], money[1])

    @cached_property
    def again(self) -> frozenset[int]:
        """The positions whose decision no longer holds: they or their findings have changed since."""
        return frozenset(
            index
            for index, item in self.stands.items()
            if item.decided and item.last.action is not Action.EDIT and index < len(self.marks) and self.hitl(index)
        )

    @cached_property
    def edited(self) -> frozenset[int]:
        """The positions whose values a person has changed."""
        return frozenset(index for index, item in self.stands.items() if item.edits)

    @cached_property
    def values(self) -> tuple[Decimal, ...]:
        """What each position costs."""
        return tuple(Decimal(row.value) for row in self.rows)

    @cached_property
    def search(self) -> tuple[str, ...]:
        """Each position's ordinal, code and description, folded; many at once, since folding long texts is quicker."""
        found: list[str] = []
        for start in range(0, len(self.rows), _AT_ONCE):  # in pieces, so that the window's thread is not kept waiting
            texts = _BREAK.join([_searched(row) for row in self.rows[start : start + _AT_ONCE]])
            found.extend(_folded_each(texts))
        return tuple(found)

    @cached_property
    def _cells(self) -> dict[int, tuple[str, ...]]:
        return {}

    def cells(self, position: int) -> tuple[str, ...]:
        """The texts of a position's row, a text per column."""
        known = self._cells.get(position)
        if known is None:
            known = self._cells[position] = _cells(self, position)
        return known


def _searched(row: PositionRow) -> str:
    return f"{row.ordinal}\n{row.code}\n{row.description}".replace(_BREAK, " ")


def folded(text: str) -> str:
    """The text without case and accents, as people type into a search field."""
    return _bare(_letters_bare(text.casefold()))


def _folded_each(texts: str) -> list[str]:
    """`folded` of many texts between breaks; only those that hold something rare are taken apart."""
    return [text if text.isascii() else _bare(text) for text in _letters_bare(texts.casefold()).split(_BREAK)]


def _letters_bare(text: str) -> str:
    if not text.isascii():
        for letter, bare in _LETTERS:
            text = text.replace(letter, bare)
    return text


def _bare(text: str) -> str:
    return text if text.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFD", text))


def amount_text(amount: Amount, texts: Texts, places: int) -> str:
    """The number with at least so many decimals; what is printed where it is no number."""
    return amount.raw if amount.value is None else _number(amount.value, texts, places)


def make_desk(
    document: Document,
    title: str,
    path: str,
    view: DocumentView,
    texts: Texts,
    stands: Mapping[int, Standing] | None = None,
    deeds: Sequence[Deed] = (),
) -> Desk:
    """Make a document ready to be shown in one language.  `title` is the project's name, `path` the kept copy.

    `stands` are the person's decisions: edited values replace the read ones in the rows; what is decided no longer
    waits, unless the ground under the decision moved.  `deeds` are all that can be undone and redone.
    """
    shown = _decided(view, stands or {})
    return Desk(
        document.id, document.project, title, document.name, path, shown.bill, shown.audit, shown.rows, shown.marks,
        texts, _tree(shown, title), stands or {}, view, deeds,
    )  # fmt: skip


def redecided(desk: Desk, stands: Mapping[int, Standing], deeds: Sequence[Deed]) -> Desk:
    """The same document with other decisions; only what they touch is made anew."""
    if desk.view is None:
        return replace(desk, stands=stands, deeds=deeds)
    shown = _decided(desk.view, stands)
    made = replace(
        desk, rows=shown.rows, marks=shown.marks, stands=stands, deeds=deeds, tree=_tree(shown, desk.project)
    )
    touched = {index for index in {*desk.stands, *stands} if desk.stands.get(index) != stands.get(index)}
    values, search = list(desk.values), list(desk.search)
    # a decision may be on a row that is no more: read anew since
    for index in (one for one in touched if one < len(values)):
        values[index] = Decimal(made.rows[index].value)
        search[index] = folded(_searched(made.rows[index]))
    # Frozen, but these are what the class would work out itself, only quicker.
    made.__dict__["values"], made.__dict__["search"] = tuple(values), tuple(search)
    made.__dict__["_cells"] = {index: cells for index, cells in desk._cells.items() if index not in touched}  # noqa: SLF001
    return made


def _decided(view: DocumentView, stands: Mapping[int, Standing]) -> DocumentView:
    """The view with effective values and with what no longer waits for the person."""
    if not stands:
        return view
    rows, marks = list(view.rows), list(view.marks)
    for index, item in stands.items():
        if index >= len(rows):
            continue
        if item.edits:
            rows[index] = position_row(effective(view.bill.positions[index], item))
        if view.audit is not None and marks[index].hitl and item.decided:
            marks[index] = Mark(marks[index].colour, not item.settles(view.audit.verdicts[index]))
    return DocumentView(view.bill, rows, view.audit, marks)


def _cells(desk: Desk, position: int) -> tuple[str, ...]:
    row, texts = desk.rows[position], desk.texts
    colour = desk.colour(position)
    quantity, price, total = (_shown(text, texts, places) for text, places in _amounts(row))
    if row.odd:
        item = desk.position(position)
        quantity = amount_text(item.quantity, texts, 3)
        price = amount_text(item.unit_price, texts, 2) or price
        total = amount_text(item.total_price, texts, 2) or total
    return (
        MARKS[colour] if colour else "…",
        row.ordinal,
        row.row_type,
        row.code,
        " ".join(row.description.split()),
        row.unit,
        quantity,
        price,
        total,
        texts.say("stands.again") if position in desk.again else decision_text(desk.stands.get(position), texts),
        part_name(desk.bill.sections[row.section]) if row.section is not None else "",
        part_name(desk.bill.objects[row.object]) if row.object is not None else "",
    )


def part_name(part: Section | WorkObject) -> str:
    """A section's or object's code and name."""
    return f"{part.code} {part.name}".strip()


def decision_text(stands: Standing | None, texts: Texts) -> str:
    """What the person decided, in one word; an edit is told even where more was said since."""
    if stands is None:
        return ""
    if stands.edits and stands.last.action is not Action.LATER:
        return texts.say("stands.edit")
    return texts.say(f"stands.{stands.last.action.value}")


def _amounts(row: PositionRow) -> tuple[tuple[str | None, int], ...]:
    """Quantity, unit price and total with the decimals they have at least.

    Where no total is printed, what quantity and price come to stands in its place.
    """
    computed = row.value if row.unit_price is not None and row.quantity is not None else None
    total = row.total_price if row.total_price is not None else computed
    return (row.quantity, 3), (row.unit_price, 2), (total, 2)


def _shown(text: str | None, texts: Texts, places: int) -> str:
    return "" if text is None else _number(Decimal(text), texts, places)


def _number(value: Decimal, texts: Texts, places: int) -> str:
    exponent = value.as_tuple().exponent
    printed = -exponent if isinstance(exponent, int) else 0
    return texts.number(value, max(places, printed))


def _tree(view: DocumentView, title: str) -> Branch:
    bill = view.bill
    members: defaultdict[tuple[str, int | None], list[int]] = defaultdict(list)
    for index, row in enumerate(view.rows):
        members[("section", row.section) if row.section is not None else ("object", row.object)].append(index)
    rows, marks = view.rows, view.marks
    sections_in: defaultdict[tuple[int | None, int | None], list[int]] = defaultdict(list)
    for part in bill.sections:
        sections_in[None if part.parent is not None else part.object, part.parent].append(part.index)
    objects_in: defaultdict[int | None, list[int]] = defaultdict(list)
    for whole_work in bill.objects:
        objects_in[whole_work.parent].append(whole_work.index)

    def joined(
        key: tuple[str, int] | None, name: str, own: tuple[str, int | None], children: tuple[Branch, ...]
    ) -> Branch:
        here = members[own]
        counts: Counter[Colour] = Counter([marks[index].colour for index in here] if marks else ())
        total = len(here)
        money = sum([Decimal(rows[index].value) for index in here], Decimal(0))
        objects: set[int] = {own[1]} if own[0] == "object" and own[1] is not None else set()
        sections: set[int] = {own[1]} if own[0] == "section" and own[1] is not None else set()
        for child in children:
            counts += child.counts
            total += child.positions
            money += child.money
            objects |= child.objects or frozenset()
            sections |= child.sections or frozenset()
        return Branch(key, name, children, frozenset(objects), frozenset(sections), counts, total, money)

    def section(index: int) -> Branch:
        item = bill.sections[index]
        children = tuple(section(child) for child in sections_in[None, index])
        return joined(("section", index), f"{item.code} {item.name}".strip(), ("section", index), children)

    def work(index: int) -> Branch:
        item = bill.objects[index]
        children = (
            *(section(child) for child in sections_in[index, None]),
            *(work(child) for child in objects_in[index]),
        )
        return joined(("object", index), f"{item.code} {item.name}".strip(), ("object", index), children)

    top = (*(section(index) for index in sections_in[None, None]), *(work(index) for index in objects_in[None]))
    whole = joined(None, title, ("object", None), top)
    return Branch(None, title, whole.children, None, None, whole.counts, whole.positions, whole.money)
