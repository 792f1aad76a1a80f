"""Our JSON files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.exchange import position_id
from estimator_desktop.errors import UserError
from estimator_desktop.reading.own.records import NotOurs, bill_of, decode_own, restored

MAX_BYTES = 512 * 1024**2
_MARK = b'"estimator-desktop/'


def is_own_json(head: bytes) -> bool:
    """Whether the first bytes of a file are those of our JSON."""
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and _MARK in head


def read_own_json(path: Path, name: str) -> BillOfQuantities:
    """The bill in our JSON.  Raises UserError `own_file_damaged`, `archive_bomb` (too large)."""
    if path.stat().st_size > MAX_BYTES:
        raise UserError("archive_bomb", file=name)
    try:
        found = decode_own(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
        bill = bill_of(found)
        ids = [position_id(position.index) for position in bill.positions]
        given = {identity: item.decision for identity, item in zip(ids, found.positions, strict=True) if item.decision}
        return restored(replace(found, positions=(), decisions=given), bill, bill, ids)
    except NotOurs as error:
        raise UserError("own_file_damaged", file=name, detail=str(error)) from error
