"""Decisions outlive restarts and new audits, and can be undone there too."""

from __future__ import annotations

from pathlib import Path

import pytest

from estimator_desktop.audit import audit_bill
from estimator_desktop.config import Paths
from estimator_desktop.domain.decision import Action, DecisionError, standing
from estimator_desktop.domain.deed import Deed
from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.store import Store


@pytest.fixture
def document(store: Store, demo_pdf: Path) -> str:
    bill = read_document(demo_pdf)
    known = store.add_document(store.add_project("Sklad"), "a.pdf", "0" * 64, 1)
    store.bills.save(known, bill)
    store.bills.save_audit(known, audit_bill(bill))
    return known


def positions(deed: Deed | None) -> tuple[int, ...]:
    assert deed is not None
    return deed.positions


def test_decisions_survive_a_new_audit_and_a_restart(store: Store, paths: Paths, document: str) -> None:
    store.decisions.add(document, 5, Action.EDIT, name="quantity", value="48,4", ground="aa")
    store.decisions.add(document, 5, Action.OVERRIDE, reason="dle projektu")
    store.decisions.add(document, 7, Action.LATER)
    bill = store.bills.load(document)
    assert bill is not None
    store.bills.save_audit(document, audit_bill(bill))
    store.close()
    again = Store(paths)
    try:
        stands = standing(again.decisions.all(document))
        assert stands[5].last.reason == "dle projektu"
        assert stands[5].edits["quantity"].value == "48,4"
        assert positions(again.deeds.undo(document)) == (7,)
        assert 7 not in standing(again.decisions.all(document))
        assert positions(again.deeds.redo(document)) == (7,)
        assert standing(again.decisions.all(document))[7].last.action is Action.LATER
    finally:
        again.close()


def test_a_new_decision_ends_what_could_be_redone(store: Store, document: str) -> None:
    store.decisions.add(document, 1, Action.ACCEPT)
    store.deeds.undo(document)
    store.decisions.add(document, 2, Action.ACCEPT)
    assert store.deeds.redo(document) is None
    assert [item.position for item in store.decisions.all(document)] == [2]
    store.deeds.undo(document)
    assert store.deeds.undo(document) is None


def test_what_was_decided_together_is_undone_and_redone_together(store: Store, document: str) -> None:
    store.decisions.add(document, 1, Action.ACCEPT)
    store.decisions.add_all(document, {2: "a", 3: "b", 4: ""}, Action.OVERRIDE, reason="dle projektu")
    store.decisions.add(document, 5, Action.LATER)
    assert positions(store.deeds.undo(document)) == (5,)
    assert positions(store.deeds.undo(document)) == (2, 3, 4)
    assert set(standing(store.decisions.all(document))) == {1}
    assert positions(store.deeds.redo(document)) == (2, 3, 4)
    assert positions(store.deeds.redo(document)) == (5,)
    assert standing(store.decisions.all(document))[3].last.ground == "b"


def test_a_decision_without_a_reason_is_not_kept(store: Store, document: str) -> None:
    with pytest.raises(DecisionError):
        store.decisions.add(document, 1, Action.OVERRIDE)
    assert store.decisions.all(document) == ()


def test_thresholds_are_kept_and_reset(store: Store) -> None:
    shipped = store.rules.pack().version
    store.rules.save({"p3_percent": "2"})
    assert store.rules.pack().version != shipped
    store.rules.save({})
    assert store.rules.pack().version == shipped
