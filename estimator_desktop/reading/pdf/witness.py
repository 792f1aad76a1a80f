"""What the rows of a printed table say about columns whose titles nobody knows or several claim.

Numbers that count the rows, codes, and quantity × price = total are facts; a title is only a word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from estimator_desktop.domain.numbers import parse_amount
from estimator_desktop.reading.pdf.columns import Columns
from estimator_desktop.reading.pdf.headline import Title
from estimator_desktop.reading.pdf.lines import Line
from estimator_desktop.reading.pdf.prices import proving_pair
from estimator_desktop.reading.pdf.words import Word, joined
from estimator_desktop.reading.vocabulary import Field, title_field

_WANTED = frozenset({Field.DESCRIPTION, Field.ORDINAL, Field.CODE, Field.QUANTITY, Field.UNIT_PRICE, Field.TOTAL})
_FEWEST = 4
_SAMPLE = 120
_MOST = 0.5
_COUNTING = 0.7
_UNREAD = 0.4
_CODE_LENGTH = 20.0
_LONGEST_ORDINAL = 5
_CODE = re.compile(r"(?=.*\d)[\w.\-/]{4,20}")


def told(columns: Columns, titles: Sequence[Title], lines: Sequence[Line]) -> Columns:
    """The columns with what the lines of positions add to the titles, and the titles of numbers that stay unknown."""
    if columns.has(Field.TYPE) or len(lines) < _FEWEST:
        return columns
    if set(columns.fields) >= _WANTED and sum(title.said is Field.DESCRIPTION for title in titles) < 2:
        return columns
    return _Witness(columns, titles, lines[:_SAMPLE]).told()


class _Witness:
    def __init__(self, columns: Columns, titles: Sequence[Title], lines: Sequence[Line]) -> None:
        self._columns = columns
        self._fields = list(columns.fields)
        self._titles = {columns.place(title.centre): title for title in titles}
        self._rows = [self._texts(line) for line in lines]

    def _texts(self, line: Line) -> Mapping[int, str]:
        words: dict[int, list[Word]] = {}
        for word in line.words:
            words.setdefault(self._columns.place(word.centre), []).append(word)
        return {place: joined(found) for place, found in words.items()}

    def told(self) -> Columns:
        if Field.DESCRIPTION in self._fields:
            self._describe()
        elif not self._find_description():
            return self._columns
        self._mark()
        self._price()
        return replace(self._columns, fields=tuple(self._fields), unread=self._unread())

    def _column(self, place: int) -> list[str]:
        return [text for row in self._rows if (text := row.get(place, ""))]

    def _coded(self, place: int) -> bool:
        codes = {text for text in self._column(place) if _CODE.fullmatch(text)}
        return len(codes) >= _MOST * len(self._rows)

    def _counts(self, place: int) -> bool:
        texts = [text.rstrip(".") for text in self._column(place)]
        if len(texts) < _FEWEST or not all(map(str.isdecimal, texts)):
            return False
        return sum(int(after) - int(one) == 1 for one, after in pairwise(texts)) >= _COUNTING * (len(texts) - 1)

    def _free(self) -> list[int]:
        return [place for place, field in enumerate(self._fields) if field is Field.OTHER]

    def _length(self, place: int) -> float:
        texts = self._column(place)
        return sum(map(len, texts)) / len(texts) if texts else 0.0

    def _describe(self) -> None:
        """Of two columns that claim the description the one without codes."""
        chosen = self._fields.index(Field.DESCRIPTION)
        if not self._coded(chosen) or self._length(chosen) >= _CODE_LENGTH:
            return
        others = [place for place in self._free() if self._said(place) is Field.DESCRIPTION]
        best = max(others, key=self._length, default=None)
        if best is not None and self._length(best) > self._length(chosen):
            self._fields[best] = Field.DESCRIPTION
            self._fields[chosen] = Field.OTHER if Field.CODE in self._fields else Field.CODE

    def _find_description(self) -> bool:
        """A description whose title nobody knows: the longest texts left of the numbers."""
        numbers = [place for place, field in enumerate(self._fields) if field in {Field.QUANTITY, Field.UNIT}]
        worded = [place for place in self._free() if place < max(numbers, default=0) and self._worded(place)]
        best = max(worded, key=self._length, default=None)
        if best is not None:
            self._fields[best] = Field.DESCRIPTION
        return best is not None

    def _worded(self, place: int) -> bool:
        texts = self._column(place)
        words = sum(" " in text and sum(map(str.isalpha, text)) > len(text) / 2 for text in texts)
        return words >= _MOST * len(self._rows)

    def _said(self, place: int) -> Field | None:
        title = self._titles.get(place)
        return None if title is None else title.said

    def _mark(self) -> None:
        """Ordinals and codes left of the description."""
        if Field.ORDINAL not in self._fields:
            for place in self._places(Field.CODE):
                if self._counts(place) and max(map(len, self._column(place))) <= _LONGEST_ORDINAL:
                    self._fields[place] = Field.ORDINAL  # `Č. pol.` over 1, 2, 3 …
        left = [place for place in self._free() if place < self._fields.index(Field.DESCRIPTION)]
        if Field.ORDINAL not in self._fields:
            counting = next((place for place in left if self._counts(place)), None)
            if counting is not None:
                self._fields[counting] = Field.ORDINAL
        if Field.CODE not in self._fields:
            coded = next((place for place in left if self._fields[place] is Field.OTHER and self._coded(place)), None)
            if coded is not None:
                self._fields[coded] = Field.CODE

    def _price(self) -> None:
        """Unit price and total, where one has no title that we know and the arithmetic proves both."""
        if Field.QUANTITY not in self._fields or {Field.UNIT_PRICE, Field.TOTAL} <= set(self._fields):
            return
        known = [place for field in (Field.UNIT_PRICE, Field.TOTAL) for place in self._places(field)]
        money = sorted([*known, *(place for place in self._free() if place > self._fields.index(Field.DESCRIPTION))])
        numbers = [self._numbers(row) for row in self._rows]
        pair = proving_pair(numbers, self._fields.index(Field.QUANTITY), money, money[::-1])
        if pair is not None:
            for place in known:
                self._fields[place] = Field.OTHER
            self._fields[pair[0]], self._fields[pair[1]] = Field.UNIT_PRICE, Field.TOTAL

    def _places(self, field: Field) -> list[int]:
        return [place for place, found in enumerate(self._fields) if found is field]

    @staticmethod
    def _numbers(row: Mapping[int, str]) -> Mapping[int, Decimal]:
        values = ((place, parse_amount(text).value) for place, text in row.items())
        return {place: value for place, value in values if value is not None}

    def _unread(self) -> tuple[str, ...]:
        """Titles over numbers that may be a quantity or a price, where one of those is missing."""
        priced = {Field.UNIT_PRICE, Field.SUPPLY, Field.INSTALLATION} & set(self._fields)
        if priced and {Field.QUANTITY, Field.TOTAL} <= set(self._fields):
            return ()
        edge = self._fields.index(Field.DESCRIPTION)
        found = []
        for place in self._free():
            title = self._titles.get(place)
            if place < edge or title is None or title.said is not Field.OTHER or title_field(title.text):
                continue
            # A title that was cut may stand over two columns of numbers that no rule parts.
            numbers = sum(any(map(_is_number, text.split("  "))) for text in self._column(place))
            if numbers >= _UNREAD * len(self._rows):
                found.append(title.text)
        return tuple(found)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[\d\s.,\-]*\d[\d\s.,\-]*", text))
