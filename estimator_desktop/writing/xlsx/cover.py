"""The cover sheet: what budget this is, what it comes to, how its audit came out, and where to look."""

from __future__ import annotations

from decimal import Decimal

from xlsxwriter.workbook import Workbook

from estimator_desktop.domain.sums import value_of
from estimator_desktop.domain.verdict import Colour
from estimator_desktop.texts import MARKS, Texts
from estimator_desktop.writing.handover import Handover, still_waiting
from estimator_desktop.writing.xlsx.looks import Looks
from estimator_desktop.writing.xlsx.recapitulation import Totals


class Cover:
    """The first sheet; made first, filled last, when the sums are known."""

    def __init__(self, workbook: Workbook, looks: Looks, texts: Texts, content: Handover, name: str) -> None:
        self._sheet = workbook.add_worksheet(name)
        self._looks = looks
        self._texts = texts
        self._content = content

    def write(self, totals: Totals) -> None:
        """Fill the sheet."""
        sheet, looks, texts, content = self._sheet, self._looks, self._texts, self._content
        say, bill, audit = texts.say, content.bill, content.audit
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 3)
        sheet.set_column(1, 1, 38)
        sheet.set_column(2, 2, 60)
        looks.text(sheet, 1, 1, say("sheet.title"), "title")
        looks.text(sheet, 2, 1, bill.name, "subtitle")
        row = 4
        proof = bill.proof
        state = say(f"proof.{proof.state}") if proof else say("sheet.no_proof")
        facts = (
            ("sheet.code", bill.code),
            ("sheet.file", bill.file),
            ("sheet.made", f"{texts.day(content.made)}"),
            ("sheet.objects", texts.number(Decimal(len(bill.objects)))),
            ("sheet.positions", texts.number(Decimal(len(bill.positions)))),
            ("sheet.pricing", say(f"pricing.{audit.pricing}")),
            ("sheet.price_level", bill.price_level),
            ("sheet.proof", state),
            ("sheet.hitl", texts.number(Decimal(len(still_waiting(content))))),
        )
        for key, value in facts:
            if value:
                looks.text(sheet, row, 1, say(key), "label")
                looks.text(sheet, row, 2, value, "text")
                row += 1
        row = self._sums(row + 1, totals)
        looks.text(sheet, row + 1, 1, say("sheet.verdicts"), "subtitle")
        row += 2
        for colour in (Colour.RED, Colour.AMBER, Colour.GREEN):
            words = f"{MARKS[colour]} {texts.colour(colour)}"
            sheet.write_string(row, 1, words, looks[f"word_{colour.value}"])
            sheet.write_number(row, 2, audit.count(colour), looks["count"])
            row += 1
        if not content.template.whole:
            looks.text(sheet, row + 1, 1, say("sheet.partial"), "label")
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 1)

    def _sums(self, row: int, totals: Totals) -> int:
        """The live sum, and the document's own where that differs."""
        content, sheet, looks, texts = self._content, self._sheet, self._looks, self._texts
        if not content.template.prices:
            return row
        currency = texts.currency(content.bill.currency)
        looks.text(sheet, row, 1, f"{texts.say('sheet.total')} ({currency})", "subtitle")
        sheet.write_formula(row, 2, f"={totals.cell}", looks["object_money"], float(totals.value))
        printed = sum(map(value_of, content.bill.positions), Decimal(0))
        if printed != totals.value:
            row += 1
            looks.text(sheet, row, 1, texts.say("sheet.total_printed"), "label")
            sheet.write_number(row, 2, float(printed), looks["money"])
        return row + 1
