"""The open document's audited files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from estimator_desktop.ui.side import Act, Side
from estimator_desktop.ui.sides.review import ReviewSide

if TYPE_CHECKING:
    from estimator_desktop.domain.job import Job
    from estimator_desktop.domain.template import Order, Template
    from estimator_desktop.ui.dialogs.export import ExportDialog
    from estimator_desktop.ui.main_window import MainWindow


class ExportSide(Side):
    """Asks what to write and where, and says when it is written."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.dialog: ExportDialog | None = None
        self.bridge.exported.connect(self._exported)

    def acts(self) -> Sequence[Act]:
        """Export."""
        review = self.window.side(ReviewSide)
        return (
            Act(
                "action.export",
                self.choose,
                "Ctrl+E",
                "file",
                bar="primary",
                enabled=review.audited,
                visible=review.ready,
            ),
        )

    def choose(self) -> None:
        """Ask what to write and where."""
        known = self.bridge.store.document(self.window.side(ReviewSide).document)
        if known is None:
            return
        from estimator_desktop.ui.dialogs.export import ExportDialog  # noqa: PLC0415 - see `side`
        from estimator_desktop.usecases.saved_templates import saved_templates  # noqa: PLC0415 - see `side`

        self.dialog = dialog = ExportDialog(
            self.texts,
            Path(known.name).stem,
            self.bridge.setting("export_folder"),
            self.bridge.setting("export_formats"),
            saved_templates(self.bridge.store),
            workbook=Path(known.name).suffix.lower() in {".xlsx", ".xlsm"},
        )
        dialog.setParent(self.window, dialog.windowFlags())
        dialog.ordered.connect(self._write)
        dialog.kept.connect(self._keep)
        dialog.forgotten.connect(self._forget)
        dialog.open()

    def _write(self, folder: Path, order: Order) -> None:
        """Write the open document's audited files into a folder."""
        self.bridge.set_setting("export_folder", str(folder))
        self.bridge.set_setting("export_formats", ",".join(order.formats))
        document = self.window.side(ReviewSide).document
        if document:
            self.bridge.work.export(document, folder, order)

    def _keep(self, name: str, template: Template) -> None:
        from estimator_desktop.usecases.saved_templates import save_template  # noqa: PLC0415 - see `side`

        self.bridge.later.do(lambda: save_template(self.bridge.store, name, template))

    def _forget(self, name: str) -> None:
        from estimator_desktop.usecases.saved_templates import remove_template  # noqa: PLC0415 - see `side`

        self.bridge.later.do(lambda: remove_template(self.bridge.store, name))

    def _exported(self, job: Job) -> None:
        folder = self.bridge.work.export_folder(job)
        self.window.banner.say(self.texts.say("desk.exported", file=folder), folder=folder, trouble=False)
