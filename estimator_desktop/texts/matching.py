"""What is said of price lists, matches and their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from estimator_desktop.domain.match import Catalogue, PriceStatistics, Reason
from estimator_desktop.texts.speech import Texts
from estimator_desktop.texts.times import ago_words, days_since


def age(catalogue: Catalogue, texts: Texts, at: datetime | None = None) -> str:
    """How long ago an edition was imported."""
    return ago_words(days_since(catalogue.imported, at), texts)


def catalogue_line(catalogue: Catalogue, texts: Texts, at: datetime | None = None) -> str:
    """An edition in one line: name, edition, how many items, how old, what for."""
    line = texts.say(
        "catalogue.line", name=catalogue.name, edition=catalogue.edition, items=texts.count("items", catalogue.items),
        day=texts.day(catalogue.imported), age=age(catalogue, texts, at),
    )  # fmt: skip
    return texts.say("catalogue.licence", line=line, licence=catalogue.licence) if catalogue.licence else line


def statistics_line(statistics: PriceStatistics, texts: Texts) -> str:
    """What past budgets paid: median and spread."""
    return texts.say(
        "catalogue.statistics", median=texts.number(statistics.median, 2), mad=texts.number(statistics.mad, 2),
        low=texts.number(statistics.low, 2), high=texts.number(statistics.high, 2), count=statistics.count,
    )  # fmt: skip


def reason_line(reason: Reason, texts: Texts) -> str:
    """One reason for or against a candidate."""
    return texts.say(f"reason.{reason.code}", **dict(reason.params))


def source_trouble(code: str, params: Mapping[str, str], texts: Texts, *, loaded: bool) -> str:
    """What is wrong with a watched place, what to do, and whether anything was `loaded` from there before."""
    key = "catalogue.source_kept" if loaded else "catalogue.source_nothing"
    return texts.say(key, trouble=texts.error(code, params))
