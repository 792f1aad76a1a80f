"""What F1 says is what the keys do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hands import opened
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QImage, QTextDocument
from pytestqt.qtbot import QtBot

from estimator_desktop.config import docs_folder
from estimator_desktop.texts import Texts
from estimator_desktop.ui.sides.help import HelpSide

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


@pytest.mark.parametrize("language", ["cs", "en"])
def test_the_guide_is_in_the_window_with_its_pictures_and_pages(
    window: MainWindow, qtbot: QtBot, language: str
) -> None:
    window.set_language(language)
    window.action("action.guide").trigger()
    guide = window.side(HelpSide).guide
    pages = guide.pages
    heading = {"cs": "Příručka", "en": "Guide"}[language]
    assert pages.toPlainText().startswith(heading)
    picture = pages.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl("images/desk-cs-light.png"))
    assert isinstance(picture, QImage)
    assert 300 < picture.width() < pages.viewport().width()
    text = (docs_folder() / f"guide.{language}.md").read_text(encoding="utf-8")
    links = set(re.findall(r"\]\(([^)#]+)\)", text))
    assert len(links) > 8
    for link in links:
        assert (docs_folder() / link).is_file(), link
    pages.setSource(QUrl("mapping.md"))
    assert "header_row" in pages.toPlainText()
    qtbot.mouseClick(guide.back, Qt.MouseButton.LeftButton)
    assert pages.toPlainText().startswith(heading)
    assert pages.loadResource(QTextDocument.ResourceType.HtmlResource.value, QUrl("../README.md")) is None
    guide.accept()
