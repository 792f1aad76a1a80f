"""The project's own bills as workbooks of the families that estimators meet, with everything that imitates a table.

The layouts follow `docs/formats.md`; the content is `samplebill`'s.  Every function writes one file and gives its path.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from samplerows import Row, Sample, Work
from xlsxwriter.worksheet import Worksheet

from estimator_desktop.domain.expressions import evaluate
from estimator_desktop.domain.numbers import format_decimal, round_half_up

Cell = str | float | int | bool | Decimal | None
LAST_ROW = 1_048_575


@dataclass(frozen=True)
class Look:
    """How a workbook is written.

    `text`: numbers as Czech text; `sized`: the sheet reaches to that row, formatted only; `formulas`: totals are
    formulas; `cached`: with the values a spreadsheet program leaves in them.
    """

    text: bool = False
    sized: int = 0
    formulas: bool = False
    cached: bool = True


class Writer:
    """Puts rows of cells into a sheet."""

    def __init__(self, sheet: Worksheet, look: Look) -> None:
        self.sheet = sheet
        self.look = look
        self.row = 0

    def put(self, cells: dict[int, Cell]) -> int:
        """Write a row; its number from 0."""
        for column, value in cells.items():
            self._cell(column, value)
        self.row += 1
        return self.row - 1

    def _cell(self, column: int, value: Cell) -> None:
        if value is None or value == "":
            return
        if isinstance(value, bool):
            self.sheet.write_boolean(self.row, column, value)
        elif isinstance(value, str):
            self.sheet.write_string(self.row, column, value)
        elif self.look.text:
            self.sheet.write_string(self.row, column, format_decimal(Decimal(str(value))))
        else:
            self.sheet.write_number(self.row, column, float(value))

    def total(self, column: int, formula: str, value: Decimal | None) -> None:
        """A total in the row written last: a number, or a formula with or without its value."""
        if value is None:
            return
        place = self.row - 1
        if self.look.formulas:
            self.sheet.write_formula(place, column, formula, None, float(value) if self.look.cached else "")
        elif self.look.text:
            self.sheet.write_string(place, column, format_decimal(value, 2))
        else:
            self.sheet.write_number(place, column, float(value))

    def skip(self, rows: int = 1) -> None:
        """Leave rows empty."""
        self.row += rows


def line_value(line: str) -> Decimal:
    """What a measurement line comes to."""
    return round_half_up(evaluate(line, {}), 3)


def _book(target: Path, fill: Callable[[xlsxwriter.Workbook], None], look: Look) -> Path:
    book = xlsxwriter.Workbook(str(target), {"in_memory": True})
    fill(book)
    if look.sized:
        plain = book.add_format({"bg_color": "#FFFFCC"})
        for sheet in book.worksheets():
            sheet.set_column("N:T", None, None, {"hidden": True})
        book.worksheets()[1].write_blank(look.sized - 1, 3, None, plain)
    book.close()
    return target


def kros(
    sample: Sample,
    target: Path,
    look: Look = Look(),
    levels: Sequence[str] = (),
    *,
    bare: bool = False,
) -> Path:
    """A KROS "Export Komplet".  `levels` are outer objects above each; `bare`: the last object has no sections."""

    def fill(book: xlsxwriter.Workbook) -> None:
        _kros_recapitulation(Writer(book.add_worksheet("Rekapitulace stavby"), look), sample)
        for number, work in enumerate(sample.works):
            sheet = book.add_worksheet(f"{work.code} - {work.name}"[:31])
            plain = bare and number == len(sample.works) - 1
            _kros_object(Writer(sheet, look), sample, work, levels, sections=not plain)
        figures = Writer(book.add_worksheet("Seznam figur"), look)
        figures.skip(2)
        figures.put({2: "SEZNAM FIGUR"})
        figures.put({2: "Kód", 3: "Popis", 4: "MJ", 5: "Výměra"})
        figures.put({2: "F001", 3: "Plocha podkladu", 4: "m2", 5: Decimal("12.5")})
        figures.put({3: "2,5*5", 5: Decimal("12.5")})
        figures.put({3: "Použití figury:"})
        figures.put({2: sample.rows[0].code, 3: sample.rows[0].text, 4: "m2", 5: Decimal("12.5")})
        guide = Writer(book.add_worksheet("Pokyny pro vyplnění"), look)
        guide.put({1: "Název atributu", 2: "Povinný (A/N)", 3: "Název pole", 4: "Typ", 5: "Max. počet znaků"})
        guide.put({1: "Kód", 2: "A", 3: "Kód položky ze seznamu", 4: "String", 5: 20})
        guide.put({1: "Množství", 2: "A", 3: "Množství položky soupisu", 4: "Double", 5: 3})

    return _book(target, fill, look)


def _kros_recapitulation(out: Writer, sample: Sample) -> None:
    out.put({0: "Export Komplet", 51: "VZ", 52: "2.0"})
    out.skip(2)
    out.put({3: "REKAPITULACE STAVBY"})
    out.put({3: "Kód:", 10: sample.code})
    out.put({3: "Stavba:", 10: sample.name})
    out.put({3: "Cena bez DPH", 35: Decimal(0) if sample.blind else sample.sum})
    out.skip(2)
    out.put({2: "Kód", 4: "Popis", 35: "Cena bez DPH [CZK]", 40: "Cena s DPH [CZK]", 42: "Typ"})
    for work in sample.works:
        out.put({3: work.code, 9: work.name, 35: sample.sum_of(work), 42: "STA"})


def _kros_object(out: Writer, sample: Sample, work: Work, levels: Sequence[str], *, sections: bool) -> None:
    names = [*levels, f"{work.code} - {work.name}"]
    labels = ["Objekt:", "Soupis:", "Úroveň 3:", "Úroveň 4:"][: len(names)]

    def head(title: str) -> None:
        out.put({2: title})
        out.skip()
        out.put({2: "Stavba:"})
        out.put({4: sample.name})
        for label, name in zip(labels, names, strict=True):
            out.put({2: label})
            out.put({4: name})
        out.put({2: "Místo:", 5: "Vrbová", 8: "Datum:", 9: "1. 2. 2026"})
        out.skip(2)

    head("KRYCÍ LIST SOUPISU PRACÍ")
    head("REKAPITULACE ČLENĚNÍ SOUPISU PRACÍ")
    out.put({2: "Kód dílu - Popis", 9: "Cena celkem [CZK]"})
    out.put({2: "Náklady ze soupisu prací", 9: sample.sum_of(work)})
    for part in work.parts:
        out.put({3: f"{part.code} - {part.name}", 9: sample.sum_of(part)})
    out.skip(3)
    head("SOUPIS PRACÍ")
    titles = ("PČ", "Typ", "Kód", "Popis", "MJ", "Množství", "J.cena [CZK]", "Cena celkem [CZK]", "Cenová soustava")
    hidden = {13: "DPH", 16: "J. hmotnost [t]", 17: "Hmotnost celkem [t]", 18: "J. suť [t]", 19: "Suť Celkem [t]"}
    out.put({**dict(enumerate(titles, 2)), **hidden})
    out.put({2: "Náklady soupisu celkem", 9: sample.sum_of(work), 45: "D", 46: -1})
    if sections:
        out.put({3: "D", 4: "HSV", 5: "Práce a dodávky HSV", 9: sample.sum_of(work), 45: "D", 46: 0})
    for part in work.parts:
        if sections:
            out.put({3: "D", 4: part.code, 5: part.name, 9: sample.sum_of(part), 45: "D", 46: 1})
        for row in part.rows:
            _kros_row(out, sample, row)


def _kros_row(out: Writer, sample: Sample, row: Row) -> None:
    place = out.put(
        {
            2: str(row.ordinal), 3: row.kind, 4: row.code, 5: row.text, 6: row.unit, 7: row.shown_quantity,
            8: sample.price_of(row), 10: row.system, 13: "základní", 45: row.kind, 46: 2,
        }
    )  # fmt: skip
    out.total(9, f"=ROUND(I{place + 1}*H{place + 1},2)", sample.total_of(row))
    out.put({3: "PP", 5: f"{row.text}, úplné znění", 45: "PP", 46: 2})
    if row.note:
        out.put({3: "P", 5: f"Poznámka k položce:\n{row.note}", 45: "P", 46: 2})
    out.put({3: "Online PSC", 5: "https://podminky.example/polozka", 45: "Online PSC", 46: 2})
    single = len(row.lines) == 1
    if row.lines:
        out.put({3: "VV", 5: '"podle výkresu"', 45: "VV", 46: 2, 47: 1, 48: True, 49: 0})
    for line in row.lines:
        value = line_value(line)
        taken = int(single)
        out.put({3: "VV", 4: "F001", 5: line, 7: value, 45: "VV", 46: 2, 47: 2, 48: True, 49: taken})
    if row.lines and not single:
        out.put({3: "VV", 5: "Součet", 7: row.measured, 45: "VV", 46: 2, 47: 4, 48: True, 49: 1})


def rts(sample: Sample, target: Path, look: Look = Look(), *, mark: int = 0) -> Path:
    """A RTS BuildPower export.  `mark` is the row (from 0) in which the type column is named."""

    def fill(book: xlsxwriter.Workbook) -> None:
        cover = Writer(book.add_worksheet("Stavba"), look)
        cover.put({0: "#RTSROZP#", 1: "Položkový rozpočet stavby"})
        cover.put({1: "Stavba:", 2: sample.code, 3: sample.name})
        cover.skip(3)
        cover.put({1: "Rekapitulace dílů"})
        cover.put({1: "Číslo", 2: "Název", 5: "Typ dílu", 9: "Celkem", 10: "%"})
        for part in sample.works[0].parts:
            cover.put({1: part.code, 2: part.name, 5: "HSV", 9: part.sum, 10: 100})
        model = Writer(book.add_worksheet("VzorPolozky"), look)
        model.put({0: "Položkový soupis prací a dodávek", 32: "#TypZaznamu#"})
        for work in sample.works:
            sheet = book.add_worksheet(f"{work.code.replace(' ', '')} 01 Pol")
            _rts_object(Writer(sheet, look), sample, work, mark)

    return _book(target, fill, look)


def _rts_object(out: Writer, sample: Sample, work: Work, mark: int) -> None:
    titles = (
        "P.č.", "Číslo položky", "Název položky", "MJ", "Množství", "Cena / MJ", "Celkem", "Dodávka", "Dodávka celk.",
        "Montáž", "Montáž celk.", "DPH", "Cena s DPH", "Hmotnost / MJ", "Hmotnost celk.(t)", "Dem. hmotnost / MJ",
        "Dem. hmotnost celk.(t)", "Ceník", "Cen. soustava / platnost", "Cenová úroveň", "Nhod / MJ", "Nhod celk.",
    )  # fmt: skip
    heads: list[dict[int, Cell]] = [
        {0: "Položkový soupis prací a dodávek"},
        {0: "S:", 1: sample.code, 2: sample.name, 32: "STA"},
        {0: "O:", 1: work.code, 2: work.name, 32: "OBJ"},
        {0: "R:", 1: "01", 2: f"{work.name} – rozpočet", 32: "ROZ"},
        {},
        dict(enumerate(titles)),
    ]
    heads[mark][32] = "#TypZaznamu#"
    for cells in heads:
        out.put(cells)
    for part in work.parts:
        out.put({0: "Díl:", 1: part.code, 2: part.name, 32: "DIL"})
        out.total(6, '=SUMIF(AG8:AG99,"<>NOR",G8:G99)', sample.sum_of(part))
        for row in part.rows:
            kind = "POL3_0" if row.kind == "M" else "POL1_1"
            place = out.put(
                {
                    0: row.ordinal, 1: row.code, 2: row.text, 3: row.unit, 4: row.shown_quantity,
                    5: sample.price_of(row) or Decimal(0), 7: Decimal(0), 8: Decimal(0), 9: sample.price_of(row),
                    10: sample.total_of(row), 11: 21, 12: 0, 13: Decimal("0.001"), 18: row.system, 32: kind,
                }
            )  # fmt: skip
            out.total(6, f"=ROUND(E{place + 1}*F{place + 1},2)", sample.total_of(row))
            if row.note:
                out.put({2: row.note, 32: "POP"})
            for line in row.lines:
                out.put({2: line, 4: line_value(line), 32: "VV"})
            out.put({2: "SPI", 32: "SPI"})
    out.put({2: "Celkem", 6: sample.sum_of(work)})
    out.put({0: "Poznámky uchazeče k zadání"})


def esticon(sample: Sample, target: Path, look: Look = Look(), *, split: bool = False) -> Path:
    """An EstiCon export, one sheet an object; `split` has supply and installation columns and masses."""

    def fill(book: xlsxwriter.Workbook) -> None:
        for work in sample.works:
            out = Writer(book.add_worksheet(work.code), look)
            out.put({0: "EstiCon", 4: "Firma:"})
            out.put({4: "Soupis prací objektu"})
            out.put({0: "S", 1: "Stavba:", 2: sample.code, 4: sample.name, 8: work.sum})
            out.put({0: "O", 1: "Objekt:", 2: work.code, 4: work.name})
            out.put({0: "O1", 1: "Rozpočet:", 2: f"{work.code}.1", 4: work.name})
            titles = ["Typ", "Poř. číslo", "Kód položky", "Varianta", "Název položky", "MJ", "Množství"]
            if split:
                over: dict[int, Cell] = {7: "Cena", 9: "Dodávka", 11: "Montáž", 13: "Jednotková hmotnost"}
                under: dict[int, Cell] = {
                    7: "Jednotková", 8: "Celkem", 9: "Jednotková", 10: "Celkem", 11: "Jednotková", 12: "Celkem",
                }  # fmt: skip
            else:
                over, under = {7: "Cena", 9: "Cenová soustava"}, {7: "Jednotková", 8: "Celkem"}
            out.put({**dict(enumerate(titles)), **over})
            out.put(under)
            out.put(dict(enumerate(range(14 if split else 10))))
            for part in work.parts:
                out.put({0: "SD", 2: part.code, 4: part.name, 8: sample.sum_of(part)})
                for row in part.rows:
                    _esticon_row(out, sample, row, split=split)

    return _book(target, fill, look)


def _esticon_row(out: Writer, sample: Sample, row: Row, *, split: bool) -> None:
    price = sample.price_of(row) or Decimal(0)
    extra: dict[int, Cell] = {9: row.system}
    if split:
        part = round_half_up(price / 4, 2)
        extra = {9: part, 11: price - part, 13: Decimal("2.35")}
    place = out.put(
        {
            0: "P", 1: row.ordinal, 2: row.code, 4: row.text.upper(), 5: row.unit, 6: row.shown_quantity, 7: price,
            **extra,
        }
    )  # fmt: skip
    out.total(8, f"=ROUND(G{place + 1}*H{place + 1},2)", sample.total_of(row))
    out.put({0: "PP", 4: row.note})
    letters = "ABCDEFGH"
    for letter, line in zip(letters, row.lines, strict=False):
        out.put({0: "VV", 4: f"{line} = {format_decimal(line_value(line), 3)} [{letter}]"})
    if len(row.lines) > 1:
        out.put({0: "VV", 4: f"Celkem: {'+'.join(letters[: len(row.lines)])}"})
    out.put({0: "TS", 4: "Položka zahrnuje:\n- dodávku 1 ks\n- 2,5 m3 podkladu"})


def verlag(sample: Sample, target: Path, look: Look = Look()) -> Path:
    """The "Stavební rozpočet" of Verlag Dashöfer: a header in two lines, no row types."""

    def fill(book: xlsxwriter.Workbook) -> None:
        out = Writer(book.add_worksheet("Stavební rozpočet"), look)
        out.put({0: "Stavební rozpočet"})
        out.put({0: "Název stavby:", 3: sample.name, 5: "Doba výstavby:"})
        out.skip(7)
        out.put(
            {
                0: "Č", 1: "Objekt", 2: "Kód", 3: "Zkrácený popis / Varianta", 5: "MJ", 6: "Množství", 7: "Cena/MJ",
                8: "Sazba DPH", 9: "Náklady (Kč)", 12: "Náklady (Kč)", 13: "Hmotnost (t)", 15: "Cenová",
            }
        )  # fmt: skip
        out.put(
            {
                3: "Rozměry", 7: "(Kč)", 9: "Dodávka", 10: "Montáž", 11: "Celkem", 12: "Celkem vč. DPH", 13: "Jednot.",
                14: "Celkem", 15: "soustava", 25: "Přesuny",
            }
        )  # fmt: skip
        for part in sample.works[0].parts:
            out.put({2: part.code, 3: part.name, 9: 0, 10: 0, 11: sample.sum_of(part), 14: 1})
            for row in part.rows:
                total = sample.total_of(row)
                out.put(
                    {
                        0: row.ordinal, 2: row.code, 3: row.text, 5: row.unit, 6: row.shown_quantity,
                        7: sample.price_of(row), 9: 0, 10: total, 11: total, 12: total, 13: 0, 14: 0, 15: row.system,
                    }
                )  # fmt: skip
                if row.note:
                    out.put({3: f"Varianta: {row.note}"})
        out.put({9: "Celkem:", 11: sample.sum_of(sample.works[0])})

    return _book(target, fill, look)


FREE_TITLES = {
    "cs": ("Poř.", "Číslo položky", "Název", "MJ", "Množství", "Cena za MJ", "Cena celkem"),
    "sk": ("P. č.", "Kód", "Skrátený popis", "MJ", "Množstvo", "Jednotková cena", "Cena celkom"),
    "en": ("Item no.", "Code", "Description", "Unit", "Quantity", "Unit price", "Total"),
    "de": ("Pos.", "Code", "Kurztext", "Einheit", "Menge", "Einheitspreis", "Gesamtpreis"),
}


def free_rows(sample: Sample, titles: Sequence[str], *, section_totals: bool = True) -> list[list[Cell]]:
    """A table made by hand: a title, a header, headings without quantity, a sum at the end of each."""
    rows: list[list[Cell]] = [[None, None, sample.name], [], list(titles)]
    for work in sample.works:
        rows.append([None, None, f"{work.code} {work.name}"])
        for part in work.parts:
            rows.append([None, part.code, part.name])
            rows.extend(
                [
                    row.ordinal, row.code, row.text, row.unit, row.shown_quantity, sample.price_of(row),
                    None if sample.blind else row.shown_total,
                ]
                for row in part.rows
            )  # fmt: skip
            if section_totals:
                rows.append([None, None, f"Celkem {part.name}", None, None, None, sample.sum_of(part)])
    return rows


def free(rows: Iterable[Sequence[Cell]], target: Path, look: Look = Look(), *, title: str = "List1") -> Path:
    """Rows as a plain workbook of one sheet."""

    def fill(book: xlsxwriter.Workbook) -> None:
        out = Writer(book.add_worksheet(title), look)
        for row in rows:
            out.put(dict(enumerate(row)))

    return _book(target, fill, look)


def text_table(
    rows: Iterable[Sequence[Cell]], target: Path, *, delimiter: str = ";", encoding: str = "utf-8-sig"
) -> Path:
    """Rows as a csv, numbers the Czech way."""
    with target.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        for row in rows:
            writer.writerow([format_decimal(cell) if isinstance(cell, Decimal) else cell for cell in row])
    return target
