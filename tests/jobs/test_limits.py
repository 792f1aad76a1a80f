"""Readers that hang, eat memory, crash, or start others, as real processes under a real worker."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from estimator_desktop.config import Limits
from estimator_desktop.domain.job import Cancelled, JobState, silent
from estimator_desktop.errors import UserError
from estimator_desktop.jobs.reader_process import ReaderProcess

if TYPE_CHECKING:
    from .conftest import House

REAL = """
import sys
from estimator_desktop.jobs.reader_child import child_main
sys.exit(child_main(sys.argv[1:]))
"""
EATS = "import time; held = bytearray(b'x') * 700_000_000; time.sleep(600)"
BEHAVIOURS = {
    "hangs": ("import time; time.sleep(600)", "reader_timeout"),
    "eats memory": (EATS, "reader_memory"),
    "lets others eat": (f"import subprocess, sys; subprocess.run([sys.executable, '-c', {EATS!r}])", "reader_memory"),
    "segfaults": ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "reader_crashed"),
    "says much": ("import sys\nfor _ in range(300): sys.stderr.write('x' * 5000)\nsys.exit(7)", "reader_crashed"),
}


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_a_bad_reader_fails_its_job_and_the_next_one_is_done(
    make_house: Callable[[str], House], demo_pdf: Path, sound_pdf: Path, behaviour: str
) -> None:
    fake, code = BEHAVIOURS[behaviour]
    wicked = f"import sys\nif sys.argv[3] == 'ukazka.pdf':\n    exec({fake!r})\nelse:\n    exec({REAL!r})\n"
    house = make_house(wicked)
    limits = {"limit_soft_seconds": "0.5", "limit_hard_seconds": "1.5"} if code == "reader_timeout" else {}
    limits["limit_memory_bytes"] = str(600 << 20) if code == "reader_memory" else "0"
    for key, value in limits.items():
        house.store.set_setting(key, value)
    house.supervisor.start()
    bad = house.queue.import_file(demo_pdf)
    house.until(house.settled)
    job = house.monitor.chain(bad.document)[-1]
    assert (job.state, job.error_code) == (JobState.FAILED, code), job.error_detail
    assert job.error_detail
    pid = house.supervisor.pid
    for key in limits:
        house.store.set_setting(key, "")
    good = house.queue.import_file(sound_pdf)
    house.until(house.settled)
    assert house.store.bills.audited(good.document)
    assert (house.supervisor.pid, house.supervisor.restarts) == (pid, 0)


@pytest.mark.skipif(os.name != "posix", reason="killed by signal")
def test_a_reader_killed_by_somebody_else_is_tried_again(tmp_path: Path) -> None:
    reader = ReaderProcess(Limits(), (sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"))
    with pytest.raises(UserError) as caught:
        reader.read(tmp_path, tmp_path, "a.pdf", silent, lambda: False)
    assert (caught.value.code, caught.value.transient) == ("reader_killed", True)


STARTS_ANOTHER = """
import subprocess, sys, time
other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=APART)
print('{"progress": [%d, 0, "pid"]}' % other.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("apart", [False, True])
def test_stopping_ends_what_the_reader_started(tmp_path: Path, apart: bool) -> None:
    fake = STARTS_ANOTHER.replace("APART", str(apart))
    reader = ReaderProcess(Limits(), (sys.executable, "-c", fake))
    seen: list[psutil.Process] = []
    with pytest.raises(Cancelled):
        reader.read(
            tmp_path,
            tmp_path / "out",
            "a.pdf",
            lambda done, total, message: seen.append(psutil.Process(done)),
            lambda: bool(seen),
        )
    _gone, alive = psutil.wait_procs(seen, timeout=20)
    assert (len(seen), alive) == (1, [])


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_killed_worker_takes_reader_and_grandchildren_along(
    make_house: Callable[[str], House], demo_pdf: Path
) -> None:
    listens = """
import subprocess, sys, threading
from estimator_desktop.jobs.reader_child import _Reporter, _listen
threading.Thread(target=_listen, args=(_Reporter(""),)).start()
subprocess.run([sys.executable, "-c", "import time; time.sleep(600)"])
"""
    house = make_house(listens)
    house.supervisor.start()
    house.queue.import_file(demo_pdf)

    def family() -> list[psutil.Process]:
        pid = house.supervisor.pid
        return psutil.Process(pid).children(recursive=True) if pid else []

    house.until(lambda: len(family()) >= 2)
    below = family()
    psutil.Process(house.supervisor.pid).kill()
    _gone, alive = psutil.wait_procs(below, timeout=20)
    assert alive == []
