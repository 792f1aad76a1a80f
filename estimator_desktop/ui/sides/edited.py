"""An edited export of ours, dropped on the window: a preview, then decisions or a new budget."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from estimator_desktop.config import HOME_VARIABLE
from estimator_desktop.ui.side import Side
from estimator_desktop.ui.sides.review import ReviewSide

if TYPE_CHECKING:
    from PySide6.QtCore import QProcess

    from estimator_desktop.domain.changes import EditedFile
    from estimator_desktop.ui.dialogs.edited import EditedDialog
    from estimator_desktop.ui.main_window import MainWindow


class EditedSide(Side):
    """Looks into a dropped export in a child process and asks what to do with it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.dialog: EditedDialog | None = None
        self._process: QProcess | None = None
        self._file = Path()
        self.bridge.review.taken.connect(self._taken)

    def dropped(self, files: Sequence[Path]) -> bool:
        """One export of a project that is here is looked at; everything else is read as a budget."""
        from PySide6.QtCore import QProcess, QProcessEnvironment  # noqa: PLC0415 - see `side`

        from estimator_desktop.jobs.edited import looks_like_ours, question  # noqa: PLC0415

        if len(files) != 1 or self._process is not None or not looks_like_ours(files[0]):
            return False
        self._file = files[0]
        self._process = process = QProcess(self)
        surroundings = QProcessEnvironment.systemEnvironment()
        surroundings.insert(HOME_VARIABLE, str(self.bridge.store.paths.home))
        process.setProcessEnvironment(surroundings)
        process.finished.connect(self._answered)
        process.errorOccurred.connect(self._lost)
        command = question(self._file, self.window.side(ReviewSide).document)
        process.start(command[0], command[1:])
        return True

    def release(self) -> None:
        """The window closes: the look is given up."""
        process, self._process = self._process, None
        if process is not None:
            process.finished.disconnect(self._answered)
            process.kill()
            process.waitForFinished()

    def _lost(self) -> None:
        """The child could not be started: the file is a budget like any other."""
        if self._process is not None and self._process.state() == self._process.ProcessState.NotRunning:
            self._process = None
            self._take()

    def _answered(self, code: int) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        said = process.readAllStandardOutput().data()
        process.deleteLater()
        if code:
            self._take()
            return
        from estimator_desktop.jobs.edited import answer  # noqa: PLC0415 - see `side`

        self._show(answer(bytes(said)))

    def _show(self, found: EditedFile) -> None:
        if not (found.edits or found.left or found.appeared or found.vanished):
            self.window.open_document(found.document)
            self.window.banner.say(self.texts.say("edited.same", file=self._file.name), trouble=False)
            return
        from estimator_desktop.ui.dialogs.edited import EditedDialog  # noqa: PLC0415 - see `side`

        self.dialog = dialog = EditedDialog(self._file.name, found, self.texts, self.window)
        dialog.applied.connect(lambda: self._apply(found))
        dialog.as_new.connect(self._read)
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        self.dialog = None

    def _take(self) -> None:
        """No edited export of a project that is here: it may be a revision of the open budget, or another one."""
        self.window.take_dropped([self._file], but=self)

    def _read(self) -> None:
        self.window.import_files([self._file])

    def _apply(self, found: EditedFile) -> None:
        """Keep the values as decisions, all of them or none, and judge the document again."""
        from estimator_desktop.domain.changes import typed  # noqa: PLC0415 - see `side`

        reason = self.texts.say("edited.reason", file=self._file.name)
        edits = [(row.change.position, row.change.field, typed(row.change)) for row in found.edits]
        self.bridge.review.take_edits(found.document, edits, reason)

    def _taken(self, document: str, count: int) -> None:
        self.window.open_document(document)
        self.window.banner.say(self.texts.say("edited.done", count=count), trouble=False)
