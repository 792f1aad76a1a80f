"""How many jobs run at the same time is a setting."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from samplebill import sound_bill
from sampleprint import draw

from estimator_desktop.domain.job import JobState

from .conftest import House

SLOW = """
import json, sys, time
from pathlib import Path
for step in range(20):
    print(json.dumps({"progress": [step, 100, "pages"]}), flush=True)
    time.sleep(0.05)
print(json.dumps({"error": {"code": "no_positions", "params": {"file": sys.argv[3], "seen": "pdf"}}}), flush=True)
"""


@pytest.mark.parametrize("threads", [1, 3])
def test_so_many_jobs_run_at_once(make_house: Callable[[str], House], tmp_path: Path, threads: int) -> None:
    house = make_house(SLOW)
    house.store.set_setting("worker_threads", json.dumps(threads))
    for number in range(3):
        house.queue.import_file(draw(sound_bill(blind=number == 1), tmp_path / f"{number}.pdf", f"{number}"))
    house.supervisor.start()
    most = 0

    def settled() -> bool:
        nonlocal most
        most = max(most, sum(job.state is JobState.RUNNING for job in house.monitor.listed()))
        return house.settled()

    house.until(settled)
    assert most == threads
