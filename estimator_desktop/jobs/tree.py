"""A child process with everything it starts: made, measured, and ended as one.

POSIX: a session of its own, whose group is killed; what left the group is found as offspring.  Windows: a job object
that the system empties when its last handle closes, so that not even a killed worker leaves anything behind.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence

import psutil

from estimator_desktop.jobs.program import QUIETLY
from estimator_desktop.jobs.windows_job import WindowsJob
from estimator_desktop.keys import without_key

_GONE_WITHIN = 3.0
_LOOK = 0.005


class ProcessTree:
    """Starts a command; its three streams are pipes."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=os.name == "posix",
            creationflags=QUIETLY,
            env={**without_key(os.environ), "PYTHONIOENCODING": "utf-8", **(environment or {})},
        )
        self._job = WindowsJob(self.process) if os.name == "nt" else None

    def memory(self, *, whole: bool) -> int:
        """Bytes of memory in use: by the child alone, which is cheap to ask, or by all it started too."""
        try:
            child = psutil.Process(self.process.pid)
            family = [child, *(child.children(recursive=True) if whole else ())]
        except psutil.NoSuchProcess:
            return 0
        total = 0
        for process in family:
            try:
                total += process.memory_info().rss
            except psutil.Error:
                continue  # it ended meanwhile
        return total

    def kill(self) -> None:
        """End the child and everything it started, at once, and wait until they are gone."""
        offspring = self._offspring()
        if self._job is not None:
            self._job.close()
        if os.name == "posix":
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                pass  # nobody is left in the group
        if self.process.poll() is None:
            self.process.kill()
        for process in offspring:
            try:
                process.kill()
            except psutil.NoSuchProcess:
                pass
        self.process.wait()
        deadline = time.monotonic() + _GONE_WITHIN
        while not all(map(_is_over, offspring)) and time.monotonic() < deadline:
            time.sleep(_LOOK)

    def _offspring(self) -> list[psutil.Process]:
        if self.process.poll() is not None:
            return []
        try:
            return psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []


def _is_over(process: psutil.Process) -> bool:
    """Whether it runs no more.  The system may take seconds to bury what has died as an orphan."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
