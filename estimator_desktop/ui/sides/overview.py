"""The open document at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from estimator_desktop.ui.side import Act, Side
from estimator_desktop.ui.sides.review import ReviewSide

if TYPE_CHECKING:
    from estimator_desktop.ui.main_window import MainWindow
    from estimator_desktop.ui.models.desk import Desk
    from estimator_desktop.ui.models.overview import Overview
    from estimator_desktop.ui.pages.overview import OverviewPage
    from estimator_desktop.ui.theme import Theme


class OverviewSide(Side):
    """Owns the overview."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._page: OverviewPage | None = None
        self._awaited = False
        """Whether the page is to be shown as soon as the document is there."""
        self.bridge.counted.connect(self._counted)

    def acts(self) -> Sequence[Act]:
        """The overview of the open document."""
        return (
            Act(
                "page.overview",
                self.show,
                "Ctrl+2",
                "view",
                bar="tab",
                enabled=self._ready,
                visible=self._ready,
                checked=lambda: self.shown,
            ),
        )

    def _ready(self) -> bool:
        return self.window.side(ReviewSide).ready()

    @property
    def page(self) -> OverviewPage:
        """The page; made when it is first needed."""
        if self._page is None:
            from estimator_desktop.ui.pages.overview import OverviewPage  # noqa: PLC0415 - see `side`

            review = self.window.side(ReviewSide)
            self._page = page = OverviewPage(self.texts, self.window.theme)
            page.part.connect(review.show_part)
            page.only.connect(review.show_only)
            page.position.connect(review.show_position)
        return self._page

    def show(self) -> None:
        """Go to the overview of the open document."""
        desk = self.window.side(ReviewSide).desk
        if desk is not None:
            self.page.wait_for(desk)
            self.bridge.count(desk)
            self.window.show_page(self.page)

    def return_to(self, place: object) -> None:
        """Show the page as soon as the document is there."""
        self._awaited = True

    def loaded(self, _desk: Desk) -> None:
        """Count anew while it is looked at."""
        awaited, self._awaited = self._awaited, False
        if self.shown or awaited:
            self.show()

    def _counted(self, counted: Overview) -> None:
        desk = self.window.side(ReviewSide).desk
        if desk is not None and counted.document == desk.document:
            self.page.show_overview(desk, counted)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        if self._page is not None:
            self._page.set_theme(theme)
