"""New revisions in the window: the offer, what changed, the way to each row, the file."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hands import drop, opened
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from samplebill import demo_bill, revised_bill
from sampleprint import draw

from estimator_desktop.domain.decision import Action
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.models.comparison import DESCRIPTION, QUANTITY, SIGN, UNIT_PRICE
from estimator_desktop.ui.models.desk import DECISION
from estimator_desktop.ui.pages.comparison import ComparisonPage
from estimator_desktop.ui.sides.files import FilesSide
from estimator_desktop.ui.sides.review import ReviewSide
from estimator_desktop.ui.sides.revisions import RevisionSide

PATIENCE = 90_000


@pytest.fixture(scope="session")
def revised_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's next revision."""
    return draw(revised_bill(demo_bill()), tmp_path_factory.mktemp("revised") / "ukazka-rev1.pdf")


def rows(page: ComparisonPage, column: int) -> list[str]:
    return [page.model.index(row, column).data() for row in range(page.model.rowCount())]


def only_what_changed(window: MainWindow, qtbot: QtBot) -> None:
    """The table's filter for the revision's own changes, beside that for corrections made here."""
    bar, model = window.desk.bar, window.desk.model
    bar.more.setChecked(True)
    qtbot.waitUntil(lambda: bar.changes.count() == 5, timeout=PATIENCE)
    assert [bar.changes.itemText(row) for row in range(5)] == [
        "vše",
        "opravené tady",
        "nové v této revizi · 1",
        "jiné než v předchozí revizi · 3",
        "všechny změny",
    ]
    found = []
    for row in range(1, 5):
        bar.changes.setCurrentIndex(row)
        found.append(set(model.shown))
    assert [len(rows) for rows in found] == [0, 1, 3, 4]
    assert found[1] | found[2] == found[3]
    bar.more.setChecked(False)
    assert len(model.shown) == 52


def test_a_dropped_revision_is_offered_compared_and_leads_to_its_rows(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path, revised_pdf: Path
) -> None:
    opened(window, qtbot, demo_pdf)
    old = window.side(ReviewSide).document
    window.bridge.store.decisions.add(old, 0, Action.OVERRIDE, reason="tak je to správně")
    drop(window, revised_pdf)
    box = window.side(RevisionSide).box
    assert box is not None
    assert "ukazka-rev1.pdf" in box.text()
    assert "Sklad Lipová" in box.text()
    qtbot.mouseClick(box.buttons()[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Nová revize" in window.banner.words.text(), timeout=PATIENCE)
    words = "Nová revize: přibylo 1, ubylo 1, změněno 3. Převzatá rozhodnutí: 1 (není třeba 1)."
    assert window.banner.words.text() == words
    assert window.side(ReviewSide).document != old
    assert len(window.bridge.projects()) == 1
    only_what_changed(window, qtbot)
    qtbot.mouseClick(window.banner.remedy, Qt.MouseButton.LeftButton)
    page = window.side(RevisionSide).page
    qtbot.waitUntil(lambda: page.compared is not None, timeout=PATIENCE)
    assert rows(page, SIGN) == ["−", "≠", "≠", "≠", "+"]
    assert "→" in rows(page, QUANTITY)[1]
    assert "→" in rows(page, UNIT_PRICE)[2]
    assert page.buttons["changes"].text() == "Jen změny 5"
    qtbot.mouseClick(page.buttons["all"], Qt.MouseButton.LeftButton)
    assert page.model.rowCount() == 53
    assert page.carried.text() == "Převzatá rozhodnutí: 1 (není třeba 1)"
    assert "převzaté" in page.details.toPlainText()
    page.topic.setCurrentIndex(page.topic.findData("text"))
    assert page.buttons["changed"].isChecked()
    assert [text.endswith("mezideponii") for text in rows(page, DESCRIPTION)] == [True]
    assert "včetně přesunu na mezideponii" in page.details.toPlainText()
    qtbot.mouseClick(page.buttons["removed"], Qt.MouseButton.LeftButton)
    assert page.topic.currentIndex() == 0
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.side(ReviewSide).document == old and window.desk.selected() == 1, timeout=PATIENCE)


def test_the_page_says_what_to_do_while_there_is_one_budget_only_and_takes_the_revision_from_the_menu(
    window: MainWindow, qtbot: QtBot, sound_pdf: Path, demo_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not window.action("action.revision").isEnabled()
    opened(window, qtbot, sound_pdf)
    window.action("page.comparison").trigger()
    page = window.side(RevisionSide).page
    qtbot.waitUntil(lambda: "jen jeden rozpočet" in page.note.text(), timeout=PATIENCE)
    assert not page.store.isVisible()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(demo_pdf), ""))
    window.action("action.revision").trigger()
    qtbot.waitUntil(lambda: window.bridge.revised == set() and window.banner.isVisible(), timeout=PATIENCE)
    window.side(RevisionSide).show()
    qtbot.waitUntil(lambda: page.compared is not None, timeout=PATIENCE)
    assert page.compared is not None
    assert [one.name for one in page.compared.documents] == ["pripojka.pdf", "ukazka.pdf"]
    page.old.setCurrentIndex(1)
    page.new.setCurrentIndex(0)
    page.old.activated.emit(1)
    qtbot.waitUntil(lambda: page.compared.new.name == "pripojka.pdf", timeout=PATIENCE)


def test_another_budget_dropped_on_an_open_one_is_a_project_of_its_own(
    window: MainWindow, qtbot: QtBot, sound_pdf: Path, demo_pdf: Path
) -> None:
    opened(window, qtbot, sound_pdf)
    drop(window, demo_pdf)
    box = window.side(RevisionSide).box
    assert box is not None
    box.close()
    assert len(window.bridge.jobs()) == 4
    drop(window, demo_pdf)
    again = window.side(RevisionSide).box
    assert again is not None
    next(one for one in again.buttons() if one.text() == "Jiný rozpočet").click()
    qtbot.waitUntil(lambda: len(window.bridge.projects()) == 2, timeout=PATIENCE)


def test_carried_decisions_and_the_foot_of_the_desk_say_the_same(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path, revised_pdf: Path
) -> None:
    opened(window, qtbot, demo_pdf)
    review = window.side(ReviewSide)
    desk = window.desk.desk
    assert desk is not None
    asked = [index for index in range(len(desk.rows)) if desk.hitl(index)]
    needless = next(index for index in range(20, len(desk.rows)) if not desk.hitl(index))
    for position in (asked[0], asked[3], needless):
        window.desk.decided.emit((position,), "accept", "", "", "")
    old = review.document
    qtbot.waitUntil(lambda: len(window.bridge.store.decisions.all(old)) == 3, timeout=PATIENCE)
    window.side(FilesSide).import_files([revised_pdf], revision_of=old)
    qtbot.waitUntil(lambda: "Nová revize" in window.banner.words.text(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: review.document != old and review.audited(), timeout=PATIENCE)
    carried = "Převzatá rozhodnutí: 3 (platí 1, znovu potvrdit 1, není třeba 1)."
    assert window.banner.words.text().endswith(carried)
    assert window.desk.foot.progress.text().startswith("rozhodnuto 1 z 8 ")
    assert window.desk.foot.progress.text().endswith("·  znovu potvrdit 1")
    newer = window.desk.desk
    assert newer is not None
    (again,) = newer.again
    assert newer.cells(again)[DECISION] == "↻ potvrdit znovu"
    window.desk.decided.emit((again,), "accept", "", "", "")
    qtbot.waitUntil(lambda: window.desk.foot.progress.text().startswith("rozhodnuto 2 z 8 "), timeout=PATIENCE)
    assert "znovu" not in window.desk.foot.progress.text()


def test_a_comparison_is_saved(
    window: MainWindow,
    qtbot: QtBot,
    demo_pdf: Path,
    revised_pdf: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened(window, qtbot, demo_pdf)
    window.side(FilesSide).import_files([revised_pdf], revision_of=window.side(ReviewSide).document)
    qtbot.waitUntil(lambda: "Nová revize" in window.banner.words.text(), timeout=PATIENCE)
    window.side(RevisionSide).show()
    page = window.side(RevisionSide).page
    qtbot.waitUntil(lambda: page.compared is not None, timeout=PATIENCE)
    for name in ("rozdíl.xlsx", "rozdíl.csv"):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, name=name: (str(tmp_path / name), ""))
        qtbot.mouseClick(page.store, Qt.MouseButton.LeftButton)
        qtbot.waitUntil((tmp_path / name).exists, timeout=PATIENCE)
        qtbot.waitUntil(lambda name=name: name in window.banner.words.text(), timeout=PATIENCE)
    sheet = openpyxl.load_workbook(tmp_path / "rozdíl.xlsx").active
    assert sheet is not None
    kinds = [row[0].value for row in sheet.iter_rows(min_row=10)]
    assert kinds == ["Ubylo", "Změněno", "Změněno", "Změněno", "Přibylo"]
    lines = (tmp_path / "rozdíl.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 6
    assert lines[5].startswith("Přibylo;")
    window.set_language("en")
    qtbot.waitUntil(lambda: window.side(RevisionSide).page.compared is not None, timeout=PATIENCE)
    assert window.side(RevisionSide).page.buttons["changes"].text() == "Changes only 5"


def test_a_file_of_another_project_chosen_as_a_revision_is_named(
    window: MainWindow, qtbot: QtBot, sound_pdf: Path, demo_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(window, qtbot, demo_pdf)
    first = window.side(ReviewSide).document
    window.show_start()
    opened(window, qtbot, sound_pdf)
    second = window.side(ReviewSide).document
    assert second != first
    there, meant = (window.bridge.store.document(one) for one in (first, second))
    assert there is not None
    assert meant is not None
    project, other = (window.bridge.store.project_name(one.project) for one in (there, meant))
    window.action("page.comparison").trigger()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(demo_pdf), ""))
    window.action("action.revision").trigger()
    qtbot.waitUntil(lambda: window.side(ReviewSide).ready() and window.side(ReviewSide).shown, timeout=PATIENCE)
    assert window.side(ReviewSide).document == first
    assert window.banner.isVisible()
    said = window.banner.words.text()
    assert f"{demo_pdf.name} už patří projektu „{project}“" in said
    assert f"revize projektu „{other}“" in said


def test_a_file_of_the_same_project_is_opened_without_a_word(
    window: MainWindow, qtbot: QtBot, demo_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(window, qtbot, demo_pdf)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(demo_pdf), ""))
    with qtbot.waitSignal(window.bridge.loaded, timeout=PATIENCE):
        window.action("action.revision").trigger()
    assert not window.banner.isVisible()
