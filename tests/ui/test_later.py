"""What waits for a busy database is done in order, once."""

from __future__ import annotations

from threading import Event

import pytest

from estimator_desktop.errors import UserError
from estimator_desktop.ui.later import Later, patiently


class Work:
    """Something that fails as told before it is done."""

    def __init__(self, done: list[str], name: str, *errors: Exception) -> None:
        self._done, self._name, self._errors = done, name, list(errors)

    def __call__(self) -> None:
        if self._errors:
            raise self._errors.pop(0)
        self._done.append(self._name)


BUSY = UserError("database_busy", transient=True)


def test_what_waits_keeps_its_order() -> None:
    done: list[str] = []
    later = Later()
    assert later.do(Work(done, "a"))
    assert not later.do(Work(done, "b", BUSY, BUSY))
    assert not later.do(Work(done, "c"))
    later.again()
    assert (done, len(later)) == (["a"], 2)
    later.again()
    assert (done, len(later)) == (["a", "b", "c"], 0)


def test_what_does_not_pass_is_raised_and_dropped() -> None:
    done: list[str] = []
    later = Later()
    with pytest.raises(ZeroDivisionError):
        later.do(Work(done, "a", ZeroDivisionError()))
    later.keep(Work(done, "b", ZeroDivisionError()))
    later.keep(Work(done, "c"))
    with pytest.raises(ZeroDivisionError):
        later.again()
    later.again()
    assert (done, len(later)) == (["c"], 0)


def test_what_looks_again_from_within_is_done_once() -> None:
    done: list[str] = []
    later = Later()

    def work() -> None:
        later.again()
        done.append("once")

    later.keep(work)
    later.again()
    assert done == ["once"]


def test_a_thread_tries_until_it_is_done_or_somebody_left() -> None:
    done: list[str] = []
    told: list[int] = []
    patiently(Work(done, "a", BUSY, BUSY), Event(), told.append)
    assert (done, told) == (["a"], [1, 0])
    patiently(Work(done, "b"), Event(), told.append)
    assert (done, told) == (["a", "b"], [1, 0])
    left = Event()
    left.set()
    with pytest.raises(UserError):
        patiently(Work(done, "c", BUSY), left, told.append)
    with pytest.raises(ZeroDivisionError):
        patiently(Work(done, "d", ZeroDivisionError()), Event(), told.append)
