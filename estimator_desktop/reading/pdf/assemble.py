"""Lines to rows.  Ruling lines part the rows where there are any; else nearness does.

Between two rules that span the description stands either one row, whose text may wrap above and below the line with
the numbers, or a run of rows without rules between them.  In such a run every row has one anchor line; lines that
hold only description text join a row.  Where the source sets cells vertically centred, a wrapped description stands
above and below the numbers; the widest gap between two anchors is then the border of the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from estimator_desktop.domain.expressions import ExpressionError, evaluate
from estimator_desktop.domain.numbers import parse_amount
from estimator_desktop.reading.pdf.balance import balanced
from estimator_desktop.reading.pdf.columns import Columns
from estimator_desktop.reading.pdf.lines import Line
from estimator_desktop.reading.pdf.rows import Row, RowKind, classified, free_kind, opens_section, row_of, text_row
from estimator_desktop.reading.pdf.rules import Rules
from estimator_desktop.reading.pdf.words import PageText, Word, joined
from estimator_desktop.reading.pdf.wrapping import Wrapping
from estimator_desktop.reading.vocabulary import Field

_SAME_TYPE = 0.06
"""Heights of one type differ by less than this share."""
_PITCH = 1.75
"""Lines of one text follow each other at no more than so many heights of their type."""
_LOOSE = 3.6
_OVERHANG = 0.6
"""Text hangs over a rule when its middle is nearer to it than so many heights of its type."""
_SINGLE = (
    Field.TYPE, Field.ORDINAL, Field.UNIT, Field.QUANTITY, Field.UNIT_PRICE, Field.TOTAL, Field.SUPPLY,
    Field.INSTALLATION,
)  # fmt: skip
_MAY_END = frozenset({RowKind.HEADING, RowKind.SUM})
_ALONE = frozenset(_SINGLE) - {Field.TYPE}
_TIGHT = 1.4
"""Lines of one cell follow each other at no more than so many heights of their type …"""
_SAME_LEFT = 2.0
"""… and begin at one place (points)."""
_SAME_EDGE = 0.5
"""Codes that end within so many points of each other are equally wide."""
_WRAPS_DOWN = frozenset({RowKind.LABELLED, RowKind.POSITION, RowKind.SECTION, RowKind.HEADING})
_WRAPS_UP = frozenset({RowKind.LABELLED, RowKind.POSITION})


def table_rows(lines: Sequence[Line], columns: Columns, page: PageText, *, children: bool = False) -> tuple[Row, ...]:
    """The rows of one table's part on one page, top to bottom.

    `children` says that unlabelled lines below a position are its child texts, not more of its description.
    """
    typed = columns.has(Field.TYPE)
    children = not typed and (children or opens_section(lines))
    rows: list[Row] = []
    bands = _bands(lines, columns, page.rules)
    wrapping = Wrapping(lines, columns)
    for number, band in enumerate(bands):
        row = _whole(band, columns, page.number)
        if row is None and not typed and not children and 0 < number < len(bands) - 1:
            row = _one_text(band, columns, page.number)
        if row is not None:
            rows.append(row)
        else:
            lines, anchors = _with_broken_codes(band, columns, page.number, wrapping)
            rows.extend(_assemble(lines, anchors, columns, page.number, wrapping, children=children))
    return tuple(rows)


def _with_broken_codes(
    band: Sequence[Line], columns: Columns, page: int, wrapping: Wrapping
) -> tuple[Sequence[Line], Sequence[Row | None]]:
    """The lines and the rows they begin; a line that ends a code broken at its column's edge is the upper row's own.

    Where other positions of the table have codes as wide and whole, nothing is broken there: what stands below is a
    heading with a code.
    """
    rows = [classified(line, columns, page) for line in band]
    if columns.has(Field.TYPE) or not rows:
        return band, rows
    ends = [
        below is not None and above is not None and _ends_code(above, below, columns, wrapping)
        for above, below in pairwise((None, *rows))
    ]
    followed = [*ends[1:], False]
    codes = [
        (cells[-1].right, broken)
        for row, broken in zip(rows, followed, strict=True)
        if row is not None and row.kind is RowKind.POSITION and (cells := row.cells.get(Field.CODE))
    ]
    whole = max((right for right, broken in codes if not broken), default=float("-inf"))
    kept: list[Line] = []
    begun: list[Row | None] = []
    for line, row, ending in zip(band, rows, ends, strict=True):
        above = begun[-1] if begun else None
        if ending and above is not None and _ends(above, row, whole):
            above.add(line, columns, above=False)
        else:
            kept.append(line)
            begun.append(row)
    return kept, begun


def _ends(above: Row, row: Row | None, whole: float) -> bool:
    """Whether the end of a code is one: it stands alone, or the code begun is wider than any that is `whole`."""
    alone = row is not None and Field.DESCRIPTION not in row.cells
    return alone or above.cells[Field.CODE][-1].right > whole + _SAME_EDGE


def _ends_code(above: Row, row: Row, columns: Columns, wrapping: Wrapping) -> bool:
    """Whether a row's code can be the end of the position's code in the line above, broken at its column's edge."""
    begun, rest = above.cells.get(Field.CODE), row.cells.get(Field.CODE)
    if above.kind is not RowKind.POSITION or row.kind not in _MAY_END or row.cells.keys() & _ALONE:
        return False
    if not begun or not rest or len(rest) > 1:
        return False
    one, other = begun[-1], rest[0]
    near = other.middle - one.middle <= _TIGHT * one.height
    below = any(abs(other.left - word.left) <= _SAME_LEFT for word in begun)
    if not near or not below or one.right + other.right - other.left <= columns.band(Field.CODE)[1] - _SAME_LEFT:
        return False
    text = row.cells.get(Field.DESCRIPTION)
    return not text or wrapping.goes_on(above.cells.get(Field.DESCRIPTION, ()), text)


def _bands(lines: Sequence[Line], columns: Columns, rules: Rules) -> list[list[Line]]:
    """The lines between rules that span the description column."""
    if not lines or not rules.across:
        return [list(lines)]
    left, right = columns.text_band
    left = max(left, min([line.words[0][1] for line in lines]))
    right = min(right, max([line.words[-1][3] for line in lines]))
    bands: list[list[Line]] = [[lines[0]]]
    for one, other in pairwise(lines):
        if rules.between(one.middle, other.middle, left, right):
            bands.append([])
        bands[-1].append(other)
    for upper, lower in pairwise(bands):
        if upper and lower:
            _exchange(upper, lower, columns, rules)
    return [band for band in bands if band]


def _exchange(upper: list[Line], lower: list[Line], columns: Columns, rules: Rules) -> None:
    """Give text that hangs over a rule back to the row whose type it is set in."""
    rule = rules.last_between(upper[-1].middle, lower[0].middle)
    while len(upper) > 1 and rule - upper[-1].middle < _OVERHANG * upper[-1].height:
        if not _belongs(upper[-1], lower[0], upper, columns):
            break
        rule = min(rule, upper[-1].middle)
        lower.insert(0, upper.pop())
    while len(lower) > 1 and lower[0].middle - rule < _OVERHANG * lower[0].height:
        if not _belongs(lower[0], upper[-1], lower, columns):
            break
        rule = max(rule, lower[0].middle)
        upper.append(lower.pop(0))


def _belongs(line: Line, stranger: Line, own: Sequence[Line], columns: Columns) -> bool:
    """Whether a line of text alone is set like the stranger's text and unlike its own row's."""
    here = _type_height(line, columns)
    there = _type_height(stranger, columns)
    if here is None or there is None or abs(stranger.middle - line.middle) > _PITCH * here:
        return False
    if set(columns.split(line)) != {Field.DESCRIPTION} or abs(here - there) > _SAME_TYPE * here:
        return False
    others = [height for other in own if other is not line and (height := _type_height(other, columns)) is not None]
    return bool(others) and all(abs(here - height) > 2 * _SAME_TYPE * here for height in others)


def _type_height(line: Line, columns: Columns) -> float | None:
    """The size of the description's type in a line."""
    words = columns.split(line).get(Field.DESCRIPTION)
    return max(word.type_size for word in words) if words else None


def _whole(band: Sequence[Line], columns: Columns, page: int) -> Row | None:
    """The band as one row, if each of its columns of single values holds at most one."""
    if len(band) < 2:
        return None
    parts = [columns.split(line) for line in band]
    held = [[index for index, part in enumerate(parts) if field in part] for field in _SINGLE]
    if any(len(lines) > 1 for lines in held) or not any(held) or not _is_block(band):
        return None
    if not columns.has(Field.TYPE) and _sums_and_opens(band, columns, page):
        return None
    anchor = max(range(len(band)), key=lambda index: (len(set(parts[index]) & set(_SINGLE)), len(parts[index])))
    first = classified(band[anchor], columns, page)
    cells: dict[Field, tuple[Word, ...]] = {}
    for part in parts:
        for field, run in part.items():
            cells[field] = (*cells.get(field, ()), *run)
    words = [word for line in band for word in line.words]
    texts = [part[Field.DESCRIPTION] for part in parts if part.get(Field.DESCRIPTION)]
    if columns.has(Field.TYPE):
        if first is None or first.kind is not RowKind.LABELLED:
            return None
        return Row(
            first.kind, page, {**cells, **_only_label(first)}, words, texts, label=first.label, anchor=first.anchor
        )
    if first is not None and first.kind in {RowKind.SECTION, RowKind.SECTION_END}:
        return None
    kind = free_kind(cells, columns)
    if kind is RowKind.TEXT or (kind is RowKind.MEASURED and _is_computed(parts[anchor])):
        return None
    row = row_of(kind, band[anchor], cells, page)
    row.words, row.texts = words, texts
    return row


def _is_computed(cells: Mapping[Field, tuple[Word, ...]]) -> bool:
    """Whether a line's own text comes to its quantity, so that the text above it is another."""
    quantity = parse_amount(joined(cells.get(Field.QUANTITY, ()))).value
    try:
        return quantity is not None and evaluate(joined(cells.get(Field.DESCRIPTION, ()))) == quantity
    except ExpressionError:
        return False


def _sums_and_opens(band: Sequence[Line], columns: Columns, page: int) -> bool:
    """Whether a sum and a heading with a code stand in one band: no rule parts what ends from what begins."""
    kinds = {row.kind for line in band if (row := classified(line, columns, page)) is not None}
    return {RowKind.SUM, RowKind.HEADING} <= kinds


def _is_block(band: Sequence[Line]) -> bool:
    """Whether lines can be one text: close to each other, or set in one size with room for an empty line."""
    for one, other in pairwise(band):
        gap, height = other.middle - one.middle, max(one.height, other.height)
        sizes = one.words[0].type_size, other.words[0].type_size
        same = abs(sizes[0] - sizes[1]) <= _SAME_TYPE * max(sizes)
        if gap > (_LOOSE if same else _PITCH) * height:
            return False
    return True


def _one_text(band: Sequence[Line], columns: Columns, page: int) -> Row | None:
    """A text of several lines in a cell of its own."""
    if len(band) < 2 or not _is_block(band):
        return None
    if any(set(columns.split(line)) != {Field.DESCRIPTION} for line in band):
        return None
    sizes = [word.type_size for line in band for word in line.words]
    if max(sizes) - min(sizes) > _SAME_TYPE * max(sizes):
        return None
    row = text_row(band[0], page)
    for line in band[1:]:
        row.add(line, columns, above=False)
    return row


def _only_label(row: Row) -> dict[Field, tuple[Word, ...]]:
    """`Online PSC` spreads over two columns; the label's row knows which words are the code's."""
    return {Field.CODE: row.cells.get(Field.CODE, ())} if row.label == "Online PSC" else {}


def _assemble(
    lines: Sequence[Line],
    anchors: Sequence[Row | None],
    columns: Columns,
    page: int,
    wrapping: Wrapping,
    *,
    children: bool,
) -> list[Row]:
    """Give every loose line to the row above, the row below, or make it a text row of its own."""
    rows = [row for row in anchors if row is not None]
    if len(rows) == len(anchors):
        return rows
    groups: list[list[Line]] = [[]]
    for line, row in zip(lines, anchors, strict=True):
        if row is None:
            groups[-1].append(line)
        else:
            groups.append([])
    if not rows:
        return [text_row(line, page) for line in groups[0]]
    if columns.has(Field.TYPE):
        shares = [Share(low, high) for low, high in balanced(groups, rows, columns)]
    else:
        shares = []
        for place, loose in enumerate(groups):
            above, below = (rows[place - 1] if place else None), (rows[place] if place < len(rows) else None)
            borders = _borders(loose, above, below, wrapping, children=children) if loose else (0, 0)
            shares.append(Share(*borders))
    result: list[Row] = []
    for place, (loose, share) in enumerate(zip(groups, shares, strict=True)):
        if place:
            for line in loose[: share.low]:
                rows[place - 1].add(line, columns, above=False)
        result.extend(text_row(line, page) for line in loose[share.low : share.high])
        if place < len(rows):
            for line in reversed(loose[share.high :]):
                rows[place].add(line, columns, above=True)
            result.append(rows[place])
    return result


class Share(NamedTuple):
    """Of loose lines between two rows, the first `low` are the upper row's, those from `high` on the lower one's."""

    low: int
    high: int


def _borders(
    loose: Sequence[Line], above: Row | None, below: Row | None, wrapping: Wrapping, *, children: bool
) -> tuple[int, int]:
    """How many loose lines belong to the row above, and from which on they belong to the row below.

    Lines that follow a row at less than the pitch are its own unless they would have had room in the line before;
    contested ones are split at the widest gap.
    """
    pitch = _PITCH * min(line.height for line in loose)
    places = [line.middle for line in loose]
    texts = [wrapping.text(line) for line in loose]
    low = 0
    if above is not None and above.kind in _WRAPS_DOWN:
        chain = [above.texts[-1] if above.texts else (), *texts]
        if children:
            low = _linked(chain, wrapping.inside)
        else:
            reach = _reach(places, max(word.middle for word in above.words), pitch)
            low = _linked(chain[: reach + 1], wrapping.goes_on)
    high = len(loose)
    if below is not None and below.kind in _WRAPS_UP and not (children and below.texts):
        reach = _reach([-place for place in reversed(places)], -below.anchor, pitch)
        chain = [below.texts[0] if below.texts else (), *reversed(texts)]
        high -= _linked(chain[: reach + 1], lambda lower, upper: wrapping.goes_on(upper, lower))
    if low > high:
        first = max(word.middle for word in above.words) if above is not None else 0.0
        stops = [first, *places, below.anchor if below is not None else float("inf")]
        gaps = [lower - upper for upper, lower in pairwise(stops)]
        low = high = max(range(high, low + 1), key=lambda k: (round(gaps[k], 1), -abs(k - len(loose) / 2)))
    return low, high


def _linked(chain: Sequence[Sequence[Word]], linked: Callable[[Sequence[Word], Sequence[Word]], bool]) -> int:
    """How many texts behind the first one hang together with it, each with the one before."""
    return next(
        (number for number, (one, other) in enumerate(pairwise(chain)) if not linked(one, other)), len(chain) - 1
    )


def _reach(places: Sequence[float], start: float, pitch: float) -> int:
    """How many places follow each other from `start` on at no more than the pitch."""
    count, last = 0, start
    for place in places:
        if place - last > pitch:
            break
        count += 1
        last = place
    return count
