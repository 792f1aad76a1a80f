"""The reader's child process: reads one file, says how far it is, and never outlives its parent."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from estimator_desktop.domain.job import Progress
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.manners import calm_collector, cap_memory, die_with_parent
from estimator_desktop.jobs.reader_process import MEMORY_EXIT, PASSWORD_VARIABLE

if TYPE_CHECKING:
    from estimator_desktop.reading.pdf.ahead import Crew

_REPORT_EVERY = 0.1
_USUAL = 4


class Work(Protocol):
    """What a child does with its file."""

    def __call__(self, source: Path, target: Path, name: str, progress: Progress) -> None:
        """Read `source` and leave the result in `target`."""


def list_main(arguments: Sequence[str]) -> int:
    """The side of a child that reads a price list: list|preview COLUMNS, then as `child_main`."""
    what, columns, *rest = arguments

    def work() -> Work:
        from estimator_desktop.usecases.enrichment import list_to_spool, preview_to_spool  # noqa: PLC0415 - see `child_main`

        return partial(preview_to_spool if what == "preview" else list_to_spool, columns=columns)

    return _child(rest, work)


def child_main(arguments: Sequence[str], crew: Crew | None = None) -> int:
    """The side of a child that reads a budget: SOURCE TARGET NAME MEMORY_BYTES [REQUEST].

    A long PDF is read together with processes of this child (tests: another `crew`).
    """
    *usual, request = arguments if len(arguments) > _USUAL else (*arguments, "")

    def work() -> Work:
        from estimator_desktop.jobs.page_helpers import PageHelpers  # noqa: PLC0415 - after the parent is watched
        from estimator_desktop.pipeline import read_to_spool  # noqa: PLC0415

        password = os.environ.pop(PASSWORD_VARIABLE, None)
        asked = Path(request) if request else None
        return partial(read_to_spool, request=asked, password=password, crew=crew or PageHelpers())

    return _child(usual, work)


def mineru_main(arguments: Sequence[str]) -> int:
    """The side of a child that reads MinerU's output: PDF, then the folder and the rest as `child_main`."""
    pdf, *rest = arguments

    def work() -> Work:
        from estimator_desktop.pipeline import mined_to_spool  # noqa: PLC0415 - see `child_main`

        return partial(mined_to_spool, pdf=Path(pdf))

    return _child(rest, work)


def lines_main(arguments: Sequence[str]) -> int:
    """The side of a child that brings the lines of pages: their numbers with commas, then as `child_main`."""
    numbers, *rest = arguments

    def work() -> Work:
        from estimator_desktop.pipeline import lines_to_spool  # noqa: PLC0415 - see `child_main`

        return partial(lines_to_spool, pages=[int(number) for number in numbers.split(",")])

    return _child(rest, work)


def sheets_main(arguments: Sequence[str]) -> int:
    """The side of a child that reads a table's cells to be looked at: SOURCE TARGET NAME MEMORY_BYTES."""

    def work() -> Work:
        from estimator_desktop.pipeline import sheets_to_spool  # noqa: PLC0415 - see `child_main`

        return sheets_to_spool

    return _child(arguments, work)


def unlock_main(arguments: Sequence[str]) -> int:
    """The side of a child that takes a PDF's protection off: SOURCE TARGET NAME MEMORY_BYTES."""

    def work() -> Work:
        from estimator_desktop.reading.pdf.unlock import unlock_pdf  # noqa: PLC0415 - see `child_main`

        return partial(unlock_pdf, password=os.environ.pop(PASSWORD_VARIABLE, None))

    return _child(arguments, work)


def _child(arguments: Sequence[str], work: Callable[[], Work]) -> int:
    """Watch the parent first, then load what reads, then read."""
    source, target, name, memory = arguments
    report = _Reporter(name)
    threading.Thread(target=_listen, args=(report,), daemon=True).start()
    die_with_parent()
    calm_collector()
    cap_memory(int(memory))
    try:
        work()(Path(source), Path(target), name, report)
    except UserError as error:
        params = dict(error.params)
        fault = {"code": error.code, "params": params, "detail": error.detail, "transient": error.transient}
        _say({"error": fault})
        return 0
    except MemoryError:
        return MEMORY_EXIT
    _say({"done": True})
    return 0


class _Reporter:
    """Passes progress on, at most ten times a second, and always the last step.  Ends the work when asked to."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._last = 0.0
        self.asked = threading.Event()

    def __call__(self, done: int, total: int, message: str) -> None:
        if self.asked.is_set() and done < total:
            raise UserError("reader_timeout", file=self._name, detail=f"{done} of {total} {message}")
        at = time.monotonic()
        if done >= total or at - self._last >= _REPORT_EVERY:
            self._last = at
            _say({"progress": [done, total, message]})


def _say(line: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _listen(report: _Reporter) -> None:
    """A byte asks to end soon; the end of standard input means that nobody waits for the result."""
    while os.read(0, 1):
        report.asked.set()
    if os.name == "posix" and os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
