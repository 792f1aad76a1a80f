"""Templates of exports, and the tree of a bill."""

from __future__ import annotations

from estimator_desktop.domain.bill import BillOfQuantities, Position, Section, WorkObject
from estimator_desktop.domain.outline import outline
from estimator_desktop.domain.template import BUILT_IN, Column, Template
from estimator_desktop.domain.verdict import Colour


def test_only_a_whole_export_can_restore_a_project() -> None:
    assert Template().whole
    assert {name for name, template in BUILT_IN.items() if template.whole} == {"full", "plain"}
    assert not Template(only=(Colour.RED,)).whole


def test_columns() -> None:
    assert Template().shows(Column.NOTES)
    assert not BUILT_IN["problems"].shows(Column.NOTES)


def _position(index: int, work: int | None, section: int | None) -> Position:
    return Position(index, "x", work, section)


def test_the_tree_keeps_the_order_of_the_document() -> None:
    bill = BillOfQuantities(
        "x",
        "x",
        (_position(0, None, None), _position(1, 0, 1), _position(2, 1, None), _position(3, 0, 0)),
        (WorkObject(0, "A", ""), WorkObject(1, "A.1", "", 0), WorkObject(2, "B", "")),
        (Section(0, "1", "", 0), Section(1, "11", "", 0, 0)),
    )
    loose, first, last = outline(bill)
    assert (loose.work, loose.positions, loose.holds) == (None, (0,), True)
    assert [part.section.code for part in first.sections] == ["1"]
    assert first.sections[0].positions == (3,)
    assert first.sections[0].sections[0].positions == (1,)
    assert first.works[0].positions == (2,)
    assert (last.holds, last.works) == (False, ())


def test_a_bill_whose_positions_all_have_objects_has_no_loose_part() -> None:
    bill = BillOfQuantities("x", "x", (_position(0, 0, None),), (WorkObject(0, "A", ""),))
    assert [part.work for part in outline(bill)] == list(bill.objects)
