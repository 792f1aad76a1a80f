"""What Claude was asked and said, as values: calls with their cost, suggestions, prices of models, caps.

Money here is in US dollars, as the service charges it; tokens are counted by the service (estimates are ours and err on
the dear side).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

MILLION = Decimal(1_000_000)
CENT_OF_CENT = Decimal("0.000001")


class Use(StrEnum):
    """What Claude is asked for."""

    OPINION = "opinion"
    MATCHING = "matching"
    EXTRACTION = "extraction"
    CHECK = "check"
    """The test of the connection."""


class CallState(StrEnum):
    """How a call ended.  Every state but `RUNNING` is final; what it cost counts in all of them."""

    RUNNING = "running"
    """Under way, or lost with its process; its estimated cost counts."""
    DONE = "done"
    TRUNCATED = "truncated"
    """The answer reached its length limit; nothing of it is used."""
    REFUSED = "refused"
    """The service declined to answer."""
    MALFORMED = "malformed"
    """The answer did not keep to the schema; nothing of it is used."""
    FAILED = "failed"
    """No answer came: network, time, overload, key."""
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that the service counted."""

    input: int = 0
    output: int = 0
    cache_write: int = 0
    cache_read: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.input + other.input,
            self.output + other.output,
            self.cache_write + other.cache_write,
            self.cache_read + other.cache_read,
        )


NO_USAGE = Usage()


@dataclass(frozen=True, slots=True)
class Model:
    """A model with its prices in dollars a million tokens; `effort` as the service calls it, empty: as it comes."""

    id: str
    name: str
    input: Decimal
    output: Decimal
    cache_write: Decimal
    cache_read: Decimal
    effort: str = ""

    def cost(self, usage: Usage) -> Decimal:
        """What the tokens cost, in dollars."""
        whole = (
            self.input * usage.input
            + self.output * usage.output
            + self.cache_write * usage.cache_write
            + self.cache_read * usage.cache_read
        ) / MILLION
        return whole.quantize(CENT_OF_CENT)


@dataclass(frozen=True, slots=True)
class Caps:
    """What may be spent at most, in dollars: for one project, and in one calendar month (UTC) for all of them."""

    project: Decimal = Decimal(2)
    month: Decimal = Decimal(20)


@dataclass(frozen=True, slots=True)
class Call:
    """One logged call.  `request` is exactly what was sent (never the key), `answer` exactly what came."""

    id: int
    use: Use
    model: str
    state: CallState
    project: str
    document: str
    job: str
    prompt_hash: str
    answer_hash: str
    usage: Usage
    cost: Decimal
    created: datetime
    seconds: float = 0.0
    error: str = ""
    request: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What something would cost before it is asked: calls, tokens, dollars; `known` answers need no call."""

    calls: int = 0
    known: int = 0
    tokens: int = 0
    cost: Decimal = Decimal(0)

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(
            self.calls + other.calls, self.known + other.known, self.tokens + other.tokens, self.cost + other.cost
        )


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Which catalogue item Claude holds for the position's; `code` empty: none of the candidates.

    It is shown beside the match and changes neither match nor verdict; the person may take it.
    """

    code: str
    system: str
    edition: str
    confidence: float
    reason: str
    quote: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two readings of one document by different engines, and which was kept: the one whose proof is better."""

    engine: str
    kept: bool
    positions_before: int
    positions_after: int
    failures_before: int
    failures_after: int
    passed_before: int
    passed_after: int
    pages: tuple[int, ...] = ()
