"""What uniXML has no element for, kept beside it in processing instructions that other programs skip.

Each is `<?estimator-desktop name="value" …?>` inside the element it belongs to: the id that brings a position, section
or object back to its place, and every value that reading the elements alone would not give.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from xml.sax.saxutils import quoteattr

from lxml import etree

from estimator_desktop.domain.bill import Measurement, Note, Position, Section, WorkObject
from estimator_desktop.domain.exchange import (
    AMOUNTS,
    UNIXML_INSTRUCTION,
    UNIXML_PRODUCT,
    UNIXML_TEXTS,
    UNIXML_VAT,
    object_id,
    section_id,
    unixml_debris,
    unixml_line_values,
    unixml_vat,
)
from estimator_desktop.domain.sums import product, unit_price

Facts = Mapping[str, str]


def clean(text: str) -> str:
    """Text without the signs that XML forbids."""
    kept = "".join(sign for sign in text if sign in "\t\n\r" or sign >= " ")
    return kept.replace("\ufffe", "").replace("\uffff", "")


def instruction(facts: Facts) -> etree._Element:
    """The instruction that holds some facts."""
    words = " ".join(f"{key}={quoteattr(clean(value))}" for key, value in facts.items())
    return etree.ProcessingInstruction(UNIXML_INSTRUCTION, words.replace("?>", "?&gt;"))


def work_facts(work: WorkObject | None) -> Facts:
    """An object's place and kind; that it is none, where it only holds what belongs to no object."""
    return {"none": "yes"} if work is None else {"id": object_id(work.index), "kind": work.kind}


def section_facts(section: Section, work: int | None) -> Facts:
    """A section's place, and the object it belongs to (sections inside it may belong to another)."""
    return {"id": section_id(section.index), "object": "" if work is None else object_id(work)}


def keep_position(
    element: etree._Element, identity: str, position: Position, code: str, kind: str, debris: str
) -> None:
    """Keep a position's id and what its elements do not say: `code`, `kind` and unit `debris` are what they say."""
    facts = {"id": identity}
    seen = replace(position, code=code, row_type=kind, variant="", vat_rate=UNIXML_VAT[unixml_vat(position.vat_rate)])
    for name in UNIXML_TEXTS:
        if getattr(seen, name) != getattr(position, name):
            facts[name] = getattr(position, name)
    held: dict[str, Decimal | None] = {
        "quantity": position.quantity.value or Decimal(0),
        "unit_price": unit_price(position) or Decimal(0),
        "unit_mass": position.unit_mass.value,
        "debris_mass": unixml_debris(_decimal(debris) if kind == "K" else None, position.quantity.value),
    }
    for name in AMOUNTS:
        value: Decimal | None = getattr(position, name).value
        if value != held.get(name):
            facts[name] = "" if value is None else f"{value:f}"
    if position.total_price.value is not None and position.total_price.value == product(position):
        facts["total_price"] = UNIXML_PRODUCT
    element.append(instruction(facts))


def keep_notes(element: etree._Element, position: Position, held: Sequence[Note]) -> None:
    """Keep all notes of a position where its elements (`held`) do not give them as they are."""
    notes = tuple(Note(note.kind, clean(note.text).strip()) for note in position.notes)
    if notes != tuple(Note(note.kind, note.text.strip()) for note in held):
        for note in notes or (Note("", ""),):
            element.append(instruction({"note": note.kind, "text": note.text}))


def line_facts(lines: Sequence[Measurement]) -> list[Facts]:
    """For each measurement line what its elements do not say; empty where they say it all."""
    seen = [
        replace(line, text=clean(line.text).strip(), label=line.label or None, taken=bool(line.taken), value=None)
        for line in lines
    ]
    seen = [replace(line, expression=line.text) for line in seen]
    found: list[Facts] = []
    for line, other, value in zip(lines, seen, unixml_line_values(seen), strict=True):
        facts: dict[str, str] = {}
        if line.value != value:
            facts["value"] = "" if line.value is None else f"{line.value:f}"
        if line.taken is None:
            facts["taken"] = ""
        if line.expression is None or clean(line.expression).strip() != other.expression:
            facts["expression"] = line.expression or ""
        found.append(facts)
    return found


def _decimal(text: str) -> Decimal | None:
    return Decimal(text.replace(",", ".")) if text else None
