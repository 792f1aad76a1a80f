"""Workbooks that are a table under a header: exports of budgeting programs and tables people made by hand.

The header's titles say what the columns hold.  Where a column labels the rows (`K`, `M`, `D`, `VV`…) the labels
decide what a row is; else a row with a quantity or a unit is a position and a line of text is a heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from estimator_desktop.domain.bill import (
    NOTHING,
    Amount,
    BillOfQuantities,
    Measurement,
    MeasurementKind,
    Position,
    Source,
)
from estimator_desktop.domain.job import Progress
from estimator_desktop.domain.numbers import parse_amount
from estimator_desktop.reading.computing import is_bare, measurement_kind
from estimator_desktop.reading.draft import Draft
from estimator_desktop.reading.naming import names_document
from estimator_desktop.reading.outline import Event, Heading, Total, is_total, place
from estimator_desktop.reading.spreadsheet.beneath import Plain, beneath, measured_beneath, settled
from estimator_desktop.reading.spreadsheet.grid import Sheet, Workbook, as_text
from estimator_desktop.reading.spreadsheet.layout import POSITION_LABEL, TableLayout, find_layouts
from estimator_desktop.reading.spreadsheet.repeating import Found, without_summaries
from estimator_desktop.reading.spreadsheet.surroundings import (
    family_of,
    is_helper,
    is_labelled,
    job_title,
    read_counts,
    split_name,
    works_above,
)
from estimator_desktop.reading.units import is_unit
from estimator_desktop.reading.vocabulary import Field

_SECTION_LABELS = frozenset({"D", "DIL", "SD"})
_NOTE_LABELS = frozenset({"PP", "P", "PSC", "Online PSC", "POP", "TS", "SPI", "POZ"})
_WORK_LABELS = re.compile(r"S|STA|OBJ|ROZ|O\d?")
_ORDINAL = re.compile(r"[\dA-ZÁ-Ž]{0,4}(\.\d{1,3})*\.?\d*\.?", re.IGNORECASE)
_UNIT_LENGTH = 14
_REACH = 6
"""Rows looked at to see whether a measurement follows a text."""
_ENOUGH, _NEARLY_ALL = 5, 0.9
_GLUED = re.compile(r"([+\-\u2212]?\d[\d\s.,']*?)\s*([^\W\d]\S*(?: \S+)?)")


class _Table:
    """Reads one sheet."""

    def __init__(self, sheet: Sheet, draft: Draft) -> None:
        self.sheet = sheet
        self.draft = draft

    def cell(self, row: int, layout: TableLayout, field: Field) -> str:
        column = layout.columns.get(field)
        text = "" if column is None else self.sheet.text(row, column)
        return text or (self._glued(row, layout)[1] if field is Field.UNIT else "")

    def number(self, row: int, layout: TableLayout, field: Field) -> Amount:
        column = layout.columns.get(field)
        if column is None:
            return NOTHING
        amount = self.sheet.amount(row, column)
        if field is Field.QUANTITY and amount.unreadable:
            return self._glued(row, layout)[0]
        return amount

    def _glued(self, row: int, layout: TableLayout) -> tuple[Amount, str]:
        """A quantity and the unit that stands in one cell with it (`12,5 m2`); else what stands there and no unit."""
        column = layout.columns.get(Field.QUANTITY)
        if column is None:
            return NOTHING, ""
        amount = self.sheet.amount(row, column)
        parts = _GLUED.fullmatch(amount.raw.strip()) if amount.unreadable else None
        if parts is None or not is_unit(parts[2]):
            return amount, ""
        found = parse_amount(parts[1])
        return (amount, "") if found.value is None else (replace(found, raw=amount.raw), parts[2])

    def source(self, row: int) -> Source:
        return Source(self.draft.file, sheet=self.sheet.name, row=row + 1)

    def position(self, row: int, layout: TableLayout, kind: str = "", text: str | None = None) -> Position:
        """The position in a row."""
        return Position(
            index=0,
            description=self.cell(row, layout, Field.DESCRIPTION) if text is None else text,
            ordinal=self.cell(row, layout, Field.ORDINAL).rstrip("."),
            row_type=kind,
            code=self.cell(row, layout, Field.CODE),
            variant=self.cell(row, layout, Field.VARIANT),
            unit=self.cell(row, layout, Field.UNIT),
            quantity=self.number(row, layout, Field.QUANTITY),
            unit_price=self.number(row, layout, Field.UNIT_PRICE),
            total_price=self.number(row, layout, Field.TOTAL),
            price_system=self.cell(row, layout, Field.PRICE_SYSTEM),
            supply_price=self.number(row, layout, Field.SUPPLY),
            installation_price=self.number(row, layout, Field.INSTALLATION),
            unit_mass=self.number(row, layout, Field.UNIT_MASS),
            total_mass=self.number(row, layout, Field.TOTAL_MASS),
            source=self.source(row),
        )

    def labelled(self, layout: TableLayout, end: int) -> None:
        """Rows with labels."""
        if layout.label is None:
            return
        labels = {self.sheet.text(row, layout.label) for row in range(layout.first, end)}
        plain_p = "SD" in labels or not any(POSITION_LABEL.fullmatch(label) for label in labels)
        work = self._works(layout, end)
        stack: list[tuple[int, int]] = []
        for row in range(layout.first, end):
            label = self.sheet.text(row, layout.label)
            if not label:
                continue
            text = self.cell(row, layout, Field.DESCRIPTION)
            if label in _SECTION_LABELS:
                self._open_section(row, layout, work, stack)
            elif POSITION_LABEL.fullmatch(label) or (label == "P" and plain_p):
                section = stack[-1][1] if stack else None
                placed = self.position(row, layout, _row_type(label))
                self.draft.add(_under(placed, work, section))
            elif label == "VV":
                self._measured(row, layout, text)
            elif label in _NOTE_LABELS:
                self.draft.note(label, text or self._first_text(row, layout))

    def _works(self, layout: TableLayout, end: int) -> int | None:
        """The objects named by labelled rows above or in the table, outermost first; the innermost one's index."""
        if layout.label is None:
            return None
        work: int | None = None
        for row in range(min(end, len(self.sheet.rows))):
            label = self.sheet.text(row, layout.label)
            if not _WORK_LABELS.fullmatch(label):
                continue
            texts = [
                text
                for column in range(len(self.sheet.rows[row]))
                if column != layout.label and (text := self.sheet.text(row, column)) and not text.endswith(":")
            ]
            if label in {"S", "STA"}:
                self.draft.code, self.draft.name = (*texts, "", "")[:2]
            elif texts:
                name = texts[1] if len(texts) > 1 else texts[0]
                work = self.draft.work(texts[0], name, work, self.source(row), kind=label)
        return work

    def _first_text(self, row: int, layout: TableLayout) -> str:
        cells = (self.sheet.text(row, column) for column in range(len(self.sheet.rows[row])) if column != layout.label)
        return next((text for text in cells if text), "")

    def _open_section(self, row: int, layout: TableLayout, work: int | None, stack: list[tuple[int, int]]) -> None:
        code = self.cell(row, layout, Field.CODE)
        name = self.cell(row, layout, Field.DESCRIPTION) or self._first_text(row, layout)
        digits = re.sub(r"\D", "", self.sheet.text(row, layout.level)) if layout.level is not None else ""
        flat = self.sheet.text(row, layout.label or 0) != "D"
        depth = int(digits) if digits else int(flat or not code.isalpha())
        while stack and stack[-1][0] >= depth:
            stack.pop()
        parent = stack[-1][1] if stack else None
        total = self.number(row, layout, Field.TOTAL)
        stack.append((depth, self.draft.section(code, name, work, parent, total, self.source(row))))

    def _measured(self, row: int, layout: TableLayout, text: str) -> None:
        value = self.number(row, layout, Field.QUANTITY).value
        for line in text.splitlines() or [text]:
            if line.strip():
                kind = measurement_kind(line) if value is not None or "=" in line else MeasurementKind.EXPRESSION
                self.draft.measurement(Measurement(line.strip(), value, kind, source=self.source(row)))

    def events(self, layout: TableLayout, end: int) -> list[Event]:
        """Rows without labels, each as what it seems to be."""
        found: list[Event] = []
        numbered = self._numbered(layout, end)
        for row in range(layout.first, end):
            children = self._beneath(row, layout, end, found, numbered=numbered)
            if children:
                found.extend(children)
                continue
            event = self._event(row, layout)
            if isinstance(event, Heading) and self._goes_on(row, layout, found):
                event = self.position(row, layout)
            if event is not None:
                found.append(event)
        return settled(found)

    def _goes_on(self, row: int, layout: TableLayout, before: Sequence[Event]) -> bool:
        """Whether a priced line without quantity and unit is a lump sum: the positions are numbered through it."""
        mark = self.cell(row, layout, Field.ORDINAL).rstrip(".")
        priced = (self.number(row, layout, field).value for field in (Field.UNIT_PRICE, Field.TOTAL))
        if not mark.isdecimal() or not any(priced):
            return False
        last = next((event.ordinal for event in reversed(before) if isinstance(event, Position)), "")
        following = self.cell(row + 1, layout, Field.ORDINAL).rstrip(".")
        counted = self.number(row + 1, layout, Field.QUANTITY).value is not None
        return last == str(int(mark) - 1) or (counted and bool(last) and following == str(int(mark) + 1))

    def _numbered(self, layout: TableLayout, end: int) -> bool:
        """Whether all but a few rows with a quantity and a unit have an ordinal, and bare rows come to the quantities.

        Rows with nothing but a text and a quantity may be positions too: that those under a position come to what it
        counts shows that they measure it.
        """
        rows = [
            bool(self.cell(row, layout, Field.ORDINAL))
            for row in range(layout.first, end)
            if self.cell(row, layout, Field.UNIT) and self.number(row, layout, Field.QUANTITY).value is not None
        ]
        if len(rows) < _ENOUGH or sum(rows) < _NEARLY_ALL * len(rows):
            return False
        whole = range(layout.first, end)
        plain = [self._plain(row, layout, numbered=True) for row in whole]
        return measured_beneath(plain, [self.number(row, layout, Field.QUANTITY).value for row in whole])

    def _beneath(
        self, row: int, layout: TableLayout, end: int, before: Sequence[Event], *, numbered: bool
    ) -> list[Event]:
        """A row as lines of a measurement or remarks under a position: it has no unit or price of its own.

        It has no code either, unless the positions are `numbered`: then it is the name of the line's figure.
        """
        own = self._plain(row, layout, numbered=numbered)
        if own is None:
            return []
        rows = (self._plain(below, layout, numbered=numbered) for below in range(row + 1, min(end, row + 1 + _REACH)))
        following = [found for found in takewhile(lambda found: found is not None, rows) if found is not None]
        figure = self.cell(row, layout, Field.CODE) or None
        priced = any(self.number(row, layout, field).raw for field in (Field.UNIT_PRICE, Field.TOTAL))
        above = next((event for event in reversed(before) if isinstance(event, Position)), None)
        alike = above is not None and is_bare(above, priced=priced)
        return [
            replace(event, label=figure) if figure and isinstance(event, Measurement) else event
            for event in beneath(
                *own, before[-1] if before else None, self.source(row), following, numbered=numbered, alike=alike
            )
        ]

    def _plain(self, row: int, layout: TableLayout, *, numbered: bool) -> Plain | None:
        """The text and the quantity of a row that has nothing else; None where it has, or no text."""
        text = self.cell(row, layout, Field.DESCRIPTION)
        value = self.number(row, layout, Field.QUANTITY).value
        marks = [Field.UNIT, Field.ORDINAL, *([] if numbered and value is not None else [Field.CODE])]
        if not text or any(self.cell(row, layout, field) for field in marks):
            return None
        if any(self.number(row, layout, field).value for field in (Field.UNIT_PRICE, Field.TOTAL)):
            return None
        return text, value

    def _event(self, row: int, layout: TableLayout) -> Event | None:
        text = self.cell(row, layout, Field.DESCRIPTION)
        unit = self.cell(row, layout, Field.UNIT)
        quantity = self.number(row, layout, Field.QUANTITY)
        marks = [self.cell(row, layout, field) for field in (Field.ORDINAL, Field.CODE)]
        words = text or next((mark for mark in marks if not _ORDINAL.fullmatch(mark)), "")
        if not words:
            words = self._stray_text(row, layout)
        named = 0 < len(unit) <= _UNIT_LENGTH and (is_unit(unit) or not _is_number(unit))
        counted = quantity.value is not None or named
        if any(map(is_total, [words, *marks])) and not (counted and unit):
            return Total(words, self.number(row, layout, Field.TOTAL))
        if counted and text:
            return self.position(row, layout)
        if not words or _is_number(words):
            return None
        code = next((mark for mark in (marks[1], marks[0]) if mark and mark != words), "")
        return Heading(code, words, self.number(row, layout, Field.TOTAL), self.source(row))

    def coded(self, row: int, layout: TableLayout) -> str:
        """The code in a row that holds a code and a description, each in its column; else nothing."""
        code = self.cell(row, layout, Field.CODE) or self.cell(row, layout, Field.ORDINAL)
        text = self.cell(row, layout, Field.DESCRIPTION)
        return code if text and not _is_number(text) and not code.endswith(":") else ""

    def _stray_text(self, row: int, layout: TableLayout) -> str:
        """A heading that stands in a column of its own, left of the numbers."""
        edge = min(layout.columns.get(Field.UNIT, 99), layout.columns.get(Field.QUANTITY, 99))
        cells = [self.sheet.value(row, column) for column in range(min(edge + 1, len(self.sheet.rows[row])))]
        texts = [as_text(value) for value in cells if isinstance(value, str) and as_text(value)]
        return texts[0] if len(texts) == 1 and not _is_number(texts[0]) else ""


def _under(position: Position, work: int | None, section: int | None) -> Position:
    return replace(position, object=work, section=section)


def _row_type(label: str) -> str:
    """`POL1_0` is work and `POL3_0` material in RTS; other labels are the type themselves."""
    if label.startswith("POL3"):
        return "M"
    return "K" if label.startswith("POL") else label


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[\d\s.,\-–%]+", text))


def read_tables(workbook: Workbook, file: str, progress: Progress) -> BillOfQuantities | None:
    """The bill in all tables of a workbook; None where no sheet has a header we know.  `progress` counts sheets."""
    found: list[Found] = [(sheet, tables) for sheet in workbook.sheets if (tables := find_layouts(sheet))]
    if any(layout.label is not None for _, layouts in found for layout in layouts):
        found = [(sheet, layouts) for sheet, layouts in found if layouts[0].label is not None or not is_helper(sheet)]
    if not found:
        return None
    draft = Draft(family_of(workbook), file)
    found = without_summaries(_shown(found, draft), read_sheet)
    for number, (sheet, layouts) in enumerate(found, 1):
        read_sheet(sheet, layouts, draft, several=len(found) > 1)
        progress(number, len(found), "sheets")
        for title in dict.fromkeys(title for layout in layouts for title in layout.unread):
            draft.warnings.append(("column_unread", title if len(found) == 1 else f"{sheet.name}: {title}"))
    if not draft.name:
        draft.name = job_title(workbook)
    read_counts(workbook, draft)
    return draft.bill()


def _shown(found: Sequence[Found], draft: Draft) -> list[Found]:
    """The tables to read: one that a person has hidden beside others is no part of the bill, and the bill says so.

    Programs hide what they like: their own tables (with labels) are read wherever they stand.
    """
    shown = [(sheet, layouts) for sheet, layouts in found if not sheet.hidden or layouts[0].label is not None]
    if not shown:
        return list(found)
    names = {sheet.name for sheet, _ in shown}
    draft.warnings.extend(("sheet_hidden", sheet.name) for sheet, _ in found if sheet.name not in names)
    return shown


def read_sheet(sheet: Sheet, layouts: Sequence[TableLayout], draft: Draft, *, several: bool) -> None:
    """Read a sheet by its layouts into the draft; one of `several` is an object by its name where nothing else is."""
    table = _Table(sheet, draft)
    events: list[Event] = []
    before, parts = len(draft.positions), len(draft.sections)
    for number, layout in enumerate(layouts):
        end = layouts[number + 1].header if number + 1 < len(layouts) else len(sheet.rows)
        if layout.label is not None:
            table.labelled(layout, end)
        else:
            opening, inside = _opening(table, layouts, number), table.events(layout, end)
            if opening and _has_objects(inside) and not any(heading.names_work for heading in opening):
                draft.name = draft.name or opening[-1].name
                opening = []
            events.extend((*opening, *inside))
    if events:
        place(events, draft)
    named = works_above(sheet, layouts[0].header)
    if (several or named) and any(position.object is None for position in draft.positions[before:]):
        work: int | None = None
        for code, name, row in named or ((*split_name(sheet.name), layouts[0].header),):
            work = draft.work(code, name, work, table.source(row))
        for position in draft.positions[before:]:
            if position.object is None:
                draft.positions[position.index] = replace(position, object=work)
        for section in draft.sections[parts:]:
            if section.object is None:
                draft.sections[section.index] = replace(section, object=work)


def _has_objects(events: Sequence[Event]) -> bool:
    """Whether a table opens with an object of its own: what stands above its header is then the job."""
    run = list(takewhile(lambda event: isinstance(event, Heading), events))
    headings = [event for event in run if isinstance(event, Heading)]
    uncoded = len(headings) > 1 and not all(heading.code for heading in headings)
    return uncoded or any(heading.names_work for heading in headings)


def _opening(table: _Table, layouts: Sequence[TableLayout], number: int) -> list[Heading]:
    """The headings that stand right above a table's first header."""
    if number:
        return []
    layout = layouts[0]
    header = layout.header
    found: list[Heading] = []
    for row in range(max(0, header - 4), header):
        texts = [as_text(value) for value in table.sheet.rows[row] if as_text(value)]
        if len(texts) == 1 and (is_labelled(texts[0]) or names_document(texts[0])):
            continue
        if len(texts) == 1 and not _is_number(texts[0]) and not texts[0].endswith(":"):
            found.append(Heading("", texts[0], source=table.source(row)))
        elif (code := table.coded(row, layout)) and len(texts) == 2:
            found.append(Heading(code, table.cell(row, layout, Field.DESCRIPTION), source=table.source(row)))
        elif texts:
            found = []
    return found
