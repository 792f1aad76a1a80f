"""What the pictures in `docs/images` were looked at for: nothing cut off on a small laptop, contrast, one family of
pictures, names before numbers where it is narrow."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from hands import opened
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QCheckBox, QHeaderView, QPushButton, QTableView, QTableWidgetItem, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from estimator_desktop.domain.bill import Box, Source
from estimator_desktop.domain.colour import Colour
from estimator_desktop.domain.job import Job, JobKind, JobState
from estimator_desktop.domain.verdict import Finding, Role, Severity
from estimator_desktop.storage.search import Hit
from estimator_desktop.texts import Texts
from estimator_desktop.texts.speech import parts_of
from estimator_desktop.ui import theme
from estimator_desktop.ui.dialogs.keys import KeysDialog, listed
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.models.desk import Desk
from estimator_desktop.ui.pages.catalogues import CataloguesPage
from estimator_desktop.ui.pages.comparison import ComparisonPage
from estimator_desktop.ui.pages.desk import DeskPage
from estimator_desktop.ui.pages.search import SearchPage
from estimator_desktop.ui.panels.decide import DecidePanel
from estimator_desktop.ui.panels.jobs import JobsPanel
from estimator_desktop.ui.panels.place import PlacePanel
from estimator_desktop.ui.sides.catalogues import CatalogueSide
from estimator_desktop.ui.sides.jobs import JobsSide
from estimator_desktop.ui.theme import DARK, LIGHT, Theme
from estimator_desktop.ui.widgets.flow import FlowLayout
from estimator_desktop.ui.widgets.foot import done_words, proof_words
from estimator_desktop.ui.widgets.make import breakable, label
from estimator_desktop.ui.widgets.marked import runs
from estimator_desktop.ui.widgets.recent import RecentTable

LAPTOP = (1366, 768)
_ROOM = 22
"""What a title has beside it in the style sheet."""
NAME = "skola_etapa_2_rozpocet_a_vykaz_vymer_final_opravena_verze_3.pdf"
HIT = Hit("d", 0, "Sklad", "a.pdf", False, "1", "174", "Zásyp", "m3", "1", "2")
LANGUAGES = pytest.mark.parametrize("language", ["cs", "en"])


def contrast(one: str, other: str) -> float:
    """WCAG's ratio of two colours."""

    def light(name: str) -> float:
        parts = (QColor(name).redF(), QColor(name).greenF(), QColor(name).blueF())
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_can_be_read_in_both_looks(look: Theme) -> None:
    grounds = (look.window, look.base, look.alternate, look.selection)
    pairs = [*product((look.text, look.muted), grounds), (look.accent_text, look.accent)]
    pairs += [(look.ink[colour], ground) for colour in Colour for ground in (*grounds, look.tint[colour])]
    poor = {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < 4.5}
    assert poor == {}
    for colour in (look.thumb, look.accent):
        assert min(contrast(colour, ground) for ground in (look.window, look.base)) >= 3.0


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_every_picture_of_the_style_sheet_is_there(qtbot: QtBot, look: Theme) -> None:
    names = re.findall(r'url\("([^"]+)"\)', theme.sheet(look))
    assert len(names) > 4
    for name in names:
        assert Path(name).is_file()
        assert not QIcon(name).pixmap(16, 16).isNull()


def cut(table: QTableView) -> list[str]:
    """The titles that do not fit over their columns."""
    header, model = table.horizontalHeader(), table.model()
    assert isinstance(header, QHeaderView)
    assert isinstance(model, QAbstractItemModel)
    found = []
    for column in range(model.columnCount()):
        words = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        if not table.isColumnHidden(column) and words:
            wide = header.fontMetrics().horizontalAdvance(words) + _ROOM
            if wide > header.sectionSize(column):
                found.append(words)
    return found


@LANGUAGES
def test_no_title_of_a_column_is_cut_off_on_a_small_laptop(
    qtbot: QtBot, window: MainWindow, desk: Desk, language: str
) -> None:
    window.set_language(language)
    texts = window.texts
    pages: list[QWidget] = [
        DeskPage(texts, LIGHT), ComparisonPage(texts, LIGHT),
        SearchPage(texts, lambda _words, _most: (HIT,), lambda found: found),
        window.side(CatalogueSide).page,
    ]  # fmt: skip
    for page in pages:
        if page.parent() is None:
            qtbot.addWidget(page)
        page.resize(*LAPTOP)
        page.show()
        if isinstance(page, SearchPage):
            page.line.setText("zásyp")
            page.search()
        if isinstance(page, ComparisonPage):
            page._stack.setCurrentWidget(page.table)
        if isinstance(page, DeskPage):
            page.show_desk(replace(desk, texts=texts))
        qtbot.wait(20)
        tabs = page.findChild(QTabWidget) if isinstance(page, CataloguesPage) else None
        shown = []
        for tab in range(tabs.count() if tabs is not None else 1):
            if tabs is not None:
                tabs.setCurrentIndex(tab)
            shown += [table for table in page.findChildren(QTableView) if table.isVisible()]
        assert shown
        tables = [table for table in shown if table.objectName() != "frozen"]
        assert [(table.accessibleName(), cut(table)) for table in tables if cut(table)] == []


@LANGUAGES
def test_the_desk_beside_its_jobs_fits_a_small_laptop(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path, language: str
) -> None:
    window.set_language(language)
    window.resize(*LAPTOP)
    opened(window, qtbot, demo_pdf)
    window.side(JobsSide).toggle()
    qtbot.waitUntil(lambda: window.side(JobsSide).shown)
    qtbot.wait(50)
    assert window.minimumSizeHint().width() <= LAPTOP[0]
    assert window.width() == LAPTOP[0]
    tree = window.desk.tree
    assert tree.header().sectionSize(0) >= 130, "the names of the parts must stay legible"
    panel = window.desk.decide
    reach = max(button.geometry().right() for button in panel.findChildren(QPushButton))
    assert reach <= panel.width()
    window.resize(1920, 1080)
    window.desk.arrange()
    qtbot.wait(50)
    window.resize(*LAPTOP)
    qtbot.wait(50)
    assert window.width() == LAPTOP[0], "a window that was on a large screen comes back to a small one"


def test_names_come_before_money_where_the_structure_is_narrow(qtbot: QtBot, desk: Desk) -> None:
    page = DeskPage(Texts("cs"), LIGHT)
    qtbot.addWidget(page)
    page.show_desk(desk)
    tree = page.tree
    tree.setParent(None)
    qtbot.addWidget(tree)
    tree.resize(420, 400)
    tree.show()
    assert not tree.isColumnHidden(2)
    tree.resize(220, 400)
    assert tree.isColumnHidden(2)
    tree.resize(420, 400)
    assert not tree.isColumnHidden(2)
    blind = replace(desk.tree, money=Decimal(0), children=())
    tree.show_tree(blind, LIGHT)
    assert tree.isColumnHidden(2), "no empty column where nothing is priced"
    many = replace(blind, counts=Counter({Colour.RED: 1540}))
    tree.show_tree(many, LIGHT)
    assert tree.model().index(0, 1).data() == "■ 1\u00a0540"


def test_the_source_shows_the_rows_from_edge_to_edge(qtbot: QtBot, desk: Desk) -> None:
    panel = PlacePanel(Texts("cs"), LIGHT)
    qtbot.addWidget(panel)
    panel.resize(560, 300)
    panel.show()
    panel.open(desk)
    panel.show_position(5)
    source = desk.bill.positions[5].source
    assert source is not None
    assert source.box is not None
    qtbot.waitUntil(lambda: panel.ready, timeout=20_000)
    place = panel.page.place_of(source.box)
    assert place.left() >= 0
    assert place.right() <= panel.page.width()
    assert place.width() > 0.85 * panel.page.width(), "the margins of the page take the room of the rows"
    narrow = Source(source.file, page=source.page, box=Box(100, 100, 130, 110))
    panel.page.show_source(narrow, (100, 130))
    assert panel.page.place_of(narrow.box or source.box).width() < 0.2 * panel.page.width(), "no giant letters"


def test_long_names_of_files_leave_the_jobs_their_buttons(qtbot: QtBot) -> None:
    panel = JobsPanel(Texts("cs"))
    qtbot.addWidget(panel)
    panel.resize(300, 600)
    panel.show()
    now = datetime.now(UTC)
    running = Job("1", JobKind.PARSE, JobState.RUNNING, "", "d", now, NAME, 3, 9, "pages")
    failed = Job(
        "2", JobKind.PARSE, JobState.FAILED, "", "e", now, NAME, error_code="reader_crashed",
        error_params=(("file", NAME),),
    )  # fmt: skip
    panel.show_jobs([running, failed])
    qtbot.wait(20)
    inside = panel.widget()
    assert inside is not None
    assert inside.minimumSizeHint().width() <= panel.viewport().width()
    assert "✘" in panel._rows["2"]._name.text()
    assert NAME not in panel._rows["2"]._name.text(), "the file stands above already"
    assert panel._rows["1"]._name.text() == "Čtení"


def test_a_failing_proof_says_first_that_it_fails(desk: Desk) -> None:
    texts = Texts("cs")
    words = proof_words(desk.bill, texts)
    assert words.startswith("✘ Import není doložen:  52 položek")
    assert "9 z 10 součtů dílů" in words
    assert "3 z 3" not in words, "what agrees is not what must be looked at"
    proof = desk.bill.proof
    assert proof is not None
    sound = replace(proof, results=tuple(replace(one, passed=one.total, failures=()) for one in proof.results))
    assert proof_words(replace(desk.bill, proof=sound), texts).startswith("✔ 52 položek")
    assert proof_words(replace(desk.bill, proof=None), texts) == ""


def test_a_budget_without_doubts_is_not_said_to_be_decided(qtbot: QtBot, desk: Desk) -> None:
    texts = Texts("cs")
    assert done_words(desk, texts).startswith("Všechno je rozhodnuto")
    sound = replace(desk, view=None, marks=tuple(mark._replace(hitl=False) for mark in desk.marks))
    assert done_words(sound, texts).startswith("Není co rozhodovat")
    page = DeskPage(texts, LIGHT)
    qtbot.addWidget(page)
    page.show()
    page.show_desk(sound)
    page.go_to_open(1)
    assert page.foot.said.text().startswith("Není co rozhodovat")
    page.show_desk(replace(desk, document="other"))
    assert not page.foot.said.isVisible(), "what was said of another budget is not said of this one"


def test_shapes_take_their_colours_with_their_numbers() -> None:
    assert list(runs("■ 4  ▲ 12 · 9,50 Kč")) == [
        ("■ 4", Colour.RED), ("  ", None), ("▲ 12", Colour.AMBER), (" · 9,50 Kč", None),
    ]  # fmt: skip
    assert list(runs("▲ 25 762", counted=False)) == [("▲", Colour.AMBER), (" 25 762", None)]
    assert list(runs("posuzuje se")) == [("posuzuje se", None)]


def test_buttons_go_on_below_where_it_is_narrow(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    row = FlowLayout(4)
    buttons = [QPushButton(words) for words in ("jedna", "dvě", "tři")]
    for one in buttons:
        row.addWidget(one)
    holder.setLayout(row)
    holder.resize(row.sizeHint().width(), 100)
    holder.show()
    assert len({one.y() for one in buttons}) == 1
    holder.resize(row.minimumSize().width(), 200)
    assert [one.x() for one in buttons] == [0, 0, 0]
    assert row.heightForWidth(row.minimumSize().width()) > row.sizeHint().height()
    tick = QCheckBox("čtyři")
    row.addWidget(tick)
    tick.show()
    holder.resize(row.sizeHint().width(), 100)
    row.activate()
    assert tick.sizeHint().height() != buttons[0].height()
    assert abs(tick.geometry().center().y() - buttons[0].geometry().center().y()) <= 1
    assert row.takeAt(0) is not None
    assert (row.count(), row.itemAt(5), row.takeAt(5)) == (3, None, None)


@LANGUAGES
def test_the_buttons_of_a_narrow_decision_stand_in_even_lines(qtbot: QtBot, language: str) -> None:
    panel = DecidePanel(Texts(language))
    qtbot.addWidget(panel)
    panel.said.hide()
    buttons = [*panel.buttons.values(), panel.next, panel.back]
    panel.show()
    wide = [one.sizeHint().width() + 4 for one in buttons]
    whole = sum(wide)
    # Where the longer of two lines is as short as it can be; which buttons that are depends on the font.
    break_at = min(range(1, len(wide)), key=lambda place: max(sum(wide[:place]), sum(wide[place:])))
    assert 2 <= break_at <= 4
    for width in (whole - 20, whole * 4 // 5, whole * 3 // 5):
        panel.resize(width, 120)
        lines = Counter(one.y() for one in buttons)
        assert list(lines.values()) == [break_at, len(wide) - break_at]
        assert all(one.x() + one.width() <= width for one in buttons)
    panel.resize(whole, 120)
    assert len({one.y() for one in buttons}) == 1


def test_a_sign_stays_with_its_number_where_lines_break(qtbot: QtBot) -> None:
    wrapped, line = label("rozdíl 12,5 %, 10 Kč", wrap=True), label("rozdíl 12,5 %")
    for one in (wrapped, line):
        qtbot.addWidget(one)
    assert wrapped.text() == "rozdíl 12,5\u00a0%, 10\u00a0Kč"
    assert line.text() == "rozdíl 12,5 %"
    wrapped.setText("5 %")
    assert wrapped.text() == "5\u00a0%"


@LANGUAGES
def test_no_finding_parts_a_percent_sign_from_its_number(qtbot: QtBot, desk: Desk, language: str) -> None:
    texts = Texts(language)
    page = DeskPage(texts, LIGHT)
    qtbot.addWidget(page)
    assert desk.audit is not None
    found = Finding(
        "P1", 1, Role.SME, Severity.AMBER, "p1_catalogue", "100.00", "150.00", 0, params=(("difference", "50.0"),)
    )
    verdicts = list(desk.audit.verdicts)
    opinion, *others = verdicts[0].opinions
    verdicts[0] = replace(verdicts[0], opinions=(replace(opinion, findings=(found,)), *others))
    page.show_desk(replace(desk, texts=texts, audit=replace(desk.audit, verdicts=tuple(verdicts))))
    page.show_position(0)
    said = page.details.toPlainText()
    assert "50" in said
    assert "\u00a0%)" in page.details.document().toRawText()
    assert " %" not in page.details.document().toRawText()


@LANGUAGES
def test_the_sheet_of_keys_holds_every_key(qtbot: QtBot, language: str) -> None:
    texts = Texts(language)
    of_window, of_table = listed(texts)
    assert "F1" in dict(of_window)
    assert {"A", "O", "E", "L", "N", "P", "S", "1", "0", "Esc"} <= set(dict(of_table))
    assert all(does for _key, does in (*of_window, *of_table))
    dialog = KeysDialog(texts)
    qtbot.addWidget(dialog)
    assert dialog.sizeHint().height() <= LAPTOP[1]


def test_long_names_break_at_their_joints() -> None:
    assert breakable("Soubor a.pdf je prázdný.") == "Soubor a.pdf je prázdný."
    assert breakable(f"PDF {NAME}").replace("\u200b", "") == f"PDF {NAME}"
    assert "etapa_\u200b2_\u200b" in breakable(NAME)


@LANGUAGES
def test_no_sentence_stands_twice(language: str) -> None:
    """The later one would speak for both: a price list's question once stood over a budget's columns."""
    seen: dict[str, str] = {}
    for part in parts_of(language):
        twice = seen.keys() & part.SENTENCES.keys()
        assert twice == set()
        seen.update(part.SENTENCES)


@pytest.mark.parametrize("selected", [False, True])
def test_each_verdict_of_a_project_has_its_own_colour_selected_or_not(qtbot: QtBot, selected: bool) -> None:
    table = RecentTable(Texts("cs"))
    table.colour_states(LIGHT)
    qtbot.addWidget(table)
    table.setRowCount(1)
    table.setItem(0, 0, QTableWidgetItem("Sklad"))
    table.setItem(0, 1, QTableWidgetItem("■ 4  ▲ 3"))
    table.setStyleSheet(theme.sheet(LIGHT))
    table.resize(500, 100)
    table.show()
    if selected:
        table.selectRow(0)
    picture = table.viewport().grab(table.visualItemRect(table.item(0, 1))).toImage()
    seen = {picture.pixelColor(x, y).name().upper() for x in range(picture.width()) for y in range(picture.height())}
    assert {LIGHT.ink[Colour.RED], LIGHT.ink[Colour.AMBER]} <= seen


def test_a_long_name_of_a_project_pushes_no_button_out_of_the_toolbar(window: MainWindow, qtbot: QtBot) -> None:
    window.complete()
    window.resize(1366, 700)
    name = "PROJEKT NA STAVBU HALY PRO DEPONACI SILNIČNÍCH VOZIDEL VE VOZOVNĚ " * 2
    for place in window._commands._placed.values():
        place.setVisible(True)
    window._commands.say(name, "rozpocet.pdf")
    qtbot.wait(50)
    assert window.title == name
    buttons = list(window._commands.buttons.values())
    assert len(buttons) > 8
    assert all(button.isVisible() for button in buttons)
    assert window._commands._bar.title.text().endswith("…")
    assert window._commands._bar.title.toolTip().startswith(name)
    window._commands.say("Sklad Lipová", "rozpocet.pdf")
    assert window._commands._bar.title.text() == "Sklad Lipová"
