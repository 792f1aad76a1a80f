"""Formulas that no spreadsheet program has computed: their cells look empty, and must not pass for blank prices."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from estimator_desktop.domain.bill import NOTHING, Amount, BillOfQuantities, Position
from estimator_desktop.errors import UserError
from estimator_desktop.guards.markup import harmless_parser
from estimator_desktop.reading.spreadsheet.strays import column_number, is_far

UNCOMPUTED = "\x00="
"""What stands in a grid for a formula without a value; no real cell can hold it."""
MISSING = Amount("=", None)
"""The amount of such a cell."""
_CELL = re.compile(rb"<c ([^>]*)(?<!/)>(.*?)</c>", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_VALUE = re.compile(rb"<v[^>/]*>[^<]|<is>")
_SHOWN = re.compile(rb"<v[^>/]*>([^<]{1,20})<")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class Oddities:
    """What calamine does not tell about an xlsx.

    `uncomputed`: by sheet name the cells (row and column from 0) that hold a formula without a value; `far`: the XML of
    sheets with cells far off, by member; `errors`: by sheet name the cells that show an error, with what they show.
    """

    uncomputed: Mapping[str, frozenset[tuple[int, int]]]
    far: Mapping[str, bytes]
    errors: Mapping[str, Mapping[tuple[int, int], str]]


def oddities(path: Path) -> Oddities:
    """Look through an xlsx; there are none in other kinds of workbooks: xls and ods always carry values."""
    if not zipfile.is_zipfile(path):
        return Oddities({}, {}, {})
    with zipfile.ZipFile(path) as archive:
        members = frozenset(archive.namelist())
        found: dict[str, frozenset[tuple[int, int]]] = {}
        far: dict[str, bytes] = {}
        errors: dict[str, Mapping[tuple[int, int], str]] = {}
        for name, member in _sheets(archive, members):
            data = archive.read(member)
            if b"<f" in data:
                cells = frozenset(_places(data))
                if cells:
                    found[name] = cells
            if b't="e"' in data:
                errors[name] = dict(_errors(data))
            if is_far(data):
                far[member] = data
    return Oddities(found, far, errors)


def _sheets(archive: zipfile.ZipFile, members: frozenset[str]) -> list[tuple[str, str]]:
    """Sheet names with the members that hold them."""
    if "xl/workbook.xml" not in members or "xl/_rels/workbook.xml.rels" not in members:
        return []
    parser = harmless_parser()
    try:
        book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
        links = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
    except etree.XMLSyntaxError:
        return []  # calamine has read it or says so itself
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = []
    for sheet in book.iter("{*}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        member = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        if member in members:
            found.append((sheet.get("name", ""), member))
    return found


def _places(data: bytes) -> list[tuple[int, int]]:
    found = []
    for cell in _CELL.finditer(data):
        inside = cell.group(2)
        if b"<f" not in inside or _VALUE.search(inside):
            continue
        place = _PLACE.search(cell.group(1))
        if place is not None:
            found.append((int(place.group(2)) - 1, column_number(place.group(1))))
    return found


def _errors(data: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """The cells that show an error (`#REF!`); calamine shows them empty, and empty is a blind price."""
    for cell in _CELL.finditer(data):
        if b't="e"' not in cell.group(1):
            continue
        place, value = _PLACE.search(cell.group(1)), _SHOWN.search(cell.group(2))
        if place is not None and value is not None:
            where = int(place.group(2)) - 1, column_number(place.group(1))
            yield where, value.group(1).decode("utf-8", "replace")


def check_computed(bill: BillOfQuantities) -> BillOfQuantities:
    """The bill with uncomputed totals left open and a warning that says how many.

    Raises UserError `formulas_uncomputed` where a quantity or a price was never computed: without it nothing holds.
    """
    lost = [p for p in bill.positions if MISSING in (p.quantity, p.unit_price, p.supply_price, p.installation_price)]
    if lost:
        raise UserError("formulas_uncomputed", file=bill.file, count=str(len(lost)))
    open_totals = sum(position.total_price == MISSING for position in bill.positions)
    sums = [*(part.total for part in bill.sections), *(work.total for work in bill.objects)]
    if not open_totals and MISSING not in sums:
        return bill
    return replace(
        bill,
        positions=tuple(map(_without, bill.positions)),
        sections=tuple(replace(part, total=_known(part.total)) for part in bill.sections),
        objects=tuple(replace(part, total=_known(part.total)) for part in bill.objects),
        recapitulation=tuple(line for line in bill.recapitulation if line.value != MISSING),
        warnings=(*bill.warnings, ("formulas_uncomputed", str(open_totals))),
    )


def _known(amount: Amount) -> Amount:
    return NOTHING if amount == MISSING else amount


def _without(position: Position) -> Position:
    if MISSING not in (position.total_price, position.unit_mass, position.total_mass, position.debris_mass):
        return position
    return replace(
        position,
        total_price=_known(position.total_price),
        unit_mass=_known(position.unit_mass),
        total_mass=_known(position.total_mass),
        debris_mass=_known(position.debris_mass),
    )
