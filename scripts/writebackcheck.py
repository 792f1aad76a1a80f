"""New prices into a workbook, and what may not have changed: compared cell by cell, style by style and part by part."""

from __future__ import annotations

import random
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import openpyxl

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.reading.read import read_document
from estimator_desktop.usecases.originals import field_columns
from estimator_desktop.writing.original import CellEdit, WriteBack, column_letters, write_back

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
PRICE = Decimal("1234.56")
_CLOSE = 1e-6


@dataclass(frozen=True, slots=True)
class Trial:
    """What a write-back came to."""

    result: WriteBack
    asked: int
    parts: int
    wrong: tuple[str, ...]
    """What may not be, in words; empty where all is well."""

    @property
    def listed(self) -> int:
        """Cells that were written."""
        return sum(not change.follows for change in self.result.changes)


def cells(path: Path, *, results: bool = False) -> Mapping[tuple[str, str], tuple[object, object]]:
    """Every cell's content (formula, or its stored result) and style."""
    book = openpyxl.load_workbook(path, data_only=results)
    return {
        (sheet.title, cell.coordinate): (cell.value, getattr(cell, "_style", None))
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
    }


def parts(path: Path) -> Mapping[str, bytes]:
    """Every part of the zip, in its order."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def edits_of(path: Path, bill: BillOfQuantities, count: int = 20) -> tuple[list[int], list[CellEdit]]:
    """New prices for some positions: their indexes, and the cells."""
    columns = field_columns(path, bill, {"unit_price"})
    chosen = random.Random(7).sample(bill.positions, min(count, len(bill.positions)))
    edits = [
        CellEdit(source.sheet, column_letters(column + 1), source.row, PRICE)
        for position in chosen
        if (source := position.source) and source.sheet and source.row
        for column in [columns.get((source.sheet, "unit_price"))]
        if column is not None
    ]
    return [position.index for position in chosen], edits


def try_write_back(path: Path, target: Path) -> Trial:
    """Write new prices into a copy and look that nothing else differs."""
    bill = read_document(path)
    chosen, edits = edits_of(path, bill)
    result = write_back(path, edits, target)
    one, two = parts(path), parts(target)
    changed = {name for name in one if one[name] != two.get(name)}
    return Trial(result, len(edits), len(changed), tuple(_wrong(path, target, result, bill, chosen)))


def _wrong(path: Path, target: Path, result: WriteBack, bill: BillOfQuantities, chosen: list[int]) -> Iterator[str]:
    listed = {(item.sheet, item.place) for item in result.changes if not item.follows}
    follows = {(item.sheet, item.place) for item in result.changes if item.follows}
    if not listed:
        yield "no certain price column"
    old, new = cells(path), cells(target)
    if old.keys() != new.keys():
        yield "a cell is missing or new"
        return
    if {key for key in old if old[key][0] != new[key][0]} != listed:
        yield "another cell differs, or one does not"
    if any(old[key][1] != new[key][1] for key in old):
        yield "a style differs"
    before, after = cells(path, results=True), cells(target, results=True)
    if {key for key in before if before[key][0] != after[key][0]} != listed | follows:
        yield "a stored result differs that is not listed"
    one, two = parts(path), parts(target)
    if list(one) != list(two):
        yield "a part of the zip is missing or new"
    touched = {name for name in one if one[name] != two.get(name)}
    if not all(name.startswith("xl/worksheets/") or name == "xl/workbook.xml" for name in touched):
        yield "another part of the zip differs"
    again = read_document(target).positions
    if any(again[index].unit_price.value != PRICE for index in chosen):
        yield "a price is not there"
    rest = [item.index for item in bill.positions if item.index not in chosen]
    if [again[index].unit_price for index in rest] != [bill.positions[index].unit_price for index in rest]:
        yield "another price differs"


def recomputed(path: Path, folder: Path) -> Path:
    """The workbook as LibreOffice saves it, all formulas computed: stored results are removed before."""
    bare = folder / "bare" / path.name
    bare.parent.mkdir(parents=True, exist_ok=True)
    openpyxl.load_workbook(path).save(bare)  # openpyxl keeps formulas and drops their results
    return converted(bare, folder, "xlsx:Calc MS Excel 2007 XML")


def converted(path: Path, folder: Path, form: str) -> Path:
    """A file as LibreOffice converts it, without a question asked."""
    command = [str(OFFICE), f"-env:UserInstallation=file://{folder / 'profile'}", "--headless"]
    command += ["--convert-to", form, "--outdir", str(folder / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / "out" / f"{path.stem}.{form.partition(':')[0]}"


def stale_results(target: Path, folder: Path) -> list[tuple[str, str, object, object]]:
    """Stored results in a workbook that LibreOffice computes otherwise: sheet, cell, stored, computed."""
    formulas = cells(target)
    stored, computed = cells(target, results=True), cells(recomputed(target, folder), results=True)
    return [
        (*key, stored[key][0], computed[key][0])
        for key, (formula, _style) in formulas.items()
        if isinstance(formula, str) and formula.startswith("=") and not _same(stored[key][0], computed[key][0])
    ]


def _same(stored: object, computed: object) -> bool:
    if stored is None:
        return True  # taken out: computed on opening
    if isinstance(stored, int | float) and isinstance(computed, int | float):
        return abs(stored - computed) <= _CLOSE * max(1, abs(stored))
    return True  # dates and texts do not follow from prices
