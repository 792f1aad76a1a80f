"""Damaged and protected files: a sentence or a bill with its warning, never anything else."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import pytest
import sampleworkbooks
from fuzz import fuzz
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from samplebill import sound_bill

from estimator_desktop.errors import UserError
from estimator_desktop.reading.pdf.ending import is_whole
from estimator_desktop.reading.read import read_document


def _code(path: Path, password: str | None = None) -> str:
    with pytest.raises(UserError) as caught:
        read_document(path, password=password)
    return caught.value.code


def test_a_protected_pdf_asks_for_its_password(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    canvas = Canvas(str(path), encrypt=StandardEncryption("heslo", strength=128))
    canvas.drawString(100, 700, "Nic k rozpoctovani, jen veta, ktera da strance dost pismen.")
    canvas.save()
    assert _code(path) == "pdf_encrypted"
    assert _code(path, "jine") == "pdf_password_wrong"
    assert _code(path, "heslo") == "no_positions"


def test_a_pdf_without_its_ending_is_said_to_be_repaired(sound_pdf: Path, tmp_path: Path) -> None:
    data = sound_pdf.read_bytes()
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(data[: data.rindex(b"startxref")])
    assert is_whole(sound_pdf)
    assert not is_whole(cut)
    bill = read_document(cut)
    assert ("pdf_repaired", "") in bill.warnings
    assert len(bill.positions) == len(sound_bill().rows)
    assert ("pdf_repaired", "") not in read_document(sound_pdf).warnings


def test_a_wrong_place_of_the_table_is_no_whole_pdf(sound_pdf: Path, tmp_path: Path) -> None:
    data = sound_pdf.read_bytes()
    moved = tmp_path / "moved.pdf"
    moved.write_bytes(data[:20] + b"\n%\n%\n" + data[20:])
    assert not is_whole(moved)


def test_a_workbook_whose_packing_is_damaged_is_refused(tmp_path: Path) -> None:
    path = sampleworkbooks.kros(sound_bill(), tmp_path / "kros.xlsx")
    with zipfile.ZipFile(path) as archive:
        largest = max(archive.infolist(), key=lambda member: member.compress_size)
    data = bytearray(path.read_bytes())
    start = largest.header_offset + 30 + len(largest.filename)
    data[start + 200 : start + 400] = zlib.compress(b"x" * 900)[:20] * 10
    path.write_bytes(data)
    assert _code(path) == "workbook_damaged"


def test_damaged_samples_end_in_a_bill_or_a_sentence() -> None:
    outcomes, troubles = fuzz(seed=7, count=44, size=1, corpus=False)
    assert not troubles, [(trouble.how, trouble.sample, trouble.detail) for trouble in troubles]
    assert outcomes.total() == 44
    assert set(outcomes) == {"read", "refused"}
