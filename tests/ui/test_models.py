"""The models of the desk, without a window."""

from __future__ import annotations

import time
import unicodedata
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from estimator_desktop.domain.verdict import Colour
from estimator_desktop.texts import Texts
from estimator_desktop.ui import theme
from estimator_desktop.ui.models.desk import (
    CODE,
    DESCRIPTION,
    ORDINAL,
    QUANTITY,
    TOTAL,
    VERDICT,
    Desk,
    _folded_each,
    folded,
)
from estimator_desktop.ui.models.positions import (
    COLOUR_ROLE,
    POSITION_ROLE,
    SORT_ROLE,
    Filter,
    PositionsModel,
    czech_key,
)
from estimator_desktop.ui.models.tree import BRANCH_ROLE, TreeModel


@pytest.fixture
def model(qtbot: QtBot, desk: Desk) -> PositionsModel:
    made = PositionsModel(Texts("cs"), theme.LIGHT)
    made.set_desk(desk)
    return made


def _column(model: PositionsModel, column: int) -> list[str]:
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def test_qt_finds_nothing_wrong_with_the_models(
    model: PositionsModel, qtmodeltester: ModelTester, desk: Desk, qtbot: QtBot
) -> None:
    qtmodeltester.check(model, force_py=True)
    tree = TreeModel()
    tree.set_branch(desk.tree, theme.LIGHT, Texts("cs"))
    qtmodeltester.check(tree, force_py=True)


def test_shows_numbers_as_czechs_write_them(model: PositionsModel) -> None:
    assert model.index(0, QUANTITY).data() == "438,900"
    assert model.index(0, TOTAL).data() == "16\u00a0897,65"
    assert model.headerData(DESCRIPTION, Qt.Orientation.Horizontal) == "Popis"
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_verdict_has_shape_colour_and_word(model: PositionsModel) -> None:
    index = model.index(5, VERDICT)
    assert index.data() == "■"
    assert index.data(COLOUR_ROLE) == "RED"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Chyba"
    assert index.data(Qt.ItemDataRole.ForegroundRole).color().name() == "#b3261e"
    model.set_theme(theme.DARK)
    assert index.data(Qt.ItemDataRole.ForegroundRole).color().name() == "#f2b8b5"


def test_sorts_by_value_not_by_text(model: PositionsModel, desk: Desk) -> None:
    model.sort(TOTAL, Qt.SortOrder.DescendingOrder)
    totals = [desk.bill.positions[row].total_price.value for row in model.shown]
    known = [value for value in totals if value is not None]
    assert known == sorted(known, reverse=True)
    model.sort(ORDINAL)
    ordinals = [int(text) for text in _column(model, ORDINAL)]
    assert ordinals == sorted(ordinals)
    model.sort(VERDICT)
    assert _column(model, VERDICT) == ["■"] * 4 + ["▲"] * 3 + ["●"] * 45
    model.sort(CODE)
    assert _column(model, CODE) == sorted(_column(model, CODE))
    assert model.index(0, QUANTITY).data(SORT_ROLE) == (False, desk.bill.positions[model.position(0)].quantity.value)
    model.sort(-1)
    assert list(model.shown) == list(range(52))


def test_czech_order() -> None:
    words = ["čerpadlo", "cihla", "dveře", "chodník", "hák", "ústí", "zámek", "žlab", "šachta", "střecha"]
    assert sorted(words, key=czech_key) == [
        "cihla", "čerpadlo", "dveře", "hák", "chodník", "střecha", "šachta", "ústí", "zámek", "žlab",
    ]  # fmt: skip


def test_filters_by_words_verdict_decision_and_place(model: PositionsModel, desk: Desk) -> None:
    model.set_filter(Filter(text="potrubí MONTÁŽ"))
    assert _column(model, DESCRIPTION) == ["Montáž tvarovek jednoosých na potrubí DN 150"]
    model.set_filter(Filter(text="342903040"))
    assert model.rowCount() == 2
    assert model.sum == Decimal("55665.80")
    model.set_filter(Filter(colour=Colour.RED))
    assert _column(model, ORDINAL) == ["6", "12", "19", "23"]
    model.set_filter(Filter(hitl=True))
    assert model.rowCount() == 7
    branch = desk.tree.children[1]
    model.set_filter(Filter(objects=branch.objects, sections=branch.sections))
    assert model.rowCount() == branch.positions == 11
    model.set_filter(Filter(text="nic takového"))
    assert model.rowCount() == 0
    assert model.row_of(0) is None
    model.set_filter(Filter())
    assert model.row_of(7) == 7
    assert model.index(7, 0).data(POSITION_ROLE) == 7


def test_nothing_to_show(model: PositionsModel) -> None:
    model.set_desk(None)
    model.sort(TOTAL)
    model.set_filter(Filter(text="a"))
    assert model.rowCount() == 0
    assert model.sum == 0


def test_before_the_audit(qtbot: QtBot, desk: Desk) -> None:
    model = PositionsModel(Texts("en"), theme.LIGHT)
    model.set_desk(replace(desk, audit=None, marks=()))
    assert model.index(0, VERDICT).data() == "…"
    assert model.index(0, VERDICT).data(Qt.ItemDataRole.ForegroundRole) is None
    model.set_filter(Filter(hitl=True))
    assert model.rowCount() == 52


def test_tree_carries_counts_and_the_worst_verdict(qtbot: QtBot, desk: Desk) -> None:
    model = TreeModel()
    model.set_branch(desk.tree, theme.LIGHT, Texts("cs"))
    root = model.index(0, 0)
    assert root.data() == root.data(Qt.ItemDataRole.ToolTipRole) == "Sklad Lipová"
    assert model.index(0, 1).data() == "■ 4"
    assert model.index(0, 1).data(Qt.ItemDataRole.ForegroundRole).color().name() == "#b3261e"
    works = [model.index(row, 0, root).data() for row in range(model.rowCount(root))]
    assert works == ["SO 01 Sklad nářadí s dílnou", "SO 02 Přípojka kanalizace", "SO 03 Zpevněné plochy"]
    first = model.index(0, 0, root)
    assert [model.index(row, 1, first).data() for row in range(model.rowCount(first))] == [
        "■ 1",
        "■ 1",
        "■ 1",
        "■ 1",
        "▲ 1",
        "4",
    ]
    branch = first.data(BRANCH_ROLE)
    assert branch.counts == Counter({Colour.GREEN: 26, Colour.RED: 4, Colour.AMBER: 3})
    assert branch.positions == 33
    assert model.find(*branch.children[2].key).parent() == first
    assert not model.find("section", None).isValid()
    assert not model.set_branch(desk.tree, theme.DARK, Texts("en"))
    assert not TreeModel().index(0, 0).isValid()


def test_twenty_thousand_rows_filter_and_sort_at_once(qtbot: QtBot, desk: Desk) -> None:
    """A bound far above the goal of 50 ms: only a change of kind (quadratic work) can break it."""
    times = 400
    many = replace(desk, rows=tuple(desk.rows) * times, marks=tuple(desk.marks) * times)
    model = PositionsModel(Texts("cs"), theme.LIGHT)
    started = time.perf_counter()
    model.set_desk(many)
    model.set_filter(Filter(text="beton", colour=Colour.GREEN))
    model.set_filter(Filter())
    model.sort(TOTAL)
    assert time.perf_counter() - started < 2
    assert model.rowCount() == 52 * times


def test_folding_takes_letters_apart_as_unicode_does() -> None:
    letters = "".join(map(chr, range(0x20, 0x250))) + "²°–ß Ω µ e\u0301"
    apart = unicodedata.normalize("NFD", letters.casefold())
    assert folded(letters) == "".join(sign for sign in apart if not "\u0300" <= sign <= "\u036f")
    pieces = ["Zásyp jam", "ø 12 mm², ŽB", "", "ASCII"]
    assert _folded_each("\x00".join(pieces)) == [folded(piece) for piece in pieces]
