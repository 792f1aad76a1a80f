"""Time that can be trusted: clocks get set, laptops sleep, machines restart.

Three rules follow, each a pure value or function here.  How long ago something was is asked of the clock since boot
wherever both moments lie in one boot.  Whether another process is alive is judged by its sign of life not changing
while the observer itself was awake.  How long work has taken counts only time in which it could work.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time on two clocks, in seconds.

    `wall` is UTC since 1970 and may be set; `elapsed` runs from boot, sleep included, and is never set; `boot` names
    the boot (empty: unknown, then only `wall` counts).
    """

    wall: float
    elapsed: float
    boot: str = ""


class Due(StrEnum):
    """What is to be done about something periodic."""

    WAIT = "wait"
    RUN = "run"
    REBASE = "rebase"
    """The clock was set back beyond the last run: take now as the last run, so that it neither runs twice nor never."""


def passed(since: Moment, now: Moment) -> float:
    """Seconds between two moments; negative only where the clock was set back across a restart."""
    if since.boot and since.boot == now.boot and now.elapsed >= since.elapsed:
        return now.elapsed - since.elapsed
    return now.wall - since.wall


def due(period: float, last: Moment, now: Moment) -> Due:
    """Whether something with a period (seconds) is due.  Many missed periods are one run."""
    seconds = passed(last, now)
    if seconds < 0:
        return Due.REBASE
    return Due.RUN if seconds >= period else Due.WAIT


class Stopwatch:
    """Adds up time in small steps; a step longer than `longest` seconds (sleep, a stopped process) counts as that."""

    def __init__(self, at: float, longest: float = 2.0) -> None:
        self._last = at
        self._longest = longest
        self.seconds = 0.0

    def tick(self, at: float) -> float:
        """The time of a steady clock now; the seconds so far."""
        self.seconds += min(max(0.0, at - self._last), self._longest)
        self._last = at
        return self.seconds


class Silence:
    """For how long a sign of life has not changed, in the observer's own waking time."""

    def __init__(self, longest: float = 15.0) -> None:
        self._sign: object = object()
        self._watch = Stopwatch(0.0, longest)
        self._longest = longest

    def hear(self, sign: object, at: float) -> float:
        """Take the sign as it is now (`at` by a steady clock); the seconds of silence."""
        if sign != self._sign:
            self._sign = sign
            self._watch = Stopwatch(at, self._longest)
        return self._watch.tick(at)
