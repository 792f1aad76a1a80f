"""Lines to table rows: every row has one anchor line; lines that hold only description text join a row.

Where the source sets cells vertically centred, a wrapped description stands above and below the line with the
numbers; the widest gap between two anchors is then the border of the rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import pairwise

from estimator_desktop.domain.numbers import looks_like_number
from estimator_desktop.reading.pdf.columns import Columns
from estimator_desktop.reading.pdf.lines import Line
from estimator_desktop.reading.pdf.words import Word, joined
from estimator_desktop.reading.vocabulary import Field, folded

_LABEL = re.compile(r"[A-ZÁ-Ž][A-Za-z0-9_]{0,6}\.?|Online PSC")
_SECTION_OPENS = re.compile(r"(stavebni )?(dil|oddil)\s*:")
_SECTION_CLOSES = re.compile(r"(soucet|celkem) za (dil|oddil)|celkem za\b")
_SUM = re.compile(r"(celkem|soucet|mezisoucet|cena celkem|celkova cena|spolu|naklady|dph\b|zaklad dph|rekapitulace)\b")
_COLUMN_NUMBERS = re.compile(r"[1-9]\d?\.?")
FOOTER = re.compile(r"(strana|str\.|page|list|seite)\s*:?\s*\d+( ?(z|/|of|von) ?\d+)?|\d+ ?/ ?\d+|-\s*\d+\s*-")


class RowKind(Enum):
    """What a row is, as far as its own cells tell."""

    LABELLED = auto()
    """A row whose type column says what it is."""
    POSITION = auto()
    SECTION = auto()
    SECTION_END = auto()
    SUM = auto()
    TEXT = auto()
    """Only description text: a heading or a child text."""


@dataclass(slots=True)
class Row:
    """One table row: the anchor's cells and the description's lines from top to bottom."""

    kind: RowKind
    page: int
    cells: Mapping[Field, tuple[Word, ...]]
    words: list[Word]
    texts: list[tuple[Word, ...]] = field(default_factory=list)
    before: dict[Field, list[Word]] = field(default_factory=dict)
    after: dict[Field, list[Word]] = field(default_factory=dict)
    label: str = ""
    anchor: float = 0.0

    def text(self, column: Field) -> str:
        """The text in a column, lines above and below the anchor included."""
        return joined([*self.before.get(column, ()), *self.cells.get(column, ()), *self.after.get(column, ())])

    def description(self) -> str:
        """All description lines, single spaces between."""
        return " ".join(joined(line) for line in self.texts)


def table_rows(lines: Sequence[Line], columns: Columns, page: int, *, children: bool = False) -> tuple[Row, ...]:
    """The rows of one table's part on one page, top to bottom.

    `children` says that unlabelled lines below a position are its child texts, not more of its description.
    """
    typed = columns.has(Field.TYPE)
    children = not typed and (children or any(_SECTION_OPENS.match(folded(line.text)) for line in lines))
    anchors = [_labelled(line, columns, page) if typed else _anchor(line, columns, page) for line in lines]
    return tuple(_assemble(lines, anchors, columns, page, children=children))


def _labelled(line: Line, columns: Columns, page: int) -> Row | None:
    """A row whose type column holds a label; None for a line that only continues one."""
    cells = dict(columns.split(line.words))
    label_words = cells.get(Field.TYPE, ())
    code_words = cells.get(Field.CODE, ())
    label = joined(label_words)
    if label == "Online" and code_words and code_words[0].text == "PSC":
        label, cells[Field.CODE] = "Online PSC", code_words[1:]
    if not label and len(line.words) >= 2 and line.words[0].left < columns.band(Field.TYPE)[1]:
        label = ""
    if _LABEL.fullmatch(label):
        return _row(RowKind.LABELLED, line, cells, page, label)
    if _has_position_cells(cells):
        return _row(RowKind.POSITION, line, cells, page, label)
    return None


def _anchor(line: Line, columns: Columns, page: int) -> Row | None:
    """A row of a table without a type column; None for a line of description text alone."""
    cells = columns.split(line.words)
    plain = folded(line.text)
    if _SECTION_CLOSES.match(plain):
        return _row(RowKind.SECTION_END, line, cells, page)
    if _SECTION_OPENS.match(plain):
        return _row(RowKind.SECTION, line, cells, page)
    if _has_position_cells(cells):
        return _row(RowKind.POSITION, line, cells, page)
    if _SUM.match(folded(joined(cells.get(Field.DESCRIPTION, ())) or plain)):
        return _row(RowKind.SUM, line, cells, page)
    named = {Field.CODE, Field.ORDINAL} & cells.keys()
    valued = {Field.TOTAL, Field.UNIT_PRICE, Field.SUPPLY, Field.INSTALLATION} & cells.keys()
    if Field.DESCRIPTION in cells and (named or valued):
        return _row(RowKind.SECTION, line, cells, page)
    if not cells.keys() <= {Field.DESCRIPTION, Field.VARIANT, Field.OTHER, Field.PRICE_SYSTEM}:
        return _row(RowKind.SUM, line, cells, page)
    return None


def _has_position_cells(cells: Mapping[Field, tuple[Word, ...]]) -> bool:
    """Whether a line carries a position's own cells: a unit and a quantity, or a price beside a unit."""
    unit = joined(cells.get(Field.UNIT, ()))
    quantity = joined(cells.get(Field.QUANTITY, ()))
    counted = bool(quantity) and (looks_like_number(quantity) or quantity in {"-", "–"})
    if unit and not looks_like_number(unit) and len(unit) <= 12:
        return counted or bool(cells.keys() & {Field.ORDINAL, Field.CODE, Field.UNIT_PRICE, Field.TOTAL})
    return counted and {Field.CODE, Field.DESCRIPTION, Field.ORDINAL} <= cells.keys()


def _row(kind: RowKind, line: Line, cells: Mapping[Field, tuple[Word, ...]], page: int, label: str = "") -> Row:
    texts = [cells[Field.DESCRIPTION]] if cells.get(Field.DESCRIPTION) else []
    return Row(kind, page, cells, list(line.words), texts, label=label, anchor=line.middle)


def _assemble(
    lines: Sequence[Line], anchors: Sequence[Row | None], columns: Columns, page: int, *, children: bool
) -> list[Row]:
    """Give every loose line to the row above, the row below, or make it a text row of its own."""
    rows: list[Row] = []
    loose: list[Line] = []
    for line, row in zip(lines, anchors, strict=True):
        if row is None:
            loose.append(line)
            continue
        rows.extend(_share(loose, rows[-1] if rows else None, row, columns, page, children=children))
        loose = []
        rows.append(row)
    rows.extend(_share(loose, rows[-1] if rows else None, None, columns, page, children=children))
    return rows


_WRAPS_DOWN = frozenset({RowKind.LABELLED, RowKind.POSITION, RowKind.SECTION})
_WRAPS_UP = frozenset({RowKind.LABELLED, RowKind.POSITION})


def _share(
    loose: Sequence[Line], above: Row | None, below: Row | None, columns: Columns, page: int, *, children: bool
) -> list[Row]:
    """Split loose lines between their neighbours; what is near neither becomes text rows."""
    if not loose:
        return []
    low, high = _borders(loose, above, below, children=children)
    if above is not None:
        for line in loose[:low]:
            text, others = _loose_parts(line, columns)
            if text:
                above.texts.append(text)
            for column, words in others.items():
                above.after.setdefault(column, []).extend(words)
            above.words.extend(line.words)
    if below is not None:
        for line in reversed(loose[high:]):
            text, others = _loose_parts(line, columns)
            if text:
                below.texts.insert(0, text)
            for column, words in others.items():
                below.before.setdefault(column, [])[:0] = words
            below.words[:0] = line.words
    return [_text_row(line, page) for line in loose[low:high]]


def _borders(loose: Sequence[Line], above: Row | None, below: Row | None, *, children: bool) -> tuple[int, int]:
    """How many loose lines belong to the row above, and from which on they belong to the row below.

    Lines that follow a row at less than the pitch are its own; contested ones are split at the widest gap.
    """
    pitch = 1.75 * min(line.height for line in loose)
    places = [line.middle for line in loose]
    low = 0
    if above is not None and above.kind in _WRAPS_DOWN and not children:
        low = _reach(places, max(word.middle for word in above.words), pitch)
    high = len(loose)
    if below is not None and below.kind in _WRAPS_UP and not (children and below.texts):
        high -= _reach([-place for place in reversed(places)], -below.anchor, pitch)
    if low > high:
        first = max(word.middle for word in above.words) if above is not None else 0.0
        stops = [first, *places, below.anchor if below is not None else float("inf")]
        gaps = [lower - upper for upper, lower in pairwise(stops)]
        low = high = max(range(high, low + 1), key=lambda k: (round(gaps[k], 1), -abs(k - len(loose) / 2)))
    return low, high


def _reach(places: Sequence[float], start: float, pitch: float) -> int:
    """How many places follow each other from `start` on at no more than the pitch."""
    count, last = 0, start
    for place in places:
        if place - last > pitch:
            break
        count += 1
        last = place
    return count


def _text_row(line: Line, page: int) -> Row:
    return Row(RowKind.TEXT, page, {Field.DESCRIPTION: line.words}, list(line.words), [line.words], anchor=line.middle)


def _loose_parts(line: Line, columns: Columns) -> tuple[tuple[Word, ...], Mapping[Field, tuple[Word, ...]]]:
    """A loose line's description text (running on into other columns) and what stands apart in other columns."""
    text: list[Word] = []
    others: dict[Field, tuple[Word, ...]] = {}
    start, end = columns.band(Field.DESCRIPTION)
    for cell in line.cells():
        for word in cell.words:
            column = columns.field_at(word.centre)
            apart = word.centre < start or cell.left > end
            if apart and column in {Field.CODE, Field.UNIT, Field.PRICE_SYSTEM}:
                others[column] = (*others.get(column, ()), word)
            else:
                text.append(word)
    return tuple(text), others


def is_column_numbers(line: Line) -> bool:
    """Whether a line only numbers the columns (0 1 2 3 …) under a header."""
    numbers = [word.text.strip("()[].") for word in line.words]
    if len(numbers) < 4 or not all(number.isdigit() for number in numbers):
        return False
    values = [int(number) for number in numbers]
    return all(other - one == 1 for one, other in pairwise(values))


def is_footer(line: Line, page_height: float) -> bool:
    """Whether a line at the foot of the page only numbers the page."""
    return line.middle > 0.9 * page_height and FOOTER.fullmatch(folded(line.text)) is not None
