"""What an edited bill changes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from estimator_desktop.domain.bill import Amount, BillOfQuantities, Measurement, Note, Position
from estimator_desktop.domain.changes import FieldChange, compare

BASE = BillOfQuantities(
    "x",
    "x",
    (
        Position(0, "a", quantity=Amount("1", Decimal(1)), measurements=(Measurement("1"),), notes=(Note("PP", "n"),)),
        Position(1, "b"),
        Position(2, "c"),
    ),
)


def test_the_same_is_no_change() -> None:
    assert compare(BASE, BASE, ("p1", "p2", "p3")).none


def test_a_number_written_otherwise_is_no_change() -> None:
    first = replace(BASE.positions[0], quantity=Amount("1,00", Decimal("1.00")))
    assert compare(BASE, replace(BASE, positions=(first, *BASE.positions[1:])), ("p1", "p2", "p3")).none


def test_what_changes_appears_and_vanishes() -> None:
    first = replace(
        BASE.positions[0],
        code="K1",
        quantity=Amount("2", Decimal(2)),
        unit_price=Amount("dle", None),
        measurements=(Measurement("1"), Measurement("1+1")),
        notes=(),
    )
    new = replace(BASE, positions=(first, replace(BASE.positions[2], index=1), Position(2, "d"), Position(3, "c")))
    changes = compare(BASE, new, ("p1", "p3", "", "p3"))
    assert changes.changed == (
        FieldChange(0, "code", "", "K1"),
        FieldChange(0, "quantity", "1", "2"),
        FieldChange(0, "unit_price", "", "dle"),
        FieldChange(0, "measurements", "1", "1; 1+1"),
        FieldChange(0, "notes", "n", ""),
    )
    assert changes.appeared == (2, 3)
    assert changes.vanished == (1,)
    assert not changes.none
