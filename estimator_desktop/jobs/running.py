"""A job under way, as whoever does its work sees it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from estimator_desktop.domain.job import Job, Progress
from estimator_desktop.errors import UserError
from estimator_desktop.storage.jobs import NewJob


class Running(Protocol):
    """A job under way, as its stage sees it."""

    @property
    def job(self) -> Job:
        """The job as it was claimed."""

    @property
    def report(self) -> Progress:
        """Takes progress; raises Cancelled when the work is to be left."""

    def stop(self) -> bool:
        """Whether the work is to be left."""

    def check(self) -> None:
        """Inside a saving transaction: raises where the job is no longer ours or wanted."""

    def finish(self, following: Sequence[NewJob] = ()) -> Sequence[str]:
        """End the job well, in the open transaction; the ids of what follows."""

    def fail(self, error: UserError, following: Sequence[NewJob] = ()) -> Sequence[str]:
        """End the job badly but keep what was saved; the ids of what follows all the same."""
