"""Compound files (the old .xls) whose chains of sectors run in a circle: a parser that follows one never ends.

Layout after [MS-CFB]: a header, sectors of one size, and tables that say for each sector which one follows it.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from estimator_desktop.errors import UserError

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_SHIFTS = (9, 12)
_LAST = 0xFFFFFFFA
"""Numbers from here on are no sectors but marks (end of chain, free, table)."""
_LISTED = 109
"""So many sectors of the table are listed in the header; more in a chain of their own."""


def check_compound(path: Path, name: str) -> None:
    """Raise UserError `workbook_damaged` where the file's chains run in a circle or its header is none."""
    try:
        with path.open("rb") as stream:
            _check(stream, path.stat().st_size)
    except (ValueError, struct.error) as error:
        raise UserError("workbook_damaged", file=name, detail=str(error)) from error


def _check(stream: BinaryIO, size: int) -> None:
    header = stream.read(_HEADER)
    (shift,) = struct.unpack_from("<H", header, 30)
    if shift not in _SHIFTS:
        raise ValueError(f"sectors of 2^{shift} bytes")
    sectors = _Sectors(stream, 1 << shift, size)
    small_first, more_first = struct.unpack_from("<I", header, 60)[0], struct.unpack_from("<I", header, 68)[0]
    listed = [*struct.unpack_from(f"<{_LISTED}I", header, 76), *sectors.listed(more_first)]
    following = array("I")
    for sector in listed:
        if sector < _LAST:
            following.extend(sectors.numbers(sector))
    _refuse_circles(following)
    small = array("I")
    for sector in _chain(following, small_first):
        small.extend(sectors.numbers(sector))
    _refuse_circles(small)


class _Sectors:
    """The sectors of a file."""

    def __init__(self, stream: BinaryIO, size: int, length: int) -> None:
        self._stream = stream
        self._size = size
        self.count = length // size + 1

    def numbers(self, sector: int) -> Sequence[int]:
        """A sector as numbers; none where the file ends before it."""
        if sector >= self.count:
            return ()
        self._stream.seek((sector + 1) * self._size)
        data = self._stream.read(self._size)
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def listed(self, first: int) -> Iterator[int]:
        """What the chain of further lists names: each ends with the number of the next."""
        for _ in range(self.count):
            numbers = self.numbers(first) if first < _LAST else ()
            if not numbers:
                return
            yield from numbers[:-1]
            first = numbers[-1]
        raise ValueError("the list of tables runs in a circle")


def _chain(following: Sequence[int], first: int) -> Iterator[int]:
    """The sectors of a chain that is known to end."""
    while first < len(following):
        yield first
        first = following[first]


def _refuse_circles(following: Sequence[int]) -> None:
    """Raise ValueError where following sectors leads back to one that was passed."""
    passed = array("I", bytes(4 * len(following)))
    for start in range(len(following)):
        sector = start
        while sector < len(following) and not passed[sector]:
            passed[sector] = start + 1
            sector = following[sector]
        if sector < len(following) and passed[sector] == start + 1:
            raise ValueError(f"sector {sector} leads back to itself")
