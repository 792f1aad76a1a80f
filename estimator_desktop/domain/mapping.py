"""What the columns of a table hold, as a person says it; templates that remember it for a layout.

A layout is known by its header: the same titles in the same order are the same layout (`fingerprint`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class ColumnRole(StrEnum):
    """What a column holds; a column that holds nothing of interest is not mapped."""

    ORDINAL = "ordinal"
    TYPE = "type"
    CODE = "code"
    DESCRIPTION = "description"
    UNIT = "unit"
    QUANTITY = "quantity"
    UNIT_PRICE = "unit_price"
    TOTAL = "total"
    PRICE_SYSTEM = "price_system"


_NEEDED = (ColumnRole.DESCRIPTION, ColumnRole.QUANTITY)


class MappingError(ValueError):
    """A mapping that a file states cannot be used: the code of the reason, and the entry that it is about."""

    def __init__(self, why: str, entry: str = "") -> None:
        super().__init__(f"{why} {entry}".strip())
        self.why = why
        self.entry = entry


@dataclass(frozen=True, slots=True)
class TableMapping:
    """`header` is the row of titles (from 0; None: there is none), `columns` from 0; `sheets` empty: every sheet."""

    columns: tuple[tuple[int, ColumnRole], ...]
    header: int | None = None
    sheets: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether a table can be read with it: what is done, and how much of it."""
        roles = [role for _, role in self.columns]
        return set(_NEEDED) <= set(roles) and len(roles) == len(set(roles))


@dataclass(frozen=True, slots=True)
class LayoutTemplate:
    """A mapping remembered under a name for every table with these titles."""

    name: str
    fingerprint: str
    mapping: TableMapping


@dataclass(frozen=True, slots=True)
class LayoutRequest:
    """What a reader is told about the layout: a mapping to read with, else the templates to look for.

    `ask`: the person wants to say what the columns hold, however sure the reader is.
    """

    mapping: TableMapping | None = None
    templates: tuple[LayoutTemplate, ...] = ()
    ask: bool = False


@dataclass(frozen=True, slots=True)
class PreviewSheet:
    """The first rows of a sheet as text."""

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class TablePreview:
    """What a mapping is chosen from: the sheets, the best guess, and how sure it is (0 to 1)."""

    sheets: tuple[PreviewSheet, ...]
    guess: TableMapping
    confidence: float


def fingerprint(cells: Iterable[str]) -> str:
    """The titles of a header without case, accents and spacing; empty where fewer than three cells hold a title."""
    titles = [_folded(cell) for cell in cells]
    while titles and not titles[-1]:
        titles.pop()
    return "|".join(titles) if sum(map(bool, titles)) >= 3 else ""


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"\s+", " ", "".join(sign for sign in plain if not unicodedata.combining(sign))).strip()


def column_name(column: int) -> str:
    """`A`, `B` … `AA` as spreadsheets call their columns (from 0)."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """The column (from 0) that a spreadsheet calls so.  Raises ValueError."""
    if not re.fullmatch(r"[A-Za-z]{1,3}", name):
        raise ValueError(name)
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def mapping_of(record: object) -> TableMapping:
    """The mapping that a file states, as docs/mapping.md describes it.  Raises MappingError."""
    columns = record.get("columns") if isinstance(record, Mapping) else None
    if not isinstance(record, Mapping) or not isinstance(columns, Mapping):
        raise MappingError("mapping_form")
    header, sheets = record.get("header_row"), record.get("sheets", [])
    if not isinstance(sheets, list):
        raise MappingError("mapping_sheets", str(sheets))
    if header is not None and (not isinstance(header, int) or isinstance(header, bool) or header < 1):
        raise MappingError("mapping_header", str(header))
    pairs = tuple(sorted(_column(str(name), str(role)) for name, role in columns.items()))
    roles = [role for _, role in pairs]
    missing = [role.value for role in _NEEDED if role not in roles]
    if missing:
        raise MappingError("mapping_missing", ", ".join(missing))
    twice = next((role.value for role in roles if roles.count(role) > 1), "")
    if twice:
        raise MappingError("mapping_twice", twice)
    return TableMapping(pairs, None if header is None else header - 1, tuple(map(str, sheets)))


def _column(name: str, role: str) -> tuple[int, ColumnRole]:
    if role not in tuple(ColumnRole):
        raise MappingError("mapping_role", role)
    try:
        return column_number(name), ColumnRole(role)
    except ValueError as error:
        raise MappingError("mapping_column", name) from error


def columns_text(mapping: TableMapping) -> str:
    """`B code, C description`: a mapping in a few signs."""
    return ", ".join(f"{column_name(column)} {role.value}" for column, role in mapping.columns)
