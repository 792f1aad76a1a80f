"""`python -m estimator_desktop`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def gui() -> int:
    """Open the window (the entry of the graphical launcher)."""
    return start(["gui", *sys.argv[1:]])


def start(arguments: Sequence[str]) -> int:
    """Do what was asked for; the exit code.  The window alone does not wait for the other commands to be loaded."""
    if arguments[:1] == ["gui"] and not any(argument.startswith("-") for argument in arguments):
        return _window([Path(argument) for argument in arguments[1:]])
    from estimator_desktop.cli import main  # noqa: PLC0415 - nothing is imported before it is needed

    return main(arguments)


def _window(files: Sequence[Path]) -> int:
    import gc  # noqa: PLC0415

    gc.disable()  # what is loaded now stays; `ui.app` switches it on when the window has shown itself
    from estimator_desktop.config import default_paths  # noqa: PLC0415 - see `start`
    from estimator_desktop.ui.app import run  # noqa: PLC0415

    try:
        return run(default_paths(), files)
    except Exception as error:
        from estimator_desktop.cli import say_remediable  # noqa: PLC0415 - hardly ever needed

        code = say_remediable(error)
        if code is None:
            raise
        return code


def understood(arguments: Sequence[str], *, bundled: bool) -> list[str]:
    """What a bundle was asked for: started by a double click or with files alone it opens the window."""
    if bundled and (not arguments or Path(arguments[0]).is_file()):
        return ["gui", *arguments]
    return list(arguments)


if __name__ == "__main__":
    if sys.argv[1:] == ["page-helper"]:  # must be there at once; the commands take longer to load than its work
        from estimator_desktop.jobs.page_helpers import helper_main

        sys.exit(helper_main())

    sys.exit(start(understood(sys.argv[1:], bundled=getattr(sys, "frozen", False))))
