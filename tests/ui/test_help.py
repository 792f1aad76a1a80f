"""What F1 says is what the keys do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from estimator_desktop.texts import Texts

from .test_window import opened

if TYPE_CHECKING:
    from estimator_desktop.ui.main_window import MainWindow


@pytest.mark.parametrize("language", ["cs", "en"])
def test_every_key_of_the_menus_stands_in_the_list_of_keys(window: MainWindow, language: str) -> None:
    said = [line.split(" ")[0] for line in Texts(language).say("keys.text").split(" · ")]
    keys = {key for keys in said for key in keys.split("\u00a0")}
    window.complete()
    bound = {key.toString() for act in window.findChildren(QAction) for key in act.shortcuts()}
    assert len(bound) > 10
    assert bound - keys == set()


def test_the_window_with_its_jobs_fits_a_small_laptop(window: MainWindow, qtbot: QtBot, demo_pdf: Path) -> None:
    opened(window, qtbot, demo_pdf)
    window.action("action.jobs").trigger()
    qtbot.wait(50)
    assert window.minimumSizeHint().width() <= 1366
