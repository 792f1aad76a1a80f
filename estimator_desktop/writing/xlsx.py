"""The audited budget as a workbook a Czech estimator recognises.

The sheet of positions keeps the columns of a KROS export (C ordinal … J total, K price system), so that totals are
live formulas of the familiar form `=ROUND(H12*I12,2)`; the verdict stands before them and the findings after them.
Rows come in tree order with sums of objects and sections as SUBTOTAL, measurements and notes as outline rows under
their position.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet as Sheet

from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.domain.numbers import round_half_up
from estimator_desktop.domain.sums import product, sums, unit_price, value_of
from estimator_desktop.domain.verdict import Audit, Colour, Finding, Verdict
from estimator_desktop.texts import MARKS, Texts
from estimator_desktop.writing.whole import whole_file

_INK = {Colour.RED: "#B3261E", Colour.AMBER: "#8A5A00", Colour.GREEN: "#1B6E3C"}
_TINT = {Colour.RED: "#FBEAE9", Colour.AMBER: "#FFF4DC", Colour.GREEN: "#E8F5EC"}
_LONGEST = 32_000
_MARK, _WORD, _ORDINAL, _TYPE, _CODE, _TEXT, _UNIT, _QUANTITY, _PRICE, _TOTAL, _SYSTEM, _FINDINGS, _SOURCE = range(13)
_WIDTHS = (4, 11, 6, 6, 16, 60, 7, 12, 13, 15, 13, 60, 16)
_DEEPEST = 7


@dataclass(frozen=True, slots=True)
class _Part:
    """An object or section heading with the positions directly under it and the parts inside it."""

    title: tuple[str, str]
    kind: str
    positions: tuple[int, ...]
    parts: tuple[_Part, ...]


def write_xlsx(bill: BillOfQuantities, audit: Audit, target: Path, language: str) -> Path:
    """Write the workbook.  Raises UserError where the file cannot be written."""
    texts = Texts(language)
    with whole_file(target) as path:
        workbook = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
        try:
            formats = _formats(workbook)
            summary = workbook.add_worksheet(texts.say("sheet.summary"))
            rows = _Positions(workbook, formats, texts, bill, audit).write()
            _write_findings(workbook, formats, texts, bill, audit, rows)
            _write_summary(summary, formats, texts, bill, audit)
        finally:
            _close(workbook)
    return target


def _close(workbook: Workbook) -> None:
    try:
        workbook.close()
    except FileCreateError as error:
        if isinstance(error.args[0], OSError):
            raise error.args[0] from error
        raise


def _formats(workbook: Workbook) -> dict[str, Format]:
    grey = {"font_color": "#5A6472", "italic": True, "valign": "top"}
    top = {"valign": "top"}
    named: dict[str, dict[str, object]] = {
        "title": {"bold": True, "font_size": 16},
        "head": {"bold": True, "bottom": 1, "bg_color": "#EEF1F5", "text_wrap": True, "valign": "vcenter"},
        "label": {"font_color": "#5A6472", **top},
        "text": {"text_wrap": True, **top},
        "code": {"num_format": "@", **top},
        "centre": {"align": "center", **top},
        "quantity": {"num_format": "#,##0.000##", **top},
        "money": {"num_format": "#,##0.00", **top},
        "count": {"num_format": "#,##0", "align": "left", **top},
        "object": {"bold": True, "font_size": 12, "top": 1},
        "object_money": {"bold": True, "font_size": 12, "top": 1, "num_format": "#,##0.00"},
        "section": {"bold": True},
        "section_money": {"bold": True, "num_format": "#,##0.00"},
        "child": {"text_wrap": True, **grey},
        "child_number": {"num_format": "#,##0.000##", **grey},
    }
    for colour in Colour:
        style = {"font_color": _INK[colour], "bg_color": _TINT[colour], **top}
        named[f"mark_{colour.value}"] = {**style, "align": "center"}
        named[f"word_{colour.value}"] = {**style, "bold": True}
        named[f"note_{colour.value}"] = {"font_color": _INK[colour], "text_wrap": True, **top}
    return {name: workbook.add_format(style) for name, style in named.items()}


def _tree(bill: BillOfQuantities) -> tuple[_Part, ...]:
    """Objects and sections as they nest, in document order; positions without any of them come first."""
    direct: defaultdict[tuple[str, int | None], list[int]] = defaultdict(list)
    for position in bill.positions:
        if position.section is not None:
            direct["section", position.section].append(position.index)
        else:
            direct["object", position.object].append(position.index)

    def section(index: int) -> _Part:
        item = bill.sections[index]
        inner = tuple(section(child.index) for child in bill.sections if child.parent == index)
        return _Part((item.code, item.name), "section", tuple(direct["section", index]), inner)

    def work(index: int) -> _Part:
        item = bill.objects[index]
        inner = (
            *(section(child.index) for child in bill.sections if child.object == index and child.parent is None),
            *(work(child.index) for child in bill.objects if child.parent == index),
        )
        return _Part((item.code, item.name), "object", tuple(direct["object", index]), inner)

    loose = tuple(direct["object", None])
    return (
        *((_Part(("", bill.name), "object", loose, ()),) if loose else ()),
        *(section(item.index) for item in bill.sections if item.object is None and item.parent is None),
        *(work(item.index) for item in bill.objects if item.parent is None),
    )


class _Positions:
    """Writes the sheet of positions; `write` answers the row (from 1) of every position."""

    def __init__(
        self, workbook: Workbook, formats: dict[str, Format], texts: Texts, bill: BillOfQuantities, audit: Audit
    ) -> None:
        self._formats = formats
        self._texts = texts
        self._bill = bill
        self._verdicts = audit.verdicts
        self._sheet: Sheet = workbook.add_worksheet(texts.say("sheet.bill"))
        self._row = 1
        self._rows: dict[int, int] = {}

    def write(self) -> dict[int, int]:
        say = self._texts.say
        titles = (
            "",
            say("sheet.verdict"),
            *(say(f"column.{name}") for name in ("ordinal", "row_type", "code", "description", "unit", "quantity")),
            say("column.unit_price"),
            say("column.total"),
            say("sheet.price_system"),
            say("sheet.finding"),
            say("sheet.source"),
        )
        for column, (title, width) in enumerate(zip(titles, _WIDTHS, strict=True)):
            self._sheet.set_column(column, column, width)
            self._sheet.write_string(0, column, title, self._formats["head"])
        self._sheet.freeze_panes(1, 0)
        self._sheet.outline_settings(symbols_below=False)
        for part in _tree(self._bill):
            self._part(part, 0)
        self._sheet.autofilter(0, 0, max(1, self._row - 1), _SOURCE)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)
        return self._rows

    def _part(self, part: _Part, depth: int) -> Decimal:
        head = self._row
        self._row += 1
        value = Decimal(0)
        for index in part.positions:
            value += self._position(self._bill.positions[index], self._verdicts[index], depth + 1)
        for inner in part.parts:
            value += self._part(inner, depth + 1)
        look, number = self._formats[part.kind], self._formats[f"{part.kind}_money"]
        for column in range(_SOURCE + 1):
            self._sheet.write_blank(head, column, None, look)
        self._sheet.write_string(head, _TYPE, "D" if part.kind == "section" else "", look)
        self._sheet.write_string(head, _CODE, part.title[0], look)
        self._sheet.write_string(head, _TEXT, part.title[1], look)
        if self._row > head + 1:
            area = f"J{head + 2}:J{self._row}"
            self._sheet.write_formula(head, _TOTAL, f"=SUBTOTAL(9,{area})", number, float(value))
        self._sheet.set_row(head, None, None, {"level": min(depth, _DEEPEST)})
        return value

    def _position(self, position: Position, verdict: Verdict, depth: int) -> Decimal:
        row, sheet, formats = self._row, self._sheet, self._formats
        colour = verdict.colour
        self._rows[position.index] = row + 1
        sheet.set_row(row, None, None, {"level": min(depth, _DEEPEST - 1)})
        sheet.write_string(row, _MARK, MARKS[colour], formats[f"mark_{colour.value}"])
        sheet.write_string(row, _WORD, self._texts.colour(colour), formats[f"word_{colour.value}"])
        if position.ordinal.isascii() and position.ordinal.isdigit():
            sheet.write_number(row, _ORDINAL, int(position.ordinal), formats["centre"])
        else:
            sheet.write_string(row, _ORDINAL, position.ordinal, formats["centre"])
        sheet.write_string(row, _TYPE, position.row_type, formats["centre"])
        sheet.write_string(row, _CODE, position.code, formats["code"])
        sheet.write_string(row, _TEXT, position.description[:_LONGEST], formats["text"])
        sheet.write_string(row, _UNIT, position.unit, formats["centre"])
        self._amount(row, _QUANTITY, position.quantity.value, position.quantity.raw, "quantity")
        self._amount(row, _PRICE, unit_price(position), position.unit_price.raw, "money")
        value = self._total(row, position)
        sheet.write_string(row, _SYSTEM, position.price_system, formats["text"])
        said = "\n".join(self._texts.finding(finding) for finding in verdict.findings)
        sheet.write_string(row, _FINDINGS, said[:_LONGEST], formats[f"note_{colour.value}"])
        sheet.write_string(row, _SOURCE, self._texts.place(position.source), formats["label"])
        self._row += 1
        self._children(position, depth)
        return value

    def _total(self, row: int, position: Position) -> Decimal:
        computed = product(position)
        if computed is None:
            self._amount(row, _TOTAL, position.total_price.value, position.total_price.raw, "money")
            return position.total_price.value or Decimal(0)
        formula = f"=ROUND(H{row + 1}*I{row + 1},2)"
        self._sheet.write_formula(row, _TOTAL, formula, self._formats["money"], float(computed))
        return computed

    def _amount(self, row: int, column: int, value: Decimal | None, raw: str, look: str) -> None:
        if value is not None:
            self._sheet.write_number(row, column, float(value), self._formats[look])
        elif raw:
            self._sheet.write_string(row, column, raw, self._formats["text"])

    def _children(self, position: Position, depth: int) -> None:
        hidden = {"level": min(depth + 1, _DEEPEST)}
        for line in position.measurements:
            self._child(self._texts.say("sheet.measurement"), line.text)
            if line.value is not None:
                self._sheet.write_number(self._row, _QUANTITY, float(line.value), self._formats["child_number"])
            self._sheet.set_row(self._row, None, None, hidden)
            self._row += 1
        for note in position.notes:
            self._child(note.kind, note.text)
            self._sheet.set_row(self._row, None, None, hidden)
            self._row += 1

    def _child(self, kind: str, text: str) -> None:
        self._sheet.write_string(self._row, _TYPE, kind, self._formats["child"])
        self._sheet.write_string(self._row, _TEXT, text[:_LONGEST], self._formats["child"])


def _write_findings(
    workbook: Workbook,
    formats: dict[str, Format],
    texts: Texts,
    bill: BillOfQuantities,
    audit: Audit,
    rows: dict[int, int],
) -> None:
    sheet = workbook.add_worksheet(texts.say("sheet.findings"))
    titles = ("sheet.verdict", "column.ordinal", "column.code", "sheet.rule", "sheet.role", "sheet.finding")
    head = (*map(texts.say, titles), texts.say("sheet.expected"), texts.say("sheet.found"), texts.say("sheet.source"))
    for column, (title, width) in enumerate(zip(head, (12, 8, 16, 9, 24, 80, 18, 18, 16), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, formats["head"])
    sheet.freeze_panes(1, 0)
    found: list[Finding] = [*audit.findings]
    for verdict in audit.verdicts:
        found.extend(verdict.findings)
    order = {"RED": 0, "AMBER": 1, "INFO": 2}
    found.sort(key=lambda finding: order[finding.severity.value])
    for row, finding in enumerate(found, start=1):
        severity = finding.severity.value
        colour = Colour(severity) if severity in Colour.__members__ else Colour.AMBER
        position = bill.positions[finding.position] if finding.position is not None else None
        sheet.write_string(row, 0, texts.colour(colour), formats[f"word_{colour.value}"])
        sheet.write_string(row, 1, position.ordinal if position else "", formats["centre"])
        if position is None:
            sheet.write_string(row, 2, texts.say("sheet.whole"), formats["label"])
        else:
            place = f"internal:'{texts.say('sheet.bill')}'!F{rows[position.index]}"
            sheet.write_url(row, 2, place, None, (position.code or position.description[:40] or position.ordinal)[:200])
        sheet.write_string(row, 3, finding.rule, formats["text"])
        sheet.write_string(row, 4, texts.role(finding.role), formats["text"])
        sheet.write_string(row, 5, texts.finding(finding)[:_LONGEST], formats["text"])
        sheet.write_string(row, 6, finding.expected[:_LONGEST], formats["text"])
        sheet.write_string(row, 7, finding.found[:_LONGEST], formats["text"])
        sheet.write_string(row, 8, texts.place(position.source) if position else "", formats["label"])
    sheet.autofilter(0, 0, max(1, len(found)), 8)


def _write_summary(
    sheet: Sheet, formats: dict[str, Format], texts: Texts, bill: BillOfQuantities, audit: Audit
) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 3, 22)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, texts.say("sheet.title"), formats["title"])
    total = sum(map(value_of, bill.positions), Decimal(0))
    facts = (
        ("sheet.file", bill.file),
        ("sheet.name", bill.name),
        ("sheet.positions", texts.number(Decimal(len(bill.positions)))),
        ("sheet.pricing", texts.say(f"pricing.{audit.pricing}")),
        ("sheet.total", texts.money(total, bill.currency)),
        ("sheet.hitl", texts.number(Decimal(audit.hitl))),
        ("sheet.pack", audit.pack),
    )
    row = 2
    for key, value in facts:
        sheet.write_string(row, 0, texts.say(key), formats["label"])
        sheet.write_string(row, 1, value, formats["text"])
        row += 1
    row = _table(sheet, row + 1, (texts.say("sheet.verdicts"), texts.say("sheet.positions")), formats)
    for colour in (Colour.RED, Colour.AMBER, Colour.GREEN):
        sheet.write_string(row, 0, f"{MARKS[colour]} {texts.colour(colour)}", formats[f"word_{colour.value}"])
        sheet.write_number(row, 1, audit.count(colour), formats["count"])
        row += 1
    row = _proof(sheet, row + 1, formats, texts, bill)
    _objects(sheet, row + 1, formats, texts, bill)


def _table(sheet: Sheet, row: int, titles: tuple[str, ...], formats: dict[str, Format]) -> int:
    for column, title in enumerate(titles):
        sheet.write_string(row, column, title, formats["head"])
    return row + 1


def _proof(sheet: Sheet, row: int, formats: dict[str, Format], texts: Texts, bill: BillOfQuantities) -> int:
    head = ("sheet.proof", "sheet.passed", "sheet.of")
    row = _table(sheet, row, tuple(map(texts.say, head)), formats)
    if bill.proof is None:
        return row
    for result in bill.proof.results:
        if result.total:
            sheet.write_string(row, 0, texts.say(f"check_name.{result.check.value}"), formats["text"])
            sheet.write_number(row, 1, result.passed, formats["count"])
            sheet.write_number(row, 2, result.total, formats["count"])
            row += 1
    for failure in bill.proof.failures:
        sheet.write_string(row, 0, texts.proof_failure(failure, bill), formats["note_RED"])
        row += 1
    for code, subject in bill.warnings:
        sheet.write_string(row, 0, texts.say(f"warning.{code}", subject=subject), formats["note_AMBER"])
        row += 1
    return row


def _objects(sheet: Sheet, row: int, formats: dict[str, Format], texts: Texts, bill: BillOfQuantities) -> None:
    totals = sums(bill)
    row = _table(sheet, row, (texts.say("sheet.objects"), "", texts.say("sheet.total")), formats)
    for work in bill.objects:
        indent = "    " * (len(bill.object_path(work.index)) - 1)
        sheet.write_string(row, 0, f"{indent}{work.code}", formats["text"])
        sheet.write_string(row, 1, work.name[:_LONGEST], formats["text"])
        value = round_half_up(totals.objects.get(work.index, Decimal(0)), 2)
        sheet.write_number(row, 2, float(value), formats["money"])
        row += 1
