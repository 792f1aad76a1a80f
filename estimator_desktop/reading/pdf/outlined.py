"""The free part of a bill: positions, headings and sums without marks, put in order by `reading.outline`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from estimator_desktop.domain.bill import Measurement, Note, Position, Section, WorkObject
from estimator_desktop.reading.computing import valueless
from estimator_desktop.reading.draft import Draft
from estimator_desktop.reading.outline import Heading, Total, place


@dataclass(slots=True)
class Open:
    """A position while its rows are still being read."""

    position: Position
    measurements: list[Measurement] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def closed(self) -> Position:
        """The position with everything read under it."""
        if not self.measurements and not self.notes:
            return self.position
        lines, notes = self.measurements, self.notes
        if not lines and any(note.kind == "text" for note in notes):
            texts = [note.text if note.kind == "text" else "" for note in notes]
            found = valueless(texts, self.position.quantity.value)
            lines = list(found.values())
            notes = [note for place, note in enumerate(notes) if place not in found]
        return replace(self.position, measurements=tuple(lines), notes=tuple(notes))


FreeEvent = Heading | Total | Open


def arrange(
    events: Sequence[FreeEvent], work: int | None, objects: list[WorkObject], sections: list[Section]
) -> list[Position]:
    """The events' positions under their objects and sections, which are added to the lists.

    `work` is the object that the pages name above their tables: what the table itself groups lies inside it.
    """
    events = _with_lumps(events)
    draft = Draft("", "")
    place([event.closed() if isinstance(event, Open) else event for event in events], draft)
    first_object, first_section = len(objects), len(sections)

    def moved(index: int | None, first: int, otherwise: int | None) -> int | None:
        return otherwise if index is None else index + first

    for item in draft.objects:
        parent = moved(item.parent, first_object, work)
        objects.append(replace(item, index=item.index + first_object, parent=parent))
    sections.extend(
        replace(
            part,
            index=part.index + first_section,
            object=moved(part.object, first_object, work),
            parent=moved(part.parent, first_section, None),
        )
        for part in draft.sections
    )
    return [
        replace(
            position,
            object=moved(position.object, first_object, work),
            section=moved(position.section, first_section, None),
        )
        for position in draft.positions
    ]


def _with_lumps(events: Sequence[FreeEvent]) -> list[FreeEvent]:
    """The events; a priced line without quantity and unit is a position where positions are numbered through it."""
    found: list[FreeEvent] = []
    for index, event in enumerate(events):
        number = _mark(event)
        if isinstance(event, Heading) and number is not None:
            above = next((_mark(other) for other in reversed(found) if isinstance(other, Open)), None)
            below = next((mark for other in events[index + 1 :] if (mark := _mark(other)) is not None), number + 1)
            if above == number - 1 and below == number + 1:
                lump = Position(0, event.name, ordinal=event.code, total_price=event.total, source=event.source)
                found.append(Open(lump))
                continue
        found.append(event)
    return found


def _mark(event: FreeEvent) -> int | None:
    """The number of a position or of a line with a price of its own."""
    if isinstance(event, Total) or (isinstance(event, Heading) and not event.total.value):
        return None
    mark = (event.code if isinstance(event, Heading) else event.position.ordinal).rstrip(".")
    return int(mark) if mark.isdecimal() else None
