"""Compound files (the old .xls) whose table of sectors a test chooses."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

from estimator_desktop.guards.compound import SIGNATURE

END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SECTOR = 512


def compound_file(
    path: Path, following: Sequence[int], *, shift: int = 9, small: int = END, more: int = END, last: bytes = b""
) -> Path:
    """A compound file: the table of sectors is sector 0, its entries are `following`."""
    header = bytearray(SECTOR)
    header[:8] = SIGNATURE
    struct.pack_into("<H", header, 30, shift)
    struct.pack_into("<I", header, 44, 1)
    struct.pack_into("<I", header, 60, small)
    struct.pack_into("<I", header, 68, more)
    struct.pack_into("<109I", header, 76, 0, *[FREE] * 108)
    table = struct.pack("<128I", *following, *[FREE] * (128 - len(following)))
    path.write_bytes(bytes(header) + table + b"\xff" * SECTOR + (last or b"\xff" * SECTOR))
    return path
