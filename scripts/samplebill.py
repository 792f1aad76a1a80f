"""The project's own bills of quantities: content by hand, drawn as the print of a budgeting program.

Everything here is invented: descriptions, codes, prices.  `demo_bill` is the shipped sample with its planted faults;
`long_bill` repeats its content to any length for tests of size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from estimator_desktop.domain.expressions import evaluate
from estimator_desktop.domain.numbers import format_decimal, round_half_up

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
_PLAIN, _BOLD = "Sample", "SampleBold"
_LEFT, _RIGHT = 34.0, 561.0
_TOP, _BOTTOM = 800.0, 60.0
_LEADING = 9.6


@dataclass(frozen=True)
class Row:
    """A position.  `total` and `quantity` are printed; None: computed from what is beside them."""

    kind: str
    code: str
    text: str
    unit: str
    price: str
    lines: tuple[str, ...] = ()
    quantity: str = ""
    total: str = ""
    note: str = ""
    system: str = "CS VLASTNÍ"
    ordinal: int = 0

    @property
    def measured(self) -> Decimal:
        """Quantity from the lines, three decimals."""
        return round_half_up(sum((evaluate(line, {}) for line in self.lines), Decimal(0)), 3)

    @property
    def shown_quantity(self) -> Decimal:
        """The printed quantity."""
        return Decimal(self.quantity) if self.quantity else self.measured

    @property
    def shown_total(self) -> Decimal:
        """The printed total."""
        if self.total:
            return Decimal(self.total)
        return round_half_up(self.shown_quantity * Decimal(self.price or 0), 2)


@dataclass(frozen=True)
class Part:
    """A section.  `wrong` is added to its printed sum: a planted fault."""

    code: str
    name: str
    rows: tuple[Row, ...]
    wrong: str = "0"

    @property
    def sum(self) -> Decimal:
        """The printed sum."""
        return sum((row.shown_total for row in self.rows), Decimal(0)) + Decimal(self.wrong)


@dataclass(frozen=True)
class Work:
    """A building object."""

    code: str
    name: str
    parts: tuple[Part, ...]

    @property
    def sum(self) -> Decimal:
        """The printed sum."""
        return sum((row.shown_total for part in self.parts for row in part.rows), Decimal(0))


@dataclass(frozen=True)
class Sample:
    """A whole bill, and the faults planted in it: (rule, ordinal or section code)."""

    code: str
    name: str
    works: tuple[Work, ...]
    blind: bool = False
    faults: tuple[tuple[str, str], ...] = field(default=())

    @property
    def rows(self) -> tuple[Row, ...]:
        """All positions in order."""
        return tuple(row for work in self.works for part in work.parts for row in part.rows)

    @property
    def sum(self) -> Decimal:
        """The price of everything."""
        return sum((work.sum for work in self.works), Decimal(0))


def _numbered(works: tuple[Work, ...], skip: frozenset[str] = frozenset()) -> tuple[Work, ...]:
    """Ordinals from 1 in each object; before a code in `skip` one number is left out."""
    result = []
    for work in works:
        ordinal = 0
        parts = []
        for part in work.parts:
            rows = []
            for row in part.rows:
                ordinal += 2 if row.code in skip else 1
                rows.append(replace(row, ordinal=ordinal))
            parts.append(replace(part, rows=tuple(rows)))
        result.append(replace(work, parts=tuple(parts)))
    return tuple(result)


def _earth() -> Part:
    return Part(
        "1",
        "Zemní práce",
        (
            Row(
                "K",
                "121901010",
                "Sejmutí ornice strojem v tloušťce do 250 mm s odvozem na hromadu",
                "m2",
                "38.50",
                ("24,5*16,2", "12*3,5"),
                note="Ornice zůstává na pozemku, rozprostře se po dokončení stavby.",
            ),
            Row(
                "K",
                "131901020",
                "Hloubení jámy nezapažené v hornině třídy 3 strojem",
                "m3",
                "212.00",
                ("18,4*11,6*0,85", "2,2*2,2*1,1*2"),
            ),
            Row(
                "K",
                "132901030",
                "Hloubení rýhy šířky do 600 mm pro základový pas strojem",
                "m3",
                "486.00",
                ("0,5*0,9*(18,4*2+11,6*3)", "-0,5*0,9*1,2"),
            ),
            Row(
                "K",
                "162901040",
                "Vodorovné přemístění výkopku nákladním autem do 10 km",
                "m3",
                "264.00",
                ("181,424+10,648+32,22-54,8",),
            ),
            Row("K", "171901050", "Uložení zeminy na skládku včetně poplatku", "t", "345.00", ("169,492*1,75",)),
            Row(
                "K",
                "174901060",
                "Zásyp jam, šachet a rýh sypaninou se zhutněním po vrstvách",
                "m3",
                "198.00",
                ("54,8-6,4",),
                quantity="58.400",
            ),
            Row(
                "M",
                "583901061",
                "Štěrkodrť frakce 0/32 dovezená, včetně dopravy na stavbu",
                "t",
                "412.00",
                ("48,4*1,9",),
            ),
            Row("K", "181901070", "Úprava pláně v hornině třídy 3 se zhutněním", "m2", "18.90", ("18,4*11,6",)),
        ),
    )


def _foundations() -> Part:
    return Part(
        "2",
        "Zakládání",
        (
            Row(
                "K",
                "271902010",
                "Podsyp pod základovou desku ze štěrkopísku se zhutněním",
                "m3",
                "1180.00",
                ("18,4*11,6*0,15",),
            ),
            Row(
                "K",
                "273902020",
                "Základová deska z betonu prostého C 20/25 tloušťky 150 mm",
                "m3",
                "3860.00",
                ("18,4*11,6*0,15",),
            ),
            Row(
                "K",
                "273902030",
                "Výztuž základové desky ze svařovaných sítí",
                "t",
                "38900.00",
                ("213,44*4,44*1,15/1000",),
            ),
            Row(
                "K",
                "274902040",
                "Základový pas z betonu prostého C 16/20",
                "m3",
                "3420.00",
                ("0,5*0,8*(18,4*2+11,6*3)",),
                total="97987.84",
            ),
            Row(
                "K",
                "279902050",
                "Základová zeď z tvárnic ztraceného bednění tloušťky 300 mm s výplní betonem",
                "m2",
                "2340.00",
                ("0,5*(18,4*2+11,6*2)",),
            ),
        ),
    )


def _walls() -> Part:
    return Part(
        "3",
        "Svislé konstrukce",
        (
            Row(
                "K",
                "311903010",
                "Zdivo nosné z broušených cihel tloušťky 440 mm na tenkovrstvou maltu",
                "m2",
                "2980.00",
                ("(18,4*2+10,72*2)*3,05", "-(1,5*1,5*4+2,4*1,5*2+0,9*0,6*3+1,1*2,2)"),
            ),
            Row(
                "K",
                "311903020",
                "Zdivo vnitřní nosné z cihel děrovaných tloušťky 240 mm",
                "m2",
                "1740.00",
                ("10,72*3,05*2", "-0,9*2,05*4"),
            ),
            Row("K", "317903030", "Překlad keramický nosný délky do 1500 mm", "kus", "690.00", ("4*3+3*2",)),
            Row(
                "K",
                "342903040",
                "Příčka z cihel tloušťky 115 mm na tenkovrstvou maltu",
                "m2",
                "968.00",
                ("(4,2+3,65+2,1*2)*3,05", "-0,8*2,0*5"),
            ),
            Row(
                "K",
                "342903040",
                "Příčka z cihel tloušťky 115 mm na tenkovrstvou maltu",
                "m2",
                "968.00",
                ("(4,2+3,65+2,1*2)*3,05", "-0,8*2,0*5"),
            ),
            Row("M", "553903041", "Zárubeň ocelová pro zdění, průchozí šířka 800 mm", "", "1290.00", ("5",)),
        ),
    )


def _roof() -> Part:
    return Part(
        "762",
        "Konstrukce tesařské",
        (
            Row(
                "K",
                "762904010",
                "Montáž krovu z hraněného řeziva průřezu do 288 cm2",
                "m",
                "236.00",
                ("2*19,6*7", "18,4*3", "11,6*2*4"),
            ),
            Row(
                "M",
                "605904011",
                "Hranol smrkový sušený 100 × 180 mm, délka do 7 m, hoblovaný",
                "m3",
                "13800.00",
                ("(274,4+55,2+92,8)*0,1*0,18*1,08",),
            ),
            Row(
                "K",
                "762904020",
                "Laťování střechy sklonu do 60 stupňů, rozteč do 360 mm",
                "m2",
                "148.00",
                ("2*19,6*7,1",),
            ),
            Row(
                "M",
                "605904021",
                "Lať střešní 40 × 60 mm impregnovaná",
                "m3",
                "11900.00",
                ("278,32/0,33*0,04*0,06*1,1",),
            ),
            Row(
                "K",
                "762904030",
                "Bednění okapů a štítů z palubek tloušťky 19 mm",
                "m2",
                "612.00",
                ("(19,6*2+7,1*4)*0,55",),
            ),
            Row(
                "K",
                "998904040",
                "Přesun hmot tonážní pro konstrukce tesařské, výška do 12 m",
                "t",
                "1460.00",
                ("8,211+2,227",),
            ),
        ),
    )


def _covering() -> Part:
    return Part(
        "765",
        "Krytina skládaná",
        (
            Row(
                "K",
                "765905010",
                "Montáž krytiny betonové z tašek drážkových na laťování, sklon do 30 stupňů",
                "m2",
                "318.00",
                ("2*19,6*7,1",),
            ),
            Row(
                "M",
                "592905011",
                "Taška betonová základní, povrch hladký, barva antracit, spotřeba 10 kusů na m2",
                "kus",
                "31.50",
                ("278,32*10*1,03",),
                note="Barvu potvrdí objednatel před dodáním.",
            ),
            Row("K", "765905020", "Montáž hřebene s větracím pásem", "m", "384.00", ("19,6",)),
            Row(
                "K",
                "765905030",
                "Pojistná hydroizolační fólie kontaktní, spoje lepené",
                "m2",
                "112.00",
                ("2*19,6*7,1*1,12",),
            ),
        ),
        wrong="1500.00",
    )


def _floors() -> Part:
    return Part(
        "63",
        "Podlahy a podlahové konstrukce",
        (
            Row(
                "K",
                "631906010",
                "Mazanina z betonu prostého tloušťky přes 50 do 80 mm",
                "m3",
                "4120.00",
                ("(42,6+38,2+21,75)*0,065",),
            ),
            Row("K", "632906020", "Potěr cementový litý tloušťky 50 mm", "m2", "421.00", ("42,6+38,2+21,75",)),
            Row(
                "K",
                "634906030",
                "Obvodová dilatace podlahovým páskem výšky 80 mm",
                "m",
                "24.60",
                ("2*(7,1+6,0)", "2*(6,2+6,16)", "2*(4,35+5,0)"),
            ),
            Row(
                "K",
                "713906040",
                "Tepelná izolace podlah z desek polystyrenových tloušťky 120 mm",
                "m2",
                "",
                ("42,6+38,2+21,75",),
            ),
        ),
    )


def _sewer() -> Part:
    return Part(
        "8",
        "Trubní vedení",
        (
            Row("K", "871911010", "Kanalizační potrubí z plastu DN 150 ve výkopu", "m", "486.00", ("14,5+6,8+9,25",)),
            Row(
                "M",
                "286911011",
                "Trubka kanalizační hladká DN 150, kruhová tuhost SN 8, délka 6 m",
                "m",
                "238.00",
                ("30,55*1,03",),
            ),
            Row("K", "877911020", "Montáž tvarovek jednoosých na potrubí DN 150", "kus", "196.00", ("8",)),
            Row("M", "286911021", "Koleno kanalizační DN 150, úhel 45 stupňů", "kus", "164.00", ("6",)),
            Row("M", "286911022", "Odbočka kanalizační DN 150/100, úhel 45 stupňů", "kus", "342.00", ("2",)),
            Row(
                "K",
                "894911030",
                "Šachta revizní plastová průměru 425 mm, hloubka do 2 m, poklop litinový",
                "kus",
                "9870.00",
                ("2",),
                note="Výška dna podle podélného profilu D.1.4-05.",
            ),
            Row("K", "899911040", "Zkouška těsnosti potrubí vodou do DN 200", "m", "41.00", ("30,55",)),
        ),
    )


def _drive() -> Part:
    return Part(
        "5",
        "Komunikace pozemní",
        (
            Row(
                "K",
                "564912010",
                "Podklad ze štěrkodrti tloušťky 150 mm po zhutnění",
                "m2",
                "186.00",
                ("6,2*14,5+3,1*4,0",),
            ),
            Row(
                "K",
                "564912020",
                "Lože z drobného kameniva frakce 4/8 tloušťky 40 mm",
                "m2",
                "74.50",
                ("6,2*14,5+3,1*4,0",),
            ),
            Row(
                "K",
                "596912030",
                "Kladení zámkové dlažby tloušťky 80 mm pro pojezd osobních vozů",
                "m2",
                "312.00",
                ("6,2*14,5+3,1*4,0",),
            ),
            Row(
                "M", "592912031", "Dlažba betonová zámková 200 × 100 × 80 mm, přírodní", "m2", "289.00", ("102,3*1,02",)
            ),
            Row(
                "K",
                "916912040",
                "Obrubník betonový chodníkový do lože z betonu s opěrou",
                "m",
                "268.00",
                ("14,5*2+6,2", "4,0*2"),
            ),
            Row("M", "592912041", "Obrubník betonový 1000 × 80 × 250 mm", "kus", "98.00", ("43,2*1,01",)),
            Row("K", "998912050", "Přesun hmot pro komunikace s krytem dlážděným", "t", "146.00", ("62,318",)),
        ),
    )


def _works() -> tuple[Work, ...]:
    return (
        Work("SO 01", "Sklad nářadí s dílnou", (_earth(), _foundations(), _walls(), _floors(), _roof(), _covering())),
        Work("SO 02", "Přípojka kanalizace", (replace(_earth(), rows=_earth().rows[1:5]), _sewer())),
        Work("SO 03", "Zpevněné plochy", (replace(_earth(), rows=_earth().rows[:1]), _drive())),
    )


DEMO_FAULTS = (
    ("V2", "SO 01/6"),
    ("A1", "SO 01/12"),
    ("S3", "SO 01/17"),
    ("S3", "SO 01/18"),
    ("S1", "SO 01/19"),
    ("A6", "SO 01/23"),
    ("S2", "SO 01/25"),
    ("A2", "SO 01/765"),
    ("S4", ""),
    ("M1", ""),
)


def demo_bill() -> Sample:
    """The shipped sample.  Its faults: `DEMO_FAULTS`."""
    works = _numbered(_works(), skip=frozenset({"762904010"}))
    return Sample("2026-014", "Sklad Lipová", works, faults=DEMO_FAULTS)


def revised_bill(sample: Sample) -> Sample:
    """The sample as it comes back from the designer.

    Of its first section one row is gone, one has another quantity, one another price, one another text, one is new.
    """
    first, *works = sample.works
    part, *parts = first.parts
    one, _gone, counted, dearer, reworded, *rest = part.rows
    rows = (
        one,
        replace(counted, quantity=str(counted.shown_quantity + 12), lines=()),
        replace(dearer, price=str(Decimal(dearer.price or 0) + Decimal("15.5"))),
        replace(reworded, text=f"{reworded.text} včetně přesunu na mezideponii"),
        *rest,
        Row("K", "VL-1499", "Ochrana výkopu zábradlím", "m", "145.00", ("24,5+18,2",)),
    )
    works = [replace(first, parts=(replace(part, rows=rows), *parts)), *works]
    return replace(sample, works=_numbered(tuple(works)), faults=())


def sound_bill(*, blind: bool = False) -> Sample:
    """A small bill without a fault."""
    return Sample("2026-015", "Přípojka Vrbová", _numbered(_works()[1:]) and _sound_works(), blind=blind)


def _sound_works() -> tuple[Work, ...]:
    sewer = Work("SO 02", "Přípojka kanalizace", (_foundations_without_fault(), _sewer()))
    return _numbered((sewer, Work("SO 03", "Zpevněné plochy", (_drive(),))))


def _foundations_without_fault() -> Part:
    part = _foundations()
    return replace(part, rows=tuple(replace(row, total="") for row in part.rows))


def long_bill(pages: int) -> Sample:
    """A bill of about so many pages, without a fault."""
    parts = [
        replace(part, rows=tuple(replace(row, total="") for row in part.rows))
        for part in (_sewer(), _drive(), _foundations_without_fault())
    ]
    works = [
        Work(f"SO {number:03d}", f"Objekt číslo {number}", tuple(parts)) for number in range(1, max(2, pages // 3 + 1))
    ]
    return Sample("2026-999", "Dlouhá stavba", _numbered(tuple(works)))


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
