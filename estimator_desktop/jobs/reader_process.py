"""Read one untrusted file in a process of its own that can be stopped, limited and lost.

The child writes one JSON object a line to its standard output: progress, then an error or `done`.  A byte on its
standard input asks it to end at the next step; when standard input closes, its parent is gone and it ends at once,
with everything it started.
"""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

from estimator_desktop.config import Limits
from estimator_desktop.domain.clock import Stopwatch
from estimator_desktop.domain.job import Cancelled, Progress
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.program import program
from estimator_desktop.jobs.tree import ProcessTree

MEMORY_EXIT = 86
PASSWORD_VARIABLE = "ESTIMATOR_READ_PASSWORD"  # noqa: S105 - the variable's name
ASK = b"s"
_POLL = 0.05
_KILLED = -9
"""Exit code of a process that somebody killed (POSIX)."""
_MEMORY_EVERY = 2
"""Polls between two looks at the child's memory; its offspring is looked at every tenth time of these."""
_LAST_WORD = 5.0
_LINE = 1 << 20
_KEPT = 200
Line = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ReaderProcess:
    """How to run the reader.  `command` gets the source, target, name and memory cap appended (tests: fakes)."""

    limits: Limits
    command: Sequence[str] = ()

    def read(
        self,
        source: Path,
        target: Path,
        name: str,
        progress: Progress,
        stop: Callable[[], bool],
        request: Path | None = None,
        password: str | None = None,
    ) -> None:
        """Read `source` into `target`; `request` is a file with what is known of a table's layout.

        The `password` goes by the child's environment, which other users cannot see.

        Raises Cancelled when `stop()` turns true, UserError for what the reader says, and `reader_timeout`,
        `reader_memory`, `reader_crashed`, `reader_killed` (transient), each with file and detail.  The child and its
        children are gone when this returns.
        """
        command = [*(self.command or program("read-child")), str(source), str(target), name]
        command.append(str(self.limits.memory_bytes))
        if request is not None:
            command.append(str(request))
        tree = ProcessTree(command, {PASSWORD_VARIABLE: password} if password else None)
        watch = _Watch(tree, self.limits, name)
        try:
            watch.follow(progress, stop)
        finally:
            tree.kill()
            watch.end()
        watch.judge()


class _Watch:
    """One child, from its start to what is to be thought of its end."""

    def __init__(self, tree: ProcessTree, limits: Limits, name: str) -> None:
        self._tree = tree
        self._limits = limits
        self._name = name
        self._lines: SimpleQueue[Line] = SimpleQueue()
        self._errors: deque[bytes] = deque(maxlen=_KEPT)
        self._last: Line | None = None
        self._asked = False
        self._pumps = [
            threading.Thread(target=_pump, args=(tree.process, self._lines), daemon=True),
            threading.Thread(target=_drain, args=(tree.process, self._errors), daemon=True),
        ]
        for pump in self._pumps:
            pump.start()

    def follow(self, progress: Progress, stop: Callable[[], bool]) -> None:
        """Pass progress on until the child has said its last word or ended; raise when it must be stopped."""
        clock = Stopwatch(time.monotonic())
        polls = 0
        while self._tree.process.poll() is None:
            if stop():
                raise Cancelled
            polls += 1
            if polls % _MEMORY_EVERY == 0:
                self._weigh(whole=polls % (10 * _MEMORY_EVERY) == 0)
            self._hurry(clock.tick(time.monotonic()))
            try:
                line = self._lines.get(timeout=_POLL)
            except Empty:
                continue
            step = line.get("progress")
            if isinstance(step, list):
                progress(int(step[0]), int(step[1]), str(step[2]))
            else:
                self._last = line
                self._await_end()
                return

    def _await_end(self) -> None:
        """It has said all; what hangs after that is ended."""
        try:
            self._tree.process.wait(timeout=_LAST_WORD)
        except subprocess.TimeoutExpired:
            pass  # the last word counts

    def _weigh(self, *, whole: bool) -> None:
        used = self._tree.memory(whole=whole)
        if self._limits.memory_bytes and used > self._limits.memory_bytes:
            raise UserError("reader_memory", file=self._name, detail=f"{used >> 20} MiB")

    def _hurry(self, seconds: float) -> None:
        """Ask at the soft limit, end it at the hard one.  Time in which the machine slept does not count."""
        if self._limits.soft_seconds and seconds > self._limits.soft_seconds and not self._asked:
            self._asked = True
            stdin = self._tree.process.stdin
            if stdin is not None:
                try:
                    stdin.write(ASK)
                    stdin.flush()
                except OSError:
                    pass  # it has just ended
        if self._limits.hard_seconds and seconds > self._limits.hard_seconds:
            raise UserError("reader_timeout", file=self._name, detail=f"{seconds:.0f} s")

    def end(self) -> None:
        """Let go of the streams of a child that has ended."""
        for pump in self._pumps:
            pump.join(timeout=5)
        for stream in (self._tree.process.stdin, self._tree.process.stdout, self._tree.process.stderr):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    pass  # what was still to be written has no reader any more

    def judge(self) -> None:
        """Return where the child read the file; raise what it said, or what its end says."""
        while True:
            try:
                line = self._lines.get_nowait()
            except Empty:
                break
            if "progress" not in line:
                self._last = line
        if self._last is not None and "error" in self._last:
            raise _user_error(self._last)
        if self._last is not None and "done" in self._last:
            return
        code = self._tree.process.returncode
        if self._asked:
            raise UserError("reader_timeout", file=self._name, detail=f"exit {code} when asked to end")
        said = b"".join(self._errors)
        detail = f"exit {code}\n" + said.decode("utf-8", "replace")[-4000:]
        if code == _KILLED:  # not by us: we raised before; the system or a person did, and it may pass
            raise UserError("reader_killed", file=self._name, detail=detail, transient=True)
        memory = code == MEMORY_EXIT or b"MemoryError" in said or b"bad_alloc" in said
        raise UserError("reader_memory" if memory else "reader_crashed", file=self._name, detail=detail)


def _pump(child: subprocess.Popen[bytes], lines: SimpleQueue[Line]) -> None:
    if child.stdout is None:
        return
    while raw := child.stdout.readline(_LINE):
        try:
            line = json.loads(raw)
        except ValueError:
            continue  # something a library printed; only our own lines are JSON objects
        if isinstance(line, dict):
            lines.put(line)


def _drain(child: subprocess.Popen[bytes], errors: deque[bytes]) -> None:
    if child.stderr is None:
        return
    while raw := child.stderr.readline(_LINE):
        errors.append(raw)


def _user_error(line: Line) -> UserError:
    error = line["error"]
    if not isinstance(error, dict):
        return UserError("reader_crashed", file="", detail=str(line))
    return UserError(
        str(error["code"]),
        detail=str(error.get("detail", "")),
        transient=bool(error.get("transient", False)),
        **{str(key): str(value) for key, value in error.get("params", {}).items()},
    )
