"""The workbook: cover, recapitulation, overview, one sheet an object, findings, protocol, and the bill in hiding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.workbook import Workbook

from estimator_desktop.domain.job import Progress, silent
from estimator_desktop.domain.outline import WorkPart, outline
from estimator_desktop.domain.verdict import Finding
from estimator_desktop.texts import Texts
from estimator_desktop.writing.handover import Handover
from estimator_desktop.writing.whole import whole_file
from estimator_desktop.writing.xlsx.bill_sheet import BillSheet
from estimator_desktop.writing.xlsx.cover import Cover
from estimator_desktop.writing.xlsx.findings import write_findings
from estimator_desktop.writing.xlsx.looks import Looks
from estimator_desktop.writing.xlsx.names import Names
from estimator_desktop.writing.xlsx.overview import write_overview
from estimator_desktop.writing.xlsx.payload import write_payload
from estimator_desktop.writing.xlsx.protocol import write_protocol
from estimator_desktop.writing.xlsx.quick import QuickBook
from estimator_desktop.writing.xlsx.recapitulation import write_recapitulation


def write_xlsx(content: Handover, target: Path, progress: Progress = silent) -> Path:
    """Write the workbook.  `progress` counts sheets.  Raises UserError where the file cannot be written."""
    with whole_file(target) as path:
        workbook = open_book(path)
        try:
            fill_book(workbook, content, progress)
        except BaseException:
            workbook.filename = str(path)
            raise
        close_book(workbook)
    return target


def fill_book(workbook: Workbook, content: Handover, progress: Progress = silent) -> None:
    """All sheets into an open workbook."""
    texts, looks, names = _Remembered(content.template.language), Looks(workbook), Names()
    say = texts.say
    names.take("estimator-desktop")
    cover = Cover(workbook, looks, texts, content, names.take(say("sheet.cover")))
    recapitulation = workbook.add_worksheet(names.take(say("sheet.recapitulation")))
    overview = workbook.add_worksheet(names.take(say("sheet.overview")))
    tree = outline(content.bill)
    sheets: dict[int | None, BillSheet] = {}
    parts = [part for part in _each(tree) if part.holds]
    for number, part in enumerate(parts, 1):
        wish = (part.work.code or part.work.name) if part.work else say("sheet.bill")
        sheet = BillSheet(workbook, looks, texts, content, names.take(wish or say("sheet.bill")))
        sheet.write(part)
        sheets[part.work.index if part.work else None] = sheet
        progress(number, len(parts) + 1, "sheets")
    totals = write_recapitulation(recapitulation, looks, texts, content, tree, sheets)
    cover.write(totals)
    write_overview(workbook, overview, looks, texts, content, tree)
    write_findings(workbook, looks, texts, content, sheets.values(), names.take(say("sheet.findings")))
    write_protocol(workbook, looks, texts, content, names.take(say("sheet.protocol")))
    if content.template.whole:
        write_payload(workbook, content)
    workbook.set_properties(
        {"title": content.bill.name or say("sheet.title"), "comments": "Estimator Desktop", "created": content.made}
    )
    progress(len(parts) + 1, len(parts) + 1, "sheets")


class _Remembered(Texts):
    """Makes the sentence of a finding once, for the object's sheet and for the list of findings."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._said: dict[int, tuple[Finding, str]] = {}

    def finding(self, finding: Finding) -> str:
        known = self._said.get(id(finding))
        if known is None:
            known = self._said[id(finding)] = finding, super().finding(finding)
        return known[1]


def _each(parts: tuple[WorkPart, ...]) -> Iterator[WorkPart]:
    for part in parts:
        yield part
        yield from _each(part.works)


def open_book(path: Path) -> Workbook:
    """A new workbook in which text stays text."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    return QuickBook(str(path), options)


def close_book(workbook: Workbook) -> None:
    """Write the workbook.  Raises OSError where that is not possible."""
    try:
        workbook.close()
    except FileCreateError as error:
        if isinstance(error.args[0], OSError):
            raise error.args[0] from error
        raise
