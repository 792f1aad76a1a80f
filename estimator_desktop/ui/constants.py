"""Keep Python's constants alive under PySide6 6.12 on Python before 3.12.

PySide6 6.12.0 is built for Python 3.12, where `None`, `True` and `False` are immortal and are handed out without
counting the reference.  On Python 3.11 every call of a Qt method that returns one of them takes a reference away
(measured: -1 a call of `QApplication.processEvents`; 6.11.3: 0), and after some ten thousand calls the interpreter
ends with "deallocating None".  A count that cannot run out in a lifetime is all that is needed; what raises it takes
three milliseconds to load, so that until the window has shown itself (a few thousand calls) held references do.  The
window calls `keep_constants` with what comes behind its first picture.
"""

from __future__ import annotations

import sys

_ENOUGH = 1 << 40
_CONSTANTS = (None, True, False)
_COUNTS = sys.version_info < (3, 12)
_HELD = _CONSTANTS * (20_000 if _COUNTS else 0)
"""References for the start, kept as long as the module is."""


def keep_constants() -> None:
    """Raise the reference counts of the constants once.  Does nothing where they are immortal (Python 3.12)."""
    if not _COUNTS:
        return
    from ctypes import c_ssize_t  # noqa: PLC0415 - see above

    for constant in _CONSTANTS:
        if sys.getrefcount(constant) < _ENOUGH:
            c_ssize_t.from_address(id(constant)).value += _ENOUGH
