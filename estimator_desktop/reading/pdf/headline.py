"""Column titles, and titles that stand over a group of columns (`Cena` over `Jednotková` and `Celkem`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from estimator_desktop.reading.pdf.lines import Cell
from estimator_desktop.reading.vocabulary import Field, folded, title_field

_GROUPS = (
    (re.compile(r"hmotnost\w*( ?[(\[]t[)\]])?"), Field.UNIT_MASS, Field.TOTAL_MASS),
    (re.compile(r"(cena|ceny|naklady)( ?[(\[]?(kc|czk|eur)[)\]]?)?"), Field.UNIT_PRICE, Field.TOTAL),
    (re.compile(r"(cena )?(dodavk|material)\w*( ?[\[(]?(kc|czk|eur)[)\]]?)?"), Field.SUPPLY, Field.OTHER),
    (re.compile(r"(cena )?montaz\w*( ?[\[(]?(kc|czk|eur)[)\]]?)?"), Field.INSTALLATION, Field.OTHER),
)
_PARTS = re.compile(r"dodavk|montaz|material|hmotnost")
"""Titles over pairs that say of what part the pair speaks."""
_PAIRS = {
    (Field.UNIT, Field.QUANTITY): frozenset({Field.QUANTITY}),
    (Field.UNIT_PRICE, Field.TOTAL): frozenset({Field.UNIT_PRICE, Field.TOTAL}),
}
"""Titles that stand side by side under one that says no more than they do, with what that one says."""
_LEVEL = 0.3
_ONE = re.compile(r"jedn\w*\.?( ?cena)?|j\. ?cena|(cena|kc|czk|eur) ?/ ?(mj|m\. ?j\.?|jedn\w*\.?|ks)|za (mj|m\. ?j\.?)")
_ALL = re.compile(r"(cena )?celk\w*\.?( ?[\[(]?(kc|czk|eur)[)\]]?)?")


@dataclass(frozen=True, slots=True)
class Title:
    """One column's title and where it stands."""

    field: Field
    left: float
    right: float
    text: str = ""
    said: Field = Field.OTHER
    """What the title by itself says; `field` is what the column is taken for beside its twins."""

    @property
    def centre(self) -> float:
        """Horizontal centre."""
        return (self.left + self.right) / 2


def grouped(cells: Sequence[Cell]) -> tuple[list[Title], list[Cell]]:
    """The titles of pairs under a group's title, and the cells that are left."""
    left = list(cells)
    titles: list[Title] = []
    for cell in cells:
        text = folded(cell.text)
        for pattern, one, whole in _GROUPS:
            if not pattern.fullmatch(text):
                continue
            pair = _pair(cell, left)
            if pair is None or (whole is Field.OTHER and not titles and _stands_alone(cell, pair, left)):
                continue
            for part, field in zip(pair, (one, whole), strict=True):
                titles.append(Title(field, part.left, part.right, f"{text} {folded(part.text)}", field))
                left.remove(part)
            left.remove(cell)
    return titles, _without_groups(left)


def _without_groups(cells: list[Cell]) -> list[Cell]:
    """The cells without titles that only stand over a pair of whole titles (`Výměra` over `MJ` and `Množství`)."""
    result = list(cells)
    for cell in cells:
        said = title_field(cell.text)
        if said is None or _PARTS.match(folded(cell.text)):
            continue
        middle = cell.words[0].middle
        below = sorted((other for other in cells if other.words[0].middle > middle + 1), key=lambda other: other.left)
        beside = [other for other in cells if other is not cell and other.words[0].middle <= middle + 1]
        for one, other in pairwise(below):
            level = abs(one.words[0].middle - other.words[0].middle) < _LEVEL * one.words[0].height
            pair = _PAIRS.get((title_field(one.text) or Field.OTHER, title_field(other.text) or Field.OTHER), ())
            alone = not any(over.left < other.right and over.right > one.left for over in beside)
            if level and alone and cell.left < one.right and cell.right > one.left and said in pair:
                result.remove(cell)
                break
    return result


def _stands_alone(over: Cell, pair: tuple[Cell, Cell], cells: Sequence[Cell]) -> bool:
    """Whether a title stands over the first of a pair alone, and the other is the only sum (`Montáž`, `Kč/MJ`)."""
    one, other = pair
    beside = over.left < one.right and over.right > one.left and over.right <= other.left
    sums = [cell for cell in cells if title_field(cell.text) is Field.TOTAL]
    return beside and sums == [other]


def _pair(group: Cell, cells: Sequence[Cell]) -> tuple[Cell, Cell] | None:
    """The neighbours `Jednotková` and `Celkem` below a group's title and around its centre."""
    middle = group.words[0].middle
    below = sorted((cell for cell in cells if cell.words[0].middle > middle + 1), key=lambda cell: cell.left)
    beside = [cell for cell in cells if cell is not group and abs(cell.words[0].middle - middle) <= 1]
    for one, other in pairwise(below):
        level = abs(one.words[0].middle - other.words[0].middle) < one.words[0].height
        named = _ONE.fullmatch(folded(one.text)) and _ALL.fullmatch(folded(other.text))
        if level and named and one.left - 2 <= group.centre <= other.right + 2:
            # Each under a title of its own (`Cena` and `Cena`) they are two titles, and no pair.
            alone = not any(over.left < other.right and over.right > one.left for over in beside)
            return (one, other) if alone else None
    return None
