"""Pictures of what is seen less often: dialogs, price lists, bids, a fault, much work, a proven import."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from samplebill import demo_bill, sound_bill
from sampleprint import draw
from samplerows import Row, Sample
from sampleworkbooks import free, free_rows
from screens import Shoot, Wait

from estimator_desktop.config import resources_folder
from estimator_desktop.domain.decision import Action
from estimator_desktop.domain.job import Job, JobKind, JobState
from estimator_desktop.domain.template import BUILT_IN
from estimator_desktop.jobs.health import Check, Level
from estimator_desktop.reading.read import read_document
from estimator_desktop.ui.dialogs.decide import DecideDialog
from estimator_desktop.ui.dialogs.own_template import OwnTemplateDialog
from estimator_desktop.ui.dialogs.repair import RepairDialog
from estimator_desktop.ui.dialogs.thresholds import ThresholdsDialog
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.settings.engines import ClaudeSection
from estimator_desktop.ui.sides.bids import BidsSide
from estimator_desktop.ui.sides.catalogues import CatalogueSide
from estimator_desktop.ui.sides.exports import ExportSide
from estimator_desktop.ui.sides.health import HealthSide
from estimator_desktop.ui.sides.jobs import JobsSide
from estimator_desktop.ui.sides.layouts import LayoutSide
from estimator_desktop.ui.sides.review import ReviewSide
from estimator_desktop.ui.sides.settings import SettingsSide

_TITLES = ("alfa", "beta", "gama", "delta", "epsilon", "zeta", "eta")
_REASONS = ("dle projektanta", "ověřeno ve výkresu D.1.1", "cena dle nabídky")


def states(window: MainWindow, wait: Wait, shoot: Shoot) -> None:
    """All of them; the sample is open, its revision beside it."""
    on_the_desk(window, wait, shoot)
    price_lists(window, wait, shoot)
    bids(window, wait, shoot)
    questions(window, wait, shoot)
    health(window, wait, shoot)
    work(window, wait, shoot)
    settings = window.side(SettingsSide)
    settings.show()
    names = [section.title for section in settings.page.sections]
    settings.page.names.setCurrentRow(names.index(ClaudeSection.title))
    wait(lambda: True)
    shoot(window, "settings-claude")


def on_the_desk(window: MainWindow, wait: Wait, shoot: Shoot) -> None:
    """The dialogs of the desk, nothing selected, nothing found, a wide screen."""
    desk, size = window.desk, window.size()
    desk.go_to_open(1)
    position = desk.selected()
    if desk.desk is None or position is None:
        raise RuntimeError("there is nothing to decide")
    asking = DecideDialog(
        window.texts, Action.OVERRIDE, desk.desk.position(position), window, reasons=_REASONS, count=1
    )
    _dialog(asking, wait, shoot, "override")
    window.side(ExportSide).choose()
    dialog = window.side(ExportSide).dialog
    if dialog is not None:
        _dialog(dialog, wait, shoot, "export")
        own = OwnTemplateDialog(window.texts, "Pro investora", BUILT_IN["full"], {"Pro investora"})
        _dialog(own, wait, shoot, "own-template")
    limits = ThresholdsDialog(window.texts, window.bridge.store.rules.pack(), window)
    _dialog(limits, wait, shoot, "thresholds")
    _dialog(RepairDialog(window.bridge.store.paths, window.texts), wait, shoot, "repair")
    window.action("action.keys").trigger()
    keys = next(widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and widget is not window)
    _dialog(keys, wait, shoot, "keys")
    desk.search.setText("nic takového")
    desk.apply_filter()
    wait(lambda: desk.model.rowCount() == 0)
    shoot(window, "desk-nothing")
    desk.bar.reset()
    window.resize(1920, 1080)
    desk.arrange()
    wait(lambda: desk.width() > size.width())
    desk.go_to_open(1)
    wait(lambda: desk.source.ready)
    shoot(window, "desk-wide")
    window.resize(size)
    desk.arrange()
    wait(lambda: True)


def _dialog(dialog: QWidget, wait: Wait, shoot: Shoot, name: str) -> None:
    dialog.show()
    wait(dialog.isVisible)
    shoot(dialog, name)
    dialog.close()
    wait(lambda: True)


def price_lists(window: MainWindow, wait: Wait, shoot: Shoot) -> None:
    """The page without a list, the import's preview, the page with one, the match beside the position."""
    lists = window.side(CatalogueSide)
    lists.show()
    lists.page.tabs.setCurrentIndex(0)
    wait(lambda: True)
    shoot(window, "catalogues-empty")
    lists.begin_import(resources_folder() / "demo" / "ukazka_cenik.csv")
    dialog = lists.dialog
    if dialog is None:
        raise RuntimeError("no preview")
    wait(dialog.ok.isEnabled)
    shoot(dialog, "pricelist")
    dialog.ok.click()
    wait(lambda: lists.page.editions.rowCount() == 1)
    wait(window.banner.isVisible)
    lists.page.tabs.setCurrentIndex(1)
    wait(lambda: True)
    shoot(window, "catalogues-editions")
    window.banner.hide()
    lists.page.search.setFocus()
    lists.page.search.setText("beton")
    lists.page.tabs.setCurrentIndex(0)
    wait(lambda: lists.page.results.rowCount() > 0)
    shoot(window, "catalogues")
    review = window.side(ReviewSide)
    document = review.document
    window.bridge.catalogues.match_again(document)
    review.show()
    desk = window.desk
    wait(lambda: not window.bridge.unsettled())
    desk.side.setCurrentWidget(desk.match)
    desk.table.select_position(9)
    wait(lambda: desk.match.list.count() > 0)
    shoot(window, "desk-match")
    desk.match.accept.click()
    wait(lambda: window.bridge.awaits_nothing() and "(" in window.action("action.undo").text())
    window.action("action.history").trigger()
    shoot(window, "desk-history")
    window.action("action.undo").trigger()
    wait(lambda: window.bridge.awaits_nothing() and "(" in window.action("action.redo").text())
    desk.side.setCurrentIndex(0)


def bids(window: MainWindow, wait: Wait, shoot: Shoot) -> None:
    """Three bids of one tender."""
    window.show_start()
    side = window.side(BidsSide)
    side.show()
    wait(lambda: True)
    shoot(window, "bids-empty")
    store = window.bridge.store
    with tempfile.TemporaryDirectory() as folder:
        for number, name in enumerate(("Stavby Alfa", "Beta a syn", "Gama stavební")):
            path = draw(_bid(number), Path(folder) / f"{name}.pdf")
            document = store.add_document(store.add_project(name), path.name, str(number) * 64, 1)
            store.bills.save(document, read_document(path))
    side.show()
    page = side.page
    for row in range(page.projects.count()):
        item = page.projects.item(row)
        if item.text() in {"Stavby Alfa", "Beta a syn", "Gama stavební"}:
            item.setCheckState(Qt.CheckState.Checked)
    page.go.click()
    wait(lambda: page.bids.rowCount() > 1)
    shoot(window, "bids")


def _bid(number: int) -> Sample:
    """The same work, each row priced a little otherwise."""
    share = (Decimal("0.94"), Decimal("1.0"), Decimal("1.07"))

    def priced(row: Row, place: int) -> Row:
        if not row.price:
            return row
        much = share[(number + place) % 3] * (Decimal("2.8") if (place + 7 * number) % 19 == 0 else 1)
        return replace(row, price=str(round(Decimal(row.price) * much, 2)), total="")

    sample = demo_bill()
    works = tuple(
        replace(
            work,
            parts=tuple(
                replace(part, rows=tuple(priced(row, place) for place, row in enumerate(part.rows)))
                for part in work.parts
            ),
        )
        for work in sample.works
    )
    return replace(sample, works=works, faults=())


def questions(window: MainWindow, wait: Wait, shoot: Shoot) -> None:
    """A table whose columns nobody knows; a budget in which everything agrees."""
    window.show_start()
    with tempfile.TemporaryDirectory() as folder:
        window.import_files([free(free_rows(sound_bill(blind=True), _TITLES), Path(folder) / "vykaz.xlsx")])
        wait(lambda: window.banner.isVisible() and window.banner.assigning.isVisible())
        window.banner.assigning.click()
        wait(lambda: window.side(LayoutSide).dialog is not None)
        dialog = window.side(LayoutSide).dialog
        if dialog is not None:
            shoot(dialog, "mapping")
            dialog.reject()
        window.banner.hide()
        window.import_files([draw(sound_bill(), Path(folder) / "pripojka.pdf")])
        wait(lambda: window.desk.desk is not None and window.desk.desk.file == "pripojka.pdf")
        wait(lambda: window.desk.desk is not None and window.desk.desk.audit is not None)
    shoot(window, "desk-proven")


def health(window: MainWindow, wait: Wait, shoot: Shoot) -> None:
    """All well, and a fault."""
    side = window.side(HealthSide)
    side.show()
    wait(side.page.button.isEnabled)
    shoot(window, "health")
    side.page.show_checks(
        (
            Check("database", Level.OK, "database_ok", {"size": "1.3"}),
            Check("worker", Level.WARN, "worker_silent"),
            Check("disk", Level.BAD, "disk_full", {"free": "120"}),
            Check("queue", Level.WARN, "queue_failed", {"count": "2"}),
            Check("claude", Level.NOTE, "claude_none"),
        )
    )
    wait(lambda: True)
    shoot(window, "health-fault")


def work(window: MainWindow, wait: Wait, shoot: Shoot) -> None:
    """Several budgets read at once, one waiting, one failed."""
    jobs = window.side(JobsSide)
    window.show_start()
    jobs.toggle()
    now = datetime.now(UTC)

    def job(number: int, kind: JobKind, state: JobState, subject: str, done: int = 0, total: int = 0) -> Job:
        return Job(
            str(number), kind, state, "", f"d{number}", now - timedelta(seconds=number), subject, done, total,
            message="pages" if total else "", started=now if state is JobState.RUNNING else None,
        )  # fmt: skip

    jobs.panel.show_jobs(
        [
            job(1, JobKind.PARSE, JobState.RUNNING, "most_pres_potok.pdf", 41, 100),
            job(2, JobKind.PARSE, JobState.RUNNING, "skola_etapa_2_rozpocet_a_vykaz_vymer_final.pdf", 312, 800),
            job(3, JobKind.PARSE, JobState.QUEUED, "kanalizace.xlsx"),
        ]
    )
    wait(lambda: True)
    shoot(window, "jobs-running")
    jobs.toggle()
