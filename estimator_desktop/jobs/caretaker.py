"""The worker's one background thread: finds work nobody sent, keeps the schedules, gives signs of life.

It looks once a second at SQLite's `data_version`, which costs microseconds; only a change makes it read.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from estimator_desktop.domain.clock import Silence
from estimator_desktop.domain.job import JobKind
from estimator_desktop.jobs.clock import moment
from estimator_desktop.jobs.life import BEAT, Pulse
from estimator_desktop.jobs.runner import LEASE, Runner
from estimator_desktop.storage.store import Store

LOOK = 1.0
"""Seconds between two looks."""
_STRANGERS_EVERY = 10.0
_SCHEDULES_EVERY = 30.0
_ANYWAY_EVERY = 30.0
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Caretaker:
    """Look after the jobs of one worker.

    `send` sends a message for a job and rings; `waiting` counts messages; `go_home` ends the worker.  `finishing` is
    set when the window was closed with the wish that its jobs be finished.
    """

    store: Store
    owner: str
    runner: Runner
    send: Callable[[JobKind, str], None]
    waiting: Callable[[], int]
    go_home: Callable[[], None]
    periods: Mapping[JobKind, float]
    finishing: threading.Event = field(default_factory=threading.Event)
    _pulse: Pulse | None = None
    _version: int = -1
    _pause_over: float = float("inf")
    _due: dict[str, float] = field(default_factory=dict)
    _silences: dict[str, Silence] = field(default_factory=dict)

    def run(self, stopped: threading.Event) -> None:
        """Look until told to stop.  Trouble with the disk or the database is logged, and looked at again later."""
        pause = 0.0
        while not stopped.wait(pause):
            pause = LOOK
            try:
                pause = self.look()
            except Exception:  # noqa: BLE001 - logged, tried again; this thread must not die
                _log.exception("looking after the jobs failed; again in a moment")
                self._version = -1

    def look(self) -> float:
        """Do what is to be done now; seconds until the next look."""
        self._beat()
        self.runner.say_unsaid()
        if self._every("strangers", _STRANGERS_EVERY):
            self._recover_silent()
        if self._every("schedules", min(_SCHEDULES_EVERY, *self.periods.values())):
            for identity, kind in self.store.schedules.ask(self.periods, moment()):
                self.send(kind, identity)
        if self._changed() or time.monotonic() >= self._pause_over:
            self._send_ready()
            pause = self.store.jobs.next_pause()
            self._pause_over = time.monotonic() + pause if pause is not None else float("inf")
        if self.finishing.is_set() and not self.store.jobs.unsettled():
            self.go_home()
        return min(LOOK, max(0.02, self._pause_over - time.monotonic()))

    def _changed(self) -> bool:
        """Whether anything was written, or it is time to look anyway."""
        version = self.store.data_version()
        changed = version != self._version
        self._version = version
        return self._every("anyway", _ANYWAY_EVERY) or changed

    def _send_ready(self) -> None:
        """Send a message for every job that may run, unless messages wait: those come first.

        One message too many is harmless: a job is claimed once.
        """
        ready = self.store.jobs.ready()
        if ready and not self.waiting():
            for identity, kind in ready:
                self.send(kind, identity)

    def _recover_silent(self) -> None:
        """Queue again what another owner left running and gives no sign of life for."""
        at = time.monotonic()
        running = self.store.jobs.strangers(self.owner)
        heard = {identity: self._silences.get(identity, Silence()) for identity, _sign in running}
        self._silences = heard
        silent = [identity for identity, sign in running if heard[identity].hear(sign, at) > LEASE]
        if silent:
            self.store.jobs.recover(self.owner, silent)

    def _beat(self) -> None:
        if self._pulse is None:
            self._pulse = Pulse(self.store.paths)
        if self._every("beat", BEAT):
            self._pulse.beat()

    def _every(self, what: str, seconds: float) -> bool:
        at = time.monotonic()
        if at < self._due.get(what, 0.0):
            return False
        self._due[what] = at + seconds
        return True
