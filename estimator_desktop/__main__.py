"""`python -m estimator_desktop`."""

from __future__ import annotations

import sys


def gui() -> int:
    """Open the window (the entry of the graphical launcher)."""
    from estimator_desktop.cli import main  # noqa: PLC0415 - nothing is imported before it is needed

    return main(["gui", *sys.argv[1:]])


if __name__ == "__main__":
    from estimator_desktop.cli import main

    sys.exit(main())
