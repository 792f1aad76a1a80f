"""Printed bills with the cover sheets and recapitulations of several programs; all invented.

`draw_cover` draws one small priced bill (two objects, three sections) under the cover sheets that a program prints
before or behind it.  What a cover sheet says can be changed, to plant a fault in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from estimator_desktop.domain.numbers import format_decimal, round_half_up

FONT = Path(__file__).resolve().parent.parent / "resources" / "fonts" / "DejaVuSans.ttf"
_PLAIN = "SampleCover"
_TOP = 800.0
_LEADING = 15.0
Cell = tuple[float, str]
"""Where a text stands: its left edge, or its right edge where the number is negative."""
Page = Sequence[Sequence[Cell]]

WORKS = (
    (
        "SO 01",
        "Klubovna",
        (
            ("1", "Zemní práce", (("121", "Sejmutí ornice", "m2", "40", "38,50"), ("131", "Výkop", "m3", "12", "410"))),
            ("3", "Svislé konstrukce", (("311", "Zdivo nosné z tvárnic", "m3", "8,5", "4200"),)),
        ),
    ),
    ("SO 02", "Oplocení", (("8", "Plot z pletiva", (("338", "Sloupky ocelové", "kus", "14", "650"),)),)),
)


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def money(value: Decimal) -> str:
    """As prints have it: `12 345,60`."""
    return format_decimal(value, 2).replace("\u202f", " ").replace("\u00a0", " ")


def section_sum(rows: Sequence[tuple[str, str, str, str, str]]) -> Decimal:
    """What a section's positions cost."""
    return sum((round_half_up(_value(row[3]) * _value(row[4]), 2) for row in rows), Decimal(0))


def work_sum(work: str) -> Decimal:
    """What an object's positions cost."""
    return sum((section_sum(rows) for code, _, parts in WORKS if code == work for _, _, rows in parts), Decimal(0))


def whole() -> Decimal:
    """What all positions cost."""
    return sum((work_sum(code) for code, _, _ in WORKS), Decimal(0))


def bill_pages() -> list[Page]:
    """The table of positions, one page an object, ordinals from 1 in each."""
    pages: list[Page] = []
    for code, name, parts in WORKS:
        page: list[Sequence[Cell]] = [
            ((34, "SOUPIS PRACÍ"),),
            ((34, "Stavba:"), (90, "Areál skautů")),
            ((34, "Objekt:"), (90, f"{code} - {name}")),
            (
                (34, "PČ"), (55, "Typ"), (80, "Kód"), (130, "Popis"), (330, "MJ"), (-410, "Množství"),
                (-480, "J.cena [CZK]"), (-560, "Cena celkem [CZK]"),
            ),
        ]  # fmt: skip
        number = 0
        for section, title, rows in parts:
            page.append(((55, "D"), (80, section), (130, title), (-560, money(section_sum(rows)))))
            for item, text, unit, quantity, price in rows:
                number += 1
                total = round_half_up(_value(quantity) * _value(price), 2)
                page.append((
                    (34, str(number)), (55, "K"), (80, f"{item}{number:06d}"), (130, text), (330, unit),
                    (-410, format_decimal(_value(quantity), 3)), (-480, money(_value(price))), (-560, money(total)),
                ))  # fmt: skip
        pages.append(page)
    return pages


Says = Callable[[str, Decimal], Decimal]
"""What a cover sheet prints for a name where the positions give a value."""


def truthful(_name: str, value: Decimal) -> Decimal:
    """What is so."""
    return value


def _tax(base: Decimal, rate: int = 21) -> Decimal:
    return round_half_up(base * rate / 100, 2)


def _line(label: str, value: Decimal, unit: str = "") -> Sequence[Cell]:
    return ((34, label), (-520, money(value)), *(((525, unit),) if unit else ()))


def kros(says: Says) -> list[Page]:
    """Cover sheet with VAT in three columns, objects, and sections of each object."""
    base = says("net", whole())
    pages: list[Page] = [
        [
            ((34, "REKAPITULACE STAVBY"),),
            ((34, "Stavba:"), (90, "Areál skautů")),
            ((34, "Cena bez DPH"), (-560, money(base))),
            ((200, "Sazba daně"), (300, "Základ daně"), (450, "Výše daně")),
            ((34, "DPH"), (60, "základní"), (200, "21,00%"), (-400, money(says("base", whole()))),
             (-560, money(says("vat", _tax(whole()))))),
            ((60, "snížená"), (200, "12,00%"), (-400, "0,00"), (-560, "0,00")),
            ((34, "Cena s DPH"), (200, "v"), (230, "CZK"), (-560, money(says("gross", whole() + _tax(whole()))))),
        ],
        [
            ((34, "REKAPITULACE OBJEKTŮ STAVBY A SOUPISŮ PRACÍ"),),
            ((34, "Stavba:"), (90, "Areál skautů")),
            ((34, "Kód"), (90, "Popis"), (300, "Cena bez DPH [CZK]"), (450, "Cena s DPH [CZK]")),
            ((34, "Náklady z rozpočtů"), (-390, money(says("whole", whole()))), (-540, money(whole() + _tax(whole())))),
            *(
                ((34, code), (90, name), (-390, money(says(code, work_sum(code)))), (-540, money(work_sum(code))))
                for code, name, _ in WORKS
            ),
        ],
    ]  # fmt: skip
    for (code, name, parts), table in zip(WORKS, bill_pages(), strict=True):
        pages.append(
            [
                ((34, "REKAPITULACE ČLENĚNÍ SOUPISU PRACÍ"),),
                ((34, "Stavba:"), (90, "Areál skautů")),
                ((34, "Objekt:"), (90, f"{code} - {name}")),
                ((34, "Kód dílu - Popis"), (430, "Cena celkem [CZK]")),
                ((34, "Náklady ze soupisu prací"), (-520, money(work_sum(code)))),
                *(
                    ((40, f"{part} - {title}"), (-520, money(says(f"{code}/{part}", section_sum(rows)))))
                    for part, title, rows in parts
                ),
            ]
        )
        pages.append(table)
    return pages


def build_power(says: Says) -> list[Page]:
    """Cover sheet with bases and taxes in lines of their own, the percentage beside the label."""
    cover: Page = [
        ((34, "Položkový rozpočet stavby"),),
        ((34, "Stavba:"), (90, "2026/7"), (140, "Areál skautů")),
        ((34, "Rozpis ceny"), (-520, "Celkem")),
        _line("HSV", whole()),
        _line("PSV", Decimal(0)),
        _line("Vedlejší náklady", Decimal(0)),
        _line("Celkem", says("whole", whole())),
        ((34, "Základ pro sníženou DPH"), (200, "12"), (230, "%"), (-520, "0,00"), (525, "CZK")),
        ((34, "Snížená DPH"), (200, "12"), (230, "%"), (-520, "0,00"), (525, "CZK")),
        ((34, "Základ pro základní DPH"), (200, "21"), (230, "%"), (-520, money(says("base", whole()))), (525, "CZK")),
        ((34, "Základní DPH"), (200, "21"), (230, "%"), (-520, money(says("vat", _tax(whole())))), (525, "CZK")),
        _line("Cena celkem bez DPH", says("net", whole()), "CZK"),
        _line("Cena celkem s DPH", says("gross", whole() + _tax(whole())), "CZK"),
    ]
    works: Page = [
        ((34, "Rekapitulace objektů stavebních a provozních souborů"),),
        ((34, "Číslo"), (90, "Název"), (440, "Cena celkem"), (540, "%")),
        *(((34, code), (90, name), (-500, money(says(code, work_sum(code)))), (-560, "50")) for code, name, _ in WORKS),
        ((34, "Cena celkem bez DPH"), (-500, money(whole())), (-560, "100")),
    ]
    return [cover, works, *bill_pages()]


def with_ancillary(says: Says) -> list[Page]:
    """Cover sheet whose price without VAT holds costs beside the positions, printed behind the bill."""
    site = Decimal(12000)
    net = whole() + site
    cover: Page = [
        ((34, "Krycí list rozpočtu"),),
        ((34, "Název stavby:"), (110, "Areál skautů")),
        ((34, "ZRN celkem"), (-200, money(says("whole", whole()))), (205, "DN celkem"), (-380, "0,00"),
         (385, "NUS celkem"), (-560, money(site))),
        ((34, "Základ 12%"), (-200, "0,00"), (205, "DPH 12%"), (-380, "0,00"), (385, "Celkem bez DPH"),
         (-560, money(says("net", net)))),
        ((34, "Základ 21%"), (-200, money(says("base", net))), (205, "DPH 21%"), (-380, money(says("vat", _tax(net)))),
         (385, "Celkem včetně DPH"), (-560, money(says("gross", net + _tax(net))))),
    ]  # fmt: skip
    return [*bill_pages(), cover]


def old_budget(says: Says) -> list[Page]:
    """Cover sheet with `ze` between the percentage and the base, and sections of all objects in one table."""
    cover: Page = [
        ((34, "KRYCÍ LIST ROZPOČTU"),),
        _line("Náklady z rozpočtu", says("whole", whole())),
        _line("Ostatní náklady", Decimal(0)),
        _line("Cena bez DPH", says("net", whole())),
        ((34, "DPH základní"), (140, "21,00%"), (190, "ze"), (-330, money(says("base", whole()))),
         (-520, money(says("vat", _tax(whole()))))),
        ((34, "Cena s DPH"), (200, "v CZK"), (-520, money(says("gross", whole() + _tax(whole()))))),
    ]  # fmt: skip
    sections: Page = [
        ((34, "REKAPITULACE ROZPOČTU"),),
        ((34, "Kód"), (90, "Popis"), (-380, "Dodávka"), (-450, "Montáž"), (-540, "Cena celkem")),
        *(
            ((34, part), (90, title), (-380, "0,00"), (-450, money(section_sum(rows))),
             (-540, money(says(part, section_sum(rows)))))
            for _, _, parts in WORKS for part, title, rows in parts
        ),
        ((34, "Celkem"), (-380, "0,00"), (-450, money(whole())), (-540, money(whole()))),
    ]  # fmt: skip
    return [cover, sections, *bill_pages()]


def free(says: Says) -> list[Page]:
    """A recapitulation without column titles, sums below it."""
    page: Page = [
        ((34, "REKAPITULACE"),),
        *(((34, str(n)), (60, name), (-500, money(says(code, work_sum(code))))) for n, (code, name, _) in
          enumerate(WORKS, 1)),
        _line("Celkem areál bez DPH", says("net", whole())),
        ((34, "DPH 21 %"), (-520, money(says("vat", _tax(whole()))))),
        _line("Celkem areál včetně DPH", says("gross", whole() + _tax(whole()))),
    ]  # fmt: skip
    return [page, *bill_pages()]


PROGRAMS: dict[str, Callable[[Says], list[Page]]] = {
    "kros": kros,
    "build_power": build_power,
    "with_ancillary": with_ancillary,
    "old_budget": old_budget,
    "free": free,
}


def draw_cover(program: str, target: Path, says: Says = truthful) -> Path:
    """Draw the bill as a program prints it."""
    return draw_pages(PROGRAMS[program](says), target)


def draw_pages(pages: Sequence[Page], target: Path) -> Path:
    """Draw pages of texts, line by line."""
    if _PLAIN not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(_PLAIN, str(FONT)))
    canvas = Canvas(str(target), pagesize=A4, invariant=1)
    for page in pages:
        canvas.setFont(_PLAIN, 7)
        for number, cells in enumerate(page):
            height = _TOP - number * _LEADING
            for place, text in cells:
                if place < 0:
                    canvas.drawRightString(-place, height, text)
                else:
                    canvas.drawString(place, height, text)
        canvas.showPage()
    canvas.save()
    return target
