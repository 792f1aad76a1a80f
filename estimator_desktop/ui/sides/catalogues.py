"""What the main window does with price lists: their page, the import dialog, the match beside the position."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from estimator_desktop.ui.side import Act, Side
from estimator_desktop.ui.sides.review import ReviewSide

if TYPE_CHECKING:
    from estimator_desktop.domain.match import Answer, CatalogueItem
    from estimator_desktop.domain.pricelist import Mapping, Preview
    from estimator_desktop.ui.dialogs.pricelist import PriceListDialog
    from estimator_desktop.ui.main_window import MainWindow
    from estimator_desktop.ui.pages.catalogues import CataloguesPage
    from estimator_desktop.ui.pages.desk import DeskPage


class CatalogueSide(Side):
    """Made anew with the window's words; what it shows is made when it is first needed."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._texts = window.texts
        self._bridge = bridge = window.bridge
        self._pages = window.pages
        self._banner = window.banner
        self._page: CataloguesPage | None = None
        self._desk: DeskPage | None = None
        self.dialog: PriceListDialog | None = None
        self._waiting: list[Path] = []
        """Price lists that were dropped with the one that is looked at."""
        bridge.catalogues.previewed.connect(self._previewed)
        bridge.catalogues.done.connect(self._done)

    def acts(self) -> Sequence[Act]:
        """The lists, matching again, taking prices over."""
        review = self.window.side(ReviewSide)
        return (
            Act("page.catalogues", self.show, "Ctrl+3", "view", bar="plain"),
            Act("match.again", self.match_again, "", "file", 1, enabled=review.ready),
            Act("match.all", self.match_all, "", "file", 1),
            Act("catalogue.take", self.take_prices, "", "file", 1, enabled=review.audited),
        )

    @property
    def page(self) -> CataloguesPage:
        """The page of price lists."""
        if self._page is None:
            from estimator_desktop.ui.pages.catalogues import CataloguesPage  # noqa: PLC0415 - see above

            self._page = page = CataloguesPage(self._texts, self._bridge.store)
            page.import_file.connect(self.choose_list)
            page.watch_folder.connect(self.choose_folder)
            page.refresh_now.connect(self._bridge.catalogues.refresh)
            page.remove_editions.connect(self._bridge.catalogues.remove)
            page.watch_address.connect(self._bridge.catalogues.watch_address)
            page.synonyms_changed.connect(self._bridge.catalogues.save_synonyms)
        return self._page

    def show(self) -> None:
        """Go to the page."""
        self.page.refresh()
        self.window.show_page(self.page, self.page.search)

    def place(self) -> object:
        """The tab that is shown."""
        return self.page.tabs.currentIndex() if self.shown else None

    def return_to(self, place: object) -> None:
        """Show the page again; a document that is still loading does not take its place."""
        self.show()
        self.page.tabs.setCurrentIndex(place if isinstance(place, int) else 0)
        self.window.side(ReviewSide).stay()

    def refresh(self) -> None:
        """Something stored has changed."""
        if self.shown:
            self.page.refresh()
        self._show_match()

    def choose_list(self) -> None:
        """Ask for a price list."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - see `side`

        say = self._texts.say
        name, _kind = QFileDialog.getOpenFileName(
            self._pages, say("catalogue.import"), self._bridge.setting("list_folder"), say("catalogue.open_filter")
        )
        if name:
            self._bridge.set_setting("list_folder", str(Path(name).parent))
            self.begin_import(Path(name))

    def dropped(self, files: Sequence[Path]) -> bool:
        """Files let go over this page are price lists, looked at one after the other; a folder is to be watched."""
        if not self.shown:
            return False
        for folder in (path for path in files if path.is_dir()):
            self._bridge.catalogues.watch_folder(folder)
        self._waiting = [path for path in files if not path.is_dir()]
        self._next_list()
        return True

    def _next_list(self) -> None:
        if self._waiting:
            self.begin_import(self._waiting.pop(0))

    def begin_import(self, path: Path) -> None:
        """Show how a price list would be read, and import it when the person says so."""
        from estimator_desktop.ui.dialogs.pricelist import PriceListDialog  # noqa: PLC0415 - see above

        self.dialog = dialog = PriceListDialog(self._texts, path.name, self._pages)

        def chosen(said: dict[str, str], columns: Mapping | None) -> None:
            self._bridge.catalogues.import_list(path, said, columns)

        dialog.chosen.connect(chosen)
        dialog.remapped.connect(lambda columns: self._bridge.catalogues.preview(path, columns))
        dialog.finished.connect(self._next_list)
        self._bridge.catalogues.preview(path)
        dialog.open()

    def _previewed(self, _path: Path, preview: Preview) -> None:
        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.show_preview(preview)

    def choose_folder(self) -> None:
        """Ask for a folder to watch."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - see `side`

        folder = QFileDialog.getExistingDirectory(self._pages, self._texts.say("catalogue.watch"))
        if folder:
            self._bridge.catalogues.watch_folder(Path(folder))

    def _done(self, what: str, number: int) -> None:
        if what == "taken":
            words = self._texts.say("catalogue.taken", count=self._texts.count("prices", number))
            self._banner.say(words, trouble=False)
        elif what in {"synonyms", "lists", "removed"}:
            self._offer(what)
        self.refresh()

    def _offer(self, what: str) -> None:
        """What matching rests on has changed: offer to match the budgets anew."""
        if not any(project.positions for project in self._bridge.projects()):
            return
        remedy = (self._texts.say("match.all"), self.match_all)
        self._banner.say(self._texts.say(f"match.changed.{what}"), trouble=False, remedy=remedy, lasting=True)

    def match_all(self) -> None:
        """Match every budget that is not archived anew."""
        count = self._bridge.catalogues.match_all()
        words = self._texts.say("match.queued", count=self._texts.count("budgets", count))
        self._banner.say(words, trouble=False, done=self._bridge.awaits_nothing)

    def desk_made(self, page: DeskPage) -> None:
        """Serve the match panel of the desk."""
        self._desk = page
        page.shown.connect(lambda _position: self._show_match())
        page.match.said.connect(self._said)

    def _show_match(self) -> None:
        page = self._desk
        if page is None or page.desk is None:
            return
        position = page.selected()
        store = self._bridge.store
        match = None if position is None else store.matches.load_one(page.desk.document, position)
        page.match.show_match(match, loaded=store.catalogues.any(), selected=position is not None)
        said = None
        if position is not None:
            said = self._bridge.claude.suggestion(page.desk.document, page.desk.position(position), match)
        page.match.show_suggestion(said)

    def _said(self, answer: Answer, item: CatalogueItem | None, rule: int) -> None:
        page = self._desk
        position = page.selected() if page is not None else None
        if page is not None and page.desk is not None and position is not None:
            self._bridge.review.answer(page.desk, position, answer, item, rule=bool(rule))

    def match_again(self) -> None:
        """Match the open document with what is loaded now."""
        if self._desk is not None and self._desk.desk is not None:
            self._bridge.catalogues.match_again(self._desk.desk.document)

    def take_prices(self) -> None:
        """Ask, then take the open document's prices into the archive."""
        if self._desk is None or self._desk.desk is None:
            return
        from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - see `side`

        desk = self._desk.desk
        priced = self._bridge.store.catalogues.takeable(desk.document)
        say = self._texts.say
        box = QMessageBox(
            QMessageBox.Icon.NoIcon, say("catalogue.take"),
            say("catalogue.take_question", count=self._texts.count("prices", priced), name=desk.project),
            QMessageBox.StandardButton.Ok | QMessageBox.StandardButton.Cancel, self._pages,
        )  # fmt: skip
        box.button(QMessageBox.StandardButton.Cancel).setText(say("mapping.cancel"))
        box.accepted.connect(lambda: self._bridge.catalogues.take_prices(desk.document))
        box.open()
