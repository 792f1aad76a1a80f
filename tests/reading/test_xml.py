"""Budgets in XML, written by the project's own scripts, read back whole."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from samplebill import sound_bill
from samplerows import Row, Sample
from samplexml import gaeb, unixml, xc4

from estimator_desktop.domain.bill import BillOfQuantities, MeasurementKind
from estimator_desktop.errors import UserError
from estimator_desktop.reading.read import read_document


@pytest.fixture(params=[False, True], ids=["priced", "blind"])
def sample(request: pytest.FixtureRequest) -> Sample:
    return sound_bill(blind=request.param)


def wanted(sample: Sample, row: Row) -> tuple[object, ...]:
    return (row.text, row.unit, row.shown_quantity, None if sample.blind else Decimal(row.price))


def found(bill: BillOfQuantities) -> list[tuple[object, ...]]:
    return [(p.description, p.unit, p.quantity.value, p.unit_price.value or None) for p in bill.positions]


def check(bill: BillOfQuantities, sample: Sample) -> None:
    assert found(bill) == [wanted(sample, row) for row in sample.rows]
    assert (bill.code, bill.name) == (sample.code, sample.name)
    parts = [part.name for work in sample.works for part in work.parts for _ in part.rows]
    assert [bill.sections[p.section].name if p.section is not None else "" for p in bill.positions] == parts
    assert bill.proof is not None
    assert bill.proof.holds, bill.proof.failures


def places(bill: BillOfQuantities) -> list[str]:
    return ["/".join(work.code for work in bill.object_path(p.object)) for p in bill.positions]


def codes(sample: Sample) -> list[str]:
    return [work.code for work in sample.works for part in work.parts for _ in part.rows]


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_unixml(sample: Sample, tmp_path: Path, version: str) -> None:
    bill = read_document(unixml(sample, tmp_path / "a.xml", version))
    check(bill, sample)
    assert [p.code for p in bill.positions] == [row.code for row in sample.rows]
    assert [p.ordinal for p in bill.positions] == [str(row.ordinal) for row in sample.rows]
    assert places(bill) == codes(sample)
    assert [[line.text for line in p.measurements] for p in bill.positions] == [list(row.lines) for row in sample.rows]


def test_unixml_objects_in_objects_and_without_sections(tmp_path: Path) -> None:
    sample = sound_bill()
    bill = read_document(unixml(sample, tmp_path / "a.xml", bare=True))
    assert found(bill) == [wanted(sample, row) for row in sample.rows]
    first, last = sample.works
    inside = sum(len(part.rows) for part in last.parts)
    assert places(bill)[-inside:] == [f"{first.code}/{last.code}"] * inside
    assert all(p.section is None for p in bill.positions[-inside:])


def test_unixml_a_decimal_point_groups_no_thousands(tmp_path: Path) -> None:
    target = unixml(sound_bill(), tmp_path / "a.xml")
    first = f"{sound_bill().rows[0].shown_quantity:f}"
    text = target.read_text(encoding="utf-8").replace(f"<mnozstvi>{first.replace('.', ',')}<", "<mnozstvi>126.000<", 1)
    target.write_text(text, encoding="utf-8")
    quantity = read_document(target).positions[0].quantity
    assert (quantity.value, quantity.alternative) == (Decimal(126), None)


def test_xc4(sample: Sample, tmp_path: Path) -> None:
    bill = read_document(xc4(sample, tmp_path / "a.xml"))
    assert bill.family == "xc4"
    check(bill, sample)
    assert [p.code for p in bill.positions] == [row.code for row in sample.rows]
    assert places(bill) == codes(sample)
    for position, row in zip(bill.positions, sample.rows, strict=True):
        expressions = [line for line in position.measurements if line.kind is MeasurementKind.EXPRESSION]
        assert [line.text for line in expressions] == [line.replace(",", ".") for line in row.lines]
        totals = [line for line in position.measurements if line.kind is MeasurementKind.TOTAL]
        assert [line.value for line in totals] == ([row.measured] if len(row.lines) > 1 else [])


def test_xc4_price_list_is_no_bill(tmp_path: Path) -> None:
    target = tmp_path / "a.xml"
    target.write_text("<XC4><CenoveSoustavy><Polozky/></CenoveSoustavy></XC4>", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_document(target)
    assert (caught.value.code, caught.value.params["seen"]) == ("not_a_budget", "price_list")


@pytest.mark.parametrize("version", ["2.0", "3.1", "3.3"])
@pytest.mark.parametrize("phase", ["81", "83", "84", "86"])
def test_gaeb(phase: str, version: str, tmp_path: Path) -> None:
    sample = sound_bill(blind=phase in {"81", "83"})
    bill = read_document(gaeb(sample, tmp_path / "a.x83", phase, version))
    check(bill, sample)
    assert (bill.family, bill.currency) == ("gaeb", "EUR")
    assert bill.positions[0].ordinal == "01.01.0001"
    assert [note.text for note in bill.positions[0].notes] == [f"{sample.rows[0].text}, Langtext\nAbsatz 2"]
    assert [section.parent for section in bill.sections[:2]] == [None, 0]
    assert not bill.objects


def test_gaeb_lots_are_objects(tmp_path: Path) -> None:
    sample = sound_bill()
    bill = read_document(gaeb(sample, tmp_path / "a.x84", lots=True))
    check(bill, sample)
    assert [work.name for work in bill.objects] == [work.name for work in sample.works]
    assert [work.total.value for work in bill.objects] == [work.sum for work in sample.works]


def test_gaeb_a_provisional_position_is_in_no_sum(tmp_path: Path) -> None:
    sample = sound_bill()
    bill = read_document(gaeb(sample, tmp_path / "a.x84", optional=True))
    check(bill, sample)
    assert [p.row_type for p in bill.positions[:2]] == ["E", "N"]
    assert bill.warnings == (("optional_positions", "1"),)


def test_gaeb_positions_outside_categories_and_surcharges(tmp_path: Path) -> None:
    target = tmp_path / "a.x84"
    outline = "<Description><CompleteText><OutlineText><OutlTxt><TextOutlTxt>{}</TextOutlTxt></OutlTxt></OutlineText>"
    text = outline + "</CompleteText></Description>"
    target.write_text(
        '<GAEB xmlns="http://www.gaeb.de/GAEB_DA_XML/DA84/3.2"><Award><BoQ><BoQBody><Itemlist>'
        f'<Item RNoPart="1" RNoIndex="a"><Qty>-2.5</Qty><QU>m3</QU><UP>-3.10</UP><IT>7.75</IT>{text.format("Aushub")}'
        f'</Item><MarkupItem RNoPart="2"><Markup>5</Markup><IT>0.39</IT>{text.format("Zuschlag")}</MarkupItem>'
        "</Itemlist></BoQBody></BoQ></Award></GAEB>",
        encoding="utf-8",
    )
    bill = read_document(target)
    assert [(p.ordinal, p.description, p.unit, p.quantity.value, p.total_price.value) for p in bill.positions] == [
        ("1a", "Aushub", "m3", Decimal("-2.5"), Decimal("7.75")),
        ("2", "Zuschlag", "%", Decimal(5), Decimal("0.39")),
    ]
    assert bill.positions[0].unit_price.value == Decimal("-3.10")
    assert bill.currency == "EUR"


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-16", b""), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("utf-16-le", b"")]
)
def test_xml_in_utf_16(tmp_path: Path, encoding: str, mark: bytes) -> None:
    sample = sound_bill()
    path = unixml(sample, tmp_path / "a.xml")
    text = path.read_text(encoding="utf-8").replace('encoding="utf-8"', 'encoding="utf-16"' if mark else "", 1)
    path.write_bytes(mark + text.replace(" ?>", "?>").encode(encoding))
    check(read_document(path), sample)


def test_entities_are_found_in_utf_16_too(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text('<!DOCTYPE a [<!ENTITY b "c">]><unixml>&b;</unixml>', encoding="utf-16")
    with pytest.raises(UserError) as caught:
        read_document(path)
    assert caught.value.code == "xml_entities"


@pytest.mark.parametrize(
    ("declared", "written"), [("", "cp1250"), ("utf-8", "cp1250"), ("utf-16", "utf-8"), ("windows-1250", "cp1250")]
)
def test_xml_that_says_something_untrue_about_its_encoding(tmp_path: Path, declared: str, written: str) -> None:
    sample = sound_bill()
    path = unixml(sample, tmp_path / "a.xml")
    body = path.read_text(encoding="utf-8").partition("?>")[2]
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    path.write_bytes((head + body).encode(written) + b"\0\0")
    check(read_document(path), sample)


def test_unixml_a_text_that_only_the_position_says(tmp_path: Path) -> None:
    sample = sound_bill()
    path = unixml(sample, tmp_path / "a.xml")
    text = re.sub(r"<zdroje>.*?</zdroje>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    texts = iter(sample.rows)

    def said(match: re.Match[str]) -> str:
        row = next(texts)
        text = f"<zkraceny_popis_polozky>{row.text}</zkraceny_popis_polozky>"
        return f"{match[0]}{text}<merna_jednotka>{row.unit}</merna_jednotka>"

    path.write_text(re.sub(r"<typ_vety>.</typ_vety>", said, text), encoding="utf-8")
    bill = read_document(path)
    assert [(p.description, p.unit) for p in bill.positions] == [(row.text, row.unit) for row in sample.rows]


def test_unixml_codes_that_no_list_holds_are_said_and_nothing_is_proven(tmp_path: Path) -> None:
    path = unixml(sound_bill(), tmp_path / "a.xml")
    text = re.sub(r"<zdroje>.*?</zdroje>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    path.write_text(text, encoding="utf-8")
    bill = read_document(path)
    count = str(len(sound_bill().rows))
    assert bill.warnings == (("texts_missing", count),)
    assert bill.proof is not None
    assert [(failure.code, failure.found) for failure in bill.proof.failures] == [("texts_missing", count)]


@pytest.mark.parametrize("wrapper", ["soupisy/soupis", "rozpocty/rozpocet", "obsah"])
def test_xc4_in_other_wrappers(tmp_path: Path, wrapper: str) -> None:
    sample = sound_bill()
    path = xc4(sample, tmp_path / "a.xml")
    outer = wrapper.split("/")
    opening = "".join(f"<{name}>" for name in outer) + ("<znacka>01</znacka><nazev>Část</nazev>" if outer[1:] else "")
    closing = "".join(f"</{name}>" for name in reversed(outer))
    text = path.read_text(encoding="utf-8").replace("<stavDily>", f"{opening}<stavDily>")
    path.write_text(text.replace("</stavDily>", f"</stavDily>{closing}"), encoding="utf-8")
    bill = read_document(path)
    check(bill, sample)
    assert places(bill) == [code + "/01" * (len(outer) > 1) for code in codes(sample)]
