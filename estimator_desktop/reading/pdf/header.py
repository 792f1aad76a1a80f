"""Find the table's header by what column titles say in Czech, Slovak, English and German.

Titles wrap over several lines and sit in merged cells, so a header is a band of lines: the line with the most
titles and its neighbours that hold nothing but title words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from estimator_desktop.reading.pdf.headline import Title, grouped
from estimator_desktop.reading.pdf.lines import Cell, Line
from estimator_desktop.reading.pdf.misread import mended, unsure
from estimator_desktop.reading.pdf.words import Word
from estimator_desktop.reading.vocabulary import Field, folded, opens_title, title_field

_PART_WORDS = re.compile(
    r"cena|cenova|soustava|sustava|jednot\w*\.?|jedn\w*\.?|celk\w*\.?|hmotn\w*|polozky|cislo|mern\w*|kc|\[?czk\]?|\(kc\)|bez|dph|za|mj|"
    r"naklady|rozmery|montaz|dodavka|index\w*|neindex\w*|\[t\]|\(t\)|varianta|kod|popis|nazev|soubor|vc\.|\d"
)
_GAP_TO_NEIGHBOUR = 15.0
_SPACE = 0.33
"""A gap wider than this share of the type's height is more than a space."""
_APART = 0.55
"""Lines of titles beside each other, each of which may go on below, stand at such gaps at least."""
_HOLE = 1.1
"""The upper half of one title stands so near above the other titles (heights of the type)."""
_REACH = 3
_OPEN_ENDED = frozenset({None, Field.DESCRIPTION, Field.QUANTITY})
"""Titles of these fields may go on with any words, so a cell that begins with one can hold others."""
_OVER_PAIRS = frozenset({Field.QUANTITY, Field.UNIT_PRICE, Field.TOTAL})
"""Fields that a title over a pair of titles may name as well as one of the pair."""
_MOST_WORDS = 40
_LONGEST = 14
"""A cell of more words is a sentence, not titles in a row."""


@dataclass(frozen=True, slots=True)
class Header:
    """A band of title lines: `first` to `last` (indexes of lines, inclusive) and the columns left to right."""

    first: int
    last: int
    titles: tuple[Title, ...]

    @property
    def signature(self) -> tuple[tuple[Field, int], ...]:
        """Equal for headers of the same table on different pages."""
        return tuple((title.field, round(title.centre / 4)) for title in self.titles)

    def has(self, field: Field) -> bool:
        """Whether a column holds the field."""
        return any(title.field is field for title in self.titles)


def find_headers(lines: Sequence[Line]) -> tuple[Header, ...]:
    """All headers of a page, top to bottom."""
    if unsure(lines):
        lines = [mended(line) for line in lines]
    headers: list[Header] = []
    next_free = 0
    for index, line in enumerate(lines):
        if index < next_free or not _may_be_titles(line) or _score(title_cells(line)) < 2:
            continue
        header = _band(lines, index, next_free)
        if header is not None:
            headers.append(header)
            next_free = header.last + 1
    return tuple(headers)


def _may_be_titles(line: Line) -> bool:
    """A quick look: several words, few of them with digits, and two that can open a title."""
    words = line.words
    if not 2 <= len(words) <= _MOST_WORDS:
        return False
    texts = [word[0] for word in words]
    if sum(map(opens_title, texts)) < 2:
        return False
    digits = sum(map(_has_digit, texts))
    return digits * 4 <= len(words) and (len(words) <= _LONGEST or len(line.cells()) > 1)


@lru_cache(maxsize=8192)
def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


@lru_cache(maxsize=64)
def title_cells(line: Line) -> tuple[Cell, ...]:
    """The line's cells, and a cell that is two titles in a row (`PČ Typ`) as two.

    Remembered: a header's lines are asked for again and again.
    """
    return tuple([part for cell in line.cells() for part in _parted(cell)])


def _parted(cell: Cell) -> tuple[Cell, ...]:
    if len(cell.words) > _LONGEST:
        return (cell,)
    if title_field(cell.text) not in _OPEN_ENDED:
        return (cell,)
    texts = _texts(cell)
    named = {field for text in texts if (field := title_field(text.text)) is not None}
    if len(named) > 1:
        return tuple(part for text in texts for part in _parted(text))
    apart = _texts(cell, _APART)
    if len(apart) > 1 and title_field(cell.text) is None and all(opens_title(text.words[0].text) for text in apart):
        return tuple(part for text in apart for part in _parted(text))
    if len(cell.words) == 1 or not opens_title(cell.words[0].text) or title_field(cell.text) is not None:
        return (cell,)
    for cut in range(1, len(cell.words)):
        left = Cell(cell.words[:cut])
        if title_field(left.text) is None:
            continue
        rest = _parted(Cell(cell.words[cut:]))
        if all(title_field(part.text) is not None for part in rest):
            return (left, *rest)
    return (cell,)


def _texts(cell: Cell, gap: float = _SPACE) -> tuple[Cell, ...]:
    """A cell's texts where the file draws several at more than the `gap` (shares of the type's height)."""
    runs: list[list[Word]] = [[cell.words[0]]]
    for word in cell.words[1:]:
        last = runs[-1][-1]
        if word.run != last.run and word.left - last.right > gap * word.height:
            runs.append([])
        runs[-1].append(word)
    return tuple(Cell(tuple(run)) for run in runs)


def _score(cells: Sequence[Cell]) -> int:
    """How many different fields the cells name; 0 where most cells are no titles."""
    fields = [title_field(cell.text) for cell in cells]
    known = {field for field in fields if field not in {None, Field.OTHER}}
    strangers = sum(field is None and not _is_part(cell) for field, cell in zip(fields, cells, strict=True))
    return len(known) if strangers <= max(1, len(cells) // 3) else 0


def _is_part(cell: Cell) -> bool:
    return all(_PART_WORDS.fullmatch(folded(word.text)) for word in cell.words)


def _band(lines: Sequence[Line], core: int, floor: int) -> Header | None:
    """The header around its line `core`, if it makes a bill's table."""
    first = last = core
    named = _named(lines[core])
    while first > floor and core - first < _REACH and _joins(lines[first - 1], lines[first], named):
        first -= 1
        named |= _named(lines[first])
    while last + 1 < len(lines) and last - core < _REACH and _joins(lines[last + 1], lines[last], named):
        last += 1
        named |= _named(lines[last])
    titles = _titles(tuple([_bare(cell) for line in lines[first : last + 1] for cell in title_cells(line)]))
    fields = {title.field for title in titles}
    describes = Field.DESCRIPTION in fields or (Field.CODE in fields and len(fields) >= 4)
    measures = bool(fields & {Field.UNIT, Field.QUANTITY})
    values = len(fields & {Field.UNIT, Field.QUANTITY, Field.UNIT_PRICE, Field.TOTAL})
    names = len(fields & {Field.CODE, Field.ORDINAL, Field.TYPE})
    if describes and measures and (values >= 2 or names >= 2):
        return Header(first, last, titles)
    return None


def _named(line: Line) -> set[Field]:
    """The fields that a line's cells name."""
    return {field for cell in title_cells(line) if (field := title_field(cell.text)) not in {None, Field.OTHER}}


def _joins(line: Line, neighbour: Line, named: set[Field]) -> bool:
    """Whether a line next to the header belongs to it: near, and nothing but title words."""
    if abs(line.middle - neighbour.middle) > _GAP_TO_NEIGHBOUR:
        return False
    cells = title_cells(line)
    shared = _named(line) & named
    if len(shared) >= 2 and not shared <= _OVER_PAIRS:  # another table's header
        return False
    if len(cells) == 1 and not _is_part(cells[0]) and not _completes(cells[0], neighbour):
        near = abs(line.middle - neighbour.middle) < _HOLE * line.height
        if not near or any(_overlap(cells[0], other) > 0 for other in title_cells(neighbour)):
            return False
    good = sum(title_field(cell.text) is not None or _is_part(cell) for cell in cells)
    digits = sum(any(sign.isdigit() for sign in cell.text) for cell in cells)
    return good >= max(1, len(cells) - len(cells) // 4) and digits * 2 < len(cells) + 1


def _completes(cell: Cell, neighbour: Line) -> bool:
    """Whether a cell that stands alone makes a title together with the one it stands over or under."""
    for other in title_cells(neighbour):
        if _overlap(cell, other) > 0:
            texts = (f"{other.text} {cell.text}", f"{cell.text} {other.text}")
            if any(title_field(text) is not None for text in texts):
                return True
    return False


def _overlap(one: Cell, other: Cell) -> float:
    return min(one.right, other.right) - max(one.left, other.left)


def _bare(cell: Cell) -> Cell:
    """The cell as texts and places alone, which are the same on every page that repeats a header."""
    return Cell(tuple([Word(*word[:5]) for word in cell.words]))


@lru_cache(maxsize=64)
def _titles(cells: tuple[Cell, ...]) -> tuple[Title, ...]:
    """Stack cells that stand under each other and read each stack as a title."""
    titles, single = grouped(cells)
    stacks: list[list[Cell]] = []
    for cell in sorted(single, key=lambda item: item.words[0].middle):
        under = [
            stack
            for stack in stacks
            if any(
                _overlap(cell, other) > 0.25 * min(cell.right - cell.left, other.right - other.left) for other in stack
            )
        ]
        if len(under) == 1 and title_field(" ".join([*(item.text for item in under[0]), cell.text])) is not None:
            under[0].append(cell)
        elif not under or title_field(cell.text) is not None:
            if (len(under) == 1 and title_field(" ".join(item.text for item in under[0])) is None) or (
                len(under) == 1 and _is_part(cell) and title_field(" ".join(item.text for item in under[0])) is not None
            ):
                under[0].append(cell)
            else:
                stacks.append([cell])
        elif len(under) == 1:
            under[0].append(cell)
    for stack in stacks:
        text = _stacked(stack)
        field = title_field(text) or next(
            (found for item in reversed(stack) if (found := title_field(item.text))), Field.OTHER
        )
        left, right = min(item.left for item in stack), max(item.right for item in stack)
        titles.append(Title(field, left, right, folded(text), field))
    titles.sort(key=lambda title: title.centre)
    return _settle_twins(titles)


def _stacked(stack: Sequence[Cell]) -> str:
    """The text of a title's lines; a word broken in the middle is whole again where that makes a title."""
    texts = [item.text for item in stack]
    text = " ".join(texts)
    if title_field(text) is None:
        for cut in range(1, len(texts)):
            whole = " ".join([*texts[: cut - 1], texts[cut - 1] + texts[cut], *texts[cut + 1 :]])
            if title_field(whole) is not None:
                return whole
    return text


def _settle_twins(titles: Sequence[Title]) -> tuple[Title, ...]:
    """Keep one column a field: the first for words, the last for prices; the others hold something else."""
    fields = [title.field for title in titles]
    if fields.count(Field.DESCRIPTION) > 1 and Field.CODE not in fields:
        # `Položka` beside `Popis` is the item's number.
        fields = [Field.CODE if title.text == "polozka" else field for title, field in zip(titles, fields, strict=True)]
    if Field.CODE not in fields:
        # `Kód` that is not there, or was not recognised, over `položky`.
        fields = [Field.CODE if title.text == "polozky" else field for title, field in zip(titles, fields, strict=True)]
    settled: list[Title] = []
    for index, title in enumerate(titles):
        field = fields[index]
        if field is not Field.OTHER:
            twins = [other for other, found in enumerate(fields) if found is field]
            keep = twins[-1] if field is Field.TOTAL else twins[0]
            if field is Field.ORDINAL and index != keep and Field.CODE not in fields:
                field, keep = Field.CODE, index
            field = field if index == keep else Field.OTHER
        settled.append(replace(title, field=field))
    if not {Field.QUANTITY, Field.UNIT_PRICE} & set(fields):
        # A price list: what stands there is the price of one unit.
        settled = [replace(t, field=Field.UNIT_PRICE) if t.field is Field.TOTAL else t for t in settled]
    return tuple(settled)
