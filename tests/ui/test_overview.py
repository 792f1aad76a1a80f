"""The overview: what it counts, and that every mark leads to its rows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from estimator_desktop.domain.verdict import Colour, Role
from estimator_desktop.texts import Texts
from estimator_desktop.ui import theme
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.models.desk import Desk
from estimator_desktop.ui.models.overview import overview_of
from estimator_desktop.ui.pages.overview import OverviewPage
from estimator_desktop.ui.sides.overview import OverviewSide
from estimator_desktop.ui.widgets.bars import BarRow, Bars


def _opened(window: MainWindow, qtbot: QtBot, file: Path) -> None:
    window.import_files([file])
    qtbot.waitUntil(
        lambda: window.desk.desk is not None and window.desk.desk.audit is not None,
        timeout=60_000,
    )


def test_counts_add_up(desk: Desk) -> None:
    overview = overview_of(desk)
    assert overview is not None
    assert overview.whole.counts == desk.counts
    assert sum(overview.whole.money.values()) == sum(desk.values)
    assert sum(sum(part.counts.values()) for part in overview.sections) == len(desk.rows)
    assert [part.stake for part in overview.sections] == sorted(
        (part.stake for part in overview.sections), reverse=True
    )
    assert overview.stakes
    stakes = [desk.values[index] for index in overview.stakes]
    assert stakes == sorted(stakes, reverse=True)
    assert all(desk.colour(index) is not Colour.GREEN for index in overview.stakes)
    assert {tally.role for tally in overview.roles} >= {Role.SME}
    a1 = next(tally for tally in overview.rules if tally.rule == "A1")
    assert [desk.rows[index].code for index in a1.failed] == ["274902040"]
    assert overview.run <= overview.applicable


def test_nothing_to_count_before_the_audit(desk: Desk) -> None:
    assert overview_of(replace(desk, audit=None, marks=())) is None


def test_a_blind_bill_counts_positions_instead_of_money(qtbot: QtBot, desk: Desk) -> None:
    rows = tuple(row._replace(value="0", unit_price=None, total_price=None) for row in desk.rows)
    blind = replace(desk, rows=rows)
    overview = overview_of(blind)
    assert overview is not None
    page = OverviewPage(Texts("en"), theme.LIGHT)
    qtbot.addWidget(page)
    page.show_overview(blind, overview)
    assert [row.parts for row in page.verdicts.rows] == [
        {colour: float(desk.counts[colour])} for colour in (Colour.RED, Colour.AMBER, Colour.GREEN)
    ]
    assert not any("CZK" in row.words or "Kč" in row.words for row in page.verdicts.rows)


def test_a_bar_tells_which_colour_was_hit(qtbot: QtBot) -> None:
    bars = Bars(theme.DARK, "test")
    qtbot.addWidget(bars)
    bars.set_rows([BarRow("a", {Colour.RED: 1.0, Colour.GREEN: 1.0}, "x", 1), BarRow("b", {}, "", 2)])
    bars.resize(bars.sizeHint())
    bars.show()
    left, right, _width = bars._columns()
    hit: list[tuple[object, object]] = []
    bars.chosen.connect(lambda target, colour: hit.append((target, colour)))
    for place in (QPoint(2, 14), QPoint(int(left) + 4, 14), QPoint(int(right) - 16, 14), QPoint(2, 40)):
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=place)
    assert hit == [(1, None), (1, Colour.RED), (1, Colour.GREEN), (2, None)]
    qtbot.mouseMove(bars, QPoint(4, 4))
    bars.setFocus()
    qtbot.keyClick(bars, Qt.Key.Key_Up)
    qtbot.keyClick(bars, Qt.Key.Key_Return)
    assert hit[-1] == (1, None)
    assert "a: x" in bars.accessibleDescription()
    assert not bars.grab().isNull()


def test_every_mark_leads_to_its_rows(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    _opened(window, qtbot, demo_pdf)
    qtbot.mouseClick(window.bar("page.overview"), Qt.MouseButton.LeftButton)
    page = window.side(OverviewSide).page
    qtbot.waitUntil(lambda: bool(page.verdicts.rows), timeout=20_000)
    assert window.pages.currentWidget() is page
    model = window.desk.model

    page.verdicts.setFocus()
    qtbot.keyClick(page.verdicts, Qt.Key.Key_Return)
    assert window.pages.currentWidget() is window.desk
    assert {window.desk.desk.colour(row) for row in model.shown} == {Colour.RED}

    rule = next(row for row in page.rules.rows if row.label.startswith("A1"))
    page.rules.chosen.emit(rule.target, None)
    assert [window.desk.desk.rows[row].code for row in model.shown] == ["274902040"]
    assert window.desk.chip.isVisible()
    qtbot.mouseClick(window.desk.chip, Qt.MouseButton.LeftButton)
    assert model.rowCount() == len(window.desk.desk.rows)

    worst = page.sections.rows[0]
    page.sections.chosen.emit(worst.target, None)
    assert {window.desk.desk.rows[row].section for row in model.shown} == {worst.target[1]}

    role = page.roles.rows[0]
    page.roles.chosen.emit(role.target, Colour.RED)
    assert set(model.shown) == role.target.positions[Colour.RED]

    page.stakes.chosen.emit(page.stakes.rows[0].target, None)
    assert window.desk.selected() == page.stakes.rows[0].target
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.pages.currentWidget() is page
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.desk
    assert window.desk.model.sum > Decimal(0)
