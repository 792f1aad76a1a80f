"""The tree of a bill: objects and sections as they nest, in document order, each with its own positions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from estimator_desktop.domain.bill import BillOfQuantities, Section, WorkObject


@dataclass(frozen=True, slots=True)
class SectionPart:
    """A section, the positions directly in it (indexes), and the sections inside it."""

    section: Section
    positions: tuple[int, ...]
    sections: tuple[SectionPart, ...]


@dataclass(frozen=True, slots=True)
class WorkPart:
    """An object (None: what belongs to no object), its positions outside sections, its sections, the objects in it."""

    work: WorkObject | None
    positions: tuple[int, ...]
    sections: tuple[SectionPart, ...]
    works: tuple[WorkPart, ...]

    @property
    def holds(self) -> bool:
        """Whether positions or sections stand directly in the object."""
        return bool(self.positions or self.sections)


def outline(bill: BillOfQuantities) -> tuple[WorkPart, ...]:
    """The outermost objects; what belongs to none comes first, where there is any."""
    in_section: defaultdict[int, list[int]] = defaultdict(list)
    in_work: defaultdict[int | None, list[int]] = defaultdict(list)
    for position in bill.positions:
        if position.section is None:
            in_work[position.object].append(position.index)
        else:
            in_section[position.section].append(position.index)
    inner: defaultdict[int, list[Section]] = defaultdict(list)
    outer: defaultdict[int | None, list[Section]] = defaultdict(list)
    for section in bill.sections:
        if section.parent is None:
            outer[section.object].append(section)
        else:
            inner[section.parent].append(section)
    below: defaultdict[int | None, list[WorkObject]] = defaultdict(list)
    for work in bill.objects:
        below[work.parent].append(work)

    def section_part(section: Section) -> SectionPart:
        parts = tuple(map(section_part, inner[section.index]))
        return SectionPart(section, tuple(in_section[section.index]), parts)

    def work_part(work: WorkObject | None) -> WorkPart:
        key = None if work is None else work.index
        inside = () if work is None else tuple(map(work_part, below[key]))
        return WorkPart(work, tuple(in_work[key]), tuple(map(section_part, outer[key])), inside)

    loose = work_part(None)
    return (*((loose,) if loose.holds else ()), *map(work_part, below[None]))
