"""Moments and ages as people name them, with the plurals that Czech has after `před`."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from estimator_desktop.domain.verdict import Finding, Role, Severity
from estimator_desktop.jobs.health import Check, Level
from estimator_desktop.texts import Texts
from estimator_desktop.texts.times import ago_words, days_since, moment_words, parse_day

NOW = datetime(2026, 11, 30, 23, 30).astimezone()


@pytest.mark.parametrize(
    ("days", "czech", "english"),
    [
        (-1, "dnes", "today"),
        (0, "dnes", "today"),
        (1, "včera", "yesterday"),
        (2, "před 2 dny", "2 days ago"),
        (5, "před 5 dny", "5 days ago"),
        (59, "před 59 dny", "59 days ago"),
        (61, "před 2 měsíci", "2 months ago"),
        (400, "před 13 měsíci", "13 months ago"),
        (800, "před 2 lety", "2 years ago"),
        (2000, "před 5 lety", "5 years ago"),
    ],
)
def test_how_long_ago(days: int, czech: str, english: str) -> None:
    assert ago_words(days, Texts("cs")).replace("\u00a0", " ") == czech
    assert ago_words(days, Texts("en")).replace("\u00a0", " ") == english


@pytest.mark.parametrize(
    ("moment", "czech", "english"),
    [
        (NOW - timedelta(minutes=5), "dnes 23:25", "today 23:25"),
        (NOW - timedelta(hours=24, minutes=5), "včera 23:25", "yesterday 23:25"),
        (datetime(2026, 11, 29, 0, 1).astimezone(), "včera 0:01", "yesterday 0:01"),
        (datetime(2026, 11, 28, 9, 5).astimezone(), "28. 11. 2026 9:05", "28 Nov 2026 9:05"),
    ],
)
def test_moments(moment: datetime, czech: str, english: str) -> None:
    for written in (moment, moment.astimezone(UTC), moment.astimezone(timezone(timedelta(hours=9)))):
        assert moment_words(written, Texts("cs"), NOW) == czech
        assert moment_words(written, Texts("en"), NOW) == english


def test_yesterday_evening_is_yesterday() -> None:
    assert days_since(NOW - timedelta(hours=23, minutes=40), NOW) == 1
    assert days_since(NOW - timedelta(hours=23), NOW) == 0


def test_health_names_days_and_tasks_not_codes() -> None:
    def said(language: str, code: str, **params: str) -> str:
        check = Check("any", Level.OK, code, params)
        return Texts(language).health(check.code, check.params)

    assert said("cs", "catalogues_ok", count="2", days="0") == "Ceníky: 2, nejnovější načten dnes."
    assert said("en", "catalogues_ok", count="2", days="1") == "Price lists: 2, the newest loaded yesterday."
    assert said("cs", "worker_stopped", jobs="1").startswith("Proces na pozadí neběží; ve frontě: 1 úloha.")
    assert said("en", "worker_stopped", jobs="5").startswith("The background process is not running; waiting: 5 jobs.")
    late = said("cs", "cleanup_late", tasks="cleanup_old_results, update_kb_cache")
    assert late.startswith("Úklid se opozdil (Úklid starých úloh, Kontrola ceníků).")
    yesterday = (datetime.now(UTC) - timedelta(days=1)).astimezone()
    assert said("cs", "backup_ok", at=yesterday.isoformat(timespec="minutes")).startswith("Poslední záloha: včera ")


@pytest.mark.parametrize("language", ["cs", "en"])
def test_a_shown_day_can_be_typed_again(language: str) -> None:
    for month in range(1, 13):
        day = date(2026, month, 3)
        assert parse_day(Texts(language).calendar_day(day)) == day
    assert parse_day("3.11.2026") == parse_day("03. 11. 2026") == parse_day("2026-11-03") == date(2026, 11, 3)
    for wrong in ("", "včera", "31. 2. 2026", "3. 11.", "11/3/2026"):
        with pytest.raises(ValueError, match=wrong.replace(".", r"\.") or "^$"):
            parse_day(wrong)


def test_the_month_of_an_old_price_is_no_code() -> None:
    found = Finding("P4", 1, Role.SME, Severity.AMBER, "p4_age", "12", "20", 0, params=(("day", "2024-03"),))
    assert " 3/2024," in Texts("cs").finding(found)
    assert "Mar 2024" in Texts("en").finding(found)
