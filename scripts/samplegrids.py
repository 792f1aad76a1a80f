"""Small printed tables of other layouts than `samplebill`'s, for tests of reading.  Everything in them is invented.

A `Grid` is columns and rows; it is drawn with or without ruling lines, with the cells' texts at the top, the middle or
the foot of their row, the header on every page or on the first alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
_PLAIN, _BOLD = "Grid", "GridBold"
_SIZE, _LEADING, _PAD = 7.0, 8.8, 2.5
_TOP, _BOTTOM = 40.0, 50.0

Cells = tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column: its title (a line break parts it), width in points and alignment (`l`, `c`, `r`).

    `over` is the alignment of the title where it differs from the cells'.
    """

    title: str
    width: float
    align: str = "l"
    over: str = ""


@dataclass(frozen=True)
class Row:
    """A row: one text a column.  `wide` texts run over the following columns; `bare` rows have no rules."""

    cells: Cells
    bold: bool = False
    wide: bool = False
    bare: bool = False


@dataclass(frozen=True)
class Grid:
    """A whole document.

    `head` and `foot` stand at the edges of every page (`left|right`), `mark` amid its table, `lean` degrees askew.
    `turn` turns what is drawn against the clock (90, 180, 270 degrees); `upright` has the page shown turned back.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    above: tuple[str, ...] = ()
    ruled: bool = True
    repeated: bool = True
    stand: str = "middle"
    wide_page: bool = False
    gap: float = 0.0
    turn: int = 0
    upright: bool = True
    foot: str = "Strana"
    head: str = ""
    mark: str = ""
    lean: float = 45.0
    mark_size: float = 60.0


def draw_grid(grid: Grid, target: Path) -> Path:
    """Draw a grid as a PDF."""
    for name, file in ((_PLAIN, "DejaVuSans.ttf"), (_BOLD, "DejaVuSans-Bold.ttf")):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))
    target.parent.mkdir(parents=True, exist_ok=True)
    _Drawing(grid, target).draw()
    return target


class _Drawing:
    def __init__(self, grid: Grid, target: Path) -> None:
        self._grid = grid
        self._size = landscape(A4) if grid.wide_page else A4
        # The canvas swaps the sides of a page that it shows turned.
        size = self._size if grid.upright or grid.turn in {0, 180} else self._size[::-1]
        self._canvas = Canvas(str(target), pagesize=size, invariant=1, pageCompression=1)
        self._page = 0
        self._y = 0.0

    def draw(self) -> None:
        self._start()
        for row in self._grid.rows:
            height = self._height(row.cells)
            if self._y - height < _BOTTOM:
                self._start()
            self._row(row, height)
        self._canvas.save()

    def _start(self) -> None:
        if self._page:
            self._canvas.showPage()
        self._page += 1
        self._lay()
        self._canvas.setFont(_PLAIN, _SIZE)
        aside, _, foot = self._grid.foot.rpartition("|")
        self._canvas.drawString(_TOP, 25, aside)
        self._canvas.drawCentredString(self._size[0] / 2, 25, f"{foot} {self._page}")
        left, _, right = self._grid.head.partition("|")
        self._canvas.drawString(_TOP, self._size[1] - 18, left)
        self._canvas.drawRightString(self._size[0] - _TOP, self._size[1] - 18, right)
        self._watermark()
        self._y = self._size[1] - _TOP
        if self._page == 1 or self._grid.repeated:
            for line in self._grid.above:
                self._canvas.setFont(_BOLD, _SIZE + 1)
                self._canvas.drawString(_TOP, self._y, line)
                self._y -= _LEADING + 4
            titles = tuple(column.title for column in self._grid.columns)
            height = self._height(titles, header=True)
            self._row(Row(titles, bold=True), height, header=True)

    def _watermark(self) -> None:
        if self._grid.mark:
            self._canvas.saveState()
            self._canvas.translate(self._size[0] / 2, self._size[1] / 2)
            self._canvas.rotate(self._grid.lean)
            self._canvas.setFillGray(0.8)
            self._canvas.setFont(_BOLD, self._grid.mark_size)
            self._canvas.drawCentredString(0, 0, self._grid.mark)
            self._canvas.restoreState()

    def _lay(self) -> None:
        """Turn the page's content."""
        turn, (width, height) = self._grid.turn, self._size
        if turn:
            self._canvas.translate(*{90: (height, 0), 180: (width, height), 270: (0, width)}[turn])
            self._canvas.rotate(turn)
            if self._grid.upright:
                self._canvas.setPageRotation(turn)

    def _lines(self, text: str, width: float) -> list[str]:
        return [line for part in text.split("\n") for line in _wrapped(part, width - 2 * _PAD)]

    def _height(self, cells: Sequence[str], *, header: bool = False) -> float:
        pairs = zip(cells, self._grid.columns, strict=True)
        tall = (len(cell.split("\n") if header else self._lines(cell, column.width)) for cell, column in pairs)
        return max(tall) * _LEADING + 2 * _PAD

    def _row(self, row: Row, height: float, *, header: bool = False) -> None:
        top, x = self._y, _TOP
        for cell, column in zip(row.cells, self._grid.columns, strict=True):
            lines = cell.split("\n") if header or row.wide else self._lines(cell, column.width)
            align = (column.over if header else "") or column.align
            self._cell(lines, replace(column, align=align), x, top, height, bold=row.bold)
            if self._grid.ruled and not row.bare:
                self._canvas.setLineWidth(0.4)
                self._canvas.rect(x, top - height, column.width, height)
            x += column.width
        self._y -= height + self._grid.gap

    def _cell(self, lines: Sequence[str], column: Column, x: float, top: float, height: float, *, bold: bool) -> None:
        font = _BOLD if bold else _PLAIN
        self._canvas.setFont(font, _SIZE)
        block = len(lines) * _LEADING
        drop = {"top": _PAD, "middle": (height - block) / 2, "foot": height - block - _PAD}[self._grid.stand]
        for number, line in enumerate(lines):
            y = top - drop - number * _LEADING - _SIZE
            if column.align == "r":
                self._canvas.drawRightString(x + column.width - _PAD, y, line)
            elif column.align == "c":
                self._canvas.drawCentredString(x + column.width / 2, y, line)
            else:
                self._canvas.drawString(x + _PAD, y, line)


def _wrapped(text: str, width: float) -> Iterator[str]:
    """Text broken at spaces, and inside a word that is too long."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if pdfmetrics.stringWidth(longer, _PLAIN, _SIZE) <= width:
            line = longer
            continue
        if line:
            yield line
        line = word
        while pdfmetrics.stringWidth(line, _PLAIN, _SIZE) > width:
            cut = next(n for n in range(len(line), 0, -1) if pdfmetrics.stringWidth(line[:n], _PLAIN, _SIZE) <= width)
            yield line[:cut]
            line = line[cut:]
    yield line
