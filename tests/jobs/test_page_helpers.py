"""Helpers that read a long PDF's pages beside the reader, as real processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil
import pytest
from bench_cancel import runs
from bigpdf import big_pdf
from samplebill import long_bill
from sampleprint import draw

from estimator_desktop.config import Limits
from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.domain.job import Cancelled, silent
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.page_helpers import PageHelpers, helpers_for
from estimator_desktop.jobs.program import program
from estimator_desktop.jobs.reader_process import ReaderProcess
from estimator_desktop.reading.read import read_document

PAGES = 60
WORD = "heslo"
READY = "import sys, struct, time\nout = sys.stdout.buffer\nout.write(struct.pack('<iI', -1, 0)); out.flush()\n"
ASKED = "sys.stdin.readline(); sys.stdin.readline()\n"
BAD_HELPERS = {
    "does not start": "import sys; sys.exit(3)",
    "crashes at a page": READY + ASKED + "import os, signal; os.kill(os.getpid(), signal.SIGTERM)",
    "is out of memory": READY + ASKED + "raise MemoryError",
    "breaks off": READY + ASKED + "out.write(struct.pack('<iI', 5, 900) + b'x')",
    "says too much": READY + ASKED + "out.write(struct.pack('<iI', 5, 1 << 31)); out.flush(); sys.stdin.read()",
    "answers what nobody asked": READY + ASKED + "out.write(struct.pack('<iI', 999, 1) + b'x')",
}  # fmt: skip
READER = """
import sys, time
from estimator_desktop.jobs.page_helpers import PageHelpers
from estimator_desktop.jobs.reader_child import child_main

class Late(PageHelpers):
    def start(self, *document):
        super().start(*document)
        time.sleep({late})

sys.exit(child_main(sys.argv[1:], Late({command!r}, count={count})))
"""
"""A reader that begins some time after its helpers."""


@pytest.fixture(autouse=True)
def others() -> frozenset[psutil.Process]:
    """What other tests left running below this process."""
    found = frozenset(psutil.Process().children(recursive=True))
    Waiting.others = found
    return found


class Waiting(PageHelpers):
    """Helpers that are ready, or known not to be, before the first page is read, and that count what they gave."""

    others: frozenset[psutil.Process] = frozenset()
    given = 0

    def start(self, path: Path, password: str | None, pages: int) -> None:
        super().start(path, password, pages)
        _until(self._told)

    def _told(self) -> bool:
        super().answers(wait=False)
        born = frozenset(psutil.Process().children()) - self.others
        return self.free() > 0 or all(child.status() == psutil.STATUS_ZOMBIE for child in born)

    def answers(self, *, wait: bool) -> Sequence[tuple[int, bytes]]:
        found = super().answers(wait=wait)
        self.given += sum(bool(data) for _, data in found)
        return found


@pytest.fixture(scope="module")
def long_print(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return big_pdf(tmp_path_factory.mktemp("helpers") / "dlouhy.pdf", PAGES)


@pytest.fixture(scope="module")
def longer_print(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return big_pdf(tmp_path_factory.mktemp("helpers") / "nejdelsi.pdf", 800)


@pytest.fixture(scope="module")
def alone(long_print: Path) -> BillOfQuantities:
    return read_document(long_print)


@pytest.mark.parametrize("count", [1, 3])
def test_read_together_and_alone_a_bill_is_the_same(
    count: int, long_print: Path, alone: BillOfQuantities, others: frozenset[psutil.Process]
) -> None:
    helpers = Waiting(count=count)
    assert read_document(long_print, crew=helpers) == alone
    assert helpers.given > PAGES // 4
    assert not frozenset(psutil.Process().children()) - others


def test_the_password_reaches_the_helpers_and_nobody_else(tmp_path: Path, others: frozenset[psutil.Process]) -> None:
    locked = draw(long_bill(25), tmp_path / "zamceny.pdf", password=WORD)
    helpers = Waiting(count=1)
    seen: list[str] = []

    def progress(_done: int, _total: int, _message: str) -> None:
        for child in frozenset(psutil.Process().children()) - others:
            seen.extend([*child.cmdline(), *child.environ().values()])

    alone = read_document(locked, password=WORD)
    assert read_document(locked, password=WORD, crew=helpers, progress=progress) == alone
    assert helpers.given
    assert "page-helper" in seen
    assert not any(WORD in word for word in seen)


@pytest.mark.parametrize("manner", BAD_HELPERS)
def test_without_a_helper_that_fails_the_bill_is_the_same(
    manner: str, long_print: Path, alone: BillOfQuantities
) -> None:
    helpers = Waiting([sys.executable, "-c", BAD_HELPERS[manner]], count=1)
    assert read_document(long_print, crew=helpers) == alone
    assert helpers.given == 0


def test_a_helper_that_hangs_is_a_reader_that_hangs(
    long_print: Path, tmp_path: Path, others: frozenset[psutil.Process]
) -> None:
    hangs = [sys.executable, "-c", READY + "time.sleep(600)"]
    reader = (sys.executable, "-c", READER.format(command=hangs, count=1, late=1))
    with pytest.raises(UserError) as caught:
        ReaderProcess(Limits(soft_seconds=3, hard_seconds=4), reader).read(
            long_print, tmp_path / "x", "a.pdf", silent, lambda: False
        )
    assert caught.value.code == "reader_timeout"
    assert not frozenset(psutil.Process().children(recursive=True)) - others


def test_a_cancelled_reading_leaves_no_helper(
    longer_print: Path, tmp_path: Path, others: frozenset[psutil.Process]
) -> None:
    family: set[psutil.Process] = set()

    def stop() -> bool:
        family.update(frozenset(psutil.Process().children(recursive=True)) - others)
        return len(family) == 3

    reader = (sys.executable, "-c", READER.format(command=[], count=2, late=0))
    with pytest.raises(Cancelled):
        ReaderProcess(Limits(), reader).read(longer_print, tmp_path / "x", "a.pdf", silent, stop)
    assert not [process for process in family if runs(process)]


@pytest.mark.skipif(os.name != "posix", reason="killed by signal")
def test_the_killed_reader_leaves_no_helper(longer_print: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        READER.format(command=[], count=2, late=0),
        str(longer_print),
        str(tmp_path / "x"),
        "a",
        "0",
    ]
    reader = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    try:
        me = psutil.Process(reader.pid)
        _until(lambda: len(me.children()) == 2)
        helpers = me.children()
    finally:
        reader.kill()
        reader.communicate()
    _until(lambda: not any(map(runs, helpers)))


def test_a_helper_whose_reader_is_gone_ends_in_the_middle_of_its_work(longer_print: Path) -> None:
    helper = subprocess.Popen(program("page-helper"), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert helper.stdin is not None
    assert helper.stdout is not None
    with helper.stdin as ask, helper.stdout as answers:
        ask.write(b'{"path": "%b", "password": null}\n' % str(longer_print).encode())
        ask.write(b"".join(b"%d\n" % page for page in range(800)))
        ask.flush()
        answers.read(50_000)  # it has begun, and now waits for its answers to be taken
        ask.close()
        assert helper.wait(timeout=10) == 0


def test_how_many_helpers() -> None:
    assert helpers_for(pages=800, cores=1) == 0
    assert helpers_for(pages=5, cores=8) == 0
    assert helpers_for(pages=800, cores=2) == 1
    assert helpers_for(pages=800, cores=64) == 3


def test_a_system_without_processes_reads_alone(long_print: Path, alone: BillOfQuantities, tmp_path: Path) -> None:
    assert read_document(long_print, crew=PageHelpers([str(tmp_path / "nothing")], count=2)) == alone


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 15
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)
