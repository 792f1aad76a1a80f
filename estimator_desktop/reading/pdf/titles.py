"""What a page says above its table: the job, the object, the part (`Stavba:`, `Objekt:`, `SO/PS:`, …)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from estimator_desktop.reading.pdf.lines import Cell, Line
from estimator_desktop.reading.vocabulary import folded

_LEVELS = (
    ("job", re.compile(r"(nazev )?(stavba|stavby|akce|zakazka)\s*:")),
    ("object", re.compile(r"((stavebni )?objekt|so/ps|nazev objektu|object|provozni soubor)\s*:")),
    ("part", re.compile(r"(soupis|podobjekt|rozpocet|cast objektu|uroven \d)\s*:")),
    ("group", re.compile(r"cast\s*:")),
)
_ANY_LABEL = re.compile(r"[^\W\d_][^:]{1,40}:")
_LOST = re.compile(r"#[A-ZÁ-Ž][A-ZÁ-Ž_/0]+[!?]?")
"""What a spreadsheet prints for a formula that lost its cell (`#REF!`, `#N/A`, `#NÁZEV?`): no name of anything."""
_CODE_NAME = re.compile(r"(\S.{0,40}?) - (\S.*)")
_CODE_FIRST = re.compile(r"((?:SO|IO|PS|D|SK)[ .]?[\d][\w.\-/]*|\d[\w.\-/]*)\s+(\S.*)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A level's code and name; either may be empty."""

    level: str
    code: str
    name: str


def headings(lines: Sequence[Line]) -> tuple[Heading, ...]:
    """The levels named above a table, outermost first."""
    found: list[Heading] = []
    for index, line in enumerate(lines):
        cells = line.cells()
        for place, cell in enumerate(cells):
            level, rest = _label(cell)
            if level is None:
                continue
            values = _values(cells[place + 1 :], rest)
            if not values and index + 1 < len(lines):
                below = lines[index + 1].cells()
                if below[0].left >= cell.left - 2 and not _ANY_LABEL.match(below[0].text):
                    values = [below[0].text]
            values = [value for value in values if not _LOST.fullmatch(value)]
            if values:
                found.append(Heading(level, *code_and_name(values)))
            break
    return tuple(found)


def _label(cell: Cell) -> tuple[str | None, str]:
    """The level a cell is labelled with, and the text behind the label in the same cell."""
    text = cell.text
    plain = folded(text)
    if ":" in plain:
        for level, pattern in _LEVELS:
            match = pattern.match(plain)
            if match:
                return level, text[match.end() :].strip()
    return None, ""


def _values(cells: Sequence[Cell], rest: str) -> list[str]:
    values = [rest] if rest else []
    for cell in cells:
        if _ANY_LABEL.match(cell.text) or len(values) == 2:
            break
        values.append(cell.text)
    return values


def code_and_name(values: Sequence[str]) -> tuple[str, str]:
    """`SO 1 - Dům`, `SO 202 Most` or two cells as code and name."""
    if len(values) >= 2 and len(values[0]) <= 24:
        return values[0], values[1]
    text = " ".join(values)
    match = _CODE_NAME.fullmatch(text) or _CODE_FIRST.fullmatch(text)
    return (match[1].strip(), match[2].strip()) if match else ("", text)
