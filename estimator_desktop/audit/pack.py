"""The settings pack: thresholds of rules and consensus, with a version that every verdict carries."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Pack:
    """Thresholds.  Money in the bill's currency."""

    version: str = "1.0"
    large_value: Decimal = Decimal(500_000)
    agreement: float = 0.9
    green_from: float = 0.95
    amber_from: float = 0.75
    unsure_below: float = 0.70


DEFAULT_PACK = Pack()
