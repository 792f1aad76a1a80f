"""Watched folders of price lists: what lies there is read in a child, so that no file takes the worker down."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from samplebill import sound_bill
from sampleworkbooks import kros

from estimator_desktop.config import Limits
from estimator_desktop.domain.job import JobKind, JobState
from estimator_desktop.jobs.reader_process import ReaderProcess
from estimator_desktop.jobs.watched import update_kb_cache
from estimator_desktop.storage.store import Store

if TYPE_CHECKING:
    from .conftest import House

LIST = "code;description;unit;price\n777100001;Montáž profilu;m;120\n777100002;Nátěr zábradlí;m2;95\n"


def test_a_hostile_list_is_noted_and_the_one_beside_it_taken_in(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "ceniky"
    folder.mkdir()
    bomb = folder / "bomba.xlsx"
    kros(sound_bill(), bomb)
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(60_000_000))
    (folder / "cenik 2026.csv").write_text(LIST, encoding="utf-8")
    store.watched.add(str(folder))
    opened: list[str] = []
    watching = True

    def watch(event: str, given: tuple[object, ...]) -> None:
        if watching and event == "open" and given[0] in (str(bomb), bomb):
            frame = sys._getframe(1)
            while frame is not None:
                opened.append(frame.f_code.co_filename)
                frame = frame.f_back

    sys.addaudithook(watch)
    try:
        assert update_kb_cache(store, ReaderProcess(Limits())) == 1
    finally:
        watching = False
    (source,) = store.watched.listed()
    assert {Path(file.path).name: file.error_code for file in source.files} == {
        "bomba.xlsx": "archive_bomb",
        "cenik 2026.csv": "",
    }
    assert [one.items for one in store.catalogues.listed()] == [2]
    assert opened  # its digest
    assert not [name for name in opened if "reading" in Path(name).parts or "zipfile" in name]
    assert not list(store.paths.spool.iterdir())


HANGS = "import time; time.sleep(600)"


def state(house: House, job: str) -> JobState | None:
    found = house.monitor.status(job)
    return None if found is None else found.state


def watching(house: House, folder: Path) -> House:
    folder.mkdir()
    (folder / "cenik 2026.csv").write_text(LIST, encoding="utf-8")
    house.store.watched.add(str(folder))
    house.supervisor.start()
    return house


def test_the_limits_the_person_set_count_for_watched_lists(make_house: Callable[[str], House], tmp_path: Path) -> None:
    house = make_house(HANGS)
    house.store.set_setting("limit_soft_seconds", "0.5")
    house.store.set_setting("limit_hard_seconds", "1")
    watching(house, tmp_path / "ceniky")
    job = house.queue.run_now(JobKind.KB_CACHE)
    house.until(lambda: state(house, job) is JobState.DONE)
    (source,) = house.store.watched.listed()
    assert [file.error_code for file in source.files] == ["reader_timeout"]


def test_cancelling_ends_the_reading_of_a_watched_list(make_house: Callable[[str], House], tmp_path: Path) -> None:
    house = watching(make_house(HANGS), tmp_path / "ceniky")
    job = house.queue.run_now(JobKind.KB_CACHE)
    worker = psutil.Process(house.supervisor.pid)
    house.until(lambda: bool(worker.children(recursive=True)))
    house.monitor.cancel(job)
    house.until(lambda: state(house, job) is JobState.CANCELLED)
    house.until(lambda: not worker.children(recursive=True))
    assert house.store.catalogues.listed() == ()
    assert not list(house.store.paths.spool.iterdir())
