"""The bill's own helpers, ordinals and sums."""

from __future__ import annotations

from decimal import Decimal

import pytest

from estimator_desktop.domain.bill import (
    Amount,
    BillOfQuantities,
    Check,
    CheckResult,
    ImportProof,
    Position,
    ProofFailure,
    Section,
    WorkObject,
)
from estimator_desktop.domain.box import Box
from estimator_desktop.domain.numbers import parse_amount
from estimator_desktop.domain.ordinals import breaks, groups
from estimator_desktop.domain.sums import is_priced, pricing, product, sum_agrees, sums, unit_price, value_of


def _position(index: int, ordinal: str = "", **more: object) -> Position:
    return Position(index, f"práce {index}", ordinal=ordinal, **more)  # type: ignore[arg-type]


def _bill(*positions: Position) -> BillOfQuantities:
    objects = (WorkObject(0, "SO 01", "Dům"), WorkObject(1, "SO 01.1", "Přístavba", parent=0))
    sections = (Section(0, "1", "Zemní práce", 1), Section(1, "11", "Přípravné práce", 1, parent=0))
    return BillOfQuantities("test", "a.pdf", positions, objects, sections)


def test_a_box_around_two() -> None:
    assert Box(1, 2, 3, 4).union(Box(0, 3, 2, 9)) == Box(0, 2, 3, 9)


def test_paths_go_from_the_outside_in() -> None:
    bill = _bill()
    assert [work.code for work in bill.object_path(1)] == ["SO 01", "SO 01.1"]
    assert [part.code for part in bill.section_path(1)] == ["1", "11"]
    assert bill.object_path(None) == bill.section_path(None) == ()


def test_a_proof_s_state() -> None:
    numbers = CheckResult(Check.NUMBERS, 3, 3)
    products = CheckResult(Check.PRODUCTS, 3, 3)
    failure = ProofFailure(Check.PRODUCTS, "product", "10", "11", position=0)
    broken = CheckResult(Check.PRODUCTS, 3, 2, (failure,))
    assert ImportProof(3, (numbers,)).state == "nothing"
    assert ImportProof(3, (numbers, products)).state == "holds"
    open_proof = ImportProof(3, (numbers, broken))
    assert (open_proof.state, open_proof.failures) == ("open", (failure,))
    assert open_proof.result(Check.PRODUCTS) is broken
    assert open_proof.result(Check.ORDINALS).total == 0


def test_ordinals_gaps_and_repetitions() -> None:
    numbers = ["1", "2.", "4", "x", "5", "5", "6", "7", "8"]
    found, checked = breaks([_position(index, text) for index, text in enumerate(numbers)])
    assert checked == 8
    assert [(item.position, item.expected, item.found, item.repeated) for item in found] == [
        (2, 3, 4, False),
        (5, 5, 5, True),
    ]


def test_an_ordinal_one_begins_a_new_run() -> None:
    found, checked = breaks([_position(index, text) for index, text in enumerate(["1", "2", "1", "2", "3"])])
    assert (found, checked) == ((), 5)


def test_blocks_whose_first_row_has_no_number_are_runs_of_their_own() -> None:
    numbers = ["1", "2", "3", "2", "3", "4", "5", "1", "2"]
    assert breaks([_position(index, text) for index, text in enumerate(numbers)]) == ((), 9)
    found, _ = breaks([_position(index, text) for index, text in enumerate(["1", "2", "3", "9", "4", "5", "2"])])
    assert [(item.found, item.repeated) for item in found] == [(9, False), (2, True)]


def test_ordinals_that_do_not_run_say_nothing() -> None:
    assert breaks([_position(index, text) for index, text in enumerate(["7", "90", "7"])]) == ((), 0)
    assert breaks([_position(0, "A")]) == ((), 0)


def test_positions_by_object() -> None:
    bill = _bill(_position(0, object=0), _position(1, object=1), _position(2, object=0))
    assert [[position.index for position in group] for group in groups(bill)] == [[0, 2], [1]]


def _priced(index: int, quantity: str, price: str, total: str = "", **more: object) -> Position:
    return _position(
        index, quantity=parse_amount(quantity), unit_price=parse_amount(price), total_price=parse_amount(total), **more
    )


def test_prices_of_a_position() -> None:
    split = _position(0, supply_price=parse_amount("10"), installation_price=parse_amount("5,5"))
    assert unit_price(split) == Decimal("15.5")
    assert unit_price(_position(0)) is None
    assert product(_position(0, quantity=parse_amount("2"))) is None
    assert product(_priced(0, "3", "0,335")) == Decimal("1.01")
    assert value_of(_priced(0, "3", "2")) == Decimal("6.00")
    assert value_of(_priced(0, "3", "2", "7")) == Decimal(7)
    assert value_of(_position(0)) == 0
    assert is_priced(_priced(0, "3", "0", "7"))
    assert not is_priced(_priced(0, "3", "0", "0"))


@pytest.mark.parametrize(("priced", "whole", "word"), [(9, 10, "priced"), (5, 10, "partly"), (0, 10, "blind")])
def test_how_a_bill_is_priced(priced: int, whole: int, word: str) -> None:
    bill = _bill(*(_priced(index, "1", "5" if index < priced else "") for index in range(whole)))
    assert pricing(bill) == word


def test_an_empty_bill_is_blind() -> None:
    assert pricing(_bill()) == "blind"


def test_sums_go_up_the_tree() -> None:
    bill = _bill(
        _priced(0, "1", "5", object=1, section=1), _priced(1, "1", "7", object=1, section=0), _priced(2, "1", "1")
    )
    total = sums(bill)
    assert (total.sections, total.section_counts) == ({1: Decimal("5.00"), 0: Decimal("12.00")}, {1: 1, 0: 2})
    assert (total.objects, total.object_counts) == ({1: Decimal("12.00"), 0: Decimal("12.00")}, {1: 2, 0: 2})
    assert total.whole == Decimal("13.00")


def test_sums_agree_within_a_hundredth_a_part() -> None:
    assert sum_agrees(Decimal("1.02"), Decimal(1), 1)
    assert not sum_agrees(Decimal("1.03"), Decimal(1), 2)
    assert sum_agrees(Decimal("1.03"), Decimal(1), 3)


def test_an_amount_that_is_no_number_is_unreadable() -> None:
    assert Amount("xx", None).unreadable
