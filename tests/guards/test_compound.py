"""Old workbooks whose tables of sectors run in a circle are refused before a parser follows them."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from compounds import END, FREE, TABLE, compound_file

from estimator_desktop.errors import UserError
from estimator_desktop.guards.compound import SIGNATURE, check_compound
from estimator_desktop.reading.read import read_document


def test_chains_that_end_pass(tmp_path: Path) -> None:
    check_compound(compound_file(tmp_path / "a.xls", [TABLE, 2, END]), "a.xls")
    check_compound(compound_file(tmp_path / "b.xls", [TABLE, END, END], small=1), "b.xls")
    check_compound(compound_file(tmp_path / "c.xls", [TABLE, END, END], more=1), "c.xls")
    check_compound(compound_file(tmp_path / "d.xls", [TABLE, 90, END]), "d.xls")  # beyond the file's end


@pytest.mark.parametrize("following", [[TABLE, 1], [TABLE, 2, 1], [TABLE, 2, 3, 4, 2], [0]])
def test_circles_are_refused(tmp_path: Path, following: list[int]) -> None:
    path = compound_file(tmp_path / "circle.xls", following)
    with pytest.raises(UserError) as caught:
        read_document(path)
    assert caught.value.code == "workbook_damaged"


def test_circles_among_small_sectors_and_lists_are_refused(tmp_path: Path) -> None:
    around = struct.pack("<128I", 0, *[FREE] * 127)
    with pytest.raises(UserError):
        check_compound(compound_file(tmp_path / "small.xls", [TABLE, END, END], small=2, last=around), "small.xls")
    back = struct.pack("<128I", *[FREE] * 127, 2)
    with pytest.raises(UserError):
        check_compound(compound_file(tmp_path / "list.xls", [TABLE, END, END], more=2, last=back), "list.xls")


def test_what_is_no_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        check_compound(compound_file(tmp_path / "odd.xls", [TABLE], shift=3), "odd.xls")
    short = tmp_path / "short.xls"
    short.write_bytes(SIGNATURE)
    with pytest.raises(UserError):
        check_compound(short, "short.xls")
