"""A real worker process on a data folder of its own."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator

import pytest

from estimator_desktop.config import Paths
from estimator_desktop.jobs.monitor import JobMonitor
from estimator_desktop.jobs.queue import Queue
from estimator_desktop.jobs.supervisor import Supervisor
from estimator_desktop.storage.store import Store


class House:
    """Store, queue, supervisor and monitor as the window has them."""

    def __init__(self, paths: Paths, reader: str = "") -> None:
        command = [sys.executable, "-m", "estimator_desktop", "worker"]
        if reader:
            command += [sys.executable, "-c", reader]
        self.store = Store(paths)
        self.supervisor = Supervisor(paths, command)
        self.queue = Queue(self.store, self.supervisor.wake)
        self.monitor = JobMonitor(self.store, self.queue)

    def until(self, condition: Callable[[], bool], seconds: float = 40.0) -> None:
        """Wait, keeping the supervisor going."""
        deadline = time.monotonic() + seconds
        while not condition():
            self.supervisor.tick()
            assert time.monotonic() < deadline, [
                (job.kind, job.state, job.error_code, job.error_detail) for job in self.monitor.listed()
            ]
            time.sleep(0.02)

    def settled(self) -> bool:
        """Whether no job is queued or running."""
        return not self.store.jobs.unsettled()

    def close(self) -> None:
        self.supervisor.stop()
        self.store.close()


@pytest.fixture
def make_house(paths: Paths) -> Iterator[Callable[[str], House]]:
    """Houses that are closed in the end; the argument replaces the reader's program."""
    made: list[House] = []

    def make(reader: str = "") -> House:
        house = House(paths, reader)
        made.append(house)
        return house

    yield make
    for house in made:
        house.close()


@pytest.fixture
def house(make_house: Callable[[str], House]) -> House:
    """A house with the real reader."""
    return make_house("")
