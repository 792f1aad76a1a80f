"""Cells as text that a spreadsheet takes: tabs between cells, lines between rows, numbers without gaps."""

from __future__ import annotations

from collections.abc import Sequence

COPY_NUMBERS = "copy_numbers"
"""Setting: how copied numbers are written, `cs` or `en`; the interface's language where it was never set."""
_GAPS = str.maketrans("", "", "\u00a0\u202f ")


def copied(cells: Sequence[Sequence[str]], numeric: Sequence[bool], shown: str, wanted: str) -> str:
    """The cells as one text.  `shown` is the language the numbers are written in, `wanted` the one they shall be in.

    A spreadsheet takes `1 234,56` for words: thousands are not grouped.  Tabs and line ends in a cell become spaces.
    """
    return "\n".join(
        "\t".join(
            _number(cell, shown, wanted) if number else " ".join(cell.split())
            for cell, number in zip(row, numeric, strict=True)
        )
        for row in cells
    )


def _number(cell: str, shown: str, wanted: str) -> str:
    plain = cell.translate(_GAPS)
    plain = plain.replace(",", "") if shown == "en" else plain.replace(",", ".")
    digits = plain.lstrip("-").replace(".", "", 1)
    if not digits.isascii() or not digits.isdigit():
        return " ".join(cell.split())
    return plain if wanted == "en" else plain.replace(".", ",")
