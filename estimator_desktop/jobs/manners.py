"""What every process that reads files does first: end with its parent, stay within its memory, collect seldom."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from estimator_desktop.errors import UserError

_PR_SET_PDEATHSIG = 1
_CALM = 50_000


def calm_collector() -> None:
    """Look for cycles seldom: reading makes a great many small things and hardly any cycle."""
    gc.set_threshold(_CALM)


def die_with_parent() -> None:
    """Linux can also end this process while a library holds the interpreter."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def cap_memory(limit: int) -> None:
    """Limit the address space where the system can (POSIX); the parent watches the memory in use everywhere."""
    if not limit or os.name != "posix":
        return
    import resource  # noqa: PLC0415 - POSIX only

    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ValueError, OSError):
        pass  # a lower limit is set already, or this system has none


@contextmanager
def within_memory(limit: int, name: str) -> Iterator[None]:
    """A command that reads a file itself has so many bytes of address space for it, where the system can (POSIX).

    Raises UserError `reader_memory` where they are not enough; afterwards all is as before.
    """
    try:
        with _lower(limit):
            yield
    except MemoryError as error:
        raise UserError("reader_memory", file=name, detail=f"{limit >> 20} MiB") from error


@contextmanager
def _lower(limit: int) -> Iterator[None]:
    """The soft limit alone, for that can be raised again."""
    if not limit or os.name != "posix":
        yield
        return
    import resource  # noqa: PLC0415 - POSIX only

    before = resource.getrlimit(resource.RLIMIT_AS)
    if before[0] == resource.RLIM_INFINITY or before[0] > limit:
        try:
            resource.setrlimit(resource.RLIMIT_AS, (limit, before[1]))
        except (ValueError, OSError):
            pass  # this system has none
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
