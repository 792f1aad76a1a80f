"""What a uniXML file of our own keeps beside the format (`writing.unixml_kept`), and the order it brings back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from xml.sax.saxutils import unescape

from lxml import etree

from estimator_desktop.domain.bill import NOTHING, Amount, Measurement, Position
from estimator_desktop.domain.exchange import AMOUNTS, UNIXML_INSTRUCTION, UNIXML_PRODUCT, UNIXML_TEXTS, place_of
from estimator_desktop.domain.sums import product
from estimator_desktop.reading.draft import Draft

_FACT = re.compile(r"(\w+)=(?:\"([^\"]*)\"|'([^']*)')")
_SIGNS = {"&quot;": '"', "&#10;": "\n", "&#13;": "\r", "&#9;": "\t"}


def facts_of(element: etree._Element) -> Mapping[str, str]:
    """The first instruction in an element that is no note; empty where there is none."""
    return next((facts for facts in _all(element) if "note" not in facts), {})


def kept_position(found: Position, facts: Mapping[str, str]) -> Position:
    """The position with what its instruction keeps.  A quantity or price that was edited since wins over it."""
    texts = {name: facts[name] for name in UNIXML_TEXTS if name in facts}
    amounts = {name: _amount(facts[name]) for name in AMOUNTS if name in facts}
    if found.quantity.value:
        amounts.pop("quantity", None)
    parts = [amounts[name].value or Decimal(0) for name in ("supply_price", "installation_price") if name in amounts]
    if found.unit_price.value != sum(parts, Decimal(0)):
        amounts.pop("unit_price", None)
    position = replace(found, **texts, **amounts)  # type: ignore[arg-type]
    if facts.get("total_price") == UNIXML_PRODUCT:
        total = product(position)
        position = replace(position, total_price=NOTHING if total is None else Amount(f"{total:f}", total))
    return position


def kept_line(line: Measurement, value: Decimal | None, facts: Mapping[str, str]) -> Measurement:
    """A measurement line with its value: the kept one, else the computed one."""
    return replace(
        line,
        value=_amount(facts["value"]).value if "value" in facts else value,
        expression=(facts["expression"] or None) if "expression" in facts else line.expression,
        taken=None if "taken" in facts else line.taken,
    )


def kept_notes(element: etree._Element) -> tuple[tuple[str, str], ...] | None:
    """All notes of a position; None where its elements say them as they are."""
    notes = tuple((facts["note"], facts.get("text", "")) for facts in _all(element) if "note" in facts)
    return notes or None


def in_our_order(root: etree._Element, draft: Draft) -> None:
    """Put objects, sections and positions back where they stood: the format puts inner sections and objects last.

    Each of the three keeps the order of the file where not every one of it has an id, or two have the same.
    """
    objects = _order(root, "objekt", "o", len(draft.objects))
    if objects is not None:
        where = _where(objects)
        draft.objects[:] = [
            replace(draft.objects[old], index=new, parent=_moved(draft.objects[old].parent, where))
            for new, old in enumerate(objects)
        ]
        draft.sections[:] = [replace(item, object=_moved(item.object, where)) for item in draft.sections]
        draft.positions[:] = [replace(item, object=_moved(item.object, where)) for item in draft.positions]
    sections = _order(root, "dil", "s", len(draft.sections))
    if sections is not None:
        where = _where(sections)
        draft.sections[:] = [
            replace(draft.sections[old], index=new, parent=_moved(draft.sections[old].parent, where))
            for new, old in enumerate(sections)
        ]
        draft.positions[:] = [replace(item, section=_moved(item.section, where)) for item in draft.positions]
    positions = _order(root, "polozka", "p", len(draft.positions))
    if positions is not None:
        draft.positions[:] = [replace(draft.positions[old], index=new) for new, old in enumerate(positions)]


def _order(root: etree._Element, tag: str, letter: str, count: int) -> list[int] | None:
    """Where each part of the file stood, as the order of their places; None where the file does not say it of all."""
    every = (facts_of(element) for element in root.iter(tag))
    places = [place_of(facts.get("id", ""), letter) for facts in every if "none" not in facts]
    known = [place for place in places if place is not None]
    if len(known) != len(places) or len(known) != count or len(set(known)) != count:
        return None
    return sorted(range(count), key=known.__getitem__)


def _where(order: Sequence[int]) -> Mapping[int, int]:
    return {old: new for new, old in enumerate(order)}


def _moved(index: int | None, where: Mapping[int, int]) -> int | None:
    return None if index is None else where[index]


def _all(element: etree._Element) -> list[Mapping[str, str]]:
    found: list[Mapping[str, str]] = []
    for child in element:
        if isinstance(child, etree._ProcessingInstruction) and child.target == UNIXML_INSTRUCTION:  # noqa: SLF001
            words = _FACT.findall(child.text or "")
            found.append({key: unescape(one or other, _SIGNS) for key, one, other in words})
    return found


def _amount(text: str) -> Amount:
    try:
        return Amount(text, Decimal(text)) if text else NOTHING
    except InvalidOperation:
        return NOTHING
