"""Scanned pages: recognised, straightened, built to the same positions as from the text layer."""

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from samplebill import sound_bill
from sampleprint import draw
from samplescan import Scanner, scan

from estimator_desktop.domain.bill import BillOfQuantities, Measurement, Position
from estimator_desktop.domain.box import Box
from estimator_desktop.domain.numbers import parse_amount
from estimator_desktop.domain.recognition import doubtful_fields
from estimator_desktop.errors import UserError
from estimator_desktop.reading.pdf.doubt import weighed
from estimator_desktop.reading.pdf.glyphs import components, segments
from estimator_desktop.reading.pdf.layer import Fault, fault, is_foreign, is_garbled
from estimator_desktop.reading.pdf.ocr import whole_numbers
from estimator_desktop.reading.pdf.pages import Pages, as_ranges
from estimator_desktop.reading.pdf.picture import Grey, Mask, Picture, dark_on_light, inked, long_runs, skew
from estimator_desktop.reading.pdf.tidy import in_czech, tidy
from estimator_desktop.reading.pdf.words import PageText, Word
from estimator_desktop.reading.read import read_document


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw(sound_bill(), tmp_path_factory.mktemp("printed") / "bill.pdf")


def _fields(bill: BillOfQuantities) -> list[tuple[object, ...]]:
    return [
        (item.code, item.unit, item.quantity.value, item.unit_price.value, item.total_price.value)
        for item in bill.positions
    ]


def _first_table_page(bill: BillOfQuantities) -> int:
    return min(item.source.page for item in bill.positions if item.source and item.source.page) - 1


def test_part_of_a_slanted_page_reads_as_printed(printed: Path, tmp_path: Path) -> None:
    bill = read_document(printed)
    page = _first_table_page(bill)
    scanned = read_document(scan(printed, tmp_path / "scan.pdf", Scanner(slant=1.2), [page], top=0.4))
    assert scanned.positions
    expected = _fields(bill)[: len(scanned.positions)]
    assert _fields(scanned)[:-1] == expected[:-1]  # the last row may be cut
    assert ("pages_recognised", "1") in scanned.warnings
    sure = dict(scanned.positions[0].confidence)
    assert {"code", "quantity", "description"} <= sure.keys()
    assert all(0 < value < 1 for value in sure.values())
    box = scanned.positions[0].source.box if scanned.positions[0].source else None
    exact = bill.positions[0].source.box if bill.positions[0].source else None
    assert box is not None
    assert exact is not None
    assert abs(box.top - exact.top) < 14  # the slant is undone in the words and redone in the source


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_on_their_side_and_upside_down(printed: Path, tmp_path: Path, turn: int) -> None:
    bill = read_document(printed)
    page = _first_table_page(bill)
    scanned = read_document(scan(printed, tmp_path / "scan.pdf", Scanner(slant=-0.8, turn=turn), [page]))
    on_page = [item for item in bill.positions if item.source and item.source.page == page + 1]
    assert _fields(scanned) == _fields(bill)[: len(on_page)]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("scanner", [Scanner(dpi=150, quality=50), Scanner(dpi=300, slant=-2, noise=8)])
def test_coarse_and_fine_scans(printed: Path, tmp_path: Path, scanner: Scanner) -> None:
    bill = read_document(printed)
    scanned = read_document(scan(printed, tmp_path / "scan.pdf", scanner))
    wrong = sum(one != other for one, other in zip(_fields(bill), _fields(scanned), strict=True))
    assert wrong <= len(bill.positions) * 0.05


def test_a_text_layer_needs_no_recognition(printed: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from estimator_desktop.reading.read import read_document;"
        f"read_document(Path({str(printed)!r}));"
        "print(sorted({'numpy', 'onnxruntime', 'PIL', 'cv2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_empty_scan_says_so(printed: Path, tmp_path: Path) -> None:
    blank = scan(printed, tmp_path / "blank.pdf", Scanner(dpi=72), [0], top=0.02)
    with pytest.raises(UserError) as caught:
        read_document(blank)
    assert caught.value.code == "pdf_scan"


def test_a_picture_on_the_page_is_a_scan(printed: Path, tmp_path: Path) -> None:
    document = pdfium.PdfDocument(scan(printed, tmp_path / "scan.pdf", Scanner(dpi=60), [0]))
    try:
        page = document[0]
        assert fault(page, page.get_textpage(), "", ()) is Fault.PICTURE
    finally:
        document.close()


def _words(texts: str) -> list[Word]:
    return [Word(text, 0, 0, 1, 1) for text in texts.split()]


def test_glyph_numbers_and_shifted_letters_are_no_writing() -> None:
    czech = (
        "Zdivo nosné z cihel tloušťky do pevnosti včetně malty strojně omítka vnitřní stěn základový pás beton prostý "
    )
    assert not is_garbled(_words(czech))
    assert not is_foreign(_words(czech * 4))
    assert is_garbled(_words("!( ?<- & ! -8 B 7 ,* : ; ; * % : ; . "))
    shifted = "".join(chr(ord("b") + (ord(sign) % 5) * 2) if sign.isalpha() else sign for sign in czech.lower())
    assert is_foreign(_words(shifted * 4))


@pytest.mark.parametrize(
    ("read", "printed_as"),
    [
        ("tloušt'ky", "tloušťky"),
        ("tlouštky", "tloušťky"),
        ("schodištových", "schodišťových"),
        ("zed'", "zeď"),
        ("dI", "dl"),
        ("1l,50", "11,50"),
        ("2O0", "200"),
        ("Minožství", "Množství"),
        ("krácený", "zkrácený"),
        ("CELHEM", "CELKEM"),
        ("celkový", "celkový"),
        ("položka", "položka"),
        ("185,00|", "185,00"),
        ("[A]", "[A]"),
        ("poštovní", "poštovní"),
        ("I", "I"),
        ("HI4", "HI4"),
    ],
)
def test_tidy(read: str, printed_as: str) -> None:
    assert tidy(read, breadth=3, stature=1) == printed_as


def test_tidy_looks_at_the_size() -> None:
    assert tidy("wv", breadth=1.9, stature=1) == "VV"
    assert tidy("W", breadth=1.3, stature=1) == "W"
    assert tidy("S", breadth=1, stature=0.72) == "s"
    assert tidy("s", breadth=1, stature=1) == "S"
    assert tidy("s", breadth=1, stature=0.9) == "s"


def test_rings_on_a_czech_page() -> None:
    words = _words("sloupü svahú nosníkú, hloubky průměr měření řezů úprava přívodů")
    assert [word.text for word in in_czech(words)][:3] == ["sloupů", "svahů", "nosníků,"]
    german = _words("Türen für Räume")
    assert in_czech(german) == tuple(german)


def test_as_ranges() -> None:
    assert as_ranges([1, 2, 3, 7]) == "1–3, 7"


def test_tilted_boxes_lead_back_to_the_page() -> None:
    page = PageText(1, 600, 800, (), tilt=2.0)
    box = page.to_page(Box(10, 395, 20, 405))
    assert box.top == pytest.approx(395 - 285 * 0.0349, abs=0.2)


def test_components_and_rules() -> None:
    picture = np.zeros((30, 60), np.bool_)
    picture[5:15, 5:9] = True
    picture[10:12, 9:20] = True
    picture[15:18, 20:22] = False
    picture[20:28, 40:44] = True
    boxes = sorted(components(picture).tolist())
    assert [box[:4] for box in boxes] == [[5, 5, 20, 15], [40, 20, 44, 28]]
    assert len(components(np.zeros((4, 4), np.bool_))) == 0
    assert segments(np.zeros((4, 4), np.bool_), 2.0) == []
    line = np.zeros((3, 50), np.bool_)
    line[1, 2:45] = True
    line[1, 20] = False
    assert long_runs(line, 40, 1)[1, 2:45].all()
    assert not long_runs(line, 40, 0).any()


def test_skew_of_ruled_lines() -> None:
    picture = np.zeros((400, 400), np.bool_)
    across = np.arange(400)
    for row in range(40, 360, 20):
        picture[np.rint(row + across * np.tan(np.radians(1.5))).astype(int), across] = True
    assert skew(picture)[0] == pytest.approx(1.5, abs=0.05)
    assert skew(np.zeros((10, 10), np.bool_)) == (0.0, 0.0)


def test_light_writing_on_a_dark_field_is_turned() -> None:
    grey = np.full((200, 200), 250, np.uint8)
    grey[40:160, 20:180] = 100
    grey[98:102, 60:140] = 245
    turned = dark_on_light(grey, 2.0)
    assert turned[70, 100] > 200
    assert turned[100, 100] < 60
    assert turned[5, 5] == 250


def _between_thick_rules(paper: int, letters: int, black: int) -> tuple[Grey, Mask]:
    """A row of upright strokes that thick rules hem in, at three pixels a point; and where the strokes are."""
    grey = np.full((120, 300), paper, np.uint8)
    grey[40:46, 10:290] = black
    grey[76:82, 10:290] = black
    strokes = np.zeros(grey.shape, np.bool_)
    for place in range(20, 280, 7):
        strokes[50:72, place : place + 3] = True
    grey[strokes] = letters
    return grey, strokes


def test_writing_between_thick_rules_is_no_dark_field() -> None:
    grey, _ = _between_thick_rules(255, 0, 0)
    assert (dark_on_light(grey, 3.0) == grey).all()


def test_faint_writing_between_thick_rules_is_ink() -> None:
    grey, strokes = _between_thick_rules(235, 140, 0)
    found = inked(Picture(grey, 3.0)).text
    assert found[strokes].mean() > 0.85
    assert not found[~strokes].any()


def _placed(*texts: tuple[str, float, float, float]) -> list[Word]:
    return [Word(text, left, foot - 7.0, right, foot, 0.9, size=7.0) for text, left, right, foot in texts]


def test_numbers_in_pieces_are_whole_again() -> None:
    code = ("K1.", 10, 18, 50), ("1", 20, 22, 50.4)
    number = ("1.", 60, 66, 50), ("2,", 67, 72, 50), ("75", 73, 80, 50)
    pieces = _placed(*code, *number)
    assert [(word.text, word.right) for word in whole_numbers(pieces)] == [("K1.1", 22), ("1.2,75", 80)]
    tail = _placed(("4854", 30, 44, 50), (",09", 46, 54, 50))
    assert [word.text for word in whole_numbers(tail)] == ["4854,09"]


def test_what_stands_apart_or_on_another_line_is_no_piece_of_a_number() -> None:
    ordinal, below = (("1.", 10, 16, 50), ("271901", 24, 50, 50)), ("9", 16.5, 19, 60)
    apart = _placed(*ordinal, ("tl.", 60, 68, 50), ("20", 70, 78, 50), below)
    assert whole_numbers(apart) == apart


def test_progress_never_goes_back(printed: Path) -> None:
    seen: list[int] = []
    document = pdfium.PdfDocument(printed)
    try:
        pages = Pages(document, "x", lambda done, total, message: seen.append(done))
        for done in (1, 3, 2, 4):
            pages.report(done)
        assert seen == [1, 3, 4]
        assert pages.read(0).words
    finally:
        document.close()


def _recognised(quantity: str, price: str, total: str, sure: float) -> BillOfQuantities:
    names = ("code", "quantity", "unit_price", "total_price")
    position = Position(
        0,
        "Zdivo",
        quantity=parse_amount(quantity),
        unit_price=parse_amount(price),
        total_price=parse_amount(total),
        confidence=tuple((name, sure) for name in names),
    )
    return BillOfQuantities("pdf_table", "x", (position,))


def test_numbers_that_agree_prove_each_other() -> None:
    position = weighed(_recognised("2,000", "150,00", "300,00", 0.6)).positions[0]
    assert dict(position.confidence) == {"code": 0.6, "quantity": 0.999, "unit_price": 0.999, "total_price": 0.999}
    assert doubtful_fields(position) == (("code", 0.6),)  # the code is still open


def test_numbers_that_disagree_are_doubtful_and_unchanged() -> None:
    bill = weighed(_recognised("2,000", "150,00", "380,00", 0.99))
    assert dict(bill.positions[0].confidence)["total_price"] == 0.5
    assert bill.positions[0].total_price.raw == "380,00"
    assert bill.warnings == (("uncertain_positions", "1"),)


def test_the_measurement_proves_a_quantity() -> None:
    bill = _recognised("12,500", "", "", 0.7)
    line = Measurement("2,5*5", Decimal("12.5"))
    measured = replace(bill, positions=(replace(bill.positions[0], measurements=(line,)),))
    assert dict(weighed(measured).positions[0].confidence)["quantity"] == 0.999
