"""Import modules as Python does, not as PySide6 does.

PySide6 puts an import of its own in front of Python's, for its switches `from __feature__ import …`.  That one opens
the source of every module that is imported from then on, the standard library's too, and looks whether "PySide6" stands
in it: a quarter of what our own modules cost before the first picture, and of every page that is loaded later.  We use
none of those switches, and PySide6 keeps the import that was there before.
"""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401 - brings its import


def import_plainly() -> None:
    """Put the import back that was there before.  Does nothing where PySide6 left it alone."""
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


import_plainly()
