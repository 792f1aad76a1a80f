"""Clocks that are set, laptops that sleep, machines that restart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from estimator_desktop.domain.clock import Due, Moment, Silence, Stopwatch, due, passed

HOUR = 3600.0
LAST = Moment(wall=1_000_000.0, elapsed=5_000.0, boot="a")


def _later(wall: float, elapsed: float, boot: str = "a") -> Moment:
    return Moment(LAST.wall + wall, LAST.elapsed + elapsed, boot)


@pytest.mark.parametrize(
    ("what", "now", "answer"),
    [
        ("too soon", _later(5 * HOUR, 5 * HOUR), Due.WAIT),
        ("in time", _later(6 * HOUR, 6 * HOUR), Due.RUN),
        ("missed many times", _later(600 * HOUR, 600 * HOUR), Due.RUN),
        ("the clock jumped a year ahead", _later(9000 * HOUR, HOUR), Due.WAIT),
        ("the clock was set back, the time has come", _later(-100 * HOUR, 7 * HOUR), Due.RUN),
        ("restarted, off for a day", _later(24 * HOUR, -4_000.0, "b"), Due.RUN),
        ("restarted at once", _later(HOUR, 10.0, "b"), Due.WAIT),
        ("restarted with the clock set back", _later(-HOUR, -4_000.0, "b"), Due.REBASE),
    ],
)
def test_what_is_due(what: str, now: Moment, answer: Due) -> None:
    assert due(6 * HOUR, LAST, now) is answer, what


def test_without_a_name_of_the_boot_the_wall_clock_counts() -> None:
    nameless = replace(LAST, boot="")
    assert passed(nameless, Moment(LAST.wall + 10, 1.0, "")) == 10


def test_a_boot_clock_that_runs_backwards_is_another_boot() -> None:
    assert passed(LAST, Moment(LAST.wall + 10, LAST.elapsed - 1, "a")) == 10


def test_a_stopwatch_leaves_sleep_out() -> None:
    watch = Stopwatch(100.0)
    assert watch.tick(101.0) == 1.0
    assert watch.tick(101.0 + 8 * HOUR) == 3.0
    assert watch.tick(90.0) == 3.0


def test_silence_is_counted_while_awake_and_ends_with_a_new_sign() -> None:
    silence = Silence(longest=5.0)
    assert silence.hear("beat 1", 10.0) == 0.0
    assert silence.hear("beat 1", 14.0) == 4.0
    assert silence.hear("beat 1", 14.0 + 8 * HOUR) == 9.0
    assert silence.hear("beat 2", 20.0 + 8 * HOUR) == 0.0
