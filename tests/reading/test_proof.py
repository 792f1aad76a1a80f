"""The import proof over small bills made by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from estimator_desktop.domain.bill import (
    NOTHING,
    BillOfQuantities,
    Check,
    Measurement,
    MeasurementKind,
    Position,
    RecapitulationLine,
    Section,
    WorkObject,
)
from estimator_desktop.domain.numbers import parse_amount
from estimator_desktop.reading.proof import prove, settle


def _position(index: int, quantity: str = "", price: str = "", total: str = "", **more: object) -> Position:
    amounts = {"quantity": quantity, "unit_price": price, "total_price": total}
    read = {name: parse_amount(text) if text else NOTHING for name, text in amounts.items()}
    return Position(index, f"práce {index}", object=0, section=0, ordinal=str(index + 1), **read, **more)  # type: ignore[arg-type]


def _bill(*positions: Position, section: str = "", work: str = "", whole: str = "") -> BillOfQuantities:
    lines = (RecapitulationLine("bill", "", "Cena bez DPH", parse_amount(whole)),) if whole else ()
    return BillOfQuantities(
        "test",
        "test.xlsx",
        positions,
        (WorkObject(0, "SO", "objekt", total=parse_amount(work) if work else NOTHING),),
        (Section(0, "1", "zemní práce", 0, total=parse_amount(section) if section else NOTHING),),
        lines,
    )


def _codes(bill: BillOfQuantities, check: Check) -> list[tuple[str, int | None]]:
    return [(failure.code, failure.position) for failure in prove(bill).result(check).failures]


def _measured(*values: str) -> tuple[Measurement, ...]:
    return tuple(Measurement(value, Decimal(value), MeasurementKind.EXPRESSION) for value in values)


def test_a_sound_bill_is_proven() -> None:
    sound = _bill(
        _position(0, "2", "10", "20"), _position(1, "3", "5", "15"), section="35", work="35,00", whole="35 Kč"
    )
    proof = prove(sound)
    assert proof.holds
    assert proof.state == "holds"
    figures = {result.check: (result.passed, result.total) for result in proof.results}
    assert figures[Check.PRODUCTS] == figures[Check.ORDINALS] == (2, 2)
    assert figures[Check.SECTION_SUMS] == figures[Check.OBJECT_SUMS] == figures[Check.RECAPITULATION] == (1, 1)


def test_each_sum_that_does_not_reproduce_is_named_with_both_numbers() -> None:
    wrong = _bill(_position(0, "2", "10", "20"), section="35", work="36", whole="37")
    proof = prove(wrong)
    assert proof.state == "open"
    assert [(item.code, item.expected, item.found) for item in proof.failures] == [
        ("section_sum", "35", "20"),
        ("object_sum", "36", "20"),
        ("recapitulation", "37", "20"),
    ]


def test_a_wrong_product_and_a_total_without_a_price_are_named() -> None:
    rows = [_position(index, "2", "10", "20") for index in range(4)]
    bill = _bill(*rows, _position(4, "2", "10", "21"), _position(5, "3", "", "7"), _position(6, "2", "10"))
    assert _codes(bill, Check.PRODUCTS) == [("product", 4), ("total_without_price", 5)]


def test_one_piece_costs_what_it_costs_where_prices_are_printed() -> None:
    rows = [_position(index, "2", "10", "20") for index in range(4)]
    assert not _codes(_bill(*rows, _position(4, "1", "", "7")), Check.PRODUCTS)
    unpriced = [_position(index, "2") for index in range(4)]
    assert _codes(_bill(*unpriced, _position(4, "1", "", "1")), Check.PRODUCTS) == [("total_without_price", 4)]


def test_a_quantity_that_prices_speak_of_but_nobody_read_is_named() -> None:
    bill = _bill(_position(0, "2", "10", "20"), _position(1, "", "10", "35"), _position(2, "", "10", "10"))
    assert _codes(bill, Check.PRODUCTS) == [("total_without_quantity", 1)]
    assert prove(bill).state == "open"


def test_a_document_of_totals_only_has_no_products() -> None:
    bill = _bill(*(_position(index, "2", "", "20") for index in range(3)))
    assert prove(bill).result(Check.PRODUCTS).total == 0


def test_a_measurement_that_gives_another_quantity_is_named() -> None:
    rows = [_position(index, "8", measurements=_measured("8")) for index in range(4)]
    wrong = _position(4, "8", measurements=_measured("8", "8"))
    text = _position(5, "8", measurements=(Measurement("přízemí", kind=MeasurementKind.TEXT),))
    bill = _bill(*rows, wrong, text, _position(6, measurements=_measured("8")), _position(7, "8"))
    result = prove(bill).result(Check.MEASUREMENTS)
    assert (result.passed, result.total) == (4, 5)
    assert [(item.position, item.expected, item.found) for item in result.failures] == [(4, "8", "16.000")]


def test_measurements_taken_in_an_unknown_way_say_nothing() -> None:
    bill = _bill(*(_position(index, "8", measurements=_measured("3", "4")) for index in range(5)))
    assert prove(bill).result(Check.MEASUREMENTS).total == 0


def test_figures_of_other_positions_are_known() -> None:
    figure = Measurement("2*3", None, MeasurementKind.EXPRESSION, label="OBKLAD")
    user = Measurement("obklad*0,5", None, MeasurementKind.EXPRESSION)
    bill = _bill(_position(0, "6", measurements=(figure,)), _position(1, "3", measurements=(user,)))
    assert prove(bill).result(Check.MEASUREMENTS).passed == 2


def test_an_ambiguous_number_is_decided_by_the_product() -> None:
    bill = settle(_bill(_position(0, "126.000", "2,00", "252,00")))
    assert bill.positions[0].quantity.value == Decimal(126)
    thousands = settle(_bill(_position(0, "126.000", "2,00", "252000,00")))
    assert thousands.positions[0].quantity.value == Decimal(126000)
    assert not thousands.positions[0].quantity.ambiguous


def test_an_ambiguous_number_is_decided_by_the_measurement() -> None:
    bill = settle(_bill(_position(0, "126.000", measurements=_measured("100", "26"))))
    assert bill.positions[0].quantity.value == Decimal(126)
    assert not bill.positions[0].quantity.ambiguous


def test_what_nothing_decides_stays_open_and_is_named() -> None:
    bill = settle(_bill(_position(0, "126.000"), _position(1, "3", "x")))
    assert bill.positions[0].quantity.ambiguous
    assert _codes(bill, Check.NUMBERS) == [("ambiguous_number", 0), ("unreadable_number", 1)]


def test_the_printed_count_must_be_reached() -> None:
    bill = replace(_bill(_position(0)), printed_position_count=2)
    assert [(item.expected, item.found) for item in prove(bill).failures] == [("2", "1")]
    assert prove(replace(bill, printed_position_count=1)).result(Check.POSITION_COUNT).passed == 1


def test_a_document_without_checksums_proves_nothing() -> None:
    bill = BillOfQuantities("test", "f", (Position(0, "práce"),))
    assert prove(bill).state == "nothing"


def _jumping(*, total: str = "10", section: str = "", work: str = "", whole: str = "") -> BillOfQuantities:
    rows = [_position(index, "1", total and "10", total) for index in (0, 1, 2, 4, 5)]
    rows = [replace(row, index=index) for index, row in enumerate(rows)]
    return _bill(*rows, section=section, work=work, whole=whole)


def test_a_jump_in_the_numbering_is_a_note_where_sums_prove_that_no_row_is_missing() -> None:
    for sums in ({"section": "50"}, {"work": "50"}, {"whole": "50"}):
        proof = prove(_jumping(**sums))
        assert [(item.code, item.expected, item.found) for item in proof.failures] == [("ordinal_jump", "4", "5")]
        assert (proof.state, proof.proven, proof.holds) == ("noted", True, False)


def test_a_jump_without_prices_or_sums_proves_nothing() -> None:
    for bill in (_jumping(), _jumping(total="", section="0")):
        proof = prove(bill)
        assert [item.code for item in proof.failures] == ["ordinal_gap"]
        assert (proof.state, proof.proven) == ("gaps", False)


def test_a_jump_beside_an_unpriced_row_proves_nothing() -> None:
    bill = _jumping(section="40")
    bare = replace(bill.positions[2], unit_price=NOTHING, total_price=NOTHING)
    proof = prove(replace(bill, positions=(*bill.positions[:2], bare, *bill.positions[3:])))
    assert (proof.state, [item.code for item in proof.failures]) == ("gaps", ["ordinal_gap"])


def test_a_jump_beside_a_sum_that_fails_is_open() -> None:
    proof = prove(_jumping(section="60", whole="60"))
    assert proof.state == "open"
    assert proof.failures[0].code == "ordinal_gap"


def test_the_documents_own_count_explains_a_jump_without_prices() -> None:
    proof = prove(replace(_jumping(total=""), printed_position_count=5))
    assert (proof.state, [item.code for item in proof.failures]) == ("noted", ["ordinal_jump"])


def test_a_repeated_ordinal_under_a_sum_that_holds_is_a_note() -> None:
    rows = [_position(index, "1", "10", "10") for index in range(5)]
    rows.append(replace(_position(3, "1", "10", "10"), index=5))
    assert [item.code for item in prove(_bill(*rows, section="60")).failures] == ["ordinal_again"]
    assert [item.code for item in prove(_bill(*rows)).failures] == ["ordinal_repeated"]
