"""A line above the page: what went wrong or was done, with its details to copy."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from estimator_desktop.texts import Texts
from estimator_desktop.ui.widgets.make import SELECTABLE, button, label


class Banner(QFrame):
    """Hidden until there is something to say."""

    closed = Signal()
    assign = Signal(str)

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._texts = texts
        self._detail = ""
        self._folder = ""
        self._job = ""
        self._passing = False
        self._done: Callable[[], bool] | None = None
        self.words = label(wrap=True)
        self.words.setProperty("textInteractionFlags", SELECTABLE)
        self._copy = button(texts.say("banner.details"))
        self._copy.clicked.connect(self._copy_detail)
        self._open = button(texts.say("desk.open_folder"))
        self._open.clicked.connect(self._open_folder)
        self.assigning = button(texts.say("mapping.assign"), "primary")
        self.assigning.clicked.connect(lambda: self.assign.emit(self._job))
        self.remedy = button(look="primary")
        self.remedy.clicked.connect(self._remedy)
        self._help: Callable[[], None] | None = None
        self._close = QToolButton()
        self._close.setText("✕")
        self._close.setAccessibleName(texts.say("dialog.close"))
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.addWidget(self.words, 1)
        for part in (self.assigning, self.remedy, self._copy, self._open, self._close):
            row.addWidget(part)
        self.hide()

    def say(
        self,
        words: str,
        *,
        detail: str = "",
        folder: str = "",
        trouble: bool = True,
        mapping: str = "",
        remedy: tuple[str, Callable[[], None]] | None = None,
        done: Callable[[], bool] | None = None,
        lasting: bool = False,
    ) -> None:
        """Show a sentence; trouble in the warning colours, news in the plain ones.

        `mapping` is the job whose table waits for its columns to be assigned; `remedy` what a button offers, and what
        it does.  News goes with the page it was said on, unless it is `lasting`, and as soon as the work it tells of is
        `done`; trouble stays.
        """
        self._passing, self._done = not trouble and not lasting, done
        self.remedy.setVisible(remedy is not None)
        self.remedy.setText(remedy[0] if remedy else "")
        self._help = remedy[1] if remedy else None
        self._detail, self._folder, self._job = detail, folder, mapping
        self.assigning.setVisible(bool(mapping))
        self.words.setText(words)
        self._copy.setText(self._texts.say("banner.details"))
        self._copy.setVisible(bool(detail))
        self._open.setVisible(bool(folder))
        self.remedy.setObjectName("primary" if trouble else "")  # what news offer may wait
        self.setProperty("trouble", trouble)
        for part in (self, self.words, self.remedy):
            part.style().unpolish(part)
            part.style().polish(part)
        self.show()

    def turn_page(self) -> None:
        """Another page is shown: news of the last one goes."""
        if self._passing:
            self.hide()

    def look(self) -> None:
        """Something stored has changed: news of work that is done goes."""
        if self._done is not None and self._done():
            self._done = None
            self.hide()

    def _remedy(self) -> None:
        if self._help is not None:
            self._help()

    def _open_folder(self) -> None:
        from PySide6.QtCore import QUrl  # noqa: PLC0415 - the first window does without
        from PySide6.QtGui import QDesktopServices  # noqa: PLC0415

        QDesktopServices.openUrl(QUrl.fromLocalFile(self._folder))

    def _copy_detail(self) -> None:
        from PySide6.QtGui import QGuiApplication  # noqa: PLC0415 - see above

        QGuiApplication.clipboard().setText(f"{self.words.text()}\n\n{self._detail}")
        self._copy.setText(self._texts.say("banner.copied"))
