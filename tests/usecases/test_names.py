"""Budgets that share a name: what is added tells them apart, and nothing is added that does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from estimator_desktop.cli import main
from estimator_desktop.config import Paths
from estimator_desktop.domain.bill import Amount, BillOfQuantities
from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.store import Store
from estimator_desktop.texts import Texts
from estimator_desktop.usecases.names import names_of, projects_apart, told_apart


def test_facts_are_added_only_where_they_tell() -> None:
    assert told_apart([("Sklad", "a"), ("Sklad", "b"), ("Garáž", "a")]) == ["Sklad · a", "Sklad · b", "Garáž"]
    assert told_apart([("Sklad", "a", "1 Kč"), ("Sklad", "a", "2 Kč")]) == ["Sklad · 1 Kč", "Sklad · 2 Kč"]
    assert told_apart([("S", "a", "1"), ("S", "a", "2"), ("S", "b", "3")]) == ["S · a · 1", "S · a · 2", "S · b"]
    assert told_apart([("S", "", "1"), ("S", "x", "1")]) == ["S", "S · x"]
    assert told_apart([("", "a"), ("", "b"), ("", "")]) == ["a", "b", ""]
    assert told_apart([("S", "a"), ("S", "a")]) == ["S", "S"]
    assert told_apart([]) == []


@pytest.fixture
def bill(sound_pdf: Path) -> BillOfQuantities:
    return read_document(sound_pdf)


def stored(store: Store, bill: BillOfQuantities, mark: str, project: str = "Sklad", file: str = "rozpocet.pdf") -> str:
    identity = store.add_project(project) if project == "Sklad" else project
    document = store.add_document(identity, file, mark * 64, 1)
    store.bills.save(document, bill)
    return document


def dearer(bill: BillOfQuantities) -> BillOfQuantities:
    first = bill.positions[0]
    assert first.quantity.value is not None
    price = Amount("1000,00", first.quantity.value.__class__("1000"))
    total = Amount("", first.quantity.value * 1000)
    return replace(bill, positions=(replace(first, unit_price=price, total_price=total), *bill.positions[1:]))


def blind(bill: BillOfQuantities) -> BillOfQuantities:
    none = Amount("", None)
    rows = (replace(row, unit_price=none, total_price=none, supply_price=none, installation_price=none)
            for row in bill.positions)  # fmt: skip
    return replace(bill, positions=tuple(rows))


def test_two_states_of_one_file_differ_by_their_sums(store: Store, bill: BillOfQuantities) -> None:
    cheap, dear = stored(store, bill, "1"), stored(store, dearer(bill), "2")
    for language in ("cs", "en"):
        texts = Texts(language)
        sums = [texts.money(*worth) for one in (cheap, dear) if (worth := store.bills.worth(one)) is not None]
        assert sums[0] != sums[1]
        assert names_of(store, [cheap, dear], texts) == [f"Sklad · {amount}" for amount in sums]
    shown = [project.name for project in projects_apart(store, store.projects(), Texts("cs"))]
    assert len(set(shown)) == 2


def test_without_prices_the_number_of_positions_tells(store: Store, bill: BillOfQuantities) -> None:
    whole = blind(bill)
    part = replace(whole, positions=whole.positions[:-2])
    one, two = stored(store, whole, "1"), stored(store, part, "2")
    assert store.bills.worth(one) is None
    names = [name.replace("\u00a0", " ") for name in names_of(store, [one, two], Texts("en"))]
    count = len(whole.positions)
    assert names == [f"Sklad · {count} positions", f"Sklad · {count - 2} positions"]


def test_a_project_with_revisions_says_so(store: Store, bill: BillOfQuantities) -> None:
    alone = stored(store, bill, "1")
    known = store.document(alone)
    assert known is not None
    first = stored(store, bill, "2")
    with_revisions = store.document(first)
    assert with_revisions is not None
    newest = stored(store, bill, "3", with_revisions.project)
    assert names_of(store, [alone, newest], Texts("cs")) == ["Sklad", "Sklad · revize 2"]


def test_what_is_alike_in_everything_differs_by_the_moment_it_came(store: Store, bill: BillOfQuantities) -> None:
    one, two = stored(store, bill, "1"), stored(store, bill, "2")
    earlier = (datetime.now().astimezone() - timedelta(days=1)).isoformat()
    with store.transaction() as connection:
        (connection or store._connections.get()).execute(
            "update documents set created = ? where id = ?", (earlier, one)
        )
    names = names_of(store, [one, two], Texts("cs"))
    assert names[0].startswith("Sklad · včera ")
    assert names[1].startswith("Sklad · dnes ")


def test_a_command_that_is_given_an_ambiguous_name_tells_them_apart(
    store: Store, paths: Paths, bill: BillOfQuantities, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stored(store, bill, "1")
    stored(store, dearer(bill), "2")
    assert main(["export", "Sklad", "--out", str(tmp_path / "ven")]) == 2
    lines = capsys.readouterr().err.splitlines()[1:]
    assert len(lines) == 2
    assert all("Kč" in line for line in lines)
