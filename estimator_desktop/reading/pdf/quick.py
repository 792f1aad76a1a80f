"""The functions of pdfium that are called for every sign and every line drawn, without conversion of their arguments.

`pypdfium2.raw` checks and converts each argument, which takes three times as long as what these functions do.  Here
the caller gives exactly what the C function takes: a `Handle`, whole numbers, references to memory.  The functions
hold the interpreter: each takes a fraction of a microsecond.  Results come many at once.
"""

from __future__ import annotations

import ctypes
import math
import struct
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import Any

from pypdfium2 import raw

Edges = tuple[float, float, float, float]
"""A box: two edges along x and two along y, in the order that the function at hand says."""


class Handle(ctypes.c_void_p):
    """The address of something of pdfium's.  A class of its own stays a pointer where pdfium returns it."""


def handle(pointer: object) -> Handle:
    """The handle of a pointer of `pypdfium2`."""
    return Handle(ctypes.cast(pointer, ctypes.c_void_p).value)  # type: ignore[arg-type]


def _plain(
    function: object, result: type[ctypes.c_int | ctypes.c_uint | ctypes.c_float | ctypes.c_double | Handle]
) -> Callable[..., Any]:
    """The function without declared arguments."""
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]
    if address is None:
        raise RuntimeError("pdfium lacks a function")
    return ctypes.PYFUNCTYPE(result)(address)


_sign_box = _plain(raw.FPDFText_GetLooseCharBox, ctypes.c_int)
_bounds = _plain(raw.FPDFPageObj_GetBounds, ctypes.c_int)
_kind = _plain(raw.FPDFPageObj_GetType, ctypes.c_int)
_of_page = _plain(raw.FPDFPage_GetObject, Handle)
_of_form = _plain(raw.FPDFFormObj_GetObject, Handle)
_number = _plain(raw.FPDFText_GetUnicode, ctypes.c_uint)
is_generated = _plain(raw.FPDFText_IsGenerated, ctypes.c_int)
"""Whether a sign (text page, index) is none of the file's but a space that pdfium puts between."""

_angle = _plain(raw.FPDFText_GetCharAngle, ctypes.c_float)
_matrix = _plain(raw.FPDFText_GetMatrix, ctypes.c_int)
_font_size = _plain(raw.FPDFText_GetFontSize, ctypes.c_double)
_MATRIX = (ctypes.c_float * 6)()
_AT_MATRIX = ctypes.byref(_MATRIX)


def type_size(text_page: Handle, index: int) -> float:
    """The size of a sign's type on the page."""
    _matrix(text_page, index, _AT_MATRIX)
    size: float = _font_size(text_page, index)
    return size * math.hypot(_MATRIX[2], _MATRIX[3])


_MANY = 256
_FOUR = struct.Struct("4f")
_BUFFER = (ctypes.c_float * (4 * _MANY))()
_BYTES = memoryview(_BUFFER).cast("B")
_AT = tuple(tuple(ctypes.byref(_BUFFER, 16 * place + 4 * edge) for place in range(_MANY)) for edge in range(4))
"""References to the four numbers of each place in the buffer."""


def numbers(text_page: Handle, count: int) -> list[int]:
    """The character of each sign, or the number of its glyph where the file does not say which character it is."""
    return list(map(_number, repeat(text_page, count), range(count)))


def angles(text_page: Handle, indexes: Iterable[int]) -> list[float]:
    """By how much the text of signs is turned clockwise, in radians; -1 where pdfium cannot say."""
    return list(map(_angle, repeat(text_page), indexes))


def sign_boxes(text_page: Handle, indexes: Sequence[int]) -> list[Edges]:
    """The loose boxes of signs as left, top, right, bottom in the page's own space, y upwards."""
    return _gathered(len(indexes), lambda start: map(_sign_box, repeat(text_page), indexes[start:], _AT[0]))


def bounds(items: Sequence[Handle]) -> list[Edges]:
    """The boxes of page objects as left, bottom, right, top in the space of page or form."""
    return _gathered(len(items), lambda start: map(_bounds, items[start : start + _MANY], *_AT))


def _gathered(count: int, calls: Callable[[int], Iterable[int]]) -> list[Edges]:
    """What calls that fill the buffer leave in it.  All zero where pdfium has no answer."""
    found: list[Edges] = []
    for start in range(0, count, _MANY):
        ctypes.memset(_BUFFER, 0, len(_BYTES))
        deque(calls(start), maxlen=0)
        found.extend(_FOUR.iter_unpack(_BYTES[: 16 * min(_MANY, count - start)]))
    return found


def objects(owner: Handle, count: int, *, form: bool = False) -> list[tuple[int, Handle]]:
    """The objects of a page, or of a form drawn on it, with their types."""
    items = list(map(_of_form if form else _of_page, repeat(owner, count), range(count)))
    return list(zip(map(_kind, items), items, strict=True))
