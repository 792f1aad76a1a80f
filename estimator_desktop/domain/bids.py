"""Several bids of one tender beside each other: values only; `audit.bids.compare_bids` makes them.

Money is without VAT.  The first bid leads the list of items; what another bid has besides stands at the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from estimator_desktop.domain.verdict import Finding


class Flag(StrEnum):
    """What is odd about one bid's price of one item."""

    MISSING = "missing"
    """Other bids have the item."""
    ADDED = "added"
    """Only this bid has it."""
    NOT_PRICED = "not_priced"
    """Others price it."""
    QUANTITY = "quantity"
    """The bid changed the tender's quantity."""
    UNIT = "unit"
    HIGH = "high"
    """Much dearer than the bid as a whole is against the others, and enough money to matter."""
    LOW = "low"


@dataclass(frozen=True, slots=True)
class BidPrice:
    """One bid's offer for one item.  `row` is the position in its bill; `times` the price against the median."""

    row: int | None = None
    quantity: Decimal | None = None
    price: Decimal | None = None
    total: Decimal = Decimal(0)
    times: Decimal | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class BidItem:
    """One item of the tender in all bids.  `median` is that of the unit prices offered; `spread` dearest ÷ cheapest."""

    code: str
    description: str
    unit: str
    section: str
    quantity: Decimal | None
    median: Decimal | None
    spread: Decimal | None
    offers: tuple[BidPrice, ...]

    @property
    def differs(self) -> bool:
        """Whether something is odd about any offer."""
        return any(offer.flags for offer in self.offers)


@dataclass(frozen=True, slots=True)
class BidSummary:
    """One bid as a whole.

    `rank` counts from 1, the cheapest; `level` is its total against the median of all totals.  `early` is the share of
    its price, in per cent, in the items that make up the first third of the tender by the bids' median prices;
    `front_loaded` says that this is notably more than the others ask there.  `arithmetic` are the provable errors of
    its own sums and products.
    """

    name: str
    file: str
    currency: str
    positions: int
    total: Decimal
    rank: int
    level: Decimal
    early: Decimal
    front_loaded: bool
    counts: Mapping[Flag, int]
    arithmetic: tuple[Finding, ...]

    @property
    def unbalanced(self) -> bool:
        """Whether prices look shifted: dear early, or some items far too dear while others are far too cheap."""
        return self.front_loaded or bool(self.counts.get(Flag.HIGH) and self.counts.get(Flag.LOW))


@dataclass(frozen=True, slots=True)
class BidComparison:
    """All bids and all items; the bids in the order given."""

    bids: tuple[BidSummary, ...]
    items: tuple[BidItem, ...]
