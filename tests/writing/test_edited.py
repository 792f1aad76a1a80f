"""An edited export back into its project: looked at first, then decisions that can be undone."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from estimator_desktop.cli import main
from estimator_desktop.domain.bill import Measurement, Note
from estimator_desktop.domain.changes import EditedFile, compare
from estimator_desktop.domain.decision import Action, effective_bill, standing
from estimator_desktop.domain.deed import DeedKind
from estimator_desktop.domain.job import JobKind, JobState
from estimator_desktop.domain.template import BUILT_IN, Order, Template
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.edited import looks_like_ours
from estimator_desktop.pipeline import take_over
from estimator_desktop.reading.edited import read_edited
from estimator_desktop.reading.own.packed import unpacked
from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.codec import decode
from estimator_desktop.storage.store import Store
from estimator_desktop.usecases.edited import apply, propose
from estimator_desktop.usecases.exports import export
from estimator_desktop.writing import write_xlsx
from tests.writing.test_exports import document as document  # noqa: PLC0414 - a fixture
from tests.writing.test_original import original as original  # noqa: PLC0414 - a fixture
from tests.writing.test_xlsx import content


def written(store: Store, document: str, folder: Path, form: str, template: Template | None = None) -> Path:
    return export(store, document, folder, Order((form,), template or Template(), "ven"))[0]


def edit_json(path: Path) -> None:
    record = json.loads(path.read_text("utf-8"))
    record["positions"][0]["unit_price"] = "1.5"
    record["positions"][1]["ordinal"] = "77"
    del record["positions"][2]
    path.write_text(json.dumps(record), "utf-8")


def edit_csv(path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head, *rows = list(csv.reader(stream, delimiter=";"))
    rows[0][head.index("J. cena")] = "1,5"
    rows[1][head.index("PČ")] = "77"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([head, rows[1], rows[0]])  # sorted otherwise, one left out


def edit_english_csv(path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head, *rows = list(csv.reader(stream))
    rows[0][head.index("Unit price")] = "1,500"  # as an English spreadsheet may save one thousand and a half
    rows[1][head.index("No.")] = "77"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([head, rows[1], rows[0]])


def test_an_edited_english_csv(store: Store, document: str, tmp_path: Path) -> None:
    path = written(store, document, tmp_path / "en", "csv", replace(Template(), language="en"))
    edit_english_csv(path)
    found = propose(store, path, document)
    assert [(item.position, item.field, item.after) for item in found.edits] == [(0, "unit_price", "1500")]
    assert [(item.position, item.field) for item in found.left] == [(1, "ordinal")]
    assert len(found.changes.vanished) == 1


def edit_xlsx(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[3]
    for row in list(sheet.iter_rows(min_row=6)):
        if row[4].value == "100001":
            row[8].value = 1.5
        if row[4].value == "100002":
            row[2].value = "77"
        if row[4].value == "100003":
            sheet.delete_rows(row[0].row)
    book.save(path)


@pytest.mark.parametrize(
    ("form", "edit"), [("json", edit_json), ("csv", edit_csv), ("xlsx", edit_xlsx)], ids=["json", "csv", "xlsx"]
)
def test_edited_values_become_decisions(
    form: str, edit: Callable[[Path], None], store: Store, document: str, tmp_path: Path
) -> None:
    path = written(store, document, tmp_path / "ven", form)
    named = "" if form != "csv" else document
    same = propose(store, path, named)
    assert same.changes.none
    edit(path)
    found = propose(store, path, named)
    assert [(item.position, item.field, item.after) for item in found.edits] == [(0, "unit_price", "1.5")]
    assert [(item.position, item.field) for item in found.left] == [(1, "ordinal")]
    assert found.changes.vanished == (2,)
    assert found.left_out == 2
    assert not store.decisions.all(document)
    assert apply(store, found, "podle souboru") == 1
    bill = store.bills.load(document)
    assert bill is not None
    now = effective_bill(bill, standing(store.decisions.all(document))).positions[0]
    assert (now.unit_price.value, now.total_price.value) == (Decimal("1.5"), Decimal("18.75"))
    assert bill.positions[0].unit_price.value == Decimal("310.25")
    assert not propose(store, path, named).edits
    undone = store.deeds.undo(document)
    assert undone is not None
    assert (undone.kind, undone.positions) == (DeedKind.FILE, (0,))
    assert [item.reason for item in store.decisions.all(document) if item.undone] == ["podle souboru"]


def test_all_values_of_a_file_are_undone_at_once(store: Store, document: str, tmp_path: Path) -> None:
    path = written(store, document, tmp_path / "ven", "json")
    words = path.read_text("utf-8").replace('"unit": "m3"', '"unit": "t"').replace('"310.25"', '"7"')
    path.write_text(words, "utf-8")
    assert apply(store, propose(store, path), "ze souboru") == 3
    assert store.deeds.undo(document)
    assert not standing(store.decisions.all(document))


def test_line_ends_that_a_program_writes_otherwise_are_no_change(demo_pdf: Path, tmp_path: Path) -> None:
    """LibreOffice leaves one sign of the two that end a line on Windows."""
    bill = read_document(demo_pdf)
    first = replace(
        bill.positions[0],
        description="Sejmutí\r\nornice",
        notes=(Note("P", "první\r\ndruhý"),),
        measurements=(Measurement("1*2\r\n+3"),),
    )
    path = write_xlsx(content(replace(bill, positions=(first, *bill.positions[1:]))), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    ends = 0
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and "\r" in cell.value.replace("_x000D_", "\r"):
                    cell.value = cell.value.replace("_x000D_", "\r").replace("\r\n", "\n")
                    ends += 1
    assert ends >= 3
    book.save(path)
    came = read_edited(path)
    assert compare(came.base, came.bill, came.ids).none
    assert came.bill.positions[0].notes == first.notes


@pytest.mark.parametrize(("form", "edit"), [("json", edit_json), ("xlsx", edit_xlsx)], ids=["json", "xlsx"])
def test_what_the_project_has_decided_meanwhile_is_not_taken_back(
    form: str, edit: Callable[[Path], None], store: Store, document: str, tmp_path: Path
) -> None:
    """The file knows what was exported; who did not touch a value does not want it as it was."""
    store.decisions.add(document, 1, Action.EDIT, name="unit", value="t")
    path = written(store, document, tmp_path / "ven", form)
    store.decisions.add(document, 1, Action.EDIT, name="code", value="9")
    store.decisions.add(document, 1, Action.EDIT, name="unit", value="kg")
    edit(path)
    assert [(item.position, item.field) for item in propose(store, path).edits] == [(0, "unit_price")]


def test_a_blind_export_proposes_no_price_away(store: Store, document: str, tmp_path: Path) -> None:
    path = written(store, document, tmp_path / "ven", "json", BUILT_IN["blind"])
    assert propose(store, path).changes.none
    path.write_text(path.read_text("utf-8").replace('"unit": "m3"', '"unit": "t"', 1), "utf-8")
    assert [item.field for item in propose(store, path).edits] == ["unit"]


def test_what_a_template_leaves_out_is_not_in_the_base_either(store: Store, document: str, tmp_path: Path) -> None:
    store.decisions.add(document, 0, Action.EDIT, name="unit_price", value="99,90", reason="důvod")
    whole = json.loads(written(store, document, tmp_path / "ven", "json").read_text("utf-8"))
    assert b"310.25" not in unpacked(whole["base"])
    assert b"99.90" in unpacked(whole["base"])
    blind = json.loads(written(store, document, tmp_path / "ven", "json", BUILT_IN["blind"]).read_text("utf-8"))
    kept = json.loads(unpacked(blind["base"]))
    assert {(item["unit_price"], item["total_price"]) for item in kept["positions"]} == {(None, None)}
    nameless = json.loads(written(store, document, tmp_path / "ven", "json", BUILT_IN["anonymous"]).read_text("utf-8"))
    kept = json.loads(unpacked(nameless["base"]))
    assert (kept["file"], kept["name"], {work["name"] for work in kept["objects"]}) == ("", "", {""})


def test_a_file_without_its_base_is_compared_with_the_project(store: Store, document: str, tmp_path: Path) -> None:
    """As a file of an older version, or of some of the positions, is."""
    path = written(store, document, tmp_path / "ven", "json")
    record = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**record, "base": "AAAA"}), "utf-8")
    with pytest.raises(UserError) as caught:
        propose(store, path)
    assert caught.value.code == "own_file_damaged"
    del record["base"]
    path.write_text(json.dumps(record), "utf-8")
    store.decisions.add(document, 1, Action.EDIT, name="code", value="9")
    assert [item.field for item in propose(store, path).edits] == ["code"]
    some = written(store, document, tmp_path / "ven", "json", BUILT_IN["problems"])
    assert "base" not in json.loads(some.read_text("utf-8"))


def test_new_rows_are_named_and_left(store: Store, document: str, tmp_path: Path) -> None:
    path = written(store, document, tmp_path / "ven", "csv")
    with path.open("a", encoding="utf-8", newline="") as stream:
        stream.write("SO 01;1;9;K;'=1+1;Nová práce;m2;3;;;vlastní;;;;;;;;;\r\n")
    found = propose(store, path, document)
    assert len(found.changes.appeared) == 1
    assert found.new.positions[-1].code == "=1+1"
    assert not found.edits


def test_an_export_of_nothing_that_is_here(store: Store, document: str, tmp_path: Path, original: Path) -> None:
    path = written(store, document, tmp_path / "ven", "json", BUILT_IN["anonymous"])
    with pytest.raises(UserError) as caught:
        propose(store, path)
    assert caught.value.code == "edited_unknown"
    with pytest.raises(UserError) as caught:
        propose(store, original, document)
    assert caught.value.code == "not_our_export"
    other = written(store, document, tmp_path / "ven", "json")
    other.write_text(other.read_text("utf-8").replace('"file_sha256": "', '"file_sha256": "0'), "utf-8")
    with pytest.raises(UserError) as caught:
        propose(store, other, document)
    assert caught.value.code == "edited_other"


def test_the_command_looks_and_applies(
    store: Store, document: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(store, document, tmp_path / "ven", "json")
    edit_json(path)
    assert main(["changes", str(path), "--json"]) == 0
    seen = decode(capsys.readouterr().out, EditedFile)
    assert seen.document == document
    assert [row.change.after for row in seen.edits] == ["1.5"]
    assert len(seen.vanished) == 1
    assert main(["changes", str(path), "--apply"]) == 0
    said = capsys.readouterr().out
    assert "Zapsáno rozhodnutí: 1" in said
    assert "100001" in said
    assert [item.value for item in store.decisions.all(document)] == ["1,5"]
    jobs = [job for job in store.jobs.listed(document=document) if job.kind is JobKind.AUDIT]
    assert [job.state for job in jobs] == [JobState.DONE]
    audit = store.bills.load_audit(document)
    assert audit is not None
    assert audit.verdicts[0].corrected == ("unit_price",)
    assert "K rozhodnutí" in said
    assert main(["changes", str(path), "--json", "--apply"]) == 0
    again = capsys.readouterr()
    assert not decode(again.out, EditedFile).edits
    assert "Zapsáno rozhodnutí: 0" in again.err


def test_what_looks_like_ours(store: Store, document: str, original: Path, tmp_path: Path) -> None:
    for form in ("json", "csv", "xlsx"):
        assert looks_like_ours(written(store, document, tmp_path / "ven", form))
    assert not looks_like_ours(original)
    (tmp_path / "a.json").write_text("{}")
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 broken")
    assert not any(looks_like_ours(tmp_path / name) for name in ("a.json", "a.xlsx", "missing.json", "a.pdf"))
    template = replace(Template(), language="en")
    assert looks_like_ours(written(store, document, tmp_path / "en", "csv", template))
    assert propose(store, tmp_path / "en" / "ven.audit.csv", document).changes.none


@pytest.mark.parametrize("form", ["json", "xlsx"])
def test_a_project_comes_back_with_its_decisions(form: str, store: Store, document: str, tmp_path: Path) -> None:
    store.decisions.add(document, 0, Action.EDIT, name="unit_price", value="99,90", reason="podle nabídky")
    store.decisions.add(document, 0, Action.EDIT, name="code", value="=1", reason="")
    store.decisions.add(document, 1, Action.OVERRIDE, reason="dohodnuto")
    path = written(store, document, tmp_path / "ven", form)
    before = store.bills.load(document)
    assert before is not None
    came = read_document(path)
    assert came.positions == before.positions
    with store.transaction():
        payload = {"name": path.name, "sha256": "1" * 64, "size": "1"}
        take_over(store, "neu", payload, came)
    again = store.bills.load("neu")
    assert again is not None
    assert (again.positions, again.decided) == (before.positions, ())

    def said(name: str) -> list[tuple[object, ...]]:
        return [(item.position, item.action, item.field, item.value, item.reason) for item in store.decisions.all(name)]

    assert sorted(said("neu"), key=str) == sorted(said(document), key=str)
    one, other = (effective_bill(before, standing(store.decisions.all(name))) for name in ("neu", document))
    assert one == other


def test_a_value_edited_after_a_decision_is_the_last_word(store: Store, document: str, tmp_path: Path) -> None:
    store.decisions.add(document, 0, Action.EDIT, name="unit_price", value="99,90", reason="podle nabídky")
    path = written(store, document, tmp_path / "ven", "xlsx")
    edit_xlsx(path)
    came = read_document(path)
    assert came.positions[0].unit_price.value == Decimal("310.25")
    assert [(item.field, item.value) for item in came.decided] == [("unit_price", "1,5")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"action": "edit"', '"action": "vydej"'),
        ('"field": "code"', '"field": "unit_price"'),
        ('"as_read": {', '"as_read": {"unit": {"value": null, "printed": ""},'),
    ],
)
def test_decisions_that_are_none_are_said(old: str, new: str, store: Store, document: str, tmp_path: Path) -> None:
    store.decisions.add(document, 0, Action.EDIT, name="unit_price", value="99,90", reason="")
    store.decisions.add(document, 0, Action.EDIT, name="code", value="x", reason="")
    path = written(store, document, tmp_path / "ven", "json")
    words = path.read_text("utf-8")
    assert old in words
    path.write_text(words.replace(old, new), "utf-8")
    with pytest.raises(UserError) as caught:
        read_document(path)
    assert caught.value.code == "own_file_damaged"
