"""Processes that open a data folder at the same moment: the first one makes the database, the others wait for it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from estimator_desktop.config import Paths
from estimator_desktop.storage.rescue import problems
from estimator_desktop.storage.shape import STEPS

OPENS = """
import sys, time
from pathlib import Path
from estimator_desktop.config import Paths
from estimator_desktop.storage.store import Store
import sqlite_utils, estimator_desktop.storage.migrations
home, go = Path(sys.argv[1]), Path(sys.argv[2])
print("ready", flush=True)
while not go.exists():
    time.sleep(0.0005)
Store(Paths(home)).close()
"""


@pytest.mark.parametrize("round_", range(3))
def test_all_who_open_a_new_folder_at_once_can_work(tmp_path: Path, round_: int) -> None:
    home, go = tmp_path / f"home{round_}", tmp_path / "go"
    command = [sys.executable, "-c", OPENS, str(home), str(go)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(5)]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    time.sleep(0.05)
    go.touch()
    said = [process.communicate(timeout=120)[1] for process in started]
    assert said == [""] * len(started)
    assert [process.returncode for process in started] == [0] * len(started)
    with closing(sqlite3.connect(Paths(home).database)) as connection:
        steps = [name for (name,) in connection.execute("select name from _sqlite_migrations order by name")]
    assert steps == sorted(STEPS)
    assert problems(Paths(home).database) == ()
