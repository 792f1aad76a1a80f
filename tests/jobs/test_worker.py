"""The real worker process: it reads and audits, and nothing is lost when it is killed."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import bench_kill
import psutil
import pytest
from bench_cancel import runs
from bigpdf import big_pdf
from samplebill import demo_bill, sound_bill
from sampleprint import draw

from estimator_desktop.config import Paths
from estimator_desktop.domain.job import CHAIN, JobKind, JobState
from estimator_desktop.domain.template import Order
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.lock import FolderLock, FolderTaken

if TYPE_CHECKING:
    from .conftest import House

SAYS_DONE = "import sys; print('{\"done\": true}')"


def test_a_file_is_read_taken_over_and_audited(house: House, demo_pdf: Path) -> None:
    house.supervisor.start()
    taken = house.queue.import_file(demo_pdf)
    house.until(house.settled)
    chain = house.monitor.chain(taken.document)
    assert [job.kind for job in chain] == list(CHAIN)
    assert {job.state for job in chain} == {JobState.DONE}
    bill, audit = house.store.bills.load(taken.document), house.store.bills.load_audit(taken.document)
    assert bill is not None
    assert audit is not None
    assert len(bill.positions) == len(demo_bill().rows) == len(audit.verdicts)
    assert bill.file == "ukazka.pdf"
    assert house.store.projects()[0].name == "Sklad Lipová"
    assert list(house.store.paths.spool.iterdir()) == []


def test_the_same_file_again_is_known(house: House, demo_pdf: Path) -> None:
    house.supervisor.start()
    first = house.queue.import_file(demo_pdf)
    twice = house.queue.import_file(demo_pdf)
    assert twice.document == first.document
    house.until(house.settled)
    again = house.queue.import_file(demo_pdf)
    assert (again.document, again.known, again.job) == (first.document, True, "")
    assert len(house.store.projects()) == 1


def test_export_is_a_job(house: House, sound_pdf: Path, tmp_path: Path) -> None:
    house.supervisor.start()
    taken = house.queue.import_file(sound_pdf)
    house.until(house.settled)
    house.queue.export(taken.document, tmp_path / "ven", Order())
    house.until(house.settled)
    assert sorted(path.name for path in (tmp_path / "ven").iterdir()) == [
        "pripojka.audit.json",
        "pripojka.audit.xlsx",
    ]


def test_an_export_that_cannot_be_written_is_a_failed_job(house: House, sound_pdf: Path, tmp_path: Path) -> None:
    house.supervisor.start()
    taken = house.queue.import_file(sound_pdf)
    house.until(house.settled)
    blocked = tmp_path / "soubor"
    blocked.write_text("in the way")
    job = house.queue.export(taken.document, blocked / "ven", Order(("json",)))
    house.until(house.settled)
    failed = house.monitor.status(job)
    assert failed is not None
    assert (failed.state, failed.error_code) == (JobState.FAILED, "folder_not_for_files")


def test_a_file_that_cannot_be_read_fails_its_job_and_leaves_no_project(house: House, tmp_path: Path) -> None:
    whole = draw(sound_bill(), tmp_path / "cely.pdf").read_bytes()
    (tmp_path / "pul.pdf").write_bytes(whole[: len(whole) // 2])
    house.supervisor.start()
    taken = house.queue.import_file(tmp_path / "pul.pdf")
    house.until(house.settled)
    job = house.monitor.chain(taken.document)[-1]
    assert (job.state, job.error_code) == (JobState.FAILED, "pdf_damaged")
    assert dict(job.error_params) == {"file": "pul.pdf"}
    assert house.store.projects() == ()


@pytest.mark.timeout(400)
def test_ten_kills_of_window_worker_and_reader_lose_and_double_nothing(tmp_path: Path) -> None:
    outcome = bench_kill.run(tmp_path, files=10, kills=10, seed=7)
    assert sum(outcome.kills.values()) >= 10
    assert outcome.files >= 10
    assert outcome.sound, outcome.lines()


def test_cancel_of_a_file_of_800_pages_leaves_nothing(house: House, tmp_path: Path) -> None:
    file = big_pdf(tmp_path / "velky.pdf", 800)
    house.supervisor.start()
    taken = house.queue.import_file(file)
    house.until(lambda: house.monitor.chain(taken.document)[0].done >= 10)
    pid = house.supervisor.pid
    assert pid is not None
    readers = psutil.Process(pid).children(recursive=True)
    assert readers
    assert house.monitor.cancel_document(taken.document) == 1
    house.until(house.settled)
    (job,) = house.monitor.chain(taken.document)
    assert job.state is JobState.CANCELLED
    assert job.finished is not None
    assert not any(map(runs, readers))
    assert house.store.projects() == ()
    assert list(house.store.paths.spool.iterdir()) == []


def test_a_stopped_worker_hands_its_job_back(make_house: Callable[[str], House], demo_pdf: Path) -> None:
    house = make_house("import time; time.sleep(60)")
    house.supervisor.start()
    taken = house.queue.import_file(demo_pdf)
    house.until(lambda: house.monitor.chain(taken.document)[0].state is JobState.RUNNING)
    house.supervisor.stop()
    job = house.monitor.chain(taken.document)[0]
    assert (job.state, job.attempt) == (JobState.QUEUED, 0)
    assert [event.event for event in house.monitor.history(job.id)][-1] == "interrupted"


def test_cancel_ends_the_reader_at_once(make_house: Callable[[str], House], demo_pdf: Path) -> None:
    house = make_house("import time; time.sleep(60)")
    house.supervisor.start()
    taken = house.queue.import_file(demo_pdf)
    pid = house.supervisor.pid
    assert pid is not None
    house.until(lambda: bool(psutil.Process(pid).children()))
    reader = psutil.Process(pid).children()[0]
    house.monitor.cancel(house.monitor.chain(taken.document)[0].id)
    started = time.monotonic()
    house.until(house.settled)
    assert time.monotonic() - started < 5
    assert house.monitor.chain(taken.document)[0].state is JobState.CANCELLED
    assert not reader.is_running()
    assert house.store.projects() == ()


def test_a_reader_that_crashes_fails_its_job_only(make_house: Callable[[str], House], demo_pdf: Path) -> None:
    house = make_house("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    house.supervisor.start()
    taken = house.queue.import_file(demo_pdf)
    pid = house.supervisor.pid
    house.until(house.settled)
    job = house.monitor.chain(taken.document)[-1]
    assert (job.state, job.error_code) == (JobState.FAILED, "reader_crashed")
    assert house.supervisor.pid == pid


def test_a_failed_job_can_be_tried_again(make_house: Callable[[str], House], demo_pdf: Path) -> None:
    house = make_house("import sys; sys.exit(9)")
    house.supervisor.start()
    taken = house.queue.import_file(demo_pdf)
    house.until(house.settled)
    house.supervisor.stop()
    repaired = make_house("")
    repaired.supervisor.start()
    assert repaired.monitor.retry(house.monitor.chain(taken.document)[0].id)
    repaired.until(repaired.settled)
    assert repaired.store.bills.audited(taken.document)


def test_a_reader_that_lies_is_a_bug_report_not_a_success(make_house: Callable[[str], House], demo_pdf: Path) -> None:
    house = make_house(SAYS_DONE)
    house.supervisor.start()
    taken = house.queue.import_file(demo_pdf)
    house.until(house.settled)
    job = house.monitor.chain(taken.document)[-1]
    assert (job.kind, job.state, job.error_code) == (JobKind.EXTRACT, JobState.FAILED, "bug")
    assert "nothing was read" in job.error_detail
    assert house.store.projects() == ()


def test_a_worker_whose_window_died_goes_home(house: House) -> None:
    house.supervisor.start()
    pid = house.supervisor.pid
    assert pid is not None
    worker = psutil.Process(pid)
    house.until(lambda: (house.store.paths.logs / "worker.log").exists())
    house.supervisor._close_pipe()
    worker.wait(timeout=10)


def test_one_worker_per_folder(paths: Paths, make_house: Callable[[str], House], demo_pdf: Path) -> None:
    first, second = make_house(""), make_house("")
    first.supervisor.start()
    first.until(lambda: _locked(paths))
    second.supervisor.start()
    second.until(lambda: not second.supervisor.alive)
    taken = second.queue.import_file(demo_pdf)
    second.until(lambda: second.store.bills.audited(taken.document))


def _locked(paths: Paths) -> bool:
    try:
        with FolderLock(paths.home / "worker.lock"):
            return False
    except FolderTaken:
        return True


def test_what_is_plainly_no_budget_never_becomes_a_job(house: House, tmp_path: Path) -> None:
    (tmp_path / "obrazek.pdf").write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 100)
    with pytest.raises(UserError) as caught:
        house.queue.import_file(tmp_path / "obrazek.pdf")
    assert (caught.value.code, caught.value.params["seen"]) == ("not_a_budget", "jpeg")
    assert house.monitor.listed() == ()


def test_cancelling_a_document_s_jobs_and_waiting(house: House, demo_pdf: Path) -> None:
    taken = house.queue.import_file(demo_pdf)
    assert not house.monitor.wait([taken.document], lambda: None, 0.05)
    assert house.monitor.cancel_project("") == 1
    assert house.monitor.wait([taken.document], lambda: None, 0.05)
    assert house.monitor.retry("unknown") is False
