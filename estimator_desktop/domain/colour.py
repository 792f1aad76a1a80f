"""The three colours of a verdict."""

from __future__ import annotations

from enum import StrEnum


class Colour(StrEnum):
    """RED: a provable error.  AMBER: a plausible one, or nothing could be checked.  GREEN: checked and sound."""

    GREEN = "GREEN"
    AMBER = "AMBER"
    RED = "RED"
