"""What stored results follow from changed cells: which formulas depend on them, and what they come to now.

A workbook carries the last result of every formula.  LibreOffice, previews and most libraries show those without
computing; so a changed price must bring the sums over it with it.  What cannot be computed here loses its stored
result: every program then computes it on opening, and none shows the old one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from xml.sax.saxutils import escape

from estimator_desktop.writing.formulas import (
    Area,
    Formula,
    Unknown,
    Value,
    areas,
    column_number,
    evaluate,
    moved,
    parsed,
    product_of,
)

CELL = re.compile(rb"<c\b(?P<attributes>[^>]*?)(?:/>|>(?P<inside>.*?)</c>)", re.DOTALL)
PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
VALUE = re.compile(rb"<v\b[^>]*>([^<]*)</v>")
_TYPE = re.compile(rb'\bt="([^"]*)"')
_FORMULA = re.compile(rb"<f\b(?P<attributes>[^>]*?)(?:/>|>(?P<text>[^<]*)</f>)")
_TEXT = re.compile(rb"<t\b[^>]*>([^<]*)</t>")
_SHARED = re.compile(rb'\bsi="(\d+)"')
_REF = re.compile(rb'\bref="([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?"')
_FILTER = b"<filterColumn"
_ANYWHERE = frozenset({"INDIRECT", "OFFSET"})
"""Functions that may look at any cell."""
_WIDE = 200_000
"""Cells of an area that are looked up one by one; in a larger one only those that are there."""

Cell = tuple[str, int, int]
"""Sheet, row, column; rows and columns from 1."""


def place_of(attributes: bytes) -> tuple[int, int] | None:
    """Row and column of a cell by its attributes."""
    found = PLACE.search(attributes)
    return (int(found[2]), column_number(found[1].decode())) if found else None


def value_of(attributes: bytes, inside: bytes, strings: Sequence[str]) -> Value:
    """What a cell says.  Raises Unknown for an error."""
    kind = _TYPE.search(attributes)
    name = kind[1] if kind else b"n"
    if name == b"inlineStr":
        return unescape("".join(text.decode() for text in _TEXT.findall(inside)))
    found = VALUE.search(inside)
    if found is None:
        return None
    text = found[1].decode()
    if name == b"s":
        return strings[int(text)]
    if name == b"str":
        return unescape(text)
    if name == b"b":
        return text == "1"
    if name == b"e":
        raise Unknown(text)
    return float(text)


@dataclass(slots=True)
class _Sheet:
    """A sheet's cells: their values, and the formulas among them (None: not understood)."""

    raw: dict[tuple[int, int], tuple[bytes, bytes]] = field(default_factory=dict)
    formulas: dict[tuple[int, int], Formula | None] = field(default_factory=dict)
    follows: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """Cells that a formula in another cell fills (array formulas)."""


class _NeededError(Exception):
    """Cells that must be computed before."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        super().__init__(len(cells))
        self.cells = cells


class Book:
    """All sheets of a workbook as they are after the edits."""

    def __init__(self, sheets: Mapping[str, bytes], strings: Sequence[str], names: Mapping[str, str]) -> None:
        self._strings = strings
        self._names = names
        self._sheets = {name: self._read(name, data) for name, data in sheets.items()}
        self._dirty: set[Cell] = set()
        self._known: dict[Cell, Value] = {}
        self._unknown: set[Cell] = set()

    def _read(self, name: str, data: bytes) -> _Sheet:
        sheet = _Sheet()
        shared: dict[bytes, tuple[tuple[int, int], Formula | None]] = {}
        for match in CELL.finditer(data):
            place = place_of(match["attributes"])
            inside = match["inside"] or b""
            if place is None or not inside:
                continue
            sheet.raw[place] = (match["attributes"], inside)
            formula = _FORMULA.search(inside)
            if formula is not None:
                sheet.formulas[place] = self._formula(name, place, formula, shared, sheet)
        if _FILTER in data:  # hidden rows count in some sums and in others not: none is touched
            sheet.formulas = dict.fromkeys(sheet.formulas)
        return sheet

    def _formula(
        self,
        name: str,
        place: tuple[int, int],
        found: re.Match[bytes],
        shared: dict[bytes, tuple[tuple[int, int], Formula | None]],
        sheet: _Sheet,
    ) -> Formula | None:
        number = _SHARED.search(found["attributes"])
        text = unescape((found["text"] or b"").decode())
        if not text and number is not None and number[1] in shared:
            home, master = shared[number[1]]
            return None if master is None else moved(master, place[0] - home[0], place[1] - home[1])
        try:
            formula = parsed(text, name, self._names)
        except Unknown:
            formula = None
        if number is not None:
            shared[number[1]] = (place, formula)
        if formula and any(token.kind == "call" and token.text.upper() in _ANYWHERE for token in formula):
            formula = None
        kind = _TYPE.search(found["attributes"])
        area = _REF.search(found["attributes"])
        if kind is not None and kind[1] in {b"array", b"dataTable"}:
            if area is not None and area[3]:
                last = (int(area[4]), column_number(area[3].decode()))
                for row in range(place[0], last[0] + 1):
                    for column in range(place[1], last[1] + 1):
                        sheet.follows[row, column] = place
            return None
        return formula

    def results(self, changed: Iterable[Cell]) -> Mapping[Cell, Value | Unknown]:
        """What every formula over the changed cells comes to; Unknown for what cannot be computed here."""
        self._dirty = self._dependents(set(changed))
        self._known, self._unknown = {}, set()
        for cell in sorted(self._dirty):
            self._settle(cell)
        found: dict[Cell, Value | Unknown] = {cell: Unknown() for cell in self._unknown}
        for name, sheet in self._sheets.items():
            filled = [place for place, master in sheet.follows.items() if (name, *master) in self._dirty]
            found.update({(name, *place): Unknown() for place in filled})
        return {**self._known, **found}

    def products(self, sheet: str) -> Mapping[int, Sequence[tuple[int, int, int]]]:
        """By row, what its formulas multiply within the row: the formula's column and those of both factors."""
        found: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
        known = self._sheets.get(sheet, _Sheet())
        for (row, column), formula in known.formulas.items():
            factors = product_of(formula) if formula else None
            if factors and all(area.sheet == sheet and area.top == row for area in factors):
                found[row].append((column, factors[0].left, factors[1].left))
        return found

    def _dependents(self, changed: set[Cell]) -> set[Cell]:
        single: defaultdict[Cell, list[Cell]] = defaultdict(list)
        wide: defaultdict[str, dict[Area, list[Cell]]] = defaultdict(dict)
        opaque: set[Cell] = set()
        for name, sheet in self._sheets.items():
            for place, formula in sheet.formulas.items():
                cell = (name, *place)
                if formula is None:
                    opaque.add(cell)
                    continue
                for area in areas(formula):
                    if area.single:
                        single[area.sheet, area.top, area.left].append(cell)
                    else:
                        wide[area.sheet].setdefault(area, []).append(cell)
        dirty: set[Cell] = set()
        # what is not understood may look at anything
        todo = [*changed, *(opaque if changed else ())]
        dirty |= opaque if changed else set()
        while todo:
            cell = todo.pop()
            found = list(single.get(cell, ()))
            waiting = wide.get(cell[0], {})
            for area in [area for area in waiting if area.holds(cell[1], cell[2])]:
                found += waiting.pop(area)
            fresh = [item for item in found if item not in dirty]
            dirty.update(fresh)
            todo += fresh
        return dirty

    def _settle(self, cell: Cell) -> None:
        stack = [cell]
        while stack:
            top = stack[-1]
            if top in self._known or top in self._unknown:
                stack.pop()
                continue
            formula = self._sheets[top[0]].formulas[top[1], top[2]]
            if formula is None:
                self._unknown.add(top)
                continue
            try:
                self._known[top] = evaluate(formula, self._values)
            except _NeededError as needed:
                if set(needed.cells) & set(stack):
                    self._unknown.add(top)  # a circle
                else:
                    stack += needed.cells
            except (Unknown, IndexError, ValueError, OverflowError):
                self._unknown.add(top)

    def _values(self, area: Area) -> Sequence[Value]:
        sheet = self._sheets.get(area.sheet)
        if sheet is None:
            raise Unknown(area.sheet)
        wide = (area.bottom - area.top + 1) * (area.right - area.left + 1) > _WIDE
        places: Iterable[tuple[int, int]] = (
            sorted(place for place in sheet.raw if area.holds(*place))
            if wide
            else [
                (row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1)
            ]
        )
        found: list[Value] = []
        missing: list[Cell] = []
        for place in places:
            cell = (area.sheet, *place)
            if cell in self._unknown:
                raise Unknown(cell[0])
            if cell in self._dirty and cell not in self._known:
                missing.append(cell)
            elif cell in self._known:
                found.append(self._known[cell])
            else:
                raw = sheet.raw.get(place)
                found.append(None if raw is None else value_of(*raw, self._strings))
        if missing:
            raise _NeededError(missing)
        return found


def rewritten(
    data: bytes, results: Mapping[tuple[int, int], Value | Unknown]
) -> tuple[bytes, list[tuple[str, str, str]]]:
    """A sheet with new stored results, and of each changed one: cell, what it said and says (empty: taken out)."""
    said: list[tuple[str, str, str]] = []
    pieces: list[bytes] = []
    at = 0
    for match in CELL.finditer(data):
        place = place_of(match["attributes"])
        if place is None or place not in results or match["inside"] is None:
            continue
        found = VALUE.search(match["inside"])
        before = unescape(found[1].decode()) if found else ""
        value = results[place]
        after = _stored(match["attributes"], value)
        name = PLACE.search(match["attributes"])
        if after == before or name is None or _same_number(before, after):
            continue
        start = match.start("inside")
        if after:
            inside = escape(after).encode()
            piece = match["inside"]
            piece = (
                piece[: found.start(1)] + inside + piece[found.end(1) :] if found else piece + b"<v>" + inside + b"</v>"
            )
            pieces += [data[at:start], piece]
            at = match.end("inside")
        elif found is not None:
            pieces += [data[at : start + found.start()]]
            at = start + found.end()
        said.append(((name[1] + name[2]).decode(), before, after))
    return b"".join([*pieces, data[at:]]), said


def _stored(attributes: bytes, value: Value | Unknown) -> str:
    """A result as it is stored; empty where it must be computed on opening: unknown, or of another kind than before."""
    kind = _TYPE.search(attributes)
    name = kind[1] if kind else b"n"
    if isinstance(value, str) and name == b"str":
        return value
    if isinstance(value, bool):
        return str(int(value)) if name == b"b" else ""
    if isinstance(value, float) and name == b"n":
        return f"{value:.15g}"
    return ""


def _same_number(before: str, after: str) -> bool:
    try:
        return float(before) == float(after) or abs(float(before) - float(after)) <= 1e-9 * abs(float(before))
    except ValueError:
        return False
