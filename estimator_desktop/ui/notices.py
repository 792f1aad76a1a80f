"""Which ends of work are worth a notice while the window is behind others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from estimator_desktop.domain.job import Job

NOTICE_SETTING = "notices"
LONG = timedelta(seconds=10)
"""Work that took longer than a person waits at the screen."""


def took_long(jobs: Sequence[Job], now: datetime) -> bool:
    """Whether the work of a document, from its first job on, took long."""
    begun = [job.created for job in jobs]
    return bool(begun) and now - min(begun) >= LONG
