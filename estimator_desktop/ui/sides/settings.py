"""The settings page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from estimator_desktop.ui.side import Act, Side
from estimator_desktop.ui.sides.catalogues import CatalogueSide
from estimator_desktop.ui.sides.look import LookSide
from estimator_desktop.ui.sides.review import ReviewSide

if TYPE_CHECKING:
    from estimator_desktop.ui.main_window import MainWindow
    from estimator_desktop.ui.pages.settings import SettingsPage


class SettingsSide(Side):
    """Owns the settings page."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._page: SettingsPage | None = None

    def acts(self) -> Sequence[Act]:
        """Go to the settings."""
        return (Act("page.settings", self.show, "Ctrl+,", "file", 2),)

    @property
    def page(self) -> SettingsPage:
        """The page; made when it is first looked at."""
        if self._page is None:
            from estimator_desktop.ui.pages.settings import SettingsPage  # noqa: PLC0415 - see `side`
            from estimator_desktop.ui.settings.audit import AuditSection  # noqa: PLC0415
            from estimator_desktop.ui.settings.folders import FoldersSection  # noqa: PLC0415

            self._page = page = SettingsPage(self.window)
            thresholds, folders = self.window.side(LookSide), page.section(FoldersSection)
            audit = page.section(AuditSection)
            audit.wanted.connect(thresholds.show_thresholds)
            audit.unwanted.connect(thresholds.reset_thresholds)
            folders.wanted.connect(self.window.side(CatalogueSide).choose_folder)
        return self._page

    def place(self) -> object:
        """The part marked, how far the page is scrolled, whether the keyboard is at the language."""
        return self.page.place() if self.shown else None

    def return_to(self, place: object) -> None:
        """Show the page again where it was; a document that is still loading does not take its place."""
        from estimator_desktop.ui.pages.settings import Place  # noqa: PLC0415 - see `side`

        self.show()
        self.window.side(ReviewSide).stay()
        if isinstance(place, Place):
            self.page.return_to(place)

    def show(self) -> None:
        """Go to the settings."""
        self.window.show_page(self.page, self.page.names)

    def refresh(self) -> None:
        """Bring the page up to date while it is looked at."""
        if self.shown:
            self.page.refresh()
