"""What a recognised (scanned) position says about how surely it was read."""

from __future__ import annotations

from estimator_desktop.domain.bill import Position

LEAST_SURE = 0.8
"""A field read with less confidence is doubtful."""
COUNTED = ("code", "unit", "quantity", "unit_price", "total_price")
"""Fields in which one misread sign changes what is priced."""


def doubtful_fields(position: Position) -> tuple[tuple[str, float], ...]:
    """The fields that count and were read with little confidence, least sure first.  Empty for exact text."""
    found = [(name, sure) for name, sure in position.confidence if name in COUNTED and sure < LEAST_SURE]
    return tuple(sorted(found, key=lambda item: item[1]))


def read_as(position: Position, field: str) -> str:
    """What was read in one of the fields that count."""
    value = getattr(position, field)
    return value if isinstance(value, str) else str(value.raw)
