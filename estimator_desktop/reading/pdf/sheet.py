"""What a page is by itself, whatever stands on the pages before it."""

from __future__ import annotations

from dataclasses import dataclass

from estimator_desktop.reading.pdf.header import Header, find_headers
from estimator_desktop.reading.pdf.lines import Line, text_lines
from estimator_desktop.reading.pdf.numbering import is_column_numbers, is_footer
from estimator_desktop.reading.pdf.words import PageText

_EDGE = 0.09
"""Headers and footers stand within this share of a page's height."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with its lines and headers."""

    page: PageText
    lines: tuple[Line, ...]
    headers: tuple[Header, ...]

    @classmethod
    def of(cls, page: PageText) -> Sheet:
        """A page's lines without page numbers and column numbers, and the headers among them."""
        lines = tuple(
            line for line in text_lines(page.words) if not is_footer(line, page.height) and not is_column_numbers(line)
        )
        return cls(page, lines, find_headers(lines))

    def part(self, place: int) -> tuple[Line, ...]:
        """The lines below a header, up to the next one."""
        end = self.headers[place + 1].first if place + 1 < len(self.headers) else len(self.lines)
        return self.lines[self.headers[place].last + 1 : end]

    def parted(self, header: Header) -> list[float]:
        """Where vertical rules cross a header."""
        edges = float("-inf"), float("inf")
        places = (self.page.rules.crossing(line.middle, *edges) for line in self.lines[header.first : header.last + 1])
        return sorted({place for line in places for place in line})

    @property
    def edges(self) -> list[Line]:
        """The lines at the upper and the lower edge of the page."""
        return [line for line in self.lines if at_edge(line, self.page)]

    @property
    def top(self) -> tuple[Line, ...]:
        """The lines above the first header."""
        return self.lines[: self.headers[0].first] if self.headers else self.lines


def at_edge(line: Line, page: PageText) -> bool:
    """Whether a line stands at the upper or the lower edge of a page."""
    return not _EDGE * page.height < line.middle < (1 - _EDGE) * page.height
