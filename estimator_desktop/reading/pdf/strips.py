"""Tables wider than their paper: a spreadsheet printed carelessly continues its columns on other pages.

Spreadsheet programs print all pages of the first columns and then all pages of the next ones (1+3+5, 2+4+6), or the
parts of one stretch of rows one after the other (1+2+3, 4+5+6).  Such pages have their rows at the same heights and
titles of different columns at the height of the header; laid side by side they are one table again.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from estimator_desktop.reading.pdf.header import title_cells
from estimator_desktop.reading.pdf.rules import Rule, Rules
from estimator_desktop.reading.pdf.sheet import Sheet
from estimator_desktop.reading.pdf.words import PageText, Word
from estimator_desktop.reading.vocabulary import Field, title_field

_LEVEL = 1.5
"""Rows of pages that belong together stand at one height within so many points."""
_ALIKE = 0.9
"""Share of the rows of the emptier page that the other one has too."""
_FEWEST = 3
_TITLES = 2
_TOP_LINES = 25
_MOST_STRIPS = 8

Group = tuple[int, ...]
"""Pages (from 0) that lie side by side, left to right."""


@dataclass(frozen=True, slots=True)
class Face:
    """What of a page tells whether another one continues it sideways."""

    index: int
    height: float
    heads: tuple[tuple[float, frozenset[Field]], ...]
    """Heights of lines of column titles, with what they name."""
    rows: Sequence[float]
    """Heights of its lines, ascending; kept small, for every page of a document is remembered."""
    whole: bool
    """Whether it has a header that makes a table by itself."""

    @classmethod
    def of(cls, sheet: Sheet, index: int) -> Face:
        """The face of a page."""
        heads: list[tuple[float, frozenset[Field]]] = []
        for header in sheet.headers:
            named = frozenset(title.field for title in header.titles)
            heads.extend((sheet.lines[line].middle, named) for line in range(header.first, header.last + 1))
        if not sheet.headers:
            for line in sheet.lines[:_TOP_LINES]:
                fields = [title_field(cell.text) for cell in title_cells(line)]
                if sum(field is not None for field in fields) >= max(_TITLES, 0.5 * len(fields)):
                    heads.append((line.middle, frozenset(filter(None, fields))))
        rows = array("f", sorted(line.middle for line in sheet.lines))
        return cls(index, sheet.page.height, tuple(heads), rows, bool(sheet.headers))

    def beside(self, other: Face) -> bool:
        """Whether the rows of both stand at the same heights."""
        if abs(self.height - other.height) > _LEVEL:
            return False
        few, many = sorted((self.rows, other.rows), key=len)
        if not few:
            return False
        near = sum(_has(many, row) for row in few)
        return near >= _ALIKE * len(few)

    def continues(self, other: Face) -> bool:
        """Whether this page carries on the columns of the other one: titles at one height that name other things."""
        if min(len(self.rows), len(other.rows)) < _FEWEST or (self.whole and other.whole):
            return False
        mine, theirs = _named(self), _named(other)
        new = mine - theirs - {Field.OTHER}
        level = any(abs(one - two) < _LEVEL for one, _ in self.heads for two, _ in other.heads)
        return bool(new) and level and Field.DESCRIPTION not in mine & theirs and self.beside(other)


def _named(face: Face) -> frozenset[Field]:
    return frozenset[Field]().union(*(fields for _, fields in face.heads))


def _has(places: Sequence[float], place: float) -> bool:
    at = bisect_left(places, place - _LEVEL)
    return at < len(places) and places[at] <= place + _LEVEL


class Strips:
    """Watches pages go by and finds those that lie side by side."""

    def __init__(self, pages: int, look: Callable[[int], Face]) -> None:
        self._pages = pages
        self._look = look
        self._whole: list[Face] = []
        self._parts: list[Face] = []

    def watch(self, face: Face) -> tuple[Group, ...]:
        """The groups of the table that this page turns out to continue; none for an ordinary page."""
        if face.heads:
            for start in self._parts if face.whole else [*self._parts, *self._whole]:
                if face.continues(start) and (groups := self._groups(start, face)):
                    return groups
            (self._whole if face.whole else self._parts).append(face)
        return ()

    def _groups(self, start: Face, second: Face) -> tuple[Group, ...]:
        """All pages of the table that begins with `start` and has `second` as its second strip."""
        step = second.index - start.index
        strips = [start, second]
        while len(strips) < _MOST_STRIPS and start.index + len(strips) * step < self._pages:
            third = self._look(start.index + len(strips) * step)
            if not all(third.continues(strip) for strip in strips):
                break
            strips.append(third)
        places = [strip.index for strip in strips]
        if step > 1:
            rest = [tuple(place + row for place in places) for row in range(1, step)]
            return (tuple(places), *rest) if all(map(self._level, rest)) else ()
        groups = [tuple(places)]
        while groups[-1][-1] + len(places) < self._pages:
            following = tuple(place + len(places) for place in groups[-1])
            if not self._level(following):
                break
            groups.append(following)
        return tuple(groups)

    def _level(self, group: Group) -> bool:
        """Whether the rows of the pages stand at the same heights."""
        first, *others = map(self._look, group)
        return all(other.beside(first) for other in others)


def ordered(pages: int, joined: Sequence[Group]) -> Iterator[Group]:
    """All pages in reading order, those that lie side by side together."""
    firsts = {group[0]: group for group in joined}
    inner = {page for group in joined for page in group}
    for page in range(pages):
        if page in firsts:
            yield firsts[page]
        elif page not in inner:
            yield (page,)


def side_by_side(parts: Sequence[PageText]) -> PageText:
    """Pages laid side by side as one.  Sources point to the page that holds the most words."""
    if len(parts) == 1:
        return parts[0]
    words: list[Word] = []
    across: list[Rule] = []
    down: list[Rule] = []
    shift, runs = 0.0, 0
    starts: list[float] = []
    for part in parts:
        starts.append(shift)
        words.extend(
            word._replace(
                left=word.left + shift, right=word.right + shift, run=word.run + runs if word.run >= 0 else word.run
            )
            for word in part.words
        )
        across.extend(rule._replace(start=rule.start + shift, end=rule.end + shift) for rule in part.rules.across)
        down.extend(rule._replace(place=rule.place + shift) for rule in part.rules.down)
        shift += part.width
        runs += max((word.run for word in part.words), default=0) + 1
    main = max(range(len(parts)), key=lambda index: len(parts[index].words))
    page = replace(
        parts[main],
        words=tuple(words),
        rules=Rules(tuple(sorted(across)), tuple(sorted(down))),
        strip=(starts[main], parts[main].width),
    )
    return replace(page, width=shift)
