"""No test may reach another machine: every connection and every name that leaves this one fails, loudly.

`guard` listens to the interpreter's own audit events, so that no library can get around it, and reaches child processes
through `guarded/sitecustomize.py`.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

_HERE = ("localhost", "127.0.0.1", "::1", "", "0.0.0.0", "::")  # noqa: S104 - names, nothing is bound
_guarded: list[bool] = []


class WentOutside(BaseException):
    """Something wanted to talk to another machine.  No `except Exception` may swallow it."""


def is_here(host: object) -> bool:
    """Whether a host is this machine."""
    name = host.decode() if isinstance(host, bytes) else host
    if name is None:
        return True
    return isinstance(name, str) and (name in _HERE or name.startswith("127.") or name == socket.gethostname())


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: refuses what leaves this machine."""
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        if isinstance(address, tuple) and not is_here(address[0]):
            raise WentOutside(f"{event} {address}")
    elif event in {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"} and not is_here(arguments[0]):
        raise WentOutside(f"{event} {arguments[0]!r}")


def guard() -> None:
    """Watch this process from now on, and every Python process it starts."""
    if not _guarded:
        _guarded.append(True)
        sys.addaudithook(watch)
        folder = str(Path(__file__).resolve().parent / "guarded")
        rest = os.environ.get("PYTHONPATH", "")
        os.environ["PYTHONPATH"] = os.pathsep.join(part for part in (folder, rest) if part)
