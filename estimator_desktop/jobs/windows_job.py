"""A Windows job object around a process: closing it ends the process and everything it started.

Used on Windows only.  By the documentation of `CreateJobObjectW`, `SetInformationJobObject`
(JobObjectExtendedLimitInformation, JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE) and `AssignProcessToJobObject`.
"""

from __future__ import annotations

import ctypes
import subprocess
from typing import Any

_EXTENDED_LIMITS = 9
_KILL_ON_CLOSE = 0x2000


class _Basic(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class _Counters(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint64) for name in ("ReadOps", "WriteOps", "OtherOps", "Read", "Write", "Other"))


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("BasicLimitInformation", _Basic),
        ("IoInfo", _Counters),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def _kernel() -> Any:  # noqa: ANN401 - a DLL has no type
    kernel = ctypes.WinDLL(  # type: ignore[attr-defined,unused-ignore]
        "kernel32", use_last_error=True
    )
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, ctypes.c_wchar_p)
    kernel.SetInformationJobObject.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32)
    kernel.AssignProcessToJobObject.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
    kernel.CloseHandle.argtypes = (ctypes.c_void_p,)
    return kernel


class WindowsJob:
    """Puts a process, and so all it will start, into a job of its own.

    Where the system refuses, the process is ended as a single one.
    """

    def __init__(self, process: subprocess.Popen[bytes], kernel: Any = None) -> None:  # noqa: ANN401 - as above
        self._kernel = kernel or _kernel()
        self._handle = self._kernel.CreateJobObjectW(None, None)
        if not self._handle:
            return
        limits = ExtendedLimits()
        limits.BasicLimitInformation.LimitFlags = _KILL_ON_CLOSE
        self._kernel.SetInformationJobObject(
            self._handle, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
        )
        handle = int(process._handle)  # type: ignore[attr-defined]  # noqa: SLF001 - Windows' Popen keeps it there
        if not self._kernel.AssignProcessToJobObject(self._handle, handle):
            self.close()

    def close(self) -> None:
        """End everything in the job."""
        if self._handle:
            self._kernel.CloseHandle(self._handle)
            self._handle = None
