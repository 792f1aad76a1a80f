"""Search over all projects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from estimator_desktop.ui.side import Act, Side
from estimator_desktop.ui.sides.review import ReviewSide

if TYPE_CHECKING:
    from estimator_desktop.ui.main_window import MainWindow
    from estimator_desktop.ui.pages.search import SearchPage


class SearchSide(Side):
    """Owns the search page."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._page: SearchPage | None = None

    def acts(self) -> Sequence[Act]:
        """Search in all projects; the button stands in the toolbar while no document is open."""
        return (
            Act(
                "action.search_all",
                self.show,
                "Ctrl+Shift+F",
                "view",
                1,
                bar="plain",
                visible=lambda: not self.window.side(ReviewSide).ready(),
            ),
        )

    @property
    def page(self) -> SearchPage:
        """The page; made when it is first needed."""
        if self._page is None:
            from estimator_desktop.ui.pages.search import SearchPage  # noqa: PLC0415 - see `side`

            self._page = page = SearchPage(
                self.texts, self.bridge.store.search.find, lambda found: self.bridge.names_of(found, self.texts)
            )
            page.jump.connect(self.window.side(ReviewSide).open_at)
        return self._page

    def show(self) -> None:
        """Go to the search, its words selected."""
        self.window.show_page(self.page, self.page.line)
        self.page.line.selectAll()
        self.page.search()

    def place(self) -> object:
        """What is searched for."""
        return self.page.line.text() if self.shown else None

    def return_to(self, place: object) -> None:
        """Show the page again; a document that is still loading does not take its place."""
        self.page.line.setText(str(place))
        self.show()
        self.window.side(ReviewSide).stay()
