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
        if not lines:
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
