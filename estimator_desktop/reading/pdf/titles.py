"""What a page says above its table: the job, the object, the part (`Stavba:`, `Objekt:`, `SO/PS:`, …)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from estimator_desktop.reading.naming import code_and_name, is_sum
from estimator_desktop.reading.pdf.lines import Cell, Line
from estimator_desktop.reading.vocabulary import folded

_LEVELS = (
    ("job", re.compile(r"((cislo a )?(nazev )?(stavba|stavby|akce|zakazk[ay])|project|projekt|bauvorhaben|s)\s*:")),
    (
        "object",
        re.compile(
            r"((stavebni )?objekt|so/ps|(cislo a )?nazev (objektu|so(/ps)?|ps)|(cislo )?so|object|provozni soubor|o)"
            r"\s*:"
        ),
    ),
    ("part", re.compile(r"(soupis|podobjekt|rozpocet|(cislo a )?nazev rozpoctu|cast objektu|uroven \d|r)\s*:")),
    ("group", re.compile(r"cast\s*:")),
)
_ANY_LABEL = re.compile(r"[^\W\d_][^:]{1,40}:")
_LOST = re.compile(r"#[A-ZÁ-Ž][A-ZÁ-Ž_/0]+[!?]?")
"""What a spreadsheet prints for a formula that lost its cell (`#REF!`, `#N/A`, `#NÁZEV?`): no name of anything."""


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
            values = [value for value in values if not _LOST.fullmatch(value) and not is_sum(value)]
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
