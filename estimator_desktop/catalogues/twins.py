"""Items that price systems keep word for word in several lists, so that a text alone never tells which one is meant.

Fees for disposal stand in earthworks, buildings, roads and electrical works alike; electrical installation in the older
lists of assembly works (21, 22) and in the trades 741 and 742; sleeves on pipes for water and for heating; debris and
transfer of materials in a chapter for every kind of building.  Only the code or the chapter decides; without it the
answer stays below what is said with certainty.
"""

from __future__ import annotations

import re

from estimator_desktop.catalogues.words import fold

CEILING = 0.88
"""The most that a text alone is worth where the price system has the same text elsewhere."""
_CODES = re.compile(r"(?:(?:21|22)\d|741|742|997|998|979|722181|733811)\d{3,6}(?!\d)")
_TEXTS = re.compile(r"poplat\w* za (?:uloz|sklad|likvid|recykl)|skladkovne\b")


def has_twins(code: str, description: str) -> bool:
    """Whether an item belongs to a family that stands in several lists of a price system."""
    plain = code.replace(" ", "")
    long_enough = sum(sign.isdigit() for sign in plain) >= 9
    return (long_enough and _CODES.match(plain) is not None) or _TEXTS.match(fold(description)) is not None
