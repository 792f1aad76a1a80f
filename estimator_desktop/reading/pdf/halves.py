"""Two pages printed beside each other on one sheet of paper: a header that says all its titles twice gives it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from estimator_desktop.reading.pdf.header import Header
from estimator_desktop.reading.pdf.sheet import Sheet
from estimator_desktop.reading.vocabulary import Field

_FEWEST = 4
"""Columns of a table that is taken for one half."""
_OVER = 1.0


class Halves:
    """Parts sheets; remembers where the last ones were parted, for pages without a header that says so."""

    def __init__(self) -> None:
        self._cut: tuple[float, float] | None = None

    def of(self, sheets: Sequence[Sheet]) -> list[list[Sheet]]:
        """For each sheet of a run itself, or its left and its right half as pages of the same number."""
        for sheet in sheets:
            cut = next((cut for header in sheet.headers if (cut := _middle(header)) is not None), None)
            if cut is not None:
                self._cut = cut, sheet.page.width
                break
        if self._cut is None:
            return [[sheet] for sheet in sheets]
        cut, width = self._cut
        return [_parted(sheet, cut) if sheet.page.width == width else [sheet] for sheet in sheets]


def _parted(sheet: Sheet, cut: float) -> list[Sheet]:
    """The halves of a sheet; the sheet where something is written across the middle."""
    words = sheet.page.words
    if any(word.left < cut - _OVER and word.right > cut + _OVER for word in words):
        return [sheet]
    sides = ([word for word in words if word.centre < cut], [word for word in words if word.centre >= cut])
    return [Sheet.of(replace(sheet.page, words=tuple(side))) for side in sides if side]


def _middle(header: Header) -> float | None:
    """Between the two rows of titles of a header that holds the same ones twice."""
    said = [title.said for title in header.titles]
    half, rest = divmod(len(said), 2)
    known = sum(field is not Field.OTHER for field in said[:half])
    if rest or known < _FEWEST or said[:half] != said[half:]:
        return None
    return (header.titles[half - 1].right + header.titles[half].left) / 2
