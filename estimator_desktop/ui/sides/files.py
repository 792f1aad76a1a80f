"""Files coming in: chosen, dropped, the sample."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from estimator_desktop.config import resources_folder
from estimator_desktop.ui.side import Act, Side

if TYPE_CHECKING:
    from estimator_desktop.errors import UserError
    from estimator_desktop.ui.main_window import MainWindow


class FilesSide(Side):
    """Takes files in."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.bridge.taken.connect(self._taken)

    def acts(self) -> Sequence[Act]:
        """Open."""
        return (Act("action.open", self.choose_files, "Ctrl+O", "file", bar="plain"),)

    def choose_files(self) -> None:
        """Ask for files."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - see `side`

        say = self.texts.say
        names, _kind = QFileDialog.getOpenFileNames(
            self.window, say("dialog.open"), self.bridge.setting("open_folder"), say("dialog.open_filter")
        )
        if names:
            self.bridge.set_setting("open_folder", str(Path(names[0]).parent))
            self._take([Path(name) for name in names])

    def _take(self, files: Sequence[Path]) -> None:
        """An edited export is looked at first, however it came in; everything else is read."""
        from estimator_desktop.ui.sides.edited import EditedSide  # noqa: PLC0415 - see `side`

        if not self.window.side(EditedSide).dropped(files):
            self.import_files(files)

    def try_demo(self) -> None:
        """Read the sample that comes with the program."""
        self.import_files([resources_folder() / "demo" / "ukazka_rozpocet.pdf"])

    def import_files(self, files: Sequence[Path], revision_of: str = "") -> None:
        """Take files in; the first one that is already here is opened.

        `revision_of`: the document they are the new revision of.  It stays open until the new one is ready.
        """
        self.window.banner.hide()
        self.bridge.import_files(files, revision_of)

    def _taken(
        self, files: Sequence[Path], known: Sequence[str], errors: Sequence[UserError], revision_of: str
    ) -> None:
        """What came of it."""
        banner = self.window.banner
        if errors:
            words = "\n".join(self.texts.error(error.code, error.params) for error in errors)
            banner.say(words, detail="\n".join(error.detail for error in errors if error.detail))
        if self.window.keeps_page and not revision_of:
            if not errors:
                words = self.texts.say("bids.reading", count=len(files))
                banner.say(words, trouble=False, done=lambda: not self.bridge.unsettled())
        elif known:
            self._say_elsewhere(files[0].name, known[0], revision_of)
            self.window.open_document(known[0])
        elif len(errors) < len(files) and not revision_of:
            self.window.show_start()
        elif not errors:
            words = self.texts.say("revision.reading", file=files[0].name)
            banner.say(words, trouble=False, done=lambda: not self.bridge.unsettled())

    def _say_elsewhere(self, file: str, document: str, revision_of: str) -> None:
        """Say so where what was chosen as a revision of one project is another's document."""
        store = self.bridge.store
        there, meant = store.document(document), store.document(revision_of) if revision_of else None
        if there is None or meant is None or there.project == meant.project:
            return
        project, other = self.bridge.names_of([there.id, meant.id], self.texts)
        bids = self.texts.say("page.bids")
        self.window.banner.say(self.texts.say("revision.elsewhere", file=file, project=project, other=other, bids=bids))
