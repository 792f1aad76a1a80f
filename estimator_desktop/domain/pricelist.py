"""A price list on its way from a file into the store: its columns, its items, and how it would be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from estimator_desktop.domain.match import CatalogueItem

FIELDS = ("code", "description", "unit", "price", "specification", "chapter")
"""What a column of a price list can hold."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column holds what (numbers from 0; None: none), and the row of the header (-1: there is none)."""

    description: int
    code: int | None = None
    unit: int | None = None
    price: int | None = None
    specification: int | None = None
    chapter: int | None = None
    header: int = -1
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class PriceList:
    """What a file holds: items and what it says about itself; `skipped` rows had a code or text but were no items."""

    items: tuple[CatalogueItem, ...]
    name: str
    system: str = ""
    edition: str = ""
    published: date | None = None
    licence: str = ""
    currency: str = "CZK"
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """How a file would be read: the first rows of a table with the proposed mapping (None: none could be guessed).

    `rows` begin at row `first` of the sheet; `items` are what these rows give.  A price list that is no table has items
    but no rows.
    """

    sheets: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    first: int = 0
    mapping: Mapping | None = None
    items: tuple[CatalogueItem, ...] = ()
    name: str = ""
    edition: str = ""
    system: str = ""
