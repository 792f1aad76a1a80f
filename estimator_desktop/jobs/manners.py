"""What every process that reads files does first: end with its parent, stay within its memory, collect seldom."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys

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
