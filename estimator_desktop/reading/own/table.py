"""Our CSV, edited: rows known by their id, laid over the budget they came from.

A cell that still says what was written leaves the value as it was.  Columns are known by their titles in any language
of the program; those that are missing change nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from estimator_desktop.domain.bill import NOTHING, Amount, BillOfQuantities, Position
from estimator_desktop.domain.exchange import position_index
from estimator_desktop.domain.numbers import parse_amount
from estimator_desktop.domain.sums import unit_price
from estimator_desktop.reading.own.workbook import Edited
from estimator_desktop.reading.spreadsheet.grid import Sheet, Workbook
from estimator_desktop.texts import LANGUAGES, Texts

_ID = "id"
_TITLES: Mapping[str, str] = {
    "ordinal": "column.ordinal",
    "row_type": "column.row_type",
    "code": "column.code",
    "description": "column.description",
    "unit": "column.unit",
    "quantity": "column.quantity",
    "unit_price": "column.unit_price",
    "price_system": "sheet.price_system",
}
_NUMBERS = frozenset({"quantity", "unit_price"})
_ENGLISH = ","
"""What stands between the cells where the point is the decimal sign and the comma stands between thousands."""
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d*)?")


def is_own_table(table: Workbook) -> bool:
    """Whether a text table has our columns and our ids."""
    columns = _columns(table.sheets[0]) if table.sheets else {}
    return {_ID, "description", "quantity"} <= columns.keys()


def read_edited_table(table: Workbook, base: BillOfQuantities) -> Edited:
    """The budget as it stands in the table now."""
    sheet = table.sheets[0]
    columns = _columns(sheet)
    positions: list[Position] = []
    ids: list[str] = []
    for row in range(1, len(sheet.rows)):
        cells = {name: _unguarded(sheet.text(row, column)) for name, column in columns.items()}
        if not any(cells.values()):
            continue
        index = position_index(cells[_ID])
        known = base.positions[index] if index is not None and index < len(base.positions) else None
        amounts = {name: _amount(cells[name], table.separator) for name in _NUMBERS & cells.keys()}
        found = _edited(known, cells, amounts) if known else _new(cells, amounts)
        positions.append(replace(found, index=len(positions)))
        ids.append(cells[_ID] if known else "")
    return Edited(base, replace(base, positions=tuple(positions), proof=None), tuple(ids))


def _columns(sheet: Sheet) -> Mapping[str, int]:
    titles = {Texts(language).say(key): name for language in LANGUAGES for name, key in _TITLES.items()}
    head = [sheet.text(0, column) for column in range(len(sheet.rows[0]))] if sheet.rows else []
    return {
        _ID if text == _ID else titles[text]: column
        for column, text in enumerate(head)
        if text == _ID or text in titles
    }


def _unguarded(text: str) -> str:
    """Without the apostrophe that keeps a text from being taken for a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in set("=+-@\t\r\n") else text


def _amount(text: str, separator: str) -> Amount:
    if not text:
        return NOTHING
    if separator != _ENGLISH:
        return parse_amount(text)
    return replace(parse_amount(text.replace(",", "") if _GROUPED.fullmatch(text) else text), alternative=None)


def _edited(old: Position, cells: Mapping[str, str], amounts: Mapping[str, Amount]) -> Position:
    texts = {
        name: cells[name]
        for name in _TITLES
        if name in cells and name not in _NUMBERS and cells[name] != str(getattr(old, name)).strip()
    }
    numbers: dict[str, Amount] = {}
    for name, now in amounts.items():
        written = unit_price(old) if name == "unit_price" else old.quantity.value
        before: Amount = getattr(old, name)
        if now.value != written or (written is None and now.raw != before.raw.strip()):
            numbers[name] = now
    return replace(old, **texts, **numbers)  # type: ignore[arg-type]


def _new(cells: Mapping[str, str], amounts: Mapping[str, Amount]) -> Position:
    quantity, price = amounts.get("quantity", NOTHING), amounts.get("unit_price", NOTHING)
    total: Decimal | None = None
    if quantity.value is not None and price.value is not None:
        total = round(quantity.value * price.value, 2)
    return Position(
        index=0,
        description=cells.get("description", ""),
        ordinal=cells.get("ordinal", ""),
        row_type=cells.get("row_type", ""),
        code=cells.get("code", ""),
        unit=cells.get("unit", ""),
        quantity=quantity,
        unit_price=price,
        total_price=NOTHING if total is None else Amount(f"{total:f}", total),
        price_system=cells.get("price_system", ""),
    )
