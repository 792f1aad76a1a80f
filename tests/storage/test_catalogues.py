"""Editions, search, archive, answers and rules in a real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from estimator_desktop.config import Paths
from estimator_desktop.domain.bill import BillOfQuantities, Position
from estimator_desktop.domain.match import (
    Answer,
    ArchivedPrice,
    Catalogue,
    CatalogueItem,
    Enrichment,
    Match,
    MatchLevel,
    PersonalRule,
    Said,
)
from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.catalogues import new_catalogue
from estimator_desktop.storage.store import Store

ITEMS = (
    CatalogueItem("273351121", "Zřízení bednění základových desek", "m2", Decimal("610.50")),
    CatalogueItem("273351122", "Odstranění bednění základových desek", "m2", Decimal(120)),
    CatalogueItem("631311115", "Mazanina z betonu prostého tl přes 50 do 80 mm", "m3", None, "bez výztuže", "63"),
    CatalogueItem("014101.a", "Poplatek za skládku", "t", Decimal(390)),
)


def add(store: Store, edition: str = "2026", items: tuple[CatalogueItem, ...] = ITEMS) -> Catalogue:
    return store.catalogues.add(new_catalogue("OTSKP", "OTSKP", edition, sha256=edition), items)


def test_an_edition_is_kept_whole(store: Store) -> None:
    told: list[int] = []
    head = new_catalogue("Můj ceník", "OWN", "2026", licence="jen pro nás", published=date(2026, 1, 1))
    kept = store.catalogues.add(head, ITEMS, lambda done, _total, _message: told.append(done))
    assert store.catalogues.listed() == (kept,)
    assert (kept.items, kept.licence, kept.published) == (4, "jen pro nás", date(2026, 1, 1))
    found = store.catalogues.items(kept.id)
    assert [replace(item, id=0, catalogue=0, system="", edition="") for item in found] == list(ITEMS)
    assert store.catalogues.items() == found
    assert told == [4]


def test_editions_stand_side_by_side_and_the_same_one_is_replaced(store: Store) -> None:
    add(store)
    add(store, "2025")
    again = add(store, items=ITEMS[:1])
    assert [(one.edition, one.items) for one in store.catalogues.listed()] == [("2026", 1), ("2025", 4)]
    assert len(store.catalogues.items()) == 5
    store.catalogues.remove(again.id)
    assert [one.edition for one in store.catalogues.listed()] == ["2025"]
    assert {one.item.edition for one in store.catalogues.search("bednění")} == {"2025"}
    assert store.catalogues.with_content("2025") is not None
    assert store.catalogues.with_content("2026") is None


def test_a_failed_import_changes_nothing(store: Store) -> None:
    add(store)

    def fail(_done: int, _total: int, _message: str) -> None:
        raise RuntimeError("power")

    with pytest.raises(RuntimeError, match="power"):
        store.catalogues.add(new_catalogue("OTSKP", "OTSKP", "2026"), ITEMS[:2], fail)
    assert len(store.catalogues.items()) == 4
    assert len(store.catalogues.search("bednění")) == 2


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("odstr bedn", "273351122"), ("mazanina", "631311115"), ("MAZANINY", "631311115"), ("2733511", "273351121"),
        ("skladku popl", "014101.a"), ("273351122", "273351122"), ("mazaninna betnu", "631311115"),
        ("014101", "014101.a"),
    ],
)  # fmt: skip
def test_search_as_it_is_typed(store: Store, typed: str, code: str) -> None:
    add(store)
    found = store.catalogues.search(typed)
    assert found[0].item.code == code
    assert found[0].catalogue == "OTSKP"


@pytest.mark.parametrize("typed", ["", "  ", '"', "* OR", "xyzzy", "NEAR(", "'; drop table"])
def test_search_of_nothing_and_of_signs(store: Store, typed: str) -> None:
    add(store)
    assert store.catalogues.search(typed) == ()


def test_the_archive_is_taken_once_edited_and_cleared(store: Store) -> None:
    prices = [
        ArchivedPrice("1", f"Práce {number}", "m2", Decimal(number), date(2026, number, 1), "HK", "Sklad", "OTSKP")
        for number in (1, 2)
    ]
    before = store.catalogues.state()
    assert not store.catalogues.any()
    assert store.catalogues.add_to_archive("doc", prices) == 2
    assert store.catalogues.add_to_archive("doc", prices) == 2
    assert len(store.catalogues.archive()) == 2
    assert store.catalogues.any()
    assert store.catalogues.state() != before
    newest = store.catalogues.archive()[0]
    assert replace(newest, id=0) == prices[1]
    store.catalogues.change_archived(replace(newest, price=Decimal("7.5"), region="PC"))
    assert store.catalogues.archive("prace 2")[0].price == Decimal("7.5")
    store.catalogues.remove_archived([newest.id])
    assert [one.description for one in store.catalogues.archive(most=5)] == ["Práce 1"]


@pytest.fixture
def bill(demo_pdf: Path) -> BillOfQuantities:
    return read_document(demo_pdf)


def kept(store: Store, bill: BillOfQuantities) -> str:
    document = store.add_document(store.add_project("p"), "a.pdf", "0" * 64, 1)
    store.bills.save(document, bill)
    return document


def test_matches_are_kept_by_position(store: Store, bill: BillOfQuantities) -> None:
    document = kept(store, bill)
    assert store.matches.load(document) is None
    matches = (Match(0, MatchLevel.EXACT), Match(1, MatchLevel.PARTIAL), Match(2))
    store.matches.save(document, Enrichment(matches, version="1"))
    store.matches.save_some(document, Enrichment((Match(1, MatchLevel.EXACT),), version="2"))
    found = store.matches.load(document)
    assert found is not None
    assert (found.version, found.count(MatchLevel.EXACT), len(found.matches)) == ("2", 2, 3)
    store.matches.save(document, Enrichment((Match(0),)))
    found = store.matches.load(document)
    assert found is not None
    assert found.matches == (Match(0),)


def test_the_persons_word_survives_reruns_and_can_be_taken_back(store: Store, bill: BillOfQuantities) -> None:
    document = kept(store, bill)
    position = bill.positions[3]
    store.matches.say(document, position, Answer.ACCEPTED, ITEMS[0])
    store.matches.say(document, position, Answer.REJECTED)
    store.matches.save(document, Enrichment((Match(3),)))
    store.bills.save(document, bill)
    assert store.matches.said(document, bill) == {3: Said(Answer.REJECTED)}
    assert store.deeds.undo(document)
    assert store.matches.said(document, bill) == {3: Said(Answer.ACCEPTED, ITEMS[0])}
    assert store.deeds.undo(document)
    assert not store.deeds.undo(document)
    assert store.matches.said(document, bill) == {}


def test_a_word_on_a_position_that_changed_no_longer_counts(store: Store, bill: BillOfQuantities) -> None:
    document = kept(store, bill)
    store.matches.say(document, bill.positions[0], Answer.ACCEPTED, ITEMS[0])
    other = replace(bill, positions=(Position(0, "Něco jiného"), *bill.positions[1:]))
    assert store.matches.said(document, other) == {}
    assert store.matches.said(document, replace(bill, positions=())) == {}


def test_rules_are_listed_replaced_and_forgotten(store: Store, bill: BillOfQuantities) -> None:
    document = kept(store, bill)
    for rule in (PersonalRule("Výplň", "m3", "1"), PersonalRule("Výplň", "m3", "2", "OTSKP")):
        store.matches.say(document, bill.positions[0], Answer.ACCEPTED, ITEMS[0], rule)
    (rule,) = store.matches.rules()
    assert (rule.code, rule.system) == ("2", "OTSKP")
    store.matches.remove_rule(rule.id)
    assert store.matches.rules() == ()


def test_an_older_database_gets_the_tables(paths: Paths, tmp_path: Path) -> None:
    store = Store(paths)
    store.watched.add(str(tmp_path))
    store.watched.add(str(tmp_path))
    (source,) = store.watched.listed()
    assert (source.place, source.checked, source.files) == (str(tmp_path), None, ())
    store.watched.note_file(source.id, "a", "b", None, "file_empty", {"file": "a"})
    store.watched.note(source.id, "source_missing", {"file": "x"})
    (source,) = store.watched.listed()
    assert (source.error_code, source.error_params) == ("source_missing", (("file", "x"),))
    assert source.files[0].error_code == "file_empty"
    store.watched.remove(source.id)
    assert store.watched.listed() == ()
    store.close()
