"""Huey's worker threads, sleeping on a bell instead of polling."""

from __future__ import annotations

import threading
from collections.abc import Callable

from huey.consumer import Consumer, Worker

_IDLE_LOOK = 5.0
"""Seconds an idle thread sleeps when nobody wakes it.  The caretaker rings for what it finds, so this is a belt."""
_SIGNAL_LOOK = 1.0


class Bell:
    """Wakes sleeping threads, one a ring."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._rings = 0

    def ring(self, times: int = 1) -> None:
        """Wake as many threads as there are rings; a thread that is not asleep yet hears it when it would be."""
        with self._condition:
            self._rings += times
            self._condition.notify(times)

    @property
    def rings(self) -> int:
        """How often it rang."""
        return self._rings

    def wait(self, heard: int, seconds: float) -> None:
        """Sleep until a ring after the `heard`-th, or for so many seconds."""
        with self._condition:
            if self._rings == heard:
                self._condition.wait(seconds)


def consumer_class(bell: Bell, go_home: Callable[[], None]) -> type[Consumer]:
    """Huey's consumer, woken by the bell; any signal of the system that ends it calls `go_home` first."""

    class WakingWorker(Worker):
        """Huey's worker, sleeping on the bell instead of a growing pause."""

        def loop(self, now: object = None) -> None:
            self._heard = bell.rings
            super().loop(now)

        def sleep(self) -> None:
            if not self.stop_flag.is_set():
                bell.wait(self._heard, _IDLE_LOOK)

    class WakingConsumer(Consumer):
        worker_class = WakingWorker

        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, **options)
            self._stop_flag_timeout = _SIGNAL_LOOK
            actions: dict[int, tuple[bool, bool]] = vars(self)["_signal_actions"]
            actions.update(dict.fromkeys(actions, (False, False)))  # a signal never makes it start itself anew

        def stop(self, graceful: bool = False) -> None:  # noqa: FBT001, FBT002 - huey's signature
            go_home()
            super().stop(graceful=graceful)

    return WakingConsumer
