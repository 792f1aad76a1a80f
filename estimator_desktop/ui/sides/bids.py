"""Bids of one tender."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from estimator_desktop.ui.side import Act, Side
from estimator_desktop.ui.sides.review import ReviewSide

if TYPE_CHECKING:
    from estimator_desktop.ui.main_window import MainWindow
    from estimator_desktop.ui.pages.bids import BidsPage


class BidsSide(Side):
    """Owns the page of bids."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._page: BidsPage | None = None
        self.bridge.taken.connect(self._taken)
        self.bridge.audited.connect(lambda document: self._tick([document]))

    def acts(self) -> Sequence[Act]:
        """Compare bids."""
        return (Act("page.bids", self.show, "Ctrl+5", "view"),)

    @property
    def page(self) -> BidsPage:
        """The page; made when it is first needed."""
        if self._page is None:
            from estimator_desktop.ui.pages.bids import BidsPage  # noqa: PLC0415 - see `side`

            self._page = page = BidsPage(self.texts)
            page.compare.connect(lambda chosen: self.bridge.comparisons.compare_bids(chosen, self.texts))
            page.jump.connect(self.window.side(ReviewSide).open_at)
            self.bridge.comparisons.bids.connect(page.show_found)
        return self._page

    @property
    def keeps_page(self) -> bool:
        """Bids come together: the first one that is ready does not take the page's place."""
        return self.shown

    def _taken(self, _files: object, known: Sequence[str], _errors: object, revision_of: str) -> None:
        """Bids that were dropped here and are known already are chosen at once."""
        if not revision_of:
            self._tick(known)

    def _tick(self, documents: Sequence[str]) -> None:
        """What comes while the page is shown was dropped to be compared."""
        if self.shown:
            self.page.tick(documents)
            self.refresh()

    def show(self) -> None:
        """Go to the bids."""
        self.window.show_page(self.page, self.page.projects)

    def return_to(self, place: object) -> None:
        """Show the page again; a document that is still loading does not take its place."""
        self.show()
        self.window.side(ReviewSide).stay()

    def refresh(self) -> None:
        """Offer the projects as they are now."""
        if self.shown:
            self.page.show_projects(self.bridge.projects_apart(self.texts))
