"""Read one untrusted file in a process of its own that can be stopped, limited and lost.

The child writes one JSON object a line to its standard output: progress, then an error or `done`.  When its standard
input closes, its parent is gone and it ends.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

import psutil

from estimator_desktop.config import Limits
from estimator_desktop.domain.job import Cancelled, Progress
from estimator_desktop.errors import UserError

_POLL = 0.05
_MEMORY_EXIT = 86
_REPORT_EVERY = 0.1


def program(*arguments: str) -> list[str]:
    """The command line that runs this program with arguments, from a checkout or from a bundle."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "estimator_desktop", *arguments]


@dataclass(frozen=True, slots=True)
class ReaderProcess:
    """How to run the reader.  `command` gets the source, target and name appended; tests put fakes there."""

    limits: Limits
    command: Sequence[str] = ()

    def read(self, source: Path, target: Path, name: str, progress: Progress, stop: Callable[[], bool]) -> None:
        """Read `source` into `target`.

        Raises Cancelled when `stop()` turns true, UserError for what the reader says, and `reader_timeout`,
        `reader_memory`, `reader_crashed` (file, detail).  The child and its children are gone when this returns.
        """
        command = [*(self.command or program("read-child")), str(source), str(target), name]
        command.append(str(self.limits.memory_bytes))
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        lines: SimpleQueue[Mapping[str, object]] = SimpleQueue()
        errors: list[bytes] = []
        pumps = [
            threading.Thread(target=_pump, args=(child, lines), daemon=True),
            threading.Thread(target=_drain, args=(child, errors), daemon=True),
        ]
        for pump in pumps:
            pump.start()
        try:
            self._follow(child, lines, name, progress, stop)
        finally:
            kill_tree(child)
            for pump in pumps:
                pump.join(timeout=5)
            for stream in (child.stdout, child.stderr):
                if stream is not None:
                    stream.close()
        code = child.returncode
        leftover = _final(lines)
        if leftover is not None and "error" in leftover:
            raise _user_error(leftover)
        if code == 0 and leftover is not None and "done" in leftover:
            return
        detail = f"exit {code}\n" + b"".join(errors).decode("utf-8", "replace")[-4000:]
        if code == _MEMORY_EXIT or b"MemoryError" in b"".join(errors):
            raise UserError("reader_memory", file=name, detail=detail)
        raise UserError("reader_crashed", file=name, detail=detail)

    def _follow(
        self,
        child: subprocess.Popen[bytes],
        lines: SimpleQueue[Mapping[str, object]],
        name: str,
        progress: Progress,
        stop: Callable[[], bool],
    ) -> None:
        """Pass progress on until the child ends; raise when it must be stopped.  The last line stays in `lines`."""
        started = time.monotonic()
        asked = False
        while child.poll() is None:
            if stop():
                raise Cancelled
            seconds = time.monotonic() - started
            if self.limits.soft_seconds and seconds > self.limits.soft_seconds and not asked:
                asked = True
                if child.stdin is not None:
                    child.stdin.close()  # the polite way: the child ends by itself
            if self.limits.hard_seconds and seconds > self.limits.hard_seconds:
                raise UserError("reader_timeout", file=name, detail=f"{seconds:.0f} s")
            try:
                line = lines.get(timeout=_POLL)
            except Empty:
                continue
            if "progress" not in line:
                lines.put(line)
                child.wait(timeout=30)
                return
            step = line["progress"]
            if isinstance(step, list):
                progress(int(step[0]), int(step[1]), str(step[2]))
        if asked:
            raise UserError("reader_timeout", file=name, detail=f"{time.monotonic() - started:.0f} s")


def _pump(child: subprocess.Popen[bytes], lines: SimpleQueue[Mapping[str, object]]) -> None:
    if child.stdout is None:
        return
    for raw in child.stdout:
        try:
            line = json.loads(raw)
        except ValueError:
            continue  # something a library printed; only our own lines are JSON objects
        if isinstance(line, dict):
            lines.put(line)


def _drain(child: subprocess.Popen[bytes], errors: list[bytes]) -> None:
    if child.stderr is not None:
        errors.extend(child.stderr)


def _final(lines: SimpleQueue[Mapping[str, object]]) -> Mapping[str, object] | None:
    last = None
    while True:
        try:
            line = lines.get_nowait()
        except Empty:
            return last
        if "progress" not in line:
            last = line


def _user_error(line: Mapping[str, object]) -> UserError:
    error = line["error"]
    if not isinstance(error, dict):
        return UserError("reader_crashed", file="", detail=str(line))
    return UserError(
        str(error["code"]),
        detail=str(error.get("detail", "")),
        transient=bool(error.get("transient", False)),
        **{str(key): str(value) for key, value in error.get("params", {}).items()},
    )


def kill_tree(child: subprocess.Popen[bytes]) -> None:
    """End a child and everything it started, at once, and wait for it."""
    if child.poll() is None:
        try:
            offspring = psutil.Process(child.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            offspring = []
        if os.name == "posix":
            try:
                os.killpg(child.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass  # it ended between the two calls
        child.kill()
        for process in offspring:
            try:
                process.kill()
            except psutil.NoSuchProcess:
                pass
        child.wait()
    if child.stdin is not None:
        try:
            child.stdin.close()
        except BrokenPipeError:
            pass  # it is gone already


def child_main(arguments: Sequence[str]) -> int:
    """The child's side: SOURCE TARGET NAME MEMORY_BYTES."""
    from estimator_desktop.pipeline import read_to_spool  # noqa: PLC0415 - only the child reads

    source, target, name, memory = arguments
    threading.Thread(target=_die_with_parent, daemon=True).start()
    _cap_memory(int(memory))
    report = _Reporter()
    try:
        read_to_spool(Path(source), Path(target), name, report)
    except UserError as error:
        params = dict(error.params)
        fault = {"code": error.code, "params": params, "detail": error.detail, "transient": error.transient}
        _say({"error": fault})
        return 0
    except MemoryError:
        return _MEMORY_EXIT
    _say({"done": True})
    return 0


class _Reporter:
    """Passes progress on, at most ten times a second, and always the last step."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, done: int, total: int, message: str) -> None:
        at = time.monotonic()
        if done >= total or at - self._last >= _REPORT_EVERY:
            self._last = at
            _say({"progress": [done, total, message]})


def _say(line: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _die_with_parent() -> None:
    """Wait for the end of standard input, then end at once: nobody is waiting for the result."""
    while os.read(0, 1):
        pass
    os._exit(1)


def _cap_memory(limit: int) -> None:
    """Limit the address space where the system can (POSIX)."""
    if not limit or os.name != "posix":
        return
    import resource  # noqa: PLC0415 - POSIX only

    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
