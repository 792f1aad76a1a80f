"""Helpers of the reader's child: processes of the same program that read pages of the same PDF ahead.

A helper takes numbers of pages, a line each, on its standard input and writes the packed sheets to its standard
output.  What it is to read stands in the first line, so that a password is on no command line and in no environment.
When its standard input closes, the reader is gone or needs it no more and it ends at once, even inside pdfium.  It
stays in the reader's process group (Windows: job object), whose limits of time and memory hold for it too.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import BinaryIO

from estimator_desktop.jobs.program import QUIETLY, program
from estimator_desktop.keys import without_key

_ENOUGH = 40
"""A helper takes as long to start as the reader for some 25 pages: a shorter document is read by then, or nearly."""
_MOST = 3
_DEPTH = 6
"""Pages that a helper has before it, so that it never waits for the reader."""
_FRAME = struct.Struct("<iI")
_READY = -1
_LARGEST = 1 << 28
_GONE_WITHIN = 5.0
_SWITCH = 0.0005
"""Seconds after which the threads that take the answers have their turn; ten times as often as is usual, for the reader
computes without a pause and the helpers wait while nobody takes what they have written."""


def helpers_for(pages: int, cores: int) -> int:
    """How many helpers a document is worth; the reader itself keeps one core busy."""
    return max(0, min(_MOST, cores - 1)) if pages >= _ENOUGH else 0


def cores() -> int:
    """The processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1


class PageHelpers:
    """A `Crew` of child processes.  `command` starts one (tests: fakes), `count` says how many."""

    def __init__(self, command: Sequence[str] = (), count: int | None = None) -> None:
        self._command = list(command) or program("page-helper")
        self._count = count
        self._heard: SimpleQueue[tuple[_Helper, int, bytes | None]] = SimpleQueue()
        self._helpers: list[_Helper] = []
        self._usual_switch = sys.getswitchinterval()

    def start(self, path: Path, password: str | None, pages: int) -> None:
        """Start as many as the document is worth."""
        wanted = helpers_for(pages, cores()) if self._count is None else self._count
        try:
            while len(self._helpers) < wanted:
                self._helpers.append(_Helper(self._command, self._heard, path, password))
        except OSError:
            pass  # the system gives no more processes: the reader reads alone
        if self._helpers:
            sys.setswitchinterval(_SWITCH)

    def free(self) -> int:
        """Room with the helpers that are ready."""
        return sum(_DEPTH - len(helper.asked) for helper in self._helpers if helper.ready)

    def ask(self, index: int) -> None:
        """Give the page to the helper that has the least to do."""
        min((helper for helper in self._helpers if helper.ready), key=lambda helper: len(helper.asked)).ask(index)

    def answers(self, *, wait: bool) -> Sequence[tuple[int, bytes]]:
        """What the helpers have read; what a lost one was asked for comes back empty."""
        found: list[tuple[int, bytes]] = []
        while True:
            try:
                helper, index, data = self._heard.get(block=wait and not found)
            except Empty:
                return found
            if data is None:
                found.extend((lost, b"") for lost in helper.asked)
                helper.ready = False
                helper.asked.clear()
            elif index == _READY:
                helper.ready = True
            elif index in helper.asked:
                helper.asked.remove(index)
                found.append((index, data))

    def end(self) -> None:
        """End all, at once."""
        if self._helpers:
            sys.setswitchinterval(self._usual_switch)
        for helper in self._helpers:
            helper.end()
        self._helpers.clear()


class _Helper:
    """One process, and the thread that takes what it writes."""

    def __init__(
        self,
        command: Sequence[str],
        heard: SimpleQueue[tuple[_Helper, int, bytes | None]],
        path: Path,
        password: str | None,
    ) -> None:
        self.ready = False
        self.asked: list[int] = []
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            creationflags=QUIETLY,
            env=dict(without_key(os.environ)),
        )
        self._say(json.dumps({"path": str(path), "password": password}))
        self._pump = threading.Thread(target=self._listen, args=(heard,), daemon=True)
        self._pump.start()

    def ask(self, index: int) -> None:
        """Have a page read."""
        self.asked.append(index)
        self._say(str(index))

    def _say(self, line: str) -> None:
        stream = self._process.stdin
        if stream is not None:
            try:
                stream.write(line.encode() + b"\n")
                stream.flush()
            except OSError:
                pass  # it has died: its output ends, which says so

    def _listen(self, heard: SimpleQueue[tuple[_Helper, int, bytes | None]]) -> None:
        """Pass on whole answers; None where no more will come."""
        stream = self._process.stdout
        while stream is not None:
            head = stream.read(_FRAME.size)
            if len(head) < _FRAME.size:
                break
            index, size = _FRAME.unpack(head)
            data = stream.read(size) if size <= _LARGEST else b""
            if len(data) < size:
                break
            heard.put((self, index, data))
        heard.put((self, _READY, None))

    def end(self) -> None:
        """End it and let go of its streams."""
        self._process.kill()
        self._process.wait(timeout=_GONE_WITHIN)
        self._pump.join(timeout=_GONE_WITHIN)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    pass  # what was still to be written has no reader any more


def helper_main() -> int:
    """The side of a helper: watch the reader first, then load what reads, then read what is asked for."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    lines: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_obey, args=(sys.stdin.buffer, lines), daemon=True).start()

    from estimator_desktop.jobs.manners import calm_collector, die_with_parent  # noqa: PLC0415 - as below

    die_with_parent()
    calm_collector()
    task = json.loads(lines.get())

    from estimator_desktop.reading.pdf.helping import read_pages  # noqa: PLC0415 - after the reader is being watched

    def wanted() -> int:
        return int(lines.get())

    def answer(index: int, data: bytes) -> None:
        answers.write(_FRAME.pack(index, len(data)) + data)
        answers.flush()

    read_pages(Path(task["path"]), task["password"], lambda: answer(_READY, b""), wanted, answer)
    return 0


def _obey(stream: BinaryIO, lines: SimpleQueue[bytes]) -> None:
    """Pass lines on; their end means that nobody waits for an answer."""
    while line := stream.readline():
        lines.put(line)
    os._exit(0)
