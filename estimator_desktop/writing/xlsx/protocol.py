"""The protocol: the import proof line by line, and what the audit rested on."""

from __future__ import annotations

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet as Sheet

from estimator_desktop.texts import Texts
from estimator_desktop.writing.handover import Handover, protocol_facts
from estimator_desktop.writing.xlsx.looks import Looks

_WIDTHS = (44, 24, 24)
_SIGNS = 88
"""Of a line over all columns."""
_LINE = 15


def write_protocol(workbook: Workbook, looks: Looks, texts: Texts, content: Handover, name: str) -> None:
    """Add the sheet."""
    say, bill = texts.say, content.bill
    sheet = workbook.add_worksheet(name)
    sheet.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    looks.text(sheet, 0, 0, say("sheet.protocol"), "title")
    row = 2
    looks.text(sheet, row, 0, say("sheet.audit"), "subtitle")
    for title, value in protocol_facts(content, texts):
        row += 1
        looks.text(sheet, row, 0, title, "label")
        looks.text(sheet, row, 1, value, "plain")
    row += 2
    looks.text(sheet, row, 0, say("sheet.proof"), "subtitle")
    row += 1
    if bill.proof is None:
        looks.text(sheet, row, 0, say("sheet.no_proof"), "label")
    else:
        for column, key in enumerate(("sheet.check", "sheet.passed", "sheet.of")):
            sheet.write_string(row, column, say(key), looks["head"])
        for result in bill.proof.results:
            row += 1
            looks.text(sheet, row, 0, say(f"check_name.{result.check.value}"), "text")
            if result.total:
                sheet.write_number(row, 1, result.passed, looks["count"])
                sheet.write_number(row, 2, result.total, looks["count"])
            else:
                looks.text(sheet, row, 1, say("sheet.nothing_to_check"), "label")
        for failure in bill.proof.failures:
            row += 1
            _sentence(sheet, looks, row, texts.proof_failure(failure, bill), "note_RED")
    for code, subject in bill.warnings:
        row += 1
        _sentence(sheet, looks, row, say(f"warning.{code}", subject=subject), "note_AMBER")
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")


def _sentence(sheet: Sheet, looks: Looks, row: int, words: str, look: str) -> None:
    """A sentence over the whole width, in as many lines as it takes: merged cells do not grow by themselves."""
    sheet.merge_range(row, 0, row, 2, "", looks[look])
    looks.text(sheet, row, 0, words, look)
    sheet.set_row(row, _LINE * (1 + len(words) // _SIGNS))
