"""Column bands: from the header's titles and from where the table's words really stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from decimal import Decimal
from itertools import pairwise

from estimator_desktop.domain.numbers import looks_like_number, parse_amount
from estimator_desktop.reading.pdf.header import Header
from estimator_desktop.reading.pdf.headline import Title
from estimator_desktop.reading.pdf.lines import Line
from estimator_desktop.reading.pdf.prices import proven_pair
from estimator_desktop.reading.pdf.rules import Rules
from estimator_desktop.reading.pdf.words import Word, joined
from estimator_desktop.reading.units import is_unit
from estimator_desktop.reading.vocabulary import Field

_STEP = 1.0
"""Resolution of the ink profile, in points."""
_FINE = 0.5
"""Resolution of right edges, in points."""
_TEXT_GAP = 0.05
"""Texts of their own that stand nearer (shares of the type's height) are one."""
_WORD_GAP = 0.35
"""Words nearer than this share of the type's height are one text."""
_REMEMBERED = 400
_RULED = 0.5
"""A vertical rule parts columns where it crosses so many of the positions."""
_SAME_RULE = 2.0
_LONGEST_LABEL = 6
_SLACK = 30.0
"""A text that belongs to a title begins at most so far left of it (points)."""
_SURE = 0.2
"""A stretch that parts so many of the lines is a border."""
_MONEY = {Field.UNIT_PRICE, Field.TOTAL, Field.SUPPLY, Field.INSTALLATION}
_PRICE = re.compile(r"cena|price|preis|\bkc\b|celkem|spolu|montaz|dodavka|material")
_WIDE = {Field.DESCRIPTION}
_NUMERIC = {
    Field.QUANTITY, Field.UNIT_PRICE, Field.TOTAL, Field.UNIT_MASS, Field.TOTAL_MASS, Field.SUPPLY, Field.INSTALLATION,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """Bands left to right: `fields[i]` lies between `edges[i - 1]` and `edges[i]`.

    `unread` are the titles of numbers that may be a quantity or a price and that nobody knows.
    """

    fields: tuple[Field, ...]
    edges: tuple[float, ...]
    ruled: bool = False
    unread: tuple[str, ...] = ()
    _split: dict[int, tuple[Line, Mapping[Field, tuple[Word, ...]]]] = made(
        default_factory=dict, compare=False, repr=False
    )
    """What was split last: the stages of one page ask for the same lines again and again."""

    def field_at(self, x: float) -> Field:
        """The column at a horizontal place."""
        return self.fields[bisect_right(self.edges, x)]

    def place(self, x: float) -> int:
        """The number of the column at a horizontal place."""
        return bisect_right(self.edges, x)

    def numbers(self, line: Line) -> Mapping[int, Decimal]:
        """A line's numbers by the number of their column."""
        texts: dict[int, list[Word]] = {}
        for word in line.words:
            texts.setdefault(self.place(word.centre), []).append(word)
        values = ((place, parse_amount(joined(words)).value) for place, words in texts.items())
        return {place: value for place, value in values if value is not None}

    def band(self, field: Field) -> tuple[float, float]:
        """Left and right edge of a column.  KeyError where the table has none."""
        if field not in self.fields:
            raise KeyError(field)
        index = self.fields.index(field)
        left = self.edges[index - 1] if index else float("-inf")
        right = self.edges[index] if index < len(self.edges) else float("inf")
        return left, right

    @property
    def text_band(self) -> tuple[float, float]:
        """Left and right edge of the column with the texts: the descriptions', or the codes' where there are none."""
        return self.band(Field.DESCRIPTION if self.has(Field.DESCRIPTION) else Field.CODE)

    def has(self, field: Field) -> bool:
        """Whether the table has the column."""
        return field in self.fields

    def split(self, line: Line) -> Mapping[Field, tuple[Word, ...]]:
        """A line's words by column.  A text that runs on into the next columns stays one text."""
        known = self._split.get(id(line))
        if known is not None and known[0] is line:
            return known[1]
        result: dict[Field, tuple[Word, ...]] = {}
        fields, edges = self.fields, self.edges
        for (words,) in line.cells():
            first, last = words[0], words[-1]
            place = bisect_right(edges, (first[1] + first[3]) / 2)
            if first is last or bisect_right(edges, (last[1] + last[3]) / 2) == place:
                field = fields[place]
                result[field] = result[field] + words if field in result else words
                continue
            for field, part in self._parts(words):
                result[field] = (*result.get(field, ()), *part)
        if not self.has(Field.UNIT) and len(result.get(Field.QUANTITY, ())) > 1:
            result.update(_counted(result[Field.QUANTITY]))
        if len(self._split) > _REMEMBERED:
            self._split.clear()
        self._split[id(line)] = line, result
        return result

    def _parts(self, words: Sequence[Word]) -> list[tuple[Field, list[Word]]]:
        """The words of one cell by the columns they stand in."""
        parts: list[tuple[Field, list[Word]]] = []
        fields, edges = self.fields, self.edges
        for word in words:
            field = fields[bisect_right(edges, (word[1] + word[3]) / 2)]
            if parts and parts[-1][0] is field:
                parts[-1][1].append(word)
            else:
                parts.append((field, [word]))
        if len(parts) == 1:
            return parts
        return self._run_on(self._run_up(parts))

    def _run_up(self, parts: list[tuple[Field, list[Word]]]) -> list[tuple[Field, list[Word]]]:
        """A title that begins left of the description column belongs to it whole."""
        place = next((index for index, part in enumerate(parts) if part[0] is Field.DESCRIPTION), 0)
        if not place or any(self._names(field, words) for field, words in parts[:place]):
            return parts
        whole = [word for _, words in parts[: place + 1] for word in words]
        return [(Field.DESCRIPTION, whole), *parts[place + 1 :]]

    def _names(self, field: Field, words: Sequence[Word]) -> bool:
        """Whether a piece left of a description is an ordinal or a code of its own."""
        text = joined(words)
        if field is Field.TYPE:
            return len(text) <= _LONGEST_LABEL
        if any(sign.isdigit() for sign in text):
            return True
        return len(words) == 1 and (len(text) <= 2 or (field is Field.CODE and text.isupper() and len(text) <= 6))

    def _run_on(self, parts: list[tuple[Field, list[Word]]]) -> list[tuple[Field, list[Word]]]:
        """A description's words beyond its column, as long as they follow at an ordinary gap."""
        result: list[tuple[Field, list[Word]]] = []
        for number, (field, words) in enumerate(parts):
            if result and result[-1][0] is Field.DESCRIPTION and self._goes_on(result[-1][1][-1], parts[number:]):
                own = self._own(result[-1][1][-1], words)
                result[-1][1].extend(words[:own])
                if own < len(words):
                    result.append((field, words[own:]))
            else:
                result.append((field, words))
        return result

    def _own(self, last: Word, words: Sequence[Word]) -> int:
        """How many words of the next column go on with the text of `last`: all, or up to another text."""
        if not self.ruled or last.run < 0 or words[0].run != last.run:
            return len(words)
        return next((place for place, word in enumerate(words) if 0 <= word.run != last.run), len(words))

    def _goes_on(self, last: Word, parts: Sequence[tuple[Field, list[Word]]]) -> bool:
        """Whether a description that ends with `last` goes on with the words of the first of the parts."""
        first = parts[0][1][0]
        if last.run >= 0 and first.run == last.run:
            return True
        if last.run >= 0 and first.run >= 0 and (self.ruled or self._is_unit(parts[0])):
            return False
        gap = first.left - last.right
        return gap < _WORD_GAP * 1.2 * first.height and not (looks_like_number(first.text) and self._ends(parts))

    @staticmethod
    def _is_unit(part: tuple[Field, list[Word]]) -> bool:
        """Whether a unit of measure stands where units stand."""
        return part[0] is Field.UNIT and is_unit(joined(part[1]))

    @staticmethod
    def _ends(parts: Sequence[tuple[Field, list[Word]]]) -> bool:
        """Whether nothing but numbers follows."""
        return all(looks_like_number(word.text) for _, words in parts for word in words)


def _counted(words: Sequence[Word]) -> Mapping[Field, tuple[Word, ...]]:
    """A quantity and the unit that stands in one cell with it (`12,5 m2`), each by itself; nothing where it is none."""
    place = next((place for place, word in enumerate(words) if not looks_like_number(word.text)), 0)
    if not place or not looks_like_number(joined(words[:place])) or not is_unit(joined(words[place:])):
        return {}
    return {Field.QUANTITY: tuple(words[:place]), Field.UNIT: tuple(words[place:])}


def measure(
    header: Header, bodies: Sequence[tuple[Line, Rules]], parted: Sequence[float] = ()
) -> tuple[Columns, Sequence[Line]]:
    """The bands of a table from its header and the lines below it (of one or several pages).

    `parted` are the vertical rules through the header.  The lines are those of positions that bear witness.
    """
    titles = header.titles
    full = [(line, rules) for line, rules in bodies if _is_full(line, titles)]
    lines = full if len(full) >= 2 else bodies
    ruled = _ruled(lines)
    changes: Counter[int] = Counter()
    lefts: Counter[int] = Counter()
    rights: Counter[int] = Counter()
    gaps: list[list[tuple[float, float]]] = []
    for line, _ in lines:
        end, run = float("-inf"), -1
        between: list[tuple[float, float]] = []
        for word in line.words:
            start = word.left
            if start - end < (_WORD_GAP if word.run == run else _TEXT_GAP) * word.height:
                start = end  # the gap inside a text is ink too
            else:
                between.append((end, start))
                lefts[round(start / _STEP)] += 1
            end, run = word.right, word.run
            if looks_like_number(word.text):
                rights[round(end / _FINE)] += 1
            if end >= start:
                changes[int(start / _STEP)] += 1
                changes[int(end / _STEP) + 1] -= 1
        gaps.append([*between, (end, float("inf"))])
    ink = _summed(changes)
    edges: list[float] = []
    fields: list[Field] = [titles[0].field]
    for one, other in pairwise(titles):
        found = _ruled_edges(one, other, ruled) or _ruled_edges(one, other, parted)[-1:]
        if not found:
            edge = _aligned_edge(one, other, rights, len(lines))
            found = [_edge(one, other, ink, lefts, gaps) if edge is None else edge]
        for edge in found:
            edges.append(max(edge, edges[-1]) if edges else edge)
        fields.extend([Field.OTHER] * (len(found) - 1))
        fields.append(other.field)
    columns = Columns(tuple(fields), tuple(edges), bool(ruled))
    witnesses = [line for line, _ in full]
    return _priced(columns, titles, witnesses), witnesses


def _summed(changes: Mapping[int, int]) -> Mapping[int, int]:
    """How much ink each step holds, from where it begins and ends."""
    ink: dict[int, int] = {}
    amount = 0
    for step in range(min(changes, default=0), max(changes, default=0)):
        amount += changes.get(step, 0)
        ink[step] = amount
    return ink


def _priced(columns: Columns, titles: Sequence[Title], lines: Sequence[Line]) -> Columns:
    """The columns of unit price and total as arithmetic proves them, where several titles speak of money."""
    rivals = [title for title in titles if title.said in _MONEY or _PRICE.search(title.text)]
    if len(rivals) < 3 or not {Field.QUANTITY, Field.UNIT_PRICE, Field.TOTAL} <= set(columns.fields):
        return columns
    now = (columns.fields.index(Field.UNIT_PRICE), columns.fields.index(Field.TOTAL))
    likely = sorted(rivals, key=lambda title: title.said is not Field.UNIT_PRICE)
    prices = [columns.place(title.centre) for title in likely]
    totals = [columns.place(title.centre) for title in reversed(rivals)]
    rows = [columns.numbers(line) for line in lines]
    pair = proven_pair(rows, columns.fields.index(Field.QUANTITY), now, prices, totals)
    if pair == now:
        return columns
    fields: list[Field] = [
        Field.OTHER if field in {Field.UNIT_PRICE, Field.TOTAL} else field for field in columns.fields
    ]
    fields[pair[0]], fields[pair[1]] = Field.UNIT_PRICE, Field.TOTAL
    return Columns(tuple(fields), columns.edges, columns.ruled)


def _ruled(lines: Sequence[tuple[Line, Rules]]) -> list[float]:
    """Where vertical rules cross most of the lines."""
    votes: Counter[float] = Counter()
    for line, rules in lines:
        crossed = rules.crossing(line.middle, float("-inf"), float("inf"))
        votes.update({round(place * 2) / 2 for place in crossed})
    ruled: list[float] = []
    for place in sorted(votes):
        near = votes[place] + votes[place + 0.5] + votes[place + 1.0]
        if near >= max(2, _RULED * len(lines)) and (not ruled or place - ruled[-1] > _SAME_RULE):
            ruled.append(place)
    return ruled


def _ruled_edges(one: Title, other: Title, ruled: Sequence[float]) -> list[float]:
    """The rules between two neighbouring titles; several where columns without a title stand between."""
    between = [place for place in ruled if one.centre < place < other.centre]
    if len(between) < 2:
        return between
    # Titles stand inside their own columns: a rule through a title is not its border.
    clear = [place for place in between if not (one.left < place < one.right or other.left < place < other.right)]
    return clear or between[-1:]


def _is_full(line: Line, titles: Sequence[Title]) -> bool:
    """Whether a line looks like a position's own: a number under a numeric title and words under two others."""
    hit: set[Field] = set()
    for cell in line.cells():
        for title in titles:
            if cell.right > title.left - 2 and cell.left < title.right + 12:
                if title.field in _NUMERIC and not looks_like_number(cell.text):
                    continue
                hit.add(title.field)
    return bool(hit & _NUMERIC) and len(hit - _NUMERIC) >= 2


def _aligned_edge(one: Title, other: Title, rights: Mapping[int, int], lines: int) -> float | None:
    """The border behind a column of right-aligned numbers, where text follows close; None where they do not align."""
    if one.field not in _NUMERIC or other.field in _NUMERIC:
        return None
    span = range(round((one.right - 2) / _FINE), round(other.centre / _FINE))
    ends = {step: rights.get(step, 0) for step in span}
    best = max(ends, key=lambda step: ends[step], default=None)
    if best is None or ends[best] < max(2, 0.3 * lines):
        return None
    return (best + 1.5) * _FINE


Gaps = Sequence[tuple[float, float]]
"""The empty stretches of a line: before its first text, between its texts and behind the last one."""


def _edge(one: Title, other: Title, ink: Mapping[int, int], lefts: Mapping[int, int], lines: Sequence[Gaps]) -> float:
    """The border between two neighbouring columns: the emptiest stretch between their titles' centres."""
    # Numbers stand at the right of their column, under or beyond the end of its title.
    start_at = one.right - 2 if one.field in _NUMERIC and one.right < other.left else one.centre
    low, high = int(start_at / _STEP), int(other.centre / _STEP)
    if high - low < 2:
        return (one.centre + other.centre) / 2
    profile = [ink.get(step, 0) for step in range(low, high + 1)]
    least = min(profile) + max(0, len(lines) // 60)
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for place, value in enumerate([*profile, 10**9]):
        if value <= least:
            start = place if start is None else start
        elif start is not None:
            runs.append((start, place - 1))
            start = None

    def follows(run: tuple[int, int]) -> int:
        """How many cells begin where the empty run ends."""
        return sum(lefts.get(low + run[1] + near, 0) for near in (1, 2))

    if other.field in _WIDE:
        best = max(runs, key=lambda run: (follows(run), run[1] - run[0]))
        return (low + best[1] + 0.5) * _STEP
    if one.field in _WIDE:
        best = max(runs, key=lambda run: (run[1] - run[0] >= 2, run[1]))
        best = _nearest(runs, int(other.left / _STEP) - low, best)
        return (low + (best[0] + best[1]) / 2) * _STEP
    best = max(runs, key=lambda run: run[1] - run[0])
    if other.field not in _NUMERIC:
        # A left-aligned column begins near its title, where ink begins again.
        best = _nearest(runs, round(other.left / _STEP) - low, best)
        return (low + _parting(runs, best, one, other, low, lines)[1] + 0.5) * _STEP
    return (low + (best[0] + best[1] + 1) / 2) * _STEP


def _parting(
    runs: Sequence[tuple[int, int]], chosen: tuple[int, int], one: Title, other: Title, low: int, lines: Sequence[Gaps]
) -> tuple[int, int]:
    """The run that parts two texts of most lines; the chosen one unless it parts hardly any.

    A title may stand centred over texts that begin far left of it, or end far right: an empty stretch under it is
    then no border.
    """

    def parted(run: tuple[int, int]) -> int:
        place = (low + (run[0] + run[1] + 1) / 2) * _STEP
        count = 0
        for gaps in lines:
            at = next(index for index, (_, end) in enumerate(gaps) if place < end)
            if gaps[at][0] <= place and 0 < at < len(gaps) - 1:
                count += gaps[at - 1][1] >= one.left - _SLACK and gaps[at][1] < other.right
        return count

    if len(runs) < 2:
        return chosen
    best = max(runs, key=lambda run: (parted(run), run == chosen, run[1] - run[0]))
    return best if parted(best) >= max(2, 2 * parted(chosen) + 1, _SURE * len(lines)) else chosen


def _nearest(runs: Sequence[tuple[int, int]], place: int, otherwise: tuple[int, int]) -> tuple[int, int]:
    """The run that holds a place or ends just before it, else the given one."""
    return next((run for run in runs if run[0] <= place <= run[1] + 3), otherwise)
