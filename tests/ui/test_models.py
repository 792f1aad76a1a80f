"""The models of the desk, without a window."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt

from estimator_desktop.domain.bill import Amount, BillOfQuantities, Position, Section, WorkObject
from estimator_desktop.domain.verdict import Audit, Colour, Verdict
from estimator_desktop.ui.models.positions import ORDINAL, TOTAL, VERDICT, PositionsFilter, PositionsModel
from estimator_desktop.ui.models.tree import OBJECTS_ROLE, SECTIONS_ROLE, TreeModel

HEADERS = ("", "No.", "Type", "Code", "Description", "Unit", "Quantity", "Unit price", "Total")


def _bill() -> BillOfQuantities:
    totals = ("9.00", "1234.50", "100.00")
    return BillOfQuantities(
        "test",
        "a.pdf",
        tuple(
            Position(i, f"popis {i}", 0, i % 2, str(n), "K", f"00{i}", total_price=Amount(total, Decimal(total)))
            for i, (n, total) in enumerate(zip((10, 2, 1), totals, strict=True))
        ),
        (WorkObject(0, "SO 01", "Stavba"),),
        (Section(0, "1", "Zemní práce", 0), Section(1, "2", "Zakládání", 0, 0)),
    )


def _audit() -> Audit:
    colours = (Colour.GREEN, Colour.RED, Colour.AMBER)
    return Audit("1", tuple(Verdict(i, c, 1.0, False, (), (), 1, 1, "1") for i, c in enumerate(colours)), (), "priced")


def _column(proxy: PositionsFilter, column: int) -> list[str]:
    return [str(proxy.index(row, column).data()) for row in range(proxy.rowCount())]


def test_sorts_by_value_and_by_worst_verdict() -> None:
    model = PositionsModel(HEADERS)
    model.set_bill(_bill(), _audit())
    proxy = PositionsFilter(model)
    proxy.sort(ORDINAL)
    assert _column(proxy, ORDINAL) == ["1", "2", "10"]
    proxy.sort(TOTAL, Qt.SortOrder.DescendingOrder)
    assert [text[-2:] for text in _column(proxy, TOTAL)] == ["50", "00", "00"]
    proxy.sort(VERDICT)
    assert _column(proxy, VERDICT) == ["■", "▲", "●"]


def test_filters_by_text_verdict_and_section() -> None:
    model = PositionsModel(HEADERS)
    model.set_bill(_bill(), _audit())
    proxy = PositionsFilter(model)
    proxy.set_text("POPIS 2")
    assert _column(proxy, ORDINAL) == ["1"]
    proxy.set_text("")
    proxy.set_colour(Colour.RED)
    assert _column(proxy, ORDINAL) == ["2"]
    proxy.set_colour(None)
    proxy.set_part(None, frozenset({0}))
    assert _column(proxy, ORDINAL) == ["10", "1"]


def test_tree_nests_sections_and_counts_worst() -> None:
    tree = TreeModel()
    tree.set_bill(_bill(), _audit(), "Sklad")
    root = tree.item(0)
    assert "■ 1" in root.text()
    work = root.child(0)
    assert work.data(OBJECTS_ROLE) == frozenset({0})
    assert work.child(0).data(SECTIONS_ROLE) == frozenset({0, 1})
    assert work.child(0).child(0).data(SECTIONS_ROLE) == frozenset({1})
