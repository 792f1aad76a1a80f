"""Measurement lines evaluated again, and the quantity they give."""

from __future__ import annotations

from decimal import Decimal

from estimator_desktop.domain.bill import BillOfQuantities, Measurement, MeasurementKind, Position
from estimator_desktop.domain.figures import figures
from estimator_desktop.domain.measuring import evaluate_lines, gives, measured_quantity

D = Decimal


def _line(text: str, value: str | None = None, **more: object) -> Measurement:
    return Measurement(text, D(value) if value is not None else None, **more)  # type: ignore[arg-type]


def test_kros_takes_the_marked_lines() -> None:
    lines = (
        _line("F", "3", taken=False),
        _line("2*3", "6", taken=True),
        _line("1*4", "4", taken=True),
        _line("Součet", "10", kind=MeasurementKind.TOTAL, taken=False),
    )
    assert measured_quantity(lines) == D(10)


def test_without_marks_the_expressions_count() -> None:
    lines = (_line("2*3", "6"), _line("přízemí", kind=MeasurementKind.TEXT), _line("1*4"))
    assert measured_quantity(lines) == D(10)


def test_a_coefficient_line_decides_alone() -> None:
    lines = (_line("2*3", "6", taken=True), _line("6*1,1 'Přepočtené koeficientem množství", "6.6"))
    assert measured_quantity(lines) == D("6.6")
    assert measured_quantity((_line("2*3 'Přepočtené koeficientem množství"),)) == D(6)


def test_a_form_s_total_decides() -> None:
    lines = (_line("10*2 = 20,000 [A]"), _line("5*2 = 10,000 [B]"), _line("Celkem: A+B = 30,000 [C]"))
    assert measured_quantity(lines) == D(30)
    assert [result.computed for result in evaluate_lines(lines)] == [D(20), D(10), D(30)]


def test_a_total_without_an_expression_is_the_sum_above() -> None:
    lines = (_line("10*2 = 20,000 [A]"), _line("Celkové množství = 20,000"))
    assert evaluate_lines(lines)[1].computed == D(20)


def test_subtotals_and_totals_are_recomputed() -> None:
    lines = (
        _line("1", "1"),
        _line("2", "2"),
        _line("Mezisoučet", "3", kind=MeasurementKind.SUBTOTAL),
        _line("4", "4"),
        _line("Součet", "9", kind=MeasurementKind.TOTAL),
    )
    results = evaluate_lines(lines)
    assert (results[2].computed, results[2].agrees) == (D(3), True)
    assert (results[4].computed, results[4].agrees) == (D(7), False)


def test_words_before_an_expression_of_a_form() -> None:
    agreeing, _other = evaluate_lines((_line("etapa 2 - 5*3 = 15,000"), _line("etapa 2 - 5*3 = 99,000")))
    assert (agreeing.computed, agreeing.agrees) == (D(15), True)
    assert not _other.agrees


def test_a_value_column_that_contradicts_the_equals_sign_wins() -> None:
    (result,) = evaluate_lines((_line('1"Kvs=4', "1"),))
    assert (result.printed, result.computed) == (D(1), D(1))


def test_figures_from_elsewhere() -> None:
    (result,) = evaluate_lines((_line("F1*2", "7", label="x"),), {"F1": D("3.5")})
    assert (result.computed, result.agrees) == (D("7.0"), True)


def test_what_cannot_be_computed_says_why_and_agrees() -> None:
    (unknown, words, nothing) = evaluate_lines(
        (_line("neznámá*2", "7"), _line("dle výkresu", kind=MeasurementKind.TEXT), _line("-"))
    )
    assert (unknown.computed, unknown.agrees) == (None, True)
    assert "unknown name" in unknown.reason
    assert (words.kind, words.reason) == (MeasurementKind.TEXT, "text")
    assert nothing.reason == "text"
    (form,) = evaluate_lines((_line("slova slova = 5,000"),))
    assert (form.printed, form.computed) == (D(5), None)


def test_no_lines_no_quantity() -> None:
    assert measured_quantity(()) is None
    assert measured_quantity((_line("dle výkresu", kind=MeasurementKind.TEXT),)) is None


def test_the_longest_end_counts_where_none_agrees() -> None:
    (result,) = evaluate_lines((_line("stěna (2 - 5*3 = 99,000"),))
    assert (result.printed, result.computed) == (D(99), D(-13))


def test_a_sign_of_equality_in_an_open_comment_is_no_result() -> None:
    lines = (_line('1"Kvs=4'), _line('1"Kvs=10'), _line("Součet", kind=MeasurementKind.TOTAL, taken=True))
    assert measured_quantity(lines) == D(2)
    assert evaluate_lines((_line('3/4" trubka 2*3 = 6,000 [A]'),))[0].computed == D(6)


def test_a_form_goes_on_computing_with_its_letters() -> None:
    lines = (
        _line('"vnější "122+122 = 244,000 [A]'),
        _line('"středové "114+114 = 228,000 [B]'),
        _line('"Mezisoučet "472.000000 = 472,000 [C]'),
        _line('"hmotnost "C*6 = 2832,000 [D]'),
    )
    assert measured_quantity(lines) == D(2832)
    results = evaluate_lines(lines)
    assert (results[2].kind, results[3].computed) == (MeasurementKind.SUBTOTAL, D(2832))
    assert measured_quantity(lines[:3]) == D(472)
    assert measured_quantity((_line("2*3 = 6,000 [A]"), _line("4*5"))) == D(26)


def test_expressions_below_a_total_replace_it_where_they_give_the_printed_quantity() -> None:
    lines = (_line("56", "56"), _line('"Celkem: "A', "56", label="D"), _line('56*0.5 "tloušťka', "28"))
    assert measured_quantity(lines) == D(56)
    assert measured_quantity(lines, printed=D(28)) == D(28)
    assert measured_quantity(lines, printed=D(30)) == D(56)


def test_a_number_broken_over_two_lines_of_a_print_is_one() -> None:
    assert evaluate_lines((_line("2*(0, 85*2)", "3.4"),))[0].computed == D("3.4")
    assert evaluate_lines((_line("2*(0, 85*", "3.4"),))[0].computed is None


def test_lines_are_rounded_where_the_document_rounds_them() -> None:
    lines = (_line("1,0004"), _line("1,0004"), _line("Součet", kind=MeasurementKind.TOTAL))
    assert evaluate_lines(lines, places=3)[2].computed == D(2)
    assert evaluate_lines(lines)[2].computed == D("2.0008")


def test_figures_hold_within_their_object() -> None:
    def position(index: int, work: int, *lines: Measurement) -> Position:
        return Position(index, "x", object=work, measurements=lines)

    bill = BillOfQuantities(
        "test",
        "f",
        (
            position(0, 0, _line("2*3", "6", label="Obklad"), _line("1", "1", label="A"), _line("x", label="nic")),
            position(1, 0, _line("obklad*2", label="DVA"), _line("5", "5")),
            position(2, 1, _line("7", "7", label="obklad"), _line("1", "1", label="ab"), _line("2", "2", label="AB")),
            position(3, 1),
        ),
    )
    assert figures(bill) == {0: {"obklad": D(6), "dva": D(12)}, 1: {"obklad": D(7)}}


def test_a_measurement_gives_a_quantity_within_its_rounding() -> None:
    assert gives(D("1.2345"), D("1.23"))
    assert gives(D("1.2345"), D("1.235"))
    assert not gives(D("1.25"), D("1.235"))
