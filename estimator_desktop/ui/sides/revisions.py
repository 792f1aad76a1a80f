"""What the main window does with revisions: taking one in, saying what it changes, the comparison page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from estimator_desktop.ui.side import Act, Side
from estimator_desktop.ui.sides.catalogues import CatalogueSide
from estimator_desktop.ui.sides.files import FilesSide
from estimator_desktop.ui.sides.review import ReviewSide

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

    from estimator_desktop.ui.main_window import MainWindow
    from estimator_desktop.ui.models.desk import Desk
    from estimator_desktop.ui.pages.comparison import ComparisonPage
    from estimator_desktop.ui.theme import Theme
    from estimator_desktop.usecases.comparisons import Compared

_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"/\\|?*', "-"))


class RevisionSide(Side):
    """Owns the comparison, and takes new revisions in."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._page: ComparisonPage | None = None
        self.about = ""
        """The document that the page compares."""
        self.box: QMessageBox | None = None
        self.bridge.audited.connect(self._audited)
        self.bridge.comparisons.compared.connect(self._compared)
        self.bridge.comparisons.alone.connect(self._alone)
        self.bridge.comparisons.written.connect(self._written)

    def acts(self) -> Sequence[Act]:
        """The comparison, and a new revision."""
        ready = self.window.side(ReviewSide).ready
        return (
            Act(
                "page.comparison",
                self.show,
                "Ctrl+4",
                "view",
                bar="tab",
                enabled=ready,
                visible=ready,
                checked=lambda: self.shown,
            ),
            Act("action.revision", self.choose, "Ctrl+Shift+O", "file", enabled=ready),
        )

    @property
    def page(self) -> ComparisonPage:
        """The comparison."""
        if self._page is None:
            from estimator_desktop.ui.pages.comparison import ComparisonPage  # noqa: PLC0415 - see above

            self._page = page = ComparisonPage(self.texts, self.window.theme)
            page.chosen.connect(lambda old, new: self.bridge.comparisons.compare(new, old))
            page.jump.connect(self.window.side(ReviewSide).open_at)
            page.save.connect(self._save)
            page.revision.connect(self.choose)
        return self._page

    def show(self) -> None:
        """Go to the comparison of the open document with the revision before it."""
        review = self.window.side(ReviewSide)
        if not review.document:
            return
        review.stay()
        self.window.banner.hide()
        page = self.page
        self.about = review.document
        if page.compared is None or page.compared.new.id != self.about:
            page.wait()
            self.bridge.comparisons.compare(self.about)
        self.window.show_page(page, page.table)

    def return_to(self, place: object) -> None:
        """Show the page again; the document that is still loading does not take its place."""
        self.show()

    def loaded(self, desk: Desk) -> None:
        """Compare another document while the page is looked at."""
        if self.shown and self.about != desk.document:
            self.show()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        if self._page is not None:
            self._page.set_theme(theme)

    def choose(self) -> None:
        """Ask for the file of the new revision."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - see `side`

        say = self.texts.say
        name, _kind = QFileDialog.getOpenFileName(
            self.window, say("revision.choose"), self.bridge.setting("open_folder"), say("dialog.open_filter")
        )
        if name:
            self.bridge.set_setting("open_folder", str(Path(name).parent))
            self._take(Path(name))

    def _take(self, file: Path) -> None:
        self.window.side(FilesSide).import_files([file], revision_of=self.window.side(ReviewSide).document)

    def dropped(self, files: Sequence[Path]) -> bool:
        """One file let go over an open budget may be its new revision: ask."""
        desk = self.window.side(ReviewSide).desk
        elsewhere = self.window.keeps_page or self.window.side(CatalogueSide).shown
        if desk is None or elsewhere or len(files) != 1 or files[0].is_dir():
            return False
        self.offer(files[0], desk.project, lambda: self.window.import_files(files))
        return True

    def offer(self, file: Path, project: str, otherwise: Callable[[], None]) -> None:
        """Ask whether a dropped file is the new revision of the open budget, or another one (`otherwise`)."""
        from PySide6.QtCore import Qt  # noqa: PLC0415 - see `side`
        from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415

        say = self.texts.say
        box = QMessageBox(self.window)
        box.setWindowTitle(say("revision.title"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(say("revision.ask", file=file.name, project=project))
        box.setInformativeText(say("revision.explain"))
        revision = box.addButton(say("revision.as_revision"), QMessageBox.ButtonRole.AcceptRole)
        other = box.addButton(say("revision.as_project"), QMessageBox.ButtonRole.ActionRole)
        leave = box.addButton(say("password.cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setEscapeButton(leave)
        box.setDefaultButton(revision)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def answered() -> None:
            self.box = None
            if box.clickedButton() is revision:
                self._take(file)
            elif box.clickedButton() is other:
                otherwise()

        box.finished.connect(answered)
        self.box = box
        box.open()

    def _audited(self, document: str) -> None:
        if document in self.bridge.revised:
            self.bridge.comparisons.compare(document)

    def _compared(self, compared: Compared) -> None:
        if compared.new.id in self.bridge.revised:
            self.bridge.revised.discard(compared.new.id)
            self._say(compared)
        if self._page is not None and (self.shown or compared.new.id == self.about):
            self._page.show_compared(compared)

    def _say(self, compared: Compared) -> None:
        from estimator_desktop.domain.beside import sum_changes  # noqa: PLC0415 - see `side`
        from estimator_desktop.ui.models.comparison import carried_words  # noqa: PLC0415

        counts = sum_changes(compared.changes).counts
        changed = {kind: counts[kind] for kind in ("added", "removed", "changed")}
        key = "revision.arrived" if any(changed.values()) else "revision.same"
        words = self.texts.say(key, **changed, carried=carried_words(compared, self.texts))
        remedy = (self.texts.say("revision.show"), self.show)
        self.window.banner.say(words, trouble=False, remedy=remedy)

    def _alone(self, _project: str) -> None:
        if self.shown:
            self.page.show_alone()

    def _save(self, all_rows: bool) -> None:  # noqa: FBT001 - a signal's slot
        compared = self.page.compared
        if compared is None:
            return
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - see `side`

        say = self.texts.say
        folder = self.bridge.setting("export_folder")
        name = say("compare.file", project=compared.project.translate(_FORBIDDEN)) + ".xlsx"
        chosen, _kind = QFileDialog.getSaveFileName(
            self.window, say("compare.save"), str(Path(folder) / name), say("compare.save_filter")
        )
        if chosen:
            self.bridge.comparisons.write(compared, Path(chosen), self.texts, all_rows=all_rows)

    def _written(self, path: Path) -> None:
        self.window.banner.say(self.texts.say("compare.saved", file=path.name), folder=str(path.parent), trouble=False)
