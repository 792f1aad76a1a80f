"""A thread of its own, started when it is first given something to do; what goes wrong on it is told, never lost."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from estimator_desktop.errors import UserError
from estimator_desktop.storage.trouble import as_user_error

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

_log = logging.getLogger(__name__)

_TURN = 0.001
"""Seconds after which a thread that computes lets the window's one go on; Python's own 5 ms are felt when it paints,
since it asks for its turn many times."""


class Submits(Protocol):
    """Whatever does things later, one after the other."""

    def submit(self, work: Callable[..., object], /, *values: object) -> object:
        """Do it when its turn comes."""


class LateThread:
    """Does things one after the other on one thread.  Starting it is left until then: the first window does without."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._pool: ThreadPoolExecutor | None = None
        self._ended = False

    def submit(self, work: Callable[..., object], /, *values: object) -> object:
        """Do it when its turn comes.  Raises RuntimeError after `end`."""
        if self._ended:
            raise RuntimeError(f"the thread {self._name} has ended")
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - see above

            sys.setswitchinterval(_TURN)
            self._pool = ThreadPoolExecutor(1, thread_name_prefix=self._name)
        return self._pool.submit(work, *values)

    def end(self, *, drop: bool = False) -> None:
        """Wait until all is done, or (`drop`) only what has begun."""
        self._ended = True
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=drop)


def trouble_of(error: Exception, file: str = "") -> UserError:
    """What the user is told of an error on such a thread: a remedy, or that it is a bug, with the report."""
    known = as_user_error(error)
    if known is not None:
        return known
    _log.error("on a thread of its own, about %s", file, exc_info=error)
    return UserError("bug", detail="".join(traceback.format_exception(error)), file=file)


def telling(
    work: Callable[[], None], tell: Callable[[UserError], object], file: str | Callable[[], str] = ""
) -> Callable[[], None]:
    """The work, with whatever goes wrong in it told; `file` is what it is about, looked up only then."""

    def guarded() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - said to the user, with the report
            tell(trouble_of(error, file if isinstance(file, str) else file()))

    return guarded
