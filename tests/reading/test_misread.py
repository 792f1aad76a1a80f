"""What recognition leaves in a table: titles a letter off, rests of rules, cells that were read as one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from samplegrids import Column, Grid, Row, draw_grid

from estimator_desktop.reading.pdf.header import find_headers
from estimator_desktop.reading.pdf.lines import Line, text_lines
from estimator_desktop.reading.pdf.misread import mended
from estimator_desktop.reading.pdf.ocr import unruled
from estimator_desktop.reading.pdf.picture import Picture, inked, skew, stands_on_its_side
from estimator_desktop.reading.pdf.words import Word
from estimator_desktop.reading.read import read_document
from estimator_desktop.reading.vocabulary import Field


def _line(*texts: str, sure: float = 0.9, top: float = 10.0) -> Line:
    return text_lines(Word(text, 60.0 * i, top, 60.0 * i + 30, top + 8, sure) for i, text in enumerate(texts))[0]


@pytest.mark.parametrize(
    ("seen", "meant"),
    [("Ninožstvi", "mnozstvi"), ("Mno2stvi", "mnozstvi"), ("poiozky", "polozky"), ("soustav", "soustava")],
)
def test_a_title_a_letter_or_two_off_is_the_title(seen: str, meant: str) -> None:
    assert mended(_line("Popis", seen)).words[1].text == meant


def test_exact_text_and_other_words_stay_as_they_are() -> None:
    assert mended(_line("Popis", "Ninožstvi", sure=1.0)).text == "Popis Ninožstvi"
    assert mended(_line("Popisek", "celý", "popruhy", "Zásyp")).words[2].text == "popruhy"
    assert mended(_line("MJ", "Zásyp")).text == "MJ Zásyp"


def test_a_header_with_misread_titles_keeps_its_columns() -> None:
    lines = [_line("Poř.", "poiozky", "Popis", "MJ", "Ninožstvi", "Celkem")]
    (header,) = find_headers(lines)
    fields = [title.field for title in header.titles]
    assert fields == [Field.ORDINAL, Field.CODE, Field.DESCRIPTION, Field.UNIT, Field.QUANTITY, Field.TOTAL]


def test_two_cells_read_as_one_with_their_rule_are_two() -> None:
    code, variant = unruled(Word("12573|hum", 100.0, 0, 190.0, 8, 0.9))
    assert (code.text, variant.text) == ("12573", "hum")
    assert (code.left, code.right, variant.left, variant.right) == (100.0, 150.0, 160.0, 190.0)
    assert [word.text for word in unruled(Word("12573", 0, 0, 9, 9))] == ["12573"]


def test_what_noise_leaves_of_a_rule_is_no_figure_one() -> None:
    page = np.full((400, 200), 250, np.uint8)
    page[20:200, 100] = 0  # a rule …
    page[230:240, 100] = 0  # … that goes on in pieces too short for one …
    page[260:270, 100:112] = 0  # … and a letter that reaches over its place
    drawing = inked(Picture(page, 2.0))
    assert not drawing.text[230:240, 98:103].any()
    assert drawing.grey[235, 100] > 200
    assert drawing.text[262:268, 102:110].any()


LABELLED = (
    Column("PČ", 18, "r"),
    Column("Typ", 20, "c"),
    Column("Kód", 110, over="c"),
    Column("Popis", 180, over="c"),
    Column("MJ", 30, "c"),
    Column("Množství", 60, "r"),
    Column("Cena celkem", 80, "r"),
)


def _labelled(positions: int) -> tuple[Row, ...]:
    return tuple(
        row
        for number in range(1, positions + 1)
        for row in (
            Row((str(number), "K", str(27236500 + number), "Výztuž základů prutová", "t", f"{number},500", "0,00")),
            Row(("", "VV", f"C{number}", f"{number},5*1,0", "", f"{number},500", "")),
        )
    )


def test_codes_stand_left_under_a_centred_title_without_rules(tmp_path: Path) -> None:
    bill = read_document(draw_grid(Grid(LABELLED, _labelled(8), ruled=False, stand="top", gap=3), tmp_path / "a.pdf"))
    assert [(item.ordinal, item.code, item.row_type) for item in bill.positions] == [
        (str(number), str(27236500 + number), "K") for number in range(1, 9)
    ]
    assert [len(item.measurements) for item in bill.positions] == [1] * 8


@pytest.mark.parametrize("foot", ["Strana", "Stránka", "Seite"])
def test_a_page_number_in_words_is_no_part_of_the_last_measurement(tmp_path: Path, foot: str) -> None:
    grid = Grid(LABELLED, _labelled(60), ruled=False, stand="top", gap=3, foot=foot)
    bill = read_document(draw_grid(grid, tmp_path / "a.pdf"))
    assert bill.pages is not None
    assert bill.pages > 1
    texts = [line.text for item in bill.positions for line in item.measurements]
    assert texts == [f"{number},5*1,0" for number in range(1, 61)]


def test_columns_of_figures_do_not_lay_a_page_on_its_side() -> None:
    """Many narrow columns are sharper along the page than its lines are across it."""
    page = np.zeros((800, 600), np.bool_)
    for line in range(20, 780, 10):
        for column in range(20, 580, 40):
            for figure in range(4):
                page[line : line + 6, column + 5 * figure : column + 5 * figure + 4] = True
    lying = np.ascontiguousarray(np.rot90(page, -1))
    assert skew(lying)[1] > 1.3 * skew(page)[1]
    assert not stands_on_its_side(page, lying)
    assert stands_on_its_side(lying, page)


def test_a_page_with_hardly_any_ink_is_judged_by_its_sharpness() -> None:
    page = np.zeros((200, 200), np.bool_)
    page[40:42, 20:180] = True
    assert not stands_on_its_side(page, np.ascontiguousarray(np.rot90(page, -1)))
    assert not stands_on_its_side(np.zeros_like(page), np.zeros_like(page))


def test_labels_that_lost_a_stroke_are_titles() -> None:
    (header,) = find_headers([_line("PČ", "yp", "Kód", "Popis", "MJ", "Množství")])
    assert [title.field for title in header.titles][:3] == [Field.ORDINAL, Field.TYPE, Field.CODE]
