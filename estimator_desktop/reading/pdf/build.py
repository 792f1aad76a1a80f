"""Table rows of all pages to a bill of quantities."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from estimator_desktop.domain.bill import (
    NOTHING,
    Amount,
    BillOfQuantities,
    Measurement,
    Note,
    Position,
    Section,
    Source,
    WorkObject,
)
from estimator_desktop.domain.numbers import looks_like_number, parse_amount
from estimator_desktop.reading import outline
from estimator_desktop.reading.computing import (
    computes_itself,
    is_arithmetic,
    numbers_place,
    only_ends,
    result_of,
    with_result,
)
from estimator_desktop.reading.outline import is_total
from estimator_desktop.reading.papers import is_coded
from estimator_desktop.reading.pdf.columns import Columns
from estimator_desktop.reading.pdf.doubt import confidences
from estimator_desktop.reading.pdf.outlined import FreeEvent, Open, arrange
from estimator_desktop.reading.pdf.prices import dashed, undash, undashed
from estimator_desktop.reading.pdf.rows import Row, RowKind, is_child_text, is_under
from estimator_desktop.reading.pdf.titles import Heading
from estimator_desktop.reading.pdf.values import (
    amount_of,
    ends_in_amount,
    last_amount,
    line_kind,
    parted_total,
    text_right_of_code,
)
from estimator_desktop.reading.pdf.words import PageText, hull, joined
from estimator_desktop.reading.vocabulary import Field, folded

_SECTION_LABELS = {"D", "SD", "DIL", "ODD", "ROZ"}
_NOTE_LABELS = {"PP", "PSC", "Online PSC", "TS", "POP", "PN", "SPI"}
_MEASURE_LABELS = {"VV", "FIG"}
_POSITION_LABELS = {"K", "M"}
KNOWN_LABELS = _SECTION_LABELS | _NOTE_LABELS | _MEASURE_LABELS | _POSITION_LABELS | {"P", "S", "O"}
_MONEY = frozenset({Field.UNIT_PRICE, Field.TOTAL, Field.SUPPLY, Field.INSTALLATION})


class Builder:
    """Takes rows in document order and keeps the current object, section and position.

    Rows of tables without labels and without `Díl:` are gathered as events and put in order when their part ends.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._objects: list[WorkObject] = []
        self._sections: list[Section] = []
        self._done: list[Position | Open] = []
        self._events: list[FreeEvent] = []
        self._last: Open | None = None
        self._loose: list[outline.Heading] = []  # texts alone since then
        self._part: tuple[str, str] | None = None
        self._object: int | None = None
        self._section: int | None = None
        self.positions = 0
        self.coded = False
        self.children = False
        self.job_code = ""
        self.job_name = ""

    @property
    def object(self) -> int | None:
        """The object that is open now."""
        return self._object

    def open_headings(self, headings: Iterable[Heading], page: PageText) -> None:
        """Enter the object that a page names above its table; the same object again changes nothing."""
        parent: int | None = None
        last: tuple[str, str] | None = None
        parts: list[Heading] = []
        for heading in headings:
            if (heading.code, heading.name) == last:
                continue  # a budget called as its object
            last = heading.code, heading.name
            if heading.level == "job":
                self.job_code, self.job_name = heading.code or self.job_code, heading.name or self.job_name
                continue
            if heading.level == "group":
                parts.append(heading)
                continue
            parent = self._enter_object(heading.code, heading.name, parent, page.number)
        if parent is not None and parent != self._object:
            self._flush()
            self._object, self._section, self._part = parent, None, None
        for heading in parts:
            self.part(heading.code, heading.name, page.number)

    def _enter_object(self, code: str, name: str, parent: int | None, page: int) -> int:
        for known in self._objects:
            if (known.code, known.name, known.parent) == (code, name, parent):
                return known.index
        index = len(self._objects)
        self._objects.append(WorkObject(index, code, name, parent, source=Source(self._file, page)))
        return index

    def title(self, text: str, page: int) -> None:
        """A heading that stands right above a table."""
        self._events.append(outline.Heading("", text, source=Source(self._file, page)))

    def part(self, code: str, name: str, page: int) -> None:
        """A part of the bill that the page names above its table (`Část:`)."""
        known = self._part
        self._part = (code, name)
        if known != self._part:
            self._events.append(outline.Heading(code, name, source=Source(self._file, page)))

    def object_sum(self, total: Amount) -> None:
        """What a table says under its header that the whole object costs."""
        if self._object is not None:
            self._objects[self._object] = replace(self._objects[self._object], total=total)

    def _flush(self) -> None:
        """Put the free rows gathered so far in order."""
        if self._events:
            self._done.extend(arrange(self._events, self._object, self._objects, self._sections))
            self._events = []

    def take(self, row: Row, columns: Columns, page: PageText) -> None:
        """Take one row."""
        if row.kind is RowKind.LABELLED:
            self._take_labelled(row, columns, page)
        elif row.kind is RowKind.POSITION:
            self._open_position(row, page, free=not columns.has(Field.TYPE) and not self.children)
        elif row.kind is RowKind.SECTION:
            self.children = True
            self._open_section(row.text(Field.CODE), row, page)
        elif row.kind is RowKind.SECTION_END and (self.children or self._section is not None):
            self.children = True
            self._close_section(row)
        elif columns.has(Field.TYPE):
            if row.kind is RowKind.MEASURED:
                self._take_child(row, columns)
            else:
                self._take_loose(row)
        elif row.kind is RowKind.HEADING:
            self._take_heading(row, page)
        elif row.kind is RowKind.MEASURED:
            self._take_measured(row, columns, page)
        elif row.kind in {RowKind.SUM, RowKind.SECTION_END}:
            self._take_sum(row, columns)
        else:
            self._take_text(row, page)

    def _take_labelled(self, row: Row, columns: Columns, page: PageText) -> None:
        label = row.label.rstrip(".")
        measured = bool(row.text(Field.UNIT)) or bool(row.text(Field.QUANTITY))
        if label in _SECTION_LABELS:
            self._open_section(row.code() or row.text(Field.ORDINAL), row, page)
        elif label in _MEASURE_LABELS:
            self._add_measurement(row, columns)
        elif label in _NOTE_LABELS or (label == "P" and not (measured and row.text(Field.CODE))):
            self._add_note(label, text_right_of_code(row, columns))
        elif label in {"S", "O"} or re.fullmatch(r"O\d", label):
            return
        elif label not in _POSITION_LABELS and not row.text(Field.ORDINAL) and not row.text(Field.UNIT):
            self._take_child(row, columns)
        elif measured or row.text(Field.CODE):
            self._open_position(row, page, free=False)

    def _take_child(self, row: Row, columns: Columns) -> None:
        """A row whose label nobody knows, or that recognition spoilt: without ordinal and unit it is no position."""
        if looks_like_number(row.text(Field.QUANTITY)):
            self._add_measurement(row, columns)
        else:
            text = text_right_of_code(row, columns)
            self._add_note("Online PSC" if "://" in text else "text", text)

    def _open_section(self, code: str, row: Row, page: PageText) -> None:
        name = row.description()
        parent = self._section_parent(code)
        index = len(self._sections)
        total = amount_of(row, Field.TOTAL)
        source = Source(self._file, row.page, page.to_page(hull(row.words)))
        self._sections.append(Section(index, code, name, self._object, parent, total, source))
        self._section = index

    def _section_parent(self, code: str) -> int | None:
        """KROS nests number codes in the letter group before them (HSV, PSV, M, VRN), `VRN1` in `VRN`."""
        if code.isalpha() or not code:
            return None
        for section in reversed(self._sections):
            if section.object != self._object:
                return None
            if section.code.isalpha() and section.parent is None:
                return section.index
        return None

    def _close_section(self, row: Row) -> None:
        if self._section is None:
            return
        total = last_amount(row)
        self._sections[self._section] = replace(self._sections[self._section], total=total)

    def _open_position(self, row: Row, page: PageText, *, free: bool) -> None:
        total, system = parted_total(amount_of(row, Field.TOTAL), row.text(Field.PRICE_SYSTEM))
        position = Position(
            index=self.positions,  # its place in the bill unless rows without marks are put in order
            description=row.description(),
            object=self._object,
            section=self._section,
            ordinal=row.text(Field.ORDINAL),
            row_type=row.label,
            code=row.code(),
            variant=row.text(Field.VARIANT),
            unit=row.text(Field.UNIT),
            quantity=amount_of(row, Field.QUANTITY),
            unit_price=amount_of(row, Field.UNIT_PRICE),
            total_price=total,
            price_system=system,
            supply_price=amount_of(row, Field.SUPPLY),
            installation_price=amount_of(row, Field.INSTALLATION),
            unit_mass=amount_of(row, Field.UNIT_MASS),
            total_mass=amount_of(row, Field.TOTAL_MASS),
            source=self._source(row, page),
            confidence=confidences(row),
        )
        self.positions += 1
        self.coded = self.coded or is_coded(position)
        self._last = Open(position)
        self._loose = []
        if free:
            self._events.append(self._last)
        else:
            self._flush()
            self._done.append(self._last)

    def _source(self, row: Row, page: PageText) -> Source:
        return Source(self._file, row.page, page.to_page(hull(row.words)))

    def _add_measurement(self, row: Row, columns: Columns) -> None:
        if self._last is None:
            return
        value = row.text(Field.QUANTITY)
        counted = looks_like_number(value)
        text = text_right_of_code(row, columns, stop=Field.QUANTITY if counted else None)
        amount = parse_amount(value) if counted else NOTHING
        self._last.measurements.append(
            Measurement(text, amount.value, line_kind(text, amount), None, row.text(Field.CODE) or None)
        )

    def _add_note(self, kind: str, text: str) -> None:
        if self._last is not None and text:
            self._last.notes.append(Note(kind, text))

    def _take_loose(self, row: Row) -> None:
        """Text without a label in a table with labels goes on with the child text above it."""
        if self._last is not None and self._last.notes and row.kind is RowKind.TEXT:
            self._last.notes.append(Note(self._last.notes[-1].kind, joined(row.words)))

    def _take_heading(self, row: Row, page: PageText) -> None:
        name = row.description()
        marks = [row.text(Field.CODE), row.text(Field.ORDINAL)]
        code = next((mark for mark in marks if mark), "")
        self._events.append(outline.Heading(code, name, amount_of(row, Field.TOTAL), self._source(row, page)))

    def _take_measured(self, row: Row, columns: Columns, page: PageText) -> None:
        text = row.description()
        if self._last is not None and is_under(self._last.position, text, amount_of(row, Field.QUANTITY).value):
            self._reclaim()
            self._add_measurement(row, columns)
        else:
            self._open_position(row, page, free=not self.children)

    def _take_text(self, row: Row, page: PageText) -> None:
        """Text alone; in one cell several lines of a measurement may stand, each a computation or with its result."""
        text, found = "", False
        lines = [joined(words) for words in row.texts or [tuple(row.words)]]
        whole = len(lines) == 1 or (self._last is not None and only_ends(lines, self._last.position.quantity.value))
        for line in lines:
            computes = not whole and computes_itself(line)
            if computes and text:
                self._take_plain(text, row, page, child=found)
                text = ""
            text = f"{text} {line}".strip()
            if self._last is not None and (computes or result_of(text) is not None):
                self._reclaim()
                self._add_child_line(text)
                text, found = "", True
        if text:
            self._take_plain(text, row, page, child=found)

    def _take_plain(self, text: str, row: Row, page: PageText, *, child: bool) -> None:
        """Text that computes nothing: a child text, a note or a heading."""
        if self._last is not None and (self.children or child or is_child_text(text) or is_arithmetic(text)):
            self._add_child_line(text)
        elif self.children or self._section is not None:
            self._add_note("text", text)
        elif not ends_in_amount(text) or numbers_place(text):
            self._loose.append(outline.Heading("", text, source=self._source(row, page)))
            self._events.append(self._loose[-1])

    def _add_child_line(self, text: str) -> None:
        """A line under a position of a form without row labels: a measurement if it ends in a result."""
        last = self._last
        if last is None:
            return
        result = result_of(text)
        in_notes = any(note.kind == "TS" for note in last.notes)
        if result is not None and not in_notes:
            last.measurements.append(with_result(text, result))
        else:
            begins = folded(text).startswith(("polozka zahrnuje", "polozka nezahrnuje", "technicka specifikace"))
            last.notes.append(Note("TS" if begins or in_notes else "text", text))

    def _reclaim(self) -> None:
        """What stands between a position and a line of its measurement is the position's too, and no heading."""
        if self._last is not None and self._loose and self._events[-len(self._loose) :] == self._loose:
            del self._events[-len(self._loose) :]
            self._last.notes.extend(Note("text", text.name) for text in self._loose)
        self._loose = []

    def _take_sum(self, row: Row, columns: Columns) -> None:
        """A sum ends a part; sums of numbers alone end nothing, and one of quantities sums up a measurement."""
        priced = bool(row.cells.keys() & _MONEY)
        result = result_of(line := joined(row.words))
        if self._last is not None and self._last.measurements and result is not None and (result.label or not priced):
            self._add_child_line(line)
            return
        counted = amount_of(row, Field.QUANTITY).value is not None and not priced
        if counted and self._last is not None and self._last.measurements:
            self._add_measurement(row, columns)
            return
        text = row.description() or joined([word for word in row.words if not looks_like_number(word.text)])
        if self._events and is_total(text):
            self._events.append(outline.Total(text, amount_of(row, Field.TOTAL)))

    def finish(self, family: str, pages: int, warnings: Iterable[tuple[str, str]]) -> BillOfQuantities:
        """The bill of everything taken."""
        self._flush()
        closed = [item.closed() if isinstance(item, Open) else item for item in self._done]
        if dashed([position.total_price for position in closed]):
            self._sections = [replace(part, total=undash(part.total)) for part in self._sections]
            self._objects = [replace(work, total=undash(work.total)) for work in self._objects]
        closed = undashed(closed)
        return BillOfQuantities(
            family,
            self._file,
            tuple(
                [
                    position if position.index == index else replace(position, index=index)
                    for index, position in enumerate(closed)
                ]
            ),
            tuple(self._objects),
            tuple(self._sections),
            code=self.job_code,
            name=self.job_name,
            pages=pages,
            warnings=tuple(warnings),
        )
