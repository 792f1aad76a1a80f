"""What the estimator's own catalogues say about a position: items, candidates, the match and what past budgets paid.

A match never invents: every code in it is the code of a `CatalogueItem` that lies in a loaded catalogue.  Reasons are
codes (`texts` makes the sentence).  Prices are in the catalogue's currency per the item's own unit unless said
otherwise; scores are calibrated probabilities (0–1) that the item is the right one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from statistics import median

from estimator_desktop.domain.units import UnitRelation, factor

EXACT_FROM = 0.9
"""From this calibrated score on a match is said to be exact: at least 95 of 100 such answers are right."""


class MatchLevel(StrEnum):
    """How sure the match is.  `NONE`: nothing that may be shown as an answer, and no code."""

    EXACT = "exact"
    PARTIAL = "partial"
    NONE = "none"


class Basis(StrEnum):
    """What the match rests on."""

    CODE = "code"
    TEXT = "text"
    RULE = "rule"
    """A personal rule: the person once said that this text and unit mean this code."""
    PERSON = "person"
    """The person's own word on this very position."""
    NOTHING = "nothing"


class Answer(StrEnum):
    """What the person said about a position's match; it is final until undone."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REPLACED = "replaced"
    REJECTED = "rejected"


class CodeStanding(StrEnum):
    """Where the position's own code is found among the loaded catalogues."""

    NO_CODE = "no_code"
    """The position has no code, or an own one (`R-…`) that no catalogue is expected to hold."""
    FOUND = "found"
    """In the catalogue of the declared system and edition, or in some catalogue where none is declared."""
    OTHER_EDITION = "other_edition"
    """The declared system is loaded, but only another edition of it holds the code."""
    OTHER_SYSTEM = "other_system"
    """Only a catalogue of another price system holds the code."""
    UNKNOWN = "unknown"
    """The declared system (or, where none is declared, any catalogue) is loaded and the code is in none of them."""
    NOT_LOADED = "not_loaded"
    """No catalogue of the declared system is loaded: nothing can be said."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One edition of a price list or code list.  Several editions of one name stand side by side.

    `system` is the price system the codes belong to (`OTSKP`, `URS`, `RTS`, `UOZI`; own lists: their name), `edition`
    the price level as the publisher writes it (`2026`, `2025/II`); `complete` whether the list claims to hold every
    code of its system.
    """

    id: int
    name: str
    system: str
    edition: str
    items: int
    imported: datetime
    sha256: str = ""
    source: str = ""
    published: date | None = None
    licence: str = ""
    currency: str = "CZK"
    complete: bool = False


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """One line of a catalogue.  `price` is per `unit`, without VAT; None where the list has no prices.

    `chapter` is the group it stands in.  `id` is the store's key (0: not stored).
    """

    code: str
    description: str
    unit: str
    price: Decimal | None = None
    specification: str = ""
    chapter: str = ""
    id: int = 0
    catalogue: int = 0
    system: str = ""
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One point for (`supports`) or against a candidate.  `code` names the sentence; `params` fill it."""

    code: str
    supports: bool
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A catalogue item weighed against a position.

    `similarity` is how much of the words agrees (0–1), whatever the unit, numbers and chapter say; `score` the
    calibrated probability that this is the item; `conflicts` is true where a numeric token (DN, thickness, class…),
    a kind of work (montáž/dodávka…) or the unit contradicts.
    """

    item: CatalogueItem
    score: float
    level: MatchLevel
    similarity: float
    unit: UnitRelation
    reasons: tuple[Reason, ...] = ()

    @property
    def against(self) -> tuple[Reason, ...]:
        """What speaks against the item."""
        return tuple(reason for reason in self.reasons if not reason.supports)

    def price_in(self, unit: str) -> Decimal | None:
        """The item's price per one of the given unit (t → kg divides by 1000); None where units do not convert."""
        ratio = factor(unit, self.item.unit)
        return None if self.item.price is None or ratio is None else self.item.price * ratio


@dataclass(frozen=True, slots=True)
class PriceStatistics:
    """What accepted past budgets paid for one code and unit: robust, never a mean.

    `mad` is the median of the absolute distances from the median; `newest` the newest entry's date.
    """

    count: int
    median: Decimal
    mad: Decimal
    low: Decimal
    high: Decimal
    newest: date | None = None

    @classmethod
    def of(cls, prices: Iterable[Decimal], newest: date | None = None) -> PriceStatistics | None:
        """The statistics of some prices; None where there are none."""
        values = sorted(prices)
        if not values:
            return None
        middle = median(values)
        return cls(len(values), middle, median(abs(value - middle) for value in values), values[0], values[-1], newest)


@dataclass(frozen=True, slots=True)
class ArchivedPrice:
    """One price of an accepted past budget, per `unit`; `system` is the price system the code belongs to."""

    code: str
    description: str
    unit: str
    price: Decimal
    noted: date
    region: str = ""
    project: str = ""
    system: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class PersonalRule:
    """The person once said: this text with this unit is that code (of that price system; empty: of any)."""

    text: str
    unit: str
    code: str
    system: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """The person's word on one position's match; `item` as it was when they said it (None: rejected)."""

    answer: Answer
    item: CatalogueItem | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """What was found for one position (index into the bill).

    `chosen` is the answer, None for level `NONE`; `candidates` up to five, best first (the answer among them);
    `coded` the item that bears the position's own code, weighed by text and unit whether or not it is the answer
    (what C1–C5 look at).  `answer` is the person's word; a rejected match has no `chosen`.
    """

    position: int
    level: MatchLevel = MatchLevel.NONE
    score: float = 0.0
    basis: Basis = Basis.NOTHING
    standing: CodeStanding = CodeStanding.NO_CODE
    chosen: Candidate | None = None
    candidates: tuple[Candidate, ...] = ()
    coded: Candidate | None = None
    price: Decimal | None = None
    """The answer's catalogue price per the position's own unit."""
    difference: Decimal | None = None
    """How far the position's unit price lies from `price`, in per cent of it (+15 is dearer)."""
    archive: PriceStatistics | None = None
    """What accepted past budgets paid for the answer's code, per the position's own unit."""
    answer: Answer = Answer.OPEN


@dataclass(frozen=True, slots=True)
class Enrichment:
    """The matches of one bill, a match per position in the same order, and the editions they rest on."""

    matches: tuple[Match, ...]
    catalogues: tuple[Catalogue, ...] = ()
    version: str = ""
    """Of the matching rules and tables, so that a verdict can say what it rests on."""

    def count(self, level: MatchLevel) -> int:
        """How many positions are matched at the level."""
        return sum(match.level is level for match in self.matches)


def level_of(score: float) -> MatchLevel:
    """The level that a calibrated score earns a candidate."""
    return MatchLevel.EXACT if score >= EXACT_FROM else MatchLevel.PARTIAL


def difference_percent(price: Decimal | None, reference: Decimal | None) -> Decimal | None:
    """How far a price lies from the reference, in per cent of the reference, one decimal; None without both."""
    if price is None or not reference:
        return None
    return ((price - reference) / reference * 100).quantize(Decimal("0.1"))
