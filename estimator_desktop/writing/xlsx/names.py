"""Sheet names: what a spreadsheet allows, each once, and as close to the object's code as can be."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST = 31


class Names:
    """Gives out names; equal ones (whatever their case) are numbered."""

    def __init__(self) -> None:
        self._taken: set[str] = {"history"}

    def take(self, wish: str) -> str:
        """The name for a wish."""
        plain = re.sub(r"\s+", " ", _FORBIDDEN.sub("-", wish)).strip().strip("'")[:_LONGEST].strip() or "–"
        name, number = plain, 1
        while name.casefold() in self._taken:
            number += 1
            tail = f" ({number})"
            name = f"{plain[: _LONGEST - len(tail)]}{tail}"
        self._taken.add(name.casefold())
        return name


def quoted(name: str) -> str:
    """A sheet's name as formulas write it."""
    doubled = name.replace("'", "''")
    return f"'{doubled}'"
