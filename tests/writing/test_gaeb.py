"""The GAEB pair: what the schema of each phase allows, in its order, and everything back by the reader."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from gaebcheck import gaeb_trip
from lxml import etree
from samplefull import modest_bill

from estimator_desktop.domain.bill import NOTHING, Amount, BillOfQuantities, Note, Section, WorkObject
from estimator_desktop.domain.template import BUILT_IN
from estimator_desktop.errors import UserError
from estimator_desktop.reading.read import read_document
from estimator_desktop.writing import Handover, write_gaeb
from estimator_desktop.writing.gaeb import tender_of
from tests.writing.test_xlsx import HOSTILE, SAMPLE, content

ORDER = {
    "83": {
        "GAEB": ("GAEBInfo", "PrjInfo", "Award"),
        "PrjInfo": ("NamePrj", "PrjID", "LblPrj", "Descrip", "Cur", "CurLbl", "UPFracDig"),
        "Award": ("DP", "AwardInfo", "OWN", "CnstSite", "BoQ"),
        "BoQInfo": ("Name", "LblBoQ", "Date", "OutlCompl", "BoQBkdn"),
        "BoQCtgy": ("LblTx", "CtlgAssign", "BoQBody"),
        "Item": ("Provis", "Qty", "QU", "CtlgAssign", "VAT", "Description"),
        "Description": ("StLNo", "WICNo", "CompleteText", "OutlineText"),
        "CompleteText": ("DetailTxt", "OutlineText"),
    },
    "84": {
        "GAEB": ("GAEBInfo", "PrjInfo", "Award"),
        "PrjInfo": ("NamePrj", "PrjID", "LblPrj"),
        "Award": ("DP", "AwardInfo", "CTR", "BoQ"),
        "BoQInfo": ("Name", "BoQBkdn", "Totals"),
        "BoQCtgy": ("BoQBody", "Totals"),
        "Item": ("Qty", "UP", "IT"),
        "Address": ("Name1", "Street", "PCode", "City"),
    },
}
"""The children each element may have, in the order of the schema of GAEB DA XML 3.3 (2021-05)."""
LIMITS = {
    "QU": r".{0,4}",
    "Qty": r"-?\d{1,8}\.\d{3}",
    "UP": r"-?\d{1,10}\.\d{2,3}",
    "IT": r"-?\d{1,11}\.\d{2}",
    "Total": r"-?\d{1,11}\.\d{2}",
    "Name": r".{1,20}",
    "NamePrj": r".{1,60}",
    "LblPrj": r".{1,60}",
    "LblBoQ": r".{1,60}",
    "WICNo": r".{1,40}",
    "Cur": r"[A-Z]{3}",
    "Length": r"[1-9]",
}


def pair(handed: Handover, folder: Path) -> dict[str, etree._Element]:
    bid = write_gaeb(handed, folder / "a.x84")
    return {"83": etree.parse(tender_of(bid)).getroot(), "84": etree.parse(bid).getroot()}


def check(phase: str, root: etree._Element) -> None:
    """What the published schema says of the elements that are written."""
    assert root.tag == f"{{http://www.gaeb.de/GAEB_DA_XML/DA{phase}/3.3}}GAEB"
    ids = [element.get("ID") for element in root.iter() if element.get("ID")]
    assert len(ids) == len(set(ids))
    for element in root.iter():
        name = etree.QName(element).localname
        inside = [etree.QName(child).localname for child in element]
        order = ORDER[phase].get(name)
        if order is not None:
            assert set(inside) <= set(order), (name, inside)
            assert [order.index(child) for child in inside] == sorted(order.index(child) for child in inside)
        if name == "BoQBody":
            assert len(set(inside)) == 1, inside
        if name in {"BoQCtgy", "Item"}:
            assert element.get("ID")
            assert re.fullmatch(r"[0-9]{2,14}", element.get("RNoPart") or "")
        if name in LIMITS and not inside:
            assert re.fullmatch(LIMITS[name], element.text or ""), (name, element.text)
    levels = list(root.iter("{*}BoQBkdn"))
    assert 1 <= len(levels) <= 7
    assert sum(int(level.findtext("{*}Length") or 0) for level in levels) <= 14


@pytest.fixture(scope="module")
def bill() -> BillOfQuantities:
    return read_document(SAMPLE)


@pytest.mark.parametrize("seed", range(1, 5))
def test_a_bill_with_everything_in_it(seed: int, tmp_path: Path) -> None:
    handed = content(modest_bill(seed=seed))
    for phase, root in pair(handed, tmp_path).items():
        check(phase, root)
    assert gaeb_trip(handed, tmp_path) == Counter()


def test_the_sample(bill: BillOfQuantities, tmp_path: Path) -> None:
    handed = content(bill)
    for phase, root in pair(handed, tmp_path).items():
        check(phase, root)
    assert gaeb_trip(handed, tmp_path) == Counter()
    bid = read_document(tmp_path / "a.x84")
    assert bid.proof is not None
    assert not bid.proof.failures
    assert bid.warnings == (("bid_without_texts", ""),)
    assert not read_document(tmp_path / "a.x83").warnings
    assert [work.kind for work in bid.objects] == ["Lot"] * len(bill.objects)


def test_both_files_call_a_position_the_same(bill: BillOfQuantities, tmp_path: Path) -> None:
    roots = pair(content(bill), tmp_path)
    named = [[(item.get("ID"), item.get("RNoPart")) for item in root.iter("{*}Item")] for root in roots.values()]
    assert named[0] == named[1]
    assert len(named[0]) == len(bill.positions)


def test_what_is_cut_stands_whole_in_the_long_text(bill: BillOfQuantities, tmp_path: Path) -> None:
    first = replace(
        bill.positions[0],
        unit="soubor",
        quantity=Amount("1,2345", Decimal("1.2345")),
        unit_price=Amount("10,4567", Decimal("10.4567")),
        total_price=NOTHING,
        notes=(Note("PP", "Celý popis\nna dvou řádcích"),),
    )
    pair(content(replace(bill, positions=(first,), proof=None)), tmp_path)
    asked, offered = (read_document(tmp_path / name).positions[0] for name in ("a.x83", "a.x84"))
    assert (asked.unit, asked.quantity.value) == ("soub", Decimal("1.235"))
    assert [note.text for note in asked.notes] == ["MJ: soubor\nCelý popis\nna dvou řádcích"]
    assert (offered.unit_price.value, offered.total_price.value) == (Decimal("10.457"), Decimal("12.91"))


def deep(bill: BillOfQuantities, levels: int) -> BillOfQuantities:
    """A bill whose positions stand in sections in sections, one on each level."""
    sections = tuple(
        Section(index, str(index), f"Úroveň {index}", 0, index - 1 if index else None) for index in range(levels)
    )
    positions = tuple(replace(item, object=0, section=index) for index, item in enumerate(bill.positions[:levels]))
    return replace(
        bill,
        objects=(WorkObject(0, "SO", "Objekt"),),
        sections=sections,
        positions=positions,
        recapitulation=(),
        proof=None,
    )


def test_an_outline_that_is_too_deep_moves_up(bill: BillOfQuantities, tmp_path: Path) -> None:
    handed = content(deep(bill, 9))
    for phase, root in pair(handed, tmp_path).items():
        check(phase, root)
    assert gaeb_trip(handed, tmp_path) == Counter()
    headings = [section.name for section in read_document(tmp_path / "a.x83").sections]
    assert headings[-1] == "3 Úroveň 3 / 4 Úroveň 4 / 5 Úroveň 5 / 6 Úroveň 6 / 7 Úroveň 7 / 8 Úroveň 8"


def test_an_outline_that_does_not_fit_is_refused(bill: BillOfQuantities, tmp_path: Path) -> None:
    flat = deep(bill, 5)
    many = tuple(replace(bill.positions[0], index=index, object=0, section=4) for index in range(100_000))
    with pytest.raises(UserError) as raised:
        write_gaeb(
            replace(content(flat), bill=replace(flat, positions=many), ids=tuple(map(str, range(100_000)))),
            tmp_path / "a.x84",
        )
    assert (raised.value.code, raised.value.params["count"]) == ("gaeb_outline", "16")
    assert not list(tmp_path.iterdir())


def test_a_number_that_is_too_long_is_refused(bill: BillOfQuantities, tmp_path: Path) -> None:
    first = replace(bill.positions[0], unit_price=Amount("", Decimal(10**11)), total_price=NOTHING)
    with pytest.raises(UserError) as raised:
        write_gaeb(content(replace(bill, positions=(first,), proof=None)), tmp_path / "a.x84")
    assert raised.value.code == "gaeb_amount"
    assert not (tmp_path / "a.x84").exists()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_come_back(text: str, bill: BillOfQuantities, tmp_path: Path) -> None:
    first = replace(bill.positions[0], description=text, code="", unit="m")
    pair(content(replace(bill, positions=(first,), proof=None)), tmp_path)
    back = read_document(tmp_path / "a.x83").positions[0].description
    assert back.split() == "".join(sign if sign >= " " or sign in "\t\n\r" else "" for sign in text).split()


def test_without_prices_no_price_is_left(bill: BillOfQuantities, tmp_path: Path) -> None:
    roots = pair(content(bill, BUILT_IN["blind"]), tmp_path)
    check("84", roots["84"])
    assert not list(roots["84"].iter("{*}UP", "{*}IT"))
    assert {total.text for total in roots["84"].iter("{*}Total")} == {"0.00"}


def test_a_provisional_position_stays_out_of_the_sums(bill: BillOfQuantities, tmp_path: Path) -> None:
    first = replace(bill.positions[0], row_type="E", total_price=NOTHING)
    roots = pair(content(replace(bill, positions=(first, bill.positions[1]), proof=None)), tmp_path)
    check("83", roots["83"])
    assert [element.text for element in roots["83"].iter("{*}Provis")] == ["WithoutTotal"]
    total = bill.positions[1].total_price.value
    assert total is not None
    assert roots["84"].findtext("{*}Award/{*}BoQ/{*}BoQInfo/{*}Totals/{*}Total") == f"{total:.2f}"
