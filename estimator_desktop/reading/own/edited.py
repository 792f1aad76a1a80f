"""An export of ours that a person may have edited, with the bill it was written from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.errors import UserError
from estimator_desktop.reading.detect import FileKind, detect
from estimator_desktop.reading.own.records import NotOurs, bill_of, decode_own
from estimator_desktop.reading.own.workbook import Edited, is_own_workbook, read_edited_workbook
from estimator_desktop.reading.spreadsheet.grid import load_workbook


def read_edited(path: Path, base: BillOfQuantities | None = None) -> Edited:
    """The export as it came back.  A JSON does not carry the bill it was written from: `base` is taken for it.

    Raises UserError: what `detect` and reading raise; `not_our_export`; `base_needed`.
    """
    kind = detect(path, path.name)
    if kind is FileKind.WORKBOOK:
        workbook = load_workbook(path, path.name)
        if is_own_workbook(workbook):
            return read_edited_workbook(workbook, path.name)
    if kind is not FileKind.OWN_JSON:
        raise UserError("not_our_export", file=path.name)
    if base is None:
        raise UserError("base_needed", file=path.name)
    try:
        found = decode_own(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
        bill = bill_of(found)
    except NotOurs as error:
        raise UserError("own_file_damaged", file=path.name, detail=str(error)) from error
    return Edited(base, replace(bill, file=base.file), tuple(position.id for position in found.positions))
