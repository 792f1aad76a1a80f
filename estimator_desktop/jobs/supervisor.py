"""Start the worker, watch it, start it again with growing pauses, and let it go home."""

from __future__ import annotations

import logging
import os
import subprocess
import time
from collections.abc import Sequence
from typing import IO

from estimator_desktop.config import HOME_VARIABLE, Paths
from estimator_desktop.domain.clock import Silence
from estimator_desktop.jobs.life import Presence, last_sign
from estimator_desktop.jobs.lock import ALREADY_RUNNING
from estimator_desktop.jobs.program import QUIETLY, program

FINISH = b"F"
"""Written before standard input closes: do what is queued, then go home."""
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0
_PAUSE_AFTER_WORK = 2.0
_TAKEN_PAUSE = 2.0
_SETTLED = 20.0
_FAREWELL = 10.0
_SILENT = 60.0
_LISTEN_EVERY = 5.0
_LOG_SIZE = 1_000_000
_log = logging.getLogger(__name__)
_left_to_finish: list[subprocess.Popen[bytes]] = []
"""Workers that do their last jobs by themselves; kept, so that their end is not taken for a forgotten process."""


def still_finishing() -> int:
    """How many workers that were left to finish their jobs are still at it."""
    _left_to_finish[:] = [left for left in _left_to_finish if left.poll() is None]
    return len(_left_to_finish)


class Supervisor:
    """Owns the worker process of one window or command.

    Call `tick` now and then; it restarts a worker that ended, or that lives but gives no sign of life.  Where another
    process already runs a worker in this data folder, that one does the work and `tick` looks again later.
    """

    def __init__(self, paths: Paths, command: Sequence[str] = ()) -> None:
        self._paths = paths
        self._command = list(command) or program("worker")
        self._process: subprocess.Popen[bytes] | None = None
        self._presence: Presence | None = None
        self._pause = _FIRST_PAUSE
        self._next = 0.0
        self._started = 0.0
        self._listen = 0.0
        self._silence = Silence()
        self._stopped = False
        self.restarts = 0

    def start(self) -> None:
        """Start the worker."""
        self._stopped = False
        self._paths.create()
        if self._presence is None:
            self._presence = Presence(self._paths)
        self._launch()

    def _launch(self) -> None:
        log = self._log()
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=os.name == "posix",  # Ctrl+C in a terminal is the command's; it says good-bye
                creationflags=QUIETLY,
                env={**os.environ, HOME_VARIABLE: str(self._paths.home)},
            )
        finally:
            if not isinstance(log, int):
                log.close()
        self._started = time.monotonic()
        self._silence = Silence()

    def _log(self) -> IO[bytes] | int:
        """Where the worker's output goes: a file that begins anew when it is large; nowhere on a full disk."""
        path = self._paths.logs / "worker-output.log"
        try:
            large = path.exists() and path.stat().st_size > _LOG_SIZE
            return path.open("wb" if large else "ab")
        except OSError:
            _log.warning("no log for the worker's output", exc_info=True)
            return subprocess.DEVNULL

    @property
    def pid(self) -> int | None:
        """The worker's process id; None where this supervisor runs none."""
        return self._process.pid if self._process is not None and self.alive else None

    @property
    def alive(self) -> bool:
        """Whether our worker runs."""
        return self._process is not None and self._process.poll() is None

    def wake(self) -> None:
        """Tell the worker to look for work now.  Harmless where it does not run."""
        self._write(b"!")

    def _write(self, byte: bytes) -> None:
        process = self._process
        if process is None or process.stdin is None:
            return
        try:
            process.stdin.write(byte)
            process.stdin.flush()
        except (OSError, ValueError):  # ended, or its pipe is closed (another thread may do so at any moment)
            self._next = min(self._next, time.monotonic())  # it is gone: `tick` starts another

    def tick(self) -> None:
        """Restart the worker if it ended or fell silent, not more often than its pauses allow."""
        at = time.monotonic()
        if self._stopped or self._process is None:
            return
        code = self._process.poll()
        if code is None:
            if at - self._started > _SETTLED:
                self._pause = _FIRST_PAUSE
            self._hear(at)
            return
        if self._next == 0.0:
            self._next = at + (_TAKEN_PAUSE if code == ALREADY_RUNNING else self._pause)
            if code != ALREADY_RUNNING:
                _log.warning("the worker ended with %s; again in %.1f s", code, self._pause)
                self._pause = min(self._pause * 2, _PAUSE_AFTER_WORK if self._worked() else _LONGEST_PAUSE)
        if at >= self._next:
            self._next = 0.0
            self._close_pipe()
            self.restarts += 1
            self._launch()

    def _worked(self) -> bool:
        """Whether the worker that ended had come up: then something ended it, and the next one may live."""
        sign = last_sign(self._paths)
        return sign is not None and self._process is not None and sign.pid == self._process.pid

    def _hear(self, at: float) -> None:
        """End a worker that lives but has given no sign of life for a minute in which we were awake."""
        if at < self._listen or self._process is None:
            return
        self._listen = at + _LISTEN_EVERY
        sign = last_sign(self._paths)
        ours = sign is not None and sign.pid == self._process.pid
        if self._silence.hear(sign if ours else None, at) > _SILENT:
            _log.error("the worker has been silent for %.0f s; it is ended", _SILENT)
            self._process.kill()

    def stop(self, *, finish: bool = False) -> None:
        """Let the worker go home: it hands its jobs back.  Ends it by force after ten seconds.

        With `finish` it does everything that is queued first, by itself; nobody waits for it.
        """
        self._stopped = True
        if self._presence is not None:
            self._presence.end()
            self._presence = None
        if self._process is None:
            return
        if finish:
            self._write(FINISH)
            self._close_pipe()
            _left_to_finish.append(self._process)
            still_finishing()
            self._process = None
            return
        self._close_pipe()
        try:
            self._process.wait(timeout=_FAREWELL)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def _close_pipe(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            try:
                self._process.stdin.close()
            except OSError:
                pass  # it is gone already
