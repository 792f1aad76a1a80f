"""Values back into the workbook they came from: a copy in which only the wanted cells differ.

The zip is copied part by part; in a sheet's XML only the text of the wanted cells is replaced, so that styles,
formulas, protection, hidden columns, images and names stay byte for byte.  What follows from a changed number follows:
the stored results of all formulas over it are brought up to date, or taken out where they cannot be computed here
(`recalculate`), and the workbook asks to be computed when it is opened next.  What cannot be done safely is refused
with a reason.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

from estimator_desktop.errors import UserError
from estimator_desktop.guards.markup import harmless_parser
from estimator_desktop.writing.formulas import Unknown, column_number
from estimator_desktop.writing.recalculate import CELL as _CELL
from estimator_desktop.writing.recalculate import PLACE as _PLACE
from estimator_desktop.writing.recalculate import Book, rewritten, value_of
from estimator_desktop.writing.whole import whole_file

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"[^>]*?(?:/>|>(.*?)</row>)', re.DOTALL)
_TYPE = re.compile(rb'\s+t="[^"]*"')
_MERGED = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A wanted value: sheet by name, column letters, row from 1, a number or a text."""

    sheet: str
    column: str
    row: int
    value: Decimal | str

    @property
    def place(self) -> str:
        """The cell as people name it."""
        return f"{self.column}{self.row}"


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that differs in the copy: what it said and says.

    `follows` marks a stored result of a formula; `number` that both are numbers with a decimal point, or nothing.
    """

    sheet: str
    place: str
    before: str
    after: str
    follows: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """A wanted value that was not written, and the code of the reason."""

    edit: CellEdit
    reason: str


@dataclass(frozen=True, slots=True)
class WriteBack:
    """What came of it."""

    changes: tuple[CellChange, ...]
    refused: tuple[Refusal, ...]


def write_back(source: Path, edits: Sequence[CellEdit], target: Path, *, name: str = "") -> WriteBack:
    """Write a copy of the workbook with the wanted values.  `name` is what the user calls the original.

    Raises UserError `original_unsupported` with the reason in `why` (not an xlsx, signed), and where the target cannot
    be written; the original is never touched.
    """
    if target.exists() and target.samefile(source):
        raise UserError("original_itself", file=target.name)
    if not zipfile.is_zipfile(source):
        raise UserError("original_unsupported", file=name or source.name, why="not_xlsx")
    with zipfile.ZipFile(source) as archive:
        names = frozenset(archive.namelist())
        if "xl/workbook.xml" not in names:
            raise UserError("original_unsupported", file=name or source.name, why="not_xlsx")
        if any(name.startswith("_xmlsignatures/") for name in names):
            raise UserError("original_unsupported", file=name or source.name, why="signed")
        members = sheet_members(archive)
        strings = shared_strings(archive)
        changes: list[CellChange] = []
        refused = [Refusal(edit, "no_sheet") for edit in edits if edit.sheet not in members]
        parts: dict[str, bytes] = {}
        for sheet, member in members.items():
            wanted = [edit for edit in edits if edit.sheet == sheet]
            if wanted:
                part = _SheetPart(sheet, archive.read(member), strings)
                part.edit(wanted)
                changes += part.changes
                refused += part.refused
                if part.changes:
                    parts[member] = part.data
        if parts:
            changes += _follow(archive, members, strings, parts, changes)
            parts["xl/workbook.xml"] = compute_on_load(archive.read("xl/workbook.xml"))
        with whole_file(target) as path:
            _copy(archive, path, parts)
    return WriteBack(tuple(changes), tuple(refused))


def load_book(source: Path) -> Book:
    """The formulas of an xlsx; those of a file that is none are empty."""
    if not zipfile.is_zipfile(source):
        return Book({}, (), {})
    with zipfile.ZipFile(source) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return Book({}, (), {})
        sheets = {name: archive.read(member) for name, member in sheet_members(archive).items()}
        return Book(sheets, shared_strings(archive), _names(archive))


def _follow(
    archive: zipfile.ZipFile,
    members: Mapping[str, str],
    strings: Sequence[str],
    parts: dict[str, bytes],
    changes: Sequence[CellChange],
) -> list[CellChange]:
    """Bring the stored results over the changed cells up to date in `parts`; what changed in them."""
    sheets = {name: parts.get(member) or archive.read(member) for name, member in members.items()}
    places = [(change.sheet, *_row_and_column(change.place)) for change in changes]
    results = Book(sheets, strings, _names(archive)).results(places)
    followed: list[CellChange] = []
    for name, data in sheets.items():
        own = {(row, column): value for (sheet, row, column), value in results.items() if sheet == name}
        if own:
            parts[members[name]], said = rewritten(data, own)
            followed += [CellChange(name, *words, follows=True, number=True) for words in said]
    return followed


def _row_and_column(place: str) -> tuple[int, int]:
    letters = place.rstrip("0123456789")
    return int(place[len(letters) :]), column_number(letters)


def _names(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """The workbook's defined names; those of one sheet only are left out."""
    book = etree.fromstring(archive.read("xl/workbook.xml"), harmless_parser())
    return {
        item.get("name", "").casefold(): item.text or ""
        for item in book.iter("{*}definedName")
        if item.get("localSheetId") is None
    }


def _copy(archive: zipfile.ZipFile, path: Path, parts: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as copy:
        for item in archive.infolist():
            data = parts.get(item.filename)
            copy.writestr(item, archive.read(item) if data is None else data, item.compress_type)
        copy.comment = archive.comment


def sheet_members(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """The zip member of every sheet, by the sheet's name."""
    book = etree.fromstring(archive.read("xl/workbook.xml"), harmless_parser())
    links = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), harmless_parser())
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found: dict[str, str] = {}
    for sheet in book.iter("{*}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        member = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        found[sheet.get("name", "")] = member
    return found


def shared_strings(archive: zipfile.ZipFile) -> Sequence[str]:
    """The workbook's table of texts."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return ()
    root = etree.fromstring(archive.read("xl/sharedStrings.xml"), harmless_parser())
    return ["".join(text.text or "" for text in item.iter("{*}t")) for item in root]


def compute_on_load(workbook: bytes) -> bytes:
    """The workbook part with the request to compute all formulas when it is opened."""
    if b"fullCalcOnLoad" in workbook:
        return re.sub(rb'fullCalcOnLoad="[^"]*"', b'fullCalcOnLoad="1"', workbook)
    changed, count = re.subn(rb"<calcPr\b", b'<calcPr fullCalcOnLoad="1"', workbook, count=1)
    if count:
        return changed
    for mark in (b"</definedNames>", b"</sheets>"):
        if mark in workbook:
            return workbook.replace(mark, mark + b'<calcPr fullCalcOnLoad="1"/>', 1)
    return workbook


class _SheetPart:
    """One sheet's XML as bytes, edited in place."""

    def __init__(self, name: str, data: bytes, strings: Sequence[str]) -> None:
        self.name = name
        self.data = data
        self.changes: list[CellChange] = []
        self.refused: list[Refusal] = []
        self._strings = strings
        self._merged = [
            (column_number(one.decode()), int(top), column_number(other.decode()), int(bottom))
            for one, top, other, bottom in _MERGED.findall(data)
        ]

    def edit(self, wanted: Sequence[CellEdit]) -> None:
        by_row: dict[int, list[CellEdit]] = {}
        for edit in wanted:
            by_row.setdefault(edit.row, []).append(edit)
        pieces: list[bytes] = []
        at = 0
        for row in _ROW.finditer(self.data):
            edits = by_row.pop(int(row.group(1)), None)
            if edits is None:
                continue
            start, end = row.span(2)
            if start < 0:
                self.refused += [Refusal(edit, "no_cell") for edit in edits]
                continue
            pieces += [self.data[at:start], self._row(row.group(2), edits)]
            at = end
        self.refused += [Refusal(edit, "no_row") for edits in by_row.values() for edit in edits]
        pieces.append(self.data[at:])
        self.data = b"".join(pieces)

    def _row(self, row: bytes, edits: Sequence[CellEdit]) -> bytes:
        for edit in edits:
            row = self._cell(row, edit)
        return row

    def _cell(self, row: bytes, edit: CellEdit) -> bytes:
        if self._is_merged(edit):
            self.refused.append(Refusal(edit, "merged"))
            return row
        for cell in _CELL.finditer(row):
            place = _PLACE.search(cell.group("attributes"))
            if place is None or place.group(0) != f'r="{edit.place}"'.encode():
                continue
            inside = cell.group("inside") or b""
            if b"<f" in inside:
                self.refused.append(Refusal(edit, "formula"))
                return row
            before = self._said(cell.group("attributes"), inside)
            after = edit.value if isinstance(edit.value, str) else f"{edit.value:f}"
            if before == after or (isinstance(edit.value, Decimal) and _same(before, edit.value)):
                return row
            number = isinstance(edit.value, Decimal)
            self.changes.append(CellChange(self.name, edit.place, before, after, number=number))
            attributes = _TYPE.sub(b"", cell.group("attributes")).rstrip().rstrip(b"/").rstrip()
            return row[: cell.start()] + _written(attributes, edit.value) + row[cell.end() :]
        self.refused.append(Refusal(edit, "no_cell"))
        return row

    def _is_merged(self, edit: CellEdit) -> bool:
        """Whether the cell is hidden under a merged area: only the area's first cell shows."""
        column = column_number(edit.column)
        return any(
            left <= column <= right and top <= edit.row <= bottom and (column, edit.row) != (left, top)
            for left, top, right, bottom in self._merged
        )

    def _said(self, attributes: bytes, inside: bytes) -> str:
        try:
            value = value_of(attributes, inside, self._strings)
        except Unknown as error:
            return str(error)
        return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)


def _written(attributes: bytes, value: Decimal | str) -> bytes:
    if isinstance(value, Decimal):
        return b"<c" + attributes + b"><v>" + f"{value:f}".encode() + b"</v></c>"
    text = escape(value).encode()
    return b"<c" + attributes + b' t="inlineStr"><is><t xml:space="preserve">' + text + b"</t></is></c>"


def _same(text: str, value: Decimal) -> bool:
    try:
        return float(text) == float(value)
    except ValueError:
        return False


def column_letters(number: int) -> str:
    """The letters of a column counted from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
