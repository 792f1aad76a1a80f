"""Exports of a document in the store: all files or none, decisions in them, and values back into the original."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from estimator_desktop.audit import audit_bill
from estimator_desktop.domain.decision import Action
from estimator_desktop.domain.job import Cancelled
from estimator_desktop.domain.template import BUILT_IN, SUFFIXES, Order
from estimator_desktop.errors import UserError
from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.store import Store
from estimator_desktop.usecases.exports import export, free_name
from tests.writing.schemas import validator
from tests.writing.test_original import original as original  # noqa: PLC0414 - a fixture


@pytest.fixture
def document(store: Store, original: Path) -> str:
    bill = read_document(original, name="rozpocet.xlsx")
    sha256, size = store.files.put(original, "rozpocet.xlsx")
    identity = store.add_document(store.add_project("Zkouška"), "rozpocet.xlsx", sha256, size)
    store.bills.save(identity, bill)
    store.bills.save_audit(identity, audit_bill(bill))
    return identity


def decide(store: Store, document: str) -> None:
    store.decisions.add(document, 0, Action.EDIT, name="unit_price", value="99,90", reason="=podle nabídky")
    store.decisions.add(document, 1, Action.OVERRIDE, reason="dohodnuto")


def test_every_format_at_once(store: Store, document: str, tmp_path: Path) -> None:
    decide(store, document)
    done: list[int] = []
    order = Order(tuple(SUFFIXES), stem="ven")
    written = export(store, document, tmp_path / "ven", order, lambda at, _total, _unit: done.append(at))
    assert done
    assert {f"ven{suffix}" for suffix in SUFFIXES.values()} < {path.name for path in written}
    names = sorted(path.name for path in (tmp_path / "ven").iterdir())
    assert names == sorted(path.name for path in written)
    assert {"ven.original.cells.csv", "ven.x83"} < set(names)
    record = json.loads((tmp_path / "ven" / "ven.audit.json").read_text("utf-8"))
    validator("audit").validate(record)
    first, second = record["positions"][:2]
    assert (first["unit_price"], first["total_price"]) == ("99.90", "1248.75")
    assert first["decision"]["edits"][0]["reason"] == "=podle nabídky"
    assert second["decision"]["action"] == "override"
    assert record["positions"][2]["decision"] is None
    sheet = openpyxl.load_workbook(tmp_path / "ven" / "ven.audit.xlsx").worksheets[3]
    head = [cell.value for cell in sheet[4]]
    row = next(row for row in sheet.iter_rows(min_row=6) if row[4].value == "100001")
    assert row[head.index("Rozhodnutí")].value == "jednotková cena změněno na 99,90"
    assert row[head.index("Důvod")].value == "=podle nabídky"
    assert row[head.index("Důvod")].data_type == "s"
    copy = read_document(tmp_path / "ven" / "ven.original.xlsx")
    assert copy.positions[0].unit_price.value == Decimal("99.90")
    with (tmp_path / "ven" / "ven.original.cells.csv").open(encoding="utf-8-sig", newline="") as stream:
        cells = list(csv.reader(stream, delimiter=";"))
    assert [row[1:4] for row in cells[1:]] == [
        ["I7", "310,25", "99,90"], ["J6", "5178,13", "2548,75"], ["J7", "3878,12", "1248,75"],
    ]  # fmt: skip


def test_decisions_on_prices_stay_out_of_an_export_without_prices(store: Store, document: str, tmp_path: Path) -> None:
    decide(store, document)
    export(store, document, tmp_path, Order(("json", "csv"), BUILT_IN["blind"], "x"))
    words = (tmp_path / "x.audit.json").read_text("utf-8") + (tmp_path / "x.audit.csv").read_text("utf-8")
    assert "99,90" not in words
    assert "99.90" not in words
    assert "dohodnuto" in words


def test_a_cancelled_export_leaves_nothing_and_harms_nothing(store: Store, document: str, tmp_path: Path) -> None:
    (tmp_path / "x.audit.json").write_text("old", encoding="utf-8")

    def cancel(_done: int, _total: int, _unit: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        export(store, document, tmp_path, Order(("json", "xlsx"), stem="x"), cancel)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(("x", "."))] == ["x.audit.json"]
    assert (tmp_path / "x.audit.json").read_text(encoding="utf-8") == "old"


def test_what_a_killed_try_left_goes_when_the_work_is_done_again(store: Store, document: str, tmp_path: Path) -> None:
    left = tmp_path / ".estimator-prace"
    left.mkdir()
    (left / "x.audit.xlsx").write_bytes(b"half")
    other = tmp_path / ".estimator-jina"
    other.mkdir()
    export(store, document, tmp_path, Order(("json",), stem="x"), mark="prace")
    assert sorted(path.name for path in tmp_path.glob("[.x]*")) == [other.name, "x.audit.json"]


def test_a_target_that_cannot_be_replaced_is_said_with_a_free_name(store: Store, document: str, tmp_path: Path) -> None:
    (tmp_path / "x.audit.json").mkdir()
    with pytest.raises(UserError) as caught:
        export(store, document, tmp_path, Order(("json",), stem="x"))
    assert caught.value.code == "target_locked"
    assert caught.value.params["other"] == "x.audit (2).json"
    assert not list(tmp_path.glob(".estimator-*"))
    assert free_name(tmp_path / "neni.txt").name == "neni (2).txt"


def test_a_pdf_has_no_workbook_to_write_into(store: Store, demo_pdf: Path, tmp_path: Path) -> None:
    bill = read_document(demo_pdf)
    sha256, size = store.files.put(demo_pdf, "ukazka.pdf")
    identity = store.add_document(store.add_project("Zkouška"), "ukazka.pdf", sha256, size)
    store.bills.save(identity, bill)
    store.bills.save_audit(identity, audit_bill(bill))
    with pytest.raises(UserError) as caught:
        export(store, identity, tmp_path / "ven", Order(("original",)))
    assert (caught.value.code, caught.value.params["file"]) == ("original_unsupported", "ukazka.pdf")
    assert list((tmp_path / "ven").iterdir()) == []
