"""The same print by another program: fonts that measure otherwise, texts cut off at the edge of their cell."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from samplegrids import FONTS

from estimator_desktop.reading.pdf.columns import Columns
from estimator_desktop.reading.pdf.lines import Line
from estimator_desktop.reading.pdf.words import Word
from estimator_desktop.reading.read import read_document
from estimator_desktop.reading.vocabulary import Field

HEADINGS = {"Domovní vodovod": "Potrubí", "Zařizovací předměty": "Armatury", "Vnitřní kanalizace": "Vpusti"}


def _taller(source: Path, target: Path) -> Path:
    """The file with fonts that are said to reach as far as their highest and lowest signs."""
    data = source.read_bytes()
    assert data.count(b"/Ascent 759") == data.count(b"/Descent -240") > 0
    target.write_bytes(data.replace(b"/Ascent 759", b"/Ascent 999").replace(b"/Descent -240", b"/Descent -480"))
    return target


def _drawn(target: Path) -> Path:
    """A table whose headings stand close above their rows, one in larger type above the other, no rule between."""
    canvas = Canvas(str(target), pagesize=A4, invariant=1)
    pdfmetrics.registerFont(TTFont("Close", str(FONTS / "DejaVuSans.ttf")))
    places = (52.0, 77.0, 184.0, 437.0, 515.0)
    y = 760.0

    def row(cells: tuple[str, str, str, str], height: float, size: float = 7.2, *, ruled: bool = True) -> None:
        nonlocal y
        y -= height
        canvas.setFont("Close", size)
        for place, text in zip(places, cells, strict=False):
            canvas.drawString(place + 1, y + 3.2, text)
        if ruled:
            canvas.line(places[0], y, places[-1], y)

    row(("P.č.", "Kód", "Popis", "MJ   Výměra"), 9.3)
    for part, parts in HEADINGS.items():
        row(("", "", part, ""), 16, 9.6, ruled=False)
        row(("", "", parts, ""), 12)
        for number in range(1, 5):
            row((f"{number}.", f"{parts[:2]}{number}", f"{parts} číslo {number}", f"bm   {number},0"), 9.3)
    for place in places:
        canvas.line(place, 760, place, y)
    canvas.save()
    return target


def test_what_fonts_are_said_to_measure_glues_no_heading_to_a_row(tmp_path: Path) -> None:
    plain = _drawn(tmp_path / "plain.pdf")
    texts = [f"{parts} číslo {number}" for parts in HEADINGS.values() for number in range(1, 5)]
    for file in (plain, _taller(plain, tmp_path / "taller.pdf")):
        bill = read_document(file)
        assert [item.description for item in bill.positions] == texts
        assert [item.unit for item in bill.positions] == ["bm"] * len(texts)
        assert [part.name for part in bill.sections] == list(HEADINGS.values())


def test_a_text_cut_at_the_edge_of_its_cell_leaves_the_next_cell_its_own() -> None:
    """The beginning of the last word shows over the rule, right before the unit."""
    clipped = (("Vytyčení", 100, 140, 7), ("sítí,", 143, 160, 7), ("v", 162, 166, 7))
    others = (("kpl", 169, 178, 8), ("1,0", 220, 232, 9))
    line = Line(tuple(Word(text, left, 0, right, 8, 1.0, run) for text, left, right, run in (*clipped, *others)), 4.0)
    columns = Columns((Field.DESCRIPTION, Field.UNIT, Field.QUANTITY), (163.0, 190.0), ruled=True)
    found = {field: [word.text for word in words] for field, words in columns.split(line).items()}
    assert found[Field.UNIT] == ["kpl"]
    assert found[Field.QUANTITY] == ["1,0"]
    assert found[Field.DESCRIPTION][:2] == ["Vytyčení", "sítí,"]


def test_a_word_drawn_in_pieces_over_a_rule_is_one_word(tmp_path: Path) -> None:
    """The piece beyond the rule is not the beginning of the quantity behind it."""
    file = tmp_path / "pieces.pdf"
    pdfmetrics.registerFont(TTFont("Close", str(FONTS / "DejaVuSans.ttf")))
    canvas = Canvas(str(file), pagesize=A4, invariant=1)
    canvas.setFont("Close", 6)
    start = 203.0
    end = start + pdfmetrics.stringWidth("KPLMĚ", "Close", 6)
    titles = zip((42, 62, 202, 232), ("P.č.", "Popis", "MJ", "Množství"), strict=True)
    for x, text in titles:
        canvas.drawString(x, 760, text)
    for number in range(1, 7):
        y = 760 - 12 * number
        canvas.drawString(42, y, str(number))
        canvas.drawString(62, y, f"Nájemné mostu {number}")
        canvas.drawString(start, y, "KPLMĚ" if number == 4 else "M2")
        if number == 4:
            canvas.drawString(end, y, "S")
        canvas.drawRightString(268, y, f"{number},000")
    for x in (40, 60, 200, end + 0.3, 270):
        canvas.line(x, 770, x, 680)
    canvas.save()
    bill = read_document(file)
    assert [item.unit for item in bill.positions] == ["M2", "M2", "M2", "KPLMĚS", "M2", "M2"]
    assert [item.quantity.value for item in bill.positions] == [*range(1, 7)]
