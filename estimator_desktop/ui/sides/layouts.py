"""Tables whose columns a person assigns, and the layouts that are remembered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from estimator_desktop.ui.side import Act, Side
from estimator_desktop.ui.sides.review import ReviewSide

if TYPE_CHECKING:
    from estimator_desktop.domain.job import Job
    from estimator_desktop.domain.mapping import LayoutTemplate, TableMapping
    from estimator_desktop.ui.dialogs.mapping import MappingDialog
    from estimator_desktop.ui.main_window import MainWindow


class LayoutSide(Side):
    """Asks what the columns of a table hold."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.dialog: MappingDialog | None = None
        self._asked = ""
        """The document whose columns the person wants to assign: its question is put as soon as it is there."""
        window.banner.assign.connect(self.assign_columns)

    def acts(self) -> Sequence[Act]:
        """The remembered layouts, and a table whose columns were taken for something else."""
        return (
            Act("action.templates", self.show_templates, "", "view", 2),
            Act("action.remap", self.remap, "", "file", enabled=self._is_table),
        )

    def _is_table(self) -> bool:
        """Whether the budget shown is a table whose columns a person may assign."""
        desk = self.window.side(ReviewSide).desk
        return desk is not None and desk.bill.family == "free_table"

    def remap(self) -> None:
        """Ask what the columns hold of a table that has been read wrongly; it stays until it has been read anew."""
        self._asked = self.window.side(ReviewSide).document
        self.bridge.work.ask_mapping(self._asked)

    def ask_at_once(self, job: Job) -> bool:
        """A job waits for its columns: ask where the person asked for that; whether it was so."""
        asked, self._asked = self._asked == job.document != "", ""
        if asked:
            self.assign_columns(job.id)
        return asked

    def assign_columns(self, identity: str) -> None:
        """Ask what the columns of a job's table hold, and read it so."""
        job = self.bridge.monitor.status(identity)
        preview = self.bridge.store.layouts.preview(job.document) if job is not None else None
        if job is None or preview is None:
            self.window.banner.say(self.texts.say("mapping.gone"), trouble=False)
            return
        from estimator_desktop.ui.dialogs.mapping import MappingDialog  # noqa: PLC0415 - see `side`

        self.dialog = MappingDialog(job.subject, preview, self.texts, self.window)
        self.dialog.chosen.connect(lambda mapping, template: self._read_with(identity, mapping, template))
        self.dialog.open()

    def _read_with(self, identity: str, mapping: TableMapping, template: LayoutTemplate | None) -> None:
        self.window.banner.hide()
        self.bridge.work.read_with(identity, mapping, template)

    def show_templates(self) -> None:
        """The remembered layouts, to look at and to forget."""
        from estimator_desktop.ui.dialogs.templates import TemplatesDialog  # noqa: PLC0415 - see `side`

        layouts = self.bridge.store.layouts
        TemplatesDialog(layouts.templates(), layouts.remove_template, self.texts, self.window).open()
