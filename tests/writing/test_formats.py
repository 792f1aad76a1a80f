"""CSV, uniXML and the PDF report of the shipped sample, and of hostile texts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree
from samplefull import full_bill

from estimator_desktop.domain.bill import NOTHING, Amount, BillOfQuantities, Note
from estimator_desktop.domain.decision import Action, Decision, standing
from estimator_desktop.domain.template import BUILT_IN, Encoding, Template
from estimator_desktop.domain.verdict import Colour
from estimator_desktop.reading.read import read_document
from estimator_desktop.writing import write_csv, write_report, write_unixml, write_xlsx
from estimator_desktop.writing.text_table import guarded
from tests.writing.test_xlsx import HOSTILE, MADE, SAMPLE, cells, content

FIELDS = ("ordinal", "row_type", "code", "description", "unit", "price_system")


@pytest.fixture(scope="module")
def bill() -> BillOfQuantities:
    return read_document(SAMPLE)


def rows(path: Path, encoding: str = "utf-8-sig") -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline=""), delimiter=";"))


def test_csv_is_what_czech_excel_opens(bill: BillOfQuantities, tmp_path: Path) -> None:
    path = write_csv(content(bill), tmp_path / "a.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfObjekt;")
    head, *body = rows(path)
    assert [row[head.index("id")] for row in body] == [f"p{number}" for number in range(1, 53)]
    quantities = [row[head.index("Množství")] for row in body]
    assert quantities == [str(position.quantity.value).replace(".", ",") for position in bill.positions]
    assert "■" not in "".join(body[0])
    assert body[5][head.index("Verdikt")] == "Chyba"


def test_an_english_csv_has_decimal_points_and_commas_between_cells(bill: BillOfQuantities, tmp_path: Path) -> None:
    path = write_csv(content(bill, Template("en")), tmp_path / "a.csv")
    head, *body = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
    assert {len(row) for row in body} == {len(head)}
    for title, kept in (("Quantity", "quantity"), ("Unit price", "unit_price")):
        values = [getattr(item, kept).value for item in bill.positions]
        assert [row[head.index(title)] for row in body] == ["" if value is None else str(value) for value in values]
    assert "." in body[0][head.index("Total")]


def test_an_english_csv_reads_as_the_budget_it_is(bill: BillOfQuantities, tmp_path: Path) -> None:
    back = {
        language: read_document(write_csv(content(bill, Template(language)), tmp_path / f"{language}.csv"))
        for language in ("cs", "en")
    }
    values = {
        language: [(item.quantity.value, item.unit_price.value, item.total_price.value) for item in read.positions]
        for language, read in back.items()
    }
    assert values["en"] == values["cs"]
    assert [value[0] for value in values["en"]] == [item.quantity.value for item in bill.positions]


def test_csv_in_windows_1250(bill: BillOfQuantities, tmp_path: Path) -> None:
    strange = replace(bill, positions=(replace(bill.positions[0], description="žluťoučký ∑"), *bill.positions[1:]))
    path = write_csv(content(strange, Template(encoding=Encoding.WINDOWS)), tmp_path / "a.csv")
    assert rows(path, "cp1250")[1][5] == "žluťoučký ?"


@pytest.mark.parametrize("text", [text for text in HOSTILE if text[0] in "=+-@\t\r"])
def test_csv_guards_what_begins_a_formula(text: str, bill: BillOfQuantities, tmp_path: Path) -> None:
    hostile = replace(bill.positions[0], description=text, code=text, unit=text, quantity=Amount(text, None))
    path = write_csv(content(replace(bill, positions=(hostile,), proof=None)), tmp_path / "a.csv")
    row = rows(path)[1]
    assert row[5] == row[4] == row[6] == row[7] == guarded(text) == f"'{text}"


def test_a_negative_number_is_no_formula(bill: BillOfQuantities, tmp_path: Path) -> None:
    less = replace(bill.positions[0], quantity=Amount("-6,4", Decimal("-6.4")))
    path = write_csv(content(replace(bill, positions=(less,), proof=None)), tmp_path / "a.csv")
    assert rows(path)[1][7] == "-6,4"


def test_csv_without_prices_has_no_price_columns(bill: BillOfQuantities, tmp_path: Path) -> None:
    head = rows(write_csv(content(bill, BUILT_IN["blind"]), tmp_path / "a.csv"))[0]
    assert not {"J. cena", "Celkem", "Cena v ceníku"} & set(head)


def test_unixml_comes_back_with_all_the_format_can_hold(bill: BillOfQuantities, tmp_path: Path) -> None:
    back = read_document(write_unixml(content(bill), tmp_path / "a.xml"))
    assert (back.family, back.name, back.code) == ("unixml", bill.name, bill.code)
    assert len(back.positions) == len(bill.positions)
    for old, new in zip(bill.positions, back.positions, strict=True):
        assert [getattr(new, field) for field in FIELDS] == [getattr(old, field) for field in FIELDS]
        assert (new.quantity.value, new.unit_price.value) == (old.quantity.value, old.unit_price.value)
        assert [line.text for line in new.measurements] == [line.text for line in old.measurements]
        assert [work.code for work in back.object_path(new.object)] == [
            work.code for work in bill.object_path(old.object)
        ]
        assert [part.name for part in back.section_path(new.section)] == [
            part.name for part in bill.section_path(old.section)
        ]


def test_unixml_gives_a_code_where_there_is_none_or_two_wordings(bill: BillOfQuantities, tmp_path: Path) -> None:
    one, two, three = bill.positions[:3]
    same = replace(two, code=one.code, row_type=one.row_type, description="jiné znění", object=0, section=0)
    nameless = replace(three, code="", row_type="P", unit_price=Amount("", None), notes=(Note("PP", "<b>&"),))
    odd = replace(bill, positions=(one, same, nameless), proof=None)
    path = write_unixml(content(odd), tmp_path / "a.xml")
    codes = [item.text for item in etree.parse(path).iter("zdroj_konstrukce") for item in item.iter("kod_polozky")]
    assert codes == [one.code, f"{one.code}.p2", "R-p3"]
    back = read_document(path)
    assert [(item.code, item.description, item.row_type) for item in back.positions] == [
        (item.code, item.description, item.row_type) for item in odd.positions
    ]
    assert back.positions[2].unit_price == Amount("", None)
    assert back.positions[2].notes == (Note("PP", "<b>&"),)


def test_unixml_takes_any_text(bill: BillOfQuantities, tmp_path: Path) -> None:
    texts = ("a\x00b", "]]>", "?>", '" & <', "\ufffe", "ě")
    positions = tuple(replace(bill.positions[index], code=text, description=text) for index, text in enumerate(texts))
    back = read_document(write_unixml(content(replace(bill, positions=positions, proof=None)), tmp_path / "a.xml"))
    assert [position.description for position in back.positions] == ["ab", "]]>", "?>", '" & <', "", "ě"]


def text_of(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    return [re.sub(r"\s+", " ", page.get_textpage().get_text_range()) for page in document]


def test_the_report_has_chapters_page_numbers_and_czech_letters(bill: BillOfQuantities, tmp_path: Path) -> None:
    path = write_report(content(bill), tmp_path / "a.pdf")
    pages = text_of(path)
    for number, page in enumerate(pages, 1):
        assert f"Strana {number} z {len(pages)}" in page
    document = pypdfium2.PdfDocument(path)
    titles = [item.get_title() for item in document.get_toc() if item.level == 0]
    assert titles == ["Souhrn", "Rekapitulace", "Nálezy podle závažnosti", "K rozhodnutí", "Položky", "Protokol"]
    whole = " ".join(pages)
    for position in bill.positions:
        assert position.code in whole
    assert "Zásyp jam, šachet a rýh sypaninou" in whole
    assert "FontFile2" in path.read_bytes().decode("latin-1")


def test_what_is_decided_waits_no_more_on_the_cover(bill: BillOfQuantities, tmp_path: Path) -> None:
    whole = content(bill)
    first, second, *others = (verdict for verdict in whole.audit.verdicts if verdict.hitl)
    said = [
        Decision(1, first.position, Action.OVERRIDE, MADE, reason="dohodnuto", ground=first.ground),
        Decision(2, second.position, Action.LATER, MADE, ground=second.ground),
    ]
    decided = replace(whole, stands=standing(said))
    left = str(1 + len(others))
    front = text_of(write_report(decided, tmp_path / "a.pdf"))[0]
    assert re.search(rf"K rozhodnutí\s+{left}\b", front)
    assert ["K rozhodnutí", left] in [row[1:3] for row in cells(write_xlsx(decided, tmp_path / "a.xlsx"))["Krycí list"]]


def test_the_report_says_what_objects_and_sections_come_to(bill: BillOfQuantities, tmp_path: Path) -> None:
    pages = text_of(write_report(content(bill), tmp_path / "a.pdf"))
    assert "Součet cen vytištěných v dokumentu" in pages[0], "the sample prints another total than its rows come to"
    recapitulation = next(page for page in pages if page.startswith("Rekapitulace"))
    for line in ("celý rozpočet 52 4 3 45 2 282 600,01 100,0 %", "1 Zemní práce 8 1 7 273 574,82 12,0 %"):
        assert line in recapitulation
    positions = next(page for page in pages if page.startswith("Položky"))
    assert "SO 01 Sklad nářadí s dílnou 1 902 270,22 Kč" in positions
    assert "2 Zakládání 371 910,44 Kč" in positions
    assert "Rozpoznaný formát PDF, tištěný rozpočet" in pages[-1]
    blind = text_of(write_report(content(bill, BUILT_IN["blind"]), tmp_path / "b.pdf"))
    assert "celý rozpočet 52" in blind[1]
    assert "Kč" not in " ".join(blind)
    unpriced = tuple(
        replace(item, unit_price=NOTHING, total_price=NOTHING, supply_price=NOTHING, installation_price=NOTHING)
        for item in bill.positions
    )
    empty = text_of(write_report(content(replace(bill, positions=unpriced, proof=None)), tmp_path / "c.pdf"))
    assert "slepý" in empty[0]
    assert "0,00 Kč" not in " ".join(empty)


def test_the_report_takes_markup_and_endless_text_as_text(bill: BillOfQuantities, tmp_path: Path) -> None:
    odd = replace(bill.positions[0], description="<font size=90>&amp; <b>", code="x" * 300)
    long = replace(bill.positions[1], description="slovo " * 20_000)
    strange = replace(bill, positions=(odd, long, *bill.positions[2:]), name="<i>&", proof=None)
    pages = " ".join(text_of(write_report(content(strange), tmp_path / "a.pdf")))
    assert "<font size=90>&amp; <b>" in pages


def test_a_report_of_a_selection_says_so_and_holds_no_price(bill: BillOfQuantities, tmp_path: Path) -> None:
    blind = " ".join(text_of(write_report(content(bill, BUILT_IN["blind"]), tmp_path / "a.pdf")))
    assert "výběr z rozpočtu" in blind
    assert "Celkem" not in blind
    few = write_report(content(bill, BUILT_IN["problems"]), tmp_path / "b.pdf")
    green = [v.position for v in content(bill).audit.verdicts if v.colour is Colour.GREEN]
    assert not [index for index in green if bill.positions[index].description in " ".join(text_of(few))]


OWN_PLACE = {("dil", "nazev_dilu")}
"""Where two sections of an object share a code under different names, the list by codes cannot hold both."""


@pytest.mark.corpus
def test_unixml_has_the_structure_of_real_files(corpus: Path, tmp_path: Path) -> None:
    """What stands in what, in which order, and what is never left out, as the real files of the corpus have it."""
    inside: dict[str, set[str]] = {}
    order: set[tuple[str, str, str]] = set()
    always: dict[str, set[str]] = {}
    for source in sorted((corpus / "dev_xml").glob("*.xml")):
        for tag, children in structure(source):
            inside.setdefault(tag, set()).update(children)
            order.update((tag, one, other) for one, other in combinations(children, 2) if one != other)
            always[tag] = always.get(tag, set(children)) & set(children)
    assert inside
    lists = {"zdroje_dily", "zdroje_konstrukce", "zdroje_materialy"}  # never empty there, but nothing says so
    for number, bill in enumerate((read_document(SAMPLE), full_bill())):
        for tag, children in structure(write_unixml(content(bill), tmp_path / f"{number}.xml")):
            assert {(tag, child) for child in set(children) - inside[tag]} <= OWN_PLACE
            assert tag in lists or always[tag] <= set(children), tag
            swapped = {(tag, one, other) for one, other in combinations(children, 2) if (tag, other, one) in order}
            assert swapped <= order, tag


def structure(path: Path) -> Iterator[tuple[str, list[str]]]:
    for element in etree.parse(path).iter(etree.Element):
        yield str(element.tag), [str(child.tag) for child in element if isinstance(child.tag, str)]
