"""The tree project → objects → sections, with counts and the worst colour."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.verdict import Audit, Colour
from estimator_desktop.ui.theme import MARKS

OBJECTS_ROLE = int(Qt.ItemDataRole.UserRole)
SECTIONS_ROLE = OBJECTS_ROLE + 1


class TreeModel(QStandardItemModel):
    """Each item carries the object indexes or section indexes of its whole branch (None: no limit)."""

    def set_bill(self, bill: BillOfQuantities, audit: Audit | None, title: str) -> None:
        """Show the structure of a bill under a root with the project's title."""
        self.clear()
        colours = {verdict.position: verdict.colour for verdict in audit.verdicts} if audit else {}
        by_object: dict[int, Counter[Colour | None]] = {}
        by_section: dict[int, Counter[Colour | None]] = {}
        everything: Counter[Colour | None] = Counter()
        for position in bill.positions:
            colour = colours.get(position.index)
            everything[colour] += 1
            for work in bill.object_path(position.object):
                by_object.setdefault(work.index, Counter())[colour] += 1
            for section in bill.section_path(position.section):
                by_section.setdefault(section.index, Counter())[colour] += 1
        root = _item(title, everything, None, None)
        self.appendRow(root)
        objects: dict[int, QStandardItem] = {}
        for work in bill.objects:
            branch = frozenset(o.index for o in bill.objects if work in bill.object_path(o.index))
            item = _item(f"{work.code} {work.name}".strip(), by_object.get(work.index, Counter()), branch, None)
            (root if work.parent is None else objects[work.parent]).appendRow(item)
            objects[work.index] = item
        sections: dict[int, QStandardItem] = {}
        children: dict[int, set[int]] = {}
        for section in bill.sections:
            for ancestor in bill.section_path(section.index):
                children.setdefault(ancestor.index, set()).add(section.index)
        for section in bill.sections:
            count = by_section.get(section.index, Counter())
            item = _item(f"{section.code} {section.name}".strip(), count, None, frozenset(children[section.index]))
            above = sections.get(section.parent) if section.parent is not None else None
            owner = objects.get(section.object) if section.object is not None else None
            (above or owner or root).appendRow(item)
            sections[section.index] = item


def _item(
    text: str, count: Counter[Colour | None], objects: frozenset[int] | None, sections: frozenset[int] | None
) -> QStandardItem:
    marks = "  ".join(f"{MARKS[colour]} {count[colour]}" for colour in (Colour.RED, Colour.AMBER) if count[colour])
    item = QStandardItem(f"{text}   {marks or count.total()}")
    item.setEditable(False)
    item.setToolTip(text)
    item.setData(objects, OBJECTS_ROLE)
    item.setData(sections, SECTIONS_ROLE)
    return item
