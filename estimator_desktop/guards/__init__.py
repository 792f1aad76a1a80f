"""What stands at the door of every file: checks made before a parser meets it.

Budgets and price lists have readers of their own; what may be opened at all is decided here, once for both.
"""

from __future__ import annotations

from pathlib import Path

from estimator_desktop.guards.archive import SIGNATURE as ARCHIVE
from estimator_desktop.guards.archive import check_archive
from estimator_desktop.guards.compound import SIGNATURE as COMPOUND
from estimator_desktop.guards.compound import check_compound
from estimator_desktop.guards.markup import check_markup, is_markup

_HEAD = 256


def check_file(path: Path, name: str) -> None:
    """Refuse a hostile file, whatever it is; `name` is what the user calls it.

    Raises UserError as `check_archive`, `check_compound` and `check_markup` do, and OSError.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith(ARCHIVE):
        check_archive(path, name)
    elif head.startswith(COMPOUND):
        check_compound(path, name)
    elif is_markup(head):
        check_markup(path, name)
