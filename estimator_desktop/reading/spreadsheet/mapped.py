"""Read tables as a person or a remembered template says: the columns are known, the rows are judged as in any table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.job import Progress
from estimator_desktop.domain.mapping import LayoutTemplate, TableMapping, fingerprint
from estimator_desktop.errors import UserError
from estimator_desktop.reading.draft import Draft
from estimator_desktop.reading.spreadsheet.grid import Sheet, Workbook, as_text
from estimator_desktop.reading.spreadsheet.layout import TableLayout, labels_rows
from estimator_desktop.reading.spreadsheet.surroundings import job_title
from estimator_desktop.reading.spreadsheet.table import read_sheet
from estimator_desktop.reading.vocabulary import Field

_HEADER_DEPTH = 100


def layout_of(sheet: Sheet, mapping: TableMapping, header: int | None) -> TableLayout:
    """The layout that a mapping means for a sheet whose titles stand in row `header`."""
    columns = {Field(role.value): column for column, role in mapping.columns}
    first = 0 if header is None else header + 1
    kind = columns.get(Field.TYPE)
    return TableLayout(first, columns, kind if kind is not None and labels_rows(sheet, first, kind) else None)


def read_mapped(workbook: Workbook, file: str, progress: Progress, mapping: TableMapping) -> BillOfQuantities:
    """The bill in the sheets that a mapping names (every sheet where it names none).

    Raises UserError `sheet_missing`.
    """
    names = [sheet.name for sheet in workbook.sheets]
    missing = next((name for name in mapping.sheets if name not in names), None)
    if missing is not None:
        raise UserError("sheet_missing", file=file, sheet=missing, sheets=", ".join(names))
    sheets = [sheet for sheet in workbook.sheets if not mapping.sheets or sheet.name in mapping.sheets]
    return _read(workbook, file, progress, [(sheet, layout_of(sheet, mapping, mapping.header)) for sheet in sheets])


def _read(
    workbook: Workbook, file: str, progress: Progress, found: Sequence[tuple[Sheet, TableLayout]]
) -> BillOfQuantities:
    draft = Draft("free_table", file)
    for number, (sheet, layout) in enumerate(found, 1):
        read_sheet(sheet, (layout,), draft, several=len(found) > 1)
        progress(number, len(found), "sheets")
    draft.name = draft.name or job_title(workbook)
    return draft.bill()


def read_by_template(
    workbook: Workbook, file: str, progress: Progress, templates: Sequence[LayoutTemplate]
) -> BillOfQuantities | None:
    """The bill read by the first template whose titles stand in a sheet; it says which.  None where none fits."""
    for template in templates:
        found = [
            (sheet, layout_of(sheet, template.mapping, header))
            for sheet in workbook.sheets
            if template.fingerprint and (header := _header(sheet, template.fingerprint)) is not None
        ]
        if found:
            bill = _read(workbook, file, progress, found)
            if bill.positions:
                return saying(bill, "template_applied", template.name)
    return None


def saying(bill: BillOfQuantities, code: str, subject: str) -> BillOfQuantities:
    """The bill with one more thing to say first."""
    return replace(bill, warnings=((code, subject), *bill.warnings))


def _header(sheet: Sheet, wanted: str) -> int | None:
    """The row whose titles are those of a template."""
    for row, values in enumerate(sheet.rows[:_HEADER_DEPTH]):
        if fingerprint(map(as_text, values)) == wanted:
            return row
    return None
