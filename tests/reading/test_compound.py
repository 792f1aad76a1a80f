"""Old workbooks whose tables of sectors run in a circle are refused before a parser follows them."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

import pytest

from estimator_desktop.errors import UserError
from estimator_desktop.reading.compound import SIGNATURE, check_compound
from estimator_desktop.reading.read import read_document

_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_SECTOR = 512


def _compound(
    path: Path, following: Sequence[int], *, shift: int = 9, small: int = _END, more: int = _END, last: bytes = b""
) -> Path:
    """A compound file: the table of sectors is sector 0, its entries are `following`."""
    header = bytearray(_SECTOR)
    header[:8] = SIGNATURE
    struct.pack_into("<H", header, 30, shift)
    struct.pack_into("<I", header, 44, 1)
    struct.pack_into("<I", header, 60, small)
    struct.pack_into("<I", header, 68, more)
    struct.pack_into("<109I", header, 76, 0, *[_FREE] * 108)
    table = struct.pack("<128I", *following, *[_FREE] * (128 - len(following)))
    path.write_bytes(bytes(header) + table + b"\xff" * _SECTOR + (last or b"\xff" * _SECTOR))
    return path


def test_chains_that_end_pass(tmp_path: Path) -> None:
    check_compound(_compound(tmp_path / "a.xls", [_TABLE, 2, _END]), "a.xls")
    check_compound(_compound(tmp_path / "b.xls", [_TABLE, _END, _END], small=1), "b.xls")
    check_compound(_compound(tmp_path / "c.xls", [_TABLE, _END, _END], more=1), "c.xls")
    check_compound(_compound(tmp_path / "d.xls", [_TABLE, 90, _END]), "d.xls")  # beyond the file's end


@pytest.mark.parametrize("following", [[_TABLE, 1], [_TABLE, 2, 1], [_TABLE, 2, 3, 4, 2], [0]])
def test_circles_are_refused(tmp_path: Path, following: list[int]) -> None:
    path = _compound(tmp_path / "circle.xls", following)
    with pytest.raises(UserError) as caught:
        read_document(path)
    assert caught.value.code == "workbook_damaged"


def test_circles_among_small_sectors_and_lists_are_refused(tmp_path: Path) -> None:
    around = struct.pack("<128I", 0, *[_FREE] * 127)
    with pytest.raises(UserError):
        check_compound(_compound(tmp_path / "small.xls", [_TABLE, _END, _END], small=2, last=around), "small.xls")
    back = struct.pack("<128I", *[_FREE] * 127, 2)
    with pytest.raises(UserError):
        check_compound(_compound(tmp_path / "list.xls", [_TABLE, _END, _END], more=2, last=back), "list.xls")


def test_what_is_no_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        check_compound(_compound(tmp_path / "odd.xls", [_TABLE], shift=3), "odd.xls")
    short = tmp_path / "short.xls"
    short.write_bytes(SIGNATURE)
    with pytest.raises(UserError):
        check_compound(short, "short.xls")
