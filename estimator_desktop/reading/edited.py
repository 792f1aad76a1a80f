"""An export of ours that a person may have edited, with the bill it was written from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.exchange import OWN_TABLE_HEAD, own_table_separator
from estimator_desktop.errors import UserError
from estimator_desktop.reading.detect import FileKind, detect
from estimator_desktop.reading.own.packed import unpacked
from estimator_desktop.reading.own.records import NotOurs, OwnFile, bill_of, decode_own
from estimator_desktop.reading.own.table import is_own_table, read_edited_table
from estimator_desktop.reading.own.workbook import Edited, is_own_workbook, read_edited_workbook, workbook_origin
from estimator_desktop.reading.spreadsheet.grid import load_text_table, load_workbook


def read_edited(path: Path, base: BillOfQuantities | None = None) -> Edited:
    """The export as it came back.

    A CSV does not carry the bill it was written from, nor does a JSON of some of the positions: `base` is taken for it.

    Raises UserError: what `detect` and reading raise; `not_our_export`; `base_needed`.
    """
    kind = _kind(path)
    if kind is FileKind.WORKBOOK:
        workbook = load_workbook(path, path.name)
        if is_own_workbook(workbook):
            return read_edited_workbook(workbook, path.name)
    table = load_text_table(path, path.name, own_separator(path)) if kind is FileKind.TEXT_TABLE else None
    if kind is not FileKind.OWN_JSON and (table is None or not is_own_table(table)):
        raise UserError("not_our_export", file=path.name)
    if table is not None:
        if base is None:
            raise UserError("base_needed", file=path.name)
        return read_edited_table(table, base)
    found = _own_json(path)
    try:
        bill = bill_of(found)
        base = bill_of(decode_own(unpacked(found.base))) if found.base else base
    except NotOurs as error:
        raise UserError("own_file_damaged", file=path.name, detail=str(error)) from error
    if base is None:
        raise UserError("base_needed", file=path.name)
    return Edited(base, replace(bill, file=base.file), tuple(position.id for position in found.positions))


def origin_of(path: Path) -> str:
    """The SHA-256 of the file that an export's budget was imported from; empty where the export does not say it.

    Raises UserError: what `detect` and reading raise; `own_file_damaged`.
    """
    kind = _kind(path)
    if kind is FileKind.WORKBOOK:
        return workbook_origin(load_workbook(path, path.name))
    return _own_json(path).file_sha256 if kind is FileKind.OWN_JSON else ""


def _kind(path: Path) -> FileKind:
    """As `detect`, and our CSV is one however few rows a person left in it."""
    return FileKind.TEXT_TABLE if own_separator(path) else detect(path, path.name)


def own_separator(path: Path) -> str:
    """What stands between the cells of our CSV; empty for what is none, or cannot be read: `detect` says why."""
    try:
        with path.open("rb") as stream:
            return own_table_separator(stream.readline(OWN_TABLE_HEAD))
    except OSError:
        return ""


def _own_json(path: Path) -> OwnFile:
    try:
        return decode_own(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except NotOurs as error:
        raise UserError("own_file_damaged", file=path.name, detail=str(error)) from error
