"""The ruling lines of a page: drawn strokes, thin filled bars, and the edges of shaded boxes.

Places are reading coordinates as of `words`: points, origin top left.  A drawing has thousands of lines and none of
them rules a table, so a page with more than `_MOST` objects has no rules here.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from estimator_desktop.reading.pdf import quick
from estimator_desktop.reading.pdf.quick import Edges

_MOST = 6000
_THIN = 2.6
_SHORTEST = 4.0
_NEAR = 1.2
"""Pieces of one rule lie at the same place within so many points."""
_GAP = 2.5
_MANY_SEGMENTS = 6
_DEEPEST = 4

Matrix = tuple[float, float, float, float, float, float]


class Rule(NamedTuple):
    """A straight rule: at `place` across, from `start` to `end` along."""

    place: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules sorted by their place: `across` lie horizontally (place is y), `down` stand vertically (place is x)."""

    across: tuple[Rule, ...] = ()
    down: tuple[Rule, ...] = ()

    def between(self, top: float, bottom: float, left: float, right: float) -> bool:
        """Whether a horizontal rule parts two heights over most of a stretch."""
        low = bisect_left(self.across, (top,))
        width = right - left
        for rule in self.across[low:]:
            if rule.place > bottom:
                return False
            if min(rule.end, right) - max(rule.start, left) > 0.7 * width:
                return True
        return False

    def last_between(self, top: float, bottom: float) -> float:
        """The lowest horizontal rule between two heights, else the middle between them."""
        place = bisect_left(self.across, (bottom,)) - 1
        if place >= 0 and self.across[place].place >= top:
            return self.across[place].place
        return (top + bottom) / 2

    def crossing(self, y: float, left: float, right: float) -> tuple[float, ...]:
        """Where vertical rules cross a height between two places."""
        low, high = bisect_left(self.down, (left,)), bisect_right(self.down, (right,))
        return tuple(rule.place for rule in self.down[low:high] if rule.start - 1 <= y <= rule.end + 1)


NO_RULES = Rules()


def page_boxes(page: pdfium.PdfPage, turned: Callable[[Edges], Edges]) -> list[Edges]:
    """Thin boxes and edges (left, top, right, bottom) of the page's drawn paths, in the coordinates of `turned`."""
    count = raw.FPDFPage_CountObjects(page.raw)
    if count > _MOST:
        return []
    found: list[Edges] = []
    _gather(quick.objects(quick.handle(page.raw), count), None, found, 0)
    return list(map(turned, found))


def _gather(items: Iterable[tuple[int, quick.Handle]], matrix: Matrix | None, found: list[Edges], depth: int) -> None:
    """The lines of objects and of the forms among them, in the page's own space."""
    paths: list[quick.Handle] = []
    for kind, item in items:
        if kind == raw.FPDF_PAGEOBJ_PATH:
            paths.append(item)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            form = _pointer(item)
            count = raw.FPDFFormObj_CountObjects(form)
            if count <= _MOST:
                inner = _combined(_matrix(form), matrix)
                _gather(quick.objects(item, count, form=True), inner, found, depth + 1)
    for item, (x0, y0, x1, y1) in zip(paths, quick.bounds(paths), strict=True):
        width, height = x1 - x0, y1 - y0
        if width <= _THIN or height <= _THIN:
            if width >= _SHORTEST or height >= _SHORTEST:
                found.append(
                    (x0, y0, x1, y1) if matrix is None and x0 <= x1 and y0 <= y1 else _moved((x0, y0, x1, y1), matrix)
                )
        else:
            found.extend(_path(_pointer(item), (x0, y0, x1, y1), matrix))


def _pointer(item: quick.Handle) -> object:
    """A page object as `pypdfium2` wants it."""
    return ctypes.cast(item, raw.FPDF_PAGEOBJECT)


def _path(item: object, box: Edges, matrix: Matrix | None) -> Iterator[Edges]:
    """The edges of a box that is not thin, or the pieces of a path of many."""
    segments = raw.FPDFPath_CountSegments(item)
    if segments <= _MANY_SEGMENTS:
        yield from (_moved(edge, matrix) for edge in _sides(box))
    elif segments <= _MOST:
        own = _combined(_matrix(item), matrix)
        yield from (_moved(edge, own) for edge in _segments(item, segments))


def _sides(box: Edges) -> tuple[Edges, ...]:
    x0, y0, x1, y1 = box
    return (x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)


def _segments(item: object, count: int) -> Iterator[Edges]:
    """The straight pieces of a path of many."""
    x, y = ctypes.c_float(), ctypes.c_float()
    at_x, at_y = ctypes.byref(x), ctypes.byref(y)
    last: tuple[float, float] | None = None
    start: tuple[float, float] | None = None
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, at_x, at_y)
        point = (x.value, y.value)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            yield (*last, *point)
        if start is not None and raw.FPDFPathSegment_GetClose(segment):
            yield (*point, *start)
        last = point


def _matrix(item: object) -> Matrix:
    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, ctypes.byref(found))
    return found.a, found.b, found.c, found.d, found.e, found.f


def _combined(inner: Matrix, outer: Matrix | None) -> Matrix:
    """The matrix that applies `inner` first."""
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(box: Edges, matrix: Matrix | None) -> Edges:
    x0, y0, x1, y1 = box
    if matrix is None and x0 <= x1 and y0 <= y1:
        return box
    if matrix is not None:
        a, b, c, d, e, f = matrix
        x0, y0, x1, y1 = a * x0 + c * y0 + e, b * x0 + d * y0 + f, a * x1 + c * y1 + e, b * x1 + d * y1 + f
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def rules(boxes: Iterable[Edges]) -> Rules:
    """Boxes in reading coordinates (left, top, right, bottom) as rules, pieces in a row joined."""
    across: list[Rule] = []
    down: list[Rule] = []
    new = tuple.__new__
    for x0, y0, x1, y1 in boxes:
        width, height = x1 - x0, y1 - y0
        if height <= _THIN and width >= _SHORTEST:
            across.append(new(Rule, ((y0 + y1) / 2, x0, x1)))
        elif width <= _THIN and height >= _SHORTEST:
            down.append(new(Rule, ((x0 + x1) / 2, y0, y1)))
    return Rules(_joined(across), _joined(down))


def _joined(pieces: Sequence[Rule]) -> tuple[Rule, ...]:
    """Pieces of one line as one rule."""
    result: list[Rule] = []
    group: list[Rule] = []
    for piece in sorted(pieces):
        if group and piece[0] - group[0][0] > _NEAR:
            result.extend(_row(group) if len(group) > 1 else group)
            group = []
        group.append(piece)
    result.extend(_row(group) if len(group) > 1 else group)
    return tuple(sorted(result))


def _row(group: Sequence[Rule]) -> list[Rule]:
    """Sorted pieces of about one place, one behind the other where they touch."""
    place, start, end = group[0]
    if group[-1][0] != place:
        place = sum([rule[0] for rule in group]) / len(group)
        group = sorted(group, key=itemgetter(1))
        _, start, end = group[0]
    found: list[Rule] = []
    for _, left, right in group:
        if left - end > _GAP:
            found.append(Rule(place, start, end))
            start, end = left, right
        elif right > end:
            end = right
    found.append(Rule(place, start, end))
    return found
