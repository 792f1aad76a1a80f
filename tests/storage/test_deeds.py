"""One history of what a person did: decisions and words on matches are undone in the order they were made."""

from __future__ import annotations

import gzip
import random
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from estimator_desktop.config import Paths
from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.decision import Action, standing
from estimator_desktop.domain.deed import DeedKind, to_undo
from estimator_desktop.domain.match import Answer, CatalogueItem, Enrichment, Match, PersonalRule, Said
from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.store import Store

ITEM = CatalogueItem("1741", "Zásyp rýh strojně", "m3", Decimal(180))
OTHER = CatalogueItem("1742", "Zásyp rýh ručně", "m3", Decimal(420))


@pytest.fixture(scope="module")
def bill(sound_pdf: Path) -> BillOfQuantities:
    return read_document(sound_pdf)


@pytest.fixture
def document(store: Store, bill: BillOfQuantities) -> str:
    known = store.add_document(store.add_project("Sklad"), "a.pdf", "0" * 64, 1)
    store.bills.save(known, bill)
    return known


def kinds(store: Store, document: str) -> list[str]:
    return [("-" if deed.undone else "") + deed.kind.value for deed in store.deeds.all(document)]


def test_everything_is_undone_and_redone_in_the_order_it_was_done(
    store: Store, paths: Paths, document: str, bill: BillOfQuantities
) -> None:
    store.decisions.add(document, 0, Action.ACCEPT)
    store.matches.say(document, bill.positions[1], Answer.ACCEPTED, ITEM)
    store.decisions.add_all(document, {2: "", 3: ""}, Action.OVERRIDE, reason="dle projektu")
    store.decisions.add(document, 4, Action.EDIT, name="unit", value="t")
    store.matches.say(document, bill.positions[1], Answer.REJECTED)
    store.decisions.edit_all(document, [(5, "unit", "t"), (6, "unit", "t"), (6, "code", "9")], "soubor")
    order = [DeedKind.ACCEPT, DeedKind.MATCH_ACCEPTED, DeedKind.OVERRIDE, DeedKind.EDIT, DeedKind.MATCH_REJECTED,
             DeedKind.FILE]  # fmt: skip
    about = [(0,), (1,), (2, 3), (4,), (1,), (5, 6)]
    deeds = store.deeds.all(document)
    assert [(deed.kind, deed.positions) for deed in deeds] == list(zip(order, about, strict=True))
    assert [deed.field for deed in deeds] == ["", "", "", "unit", "", ""]

    taken = [store.deeds.undo(document) for _ in range(3)]
    assert [deed and deed.kind for deed in taken] == order[:2:-1]
    assert store.matches.said(document, bill) == {1: Said(Answer.ACCEPTED, ITEM)}
    assert set(standing(store.decisions.all(document))) == {0, 2, 3}
    store.close()

    again = Store(paths)
    try:
        taken = [again.deeds.undo(document) for _ in range(4)]
        assert [deed and deed.kind for deed in taken] == [*order[2::-1], None]
        assert again.matches.said(document, bill) == {}
        assert standing(again.decisions.all(document)) == {}
        brought = [again.deeds.redo(document) for _ in range(7)]
        assert [deed and deed.kind for deed in brought] == [*order, None]
        assert again.matches.said(document, bill) == {1: Said(Answer.REJECTED)}
        assert standing(again.decisions.all(document))[6].edits.keys() == {"unit", "code"}
    finally:
        again.close()


def test_a_new_deed_of_whatever_kind_cuts_what_could_be_redone(
    store: Store, document: str, bill: BillOfQuantities
) -> None:
    store.decisions.add(document, 0, Action.ACCEPT)
    store.decisions.add(document, 1, Action.ACCEPT)
    store.deeds.undo(document)
    store.matches.say(document, bill.positions[2], Answer.REJECTED)
    assert store.deeds.redo(document) is None
    assert kinds(store, document) == ["accept", "match_rejected"]
    assert [item.position for item in store.decisions.all(document)] == [0]
    store.deeds.undo(document)
    store.decisions.add(document, 3, Action.LATER)
    assert store.deeds.redo(document) is None
    assert store.matches.said(document, bill) == {}
    assert kinds(store, document) == ["accept", "later"]


def test_a_word_taken_back_is_a_deed_like_others(store: Store, document: str, bill: BillOfQuantities) -> None:
    store.matches.say(document, bill.positions[0], Answer.ACCEPTED, ITEM)
    store.decisions.add(document, 1, Action.ACCEPT)
    store.matches.say(document, bill.positions[0], Answer.OPEN)
    assert store.matches.said(document, bill) == {}
    undone = store.deeds.undo(document)
    assert undone is not None
    assert undone.kind is DeedKind.MATCH_OPEN
    assert store.matches.said(document, bill) == {0: Said(Answer.ACCEPTED, ITEM)}


def test_a_rule_goes_and_comes_with_its_deed(store: Store, document: str, bill: BillOfQuantities) -> None:
    position = bill.positions[0]
    first, second = (PersonalRule(position.description, position.unit, item.code, "OWN") for item in (ITEM, OTHER))

    def codes() -> list[str]:
        return [rule.code for rule in store.matches.rules()]

    store.matches.say(document, position, Answer.ACCEPTED, ITEM, first)
    store.matches.say(document, position, Answer.REPLACED, OTHER, second)
    assert codes() == ["1742"]
    store.deeds.undo(document)
    assert codes() == ["1741"]
    store.deeds.undo(document)
    assert codes() == []
    store.deeds.redo(document)
    store.deeds.redo(document)
    assert codes() == ["1742"]
    (kept,) = store.matches.rules()
    store.matches.remove_rule(kept.id)  # elsewhere, since: no older rule comes in its place
    store.deeds.undo(document)
    assert codes() == []


def test_what_jobs_do_is_no_deed_and_disturbs_none(store: Store, document: str, bill: BillOfQuantities) -> None:
    store.decisions.add(document, 0, Action.ACCEPT)
    store.matches.say(document, bill.positions[1], Answer.ACCEPTED, ITEM)
    store.deeds.undo(document)
    newer = store.add_document(store.add_project("Sklad 2"), "b.pdf", "1" * 64, 1)
    store.bills.save(newer, bill)
    store.revisions.follow(newer, document)
    store.decisions.add(newer, 5, Action.LATER)
    store.decisions.add(document, 3, Action.OVERRIDE, reason="dle projektu")
    store.decisions.add(document, 4, Action.ACCEPT)
    store.deeds.undo(document)
    for _twice in range(2):
        assert store.revisions.carry_decisions(document, newer, {0: 0, 1: 1, 3: 3, 4: 4}) == 2
    enrichment = Enrichment(tuple(Match(position.index) for position in bill.positions))
    for known in (document, newer):
        store.matches.save(known, enrichment)
    assert kinds(store, newer) == ["later"]
    assert store.revisions.carried(newer) == {0, 3}
    assert [store.deeds.undo(newer) is None for _ in range(2)] == [False, True]
    assert set(standing(store.decisions.all(newer))) == {0, 3}
    assert store.deeds.redo(newer) is not None
    assert set(standing(store.decisions.all(newer))) == {0, 3, 5}
    assert kinds(store, document) == ["accept", "override", "-accept"]
    assert store.deeds.redo(document) is not None


def test_each_budget_has_a_history_of_its_own(store: Store, document: str) -> None:
    other = store.add_document(store.add_project("Jiný"), "b.pdf", "1" * 64, 1)
    store.decisions.add(document, 0, Action.ACCEPT)
    store.decisions.add(other, 1, Action.ACCEPT)
    store.decisions.add(other, 2, Action.ACCEPT)
    store.deeds.undo(other)
    store.decisions.add(document, 3, Action.ACCEPT)
    assert kinds(store, other) == ["accept", "-accept"]
    store.deeds.undo(document)
    assert kinds(store, document) == ["accept", "-accept"]


@pytest.fixture
def old(paths: Paths) -> Iterator[Store]:
    """A database written by the program before there was one history."""
    paths.create()
    paths.database.write_bytes(gzip.decompress((Path(__file__).parent / "before_deeds.db.gz").read_bytes()))
    opened = Store(paths)
    yield opened
    opened.close()


def test_an_old_database_keeps_all_it_held(old: Store, paths: Paths) -> None:
    (copy,) = paths.backups.iterdir()
    before = sqlite3.connect(copy)
    after = old._connections.get()
    for table in ("decisions", "match_answers", "personal_rules", "projects", "documents", "positions", "settings"):
        names = [row[1] for row in after.execute(f"pragma table_info({table})")]
        kept = [row[1] for row in before.execute(f"pragma table_info({table})") if row[1] in names]
        # But for copies of what had been undone in the older revision, which never did anything.
        idle = " where carried_from is null or undone is null" if table == "decisions" else ""
        query = f"select {', '.join(kept)} from {table}"  # noqa: S608 - the tables' own names
        found = before.execute(query + idle).fetchall()
        assert found
        assert set(found) <= set(after.execute(query))
    query = "select id, undone from decisions where undone is not null and carried_from is null order by id"
    undone = before.execute(query).fetchall()
    assert undone
    query = "select r.id, d.undone from decisions r join deeds d on d.id = r.deed where d.undone is not null order by 1"
    assert after.execute(query).fetchall() == undone
    before.close()
    assert after.execute("pragma foreign_key_check").fetchall() == []


def test_an_old_database_goes_on_in_the_order_things_were_done(old: Store) -> None:
    assert kinds(old, "old") == [
        "accept", "match_rejected", "override", "match_accepted", "match_replaced", "file", "match_open",
        "match_accepted", "-later", "-edit",
    ]  # fmt: skip
    order = [(0,), (1,), (2, 3, 4), (1,), (0,), (5,), (0,), (2,), (1,), (0,)]
    assert [deed.positions for deed in old.deeds.all("old")] == order
    bill = old.bills.load("old")
    assert bill is not None

    def said() -> dict[int, Answer]:
        return {place: word.answer for place, word in old.matches.said("old", bill).items()}

    assert said() == {1: Answer.ACCEPTED, 2: Answer.ACCEPTED}
    redone = [old.deeds.redo("old") for _ in range(3)]  # as before: what was undone last comes first
    assert [deed and deed.positions for deed in redone] == [(1,), (0,), None]
    taken = [old.deeds.undo("old") for _ in range(5)]
    assert [deed and deed.positions for deed in taken] == [(0,), (1,), (2,), (0,), (5,)]
    assert said() == {0: Answer.REPLACED, 1: Answer.ACCEPTED}
    taken = [old.deeds.undo("old") for _ in range(3)]
    assert [deed and deed.positions for deed in taken] == [(0,), (1,), (2, 3, 4)]
    assert said() == {1: Answer.REJECTED}
    assert [deed and deed.positions for deed in (old.deeds.redo("old") for _ in range(9))] == [*order[2:], None]
    assert said() == {1: Answer.ACCEPTED, 2: Answer.ACCEPTED}


def test_a_word_taken_back_in_an_old_database_leaves_the_one_before_it(old: Store) -> None:
    bill = old.bills.load("other")
    assert bill is not None
    assert kinds(old, "other") == ["match_accepted", "match_rejected", "match_open"]
    assert old.matches.said("other", bill) == {0: Said(Answer.ACCEPTED, ITEM)}
    old.deeds.undo("other")
    assert old.matches.said("other", bill) == {0: Said(Answer.REJECTED)}


def test_what_was_carried_over_in_an_old_database_stands_outside_the_history(old: Store) -> None:
    assert kinds(old, "new") == ["match_rejected", "accept"]
    stands = standing(old.decisions.all("new"))
    assert set(stands) == {0, 2, 3, 4, 5}
    assert stands[0].edits == {}
    assert old.revisions.carried("new") == {0, 2, 3, 4, 5}
    last = to_undo(old.deeds.all("new"))
    assert last is not None
    assert (last.kind, last.positions) == (DeedKind.ACCEPT, (3,))
    taken = [old.deeds.undo("new") for _ in range(3)]
    assert [deed and deed.kind for deed in taken] == [DeedKind.ACCEPT, DeedKind.MATCH_REJECTED, None]
    assert standing(old.decisions.all("new"))[3].last.action is Action.OVERRIDE
    assert old.revisions.carry_decisions("old", "new", {0: 0}) == 1
    assert kinds(old, "new") == ["-match_rejected", "-accept"]


def test_a_project_that_goes_takes_its_history_with_it(old: Store) -> None:
    with old._connections.transaction() as connection:
        connection.execute("delete from projects")
        for table in ("deeds", "decisions", "match_answers"):
            assert connection.execute(f"select count(*) from {table}").fetchone() == (0,)  # noqa: S608


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_done_undone_and_redone_is_what_a_stack_would_say(
    store: Store, document: str, bill: BillOfQuantities, seed: int
) -> None:
    """Random deeds on few rows, with jobs in between, against two plain lists."""
    dice = random.Random(seed)
    done: list[tuple[str, object]] = []
    undone: list[tuple[str, object]] = []

    def act() -> tuple[str, object]:
        rows = dice.sample(range(4), dice.randint(1, 3))
        position, what = bill.positions[rows[0]], dice.choice(["many", "edit", "file", "match"])
        if what == "many":
            store.decisions.add_all(document, dict.fromkeys(rows, ""), Action.LATER)
            return "decide", dict.fromkeys(rows, "")
        if what == "edit":
            value = str(dice.randint(1, 99))
            store.decisions.add(document, rows[0], Action.EDIT, name="unit", value=value)
            return "decide", {rows[0]: value}
        if what == "file":
            values = {row: str(dice.randint(1, 99)) for row in rows}
            store.decisions.edit_all(document, [(row, "unit", value) for row, value in values.items()], "soubor")
            return "decide", values
        answer, item = dice.choice([(Answer.ACCEPTED, ITEM), (Answer.REPLACED, OTHER), (Answer.REJECTED, None)])
        rule = PersonalRule("Zásyp", "m3", item.code) if item and dice.random() < 0.5 else None
        if not store.matches.say(document, position, answer, item, rule):
            return act()
        return "match", (rows[0], Said(answer, item), rule.code if rule else "")

    for _step in range(40):
        turn = dice.random()
        if turn < 0.45:
            done.append(act())
            undone.clear()
        elif turn < 0.75:
            assert (store.deeds.undo(document) is not None) == bool(done)
            if done:
                undone.append(done.pop())
        elif turn < 0.9:
            assert (store.deeds.redo(document) is not None) == bool(undone)
            if undone:
                done.append(undone.pop())
        else:
            store.matches.save(document, Enrichment(tuple(Match(position.index) for position in bill.positions)))
        units: dict[int, str] = {}
        said: dict[int, Said] = {}
        rule = ""
        for kind, what in done:
            if kind == "decide":
                units |= {row: value for row, value in what.items() if value}  # type: ignore[attr-defined]
            else:
                row, word, code = what  # type: ignore[misc]
                said[row] = word
                rule = code or rule
        stands = standing(store.decisions.all(document))
        assert {row: one.edits["unit"].value for row, one in stands.items() if one.edits} == units
        assert store.matches.said(document, bill) == said
        assert [one.code for one in store.matches.rules()] == ([rule] if rule else [])
        assert [deed.undone for deed in store.deeds.all(document)] == [False] * len(done) + [True] * len(undone)
