"""What the main window does with revisions: taking one in, saying what it changes, the comparison page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox

from estimator_desktop.domain.beside import sum_changes
from estimator_desktop.texts import Texts
from estimator_desktop.ui.bridge import Bridge
from estimator_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStackedWidget

    from estimator_desktop.comparisons import Compared
    from estimator_desktop.ui.pages.comparison import ComparisonPage
    from estimator_desktop.ui.widgets.banner import Banner

_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"/\\|?*', "-"))


class RevisionSide(QObject):
    """Made anew with the window's words; the page is made when it is first needed.

    `jump` opens a document at a position; `wanted` brings a file that is the new revision of the open document;
    `show_page` asks the window to go to the comparison.
    """

    jump = Signal(str, int)
    wanted = Signal(object)
    show_page = Signal()

    def __init__(self, texts: Texts, theme: Theme, bridge: Bridge, pages: QStackedWidget, banner: Banner) -> None:
        super().__init__(pages)
        self._texts = texts
        self._theme = theme
        self._bridge = bridge
        self._pages = pages
        self._banner = banner
        self._page: ComparisonPage | None = None
        self.about = ""
        """The document that the page compares."""
        self.box: QMessageBox | None = None
        bridge.audited.connect(self._audited)
        bridge.comparisons.compared.connect(self._compared)
        bridge.comparisons.alone.connect(self._alone)
        bridge.comparisons.written.connect(self._written)

    @property
    def page(self) -> ComparisonPage:
        """The comparison."""
        if self._page is None:
            from estimator_desktop.ui.pages.comparison import ComparisonPage  # noqa: PLC0415 - see above

            self._page = page = ComparisonPage(self._texts, self._theme)
            page.chosen.connect(lambda old, new: self._bridge.comparisons.compare(new, old))
            page.jump.connect(self.jump)
            page.save.connect(self._save)
            page.revision.connect(self.choose)
            self._pages.addWidget(page)
        return self._page

    @property
    def shown(self) -> bool:
        """Whether the comparison is looked at."""
        return self._page is not None and self._pages.currentWidget() is self._page

    def show(self, document: str) -> None:
        """Go to the comparison of a document with the one before it."""
        page = self.page
        self.about = document
        if page.compared is None or page.compared.new.id != document:
            page.wait()
            self._bridge.comparisons.compare(document)
        self._pages.setCurrentWidget(page)
        page.table.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        if self._page is not None:
            self._page.set_theme(theme)

    def choose(self) -> None:
        """Ask for the file of the new revision."""
        say = self._texts.say
        name, _kind = QFileDialog.getOpenFileName(
            self._pages.window(), say("revision.choose"), self._bridge.setting("open_folder"), say("dialog.open_filter")
        )
        if name:
            self._bridge.set_setting("open_folder", str(Path(name).parent))
            self.wanted.emit(Path(name))

    def offer(self, file: Path, project: str, otherwise: Callable[[], None]) -> None:
        """Ask whether a dropped file is the new revision of the open budget, or another one (`otherwise`)."""
        say = self._texts.say
        box = QMessageBox(self._pages.window())
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
                self.wanted.emit(file)
            elif box.clickedButton() is other:
                otherwise()

        box.finished.connect(answered)
        self.box = box
        box.open()

    def _audited(self, document: str) -> None:
        if document in self._bridge.revised:
            self._bridge.comparisons.compare(document)

    def _compared(self, compared: Compared) -> None:
        if compared.new.id in self._bridge.revised:
            self._bridge.revised.discard(compared.new.id)
            self._say(compared)
        if self._page is not None and (self.shown or compared.new.id == self.about):
            self._page.show_compared(compared)

    def _say(self, compared: Compared) -> None:
        counts = sum_changes(compared.changes).counts
        changed = {kind: counts[kind] for kind in ("added", "removed", "changed")}
        key = "revision.arrived" if any(changed.values()) else "revision.same"
        words = self._texts.say(key, **changed, carried=len(compared.carried))
        remedy = (self._texts.say("revision.show"), self.show_page.emit)
        self._banner.say(words, trouble=False, remedy=remedy)

    def _alone(self, _project: str) -> None:
        if self.shown:
            self.page.show_alone()

    def _save(self, all_rows: bool) -> None:  # noqa: FBT001 - a signal's slot
        compared = self.page.compared
        if compared is None:
            return
        say = self._texts.say
        folder = self._bridge.setting("export_folder")
        name = say("compare.file", project=compared.project.translate(_FORBIDDEN)) + ".xlsx"
        chosen, _kind = QFileDialog.getSaveFileName(
            self._pages.window(), say("compare.save"), str(Path(folder) / name), say("compare.save_filter")
        )
        if chosen:
            self._bridge.comparisons.write(compared, Path(chosen), self._texts, all_rows=all_rows)

    def _written(self, path: Path) -> None:
        self._banner.say(self._texts.say("compare.saved", file=path.name), folder=str(path.parent), trouble=False)
