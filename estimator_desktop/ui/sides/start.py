"""The start page: where to drop, and what was worked on last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from estimator_desktop.ui.pages.start import StartPage
from estimator_desktop.ui.side import Act, Side

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent
    from PySide6.QtWidgets import QMessageBox

    from estimator_desktop.ui.main_window import MainWindow
    from estimator_desktop.ui.sides.files import FilesSide
    from estimator_desktop.ui.theme import Theme


class StartSide(Side):
    """Owns the first page."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.box: QMessageBox | None = None
        self.page = StartPage(self.texts, window.theme)
        self.page.open_document.connect(window.open_document)
        self.page.delete_project.connect(self._delete)
        self.page.choose_files.connect(lambda: self._files().choose_files())
        self.page.try_demo.connect(lambda: self._files().try_demo())
        window.pages.addWidget(self.page)

    def _files(self) -> FilesSide:
        from estimator_desktop.ui.sides.files import FilesSide  # noqa: PLC0415 - the first window does without

        return self.window.side(FilesSide)

    def _delete(self, document: str, name: str) -> None:
        """Ask first: there is no way back."""
        from estimator_desktop.ui.dialogs.delete import ask_deleting  # noqa: PLC0415 - the first window does without

        self.box = ask_deleting(name, self.texts, self.window, lambda: self.bridge.delete_project(document, name))

    def acts(self) -> Sequence[Act]:
        """Back to the projects."""
        return (Act("action.projects", self.show, "Ctrl+P", "view", bar="back", visible=lambda: not self.shown),)

    @property
    def shown(self) -> bool:
        """Whether the page is what the window shows."""
        return self.window.pages.currentWidget() is self.page

    def show(self) -> None:
        """Close the document and go to the page."""
        from estimator_desktop.ui.sides.review import ReviewSide  # noqa: PLC0415 - the first window does without

        self.window.side(ReviewSide).document = ""
        self.window.show_page(self.page)
        self.page.take_focus()

    def refresh(self) -> None:
        """Show the projects as they are now."""
        if self.shown:
            self.page.refresh(self.bridge.projects_apart(self.texts), self.bridge.unsettled())
            self.page.show_archived(self.bridge.archived(self.texts))

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.page.set_theme(theme)

    def dragged(self, event: QDragEnterEvent | None) -> None:
        """Say that files may be let go."""
        self.page.drop.set_over(over=event is not None)
