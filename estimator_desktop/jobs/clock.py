"""The clocks of this machine as a `Moment`."""

from __future__ import annotations

import subprocess
import sys
import time
from functools import cache
from pathlib import Path

from estimator_desktop.domain.clock import Moment


def moment() -> Moment:
    """Now."""
    return Moment(time.time(), since_boot(), boot())


_SYSTEM: str = sys.platform
"""As a plain word: a check of types on one system must not skip the others."""


def since_boot() -> float:
    """Seconds since boot, sleep included, where the system can say so."""
    if _SYSTEM == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if _SYSTEM == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)  # counts sleep there, unlike time.monotonic
    return time.monotonic()  # Windows counts sleep


@cache
def boot() -> str:
    """A name of this boot; empty where the system has none (then the wall clock is all there is)."""
    try:
        if _SYSTEM == "linux":
            return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        if _SYSTEM == "darwin":
            command = ["/usr/sbin/sysctl", "-n", "kern.bootsessionuuid"]
            return subprocess.run(command, capture_output=True, text=True, check=False, timeout=5).stdout.strip()
        if _SYSTEM == "win32":
            import winreg  # noqa: PLC0415 - Windows only

            place = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:  # type: ignore[attr-defined,unused-ignore]
                return str(winreg.QueryValueEx(key, "BootId")[0])  # type: ignore[attr-defined,unused-ignore]
    except (OSError, subprocess.SubprocessError):
        pass  # no name: the wall clock decides
    return ""
