"""The project's own bills drawn as the print of a budgeting program."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from samplerows import Row, Sample, Work

from estimator_desktop.domain.expressions import evaluate
from estimator_desktop.domain.numbers import format_decimal, round_half_up

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
_PLAIN, _BOLD = "Sample", "SampleBold"
_LEFT, _RIGHT = 34.0, 561.0
_TOP, _BOTTOM = 800.0, 60.0
_LEADING = 9.6


def _money(value: Decimal) -> str:
    return format_decimal(value, 2).replace("\u202f", " ").replace("\u00a0", " ")


def _quantity(value: Decimal) -> str:
    return format_decimal(value, 3).replace("\u202f", " ").replace("\u00a0", " ")


class _Print:
    """Draws a sample page by page."""

    def __init__(self, target: Path, sample: Sample, password: str = "") -> None:
        for name, file in ((_PLAIN, "DejaVuSans.ttf"), (_BOLD, "DejaVuSans-Bold.ttf")):
            if name not in pdfmetrics.getRegisteredFontNames():
                pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))
        self._canvas = Canvas(str(target), pagesize=A4, invariant=1, pageCompression=1)
        if password:
            self._canvas.setEncrypt(StandardEncryption(password, strength=128))
        self._canvas.setTitle(sample.name)
        self._canvas.setAuthor("Estimator Desktop")
        self._sample = sample
        self._page = 0
        self._y = _TOP

    def draw(self) -> None:
        self._cover()
        self._recapitulation()
        for work in self._sample.works:
            self._object_cover(work)
            self._object_table(work)
        self._footer()
        self._canvas.save()

    def _text(self, x: float, text: str, *, size: float = 7, bold: bool = False, right: bool = False) -> None:
        self._canvas.setFont(_BOLD if bold else _PLAIN, size)
        if right:
            self._canvas.drawRightString(x, self._y, text)
        else:
            self._canvas.drawString(x, self._y, text)

    def _footer(self) -> None:
        if self._page:
            self._canvas.setFont(_PLAIN, 6.5)
            self._canvas.drawCentredString(297.5, 34, f"Strana {self._page}")

    def _new_page(self, title: str) -> None:
        if self._page:
            self._footer()
            self._canvas.showPage()
        self._page += 1
        self._y = _TOP
        self._text(_LEFT, title, size=12, bold=True)
        self._y -= 20

    def _fact(self, label: str, value: str, *, bold: bool = False) -> None:
        self._text(_LEFT, label, size=7)
        self._text(_LEFT + 60, value, size=8, bold=bold)
        self._y -= 13

    def _amount(self, label: str, value: Decimal, *, bold: bool = False) -> None:
        self._text(_LEFT, label, size=8, bold=bold)
        self._text(_RIGHT, _money(Decimal(0) if self._sample.blind else value), size=8, bold=bold, right=True)
        self._y -= 14

    def _cover(self) -> None:
        self._new_page("REKAPITULACE STAVBY")
        self._fact("Kód:", self._sample.code)
        self._fact("Stavba:", self._sample.name, bold=True)
        self._fact("Místo:", "Lipová 12")
        self._fact("Datum:", "2. 11. 2026")
        self._y -= 20
        self._amount("Cena bez DPH", self._sample.sum, bold=True)
        self._amount("DPH základní 21,00%", round_half_up(self._sample.sum * Decimal("0.21"), 2))

    def _recapitulation(self) -> None:
        self._new_page("REKAPITULACE OBJEKTŮ STAVBY A SOUPISŮ PRACÍ")
        self._fact("Kód:", self._sample.code)
        self._fact("Stavba:", self._sample.name, bold=True)
        self._y -= 10
        self._text(_LEFT, "Kód", size=7)
        self._text(_LEFT + 60, "Popis", size=7)
        self._text(_RIGHT, "Cena bez DPH [CZK]", size=7, right=True)
        self._y -= 18
        self._amount("Náklady z rozpočtů", self._sample.sum, bold=True)
        for work in self._sample.works:
            self._text(_LEFT, work.code, size=8)
            self._text(_LEFT + 60, work.name, size=8)
            self._text(_RIGHT, _money(Decimal(0) if self._sample.blind else work.sum), size=8, right=True)
            self._y -= 14

    def _object_head(self, work: Work) -> None:
        self._text(_LEFT, "Stavba:", size=7)
        self._y -= 11
        self._text(_LEFT + 6, self._sample.name, size=8)
        self._y -= 12
        self._text(_LEFT, "Objekt:", size=7)
        self._y -= 11
        self._text(_LEFT + 6, f"{work.code} - {work.name}", size=8, bold=True)
        self._y -= 18

    def _object_cover(self, work: Work) -> None:
        self._new_page("KRYCÍ LIST SOUPISU PRACÍ")
        self._object_head(work)
        self._amount("Cena bez DPH", work.sum, bold=True)
        self._y -= 20
        self._text(_LEFT, "REKAPITULACE ČLENĚNÍ SOUPISU PRACÍ", size=10, bold=True)
        self._y -= 18
        self._text(_LEFT, "Kód dílu - Popis", size=7)
        self._text(_RIGHT, "Cena celkem [CZK]", size=7, right=True)
        self._y -= 16
        self._amount("Náklady ze soupisu prací", work.sum, bold=True)
        for part in work.parts:
            self._amount(f"    {part.code} - {part.name}", part.sum - Decimal(part.wrong))

    def _table_page(self, work: Work) -> None:
        self._new_page("SOUPIS PRACÍ")
        self._object_head(work)
        for x, title, right in (
            (50, "PČ", True),
            (54, "Typ", False),
            (84, "Kód", False),
            (210, "Popis", False),
            (346, "MJ", False),
            (410, "Množství", True),
            (456, "J.cena [CZK]", True),
            (529, "Cena celkem [CZK]", True),
            (533, "Soustava", False),
        ):
            self._text(x, title, size=5.6, bold=True, right=right)
        self._y -= 4
        self._canvas.setLineWidth(0.4)
        self._canvas.line(_LEFT, self._y, _RIGHT + 8, self._y)
        self._y -= 14

    def _object_table(self, work: Work) -> None:
        self._table_page(work)
        self._text(_LEFT, "Náklady soupisu celkem", size=8, bold=True)
        self._text(529, _money(Decimal(0) if self._sample.blind else work.sum), size=8, bold=True, right=True)
        self._y -= 16
        for part in work.parts:
            self._room(work, 40)
            self._text(58, "D", size=7.5, bold=True)
            self._text(70, part.code, size=7.5, bold=True)
            self._text(140, part.name, size=7.5, bold=True)
            self._text(529, _money(Decimal(0) if self._sample.blind else part.sum), size=7.5, bold=True, right=True)
            self._y -= 14
            for row in part.rows:
                self._row(work, row)
            self._y -= 4

    def _room(self, work: Work, height: float) -> None:
        if self._y - height < _BOTTOM:
            self._table_page(work)

    def _row(self, work: Work, row: Row) -> None:
        text = list(_wrapped(row.text, 190, 7))
        self._room(work, _LEADING * len(text) + 4)
        first, middle = self._y, self._y - _LEADING * (len(text) - 1) / 2
        for index, line in enumerate(text):
            self._y = first - index * _LEADING
            self._text(140, line)
        after = self._y - _LEADING - 1
        self._y = middle
        self._text(50, str(row.ordinal), right=True)
        self._text(56, row.kind)
        self._text(70, row.code)
        self._text(346, row.unit)
        self._text(410, _quantity(row.shown_quantity), right=True)
        if not self._sample.blind and row.price:
            self._text(456, _money(Decimal(row.price)), right=True)
            self._text(529, _money(row.shown_total), right=True)
        self._text(533, row.system, size=5)
        self._y = after
        for line in row.lines:
            self._room(work, _LEADING)
            self._text(56, "VV", size=6)
            self._text(140, line, size=6)
            self._text(410, _quantity(round_half_up(evaluate(line, {}), 3)), size=6, right=True)
            self._y -= _LEADING
        if len(row.lines) > 1:
            self._room(work, _LEADING)
            self._text(56, "VV", size=6)
            self._text(140, "Součet", size=6)
            self._text(410, _quantity(row.measured), size=6, right=True)
            self._y -= _LEADING
        if row.note:
            self._room(work, _LEADING)
            self._text(56, "P", size=6)
            self._text(70, "Poznámka k položce:", size=5)
            self._text(140, row.note, size=6)
            self._y -= _LEADING
        self._y -= 2


def _wrapped(text: str, width: float, size: float) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if pdfmetrics.stringWidth(longer, _PLAIN, size) > width and line:
            yield line
            line = word
        else:
            line = longer
    yield line


def draw(sample: Sample, target: Path, password: str = "") -> Path:
    """Draw a sample as a PDF; the same sample gives the same bytes.  With a `password` it opens with that only."""
    target.parent.mkdir(parents=True, exist_ok=True)
    _Print(target, sample, password).draw()
    return target
