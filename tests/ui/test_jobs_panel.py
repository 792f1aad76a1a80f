"""Jobs by project in the window, and a database that somebody else holds."""

from __future__ import annotations

import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hands import opened
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from estimator_desktop.config import Paths
from estimator_desktop.domain.decision import Action
from estimator_desktop.domain.job import Job, JobKind, JobState
from estimator_desktop.texts import Texts
from estimator_desktop.ui.bridge import Bridge
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.panels.jobs import JobsPanel, together
from estimator_desktop.ui.sides.jobs import JobsSide
from estimator_desktop.ui.sides.review import ReviewSide

NOW = datetime(2026, 11, 24, tzinfo=UTC)
PATIENCE = 60_000


def job(number: int, kind: JobKind, state: JobState, project: str = "p", **more: object) -> Job:
    created = NOW + timedelta(seconds=number)
    return Job(str(number), kind, state, project, f"d{project}", created, "a.pdf", **more)  # type: ignore[arg-type]


JOBS = (
    job(9, JobKind.CATALOGUE, JobState.RUNNING, ""),
    job(4, JobKind.ENRICH, JobState.RUNNING, done=50, total=100, message="positions"),
    job(3, JobKind.EXTRACT, JobState.DONE),
    job(2, JobKind.PARSE, JobState.DONE),
)


def test_jobs_stand_together_by_project_with_one_progress() -> None:
    alone, project = together(JOBS)
    assert alone.key == ("document", "d")
    assert (project.key, [one.id for one in project.jobs], project.done) == (("project", "p"), ["4", "3", "2"], 825)
    assert ([one.id for one in project.active], project.failed) == (["4"], ())


def test_a_card_says_how_far_its_project_is_and_hides_what_is_done(qtbot: QtBot) -> None:
    panel = JobsPanel(Texts("cs"))
    qtbot.addWidget(panel)
    panel.show()
    panel.show_jobs(JOBS, {"p": "Sklad Lipová"})
    card = panel.groups["project", "p"]
    assert (card.name.text(), card.bar.value(), card.state.text()) == (
        "Sklad Lipová",
        825,
        "82\u00a0% · pracuje se: 1 úloha",
    )
    assert [panel._rows[name].isHidden() for name in ("4", "3", "2")] == [False, True, True]
    assert card.more.text() == "▸ Hotovo: 2 úlohy"
    qtbot.mouseClick(card.more, Qt.MouseButton.LeftButton)
    assert not panel._rows["2"].isHidden()
    with qtbot.waitSignal(panel.cancel_all) as asked:
        qtbot.mouseClick(card.cancelling, Qt.MouseButton.LeftButton)
    assert asked.args == [("project", "p")]
    failed = [job(4, JobKind.AUDIT, JobState.FAILED, error_code="disk_full"), *JOBS[2:]]
    failed.insert(0, job(6, JobKind.EXPORT, JobState.FAILED, error_code="disk_full"))
    panel.show_jobs(failed)
    assert list(panel.groups) == [("project", "p")]
    assert card.state.text() == "Nepodařilo se: 2"
    assert card.bar.isHidden()
    with qtbot.waitSignal(panel.retry_failed) as again:
        qtbot.mouseClick(card.retrying, Qt.MouseButton.LeftButton)
    assert again.args == [("project", "p")]
    panel.show_jobs(())
    assert panel.groups == {}
    assert not panel._empty.isHidden()


def test_a_retry_counts_down(qtbot: QtBot) -> None:
    panel = JobsPanel(Texts("cs"))
    qtbot.addWidget(panel)
    at = datetime.now(UTC) + timedelta(seconds=30)
    panel.show_jobs([job(1, JobKind.PARSE, JobState.QUEUED, retry_at=at, attempt=1)])
    first = panel._rows["1"]._state.text()
    assert "pokus 2 z 4" in first
    assert panel._clock.isActive()
    qtbot.waitUntil(lambda: panel._rows["1"]._state.text() != first, timeout=5000)


def test_a_whole_project_is_cancelled_and_tried_again(window: MainWindow, qtbot: QtBot, long_pdf: Path) -> None:
    jobs = window.side(JobsSide)
    jobs.toggle()
    window.import_files([long_pdf])
    qtbot.waitUntil(lambda: bool(jobs.panel.groups), timeout=PATIENCE)
    (card,) = jobs.panel.groups.values()
    qtbot.mouseClick(card.cancelling, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: all(one.settled for one in window.bridge.jobs()), timeout=PATIENCE)
    assert [one.state for one in window.bridge.jobs()] == [JobState.CANCELLED]
    assert window.bridge.projects() == ()
    qtbot.waitUntil(lambda: card.state.text() == "zrušeno", timeout=5000)


def test_what_failed_is_queued_again(qtbot: QtBot, paths: Paths) -> None:
    bridge = Bridge(paths)
    empty = paths.home / "a.pdf"
    empty.write_bytes(b"%PDF-1.7 broken")
    bridge.import_files([empty])
    qtbot.waitUntil(lambda: len(bridge.jobs()) == 1, timeout=5000)
    (only,) = bridge.jobs()
    bridge.store.jobs.claim(only.id, "w")
    bridge.store.jobs.fail(only.id, "w", "pdf_damaged", {"file": "a.pdf"}, "")
    bridge.work.retry_failed("document", only.document)
    assert bridge.jobs()[0].state is JobState.QUEUED
    bridge.work.cancel_group("job", only.id)
    assert bridge.jobs()[0].state is JobState.CANCELLED
    bridge.stop()


class Holder:
    """Another program that holds the database."""

    def __init__(self, paths: Paths) -> None:
        self._connection = sqlite3.connect(paths.database, isolation_level=None)
        self._connection.execute("begin immediate")

    def let_go(self) -> None:
        self._connection.execute("rollback")
        self._connection.close()


def test_a_held_database_never_holds_the_window(window: MainWindow, qtbot: QtBot, sound_pdf: Path) -> None:
    opened(window, qtbot, sound_pdf)
    document = window.side(ReviewSide).document
    holder = Holder(window.bridge.store.paths)
    started = time.monotonic()
    window.bridge.set_setting("export_folder", "jinam")
    assert time.monotonic() - started < 2
    assert "Neuloženo: 1 změna" in window.banner.words.text()
    assert window.bridge.setting("export_folder") == "jinam"
    desk = window.side(ReviewSide).desk
    assert desk is not None
    window.bridge.review.decide(desk, (0,), Action.OVERRIDE, reason="viděl jsem")
    qtbot.wait(3000)
    assert window.bridge.store.decisions.all(document) == ()
    assert len(window.bridge.later) == 1
    holder.let_go()
    qtbot.waitUntil(lambda: not window.bridge.later, timeout=5000)
    qtbot.waitUntil(lambda: bool(window.bridge.store.decisions.all(document)), timeout=5000)
    assert [one.reason for one in window.bridge.store.decisions.all(document)] == ["viděl jsem"]
    assert window.bridge.store.setting("export_folder") == "jinam"
    qtbot.waitUntil(lambda: not window.banner.isVisible(), timeout=5000)


def test_a_file_dropped_meanwhile_is_read_when_the_database_is_free(
    window: MainWindow, qtbot: QtBot, sound_pdf: Path
) -> None:
    holder = Holder(window.bridge.store.paths)
    window.import_files([sound_pdf])
    qtbot.waitUntil(lambda: "obsazená" in window.banner.words.text(), timeout=5000)
    assert window.bridge.jobs() == ()
    holder.let_go()
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk, timeout=PATIENCE)


def test_what_waits_is_written_when_the_window_closes(qtbot: QtBot, paths: Paths) -> None:
    bridge = Bridge(paths)
    holder = Holder(paths)
    bridge.set_setting("language", "en")
    assert len(bridge.later) == 1
    holder.let_go()
    bridge.stop()
    again = Bridge(paths)
    assert again.setting("language") == "en"
    again.stop()
