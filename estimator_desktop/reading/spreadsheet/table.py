"""Workbooks that are a table under a header: exports of budgeting programs and tables people made by hand.

The header's titles say what the columns hold.  Where a column labels the rows (`K`, `M`, `D`, `VV`…) the labels
decide what a row is; else a row with a quantity or a unit is a position and a line of text is a heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from estimator_desktop.domain.bill import (
    NOTHING,
    Amount,
    BillOfQuantities,
    Measurement,
    MeasurementKind,
    Position,
    RecapitulationLine,
    Source,
)
from estimator_desktop.domain.job import Progress
from estimator_desktop.reading.draft import Draft, measurement_kind
from estimator_desktop.reading.outline import Event, Heading, Total, is_total, place
from estimator_desktop.reading.spreadsheet.grid import Sheet, Workbook, as_text
from estimator_desktop.reading.vocabulary import Field, folded, title_field

_CORE = frozenset(
    {Field.DESCRIPTION, Field.UNIT, Field.QUANTITY, Field.UNIT_PRICE, Field.TOTAL, Field.CODE, Field.ORDINAL}
)
_RTS_LABEL = "#TypZaznamu#"
_RTS_MARK = "#RTSROZP#"
_POSITION_LABEL = re.compile(r"K|M|POL\w*")
_SECTION_LABELS = frozenset({"D", "DIL", "SD"})
_NOTE_LABELS = frozenset({"PP", "P", "PSC", "POP", "TS", "SPI", "POZ"})
_WORK_LABELS = re.compile(r"S|STA|OBJ|ROZ|O\d?")
_KNOWN_LABEL = re.compile(r"K|M|D|VV|POL\w*|DIL|SD|PP|P|PSC|POP|TS|STA|OBJ|ROZ|NOR|SPI|S|O\d?|POZ")
_ORDINAL = re.compile(r"[\dA-ZÁ-Ž]{0,4}(\.\d{1,3})*\.?\d*\.?", re.IGNORECASE)
_UNIT_LENGTH = 14
_LONG_TEXT = 150


@dataclass(frozen=True, slots=True)
class TableLayout:
    """Where a table begins and which column holds what.  `label` is the column that labels rows, if any."""

    first: int
    columns: Mapping[Field, int]
    label: int | None = None
    level: int | None = None


def find_layouts(sheet: Sheet) -> tuple[TableLayout, ...]:
    """Every header of a sheet, top to bottom; a later one stands for the rows below it."""
    found: list[TableLayout] = []
    row = 0
    while row < len(sheet.rows):
        layout = _layout_at(sheet, row)
        if layout is None:
            row += 1
            continue
        found.append(layout)
        row = layout.first
    return tuple(found)


def _layout_at(sheet: Sheet, row: int) -> TableLayout | None:
    titles = [as_text(value) if isinstance(value, str) else "" for value in sheet.rows[row]]
    known = [title_field(text) for text in titles]
    if len({field for field in known if field in _CORE}) < 2 or max(map(len, titles)) > _LONG_TEXT:
        return None
    below = _subtitles(sheet, row)
    fields: list[Field | None] = []
    over = ""
    for column, title in enumerate(titles):
        over = title or over
        under = below.get(column, "")
        fields.append(_column_field(title, over, under))
    columns = _settled(fields, titles)
    core = _CORE & columns.keys()
    if Field.DESCRIPTION not in core or not core & {Field.UNIT, Field.QUANTITY} or len(core) < 3:
        return None
    first = row + (2 if below else 1)
    if _is_column_numbers(sheet, first):
        first += 1
    label = next((place for place, text in enumerate(titles) if text == _RTS_LABEL), None)
    if label is None and Field.TYPE in columns and _labels_rows(sheet, first, columns[Field.TYPE]):
        label = columns[Field.TYPE]
    level = next((place for place, text in enumerate(titles) if folded(text) == "uroven"), None)
    return TableLayout(first, columns, label, level)


def _subtitles(sheet: Sheet, row: int) -> dict[int, str]:
    """The second line of a header in two lines: titles only, no numbers."""
    if row + 1 >= len(sheet.rows):
        return {}
    cells = {column: value for column, value in enumerate(sheet.rows[row + 1]) if as_text(value)}
    if not cells or not all(isinstance(value, str) for value in cells.values()):
        return {}
    texts = {column: as_text(value) for column, value in cells.items()}
    named = sum(title_field(text) is not None or folded(text).strip("()[] ") in {"kc", "t"} for text in texts.values())
    fields = {title_field(text) for text in texts.values()}
    if named < 2 or (Field.DESCRIPTION in fields and Field.QUANTITY in fields):
        return {}
    return texts


def _column_field(title: str, over: str, under: str) -> Field | None:
    """What a column holds by its title, the title over a group of columns, and the title under it."""
    if not under:
        return title_field(title) if title else None
    group = folded(over)
    plain = folded(under)
    if group.startswith("hmotnost"):
        return Field.UNIT_MASS if plain.startswith("jedn") else Field.TOTAL_MASS
    if group.startswith("naklady"):
        return Field.TOTAL if plain == "celkem" else Field.OTHER
    if title and plain.strip("()[] ") in {"kc", "czk", "eur", "t"}:
        return title_field(title)
    return title_field(f"{over} {under}") or (title_field(title) if title else None) or title_field(under)


def _settled(fields: Sequence[Field | None], titles: Sequence[str]) -> dict[Field, int]:
    """One column for each field: the first, but the last one for totals."""
    columns: dict[Field, int] = {}
    for column, field in enumerate(fields):
        if field is None or field is Field.OTHER:
            continue
        if field is Field.TOTAL and field in columns and folded(titles[column]).startswith(("total", "celkem vc")):
            continue
        if field is Field.TOTAL or field not in columns:
            columns[field] = column
        elif field is Field.ORDINAL and Field.CODE not in fields:
            columns[Field.CODE] = column
    return columns


def _is_column_numbers(sheet: Sheet, row: int) -> bool:
    """A row that only counts the columns."""
    if row >= len(sheet.rows):
        return False
    numbers = [text for value in sheet.rows[row] if (text := as_text(value))]
    values = [int(text) for text in numbers if text.isdecimal()]
    return len(values) > 3 and len(values) == len(numbers) and all(after - one == 1 for one, after in pairwise(values))


def _labels_rows(sheet: Sheet, first: int, column: int) -> bool:
    """Whether a type column really labels rows: most of its texts are labels we know."""
    labels = Counter(text for row in range(first, len(sheet.rows)) if (text := sheet.text(row, column)))
    known = sum(count for text, count in labels.items() if _KNOWN_LABEL.fullmatch(text))
    return known > labels.total() * 0.8 and any(_POSITION_LABEL.fullmatch(text) or text == "P" for text in labels)


class _Table:
    """Reads one sheet."""

    def __init__(self, sheet: Sheet, draft: Draft) -> None:
        self.sheet = sheet
        self.draft = draft

    def cell(self, row: int, layout: TableLayout, field: Field) -> str:
        column = layout.columns.get(field)
        return "" if column is None else self.sheet.text(row, column)

    def number(self, row: int, layout: TableLayout, field: Field) -> Amount:
        column = layout.columns.get(field)
        return NOTHING if column is None else self.sheet.amount(row, column)

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
        plain_p = "SD" in labels or not any(_POSITION_LABEL.fullmatch(label) for label in labels)
        work = self._works(layout, end)
        stack: list[tuple[int, int]] = []
        for row in range(layout.first, end):
            label = self.sheet.text(row, layout.label)
            if not label:
                continue
            text = self.cell(row, layout, Field.DESCRIPTION)
            if label in _SECTION_LABELS:
                self._open_section(row, layout, work, stack)
            elif _POSITION_LABEL.fullmatch(label) or (label == "P" and plain_p):
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
        depth = int(digits) if digits else int(not code.isalpha())
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
        for row in range(layout.first, end):
            event = self._event(row, layout)
            if event is not None:
                found.append(event)
        return found

    def _event(self, row: int, layout: TableLayout) -> Event | None:
        text = self.cell(row, layout, Field.DESCRIPTION)
        unit = self.cell(row, layout, Field.UNIT)
        quantity = self.number(row, layout, Field.QUANTITY)
        marks = [self.cell(row, layout, field) for field in (Field.ORDINAL, Field.CODE)]
        words = text or next((mark for mark in marks if not _ORDINAL.fullmatch(mark)), "")
        if not words:
            words = self._stray_text(row, layout)
        counted = quantity.value is not None or (0 < len(unit) <= _UNIT_LENGTH and not _is_number(unit))
        if is_total(words) and not (counted and unit):
            return Total(words, self.number(row, layout, Field.TOTAL))
        if counted and text:
            return self.position(row, layout)
        if not words or _is_number(words):
            return None
        code = next((mark for mark in (marks[1], marks[0]) if mark and mark != words), "")
        return Heading(code, words, self.number(row, layout, Field.TOTAL), self.source(row))

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
    found = [(sheet, layouts) for sheet in workbook.sheets if (layouts := find_layouts(sheet))]
    if not found:
        return None
    draft = Draft(_family(workbook), file)
    for number, (sheet, layouts) in enumerate(found, 1):
        _read_sheet(sheet, layouts, draft, several=len(found) > 1)
        progress(number, len(found), "sheets")
    if not draft.name:
        draft.name = _title(workbook)
    _read_counts(workbook, draft)
    return draft.bill()


def _read_sheet(sheet: Sheet, layouts: Sequence[TableLayout], draft: Draft, *, several: bool) -> None:
    table = _Table(sheet, draft)
    events: list[Event] = []
    before = len(draft.positions)
    for number, layout in enumerate(layouts):
        end = layouts[number + 1].first - 1 if number + 1 < len(layouts) else len(sheet.rows)
        if layout.label is not None:
            table.labelled(layout, end)
        else:
            events.extend(_opening(table, layouts, number))
            events.extend(table.events(layout, end))
    if events:
        place(events, draft)
    if several and any(position.object is None for position in draft.positions[before:]):
        work = draft.work("", sheet.name)
        for position in draft.positions[before:]:
            if position.object is None:
                draft.positions[position.index] = replace(position, object=work)


def _opening(table: _Table, layouts: Sequence[TableLayout], number: int) -> list[Event]:
    """The headings that stand right above a table's first header."""
    if number:
        return []
    layout = layouts[0]
    header = layout.first - 1
    found: list[Event] = []
    for row in range(max(0, header - 4), header):
        texts = [as_text(value) for value in table.sheet.rows[row] if as_text(value)]
        if len(texts) == 1 and not _is_number(texts[0]) and not texts[0].endswith(":"):
            found.append(Heading("", texts[0], source=table.source(row)))
        elif texts:
            found = []
    return found


def _family(workbook: Workbook) -> str:
    for sheet in workbook.sheets:
        head = {as_text(value) for row in sheet.rows[:12] for value in row[:40] if isinstance(value, str)}
        if _RTS_MARK in head or _RTS_LABEL in head:
            return "rts_xlsx"
        if "EstiCon" in head:
            return "esticon_xlsx"
        if any(text.startswith("Stavební rozpočet") for text in head):
            return "stavebni_rozpocet_xlsx"
        if {"TV", "ČP"} <= head:
            return "cenkros_xls"
    return "free_table"


def _title(workbook: Workbook) -> str:
    """The job's name as cover lines state it."""
    for sheet in workbook.sheets:
        for row in range(min(20, len(sheet.rows))):
            for column in range(min(8, len(sheet.rows[row]))):
                label = folded(sheet.text(row, column))
                if label in {"nazev stavby:", "stavba:", "akce:", "zakazka:", "nazev akce:"}:
                    cells = (sheet.text(row, place) for place in range(column + 1, column + 8))
                    name = next((text for text in cells if text), "")
                    if name:
                        return name
    return ""


def _read_counts(workbook: Workbook, draft: Draft) -> None:
    """What cover sheets state about the whole: the number of positions, the price without VAT."""
    for sheet in workbook.sheets:
        for row in range(min(60, len(sheet.rows))):
            for column in range(min(12, len(sheet.rows[row]))):
                label = folded(sheet.text(row, column))
                if label == "polozek:":
                    value = sheet.amount(row, column + 1).value
                    if value is not None and value == int(value):
                        draft.printed_count = int(value)
                elif label in {"naklady z rozpoctu celkem", "cena celkem bez dph"}:
                    cells = (sheet.amount(row, place) for place in range(column + 1, column + 8))
                    value_cell = next((amount for amount in cells if amount.value is not None), None)
                    if value_cell is not None and value_cell.value:
                        source = Source(draft.file, sheet=sheet.name, row=row + 1)
                        draft.recapitulation.append(RecapitulationLine("bill", "", label, value_cell, source=source))
