"""From headings and totals of a free table to objects and sections.

A free table has no marks for its structure, only lines of text between the positions.  What they are follows from how
they stand: codes that begin with another's code nest; of several headings in a row the outer are objects; a heading
that comes back again and again without an object above it only names a group of similar positions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile

from estimator_desktop.domain.bill import NOTHING, Amount, Measurement, Position, Source
from estimator_desktop.reading.draft import Draft
from estimator_desktop.reading.vocabulary import folded

_TOTAL = re.compile(
    r"(mezi)?soucet|(medzi)?sucet|celkem|celkom|cena (celkem|bez dph|s dph)|suma\b|total\b|spolu|zusammen|summe|gesamt"
    r"|dph\b"
)
_SUMS_UP = re.compile(r"\W+(celkem|celkom|spolu|soucet|sucet|total|gesamt|summe)\W*$")
_WORK = re.compile(r"(SO|IO|PS)[ .\-]?\d", re.IGNORECASE)
_TRADES = frozenset({"HSV", "PSV", "M", "MON", "VRN", "VN", "OST", "HZS"})
"""Groups of trades of the Czech and Slovak price systems: main and secondary works, installations, ancillary costs."""
_ZERO = Decimal(0)
_STEM = 5
_SAYS_NOTHING = frozenset({"celke", "bez", "dph", "cena", "souce", "mater", "prace"})


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of text that stands between positions."""

    code: str
    name: str
    total: Amount = NOTHING
    source: Source | None = None

    @property
    def is_work(self) -> bool:
        """Whether the code is one that objects have."""
        return _WORK.match(self.code) is not None

    @property
    def names_work(self) -> bool:
        """Whether code or name begin as those of objects do."""
        return self.is_work or _WORK.match(self.name) is not None


@dataclass(frozen=True, slots=True)
class Total:
    """A line that sums up what stands above it."""

    name: str
    value: Amount


@dataclass(frozen=True, slots=True)
class Remark:
    """A line that only says more about the position above it."""

    text: str


Event = Heading | Total | Remark | Measurement | Position


def is_total(text: str) -> bool:
    """Whether a text opens a line of sums."""
    return _TOTAL.match(folded(text).lstrip('"')) is not None


def place(events: Sequence[Event], draft: Draft) -> None:
    """Put the events' positions into the draft, each under its object and section."""
    outline = _Outline(draft, _groups(events))
    for event in events:
        outline.take(event)
    _lift(draft)


def _groups(events: Iterable[Event]) -> frozenset[str]:
    """The names of headings without a code that come back alone: they name groups, not sections."""
    alone: Counter[str] = Counter()
    run: list[Heading] = []
    for event in events:
        if isinstance(event, Heading):
            run.append(event)
        elif isinstance(event, Position):
            if len(run) == 1 and not run[0].code:
                alone[folded(run[0].name)] += 1
            run = []
    return frozenset(name for name, count in alone.items() if count > 1)


def _lift(draft: Draft) -> None:
    """In a document with objects a section beside them is an object of its own."""
    if not draft.objects:
        return
    for section in tuple(draft.sections):
        if section.object is None and section.parent is None:
            work = draft.work(section.code, section.name, None, section.source)
            draft.sections[section.index] = replace(section, object=work)
    for section in tuple(draft.sections):
        if section.object is None and section.parent is not None:
            draft.sections[section.index] = replace(section, object=draft.sections[section.parent].object)
    for position in tuple(draft.positions):
        if position.object is None and position.section is not None:
            draft.positions[position.index] = replace(position, object=draft.sections[position.section].object)


@dataclass(frozen=True, slots=True)
class _Level:
    """An open part: an object (`section` None) or a section."""

    code: str
    name: str
    work: int | None
    section: int | None = None

    def ends_before(self, heading: Heading) -> bool:
        """Whether a heading with a code closes this part: one whose code begins with this part's code stays inside.

        An object that has no code, or the code of an object, holds every section that follows it, and a group of trades
        (`HSV`) the sections with numbers.
        """
        if self.section is None and not heading.is_work and (not self.code or _WORK.match(self.code)):
            return False
        if self.code in _TRADES and heading.code[:1].isdigit():
            return False
        return not _inside(heading.code.rstrip("."), self.code.rstrip("."))


class _Outline:
    """Walks the events once; `_levels` are the parts open now, outermost first."""

    def __init__(self, draft: Draft, groups: frozenset[str]) -> None:
        self._draft = draft
        self._groups = groups
        self._levels: list[_Level] = []
        self._waiting: list[Heading] = []
        self._totals = 0
        self._sums: set[str] = set()  # how lines are worded that sum up a section

    def take(self, event: Event) -> None:
        """One line of the table."""
        if isinstance(event, Heading) and self._sums_up(event):
            event = Total(event.name, event.total)
        if isinstance(event, Heading):
            self._waiting.append(event)
        elif isinstance(event, Total):
            self._waiting = []
            self._close(event)
        elif isinstance(event, Remark):
            self._draft.note("P", event.text)
        elif isinstance(event, Measurement):
            self._draft.measurement(event)
        else:
            self._open(self._waiting)
            self._waiting = []
            self._totals = 0
            last = self._levels[-1] if self._levels else None
            work, section = (last.work, last.section) if last else (None, None)
            self._draft.add(replace(event, object=work, section=section))

    def _sums_up(self, heading: Heading) -> bool:
        """Whether a line says again what an open part is called, and that this is its sum (`Základy celkem`)."""
        name = folded(heading.name)
        stem = _SUMS_UP.sub("", name)
        if stem == name:
            return False
        return any(folded(level.name) == stem for level in self._levels)

    def _open(self, headings: Sequence[Heading]) -> None:
        """Open what the headings above a position name."""
        if len(headings) == 1 and not headings[0].code:
            self._open_alone(headings[0])
            return
        coded = all(heading.code for heading in headings)
        if headings and not coded:
            self._levels = []
        for number, heading in enumerate(headings):
            stem = heading.code.rstrip(".")
            while coded and self._levels and self._levels[-1].ends_before(heading):
                self._levels.pop()
            following = headings[number + 1] if number + 1 < len(headings) else None
            outer = (
                following is not None
                and heading.code not in _TRADES
                and (not coded or heading.is_work or _inside(following.code.rstrip("."), stem))
            )
            if outer and all(level.section is None for level in self._levels):
                above = self._levels[-1].work if self._levels else None
                work = self._draft.work(heading.code, heading.name, above, heading.source)
                self._draft.work_total(work, heading.total)
                self._levels.append(_Level(heading.code, heading.name, work))
            else:
                self._section(heading)

    def _open_alone(self, heading: Heading) -> None:
        works = [level for level in self._levels if level.section is None]
        if not works and self._levels and folded(heading.name) in self._groups:
            return
        self._levels = works
        self._section(heading)

    def _section(self, heading: Heading) -> None:
        last = self._levels[-1] if self._levels else None
        work, parent = (last.work, last.section) if last else (None, None)
        index = self._draft.section(heading.code, heading.name, work, parent, heading.total, heading.source)
        self._levels.append(_Level(heading.code, heading.name, work, index))

    def _close(self, total: Total) -> None:
        """A line of sums ends the part that it names, or the innermost; a second one ends the object."""
        self._totals += 1
        if not self._levels:
            return
        named = next((level for level in reversed(self._levels) if _names(total.name, level.name)), None)
        if named is not None:
            del self._levels[self._levels.index(named) :]
            if named.section is not None and self._draft.sections[named.section].total is NOTHING:
                self._draft.section_total(named.section, total.value)
        elif self._totals > 1 or self._levels[-1].section is None:
            self._levels = []
        else:
            level = self._levels.pop()
            if level.section is None or self._draft.sections[level.section].total is not NOTHING:
                return
            wording = folded(total.name)
            if wording not in self._sums and self._is_everything(level.section, total.value):
                self._levels = []
            else:
                self._sums.add(wording)
                self._draft.section_total(level.section, total.value)

    def _is_everything(self, section: int, value: Amount) -> bool:
        """Whether a sum right behind a section is that of all positions, and not the section's."""
        positions = self._draft.positions
        inside = takewhile(lambda item: item.section == section, reversed(positions))
        own = sum(map(_priced, inside), _ZERO)
        return own != value.value and sum(map(_priced, positions), _ZERO) == value.value


def _priced(position: Position) -> Decimal:
    return position.total_price.value or _ZERO


def _inside(code: str, outer: str) -> bool:
    return bool(outer) and code.startswith(outer) and code != outer


def _names(text: str, name: str) -> bool:
    """Whether a line of sums names a part: one of the part's words stands in it."""
    words = {word[:_STEM] for word in re.findall(r"\w{3,}", folded(name))}
    said = {word[:_STEM] for word in re.findall(r"\w{3,}", folded(text))} - _SAYS_NOTHING
    return bool(words & said)
