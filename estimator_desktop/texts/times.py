"""Moments as people name them: today, yesterday, a date; how long ago in days, months, years."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Protocol

_MONTH, _YEAR = 30.44, 365.25
_MOST_DAYS, _MOST_MONTHS = 60, 24


class Speaking(Protocol):
    """What is needed here of `Texts`."""

    def say(self, key: str, **values: object) -> str:
        """The sentence of a key with its values."""

    def count(self, thing: str, number: int) -> str:
        """A number of things."""

    def day(self, moment: datetime) -> str:
        """A date in local time."""


def moment_words(moment: datetime, texts: Speaking, now: datetime | None = None) -> str:
    """A moment in local time to the minute: `dnes 14:05`, `včera 9:12`, `3. 11. 2026 14:05`."""
    local, days = moment.astimezone(), days_since(moment, now)
    day = texts.say("day.today") if days == 0 else texts.say("day.yesterday") if days == 1 else texts.day(moment)
    return f"{day} {local.hour}:{local:%M}"


def days_since(moment: datetime, now: datetime | None = None) -> int:
    """How many midnights lie between: 1 for yesterday evening, however few hours ago that was."""
    return ((now or datetime.now(UTC)).astimezone().date() - moment.astimezone().date()).days


def ago_words(days: int, texts: Speaking) -> str:
    """How long ago something was: `dnes`, `včera`, `před 5 dny`; after two months in months, then in years."""
    if days <= 1:
        return texts.say("day.today" if days <= 0 else "day.yesterday")
    if days < _MOST_DAYS:
        return texts.say("day.ago", time=texts.count("days_ago", days))
    months = int(days / _MONTH)
    if months < _MOST_MONTHS:
        return texts.say("day.ago", time=texts.count("months_ago", months))
    return texts.say("day.ago", time=texts.count("years_ago", int(days / _YEAR)))


def parse_day(text: str) -> date:
    """A date as people type it: `3. 11. 2026`, `3 Nov 2026`, `2026-11-03`.  Raises ValueError where it is none."""
    plain = " ".join(text.replace(".", " ").split())
    for form in ("%d %m %Y", "%d %b %Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    raise ValueError(text)
