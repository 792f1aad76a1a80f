"""`python -m estimator_desktop`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def gui() -> int:
    """Open the window (the entry of the graphical launcher)."""
    from estimator_desktop.cli import main  # noqa: PLC0415 - nothing is imported before it is needed

    return main(["gui", *sys.argv[1:]])


def understood(arguments: Sequence[str], *, bundled: bool) -> list[str]:
    """What a bundle was asked for: started by a double click or with files alone it opens the window."""
    if bundled and (not arguments or Path(arguments[0]).is_file()):
        return ["gui", *arguments]
    return list(arguments)


if __name__ == "__main__":
    if sys.argv[1:] == ["page-helper"]:  # must be there at once; the commands take longer to load than its work
        from estimator_desktop.jobs.page_helpers import helper_main

        sys.exit(helper_main())

    from estimator_desktop.cli import main

    sys.exit(main(understood(sys.argv[1:], bundled=getattr(sys, "frozen", False))))
