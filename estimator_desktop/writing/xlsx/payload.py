"""The whole bill inside the workbook, so that reading it back restores every field: compressed JSON in a hidden sheet.

A1 says what it is, A2 the version of the packing, the cells below hold the text in pieces.
"""

from __future__ import annotations

from xlsxwriter.workbook import Workbook

from estimator_desktop.domain.exchange import PAYLOAD_MARK, PAYLOAD_PIECE, PAYLOAD_SHEET, PAYLOAD_VERSION
from estimator_desktop.writing.handover import Handover
from estimator_desktop.writing.packing import packed
from estimator_desktop.writing.records import bill_record, decisions_record


def write_payload(workbook: Workbook, content: Handover) -> None:
    """Add the hidden sheet."""
    sheet = workbook.add_worksheet(PAYLOAD_SHEET)
    sheet.very_hidden()
    record = {
        **bill_record(content.bill),
        "file_sha256": content.sha256,
        "decisions": decisions_record(content),
    }
    text = packed(record)
    sheet.write_string(0, 0, PAYLOAD_MARK)
    sheet.write_string(1, 0, PAYLOAD_VERSION)
    for row, start in enumerate(range(0, len(text), PAYLOAD_PIECE), 2):
        sheet.write_string(row, 0, text[start : start + PAYLOAD_PIECE])
