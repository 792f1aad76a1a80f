"""The recapitulation: every object and section with its sum, as formulas on the sheets of the objects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet as Sheet

from estimator_desktop.domain.outline import SectionPart, WorkPart
from estimator_desktop.domain.verdict import Colour
from estimator_desktop.texts import Texts
from estimator_desktop.writing.handover import Handover, live_total
from estimator_desktop.writing.xlsx.bill_sheet import BillSheet
from estimator_desktop.writing.xlsx.looks import Looks
from estimator_desktop.writing.xlsx.names import quoted

_CODE, _NAME, _TOTAL, _SHARE, _COUNT, _RED, _AMBER, _GREEN = range(8)
_HEAD = 3
_SUM = 4


@dataclass(frozen=True, slots=True)
class Totals:
    """The sum of all objects: the cell that holds it, and its value."""

    cell: str
    value: Decimal


class _Recapitulation:
    def __init__(
        self, sheet: Sheet, looks: Looks, texts: Texts, content: Handover, sheets: Mapping[int | None, BillSheet]
    ) -> None:
        self._sheet = sheet
        self._looks = looks
        self._texts = texts
        self._content = content
        self._sheets = sheets
        self._row = _SUM + 1
        self._whole = sum(map(live_total, content.bill.positions), Decimal(0))

    def write(self, tree: tuple[WorkPart, ...]) -> Totals:
        sheet, looks, say = self._sheet, self._looks, self._texts.say
        looks.text(sheet, 0, 0, say("sheet.recapitulation"), "title")
        looks.text(sheet, 1, 0, self._content.bill.name, "label")
        prices = self._content.template.prices
        titles = (
            say("column.code"),
            say("sheet.name"),
            say("sheet.total"),
            say("sheet.share"),
            say("sheet.positions"),
            *(self._texts.colour(colour) for colour in (Colour.RED, Colour.AMBER, Colour.GREEN)),
        )
        sheet.set_row(_HEAD, 30)
        for column, (title, width) in enumerate(zip(titles, (18, 60, 18, 10, 10, 12, 12, 12), strict=True)):
            hidden = not prices and column in {_TOTAL, _SHARE}
            sheet.set_column(column, column, width, None, {"hidden": hidden})
            sheet.write_string(_HEAD, column, title, looks["head" if column < _TOTAL else "head_number"])
        outer: list[int] = []
        value = Decimal(0)
        for part in tree:
            outer.append(self._row)
            value += self._work(part, 0)[0]
        looks.text(sheet, _SUM, _NAME, say("sheet.total"), "object")
        if prices and outer:
            formula = "=" + "+".join(f"C{row + 1}" for row in outer)
            sheet.write_formula(_SUM, _TOTAL, formula, looks["object_money"], float(value))
        self._counts(_SUM, range(len(self._content.bill.positions)))
        sheet.freeze_panes(_HEAD + 1, 0)
        sheet.outline_settings(symbols_below=False)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEAD)
        sheet.set_footer("&L&A&R&P / &N")
        return Totals(f"{quoted(sheet.get_name())}!$C${_SUM + 1}", value)

    def _work(self, part: WorkPart, depth: int) -> tuple[Decimal, list[int]]:
        head = self._row
        self._row += 1
        own = self._sheets.get(part.work.index if part.work else None)
        value, indexes, cells = Decimal(0), list(part.positions), []
        if own is not None:
            value += own.value
            cells.append(own.total_cell)
        for section in part.sections:
            indexes += self._section(section, own, depth + 1)
        for inner in part.works:
            cells.append(f"C{self._row + 1}")
            inner_value, inner_indexes = self._work(inner, depth + 1)
            value += inner_value
            indexes += inner_indexes
        code, name = (part.work.code, part.work.name) if part.work else ("", self._texts.say("sheet.bill"))
        self._line(head, (code, name), cells, value, indexes, depth, "object")
        return value, indexes

    def _section(self, part: SectionPart, own: BillSheet | None, depth: int) -> list[int]:
        head = self._row
        self._row += 1
        indexes = list(part.positions)
        for inner in part.sections:
            indexes += self._section(inner, own, depth + 1)
        cells = [own.cell(part.section.index)] if own is not None else []
        value = None if own is None else own.section_values.get(part.section.index)
        self._line(head, (part.section.code, part.section.name), cells, value, indexes, depth, "section")
        return indexes

    def _line(
        self,
        row: int,
        title: tuple[str, str],
        cells: list[str],
        value: Decimal | None,
        indexes: list[int],
        depth: int,
        look: str,
    ) -> None:
        sheet, looks = self._sheet, self._looks
        self._sheet.set_row(row, None, None, {"level": min(depth, 7)})
        indent = "  " * depth
        looks.text(sheet, row, _CODE, title[0], look)
        looks.text(sheet, row, _NAME, f"{indent}{title[1]}", look)
        if self._content.template.prices and value is not None and cells:
            sheet.write_formula(row, _TOTAL, "=" + "+".join(cells), looks[f"{look}_money"], float(value))
            share = f"=IF($C${_SUM + 1}=0,0,C{row + 1}/$C${_SUM + 1})"
            sheet.write_formula(row, _SHARE, share, looks["percent"], float(value / self._whole) if self._whole else 0)
        self._counts(row, indexes)

    def _counts(self, row: int, indexes: range | list[int]) -> None:
        verdicts = self._content.audit.verdicts
        counts = Counter(verdicts[index].colour for index in indexes)
        self._sheet.write_number(row, _COUNT, len(indexes), self._looks["tally"])
        for column, colour in ((_RED, Colour.RED), (_AMBER, Colour.AMBER), (_GREEN, Colour.GREEN)):
            if counts[colour]:
                self._sheet.write_number(row, column, counts[colour], self._looks[f"tally_{colour.value}"])


def write_recapitulation(
    sheet: Sheet,
    looks: Looks,
    texts: Texts,
    content: Handover,
    tree: tuple[WorkPart, ...],
    sheets: Mapping[int | None, BillSheet],
) -> Totals:
    """Fill the sheet; the sum of everything."""
    return _Recapitulation(sheet, looks, texts, content, sheets).write(tree)
