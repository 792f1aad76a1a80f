"""A page with its lines and headers as bytes, for the way from one process of the reader to another.

`marshal` holds only plain values and is by far the quickest; both sides are the same program at the same moment.
"""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from itertools import repeat
from typing import Any

from estimator_desktop.reading.pdf.header import Header
from estimator_desktop.reading.pdf.headline import Title
from estimator_desktop.reading.pdf.lines import Line
from estimator_desktop.reading.pdf.rules import Rule, Rules
from estimator_desktop.reading.pdf.tables import Sheet
from estimator_desktop.reading.pdf.words import PageText, Word
from estimator_desktop.reading.vocabulary import Field


def packed(sheet: Sheet) -> bytes:
    """The sheet of a page that is no part of a strip."""
    page = sheet.page
    place = {id(word): index for index, word in enumerate(page.words)}
    return marshal.dumps((
        (page.number, page.width, page.height, page.turn, page.tilt),
        list(map(tuple, page.words)),
        list(map(tuple, page.rules.across)),
        list(map(tuple, page.rules.down)),
        [(line.middle, [place[id(word)] for word in line.words]) for line in sheet.lines],
        [(header.first, header.last, list(map(_plain, header.titles))) for header in sheet.headers],
    ))  # fmt: skip


def _plain(title: Title) -> tuple[str, float, float, str, str]:
    return title.field.value, title.left, title.right, title.text, title.said.value


def unpacked(data: bytes) -> Sheet:
    """The sheet again, equal in everything."""
    (number, width, height, turn, tilt), words, across, down, lines, headers = marshal.loads(data)  # noqa: S302 - ours
    found: tuple[Word, ...] = _made(Word, words)
    page = PageText(number, width, height, found, turn, Rules(_made(Rule, across), _made(Rule, down)), tilt)
    return Sheet(
        page,
        tuple([Line(tuple([found[index] for index in places]), middle) for middle, places in lines]),
        tuple([Header(first, last, tuple(map(_title, titles))) for first, last, titles in headers]),
    )


def _made(kind: type[Any], rows: Sequence[tuple[object, ...]]) -> tuple[Any, ...]:
    """Named tuples of plain ones."""
    return tuple(map(tuple.__new__, repeat(kind), rows))


def _title(parts: tuple[str, float, float, str, str]) -> Title:
    field, left, right, text, said = parts
    return Title(Field(field), left, right, text, Field(said))
