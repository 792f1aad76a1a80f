"""Pages to the builder: which columns are in force where, and where a table begins, goes on and ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from estimator_desktop.domain.bill import Source
from estimator_desktop.domain.numbers import looks_like_number, parse_amount
from estimator_desktop.reading.naming import names_document
from estimator_desktop.reading.papers import trade_paper
from estimator_desktop.reading.pdf.assemble import table_rows
from estimator_desktop.reading.pdf.build import KNOWN_LABELS, Builder
from estimator_desktop.reading.pdf.columns import Columns, measure
from estimator_desktop.reading.pdf.header import Header
from estimator_desktop.reading.pdf.lines import Line
from estimator_desktop.reading.pdf.rows import Row, RowKind, classified
from estimator_desktop.reading.pdf.rules import Rules
from estimator_desktop.reading.pdf.sheet import Sheet, at_edge
from estimator_desktop.reading.pdf.titles import Heading, headings
from estimator_desktop.reading.pdf.witness import told
from estimator_desktop.reading.pdf.words import PageText
from estimator_desktop.reading.summary import Summaries, SummaryRow, kind_of, pieces_of
from estimator_desktop.reading.vocabulary import Field, folded

_ENOUGH = 12
"""So many lines of positions settle a table's columns."""
_TITLE_LINES = 4
_LONGEST_TITLE = 100
_TOP_LINES = 12
_CONTINUED = 0.3
_FEWEST_FITTING = 3
_NO_ROWS = frozenset({RowKind.TEXT, RowKind.HEADING})
_BOTH_SIDES = 2
_NUMBER = re.compile(r"\d+")
_OBJECT_LEVELS = ("object", "part")
_NO_TITLE = ("stavba", "objekt", "soupis", "rozpocet", "polozkovy", "strana", "datum", "priloha")

Signature = tuple[tuple[Field, int], ...]


class TableReader:
    """Takes pages in order.  Columns are learned from a group of pages before its pages are taken."""

    def __init__(self, file: str) -> None:
        self.builder = Builder(file)
        self.summaries = Summaries()
        self.paper: str | None = None
        self.unread: dict[str, None] = {}
        """Titles of columns of numbers that nobody knows, in their order."""
        self._file = file
        self._known: dict[Signature, tuple[Columns, int]] = {}
        self._seen: dict[Signature, int] = {}
        self._current: Columns | None = None
        self._repeats = False
        self._proper = False
        self._running: frozenset[tuple[str, int]] = frozenset()
        self._edges: set[tuple[str, int]] = set()

    def learn(self, sheets: Sequence[Sheet]) -> None:
        """Measure the columns of each header on all pages of the group that carry it."""
        bodies: dict[Signature, list[tuple[Line, Rules]]] = {}
        example: dict[Signature, tuple[Header, list[float]]] = {}
        last: Signature | None = None
        tops: dict[tuple[str, int], int] = {}
        edges: dict[tuple[str, int], list[tuple[int, Line]]] = {}
        for sheet in sheets:
            for line in sheet.edges:
                edges.setdefault(_running_place(line), []).append((sheet.page.number, line))
            for stand in {_place(line) for line in sheet.lines[:_TOP_LINES]}:
                tops[stand] = tops.get(stand, 0) + 1
            rules = sheet.page.rules
            if last is not None and not sheet.headers:
                bodies[last].extend((line, rules) for line in sheet.lines)
            for place, header in enumerate(sheet.headers):
                last = header.signature
                bodies.setdefault(last, []).extend((line, rules) for line in sheet.part(place))
                example.setdefault(last, (header, sheet.parted(header)))
        self._running = frozenset(stand for stand, count in tops.items() if count > 1)
        self._edges.update(stand for stand, pages in edges.items() if _run(pages))
        for signature, body in bodies.items():
            if signature in self._known and self._known[signature][1] >= _ENOUGH:
                continue
            columns, witnesses = measure(example[signature][0], body, example[signature][1])
            if signature not in self._known or len(witnesses) > self._known[signature][1]:
                columns = told(columns, example[signature][0].titles, witnesses)
                self._known[signature] = (columns, len(witnesses))

    def take(self, sheet: Sheet) -> None:
        """Give one page's rows to the builder."""
        page, top = sheet.page, sheet.top
        if page.number == 1:
            self.paper = self.paper or trade_paper(cell.text for line in top for cell in line.cells())
        goes_on = self._current is not None and self._continues(top, self._current, page)
        named = headings(top)
        self.builder.open_headings(named, page)
        if not goes_on:
            self._summarise(top, named, page)
        if sheet.headers:
            self.summaries.close()
        if goes_on and self._current is not None:
            self._rows(top, self._current, page)
        elif sheet.headers:
            self._titles(top, page)
        elif self._current is not None and not self._current.has(Field.TYPE):
            self._current = None
        for place, header in enumerate(sheet.headers):
            if self._auxiliary(header):
                self._current = None
                continue
            self._seen[header.signature] = self._seen.get(header.signature, 0) + (place == 0)
            self._repeats = self._seen[header.signature] > 1
            self._current = self._known[header.signature][0]
            self.unread.update(dict.fromkeys(self._current.unread))
            self._rows(self._below_sum(sheet.part(place), self._current), self._current, page)

    def _summarise(self, lines: Sequence[Line], named: Sequence[Heading], page: PageText) -> None:
        """What lines outside the tables state: cover sheets and recapitulations."""
        rows = [
            SummaryRow(
                pieces_of((cell.text, cell.left, cell.right) for cell in line.cells()), Source(self._file, page.number)
            )
            for line in lines
        ]
        work = self.builder.object if any(heading.level in _OBJECT_LEVELS for heading in named) else None
        self.summaries.sheet(rows, work, goes_on=not named)

    def _auxiliary(self, header: Header) -> bool:
        """Whether a table only accompanies the bill: no prices and no ordinals, below tables that have them."""
        proper = header.has(Field.TYPE) or header.has(Field.ORDINAL) or header.has(Field.UNIT_PRICE)
        proper = proper or header.has(Field.TOTAL)
        self._proper = self._proper or proper
        return self._proper and not proper

    def _below_sum(self, lines: Sequence[Line], columns: Columns) -> Sequence[Line]:
        """The rows of a table with labels without the object's sum that may stand right under its header."""
        if not columns.has(Field.TYPE) or not lines:
            return lines
        pieces = [cell.text for line in lines[:2] for cell in line.cells()][:2]
        if len(pieces) < 2 or kind_of(folded(pieces[0])) != "from" or not looks_like_number(pieces[1]):
            return lines
        self.builder.object_sum(parse_amount(pieces[1]))
        return lines[1 if len(lines[0].cells()) > 1 else 2 :]

    def _rows(self, lines: Sequence[Line], columns: Columns, page: PageText) -> None:
        lines = self._without_running(lines, columns, page)
        for row in table_rows(lines, columns, page, children=self.builder.children):
            self.builder.take(row, columns, page)

    def _without_running(self, lines: Sequence[Line], columns: Columns, page: PageText) -> Sequence[Line]:
        """The lines without headers and footers: no rows, and at one place of the edge of several pages."""
        if not self._edges or not any(at_edge(line, page) for line in lines):
            return lines
        kept = []
        for line in lines:
            if at_edge(line, page) and _running_place(line) in self._edges:
                row = classified(line, columns, page.number)
                if row is None or row.kind in _NO_ROWS:
                    continue
            kept.append(line)
        return kept

    def _continues(self, lines: Sequence[Line], columns: Columns, page: PageText) -> bool:
        """Whether lines without a header of their own go on with the table of the page before."""
        if self._repeats and len(lines) < _FEWEST_FITTING:
            return False
        rows = [row for line in lines if (row := classified(line, columns, page.number)) is not None]
        fitting = sum(_fits(row) for row in rows)
        if self._repeats:
            return fitting >= _FEWEST_FITTING and fitting >= _CONTINUED * len(lines)
        return fitting >= 1 and fitting * 12 >= len(lines)

    def _titles(self, lines: Sequence[Line], page: PageText) -> None:
        """Headings that stand alone right above a table, unless they stand above every table."""
        found: list[Line] = []
        for line in lines[-_TITLE_LINES:]:
            text = line.text
            alone = len(line.cells()) == 1 and len(text) < _LONGEST_TITLE and ":" not in text
            if alone and any(sign.isalpha() for sign in text):
                found.append(line)
            else:
                found = []
        for line in found:
            plain = folded(line.text)
            if _place(line) not in self._running and not plain.startswith(_NO_TITLE) and not names_document(plain):
                self.builder.title(line.text, page.number)


def _run(lines: Sequence[tuple[int, Line]]) -> bool:
    """Whether a line comes back on the next page, or the next one of the same side, its numbers counting the pages."""
    for (page, line), (later, other) in pairwise(lines):
        numbers = zip(_NUMBER.findall(line.text), _NUMBER.findall(other.text), strict=True)
        if 0 < later - page <= _BOTH_SIDES and all(int(y) - int(x) in {0, later - page} for x, y in numbers):
            return True
    return False


def _running_place(line: Line) -> tuple[str, int]:
    """A line's text, whatever its numbers are, and its place: what pages share at their edges."""
    return _NUMBER.sub("#", line.text), round(line.middle / 3)


def _place(line: Line) -> tuple[str, int]:
    """A line's text and place: what stands at one place of every page is no heading."""
    return line.text, round(line.middle / 3)


def _fits(row: Row) -> bool:
    """Whether a row is surely one of a bill's table."""
    if row.kind is RowKind.LABELLED:
        return row.label.rstrip(".") in KNOWN_LABELS
    return row.kind is RowKind.POSITION and bool(row.text(Field.UNIT))
