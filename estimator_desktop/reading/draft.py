"""A bill while it is being read: what readers of all formats fill in."""

from __future__ import annotations

from dataclasses import replace

from estimator_desktop.domain.bill import (
    NOTHING,
    Amount,
    BillOfQuantities,
    Measurement,
    Note,
    Position,
    RecapitulationLine,
    Section,
    Source,
    WorkObject,
)


class Draft:
    """Lists in document order; indexes are given out here."""

    def __init__(self, family: str, file: str) -> None:
        self.family = family
        self.file = file
        self.name = ""
        self.code = ""
        self.price_level = ""
        self.currency = "CZK"
        self.printed_count: int | None = None
        self.objects: list[WorkObject] = []
        self.sections: list[Section] = []
        self.positions: list[Position] = []
        self.recapitulation: list[RecapitulationLine] = []
        self.warnings: list[tuple[str, str]] = []
        self.unlisted = 0
        """Positions whose text stands nowhere in the document."""

    def work(
        self, code: str, name: str, parent: int | None = None, source: Source | None = None, *, kind: str = ""
    ) -> int:
        """An object's index; the same code and name under the same parent is the same object."""
        for known in self.objects:
            if (known.code, known.name, known.parent) == (code, name, parent):
                return known.index
        index = len(self.objects)
        self.objects.append(WorkObject(index, code, name, parent, kind, source=source))
        return index

    def work_total(self, index: int, total: Amount) -> None:
        """What the document prints for a whole object."""
        self.objects[index] = replace(self.objects[index], total=total)

    def section(
        self,
        code: str,
        name: str,
        work: int | None,
        parent: int | None = None,
        total: Amount = NOTHING,
        source: Source | None = None,
    ) -> int:
        """A new section's index."""
        index = len(self.sections)
        self.sections.append(Section(index, code, name, work, parent, total, source))
        return index

    def section_total(self, index: int, total: Amount) -> None:
        """What the document prints for a section."""
        self.sections[index] = replace(self.sections[index], total=total)

    def add(self, position: Position) -> None:
        """A position; its index is given here."""
        self.positions.append(replace(position, index=len(self.positions)))

    def note(self, kind: str, text: str) -> None:
        """A child text of the last position; without one it is nobody's."""
        if self.positions and text:
            last = self.positions[-1]
            self.positions[-1] = replace(last, notes=(*last.notes, Note(kind, text)))

    def measurement(self, line: Measurement) -> None:
        """A measurement line of the last position; without one it is nobody's."""
        if self.positions:
            last = self.positions[-1]
            self.positions[-1] = replace(last, measurements=(*last.measurements, line))

    def bill(self, pages: int | None = None) -> BillOfQuantities:
        """The bill as read, without its proof."""
        return BillOfQuantities(
            self.family,
            self.file,
            tuple(self.positions),
            tuple(self.objects),
            tuple(self.sections),
            tuple(self.recapitulation),
            code=self.code,
            name=self.name,
            pages=pages,
            printed_position_count=self.printed_count,
            price_level=self.price_level,
            currency=self.currency,
            warnings=tuple(self.warnings),
        )
