"""The text lines of a page, with their places: what a second reader gets to see."""

from __future__ import annotations

from dataclasses import dataclass

from estimator_desktop.domain.box import Box


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text; `box` on the page as displayed."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of one page (number from 1), top to bottom."""

    number: int
    lines: tuple[TextLine, ...]
