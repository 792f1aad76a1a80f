"""What files that leave the program and come back agree on: how a bill is named in them and how a position is known.

A position's id is its place in the bill the file was written from.  It survives sorting, filtering and editing in
another program; a row without an id, or with one that the bill does not know, is a new position.
"""

from __future__ import annotations

import re

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
_ID = re.compile(r"p([1-9]\d{0,8})")


def position_id(index: int) -> str:
    """The id of the position at an index of the bill: `p1` for the first."""
    return f"p{index + 1}"


def position_index(identity: str) -> int | None:
    """The index that an id names; None where the text is no id of ours."""
    found = _ID.fullmatch(identity.strip())
    return int(found[1]) - 1 if found else None


PAYLOAD_SHEET = "estimator-desktop"
PAYLOAD_MARK = "estimator-desktop/workbook"
PAYLOAD_VERSION = "1"
PAYLOAD_PIECE = 30_000
"""How a workbook of ours carries its bill: a hidden sheet, what stands in A1 and A2, and the characters in a cell."""
UNIXML_MARK = "Estimator Desktop"
"""What our uniXML names as its source program; the instruction in each position is `<?estimator-desktop …?>`."""
