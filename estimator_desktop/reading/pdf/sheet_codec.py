"""A page with its lines and headers as bytes, for the way from one process of the reader to another.

`marshal` holds only plain values and is by far the quickest; both sides are the same program at the same moment.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable
from itertools import repeat
from typing import Any

from estimator_desktop.reading.pdf.header import Header
from estimator_desktop.reading.pdf.headline import Title
from estimator_desktop.reading.pdf.lines import Line
from estimator_desktop.reading.pdf.rules import Rule, Rules
from estimator_desktop.reading.pdf.sheet import Sheet
from estimator_desktop.reading.pdf.words import PageText, Word
from estimator_desktop.reading.vocabulary import Field

_PLAIN = 2
"""The version of `marshal` that does not look for things which occur twice."""


def packed(sheet: Sheet) -> bytes:
    """The sheet of a page that is no part of a strip."""
    page = sheet.page
    place = {id(word): index for index, word in enumerate(page.words)}
    parts = (
        (page.number, page.width, page.height, page.turn, page.tilt),
        list(map(tuple, page.words)),
        list(map(tuple, page.rules.across)),
        list(map(tuple, page.rules.down)),
        [(line.middle, [place[id(word)] for word in line.words]) for line in sheet.lines],
        [(header.first, header.last, list(map(_plain, header.titles))) for header in sheet.headers],
    )
    return marshal.dumps(parts, _PLAIN)


def _plain(title: Title) -> tuple[str, float, float, str, str]:
    return title.field.value, title.left, title.right, title.text, title.said.value


def unpacked(data: bytes) -> Sheet:
    """The sheet again, equal in everything."""
    (number, width, height, turn, tilt), texts, across, down, lines, headers = marshal.loads(data)  # noqa: S302 - ours
    words: tuple[Word, ...] = _made(Word, texts)
    word = words.__getitem__
    page = PageText(number, width, height, words, turn, Rules(_made(Rule, across), _made(Rule, down)), tilt)
    return Sheet(
        page,
        tuple([Line(tuple(map(word, own)), middle) for middle, own in lines]),
        tuple([Header(first, last, tuple(map(_title, titles))) for first, last, titles in headers]),
    )


def _made(kind: type[Any], rows: Iterable[tuple[object, ...]]) -> tuple[Any, ...]:
    """Named tuples of plain ones."""
    return tuple(map(tuple.__new__, repeat(kind), rows))


def _title(parts: tuple[str, float, float, str, str]) -> Title:
    field, left, right, text, said = parts
    return Title(Field(field), left, right, text, Field(said))
