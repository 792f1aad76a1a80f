"""A project that has been read and audited, and a runner whose Claude is the stand-in."""

from __future__ import annotations

from pathlib import Path

import pytest
from aibench import Bench
from standin import StandIn

from estimator_desktop.domain.bill import BillOfQuantities
from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.store import Store


@pytest.fixture
def bill(demo_pdf: Path) -> BillOfQuantities:
    """The shipped sample."""
    return read_document(demo_pdf)


@pytest.fixture
def bench(store: Store, service: StandIn, bill: BillOfQuantities) -> Bench:
    """The sample, read and audited; Claude is still off."""
    return Bench(store, service, bill)
