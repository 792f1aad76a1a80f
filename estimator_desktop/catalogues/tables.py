"""Price lists as tables: which column is the code, the text, the unit, the price; guessed by score, corrected by hand.

Headers are looked for by their words, columns besides by what stands in them: many lists have no header, or a
strange one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

import python_calamine as calamine

from estimator_desktop.catalogues.words import fold
from estimator_desktop.domain.job import Progress
from estimator_desktop.domain.match import CatalogueItem
from estimator_desktop.domain.numbers import parse_amount
from estimator_desktop.domain.pricelist import Mapping
from estimator_desktop.domain.units import normalise_unit
from estimator_desktop.errors import UserError
from estimator_desktop.guards import archive, compound
from estimator_desktop.guards.workbook import workbook_errors

_HEADERS = {
    "code": ("kod", "cislo polozky", "cislo", "znacka", "kod polozky", "c. polozky", "code", "item", "kod ceniku"),
    "description": ("popis", "nazev", "text", "nazev polozky", "popis polozky", "zkraceny popis",
                    "description", "name"),
    "unit": ("mj", "m.j.", "m. j.", "jednotka", "merna jednotka", "unit", "mer. jednotka"),
    "price": ("cena", "jednotkova cena", "jedn. cena", "j.cena", "jc", "cena bez dph", "cena/mj", "cena kc",
              "price", "unit price"),
    "specification": ("specifikace", "technicka specifikace", "poznamka", "dlouhy text", "specification", "note"),
    "chapter": ("kapitola", "dil", "oddil", "skupina", "chapter", "section", "group"),
}  # fmt: skip
_CODE = re.compile(r"[A-Za-z]{0,4}[-. ]?\d[\dA-Za-z.\-/ ]{1,19}|R-\S{1,18}")
_UNITS = frozenset(
    [
        "m",
        "m2",
        "m3",
        "mm",
        "cm",
        "km",
        "ha",
        "ks",
        "kpl",
        "t",
        "kg",
        "g",
        "l",
        "hod",
        "den",
        "mes",
        "par",
        "kc",
        "%",
        "kwh",
        "mj",
        "sada",
        "bal",
        "pausal",
        "komplet",
        "kalkulace",
        "km2",
        "mesic",
        "rok",
        "kus",
    ]
)
_SAMPLE = 200
_HEADER_ROWS = 40
_TALK_EVERY = 2000
_ENCODINGS = ("utf-8-sig", "cp1250")

Table = list[list[str]]


def load_tables(path: Path, name: str) -> list[tuple[str, Table]]:
    """The sheets of a workbook, or the one table of a text file, as texts.  Raises UserError `catalogue_damaged`."""
    with path.open("rb") as stream:
        head = stream.read(8)
    if head.startswith((archive.SIGNATURE, compound.SIGNATURE)):
        with workbook_errors(name, "catalogue_damaged"):
            book = calamine.CalamineWorkbook.from_path(str(path))
            return [
                (title, [[_text(cell) for cell in row] for row in book.get_sheet_by_name(title).to_python()])
                for title in book.sheet_names
            ]
    raw = path.read_bytes()
    if b"\x00" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UserError("catalogue_no_items", file=name)
    text = _decoded(raw, name)
    try:
        return [("", [row for row in csv.reader(io.StringIO(text), delimiter=_delimiter(text)) if any(row)])]
    except csv.Error as error:
        raise UserError("catalogue_damaged", file=name, detail=str(error)) from error


def _decoded(raw: bytes, name: str) -> str:
    encodings = ("utf-16",) if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else _ENCODINGS
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UserError("catalogue_damaged", file=name, detail="neither UTF-8 nor Windows-1250")


def _delimiter(text: str) -> str:
    """The sign that cuts the first lines into the same number of cells, the most of them."""
    lines = text.splitlines()[:20]
    return max(
        ";\t,|",
        key=lambda sign: (
            min((line.count(sign) for line in lines), default=0),
            sum(line.count(sign) for line in lines),
        ),
    )


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(round(cell, 6))
    return str(cell).strip()


def guess_mapping(rows: Table) -> tuple[float, Mapping] | None:
    """The likeliest mapping with its score; None where no column holds descriptions."""
    header, named = _header(rows)
    body = [row for row in rows[header + 1 : header + 1 + _SAMPLE] if any(row)]
    width = max((len(row) for row in body), default=0)
    if not width:
        return None
    shares = [_shares([row[column] for row in body if column < len(row)]) for column in range(width)]
    taken: dict[str, int] = dict(named)
    for field in ("description", "code", "unit", "price"):
        if field in taken:
            continue
        free = [column for column in range(width) if column not in taken.values()]
        # Of equals the later one: ordinals stand before, prices behind.
        best = max(free, key=lambda column: (shares[column][field], column), default=None)
        if best is not None and shares[best][field] >= 0.5:
            taken[field] = best
    if "description" not in taken or ("code" not in taken and "price" not in taken):
        return None
    score = sum(shares[column][field] for field, column in taken.items() if field in shares[column] and column < width)
    mapping = Mapping(
        taken["description"], taken.get("code"), taken.get("unit"), taken.get("price"), taken.get("specification"),
        taken.get("chapter"), header,
    )  # fmt: skip
    return score * min(len(body), 50), mapping


def _header(rows: Table) -> tuple[int, dict[str, int]]:
    """The row that names most columns, with the columns; (-1, nothing) where none names two."""
    best: tuple[int, int, dict[str, int]] = (1, -1, {})
    for number, row in enumerate(rows[:_HEADER_ROWS]):
        found: dict[str, int] = {}
        for column, cell in enumerate(row):
            words = fold(cell).strip(" :.")
            for field, names in _HEADERS.items():
                known = words in {name.strip(".") for name in names} or any(
                    words.startswith(name + " ") for name in names[:2]
                )
                if known and field not in found and column not in found.values():
                    found[field] = column
        if len(found) > best[0] and "description" in found:
            best = (len(found), number, found)
    return best[1], best[2]


def _shares(cells: Sequence[str]) -> dict[str, float]:
    """How much of a column looks like each of the fields."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled or len(filled) < len(cells) * 0.2:
        return {"code": 0.0, "description": 0.0, "unit": 0.0, "price": 0.0}
    count = len(filled)
    code = sum(map(_looks_like_code, filled)) / count * len(set(filled)) / count
    unit = sum(normalise_unit(cell) in _UNITS for cell in filled) / count
    number = sum(parse_amount(cell).value is not None for cell in filled) / count
    text = sum(len(cell) > 8 and any(map(str.isalpha, cell)) and " " in cell for cell in filled) / count
    length = min(sum(map(len, filled)) / count, 60) / 60
    return {"code": code, "description": text * (0.6 + 0.4 * length), "unit": unit, "price": number * (1 - code * 0.5)}


def _looks_like_code(cell: str) -> bool:
    """Five signs or more, or a letter among them: `100.5` is a price."""
    signs = sum(map(str.isalnum, cell))
    return bool(_CODE.fullmatch(cell)) and (signs >= 5 or (signs >= 3 and any(map(str.isalpha, cell))))


def items_of(rows: Table, mapping: Mapping, progress: Progress) -> tuple[tuple[CatalogueItem, ...], int]:
    """The items of a table, and how many rows were passed over (titles, blanks, repeated headers).

    Without a code column an item's code is empty; a row needs a description, and a code or a unit or a price.
    """
    items: list[CatalogueItem] = []
    skipped = 0
    body = rows[mapping.header + 1 :]
    for number, row in enumerate(body, 1):
        description = " ".join(_cell(row, mapping.description).split())
        code, unit = _cell(row, mapping.code), _cell(row, mapping.unit)
        price = parse_amount(_cell(row, mapping.price)).value
        has_code = mapping.code is None or bool(code)
        if not description or not has_code or not (code or unit or price is not None):
            skipped += any(row)
            continue
        items.append(
            CatalogueItem(
                code, description, unit, price, _cell(row, mapping.specification), _cell(row, mapping.chapter)
            )
        )
        if number % _TALK_EVERY == 0:
            progress(number, len(body), "items")
    return tuple(items), skipped


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column].strip() if column is not None and column < len(row) else ""
