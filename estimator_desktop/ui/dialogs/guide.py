"""The guide inside the window: the pages of `docs` as they are, with their pictures."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.make import button

_MARGIN = 48
_WIDEST = 900


class Pages(QTextBrowser):
    """Shows the pages of one folder and nothing from outside it."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder.resolve()
        self.document().setDocumentMargin(16)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A page, or a picture no wider than the window."""
        path = (self._folder / QUrl(name).path().lstrip("/")).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            return None
        if kind == QTextDocument.ResourceType.ImageResource.value:
            picture = QImage(str(path))
            room = min(_WIDEST, self.viewport().width() - _MARGIN)
            smooth = Qt.TransformationMode.SmoothTransformation
            return picture if picture.width() <= room else picture.scaledToWidth(room, smooth)
        return path.read_text(encoding="utf-8")


class GuideDialog(QDialog):
    """The guide in the language of the window; links lead to the other pages, and back."""

    def __init__(self, folder: Path, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts.say("action.guide"))
        self.resize(960, 680)
        self.pages = Pages(folder)
        self.pages.setAccessibleName(texts.say("action.guide"))
        self.back = button(texts.say("guide.back"))
        self.back.clicked.connect(self.pages.backward)
        self.back.setEnabled(False)
        self.pages.backwardAvailable.connect(self.back.setEnabled)
        close = button(texts.say("dialog.close"))
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(self.pages, 1)
        column.addLayout(foot)
        self._first = QUrl(f"guide.{texts.language}.md")

    def open(self) -> None:
        """Show itself, then the first page: its pictures are as wide as the window lets them."""
        super().open()
        self.pages.setSource(self._first, QTextDocument.ResourceType.MarkdownResource)
        self.pages.setFocus()
