"""Pictures of the pages around the desk: jobs, comparison, settings, search, synonyms, dialogs."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget
from samplebill import demo_bill, revised_bill, sound_bill
from sampleprint import draw

from estimator_desktop.domain.job import JobState
from estimator_desktop.ui.crash import CrashDialog
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.sides.catalogues import CatalogueSide
from estimator_desktop.ui.sides.files import FilesSide
from estimator_desktop.ui.sides.jobs import JobsSide
from estimator_desktop.ui.sides.passwords import PasswordSide
from estimator_desktop.ui.sides.review import ReviewSide
from estimator_desktop.ui.sides.revisions import RevisionSide
from estimator_desktop.ui.sides.search import SearchSide
from estimator_desktop.ui.sides.settings import SettingsSide

Wait = Callable[[Callable[[], bool]], None]
Shoot = Callable[[QWidget, str], None]
_TRACE = """Traceback (most recent call last):
  File "estimator_desktop/ui/pages/desk.py", line 1, in apply_filter
ZeroDivisionError: division by zero
"""


def with_revision(window: MainWindow, wait: Wait, shoot: Shoot) -> None:
    """The comparison alone and with a revision of the sample; the open document becomes the revision."""
    revisions = window.side(RevisionSide)
    revisions.show()
    wait(lambda: revisions.page.note.text() == window.texts.say("compare.alone"))
    shoot(window, "comparison-empty")
    with tempfile.TemporaryDirectory() as folder:
        path = draw(revised_bill(demo_bill()), Path(folder) / "ukazka_rozpocet_revize.pdf")
        review = window.side(ReviewSide)
        before = review.document
        window.side(FilesSide).import_files([path], revision_of=before)
        wait(lambda: review.document != before and not window.bridge.revised)
    revisions.show()
    wait(lambda: revisions.page.compared is not None)
    revisions.page.table.selectRow(3)
    shoot(window, "comparison")


def around(window: MainWindow, wait: Wait, shoot: Shoot) -> None:
    """Pages that need no document, and dialogs."""
    window.show_start()
    jobs, passwords = window.side(JobsSide), window.side(PasswordSide)
    with tempfile.TemporaryDirectory() as folder:
        locked = draw(sound_bill(), Path(folder) / "chraneny.pdf", "heslo")
        broken = Path(folder) / "poskozeny.pdf"
        broken.write_bytes(draw(sound_bill(blind=True), Path(folder) / "x.pdf").read_bytes()[:900])
        window.import_files([broken, locked])
        wait(lambda: sum(job.state is JobState.FAILED for job in window.bridge.jobs()) == 2)
        wait(lambda: passwords.asker.dialog is not None)
    dialog = passwords.asker.dialog
    if dialog is not None:
        shoot(dialog, "password")
        dialog.reject()
    jobs.toggle()
    wait(lambda: passwords.asker.dialog is None)
    shoot(window, "jobs")
    jobs.toggle()
    window.banner.hide()
    search = window.side(SearchSide)
    search.show()
    search.page.line.setText("zasyp")
    wait(lambda: search.page.table.rowCount() > 0)
    shoot(window, "search")
    settings = window.side(SettingsSide)
    settings.show()
    settings.page.names.setCurrentRow(0)
    wait(lambda: True)
    shoot(window, "settings")
    lists = window.side(CatalogueSide)
    lists.show()
    tab = lists.page.synonyms
    lists.page.tabs.setCurrentWidget(tab)
    tab.line.setText("jakl, jekl, profil")
    tab.add.click()
    wait(window.banner.isVisible)
    shoot(window, "synonyms")
    window.banner.hide()
    crash = CrashDialog(_TRACE, Path("logs") / "crash-20261124T103000000000.txt", window.texts, window)
    crash.show()
    wait(lambda: True)
    shoot(crash, "crash")
    crash.close()
