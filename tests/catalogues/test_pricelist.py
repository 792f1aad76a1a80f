"""Price lists of every kind the readers know, made here."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from compounds import TABLE, compound_file
from samplebill import sound_bill
from sampleworkbooks import kros

from estimator_desktop.catalogues.pricelist import preview, read_price_list
from estimator_desktop.domain.job import Progress
from estimator_desktop.domain.pricelist import Mapping
from estimator_desktop.errors import UserError
from estimator_desktop.guards.markup import MAX_BYTES

ITEM = "<Polozka><znacka>{code}</znacka><nazev>{text}</nazev><MJ>{unit}</MJ><jedn_cena>{price}</jedn_cena></Polozka>"
ROWS = (
    ("11120", "ODSTRANĚNÍ KŘOVIN", "M2", "45.5"), ("12110", "SEJMUTÍ ORNICE", "M3", "120"),
    ("17411", "ZÁSYP JAM A RÝH ZEMINOU", "M3", "310"), ("45131", "PODKLADNÍ VRSTVY Z BETONU C12/15", "M3", "3100"),
)  # fmt: skip


def quiet(_done: int, _total: int, _message: str) -> None:
    """Progress for nobody."""


def otskp(path: Path, rows: Sequence[tuple[str, str, str, str]] = ROWS, year: str = "2026") -> Path:
    body = "".join(ITEM.format(code=code, text=text, unit=unit, price=price) for code, text, unit, price in rows)
    path.write_text(
        f'<?xml version="1.0" encoding="utf-8"?><XC4><CenoveSoustavy><CenovaSoustava><nazev>{year}_OTSKP</nazev>'
        f"<Polozky>{body}</Polozky></CenovaSoustava></CenoveSoustavy></XC4>",
        encoding="utf-8",
    )
    return path


def workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("List")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def test_otskp(tmp_path: Path) -> None:
    found = read_price_list(otskp(tmp_path / "a.bin"), "a.bin", quiet)
    assert (found.system, found.edition) == ("OTSKP", "2026")
    assert [item.code for item in found.items] == [row[0] for row in ROWS]
    assert found.items[0].price == Decimal("45.5")


def test_a_workbook_with_titles_above_its_header(tmp_path: Path) -> None:
    rows = [
        ["Ceník prací 2025/II"], [], ["Číslo", "Název položky", "M.J.", "Jednotková cena", "Poznámka"],
        ["Zemní práce"], ["101001", "Výkop rýhy strojně", "m3", 410.5, "bez odvozu"],
        ["101002", "Výkop rýhy ručně", "m3", 1250, ""], ["Součet", "", "", "", ""],
    ]  # fmt: skip
    found = read_price_list(workbook(tmp_path / "c.xlsx", rows), "Ceník.xlsx", quiet)
    assert [(item.code, item.unit, item.price) for item in found.items] == [
        ("101001", "m3", Decimal("410.5")), ("101002", "m3", Decimal(1250)),
    ]  # fmt: skip
    assert found.items[0].specification == "bez odvozu"
    assert (found.edition, found.skipped) == ("2025/2", 2)


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ";"), ("cp1250", ";"), ("utf-8-sig", "\t"), ("utf-16", ";")]
)
def test_texts_in_every_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [["kód", "popis", "MJ", "cena"], ["101001", "Žlab odvodňovací, s roštem", "m", "1 250,50"]]
    path = tmp_path / "a.csv"
    path.write_bytes("\n".join(delimiter.join(line) for line in lines).encode(encoding))
    found = read_price_list(path, "a.csv", quiet)
    assert [(item.code, item.description, item.price) for item in found.items] == [
        ("101001", "Žlab odvodňovací, s roštem", Decimal("1250.50"))
    ]


def test_a_table_without_a_header_is_guessed_by_what_stands_in_it(tmp_path: Path) -> None:
    rows = [[f"{number}", f"10100{number}", f"Položka číslo {number} s delším popisem", "m2", 100 + number / 2]
            for number in range(1, 9)]  # fmt: skip
    found = read_price_list(workbook(tmp_path / "x.xlsx", rows), "x.xlsx", quiet)
    assert len(found.items) == 8
    assert (found.items[0].code, found.items[0].unit, found.items[0].price) == ("101001", "m2", Decimal("100.5"))


def test_the_mapping_can_be_said_by_hand_and_seen_before(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", [["a", "kg", "Hřebíky stavební dlouhé", 45], ["b", "kg", "Vruty krátké", 60]])
    seen = preview(path, "x.xlsx", Mapping(2, 0, 1, 3, sheet="List"))
    assert seen.sheets == ("List",)
    assert [item.code for item in seen.items] == ["a", "b"]
    found = read_price_list(path, "x.xlsx", quiet, Mapping(2, None, 1, 3, sheet="List"))
    assert [(item.code, item.description) for item in found.items] == [
        ("", "Hřebíky stavební dlouhé"), ("", "Vruty krátké"),
    ]  # fmt: skip


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    rows = [(f"{number}", f"PRÁCE ČÍSLO {number}", "M2", "1") for number in range(10000, 12500)]
    read_price_list(otskp(tmp_path / "a.xml", rows), "a.xml", lambda *said: told.append(said))
    assert [done for done, _total, _message in told] == [1000, 2000]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"), (b"<XC4><CenoveSoustavy><Polozka>", "xml_damaged"), (b"<a/>", "catalogue_no_items"),
        (b"PK\x03\x04 broken", "workbook_damaged"), (b"\x00\x01\x02" * 50, "catalogue_no_items"),
        (b"just a sentence\nand another", "catalogue_no_items"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><XC4><CenoveSoustavy/></XC4>', "xml_entities"),
        ("kód;popis;cena\n".encode("cp1250") + b"\x81\x81;\x90;1", "catalogue_damaged"),
        ("kód;popis;cena\n".encode(), "catalogue_no_items"),
    ],
)  # fmt: skip
def test_what_is_no_price_list_says_why(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        read_price_list(path, "x", quiet)
    assert caught.value.code == code


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="file_missing"):
        read_price_list(tmp_path / "none", "none", quiet)
    with pytest.raises(UserError, match="file_unreadable"):
        read_price_list(tmp_path, "folder", quiet)
    assert preview(otskp(tmp_path / "a.xml"), "a.xml").items[0].code == "11120"


def with_member(book: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return book


@pytest.mark.parametrize("read", [read_price_list, lambda path, name, _quiet: preview(path, name)])
def test_a_hostile_price_list_is_refused_as_a_budget_would_be(
    tmp_path: Path, read: Callable[[Path, str, Progress], object]
) -> None:
    """A workbook that is a fine price list but for what it hides, a compound file in a circle, a giant XML."""
    book = with_member(kros(sound_bill(), tmp_path / "bomb.xlsx"), "xl/media/image1.png", bytes(60_000_000))
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha">]><a>&a;</a>'
    sheet = with_member(kros(sound_bill(), tmp_path / "entities.xlsx"), "xl/extra.xml", laughs)
    circle = compound_file(tmp_path / "circle.xls", [TABLE, 1])
    giant = tmp_path / "giant.xml"
    with giant.open("wb") as stream:
        stream.write(b"<XC4>")
        stream.truncate(MAX_BYTES + 1)
    refused = {book: "archive_bomb", sheet: "xml_entities", circle: "workbook_damaged", giant: "archive_bomb"}
    for path, code in refused.items():
        with pytest.raises(UserError) as caught:
            read(path, path.name, quiet)
        assert caught.value.code == code, path.name


def test_a_quotation_mark_that_never_ends_is_a_damaged_list(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = (f"10100{number};Montáž profilu;m;1" for number in range(10_000))
    path.write_text('kod;popis;mj;cena\n1;"Trubka;m;1\n' + "\n".join(rows), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_price_list(path, "a.csv", quiet)
    assert caught.value.code == "catalogue_damaged"
