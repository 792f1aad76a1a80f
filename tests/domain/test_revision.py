"""Which position is which in two revisions of a bill, and what changed."""

from dataclasses import replace
from decimal import Decimal

from estimator_desktop.domain.bill import Amount, BillOfQuantities, Position, Section, WorkObject
from estimator_desktop.domain.revision import Pair, compare


def amount(value: str) -> Amount:
    return Amount(value, Decimal(value) if value else None)


def position(code: str, text: str, quantity: str = "1", price: str = "", section: int | None = 0) -> Position:
    return Position(
        0, text, object=0, section=section, code=code, unit="m2", quantity=amount(quantity), unit_price=amount(price)
    )


def bill(*positions: Position) -> BillOfQuantities:
    placed = tuple(replace(item, index=index) for index, item in enumerate(positions))
    parts = (Section(0, "1", "Zemní práce", 0), Section(1, "2", "Základy", 0))
    return BillOfQuantities("test", "a.xlsx", placed, (WorkObject(0, "SO 01", "Dům"),), parts)


A = position("111", "Výkop rýhy", "10", "100")
B = position("112", "Zásyp rýhy", "5", "50")
C = position("", "Kontejner na odpad", "1", "900")


def test_the_same_bill_differs_in_nothing() -> None:
    found = compare(bill(A, B, C), bill(A, B, C))
    assert found.pairs == (Pair(0, 0), Pair(1, 1), Pair(2, 2))
    assert (found.count("same"), found.difference) == (3, Decimal(0))


def test_added_removed_and_moved_rows_pair_by_content() -> None:
    new = position("113", "Pažení", "3", "10")
    found = compare(bill(A, B, C), bill(new, C, A))
    assert found.pairs == (Pair(None, 0), Pair(2, 1), Pair(0, 2), Pair(1, None))
    assert [pair.kind for pair in found.pairs] == ["added", "same", "same", "removed"]
    assert found.difference == Decimal(30) - Decimal(250)


def test_what_stood_first_and_is_gone_is_first() -> None:
    assert compare(bill(A, B), bill(B)).pairs == (Pair(0, None), Pair(1, 0))


def test_changes_are_named() -> None:
    changed = replace(B, quantity=amount("6"), unit_price=amount("55"), description="Zásyp rýhy štěrkem", unit="m3")
    found = compare(bill(A, B), bill(A, changed))
    assert found.pairs[1] == Pair(1, 1, ("description", "unit", "quantity", "unit_price", "total"))
    assert (found.old_total, found.new_total) == (Decimal(1250), Decimal(1330))


def test_another_code_for_the_same_text_at_the_same_place() -> None:
    assert compare(bill(A, B), bill(A, replace(B, code="R112"))).pairs[1] == Pair(1, 1, ("code",))


def test_a_corrected_text_without_a_code_is_the_same_position() -> None:
    corrected = replace(C, description="Kontejner na odpady 5 m3")
    assert compare(bill(A, C), bill(corrected, A)).pairs == (Pair(1, 0, ("description",)), Pair(0, 1))


def test_an_unlike_text_is_another_position() -> None:
    other = replace(C, description="Dopravní značení")
    assert [pair.kind for pair in compare(bill(C), bill(other)).pairs] == ["removed", "added"]


def test_twins_pair_by_quantity_first() -> None:
    twins = (position("5", "Deska", "1"), position("5", "Deska", "2"), position("5", "Deska", "3"))
    found = compare(bill(*twins), bill(twins[2], twins[0]))
    assert found.pairs == (Pair(2, 0), Pair(0, 1), Pair(1, None))


def test_another_section_is_a_change_of_place() -> None:
    assert compare(bill(A), bill(replace(A, section=1))).pairs == (Pair(0, 0, ("place",)),)
    assert compare(bill(replace(A, object=None, section=None)), bill(A)).pairs == (Pair(0, 0, ("place",)),)


def test_a_blind_price_is_no_change_against_zero() -> None:
    assert compare(bill(replace(A, unit_price=amount(""))), bill(replace(A, unit_price=amount("0")))).pairs == (
        Pair(0, 0),
    )


def test_large_leftovers_are_not_compared_each_with_each() -> None:
    old = [position("", f"Práce {n} alfa") for n in range(90)]
    new = [position("", f"Práce {n} beta") for n in range(90)]
    found = compare(bill(*old), bill(*new))
    assert (found.count("added"), found.count("removed")) == (90, 90)
