"""How this program starts itself again, from a checkout or from a bundle."""

from __future__ import annotations

import os
import subprocess
import sys

QUIETLY = (
    int(getattr(subprocess, "CREATE_NO_WINDOW", 0)) | int(getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0))
    if os.name == "nt"
    else 0
)
"""Creation flags of a child process: Windows shows no console for it."""


def program(*arguments: str) -> list[str]:
    """The command line that runs this program with arguments."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "estimator_desktop", *arguments]
