"""Archives (xlsx, ods) that unpack to too much or hide XML entities."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from pathlib import Path

from estimator_desktop.errors import UserError

SIGNATURE = b"PK\x03\x04"
MAX_UNPACKED = 400 * 1024**2
"""Bytes an archive may unpack to.  The largest real workbook seen unpacks to 40 MB."""
MAX_RATIO = 250
"""Unpacked bytes for each packed byte of one member, for members over a megabyte."""
ARCHIVE_ERRORS = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
    zlib.error, lzma.LZMAError, struct.error,
)  # fmt: skip
"""What the standard library raises for damaged archives."""
_CHUNK = 1 << 20
_HEAD = 4096


def check_archive(path: Path, name: str) -> tuple[str, ...]:
    """The member names of a zip that is safe to parse.

    Raises UserError: `workbook_damaged` (no readable zip), `archive_bomb` (unpacks to too much; the real inflation is
    measured, not the number the archive states), `xml_entities` (a member declares a document type).
    Nothing is written to disk.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > MAX_UNPACKED:
                raise UserError("archive_bomb", file=name)
            left = MAX_UNPACKED
            for member in members:
                left = _check_member(archive, member, name, left)
            return tuple(member.filename for member in members)
    except ARCHIVE_ERRORS as error:
        raise UserError("workbook_damaged", file=name, detail=str(error)) from error


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, left: int) -> int:
    """Inflate one member in pieces; what is left of the allowance."""
    limit = max(_CHUNK, member.compress_size * MAX_RATIO)
    seen = 0
    with archive.open(member) as stream:
        head = stream.read(_HEAD)
        if member.filename.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in head or b"<!ENTITY" in head):
            raise UserError("xml_entities", file=name)
        seen = len(head)
        while chunk := stream.read(_CHUNK):
            seen += len(chunk)
            if seen > left or seen > limit:
                raise UserError("archive_bomb", file=name)
    return left - seen
