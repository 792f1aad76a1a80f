"""Numbers a person may set."""

from __future__ import annotations

import pytest

from estimator_desktop.config import Limits
from estimator_desktop.domain.preferences import ARCHIVE_AFTER, HARD, MEMORY, PREFERENCES, SOFT, WORKERS


def test_the_shipped_limits_are_those_of_the_configuration() -> None:
    assert Limits() == Limits(SOFT.value(None), HARD.value(None), int(MEMORY.value(None)))


@pytest.mark.parametrize(
    ("stored", "seconds", "minutes"),
    [
        ("600", 600, 10),
        ("0", 0, 0),
        ("0.5", 0.5, 1),
        ("nonsense", 1500, 25),
        ("", 1500, 25),
        ("9e99", 1500, 25),
        ("nan", 1500, 25),
        ("-60", 1500, 25),
        (None, 1500, 25),
    ],
)
def test_what_is_stored_is_shown_in_its_unit_and_nonsense_is_the_shipped_value(
    stored: str | None, seconds: float, minutes: int
) -> None:
    assert SOFT.value(stored) == seconds
    assert SOFT.shown(stored) == minutes


def test_bounds() -> None:
    assert WORKERS.accepts(1)
    assert not WORKERS.accepts(0)
    assert WORKERS.value("0") == 2
    assert ARCHIVE_AFTER.accepts(0)
    assert not ARCHIVE_AFTER.accepts(3)
    assert MEMORY.stored(2) == str(2 * 1024**3)
    assert all(one.accepts(one.shipped) for one in PREFERENCES.values())
