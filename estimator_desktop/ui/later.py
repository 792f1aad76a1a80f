"""What the window could not write because the database was busy: written again, in order, until it is."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from estimator_desktop.storage.trouble import as_user_error

if TYPE_CHECKING:
    from estimator_desktop.storage.store import Store

_log = logging.getLogger(__name__)
_PAUSE = 0.3
T = TypeVar("T")


def busy(error: BaseException) -> bool:
    """Whether an error will pass by itself."""
    trouble = as_user_error(error)
    return trouble is not None and trouble.transient


def patiently(work: Callable[[], T], left: Event, waiting: Callable[[int], object]) -> T:
    """Do it on a thread of its own, again and again while the database is busy, until somebody has `left`.

    `waiting` is told 1 when that begins and 0 when it is over.  Raises what does not pass.
    """
    waited = False
    while True:
        try:
            result = work()
        except Exception as error:
            if not busy(error) or left.is_set():
                raise
            if not waited:
                waiting(1)
            waited = True
            left.wait(_PAUSE)
        else:
            if waited:
                waiting(0)
            return result


class Choices:
    """What the user chose.  A choice holds at once, also where the database is too busy to keep it yet."""

    def __init__(self, store: Store, later: Later) -> None:
        self._store = store
        self._later = later
        self._unsaved: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        """A choice; None where it was never made."""
        return self._unsaved[key] if key in self._unsaved else self._store.setting(key)

    def set(self, key: str, value: str) -> None:
        """Remember a choice."""
        self._unsaved[key] = value

        def save() -> None:
            self._store.set_setting(key, value)
            if self._unsaved.get(key) == value:
                del self._unsaved[key]

        self._later.do(save)


class Later(QObject):
    """Keeps what waits.  `waiting` tells how much does, whenever that changes."""

    waiting = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._left: deque[Callable[[], object]] = deque()
        self._trying = False

    def __len__(self) -> int:
        return len(self._left)

    def do(self, work: Callable[[], object]) -> bool:
        """Do it now, or after what waits already; whether it was done.  Raises what does not pass by itself."""
        if not self._left:
            try:
                work()
            except Exception as error:
                if not busy(error):
                    raise
            else:
                return True
        self.keep(work)
        return False

    def keep(self, work: Callable[[], object]) -> None:
        """Do it later."""
        self._left.append(work)
        self.waiting.emit(len(self._left))

    def again(self) -> None:
        """Try what waits, in order; stops at the first that still cannot be done.  Raises what does not pass.

        What is being done does not begin again from within itself.
        """
        if self._trying:
            return
        self._trying = True
        try:
            while self._left:
                try:
                    self._left[0]()
                except Exception as error:
                    if busy(error):
                        return
                    self._drop()
                    raise
                self._drop()
        finally:
            self._trying = False

    def _drop(self) -> None:
        self._left.popleft()
        self.waiting.emit(len(self._left))
