"""A new revision of a known budget: same project, paired positions, decisions carried over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from samplebill import sound_bill
from samplerows import Sample
from samplexml import unixml

from estimator_desktop.domain.revision import compare

if TYPE_CHECKING:
    from .conftest import House


def without_first(sample: Sample) -> Sample:
    first, *works = sample.works
    part, *parts = first.parts
    return replace(sample, works=(replace(first, parts=(replace(part, rows=part.rows[1:]), *parts)), *works))


def test_decisions_follow_their_positions(house: House, tmp_path: Path) -> None:
    sample = sound_bill()
    house.supervisor.start()
    first = house.queue.import_file(unixml(sample, tmp_path / "a.xml")).document
    house.until(house.settled)
    connection = house.store._connections.get()
    for index in (0, 3):
        connection.execute(
            "insert into decisions (document, idx, action, reason, created) values (?, ?, 'accepted', 'viděl', '2026')",
            (first, index),
        )
    second = house.queue.import_file(unixml(without_first(sample), tmp_path / "b.xml"), revision_of=first).document
    house.until(house.settled)
    rows = connection.execute("select idx, action, reason, carried_from from decisions where document = ?", (second,))
    assert rows.fetchall() == [(2, "accepted", "viděl", first)]
    assert house.store.revisions.chain(second) == (first, second)
    (project,) = house.store.projects()
    assert project.document == second
    assert [document.id for document in house.store.documents(project.id)] == [first, second]
    old, new = house.store.bills.load(first), house.store.bills.load(second)
    assert old is not None
    assert new is not None
    assert [pair.kind for pair in compare(old, new).pairs][:2] == ["removed", "same"]
    assert house.store.revisions.carry_decisions(first, second, {2: 3}) == 1
    again = house.queue.import_file(tmp_path / "b.xml", revision_of=first)
    assert (again.document, again.known) == (second, True)
