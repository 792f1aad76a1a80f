"""Our JSON files."""

from __future__ import annotations

from pathlib import Path

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.errors import UserError
from estimator_desktop.reading.own.records import NotOurs, bill_of, decode_own

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
        return bill_of(decode_own(path.read_bytes().removeprefix(b"\xef\xbb\xbf")))
    except NotOurs as error:
        raise UserError("own_file_damaged", file=name, detail=str(error)) from error
