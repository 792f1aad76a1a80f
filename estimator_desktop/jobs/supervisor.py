"""Start the worker, watch it, start it again with growing pauses, and let it go home."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence

from estimator_desktop.config import HOME_VARIABLE, Paths
from estimator_desktop.jobs.lock import ALREADY_RUNNING
from estimator_desktop.jobs.reader_process import program

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0
_SETTLED = 60.0
_FAREWELL = 10.0


class Supervisor:
    """Owns the worker process of one window or command.

    Call `tick` now and then; it restarts a worker that ended.  Where another process already runs a worker in this data
    folder, that one does the work and `tick` looks again later.
    """

    def __init__(self, paths: Paths, command: Sequence[str] = ()) -> None:
        self._paths = paths
        self._command = list(command) or program("worker")
        self._process: subprocess.Popen[bytes] | None = None
        self._pause = _FIRST_PAUSE
        self._next = 0.0
        self._started = 0.0
        self._stopped = False

    def start(self) -> None:
        """Start the worker."""
        self._stopped = False
        self._paths.create()
        log = (self._paths.logs / "worker-output.log").open("ab")
        with log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env={**os.environ, HOME_VARIABLE: str(self._paths.home)},
            )
        self._started = time.monotonic()

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
        if self._process is None or self._process.stdin is None:
            return
        try:
            self._process.stdin.write(b"!")
            self._process.stdin.flush()
        except OSError:
            self._next = min(self._next, time.monotonic())  # it is gone: `tick` starts another

    def tick(self) -> None:
        """Restart the worker if it ended, not more often than its pauses allow."""
        at = time.monotonic()
        if self._stopped or self._process is None:
            return
        code = self._process.poll()
        if code is None:
            if at - self._started > _SETTLED:
                self._pause = _FIRST_PAUSE
            return
        if self._next == 0.0:
            self._next = at + self._pause
            self._pause = 5.0 if code == ALREADY_RUNNING else min(self._pause * 2, _LONGEST_PAUSE)
        if at >= self._next:
            self._next = 0.0
            self._close_pipe()
            self.start()

    def stop(self) -> None:
        """Let the worker go home: it hands its jobs back.  Ends it by force after ten seconds."""
        self._stopped = True
        if self._process is None:
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
            except BrokenPipeError:
                pass  # it is gone already
