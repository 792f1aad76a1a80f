"""Faults named in an estimator's words in both languages, and decisions made in the window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hands import in_front, opened
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from views import view_of

from estimator_desktop.audit import audit_bill
from estimator_desktop.domain.bill import Amount, BillOfQuantities, Measurement, Position, Section
from estimator_desktop.domain.decision import Action
from estimator_desktop.domain.verdict import Colour
from estimator_desktop.storage.connection import now
from estimator_desktop.storage.store import Document
from estimator_desktop.texts import Texts
from estimator_desktop.ui import theme
from estimator_desktop.ui.dialogs.decide import DecideDialog
from estimator_desktop.ui.dialogs.thresholds import ThresholdsDialog
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.models.desk import make_desk
from estimator_desktop.ui.models.overview import overview_of
from estimator_desktop.ui.pages.desk import DeskPage
from estimator_desktop.ui.pages.overview import OverviewPage
from estimator_desktop.ui.sides.look import LookSide

_WORKS = (
    ("1", "132251101", "Hloubení rýh nezapažených", "m3"),
    ("2", "274313611", "Základové pasy z betonu prostého", "m3"),
    ("3", "311272031", "Zdivo z přesných tvárnic", "m2"),
    ("6", "612321111", "Omítka vápenocementová vnitřních stěn", "m2"),
)


def faulty() -> BillOfQuantities:
    """A building of four trades: a wrong section sum, a broken line, a swapped unit, a row twice, no site costs."""
    rows: list[Position] = []
    for section, (_code, code, text, unit) in enumerate(_WORKS):
        for turn in range(11):
            quantity, price = Decimal(10 + turn), Decimal(100)
            rows.append(
                Position(
                    len(rows), f"{text} {turn}", section=section, ordinal=str(len(rows) + 1), row_type="K",
                    code=str(int(code) + turn), unit=unit, quantity=Amount(f"{quantity}", quantity),
                    unit_price=Amount("100", price), total_price=Amount(f"{quantity * price}", quantity * price),
                )
            )  # fmt: skip
    rows[2] = replace(rows[2], measurements=(Measurement("(2*3", Decimal(12)),))
    rows[13] = replace(rows[13], unit="m2")
    rows[25] = replace(rows[24], index=25, ordinal="26")
    sums = [
        sum((row.total_price.value or Decimal(0) for row in rows if row.section == place), Decimal(0))
        for place in range(4)
    ]
    sums[3] += 500
    sections = tuple(
        Section(place, work[0], work[2].split()[0], total=Amount(f"{sums[place]}", sums[place]))
        for place, work in enumerate(_WORKS)
    )
    return BillOfQuantities("kros_xlsx", "a.xlsx", tuple(rows), sections=sections)


@pytest.fixture(params=["cs", "en"])
def page(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[tuple[str, DeskPage]]:
    language = str(request.param)
    texts = Texts(language)
    bill = faulty()
    document = Document("d", "p", "a.xlsx", "0" * 64, 1, datetime.fromisoformat(now()))
    made = DeskPage(texts, theme.LIGHT)
    qtbot.addWidget(made)
    made.show()
    made.show_desk(make_desk(document, "Dům", "", view_of(bill, audit_bill(bill)), texts))
    yield language, made
    made.source.release()


SAID = {
    "cs": {
        None: ("Součet dílu 6 Omítka je 17 000,00, položky dávají 16 500,00", "Rozpočet nemá žádné vedlejší"),
        2: ("Řádek „(2*3“ nelze spočítat",),
        13: ("Pod kódem 274313613 bývá m3", "tady je m2"),
        25: ("je v dílu i pod číslem 25. Není tu dvakrát?",),
    },
    "en": {
        None: (
            "The total of section 6 Omítka is 17,000.00, its positions give 16,500.00",
            "no site and ancillary costs",
        ),
        2: ("The line “(2*3” cannot be computed",),
        13: ("Under code 274313613 the unit is usually m3", "here it is m2"),
        25: ("also appears in this section as number 25. Is it there twice?",),
    },
}


def test_each_fault_is_named_in_the_window(page: tuple[str, DeskPage]) -> None:
    language, desk = page
    desk.turns.finish()
    for position, sentences in SAID[language].items():
        if position is None:
            desk.table.clearSelection()
        else:
            assert desk.table.select_position(position)
        words = desk.details.toPlainText().replace("\u00a0", " ")
        for sentence in sentences:
            assert sentence in words, words


def test_each_fault_has_its_line_in_the_overview(page: tuple[str, DeskPage], qtbot: QtBot) -> None:
    language, desk = page
    assert desk.desk is not None
    overview = OverviewPage(Texts(language), theme.LIGHT)
    qtbot.addWidget(overview)
    overview.wait_for(desk.desk)
    counted = overview_of(desk.desk)
    assert counted is not None
    overview.show_overview(desk.desk, counted)
    found = {row.label.split()[0]: row for row in overview.rules.rows}
    for rule in ("A2", "V1", "C8", "S3", "S4"):
        assert Texts(language).say(f"rule.{rule}") in found[rule].label
        assert sum(size for colour, size in found[rule].parts.items() if colour is not Colour.GREEN) >= 1, rule


def test_a_position_is_decided_corrected_and_taken_back(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    desk = window.desk
    store = window.bridge.store

    def stands(position: int) -> object:
        return desk.desk.stands.get(position) if desk.desk else None

    desk.table.setFocus()
    desk.table.select_position(5)
    waiting = desk.desk.open if desk.desk else 0
    qtbot.keyClick(desk.table, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: stands(5) is not None, timeout=10_000)
    assert desk.desk is not None
    assert desk.desk.open == waiting - 1
    assert desk.decide.said.text().startswith("Přijato")

    qtbot.keyClick(desk.table, Qt.Key.Key_E)
    dialog = next(item for item in desk.findChildren(DecideDialog) if item.isVisible())
    assert dialog.value.text() == "58,400"
    dialog.value.setText("mnoho")
    dialog.buttons.accepted.emit()
    assert "není číslo" in dialog.trouble.text()
    dialog.value.setText("58.4")
    dialog.buttons.accepted.emit()
    assert "už stojí" in dialog.trouble.text()
    assert dialog.isVisible()
    dialog.value.setText("48,4")
    dialog.buttons.accepted.emit()
    qtbot.waitUntil(lambda: desk.model.index(desk.model.row_of(5) or 0, 6).data() == "48,400", timeout=10_000)
    assert desk.desk.bill.positions[5].quantity.raw == "58,400"

    def judged(colour: Colour) -> bool:
        return desk.desk is not None and desk.desk.colour(5) is colour

    qtbot.waitUntil(lambda: judged(Colour.GREEN), timeout=30_000)  # on the corrected value
    assert "Verdikt platí pro opravenou hodnotu (Množství)" in desk.details.toPlainText()

    in_front(window, qtbot)
    qtbot.keyClick(desk.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desk.model.index(desk.model.row_of(5) or 0, 6).data() == "58,400", timeout=10_000)
    qtbot.waitUntil(lambda: judged(Colour.RED), timeout=30_000)
    qtbot.keyClick(desk.table, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desk.model.index(desk.model.row_of(5) or 0, 6).data() == "48,400", timeout=10_000)

    desk.table.select_position(11)
    qtbot.keyClick(desk.table, Qt.Key.Key_O)
    dialog = next(item for item in desk.findChildren(DecideDialog) if item.isVisible())
    dialog.buttons.accepted.emit()
    assert "Napište důvod" in dialog.trouble.text()
    dialog.reason.setText("dle projektu")
    dialog.buttons.accepted.emit()
    qtbot.waitUntil(lambda: stands(11) is not None, timeout=10_000)
    assert "dle projektu" in desk.decide.said.text()
    assert [item.action for item in store.decisions.all(desk.desk.document)] == [
        Action.ACCEPT,
        Action.EDIT,
        Action.OVERRIDE,
    ]


def test_thresholds_are_changed_checked_and_reset(window: MainWindow, qtbot: QtBot) -> None:
    store = window.bridge.store
    shipped = store.rules.pack()
    window.side(LookSide).show_thresholds()
    dialog = next(item for item in window.findChildren(ThresholdsDialog) if item.isVisible())
    row = list(shipped.thresholds).index("p3_percent")
    dialog.table.item(row, 1).setText("hodně")
    dialog.save.click()
    assert dialog.trouble.isVisible()
    money = list(shipped.thresholds).index("large_value")
    assert dialog.table.item(money, 3).text() == "Kč"
    assert dialog.table.horizontalHeaderItem(1).textAlignment() & Qt.AlignmentFlag.AlignRight
    assert "číslo musí být od 0 do 100" in dialog.trouble.text()
    half = list(shipped.thresholds).index("agreement")
    dialog.table.item(half, 1).setText("7")
    dialog.save.click()
    assert "číslo musí být od 0,5 do 1." in dialog.trouble.text()
    dialog.table.item(half, 1).setText("0,9")
    dialog.table.item(row, 1).setText("2,5")
    dialog.save.click()
    assert store.rules.pack()["p3_percent"] == Decimal("2.5")
    QApplication.processEvents()
    window.side(LookSide).show_thresholds()
    dialog = next(item for item in window.findChildren(ThresholdsDialog) if item.isVisible())
    dialog.reset.click()
    dialog.save.click()
    assert store.rules.pack().version == shipped.version
