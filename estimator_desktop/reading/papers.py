"""Papers of trade with tables like a bill's: an invoice, a delivery note.  Their title says what they are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from estimator_desktop.domain.bill import Position
from estimator_desktop.reading.vocabulary import folded

_TITLES = (
    (
        "invoice",
        re.compile(
            r"(zalohova |proforma |konecna |opravna )?faktura\b|(opravny )?danovy doklad\b|dobropis\b"
            r"|(pro ?forma )?invoice\b|(schluss|abschlags)?rechnung\b"
        ),
    ),
    ("delivery_note", re.compile(r"dodaci list\b|delivery note\b|lieferschein\b|vydejka\b")),
)
_BILLS = ("soupis", "rozpocet", "vykaz vymer", "polozkovy", "slepy rozpocet", "zjistovaci protokol", "kryci list")
_LONGEST = 60
"""A longer line is a sentence that speaks of an invoice."""
_CODE = re.compile(r"\d{5}")
"""Codes of price systems have at least so many digits."""


def is_coded(position: Position) -> bool:
    """Whether a position has a type or a code as only bills have them, whatever the paper's title says."""
    return bool(position.row_type) or _CODE.search(position.code) is not None


def trade_paper(lines: Iterable[str]) -> str | None:
    """What a document whose first page begins with these lines is, by a title that stands at a line's beginning.

    A schedule of finished works (`Soupis provedených prací, příloha k faktuře`) is a bill, and its title says so first.
    """
    for line in lines:
        plain = folded(line)
        if len(plain) > _LONGEST:
            continue
        if plain.startswith(_BILLS):
            return None
        for kind, title in _TITLES:
            if title.match(plain):
                return kind
    return None
