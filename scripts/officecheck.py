"""LibreOffice computes an exported workbook anew: its totals beside ours, position by position, sheet by sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
from writebackcheck import recomputed

from estimator_desktop.domain.outline import WorkPart, outline
from estimator_desktop.domain.sums import unit_price
from estimator_desktop.writing import Handover, write_xlsx
from estimator_desktop.writing.handover import live_total

FIRST_BILL_SHEET = 3
_ID_COLUMN = 64
_TOTAL_COLUMN = 9


def compare_totals(whole: Handover, folder: Path) -> tuple[int, list[str]]:
    """How many positions' totals were compared, and what does not agree to the hundredth."""
    path = write_xlsx(whole, folder / "export.xlsx")
    book = openpyxl.load_workbook(recomputed(path, folder), data_only=True)
    positions = whole.bill.positions
    totals = {whole.ids[item.index]: live_total(item) for item in positions if unit_price(item) is not None}
    wrong: list[str] = []
    seen = 0
    whole_sum = Decimal(0)
    count = sum(part.holds for part in _parts(outline(whole.bill)))
    for sheet in book.worksheets[FIRST_BILL_SHEET : FIRST_BILL_SHEET + count]:
        own = Decimal(0)
        for row in sheet.iter_rows(min_row=6):
            identity = row[_ID_COLUMN].value if len(row) > _ID_COLUMN else None
            ours = totals.get(str(identity)) if identity else None
            computed = row[_TOTAL_COLUMN].value
            if ours is not None:
                seen += 1
                if cents(computed) != ours:
                    wrong.append(f"{sheet.title} {identity}: {computed}, {ours}")
            if identity:
                own += cents(computed)
        if cents(sheet["J5"].value) != own:
            wrong.append(f"{sheet.title}: {sheet['J5'].value}, {own}")
        whole_sum += own
    ours = sum(map(live_total, positions), Decimal(0))
    if not cents(book.worksheets[1]["C5"].value) == whole_sum == ours:
        wrong.append(f"total: {book.worksheets[1]['C5'].value}, {ours}")
    errors = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "e"]
    wrong += [f"{cell.parent.title}!{cell.coordinate}: {cell.value}" for cell in errors]
    return seen, wrong


def _parts(tree: Sequence[WorkPart]) -> Iterator[WorkPart]:
    for part in tree:
        yield part
        yield from _parts(part.works)


def cents(value: object) -> Decimal:
    """A cell's number, rounded to hundredths; an empty cell is nothing."""
    return round(Decimal(repr(float(str(value or 0)))), 2)
