"""Everything the desk shows of one document, made ready away from the window's thread."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

from estimator_desktop.domain.bill import Amount, BillOfQuantities, Position
from estimator_desktop.domain.sums import product, unit_price, value_of
from estimator_desktop.domain.verdict import Audit, Colour, Verdict
from estimator_desktop.storage.store import Document
from estimator_desktop.texts import MARKS, Texts

VERDICT, ORDINAL, TYPE, CODE, DESCRIPTION, UNIT, QUANTITY, UNIT_PRICE, TOTAL = range(9)
COLUMNS = ("verdict", "ordinal", "row_type", "code", "description", "unit", "quantity", "unit_price", "total")


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


@dataclass(frozen=True, slots=True)
class Desk:
    """One document as the desk shows it.  `cells`, `search` and `values` have one entry per position."""

    document: str
    project_id: str
    project: str
    file: str
    path: str
    bill: BillOfQuantities
    audit: Audit | None
    cells: tuple[tuple[str, ...], ...]
    search: tuple[str, ...]
    values: tuple[Decimal, ...]
    tree: Branch

    def verdict(self, position: int) -> Verdict | None:
        """A position's verdict; None before the audit."""
        return self.audit.verdicts[position] if self.audit else None

    def colour(self, position: int) -> Colour | None:
        """A position's colour; None before the audit."""
        return self.audit.verdicts[position].colour if self.audit else None


def folded(text: str) -> str:
    """The text without case and accents, as people type into a search field."""
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def amount_text(amount: Amount, texts: Texts, places: int) -> str:
    """The number with at least so many decimals; what is printed where it is no number."""
    if amount.value is None:
        return amount.raw
    exponent = amount.value.as_tuple().exponent
    printed = -exponent if isinstance(exponent, int) else 0
    return texts.number(amount.value, max(places, printed))


def make_desk(
    document: Document, title: str, path: str, bill: BillOfQuantities, audit: Audit | None, texts: Texts
) -> Desk:
    """Make a document ready to be shown in one language.  `title` is the project's name, `path` the kept copy."""
    return Desk(
        document.id,
        document.project,
        title,
        document.name,
        path,
        bill,
        audit,
        tuple(_cells(position, audit, texts) for position in bill.positions),
        tuple(
            folded(f"{position.ordinal}\n{position.code}\n{' '.join(position.description.split())}")
            for position in bill.positions
        ),
        tuple(map(value_of, bill.positions)),
        _tree(bill, audit, title),
    )


def _cells(position: Position, audit: Audit | None, texts: Texts) -> tuple[str, ...]:
    price = unit_price(position)
    shown_price = (
        amount_text(position.unit_price, texts, 2)
        if position.unit_price.raw or price is None
        else (texts.number(price, 2))
    )
    return (
        MARKS[audit.verdicts[position.index].colour] if audit else "…",
        position.ordinal,
        position.row_type,
        position.code,
        " ".join(position.description.split()),
        position.unit,
        amount_text(position.quantity, texts, 3),
        shown_price,
        _total_text(position, texts),
    )


def _total_text(position: Position, texts: Texts) -> str:
    """The printed total; where none is printed, what quantity and price come to."""
    computed = product(position) if not position.total_price.raw else None
    return texts.number(computed, 2) if computed is not None else amount_text(position.total_price, texts, 2)


def _tree(bill: BillOfQuantities, audit: Audit | None, title: str) -> Branch:
    by_place: defaultdict[tuple[str, int | None], Counter[Colour]] = defaultdict(Counter)
    number: Counter[tuple[str, int | None]] = Counter()
    for position in bill.positions:
        place = ("section", position.section) if position.section is not None else ("object", position.object)
        number[place] += 1
        if audit is not None:
            by_place[place][audit.verdicts[position.index].colour] += 1
    sections_in: defaultdict[tuple[int | None, int | None], list[int]] = defaultdict(list)
    for part in bill.sections:
        sections_in[None if part.parent is not None else part.object, part.parent].append(part.index)
    objects_in: defaultdict[int | None, list[int]] = defaultdict(list)
    for whole_work in bill.objects:
        objects_in[whole_work.parent].append(whole_work.index)

    def joined(
        key: tuple[str, int] | None, name: str, own: tuple[str, int | None], children: tuple[Branch, ...]
    ) -> Branch:
        counts: Counter[Colour] = Counter(by_place[own])
        total = number[own]
        objects: set[int] = {own[1]} if own[0] == "object" and own[1] is not None else set()
        sections: set[int] = {own[1]} if own[0] == "section" and own[1] is not None else set()
        for child in children:
            counts += child.counts
            total += child.positions
            objects |= child.objects or frozenset()
            sections |= child.sections or frozenset()
        return Branch(key, name, children, frozenset(objects), frozenset(sections), counts, total)

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
    return Branch(None, title, whole.children, None, None, whole.counts, whole.positions)
