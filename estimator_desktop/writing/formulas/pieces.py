"""A formula in pieces, and the areas that it looks at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_SHEET = r"(?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
_TOKEN = re.compile(
    r"\s*(?:"
    r'(?P<text>"(?:[^"]|"")*")'
    rf"|{_SHEET}(?P<area>\$?[A-Z]{{1,3}}\$?\d+(?::\$?[A-Z]{{1,3}}\$?\d+)?|\$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}}|\$?\d+:\$?\d+)"
    r"(?![\w(])"
    r"|(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)"
    r"|(?P<call>[A-Za-z][\w.]*)\("
    r"|(?P<name>[^\W\d][\w.]*)"
    r"|(?P<error>#[A-Z0-9/]+[!?]?)"
    r"|(?P<sign><=|>=|<>|[-+*/^&=<>(),%])"
    r")"
)
_CORNER = re.compile(r"(\$?)([A-Z]{1,3})?(\$?)(\d+)?")
_PRODUCTS = frozenset({"a*a", "ROUNDa*a,n)", "ROUNDa*a,a)"})


class Unknown(Exception):
    """The formula holds something that is not understood here."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, rows and columns from 1; `fixed` says which of the four edges a `$` holds in place."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    fixed: tuple[bool, bool, bool, bool] = (True, True, True, True)

    @property
    def single(self) -> bool:
        """Whether it is one cell."""
        return self.top == self.bottom and self.left == self.right

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def moved(self, rows: int, columns: int) -> Area:
        """The area as a formula copied so far down and right means it."""
        top, left, bottom, right = self.fixed
        return replace(
            self,
            top=self.top + (0 if top else rows),
            left=self.left + (0 if left else columns),
            bottom=self.bottom + (0 if bottom else rows),
            right=self.right + (0 if right else columns),
        )


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula: `kind` is number, text, area, call, name, error or sign."""

    kind: str
    text: str
    area: Area | None = None


Formula = tuple[Token, ...]


def column_number(letters: str) -> int:
    """The number of a column from 1: `A` 1, `AA` 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def parsed(text: str, home: str, names: Mapping[str, str]) -> Formula:
    """The pieces of a formula that stands on the sheet `home`.  Raises Unknown."""
    found: list[Token] = []
    at = 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise Unknown(text[at : at + 20])
        at = match.end()
        if match["area"]:
            sheet = match["sheet"]
            sheet = home if sheet is None else sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
            found.append(Token("area", match["area"], _area(match["area"], sheet)))
        elif match["name"]:
            found += _named(match["name"], home, names)
        else:
            kind = next(kind for kind in ("text", "number", "call", "error", "sign") if match[kind])
            found.append(Token(kind, match[kind]))
    return tuple(found)


def _named(name: str, home: str, names: Mapping[str, str]) -> Sequence[Token]:
    if name.upper() in {"TRUE", "FALSE"}:
        return (Token("name", name.upper()),)
    meant = names.get(name.casefold())
    if meant is None:
        raise Unknown(name)
    inside = parsed(meant, home, {})  # a name that means another name is left alone
    if len(inside) != 1:
        raise Unknown(name)
    return inside


def _area(text: str, sheet: str) -> Area:
    first, _, second = text.partition(":")
    one, other = _CORNER.fullmatch(first), _CORNER.fullmatch(second or first)
    if one is None or other is None:
        raise Unknown(text)
    edges = (
        int(one[4]) if one[4] else 1,
        column_number(one[2]) if one[2] else 1,
        int(other[4]) if other[4] else LAST_ROW,
        column_number(other[2]) if other[2] else LAST_COLUMN,
    )
    fixed = (bool(one[3]), bool(one[1]), bool(other[3]), bool(other[1]))
    if one[2] is None:  # whole rows: the `$` before a row is the first one matched
        fixed = (bool(one[1]), True, bool(other[1]), True)
    if one[4] is None:
        fixed = (True, bool(one[1]), True, bool(other[1]))
    return Area(sheet, *edges, fixed)


def moved(formula: Formula, rows: int, columns: int) -> Formula:
    """A shared formula as it stands so far from where it is written."""
    return tuple(replace(token, area=token.area.moved(rows, columns)) if token.area else token for token in formula)


def areas(formula: Formula) -> Iterator[Area]:
    """What a formula looks at."""
    return (token.area for token in formula if token.area is not None)


def product_of(formula: Formula) -> tuple[Area, Area] | None:
    """The two cells that a formula multiplies and perhaps rounds; None where it does anything else."""
    shape = "".join(token.text.upper() if token.kind in {"call", "sign"} else token.kind[0] for token in formula)
    found = [token.area for token in formula if token.area is not None]
    if shape not in _PRODUCTS or not all(area.single for area in found):
        return None
    return found[0], found[1]
