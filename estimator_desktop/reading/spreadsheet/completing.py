"""Columns whose titles nobody knows, or that several titles claim: what stands in them decides.

A title is only a word; quantity × price = total, numbers that count the rows, and units of measure are facts.  Nothing
is put into a column that its title has named, unless the content contradicts the title.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import permutations

from estimator_desktop.reading.spreadsheet.content import Column, judge
from estimator_desktop.reading.spreadsheet.grid import Sheet
from estimator_desktop.reading.vocabulary import Field

_CENT = Decimal("0.011")
_COLUMNS = 40
_FILLED = 3
_PROVEN = 3
"""So many rows on which quantity × price = total, neither of them one, prove three columns."""
_HOLDING = 0.7
_MOST = 0.5
_CODES_LENGTH = 20
_UNREAD = 0.4
_LEAST_CODE = 10_000
"""Numbers below it that follow each other are ordinals; codes have more digits."""


def products(sheet: Sheet, rows: Sequence[int], quantity: int, price: int, total: int) -> int:
    """On how many rows quantity × price = total, not counting empty prices."""
    return sum(holds for _, holds, _ in _rows(sheet, rows, quantity, price, total))


def _rows(sheet: Sheet, rows: Sequence[int], quantity: int, price: int, total: int) -> list[tuple[int, bool, bool]]:
    """The rows that have all three numbers: whether the product holds, and whether that tells the columns apart."""
    found = []
    for row in rows:
        count, each, whole = (sheet.amount(row, column).value for column in (quantity, price, total))
        if count and each and whole:
            found.append((row, abs(count * each - whole) <= _CENT, count != 1 and each != 1))
    return found


def completed(
    sheet: Sheet,
    rows: Sequence[int],
    columns: Mapping[Field, int],
    titles: Sequence[str],
    fields: Sequence[Field | None],
) -> tuple[Mapping[Field, int], tuple[str, ...]]:
    """The columns with what the content adds to the titles; titles of numbers that may matter and stay unknown."""
    work = _Completing(sheet, rows, columns, fields)
    if len(work.rows) < _PROVEN:
        return columns, ()
    work.texts()
    work.marks()
    work.amounts()
    return work.columns, tuple(titles[number] or f"({number + 1})" for number in work.unread())


class _Completing:
    """One table; `rows` are those that may be positions."""

    def __init__(
        self, sheet: Sheet, rows: Sequence[int], columns: Mapping[Field, int], fields: Sequence[Field | None]
    ) -> None:
        self.sheet = sheet
        self.fields = fields[:_COLUMNS]
        self.columns = dict(columns)
        self._judged: dict[int, Column] = {}
        self.rows = [row for row in rows if self._filled(row) >= _FILLED]

    def _filled(self, row: int) -> int:
        return sum(1 for column in range(len(self.fields)) if self.sheet.value(row, column) not in {None, ""})

    def _judge(self, number: int) -> Column:
        if number not in self._judged:
            self._judged[number] = judge(self.sheet, self.rows, number)
        return self._judged[number]

    def _free(self) -> list[Column]:
        """Columns that no title and no content has named so far."""
        taken = set(self.columns.values())
        return [
            self._judge(number) for number, field in enumerate(self.fields) if field is None and number not in taken
        ]

    def _titled(self, field: Field) -> list[Column]:
        return [self._judge(number) for number, found in enumerate(self.fields) if found is field]

    def texts(self) -> None:
        """Of several columns that claim the description the one with descriptions in it."""
        chosen = self._judge(self.columns[Field.DESCRIPTION])
        if chosen.texts >= _MOST and not (chosen.codes >= _MOST and chosen.length < _CODES_LENGTH):
            return
        others = [one for one in self._titled(Field.DESCRIPTION) if one.texts >= _MOST and one.length > chosen.length]
        if not others:
            return
        self.columns[Field.DESCRIPTION] = max(others, key=lambda one: one.length).number
        if Field.CODE not in self.columns and chosen.codes >= _MOST:
            self.columns[Field.CODE] = chosen.number

    def marks(self) -> None:
        """Ordinals, codes and units."""
        description = self.columns[Field.DESCRIPTION]
        codes = self._titled(Field.CODE)
        if len(codes) > 1 and codes[0].ascending and Field.ORDINAL not in self.columns:
            self.columns[Field.ORDINAL] = codes[0].number
            self.columns[Field.CODE] = codes[1].number
        elif Field.ORDINAL not in self.columns and any(map(self._only_counts, codes[:1])):
            self.columns[Field.ORDINAL] = self.columns.pop(Field.CODE)  # `Č. pol.` over 1, 2, 3 …
        left = [one for one in self._free() if one.number < description]
        if Field.ORDINAL not in self.columns:
            counting = next((one for one in left if one.ascending and one.numbers >= _MOST), None)
            if counting is not None:
                self.columns[Field.ORDINAL] = counting.number
        if Field.CODE not in self.columns:
            coded = [one for one in self._free() if one.number <= description + 1 and one.codes >= _MOST]
            if coded:
                self.columns[Field.CODE] = max(coded, key=lambda one: one.codes).number
        if Field.UNIT not in self.columns:
            units = [one for one in self._free() if one.units >= _MOST]
            if units:
                self.columns[Field.UNIT] = max(units, key=lambda one: one.units).number

    def _only_counts(self, column: Column) -> bool:
        """Whether what a title calls codes only numbers the rows."""
        if not column.ascending or column.numbers < _MOST or self.columns.get(Field.CODE) != column.number:
            return False
        return all((self.sheet.amount(row, column.number).value or 0) < _LEAST_CODE for row in self.rows)

    def amounts(self) -> None:
        """Quantity, unit price and total, where a title that we know is missing and the arithmetic proves others."""
        wanted = (Field.QUANTITY, Field.UNIT_PRICE, Field.TOTAL)
        known = [self.columns.get(field) for field in wanted]
        if None not in known and self._proves(*(number for number in known if number is not None)):
            return
        free = [one.number for one in self._free() if one.numbers > 0]
        money = [one.number for field in (Field.UNIT_PRICE, Field.TOTAL) for one in self._titled(field)] + free
        choices = [[one.number for one in self._titled(Field.QUANTITY)] + free, money, money]
        best: tuple[int, ...] | None = None
        most = 0
        for trial in permutations(sorted({number for choice in choices for number in choice})[:12], 3):
            if any(number not in choice for number, choice in zip(trial, choices, strict=True)):
                continue
            holding = self._proves(*trial)
            if holding > most or (holding == most and best is not None and self._nearer(trial, best)):
                best, most = trial, holding
        if best is not None:
            self.columns.update(zip(wanted, best, strict=True))
        elif Field.QUANTITY not in self.columns and Field.UNIT in self.columns:
            unit = self.columns[Field.UNIT]
            beside = [one for one in self._free() if one.numbers >= _MOST and abs(one.number - unit) == 1]
            if len(beside) == 1:
                self.columns[Field.QUANTITY] = beside[0].number

    def _proves(self, quantity: int, price: int, total: int) -> int:
        """How many rows prove three columns; 0 where they do not."""
        found = _rows(self.sheet, self.rows, quantity, price, total)
        holding = sum(holds and tells for _, holds, tells in found)
        enough = sum(holds for _, holds, _ in found) >= max(_PROVEN, len(found) * _HOLDING)
        return holding if enough and holding >= min(_PROVEN, len(found)) else 0

    def _nearer(self, trial: Sequence[int], best: Sequence[int]) -> bool:
        """Whether the quantity stands nearer to the unit: a product does not say which factor is the price."""
        unit = self.columns.get(Field.UNIT, self.columns[Field.DESCRIPTION])
        return (abs(trial[0] - unit), trial) < (abs(best[0] - unit), best)

    def unread(self) -> list[int]:
        """Columns of numbers right of the description that nobody knows, where a quantity or a price is missing."""
        if {Field.QUANTITY, Field.UNIT_PRICE, Field.TOTAL} <= self.columns.keys():
            return []
        edge = self.columns[Field.DESCRIPTION]
        return [one.number for one in self._free() if one.number > edge and one.numbers >= _UNREAD]
