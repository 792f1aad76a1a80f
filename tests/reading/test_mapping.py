"""Tables whose header says nothing: guesses, mappings, templates."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from samplebill import sound_bill
from samplerows import Sample
from sampleworkbooks import FREE_TITLES, free, free_rows, text_table

from estimator_desktop.cli import main
from estimator_desktop.domain.mapping import (
    ColumnRole,
    LayoutRequest,
    LayoutTemplate,
    MappingError,
    TableMapping,
    column_name,
    column_number,
    columns_text,
    fingerprint,
    mapping_of,
)
from estimator_desktop.errors import UserError
from estimator_desktop.reading.read import read_document
from estimator_desktop.reading.spreadsheet.guess import MappingNeededError

ODD = ("α", "β", "γ", "δ", "ε", "ζ", "η")
MAPPING = TableMapping(
    tuple(
        enumerate(
            (
                ColumnRole.ORDINAL,
                ColumnRole.CODE,
                ColumnRole.DESCRIPTION,
                ColumnRole.UNIT,
                ColumnRole.QUANTITY,
                ColumnRole.UNIT_PRICE,
                ColumnRole.TOTAL,
            )
        )
    ),
    header=2,
)


def table(tmp_path: Path, sample: Sample) -> Path:
    return free(free_rows(sample, ODD), tmp_path / "a.xlsx")


def shown(path: Path, request: LayoutRequest | None = None) -> list[tuple[object, ...]]:
    bill = read_document(path, request=request)
    return [(p.ordinal, p.code, p.description, p.unit, p.quantity.value) for p in bill.positions]


def wanted(sample: Sample) -> list[tuple[object, ...]]:
    return [(str(row.ordinal), row.code, row.text, row.unit, row.shown_quantity) for row in sample.rows]


def test_the_arithmetic_proves_a_guess(tmp_path: Path) -> None:
    sample = sound_bill()
    path = table(tmp_path, sample)
    assert shown(path) == wanted(sample)
    bill = read_document(path)
    assert [code for code, _ in bill.warnings] == ["columns_guessed"]
    assert [p.unit_price.value for p in bill.positions] == [Decimal(row.price) for row in sample.rows]


def test_without_prices_the_person_is_asked_with_a_preview(tmp_path: Path) -> None:
    sample = sound_bill(blind=True)
    with pytest.raises(MappingNeededError) as caught:
        read_document(table(tmp_path, sample))
    preview = caught.value.preview
    assert preview.confidence < 0.9
    assert preview.sheets[0].rows[2] == ODD
    assert preview.guess == TableMapping(MAPPING.columns[:5], 2, ("List1",))


def test_a_mapping_is_followed(tmp_path: Path) -> None:
    sample = sound_bill(blind=True)
    assert shown(table(tmp_path, sample), LayoutRequest(MAPPING)) == wanted(sample)


def test_a_template_is_found_by_the_titles_and_said(tmp_path: Path) -> None:
    sample = sound_bill(blind=True)
    titles = fingerprint(("Α", " β ", "Γ", "δ", "ε", "ζ", "η", ""))
    request = LayoutRequest(
        templates=(LayoutTemplate("jiná", "a|b|c", MAPPING), LayoutTemplate("Řecká", titles, MAPPING))
    )
    rows = [["Stavba"], [], *free_rows(sample, ODD)]
    path = text_table(rows, tmp_path / "a.csv")
    assert shown(path, request) == wanted(sample)
    assert read_document(path, request=request).warnings == (("template_applied", "Řecká"),)


def test_text_without_a_table_needs_no_mapping(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read_document(free([["Dobrý den"], ["posílám", "soubor"]], tmp_path / "a.xlsx"))
    assert caught.value.code == "no_positions"


def test_the_command_takes_a_mapping(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample = sound_bill(blind=True)
    path, out, chosen = table(tmp_path, sample), tmp_path / "out.json", tmp_path / "map.json"
    assert main(["read", str(path)]) == 3
    assert "--mapping (docs/mapping.md)" in capsys.readouterr().err
    columns = {column_name(column): role.value for column, role in MAPPING.columns}
    chosen.write_text(json.dumps({"header_row": 3, "columns": columns}), encoding="utf-8")
    assert main(["read", str(path), "--mapping", str(chosen), "--json", str(out)]) == 0
    assert len(json.loads(out.read_text(encoding="utf-8"))["positions"]) == len(sample.rows)
    chosen.write_text(json.dumps({"header_row": 3, "columns": columns, "sheets": ["List9"]}), encoding="utf-8")
    assert main(["read", str(path), "--mapping", str(chosen)]) == 3
    assert "není list List9. Jsou tu: " in capsys.readouterr().err
    assert main(["read", str(path), "--mapping", str(tmp_path / "nic.json")]) == 3
    assert "Soubor nic.json tu není" in capsys.readouterr().err
    chosen.write_text("{", encoding="utf-8")
    assert main(["read", str(path), "--mapping", str(chosen)]) == 3
    assert "není to soubor JSON" in capsys.readouterr().err


BOTH = {"A": "description", "B": "quantity"}


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ([], "chybí v něm „columns“"),
        ({"columns": []}, "chybí v něm „columns“"),
        ({"columns": {"A": "description"}}, "chybí quantity"),
        ({"columns": {**BOTH, "C": "cena"}}, "údaj „cena“ neznám; znám ordinal, type, code"),
        ({"columns": {**BOTH, "1": "code"}}, "„1“ není písmeno sloupce"),
        ({"columns": BOTH, "header_row": 0}, "číslo řádku od 1, je tu 0"),
        ({"columns": BOTH, "header_row": "čtyři"}, "číslo řádku od 1, je tu čtyři"),
        ({"columns": BOTH, "sheets": "List1"}, "„sheets“ má být seznam"),
        ({"columns": {**BOTH, "C": "quantity"}}, "quantity je u dvou sloupců"),
    ],
)
def test_a_mapping_that_cannot_be_says_why(
    record: object, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(MappingError):
        mapping_of(record)
    chosen = tmp_path / "map.json"
    chosen.write_text(json.dumps(record), encoding="utf-8")
    assert main(["read", str(tmp_path / "a.xlsx"), "--mapping", str(chosen)]) == 3
    assert said in capsys.readouterr().err


def test_a_mapping_from_a_file() -> None:
    mapping = mapping_of({"columns": {"C": "quantity", "AB": "description"}, "header_row": 2, "sheets": ["a"]})
    assert mapping == TableMapping(((2, ColumnRole.QUANTITY), (27, ColumnRole.DESCRIPTION)), 1, ("a",))
    assert columns_text(mapping) == "C quantity, AB description"
    assert [column_number(column_name(number)) for number in (0, 25, 26, 701, 702)] == [0, 25, 26, 701, 702]
    assert fingerprint(["a", "", "b"]) == ""


def test_who_asks_is_asked_however_sure_the_reader_is(tmp_path: Path) -> None:
    sample = sound_bill()
    path = free(free_rows(sample, FREE_TITLES["cs"]), tmp_path / "a.xlsx")
    assert read_document(path).positions
    with pytest.raises(MappingNeededError) as asked:
        read_document(path, request=LayoutRequest(ask=True))
    mapping = asked.value.preview.guess
    assert len(read_document(path, request=LayoutRequest(mapping, ask=True)).positions) == len(sample.rows)


def test_a_sheet_without_any_guess_can_be_assigned_too(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("Poznámky").write("B2", "jen slovo")
    book.close()
    with pytest.raises(MappingNeededError) as asked:
        read_document(path, request=LayoutRequest(ask=True))
    assert (asked.value.preview.confidence, asked.value.preview.guess.columns) == (0.0, ())
