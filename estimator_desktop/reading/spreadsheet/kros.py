"""KROS "Export Komplet" (Excel VZ): one sheet an object, typed rows under a header with `PČ` and `Typ`.

Format: the workbook's own sheet "Pokyny pro vyplnění" and real exports.  Columns are counted from the cell `PČ`:
+1 type, +2 code, +3 description, +4 unit, +5 quantity, +6 unit price, +7 total, +8 price system; hidden ones are found
by their titles, the measurement flags at +45 (kind), +46 (not a coefficient) and +47 (taken into the quantity).  Where
somebody put a column in between, the titles say where the others went; what stands right of them moved as far.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from estimator_desktop.domain.bill import (
    NOTHING,
    Amount,
    BillOfQuantities,
    Measurement,
    MeasurementKind,
    Note,
    Position,
    Section,
    Source,
    WorkObject,
)
from estimator_desktop.domain.job import Progress
from estimator_desktop.reading.computing import measurement_kind
from estimator_desktop.reading.spreadsheet.grid import Sheet, Workbook
from estimator_desktop.reading.spreadsheet.surroundings import job_above, split_name, summary_rows, works_above
from estimator_desktop.reading.summary import Summaries
from estimator_desktop.reading.summary_tie import with_summaries

_POSITION_TYPES = {"K", "M"}
_TYPES = _POSITION_TYPES | {"D", "VV", "PP", "P", "PSC", "Online PSC"}
_HEADER_DEPTH = 400


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where a sheet's bill begins and where its columns stand."""

    header: int
    base: int
    unit: int
    quantity: int
    unit_price: int
    total: int
    price_system: int
    unit_mass: int | None
    total_mass: int | None
    debris: int | None
    vat: int | None

    def flag(self, place: int) -> int:
        """A hidden column without a title: `place` columns from `PČ` in the workbook as exported."""
        return place + self.price_system - 8


def is_kros(workbook: Workbook) -> bool:
    """Whether any sheet carries the KROS header row."""
    return any(_layout(sheet) is not None for sheet in workbook.sheets)


def _blocks(sheet: Sheet) -> list[tuple[_Layout, int, int]]:
    """The bills of a sheet: each with the row where its own cover begins and the one behind its last row.

    A program writes one; somebody may have put several below each other.
    """
    layouts: list[_Layout] = []
    layout = _layout(sheet)
    while layout is not None:
        layouts.append(layout)
        following = range(layout.header + 1, len(sheet.rows))
        row = next((row for row in following if "PČ" in sheet.rows[row]), None)
        layout = None if row is None else _layout(sheet, row)
    blocks: list[tuple[_Layout, int, int]] = []
    begin = 0
    for number, one in enumerate(layouts):
        end = len(sheet.rows)
        if number + 1 < len(layouts):
            rows = range(layouts[number + 1].header - 1, one.header, -1)
            end = next((row + 1 for row in rows if sheet.text(row, one.base + 1) in _TYPES), one.header + 1)
        blocks.append((one, begin, end))
        begin = end
    return blocks


def _layout(sheet: Sheet, start: int = 0) -> _Layout | None:
    for row, values in enumerate(sheet.rows[start : start + _HEADER_DEPTH], start):
        texts = [value.strip() if isinstance(value, str) else "" for value in values[:40]]
        if "PČ" not in texts:
            continue
        base = texts.index("PČ")
        if texts[base + 1 : base + 4] == ["Typ", "Kód", "Popis"]:

            def place(title: str, titles: Sequence[str] = texts) -> int | None:
                return next((index for index, text in enumerate(titles) if text.startswith(title)), None)

            def shown(start: str, offset: int, titles: Sequence[str] = texts, base: int = base) -> int:
                usual = base + offset
                if titles[usual : usual + 1] and titles[usual].startswith(start):
                    return usual
                found = [index for index, text in enumerate(titles) if index > base + 3 and text.startswith(start)]
                return found[0] if found else usual

            return _Layout(
                row,
                base,
                shown("MJ", 4),
                shown("Množstv", 5),
                shown("J.cena", 6),
                shown("Cena cel", 7),
                shown("Cenová s", 8),
                place("J. hmotnost"),
                place("Hmotnost celkem"),
                place("Suť Celkem"),
                place("DPH"),
            )
    return None


class _Reader:
    """Collects the bill over all sheets."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.objects: list[WorkObject] = []
        self.sections: list[Section] = []
        self.positions: list[Position] = []
        self.summaries = Summaries()
        self.name = ""

    def read_block(self, sheet: Sheet, layout: _Layout, begin: int, end: int) -> None:
        """One object's bill: its cover from row `begin` on, its rows up to before `end`."""
        current = self._enter_object(sheet, layout)
        self.summaries.sheet(summary_rows(sheet, self.file, layout.header, begin), current)
        section: int | None = None
        stack: list[tuple[int, int]] = []
        base = layout.base
        for row in range(layout.header + 1, end):
            kind = sheet.text(row, base + 1)
            source = Source(self.file, sheet=sheet.name, row=row + 1)
            if not kind:
                if sheet.text(row, base).startswith("Náklady") and current is not None:
                    total = sheet.amount(row, layout.total)
                    self.objects[current] = replace(self.objects[current], total=total)
                continue
            if kind == "D":
                section = self._open_section(sheet, row, layout, current, stack, source)
            elif kind in _POSITION_TYPES:
                self._open_position(sheet, row, layout, current, section, source)
            elif self.positions:
                self._add_child(sheet, row, layout, kind, source)

    def _enter_object(self, sheet: Sheet, layout: _Layout) -> int | None:
        """The object named above the header, with its ancestors."""
        parent: int | None = None
        for code, name, row in works_above(sheet, layout.header):
            parent = self._object(code, name, parent, sheet.name, row + 1)
        self.name = self.name or job_above(sheet, layout.header)
        if parent is None:
            parent = self._object(*split_name(sheet.name), None, sheet.name, layout.header + 1)
        return parent

    def _object(self, code: str, name: str, parent: int | None, sheet: str, row: int) -> int:
        for known in self.objects:
            if (known.code, known.name, known.parent) == (code, name, parent):
                return known.index
        index = len(self.objects)
        self.objects.append(WorkObject(index, code, name, parent, source=Source(self.file, sheet=sheet, row=row)))
        return index

    def _open_section(
        self,
        sheet: Sheet,
        row: int,
        layout: _Layout,
        current: int | None,
        stack: list[tuple[int, int]],
        source: Source,
    ) -> int:
        """A section; its level stands in the hidden column +44, else letter codes are the outer level."""
        base = layout.base
        code = sheet.text(row, base + 2)
        level = sheet.amount(row, layout.flag(44)).value
        depth = int(level) if level is not None else int(not code.isalpha())
        while stack and stack[-1][0] >= depth:
            stack.pop()
        parent = stack[-1][1] if stack else None
        index = len(self.sections)
        name, total = sheet.text(row, base + 3), sheet.amount(row, layout.total)
        self.sections.append(Section(index, code, name, current, parent, total, source))
        stack.append((depth, index))
        return index

    def _open_position(
        self, sheet: Sheet, row: int, layout: _Layout, current: int | None, section: int | None, source: Source
    ) -> None:
        base = layout.base

        def hidden(column: int | None) -> Amount:
            return NOTHING if column is None else sheet.amount(row, column)

        self.positions.append(
            Position(
                index=len(self.positions),
                description=sheet.text(row, base + 3),
                object=current,
                section=section,
                ordinal=sheet.text(row, base),
                row_type=sheet.text(row, base + 1),
                code=sheet.text(row, base + 2),
                unit=sheet.text(row, layout.unit),
                quantity=sheet.amount(row, layout.quantity),
                unit_price=sheet.amount(row, layout.unit_price),
                total_price=sheet.amount(row, layout.total),
                price_system=sheet.text(row, layout.price_system),
                unit_mass=hidden(layout.unit_mass),
                total_mass=hidden(layout.total_mass),
                debris_mass=hidden(layout.debris),
                vat_rate="" if layout.vat is None else sheet.text(row, layout.vat),
                source=source,
            )
        )

    def _add_child(self, sheet: Sheet, row: int, layout: _Layout, kind: str, source: Source) -> None:
        position = self.positions[-1]
        base = layout.base
        text = sheet.text(row, base + 3)
        if kind != "VV":
            note = Note(kind, text)
            self.positions[-1] = replace(position, notes=(*position.notes, note))
            return
        flag = sheet.text(row, layout.flag(45))
        taken = sheet.text(row, layout.flag(47))
        line = Measurement(
            text,
            sheet.amount(row, layout.quantity).value,
            _line_kind(flag, text),
            text,
            sheet.text(row, base + 2) or None,
            None if taken == "" else taken == "1",
            source,
        )
        self.positions[-1] = replace(position, measurements=(*position.measurements, line))


def _line_kind(flag: str, text: str) -> MeasurementKind:
    """The hidden flag: 1 text, 2 expression, 3 subtotal, 4 total; without it the words say."""
    kinds = {
        "1": MeasurementKind.TEXT,
        "2": MeasurementKind.EXPRESSION,
        "3": MeasurementKind.SUBTOTAL,
        "4": MeasurementKind.TOTAL,
    }
    return kinds[flag] if flag in kinds else measurement_kind(text)


def _read_recapitulation(reader: _Reader, sheet: Sheet) -> str:
    """The job's name and its code from the sheet `Rekapitulace stavby`, and the sums it states."""
    code = ""
    for row in range(min(60, len(sheet.rows))):
        for column in range(2, 6):
            label = sheet.text(row, column)
            if label == "Kód:":
                code = next((text for c in range(column + 1, column + 12) if (text := sheet.text(row, c))), "")
            elif label == "Stavba:" and not reader.name:
                reader.name = next((text for c in range(column + 1, column + 12) if (text := sheet.text(row, c))), "")
    reader.summaries.sheet(summary_rows(sheet, reader.file), None)
    return code


def read_kros(workbook: Workbook, file: str, progress: Progress) -> BillOfQuantities:
    """The bill of a KROS workbook.  `progress` counts sheets."""
    reader = _Reader(file)
    code = ""
    for number, sheet in enumerate(workbook.sheets, 1):
        blocks = _blocks(sheet)
        for layout, begin, end in blocks:
            reader.read_block(sheet, layout, begin, end)
        if not blocks and any("REKAPITULACE STAVBY" in sheet.text(row, c) for row in range(8) for c in range(6)):
            code = _read_recapitulation(reader, sheet)
        progress(number, len(workbook.sheets), "sheets")
    bill = BillOfQuantities(
        "kros_xlsx",
        file,
        tuple(reader.positions),
        tuple(reader.objects),
        tuple(reader.sections),
        code=code,
        name=reader.name,
    )
    return with_summaries(bill, reader.summaries.stated)
