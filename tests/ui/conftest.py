"""A real window with a real worker behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hands import session
from pytestqt.qtbot import QtBot
from views import view_of

from estimator_desktop.audit import audit_bill
from estimator_desktop.config import Paths
from estimator_desktop.reading.read import read_document
from estimator_desktop.storage.connection import now
from estimator_desktop.storage.store import Document
from estimator_desktop.texts import Texts
from estimator_desktop.ui.constants import keep_constants
from estimator_desktop.ui.main_window import MainWindow
from estimator_desktop.ui.models.desk import Desk, make_desk

keep_constants()  # many tests show a part of the window alone


@pytest.fixture
def window(qtbot: QtBot, paths: Paths) -> Iterator[MainWindow]:
    """The window, shown offscreen, its worker running."""
    with session(paths, qtbot) as made:
        yield made


@pytest.fixture(scope="session")
def desk(demo_pdf: Path) -> Desk:
    """The sample, ready to be shown."""
    bill = read_document(demo_pdf)
    document = Document("d1", "p1", "ukazka.pdf", "0" * 64, 1, datetime.fromisoformat(now()))
    return make_desk(document, "Sklad Lipová", str(demo_pdf), view_of(bill, audit_bill(bill)), Texts("cs"))
