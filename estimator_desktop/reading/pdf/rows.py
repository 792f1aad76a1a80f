"""Table rows: what a row is made of and what its own cells say it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, auto

from estimator_desktop.domain.bill import Position
from estimator_desktop.domain.numbers import looks_like_number
from estimator_desktop.reading.computing import is_arithmetic, is_bare, specifies, states
from estimator_desktop.reading.outline import is_total
from estimator_desktop.reading.pdf.columns import Columns
from estimator_desktop.reading.pdf.lines import Line
from estimator_desktop.reading.pdf.words import Word, joined
from estimator_desktop.reading.vocabulary import Field, folded

_LABEL = re.compile(r"[A-ZÁ-Ž][A-Za-z0-9_]{0,6}\.?|Online PSC")
_SECTION_OPENS = re.compile(r"((stavebni )?dil|oddil)\s*:")
_SECTION_CLOSES = re.compile(r"(soucet|celkem) za (dil|oddil)|celkem za\b")
_EXPRESSION = re.compile(r"[^a-z]*\d[^a-z]*[*+/:=()-][^a-z]*|.*=\s*-?[\d ]+(,\d+)?|.*\d\s*\*\s*\d.*")
_LONGEST_UNIT = 14
_LONG_TEXT = 150
_MONEY = (Field.TOTAL, Field.UNIT_PRICE, Field.SUPPLY, Field.INSTALLATION)
_DASHES = frozenset({"-", "–", "—"})


class RowKind(Enum):
    """What a row is, as far as its own cells tell."""

    LABELLED = auto()
    """A row whose type column says what it is."""
    POSITION = auto()
    SECTION = auto()
    """A row that says it opens a section (`Díl:`)."""
    SECTION_END = auto()
    HEADING = auto()
    """Text with a code or a sum of its own, and no unit."""
    SUM = auto()
    MEASURED = auto()
    """Text with a quantity and nothing else: a line of a measurement."""
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
        if not self.before and not self.after:
            words = self.cells.get(column)
            return joined(words) if words else ""
        return joined([*self.before.get(column, ()), *self.cells.get(column, ()), *self.after.get(column, ())])

    def code(self) -> str:
        """The code; one broken over lines is whole again."""
        words = [*self.before.get(Field.CODE, ()), *self.cells.get(Field.CODE, ()), *self.after.get(Field.CODE, ())]
        text = ""
        last: Word | None = None
        for word in words:
            below = last is not None and word.middle - last.middle > 0.5 * word.height
            text += ("" if last is None or below else " ") + word.text
            last = word
        return text

    def description(self) -> str:
        """All description lines, single spaces between."""
        return " ".join(joined(line) for line in self.texts)

    def add(self, line: Line, columns: Columns, *, above: bool) -> None:
        """Take a line that only continues this row's texts."""
        text, others = loose_parts(line, columns)
        if above:
            if text:
                self.texts.insert(0, text)
            for column, words in others.items():
                self.before.setdefault(column, [])[:0] = words
            self.words[:0] = line.words
            return
        if text:
            self.texts.append(text)
        for column, words in others.items():
            self.after.setdefault(column, []).extend(words)
        self.words.extend(line.words)


def classified(line: Line, columns: Columns, page: int) -> Row | None:
    """The row that a line begins by itself; None for a line that holds nothing but continued text."""
    cells = columns.split(line)
    if columns.has(Field.TYPE):
        return _labelled(line, cells, page)
    return _free(line, _as_title(cells), columns, page)


def _as_title(cells: Mapping[Field, tuple[Word, ...]]) -> Mapping[Field, tuple[Word, ...]]:
    """A word that stands alone where ordinals or codes stand, but is none, is a heading's text."""
    if len(cells) == 1 and (found := next(iter(cells))) in {Field.ORDINAL, Field.CODE}:
        text = joined(cells[found])
        if len(text) > 2 and not any(sign.isdigit() for sign in text):
            return {Field.DESCRIPTION: cells[found]}
    return cells


def _labelled(line: Line, found: Mapping[Field, tuple[Word, ...]], page: int) -> Row | None:
    cells = dict(found)
    code_words = cells.get(Field.CODE, ())
    label = joined(cells.get(Field.TYPE, ()))
    if label == "Online" and code_words and code_words[0].text == "PSC":
        label, cells[Field.CODE] = "Online PSC", code_words[1:]
    if _LABEL.fullmatch(label):
        return row_of(RowKind.LABELLED, line, cells, page, label)
    if not label and has_position_cells(cells) and {Field.DESCRIPTION, Field.ORDINAL} & cells.keys():
        return row_of(RowKind.POSITION, line, cells, page, label)
    counted = Field.DESCRIPTION in cells and looks_like_number(joined(cells.get(Field.QUANTITY, ())))
    if not label and counted and not {Field.ORDINAL, Field.UNIT, *_MONEY} & cells.keys():
        return row_of(RowKind.MEASURED, line, cells, page)
    if not label and Field.CODE not in cells and looks_like_number(joined(cells.get(Field.TOTAL, ()))):
        return row_of(RowKind.SUM, line, cells, page)
    return None


def _free(line: Line, cells: Mapping[Field, tuple[Word, ...]], columns: Columns, page: int) -> Row | None:
    plain = folded(line.text)
    if _SECTION_CLOSES.match(plain):
        return row_of(RowKind.SECTION_END, line, cells, page)
    if _SECTION_OPENS.match(plain):
        return row_of(RowKind.SECTION, line, cells, page)
    kind = free_kind(cells, columns)
    return None if kind is RowKind.TEXT else row_of(kind, line, cells, page)


def free_kind(cells: Mapping[Field, tuple[Word, ...]], columns: Columns) -> RowKind:
    """What a row of a table without labels is, by which of its cells hold something."""
    text = joined(cells.get(Field.DESCRIPTION, ()))
    unit = joined(cells.get(Field.UNIT, ()))
    if is_total(text or joined([word for words in cells.values() for word in words])) and not unit:
        return RowKind.SUM
    if has_position_cells(cells, priced=not columns.has(Field.QUANTITY)) or _is_priced(cells, columns):
        return RowKind.POSITION
    named = {Field.CODE, Field.ORDINAL} & cells.keys()
    valued = [column for column in _MONEY if column in cells]
    counted = looks_like_number(joined(cells.get(Field.QUANTITY, ())))
    if text and counted and not unit and not named and not valued:
        return RowKind.MEASURED
    if text and (named or any(looks_like_number(joined(cells[column])) for column in valued)):
        return RowKind.HEADING
    if not cells.keys() <= {Field.DESCRIPTION, Field.VARIANT, Field.OTHER, Field.PRICE_SYSTEM}:
        return RowKind.SUM if not text else RowKind.HEADING if named else RowKind.TEXT
    return RowKind.TEXT


def has_position_cells(cells: Mapping[Field, tuple[Word, ...]], *, priced: bool = False) -> bool:
    """Whether a row carries a position's own cells: a unit and a quantity, or something else beside the unit.

    `priced` says that the table has no quantities, so that a unit with a price makes a position.
    """
    unit = joined(cells.get(Field.UNIT, ()))
    quantity = joined(cells.get(Field.QUANTITY, ()))
    counted = bool(quantity) and (looks_like_number(quantity) or quantity in _DASHES)
    if unit and not looks_like_number(unit) and len(unit) <= _LONGEST_UNIT and not unit.endswith(":"):
        beside = {Field.ORDINAL, Field.CODE, Field.UNIT_PRICE, Field.TOTAL}
        if not priced:
            beside.add(Field.DESCRIPTION)
        return counted or (not quantity and bool(cells.keys() & beside))
    return not unit and counted and {Field.CODE, Field.DESCRIPTION, Field.ORDINAL} <= cells.keys()


def _is_priced(cells: Mapping[Field, tuple[Word, ...]], columns: Columns) -> bool:
    """Whether a row without a unit has a quantity and what it costs: both prices, or one in a table without units."""
    if Field.DESCRIPTION not in cells or Field.UNIT in cells or Field.QUANTITY not in cells:
        return False
    asked = (Field.UNIT_PRICE, Field.TOTAL)
    numbers = [looks_like_number(joined(cells[column])) for column in (Field.QUANTITY, *asked) if column in cells]
    return all(numbers) and len(numbers) >= (3 if columns.has(Field.UNIT) else 2)


def _is_expression(text: str) -> bool:
    """Whether a text looks like a line of a measurement: numbers and signs of arithmetic, or one number."""
    return looks_like_number(text) or _EXPRESSION.fullmatch(folded(text)) is not None


def is_under(position: Position, text: str, value: Decimal | None) -> bool:
    """Whether a row of text and quantity is a line of a measurement; under a position that has no more it computes."""
    if is_bare(position):
        return is_arithmetic(text)
    return _is_expression(text) or states(text, value)


def is_child_text(text: str) -> bool:
    """Whether a line that stands alone can hardly be a heading: a list item, a sentence's end, a long text."""
    return (
        len(text) > _LONG_TEXT
        or text[:1].islower()
        or text.startswith(("-", "–", "•", "(", '"'))
        or text.endswith(",")
        or specifies(text)
    )


def row_of(kind: RowKind, line: Line, cells: Mapping[Field, tuple[Word, ...]], page: int, label: str = "") -> Row:
    """The row of one line."""
    texts = [cells[Field.DESCRIPTION]] if cells.get(Field.DESCRIPTION) else []
    return Row(kind, page, cells, list(line.words), texts, label=label, anchor=line.middle)


def text_row(line: Line, page: int) -> Row:
    """A row of nothing but text."""
    return Row(RowKind.TEXT, page, {Field.DESCRIPTION: line.words}, list(line.words), [line.words], anchor=line.middle)


def loose_parts(line: Line, columns: Columns) -> tuple[tuple[Word, ...], Mapping[Field, tuple[Word, ...]]]:
    """A loose line's description text (running on into other columns) and what stands apart in other columns."""
    text: list[Word] = []
    others: dict[Field, tuple[Word, ...]] = {}
    start, end = columns.text_band
    for cell in line.cells():
        for word in cell.words:
            column = columns.field_at(word.centre)
            apart = word.centre < start or cell.left > end
            worded = column is Field.CODE and not any(sign.isdigit() or sign.isupper() for sign in word.text[1:])
            worded = worded and not (word.text.isdigit() and cell.right < start)
            if apart and not worded and column in {Field.CODE, Field.UNIT, Field.PRICE_SYSTEM}:
                others[column] = (*others.get(column, ()), word)
            elif not (apart and column is Field.OTHER):
                text.append(word)
    return tuple(text), others


def opens_section(lines: Sequence[Line]) -> bool:
    """Whether a page's lines hold sections that say so (`Díl:`)."""
    return any(":" in (text := line.text) and _SECTION_OPENS.match(folded(text)) for line in lines)
