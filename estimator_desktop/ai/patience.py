"""When to ask again, and how long to wait before: pure."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

BUSY = frozenset({429, 500, 502, 503, 504, 529})
"""Answers that say "later"."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the client waits: seconds.

    `silence` between two signs of life of an answer under way, `whole` for one answer.  `tries` in all; between them
    as long as the service asked for (`retry-after`), else `first` doubled each time; never longer than `longest`:
    where the service asks for more, the client gives up and the job says until when.
    """

    connect: float = 10.0
    silence: float = 60.0
    whole: float = 300.0
    tries: int = 4
    first: float = 1.0
    longest: float = 60.0

    def pause(self, attempt: int, asked: float | None, jitter: Callable[[], float] = random.random) -> float | None:
        """Seconds before the try after the `attempt`-th (from 1); None: give up."""
        if attempt >= self.tries:
            return None
        if asked is not None:
            return asked if asked <= self.longest else None
        return min(self.longest, self.first * 2.0 ** (attempt - 1)) * (0.75 + jitter() / 2)


USUAL = Patience()


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """The seconds that the service asks to wait (`retry-after-ms`, or `retry-after` in seconds or as a date)."""
    exact = headers.get("retry-after-ms", "")
    said = headers.get("retry-after", "")
    try:
        if exact:
            return max(0.0, float(exact) / 1000)
        return max(0.0, float(said)) if said else None
    except ValueError:
        pass  # a date, then
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
