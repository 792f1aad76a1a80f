"""All findings in one list, the gravest first, each with a link to its row."""

from __future__ import annotations

from collections.abc import Iterable

from xlsxwriter.workbook import Workbook

from estimator_desktop.domain.verdict import Colour, Severity
from estimator_desktop.texts import Texts
from estimator_desktop.writing.handover import Handover, all_findings
from estimator_desktop.writing.xlsx.bill_sheet import BillSheet, sheet_of_position
from estimator_desktop.writing.xlsx.looks import Looks

_TITLES = (
    ("sheet.verdict", 12),
    ("column.ordinal", 8),
    ("column.code", 18),
    ("column.description", 40),
    ("sheet.rule", 9),
    ("sheet.role", 24),
    ("sheet.finding", 80),
    ("sheet.expected", 18),
    ("sheet.found", 18),
    ("sheet.source", 20),
)

_MOST_LINKS = 65_000
"""Excel takes 65 530 links on a sheet; findings after that (the lightest, as they stand last) carry their code only."""


def write_findings(
    workbook: Workbook, looks: Looks, texts: Texts, content: Handover, sheets: Iterable[BillSheet], name: str
) -> None:
    """Add the sheet."""
    sheet = workbook.add_worksheet(name)
    for column, (key, width) in enumerate(_TITLES):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, texts.say(key), looks["head"])
    homes = sheet_of_position(sheets)
    row = 0
    for row, finding in enumerate(all_findings(content), start=1):
        colour = Colour.RED if finding.severity is Severity.RED else Colour.AMBER
        known = finding.severity is not Severity.INFO
        words = texts.colour(colour) if known else texts.say("sheet.info")
        sheet.write_string(row, 0, words, looks[f"word_{colour.value}" if known else "label"])
        position = content.bill.positions[finding.position] if finding.position is not None else None
        if position is None:
            looks.text(sheet, row, 2, texts.say("sheet.whole"), "label")
        else:
            looks.text(sheet, row, 1, position.ordinal, "centre")
            shown = (position.code or position.description[:40] or position.ordinal or "–")[:200]
            if row <= _MOST_LINKS:
                sheet.write_url(row, 2, homes[position.index].place(position.index), looks.of(shown, "link"), shown)
            else:
                looks.text(sheet, row, 2, shown, "code")
            looks.text(sheet, row, 3, position.description, "text")
        looks.text(sheet, row, 4, finding.rule, "text")
        looks.text(sheet, row, 5, texts.role(finding.role), "text")
        looks.text(sheet, row, 6, texts.finding(finding), "text")
        looks.text(sheet, row, 7, finding.expected, "text")
        looks.text(sheet, row, 8, finding.found, "text")
        looks.text(sheet, row, 9, texts.place(position.source) if position else "", "label")
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, row), len(_TITLES) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&R&P / &N")
