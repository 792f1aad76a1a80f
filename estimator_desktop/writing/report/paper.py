"""Paper, fonts and styles of the report; page numbers and bookmarks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table, TableStyle

from estimator_desktop.config import resources_folder

PLAIN, BOLD = "EstimatorSans", "EstimatorSans-Bold"
SIZE = landscape(A4)
MARGIN = 14 * mm
WIDTH = SIZE[0] - 2 * MARGIN
GREY = colors.HexColor("#5A6472")
LINE = colors.HexColor("#D5DAE1")
HEAD = colors.HexColor("#EEF1F5")


def load_fonts() -> None:
    """Register the fonts that come with the program; they are embedded, so that Czech letters show everywhere."""
    folder = resources_folder() / "fonts"
    if PLAIN not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(PLAIN, str(folder / "DejaVuSans.ttf")))
        pdfmetrics.registerFont(TTFont(BOLD, str(folder / "DejaVuSans-Bold.ttf")))
        pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)


def _style(name: str, size: float, *, bold: bool = False, **rest: Any) -> ParagraphStyle:  # noqa: ANN401 - reportlab's
    return ParagraphStyle(name, fontName=BOLD if bold else PLAIN, fontSize=size, leading=size * 1.28, **rest)


STYLES = {
    "title": _style("title", 22, bold=True, spaceAfter=4),
    "subtitle": _style("subtitle", 12, textColor=GREY, spaceAfter=10),
    "heading": _style("heading", 14, bold=True, spaceBefore=6, spaceAfter=6),
    "group": _style("group", 10, bold=True, spaceBefore=8, spaceAfter=3),
    "group_number": _style("group_number", 9, bold=True, alignment=2),
    "text": _style("text", 9, spaceAfter=3),
    "cell": _style("cell", 7),
    "small": _style("small", 6.5, textColor=GREY),
    "number": _style("number", 7, alignment=2),
    "head": _style("head", 7, bold=True),
    "small_apart": _style("small_apart", 6.5, textColor=GREY, leftIndent=8),
    "head_apart": _style("head_apart", 7, bold=True, leftIndent=8),
    "head_number": _style("head_number", 7, bold=True, alignment=2),
}
_LONGEST = 1500
_ROWS = 120
"""Rows of one table: long ones are cut, so that laying them out stays quick."""
_GRID = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("BACKGROUND", (0, 0), (-1, 0), HEAD),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
)


def words(text: str, style: str = "cell", *, colour: str = "") -> Paragraph:
    """A paragraph of plain text: nothing in it is taken for markup, and no text grows beyond a page."""
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    inside = escape(cut).replace("\n", "<br/>")
    return Paragraph(f'<font color="{colour}">{inside}</font>' if colour else inside, STYLES[style])


def tables(head: Sequence[Flowable], rows: Sequence[Sequence[Flowable]], widths: Sequence[float]) -> Iterator[Flowable]:
    """Rows under a head that repeats on every page."""
    for start in range(0, len(rows), _ROWS):
        piece = rows[start : start + _ROWS]
        yield Table([list(head), *map(list, piece)], colWidths=widths, repeatRows=1, style=_GRID)
    yield Spacer(0, 4)


class Bookmark(Flowable):
    """A place that the reader's outline leads to."""

    def __init__(self, title: str, level: int = 0) -> None:
        super().__init__()
        self._title = title
        self._level = level
        self._key = f"{level}-{id(self)}"

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Takes no room."""
        return 0, 0

    def draw(self) -> None:
        """Note the place."""
        self.canv.bookmarkPage(self._key)
        self.canv.addOutlineEntry(self._title, self._key, level=self._level, closed=self._level > 0)


def numbered(line: Callable[[int, int], str], left: str) -> type[Canvas]:
    """A canvas that writes `line(page, pages)` at the right foot of every page, and `left` at the left."""

    class Numbered(Canvas):
        def __init__(self, *rest: Any, **more: Any) -> None:  # noqa: ANN401 - reportlab's
            super().__init__(*rest, **more)
            self._states: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's name
            self._states.append(dict(self.__dict__))
            self._startPage()  # type: ignore[attr-defined]  # the stubs leave it out

        def save(self) -> None:
            for number, state in enumerate(self._states, 1):
                self.__dict__.update(state)
                self.setFont(PLAIN, 7)
                self.setFillColor(GREY)
                self.drawRightString(SIZE[0] - MARGIN, 8 * mm, line(number, len(self._states)))
                self.drawString(MARGIN, 8 * mm, left)
                super().showPage()
            super().save()

    return Numbered


def template(path: Path, title: str, language: str) -> BaseDocTemplate:
    """The empty document."""
    document = BaseDocTemplate(
        str(path), pagesize=SIZE, title=title, author="Estimator Desktop", lang=language, pageCompression=1
    )
    frame = Frame(MARGIN, 13 * mm, WIDTH, SIZE[1] - 25 * mm, id="all", leftPadding=0, rightPadding=0)
    document.addPageTemplates([PageTemplate(id="all", frames=[frame])])
    return document
