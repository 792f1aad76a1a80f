"""Where the tables of a sheet begin and which column holds what: by the titles of their headers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from estimator_desktop.domain.numbers import looks_like_number
from estimator_desktop.reading.spreadsheet.completing import completed, products
from estimator_desktop.reading.spreadsheet.grid import Sheet, as_text
from estimator_desktop.reading.vocabulary import Field, folded, title_field

_CORE = frozenset(
    {Field.DESCRIPTION, Field.UNIT, Field.QUANTITY, Field.UNIT_PRICE, Field.TOTAL, Field.CODE, Field.ORDINAL}
)
RTS_LABEL = "#TypZaznamu#"
POSITION_LABEL = re.compile(r"K|M|POL\w*")
_KNOWN_LABEL = re.compile(
    r"K|M|D|VV|POL\w*|DIL|SD|PP|P|PSC|Online PSC|POP|TS|STA|OBJ|ROZ|NOR|SPI|S|O\d?|POZ", re.IGNORECASE
)
_LONG_TEXT = 150
_MARK_ABOVE = 12
_SAMPLE = 400


@dataclass(frozen=True, slots=True)
class TableLayout:
    """Where a table begins and which column holds what.

    `first` is the first row below the header, `top` the row of its titles (None: the row above `first`).  `label` is
    the column that labels rows, if any; `unread` names columns of numbers that may be a quantity or a price and that
    nobody knows.
    """

    first: int
    columns: Mapping[Field, int]
    label: int | None = None
    level: int | None = None
    unread: tuple[str, ...] = ()
    top: int | None = None

    @property
    def header(self) -> int:
        """The row in which the header begins."""
        return self.first - 1 if self.top is None else self.top


@dataclass(frozen=True, slots=True)
class _Header:
    """A header as its titles tell it; `top` is its first row, `first` the first one below it."""

    top: int
    first: int
    titles: tuple[str, ...]
    fields: tuple[Field | None, ...]
    columns: Mapping[Field, int]
    label: int | None
    level: int | None


def find_layouts(sheet: Sheet) -> tuple[TableLayout, ...]:
    """Every header of a sheet, top to bottom; a later one stands for the rows below it.

    Headers with the same titles are one table in pieces: what a column holds is judged by the rows of all of them.
    """
    found: list[_Header] = []
    row = 0
    while row < len(sheet.rows):
        header = _header_at(sheet, row)
        if header is None:
            row += 1
            continue
        found.append(header)
        row = header.first
    settled: dict[tuple[tuple[str, ...], int | None], tuple[Mapping[Field, int], tuple[str, ...]]] = {}
    layouts = []
    for header in found:
        key = (header.titles, header.label)
        if key not in settled:
            settled[key] = _by_content(sheet, found, key)
        columns, unread = settled[key]
        layouts.append(TableLayout(header.first, columns, header.label, header.level, unread, header.top))
    return tuple(layouts)


def _by_content(
    sheet: Sheet, headers: Sequence[_Header], key: tuple[tuple[str, ...], int | None]
) -> tuple[Mapping[Field, int], tuple[str, ...]]:
    """The columns of all pieces of a table, as titles and content tell them, and the titles of numbers not read."""
    rows: list[int] = []
    kind: _Header | None = None
    for number, header in enumerate(headers):
        if (header.titles, header.label) != key:
            continue
        kind = kind or header
        end = headers[number + 1].top if number + 1 < len(headers) else len(sheet.rows)
        rows.extend(range(header.first, min(end, header.first + _SAMPLE)))
    if kind is None:
        return {}, ()
    if kind.label is not None:
        rows = [row for row in rows if POSITION_LABEL.fullmatch(sheet.text(row, kind.label))]
        return by_arithmetic(sheet, rows[:_SAMPLE], kind.columns, kind.fields), ()
    columns = by_arithmetic(sheet, rows[:_SAMPLE], kind.columns, kind.fields)
    return completed(sheet, rows[:_SAMPLE], columns, kind.titles, kind.fields)


def _header_at(sheet: Sheet, row: int) -> _Header | None:
    titles = [as_text(value) if isinstance(value, str) else "" for value in sheet.rows[row]]
    known = [title_field(text) for text in titles]
    if len({field for field in known if field in _CORE}) < 2 or max(map(len, titles)) > _LONG_TEXT:
        return None
    below = _subtitles(sheet, row)
    fields: list[Field | None] = []
    over = ""
    for column, title in enumerate(titles):
        over = title or over
        under = below.get(column, "")
        spans = not title or (column + 1 < len(titles) and not titles[column + 1] and bool(below.get(column + 1)))
        fields.append(_column_field(title, over, under, spans=spans))
    shown = tuple(f"{title} {below.get(column, '')}".strip() for column, title in enumerate(titles))
    columns: Mapping[Field, int] = _settled(fields, shown)
    core = _CORE & columns.keys()
    if Field.DESCRIPTION not in core or not core & {Field.UNIT, Field.QUANTITY} or len(core) < 3:
        return None
    first = row + (2 if below else 1)
    if _is_column_numbers(sheet, first):
        first += 1
    label = _marked_column(sheet, row)
    if label is None and Field.TYPE in columns and labels_rows(sheet, first, columns[Field.TYPE]):
        label = columns[Field.TYPE]
    level = next((place for place, text in enumerate(titles) if folded(text) == "uroven"), None)
    return _Header(row, first, shown, tuple(fields), columns, label, level)


def _marked_column(sheet: Sheet, header: int) -> int | None:
    """The column that a program marks as the one with row types, in the header or above it."""
    for values in sheet.rows[max(0, header - _MARK_ABOVE) : header + 1]:
        for column, value in enumerate(values):
            if value == RTS_LABEL:
                return column
    return None


def _subtitles(sheet: Sheet, row: int) -> dict[int, str]:
    """The second line of a header in two lines: titles only, no numbers."""
    if row + 1 >= len(sheet.rows):
        return {}
    cells = {column: value for column, value in enumerate(sheet.rows[row + 1]) if as_text(value)}
    if not cells or not all(isinstance(value, str) for value in cells.values()):
        return {}
    texts = {column: as_text(value) for column, value in cells.items()}
    if any(looks_like_number(text) for text in texts.values()):  # in a table saved as text every cell is one
        return {}
    over = [as_text(value) if isinstance(value, str) else "" for value in sheet.rows[row]]
    named = sum(
        title_field(text) is not None
        or folded(text).strip("()[] ") in {"kc", "t"}
        or (column < len(over) and bool(over[column]) and title_field(f"{over[column]} {text}") is not None)
        for column, text in texts.items()
    )
    fields = {title_field(text) for text in texts.values()}
    if named < 2 or (Field.DESCRIPTION in fields and Field.QUANTITY in fields):
        return {}
    return texts


def _column_field(title: str, over: str, under: str, *, spans: bool) -> Field | None:
    """What a column holds by its title, the title over a group of columns, and the title under it.

    `spans`: the title stands over several columns, and only the one under it tells them apart.
    """
    if not under:
        return title_field(title) if title else None
    group = folded(over)
    plain = folded(under)
    if group.startswith("hmotnost"):
        return Field.UNIT_MASS if plain.startswith("jedn") else Field.TOTAL_MASS
    if group.startswith("naklady"):
        return Field.TOTAL if plain == "celkem" else Field.OTHER
    if group.startswith(("dodavka", "montaz", "material")) and not title:
        unit = plain.startswith(("jedn", "cena/", "cena /"))
        return (Field.INSTALLATION if group.startswith("montaz") else Field.SUPPLY) if unit else Field.OTHER
    above = title_field(over)
    if above in {Field.UNIT_PRICE, Field.TOTAL} and plain.startswith(
        ("dodavk", "material", "montaz", "celkem", "spolu")
    ):
        if above is Field.TOTAL:
            return Field.TOTAL if plain.startswith(("celkem", "spolu")) else Field.OTHER
        parts = {"dodavk": Field.SUPPLY, "materi": Field.SUPPLY, "montaz": Field.INSTALLATION}
        return parts.get(plain[:6], Field.UNIT_PRICE)
    if title and plain.strip("()[] ") in {"kc", "czk", "eur", "t"}:
        return title_field(title)
    alone = title_field(under) if spans and not group.startswith(("dodavk", "montaz", "material")) else None
    if alone in _CORE:
        return alone
    return title_field(f"{over} {under}") or (title_field(title) if title else None) or title_field(under)


def _settled(fields: Sequence[Field | None], titles: Sequence[str]) -> Mapping[Field, int]:
    """One column for each field: the first, but the last one for totals."""
    columns: dict[Field, int] = {}
    for column, field in enumerate(fields):
        if field is None or field is Field.OTHER:
            continue
        if field is Field.TOTAL and field in columns and folded(titles[column]).startswith(("total", "celkem vc")):
            continue
        if field is Field.TOTAL or field not in columns:
            columns[field] = column
        elif field is Field.ORDINAL and Field.CODE not in fields:
            columns[Field.CODE] = column
    return columns


def by_arithmetic(
    sheet: Sheet, rows: Sequence[int], columns: Mapping[Field, int], fields: Sequence[Field | None]
) -> Mapping[Field, int]:
    """Of several columns that may be the price or the total, those for which quantity × price = total on most rows."""
    quantity = columns.get(Field.QUANTITY)
    prices = [place for place, field in enumerate(fields) if field is Field.UNIT_PRICE]
    totals = [place for place, field in enumerate(fields) if field is Field.TOTAL]
    if quantity is None or not prices or not totals or len(prices) + len(totals) < 3:
        return columns
    best, most = columns, products(sheet, rows, quantity, columns[Field.UNIT_PRICE], columns[Field.TOTAL])
    for price in prices:
        for total in totals:
            holding = products(sheet, rows, quantity, price, total)
            if holding > most:
                best, most = {**columns, Field.UNIT_PRICE: price, Field.TOTAL: total}, holding
    return best


def _is_column_numbers(sheet: Sheet, row: int) -> bool:
    """A row that only counts the columns."""
    if row >= len(sheet.rows):
        return False
    numbers = [text for value in sheet.rows[row] if (text := as_text(value))]
    values = [int(text) for text in numbers if text.isdecimal()]
    return len(values) > 3 and len(values) == len(numbers) and all(after - one == 1 for one, after in pairwise(values))


def labels_rows(sheet: Sheet, first: int, column: int) -> bool:
    """Whether a type column really labels rows: most of its texts are labels we know."""
    labels = Counter(text for row in range(first, len(sheet.rows)) if (text := sheet.text(row, column)))
    known = sum(count for text, count in labels.items() if _KNOWN_LABEL.fullmatch(text))
    return known > labels.total() * 0.8 and any(POSITION_LABEL.fullmatch(text) or text == "P" for text in labels)
