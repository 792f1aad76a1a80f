"""What files that leave the program and come back agree on: how a bill is named in them and how a position is known.

A position's id is its place in the bill the file was written from.  It survives sorting, filtering and editing in
another program; a row without an id, or with one that the bill does not know, is a new position.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from estimator_desktop.domain.bill import Measurement
from estimator_desktop.domain.measuring import evaluate_lines
from estimator_desktop.domain.numbers import round_half_up

SCHEMA_VERSION = "1"
"""Of the JSON files; raised only where a reader of the older shape would go wrong."""
BILL_KIND = "estimator-desktop/bill"
AUDIT_KIND = "estimator-desktop/audit"
AMOUNTS = (
    "quantity",
    "unit_price",
    "total_price",
    "supply_price",
    "installation_price",
    "unit_mass",
    "total_mass",
    "debris_mass",
)
"""A position's fields that are an `Amount`."""
_ID = re.compile(r"([pso])([1-9]\d{0,8})")


def position_id(index: int) -> str:
    """The id of the position at an index of the bill: `p1` for the first."""
    return f"p{index + 1}"


def position_index(identity: str) -> int | None:
    """The index that an id names; None where the text is no id of ours."""
    return place_of(identity, "p")


PAYLOAD_SHEET = "estimator-desktop"
PAYLOAD_MARK = "estimator-desktop/workbook"
PAYLOAD_VERSION = "1"
PAYLOAD_PIECE = 30_000
"""How a workbook of ours carries its bill: a hidden sheet, what stands in A1 and A2, and the characters in a cell."""
UNIXML_MARK = "Estimator Desktop"
"""What our uniXML names as its source program."""
UNIXML_INSTRUCTION = "estimator-desktop"
"""Processing instructions of this name keep what uniXML has no element for (`writing.unixml_kept`)."""
UNIXML_TEXTS = ("code", "row_type", "variant", "vat_rate")
"""A position's texts that an instruction may keep."""
UNIXML_PRODUCT = "="
"""What an instruction says of a printed total that is quantity times price: it follows both when they are edited."""
UNIXML_VAT = {"ZAKLADNI": "základní", "SNIZENA": "snížená"}
"""The rates that uniXML knows, and how other formats name them."""
OWN_TABLE_HEAD = 65_536
"""Bytes from the beginning of a CSV of ours in which its titles end."""
_PLACES = 9


def own_table_separator(head: bytes) -> str:
    """What stands between the cells of a CSV that begins so; empty where it is none of ours."""
    titles = head.split(b"\n", 1)[0].rstrip()
    return next((sign for sign in ";," if titles.endswith(f"{sign}id".encode())), "")


def unixml_vat(rate: str) -> str:
    """The rate that uniXML has for one of ours."""
    return "SNIZENA" if "sníž" in rate.casefold() else "ZAKLADNI"


def unixml_debris(unit: Decimal | None, quantity: Decimal | None) -> Decimal | None:
    """A position's debris in tonnes: the format holds it for one unit only."""
    return None if unit is None or quantity is None else round_half_up(unit * quantity, _PLACES)


def unixml_line_values(
    lines: Sequence[Measurement], figures: Mapping[str, Decimal] | None = None, places: int | None = None
) -> list[Decimal | None]:
    """What measurement lines come to: the format stores expressions only.  `places` rounds each line."""
    results = evaluate_lines(lines, figures or {}, places=places)
    return [None if result.computed is None else round_half_up(result.computed, _PLACES) for result in results]


def object_id(index: int) -> str:
    """The id of the object at an index of the bill."""
    return f"o{index + 1}"


def section_id(index: int) -> str:
    """The id of the section at an index of the bill."""
    return f"s{index + 1}"


def place_of(identity: str, letter: str) -> int | None:
    """The index that an id with this first letter (`p`, `s`, `o`) names; None where the text is no such id."""
    found = _ID.fullmatch(identity.strip())
    return int(found[2]) - 1 if found and found[1] == letter else None
