"""An audit in figures."""

from __future__ import annotations

from decimal import Decimal

from estimator_desktop.domain.bill import Amount, BillOfQuantities, Position
from estimator_desktop.domain.tally import tally, worst
from estimator_desktop.domain.verdict import Audit, Colour, Finding, Opinion, Role, Severity, Verdict


def priced(index: int, total: str) -> Position:
    return Position(index, "Práce", total_price=Amount(total, Decimal(total)))


def found(code: str, severity: Severity, position: int | None = None, **values: str) -> Finding:
    return Finding(values.pop("rule", "X"), 1, Role.SME, severity, code, position=position, **values)  # type: ignore[arg-type]


def verdict(index: int, colour: Colour, *findings: Finding, hitl: bool = False) -> Verdict:
    opinion = Opinion(Role.SME, colour, 1.0, (), findings)
    return Verdict(index, colour, 1.0, hitl, ("red",) if hitl else (), (opinion,), 3, 4, "1")


BILL = BillOfQuantities("x", "x", tuple(priced(index, total) for index, total in enumerate(("100", "900", "50", "10"))))
AUDIT = Audit(
    "1",
    (
        verdict(0, Colour.RED, found("small", Severity.RED, 0), hitl=True),
        verdict(1, Colour.AMBER, found("doubt", Severity.AMBER, 1), found("hint", Severity.INFO, 1)),
        verdict(2, Colour.GREEN),
        verdict(3, Colour.GREEN, hitl=True),
    ),
    (
        found("sum", Severity.RED, rule="A2", expected="1000.50", found="500"),
        found("vague", Severity.AMBER),
        found("words", Severity.RED, rule="A3", expected="?", found="5"),
    ),
    "priced",
)


def test_every_position_counts_once() -> None:
    figures = tally(BILL, AUDIT)
    assert figures.counts == {Colour.GREEN: 2, Colour.AMBER: 1, Colour.RED: 1}
    assert figures.money == {Colour.GREEN: 60, Colour.AMBER: 900, Colour.RED: 100}
    assert (figures.passed, figures.review, figures.hitl) == (1, 1, 2)
    assert [figures.rate(count) for count in (figures.passed, figures.review, figures.hitl)] == [25, 25, 50]
    assert (figures.run, figures.applicable, figures.coverage) == (12, 16, 75)


def test_nothing_has_no_rates() -> None:
    figures = tally(BillOfQuantities("x", "x", ()), Audit("1", (), (), "blind"))
    assert (figures.rate(0), figures.coverage, figures.review) == (0, 0, 0)


def test_the_worst_come_first_by_weight_then_money() -> None:
    stakes = worst(BILL, AUDIT)
    assert [(item.finding.code, item.money) for item in stakes] == [
        ("sum", Decimal("500.50")),
        ("small", 100),
        ("words", 0),
        ("doubt", 900),
        ("vague", 0),
    ]
