"""One object's sheet: KROS columns, live totals, verdicts before and findings after them.

Row 1 is hidden and names the columns for the program; then the names, the header, the object's sum, and the rows in
tree order with SUBTOTAL in every section (sums of inner sections are not counted twice), measurements and notes as
outline rows under their position.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from textwrap import wrap

from xlsxwriter.workbook import Workbook

from estimator_desktop.domain.bill import Measurement, MeasurementKind, Position
from estimator_desktop.domain.match import Match, MatchLevel
from estimator_desktop.domain.outline import SectionPart, WorkPart
from estimator_desktop.domain.sums import product, unit_price
from estimator_desktop.domain.template import Column
from estimator_desktop.domain.verdict import Verdict
from estimator_desktop.texts import MARKS, Texts
from estimator_desktop.writing.handover import Handover, decision_words, live_total
from estimator_desktop.writing.xlsx import columns as c
from estimator_desktop.writing.xlsx.looks import Looks
from estimator_desktop.writing.xlsx.names import quoted

HEADER = 3
SUM = 4
_DEEPEST = 7
_HEAD_HEIGHT = 30
_WIDTHS = (4, 11, 6, 6, 16, 60, 7, 12, 13, 15, 13)
_EXTRA_WIDTHS = {extra.key: extra.width for extra in c.EXTRAS}
_LINE = 15
"""Points of a line of text."""
_NARROWER = 1.1
_MOST_LINES = 27
"""A row may be 409 points high."""
_FLAGS = {
    MeasurementKind.TEXT: 1,
    MeasurementKind.EXPRESSION: 2,
    MeasurementKind.SUBTOTAL: 3,
    MeasurementKind.TOTAL: 4,
}


class BillSheet:
    """Writes one object's sheet.  `rows` holds the row (from 1) of every position, `sections` of every section."""

    def __init__(self, workbook: Workbook, looks: Looks, texts: Texts, content: Handover, name: str) -> None:
        self.name = name
        self.rows: dict[int, int] = {}
        self.sections: dict[int, int] = {}
        self.section_values: dict[int, Decimal] = {}
        self.value = Decimal(0)
        self._looks = looks
        self._texts = texts
        self._content = content
        self._bill = content.bill
        self._extras = c.extras(content.template)
        self._last = max((*self._extras.values(), c.SYSTEM))
        self._row = SUM + 1
        self._tall = 1
        self._sheet = workbook.add_worksheet(name)
        self._call = f"internal:{quoted(name)}!F"

    @property
    def total_cell(self) -> str:
        """The cell with the object's own sum, as other sheets call it."""
        return f"{quoted(self.name)}!$J${SUM + 1}"

    def cell(self, section: int) -> str:
        """The cell with a section's sum, as other sheets call it."""
        return f"{quoted(self.name)}!$J${self.sections[section]}"

    def place(self, position: int) -> str:
        """A link to a position."""
        return f"{self._call}{self.rows[position]}"

    def write(self, part: WorkPart) -> None:
        """Write the object's own rows; the objects in it have sheets of their own."""
        self._head(part)
        for index in part.positions:
            self.value += self._position(self._bill.positions[index], 1)
        for inner in part.sections:
            self.value += self._section(inner, 0)
        self._sum_row()
        self._set_up()

    def _head(self, part: WorkPart) -> None:
        say, sheet, looks = self._texts.say, self._sheet, self._looks
        for column, key in enumerate((*c.KEYS, "price_system")):
            sheet.write_string(0, column, key)
        for column, key in ((c.FLAG, "flag"), (c.TAKEN, "taken"), (c.IDENTITY, "id")):
            sheet.write_string(0, column, key)
        for place, kind in enumerate((Column.MEASUREMENTS, Column.NOTES), 1):
            if self._content.template.shows(kind):
                sheet.write_string(0, c.IDENTITY + place, kind.value)
        sheet.set_row(0, None, None, {"hidden": True})
        path = self._bill.object_path(part.work.index) if part.work else ()
        looks.text(sheet, 1, c.ORDINAL, self._bill.name or say("sheet.title"), "subtitle")
        names = " / ".join(f"{work.code} {work.name}".strip() for work in path) or say("sheet.bill")
        looks.text(sheet, 2, c.ORDINAL, names, "label")
        titles = (
            "",
            say("sheet.verdict"),
            *(say(f"column.{name}") for name in c.TITLES),
            say("sheet.price_system"),
            *(say(key) for key in self._extras),
        )
        widths = (*_WIDTHS, *(extra.width for extra in c.EXTRAS if extra.key in self._extras))
        shows_verdict = self._content.template.shows(Column.VERDICT)
        shows_prices = self._content.template.prices
        for column, (title, width) in enumerate(zip(titles, widths, strict=True)):
            hidden = (not shows_verdict and column <= c.WORD) or (not shows_prices and column in {c.PRICE, c.TOTAL})
            sheet.set_column(column, column, width, None, {"hidden": hidden})
            sheet.write_string(HEADER, column, title, looks["head"])
        sheet.set_row(HEADER, _HEAD_HEIGHT)
        sheet.set_column(c.LEVEL, c.IDENTITY + 2, 6, None, {"hidden": True})

    def _sum_row(self) -> None:
        sheet, looks = self._sheet, self._looks
        for column in range(self._last + 1):
            sheet.write_blank(SUM, column, None, looks["object"])
        looks.text(sheet, SUM, c.ORDINAL, self._texts.say("sheet.sum"), "object")
        if self._content.template.prices:
            formula = f"=SUBTOTAL(9,J{SUM + 2}:J{max(self._row, SUM + 2)})"
            sheet.write_formula(SUM, c.TOTAL, formula, looks["object_money"], float(self.value))

    def _set_up(self) -> None:
        sheet = self._sheet
        sheet.freeze_panes(HEADER + 1, 0)
        sheet.outline_settings(symbols_below=False)
        sheet.autofilter(HEADER, 0, max(HEADER + 1, self._row - 1), self._last)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.6, 0.6)
        sheet.repeat_rows(HEADER)
        sheet.print_area(0, 0, max(SUM, self._row - 1), self._extras.get("sheet.finding", c.SYSTEM))
        sheet.set_footer("&L&A&R&P / &N")

    def _section(self, part: SectionPart, depth: int) -> Decimal:
        head, section = self._row, part.section
        sheet, looks = self._sheet, self._looks
        self.sections[section.index] = head + 1
        self._row += 1
        value = Decimal(0)
        for index in part.positions:
            value += self._position(self._bill.positions[index], depth + 1)
        for inner in part.sections:
            value += self._section(inner, depth + 1)
        for column in range(self._last + 1):
            sheet.write_blank(head, column, None, looks["section"])
        sheet.write_string(head, c.TYPE, "D", looks["section"])
        looks.text(sheet, head, c.CODE, section.code, "section")
        looks.text(sheet, head, c.TEXT, section.name, "section")
        sheet.write_number(head, c.LEVEL, depth)
        if self._row > head + 1 and self._content.template.prices:
            formula = f"=SUBTOTAL(9,J{head + 2}:J{self._row})"
            sheet.write_formula(head, c.TOTAL, formula, looks["section_money"], float(value))
            self.section_values[section.index] = value
        sheet.set_row(head, None, None, {"level": min(depth, _DEEPEST)})
        return value

    def _position(self, position: Position, depth: int) -> Decimal:
        row, sheet, looks = self._row, self._sheet, self._looks
        self.rows[position.index] = row + 1
        self._tall = lines_of(position.description, _WIDTHS[c.TEXT])
        self._verdict(row, self._content.audit.verdicts[position.index])
        ordinal = position.ordinal
        if ordinal.isascii() and ordinal.isdigit() and not ordinal.startswith("0") and len(ordinal) < 15:
            sheet.write_number(row, c.ORDINAL, int(ordinal), looks["centre"])
        else:
            looks.text(sheet, row, c.ORDINAL, ordinal, "centre")
        looks.text(sheet, row, c.TYPE, position.row_type, "centre")
        looks.text(sheet, row, c.CODE, position.code, "code")
        looks.text(sheet, row, c.TEXT, position.description, "text")
        looks.text(sheet, row, c.UNIT, position.unit, "centre")
        self._amount(row, c.QUANTITY, position.quantity.value, position.quantity.raw, "quantity")
        looks.text(sheet, row, c.SYSTEM, position.price_system, "apart")
        value = self._prices(row, position) if self._content.template.prices else Decimal(0)
        sheet.write_string(row, c.IDENTITY, self._content.ids[position.index])
        self._beside(row, position)
        self._set_row(row, self._tall, min(depth, _DEEPEST - 1))
        self._row += 1
        self._children(position, depth)
        return value

    def _prices(self, row: int, position: Position) -> Decimal:
        self._amount(row, c.PRICE, unit_price(position), position.unit_price.raw, "money")
        open_price = unit_price(position) is None and position.total_price.value is None
        if product(position) is None and not (open_price and position.quantity.value is not None):
            self._amount(row, c.TOTAL, position.total_price.value, position.total_price.raw, "money")
            return live_total(position)
        formula = f"=ROUND(H{row + 1}*I{row + 1},2)"
        look = self._looks["money_or_empty" if open_price else "money"]
        value = Decimal(0) if open_price else live_total(position)
        self._sheet.write_formula(row, c.TOTAL, formula, look, float(value))
        return value

    def _verdict(self, row: int, verdict: Verdict) -> None:
        if self._content.template.shows(Column.VERDICT):
            colour = verdict.colour
            self._sheet.write_string(row, c.MARK, MARKS[colour], self._looks[f"mark_{colour.value}"])
            self._sheet.write_string(row, c.WORD, self._texts.colour(colour), self._looks[f"word_{colour.value}"])

    def _beside(self, row: int, position: Position) -> None:
        places, looks, sheet = self._extras, self._looks, self._sheet
        verdict = self._content.audit.verdicts[position.index]
        if "sheet.finding" in places and verdict.findings:
            said = "\n".join(self._texts.finding(finding) for finding in verdict.findings)
            self._wrapped(row, "sheet.finding", said, f"note_{verdict.colour.value}")
        if "sheet.source" in places:
            looks.text(sheet, row, places["sheet.source"], self._texts.place(position.source), "label")
        if "sheet.decision" in places:
            decided, reason = decision_words(
                self._content.stands.get(position.index), self._texts, prices=self._content.template.prices
            )
            self._wrapped(row, "sheet.decision", decided, "text")
            self._wrapped(row, "sheet.reason", reason, "text")
        found = self._content.match(position.index)
        if found is not None and "sheet.match_code" in places:
            self._match(row, found)

    def _match(self, row: int, found: Match) -> None:
        places, looks, sheet = self._extras, self._looks, self._sheet
        looks.text(
            sheet, row, places["sheet.match_level"], self._texts.say(f"match.level.{found.level.value}"), "label"
        )
        if found.chosen is not None and found.level is not MatchLevel.NONE:
            looks.text(sheet, row, places["sheet.match_code"], found.chosen.item.code, "code")
            looks.text(sheet, row, places["sheet.match_text"], found.chosen.item.description, "plain")
        if found.price is not None and "sheet.catalogue_price" in places:
            sheet.write_number(row, places["sheet.catalogue_price"], float(found.price), looks["money"])
        if found.difference is not None and "sheet.difference" in places:
            sheet.write_number(row, places["sheet.difference"], float(found.difference), looks["signed"])

    def _amount(self, row: int, column: int, value: Decimal | None, raw: str, look: str) -> None:
        if value is not None:
            self._sheet.write_number(row, column, float(value), self._looks[look])
        elif raw:
            self._looks.text(self._sheet, row, column, raw, "text")

    def _children(self, position: Position, depth: int) -> None:
        template = self._content.template
        level = min(depth + 1, _DEEPEST)
        if template.shows(Column.MEASUREMENTS):
            for line in position.measurements:
                self._measurement(line)
                self._set_row(self._row, lines_of(line.text, _WIDTHS[c.TEXT]), level)
                self._row += 1
        if template.shows(Column.NOTES):
            for note in position.notes:
                self._child(note.kind, note.text)
                self._set_row(self._row, lines_of(note.text, _WIDTHS[c.TEXT]), level)
                self._row += 1

    def _wrapped(self, row: int, place: str, text: str, look: str) -> None:
        """A text in a column beside the bill's own; the row grows with it."""
        self._looks.text(self._sheet, row, self._extras[place], text, look)
        self._tall = max(self._tall, lines_of(text, _EXTRA_WIDTHS[place]))

    def _set_row(self, row: int, lines: int, level: int) -> None:
        """A row's outline level, and its height where it needs more than a line: not every program works that out."""
        self._sheet.set_row(row, _LINE * min(lines, _MOST_LINES) if lines > 1 else None, None, {"level": level})

    def _measurement(self, line: Measurement) -> None:
        sheet, row = self._sheet, self._row
        self._child("VV", line.text)
        if line.label:
            self._looks.text(sheet, row, c.CODE, line.label, "child")
        if line.value is not None:
            sheet.write_number(row, c.QUANTITY, float(line.value), self._looks["child_number"])
        sheet.write_number(row, c.FLAG, _FLAGS[line.kind])
        if line.taken is not None:
            sheet.write_number(row, c.TAKEN, int(line.taken))

    def _child(self, kind: str, text: str) -> None:
        self._looks.text(self._sheet, self._row, c.TYPE, kind, "child")
        self._looks.text(self._sheet, self._row, c.TEXT, text, "child")


def lines_of(text: str, width: float) -> int:
    """Lines that a text takes in a column as wide as so many figures; letters are on average a little narrower."""
    signs = int(width * _NARROWER)
    if len(text) <= signs and "\n" not in text:
        return 1
    return sum(max(1, len(wrap(part, signs))) for part in text.splitlines())


def sheet_of_position(sheets: Iterable[BillSheet]) -> dict[int, BillSheet]:
    """The sheet each position stands on."""
    return {index: sheet for sheet in sheets for index in sheet.rows}
