"""The state of the program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from estimator_desktop.ui.bridge import FINISH_SETTING
from estimator_desktop.ui.side import Act, Side
from estimator_desktop.ui.sides.review import ReviewSide

if TYPE_CHECKING:
    from estimator_desktop.ui.main_window import MainWindow
    from estimator_desktop.ui.pages.health import HealthPage


class HealthSide(Side):
    """Owns the health page."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._page: HealthPage | None = None

    def acts(self) -> Sequence[Act]:
        """Look how everything is."""
        return (Act("action.health", self.show, "", "help"),)

    @property
    def page(self) -> HealthPage:
        """The page; made when it is first looked at."""
        if self._page is None:
            from estimator_desktop.ui.pages.health import HealthPage  # noqa: PLC0415 - see `side`

            self._page = page = HealthPage(self.texts)
            page.again.connect(self.show)
            page.finish_jobs.connect(lambda on: self.bridge.set_setting(FINISH_SETTING, "yes" if on else "no"))
            self.bridge.checked.connect(page.show_checks)
        return self._page

    def return_to(self, place: object) -> None:
        """Show the page again; a document that is still loading does not take its place."""
        self.show()
        self.window.side(ReviewSide).stay()

    def show(self) -> None:
        """Look how everything is."""
        self.page.wait(finish=self.bridge.setting(FINISH_SETTING) == "yes")
        self.window.show_page(self.page)
        self.bridge.check_health()
